"""The charts of the Hydro screen: what the water gives, how many machines, what they do with it."""

from collections.abc import Sequence
from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.hydro import (
    DurationCurve,
    ExceedanceRule,
    HandsOffRule,
    HydroInputs,
    MonthlyStatistics,
    flow_at_exceedance,
)
from hydro_mining.economics.load_profile import MONTHS
from hydro_mining.economics.plan import NpvByCount, Plan, PlanMachine, UseByTime
from hydro_mining.quantities import Currency, heading, shown
from hydro_mining.views.colors import AMBER, DESIGN, GREY, INK, USES, palette
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.plots import (
    BARS_WIDTH,
    bars,
    bars_side_by_side,
    bars_stacked,
    hover_line,
    line,
    marks,
    measured,
    names_of_months,
    overlaid,
    series_names,
    zero_line,
)

USE_NAMES = {"mined_mwh": "Mined", "exported_mwh": "Exported", "curtailed_mwh": "Curtailed"}
_DAY_GAP = 0.12  # between the days of the calendar
_SHARE_OF_TIME = "Share of the time [%]"


def power_layers(curve: DurationCurve, *, machines_kw: float, limit_kw: float | None) -> Layers:
    """Return the power that each share of the time reaches, with machines and export limit [MW]."""
    layers: dict[str, Columns] = {"power": _curve(curve, 1 / KW_PER_MW)}
    if machines_kw > 0:
        layers["machines"] = _level(machines_kw / KW_PER_MW)
    if limit_kw is not None:
        layers["limit"] = _level(limit_kw / KW_PER_MW)
    return layers


def power_chart(layers: Layers) -> hv.Overlay:
    """Draw the duration curve of power, with the machines' power on it."""
    names = {"power": "Water", "machines": "Machines", "limit": "Export limit"}
    return _duration_chart(layers, names, "Power [MW]", {"machines": AMBER, "limit": GREY})


def flow_layers(curve: DurationCurve, hydro: HydroInputs) -> Layers:
    """Return the flow that each share of the time reaches, with residual and design flow [m³/s]."""
    layers: dict[str, Columns] = {"flow": _curve(curve, 1.0)}
    residual = _residual_level(hydro)
    if residual > 0:
        layers["residual"] = _level(residual)
    assert hydro.design_flow_m3_s is not None
    layers["design"] = _level(hydro.design_flow_m3_s)
    return layers


def flow_chart(layers: Layers) -> hv.Overlay:
    """Draw the duration curve of flow, with what stays in the river and what the plant takes."""
    names = {"flow": "River", "residual": "Residual flow", "design": "Design flow"}
    colors = {"residual": AMBER, "design": DESIGN}
    return _duration_chart(layers, names, heading("flow_m3_s"), colors)


def _residual_level(hydro: HydroInputs) -> float:
    """Return the residual flow as one level: of twelve months their mean."""
    residual, river = hydro.residual_flow_m3_s, hydro.river
    if isinstance(residual, ExceedanceRule):
        assert river is not None
        return float(flow_at_exceedance(river, residual.exceedance))
    if isinstance(residual, HandsOffRule):
        return residual.hands_off
    return float(np.mean(residual))


def _curve(curve: DurationCurve, factor: float) -> Columns:
    return columns(x=100 * curve.exceedance, y=curve.value * factor)


def _level(value: float) -> Columns:
    return columns(x=np.array([0.0, 100.0]), y=value)


def _duration_chart(
    layers: Layers, names: dict[str, str], ylabel: str, colors: dict[str, str]
) -> hv.Overlay:
    drawn = [
        line(
            layers,
            name,
            colors.get(name, INK),
            tooltips=[(_SHARE_OF_TIME, "@x{0.0}"), (f"{names[name]}: {ylabel}", "@y{0.00}")],
            dash="dashed" if name in colors else "solid",
        )
        for name in layers
    ]
    labels = {name: names[name] for name in layers}
    return overlaid(drawn, labels, xlabel=_SHARE_OF_TIME, ylabel=ylabel)


def optimum_layers(curve: NpvByCount, machine: PlanMachine, *, currency: Currency) -> Layers:
    """Return NPV by the machines' power [MW], with dots at the plan's and the simple sizes."""
    power = curve.machines_kw / KW_PER_MW
    npv = shown("npv_gbp", curve.npv_gbp, currency)
    sizes = (
        ("Plan", machine.n, DESIGN),
        ("Mean power", machine.floor_rule_n, AMBER),
        ("Highest power", machine.n_most, GREY),
    )
    at = [int(np.searchsorted(curve.n, count)) for _, count, _ in sizes]
    return {
        "npv": columns(x=power, y=npv, n=curve.n),
        "sizes": columns(
            x=power[at],
            y=npv[at],
            color=np.array([color for *_, color in sizes]),
            name=np.array([f"{name}: {count:,} machines" for name, count, _ in sizes]),
        ),
    }


def optimum_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw NPV against the machines' power; the green dot is the plan."""
    worth = hover_line("NPV", "@y", "npv_gbp", currency)
    curve = line(
        layers,
        "npv",
        INK,
        tooltips=[("Machines", "@n{0,0}"), ("Power [MW]", "@x{0.00}"), worth],
    )
    dots = marks("sizes", tooltips=[("", "@name"), ("Power [MW]", "@x{0.00}"), worth])
    return overlaid(
        [curve, zero_line(), dots],
        xlabel="Power of the machines [MW]",
        **measured("y", "npv_gbp", currency),
    )


def months_layers(months: MonthlyStatistics, *, factor: float = 1.0) -> Layers:
    """Return the mean of each month, with that of its wet and dry years where there are some."""
    at, names = np.arange(len(MONTHS)), np.array(MONTHS)
    held = {"mean": months.mean}
    if months.n_years.any():
        held |= {"wet": months.wet, "dry": months.dry}
    return {name: columns(x=at, y=values * factor, at=names) for name, values in held.items()}


def months_chart(layers: Layers, *, ylabel: str) -> hv.Overlay:
    """Draw the months, with one year in ten above the upper line and one below the lower."""
    names = {"mean": "Mean", "wet": "Wet year (P10)", "dry": "Dry year (P90)"}
    looks = {"mean": (INK, "solid"), "wet": (palette(0), "dashed"), "dry": (AMBER, "dashed")}
    drawn = [
        line(
            layers,
            name,
            looks[name][0],
            dash=looks[name][1],
            tooltips=[(names[name], "@at"), (ylabel, "@y{0.00}")],
        )
        for name in layers
    ]
    labels = {name: names[name] for name in layers}
    ticks = list(enumerate(MONTHS))[::2]
    return overlaid(drawn, labels, xlabel="Month", ylabel=ylabel, xticks=ticks)


def calendar_layers(days: UseByTime) -> Layers:
    """Return a cell a day, a row a month, filled from the left by what the water does."""
    date = days.begins.astype("datetime64[D]")
    month = date.astype("datetime64[M]")
    day = (date - month).astype(np.int64) + 1
    row = len(MONTHS) - 1 - month.astype(np.int64) % len(MONTHS)
    layers, filled = {}, np.zeros(len(date))
    for name in USE_NAMES:
        energy = getattr(days.use, name)
        share = _share(energy, days.use.available_mwh) * (1 - _DAY_GAP)
        left = day + filled
        layers[name] = columns(
            left=left,
            bottom=row + _DAY_GAP,
            right=left + share,
            top=row + 1,
            at=date.astype(str),
            y=energy,
        )
        filled = filled + share
    return layers


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.zeros(len(whole))
    np.divide(part, whole, out=share, where=whole > 0)
    return share


def calendar_chart(layers: Layers) -> hv.Overlay:
    """Draw the calendar of a year."""
    ticks = [(len(MONTHS) - i - 0.5, name) for i, name in enumerate(MONTHS)]
    return _use_bars(
        layers, xlabel="Day of the month", ylabel="", yticks=ticks, show_grid=False, xlim=(1, 32)
    )


def use_layers(months: UseByTime) -> Layers:
    """Return the months of a year as stacked bars [MWh]."""
    names = np.array(names_of_months(months.begins))
    uses = {name: (title, getattr(months.use, name)) for name, title in USE_NAMES.items()}
    return bars_stacked(uses, np.arange(len(names)) - BARS_WIDTH / 2, names)


def use_chart(layers: Layers, *, months: Sequence[str]) -> hv.Overlay:
    """Draw what each month's water does; the ``months`` are its ticks."""
    ticks = list(enumerate(months))[::3]
    return _use_bars(layers, xlabel="Month of year 1", ylabel="Energy [MWh]", xticks=ticks)


def _use_bars(layers: Layers, **options: Any) -> hv.Overlay:
    drawn = [
        part
        for (name, layer), color in zip(layers.items(), USES, strict=True)
        for part in bars(
            {name: layer}, [("", "@at"), (f"{USE_NAMES[name]} [MWh]", "@y{0,0.0}")], (color,)
        )
    ]
    return overlaid(drawn, USE_NAMES, **options)


def gain_layers(plan: Plan, *, currency: Currency) -> Layers:
    """Return one bar a year and scenario: the gain over exporting everything."""
    gains = {
        f"s{s}": (scenario.name, shown("gain_gbp", scenario.gain_gbp, currency))
        for s, scenario in enumerate(plan.scenarios.values())
    }
    return bars_side_by_side(gains, np.arange(1, len(plan.base_case.gain_gbp) + 1))


def gain_chart(layers: Layers, *, names: tuple[str, ...], currency: Currency) -> hv.Overlay:
    """Draw the gain by year, a colour a scenario."""
    tooltips = [
        ("Scenario", "@name"),
        ("Year", "@at"),
        hover_line("Gain", "@y", "gain_gbp", currency),
    ]
    return overlaid(
        [*bars(layers, tooltips), zero_line()],
        series_names(names),
        xlabel="Year from go-live",
        **measured("y", "gain_gbp", currency),
    )

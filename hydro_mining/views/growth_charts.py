"""The charts of the Growth screen; one colour a reading, a scenario or a kind of cost."""

from collections.abc import Mapping, Sequence
from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.economics.growth import READINGS, Growth, GrowthComparison
from hydro_mining.economics.load_profile import MONTHS
from hydro_mining.quantities import Currency, heading, label, shown
from hydro_mining.views.colors import INK, PALETTE, palette
from hydro_mining.views.growth_words import READING_NAMES
from hydro_mining.views.layers import Layers, columns
from hydro_mining.views.plots import (
    BARS_WIDTH,
    axis_format,
    bars,
    bars_side_by_side,
    bars_stacked,
    hover_line,
    line,
    marks,
    measured,
    named_lines,
    overlaid,
    series_names,
    whole_years,
    zero_line,
)

# By quantity what a legend calls it; a phone has room for four names of 25 letters together.
_PROFIT_SERIES = {"gross_rev": "Revenue", "tot_costs": "Costs", "net_profits": "Net profit"}
_COST_SERIES = {
    "energy_cost": "Energy",
    "opex": "Opex",
    "capex_amort": "Write-off",
    "taxes": "Taxes",
}
_CASH = "cash_at_the_end"


def profit_layers(growth: Growth, scenario: int, currency: Currency) -> Layers:
    """Return bars of revenue, costs and net profit side by side, a group a year."""
    return bars_side_by_side(_amounts(growth, scenario, currency, _PROFIT_SERIES), growth.year)


def profit_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw costs against profit."""
    return _bar_chart(layers, "Year", "gross_rev", currency, xticks=whole_years())


def composition_layers(growth: Growth, scenario: int, currency: Currency) -> Layers:
    """Return the kinds of cost stacked, a stack a year; taxes where they are counted."""
    kinds = dict(_COST_SERIES)
    if growth.reading == "physical":
        del kinds["taxes"]
    left = np.array(growth.year) - BARS_WIDTH / 2
    return bars_stacked(_amounts(growth, scenario, currency, kinds), left, growth.year)


def _amounts(
    growth: Growth, scenario: int, currency: Currency, kinds: Mapping[str, str]
) -> dict[str, tuple[str, Any]]:
    return {
        name: (title, shown(name, getattr(growth, name)[scenario, 0], currency))
        for name, title in kinds.items()
    }


def composition_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw what the costs are made of."""
    return _bar_chart(layers, "Year", "tot_costs", currency, xticks=whole_years())


def months_layers(income: Sequence[float], year: int, currency: Currency) -> Layers:
    """Return a bar a month: the income (12,) [$] that the load profile brings."""
    bars_of_year = columns(
        x=np.arange(len(MONTHS)),
        y=shown("gross_rev", np.asarray(income), currency),
        at=[f"{month} {year}" for month in MONTHS],
        name="Income",
    )
    return {"income": bars_of_year}


def months_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the year by months."""
    ticks = list(enumerate(MONTHS))
    return _bar_chart(
        layers, "Month", "gross_rev", currency, [INK], xticks=ticks, show_legend=False
    )


def cash_layers(growth: Growth, currency: Currency) -> Layers:
    """Return the cash added up for each scenario, from the investment at the start on."""
    layers = {}
    for s, name in enumerate(growth.scenarios):
        cash = shown(_CASH, growth.cumulative_cash[s, 0], currency)
        layers[f"s{s}"] = columns(x=np.arange(len(cash)), y=cash, name=name)
    return layers


def cash_chart(layers: Layers, *, names: Sequence[str], currency: Currency) -> hv.Overlay:
    """Draw cumulative cash; a curve that rises above 0 has its money back."""
    tooltips = [("Scenario", "@name"), ("Year", "@x"), hover_line("Cash", "@y", _CASH, currency)]
    return overlaid(
        [*named_lines(layers, tooltips), zero_line()],
        series_names(names),
        xlabel="Years from the start",
        ylabel=f"Cash added up [{currency.unit}]",
        yformatter=axis_format(_CASH, currency),
        xticks=whole_years(),
    )


def curves_layers(comparison: GrowthComparison, metric: str, currency: Currency) -> Layers:
    """Return a metric of the chosen year over power for each reading, and the chosen point."""
    year = comparison.inputs.year_index
    layers, points = {}, []
    for reading, growth in comparison.over_power.items():
        values = shown(metric, getattr(growth, metric)[0, :, year], currency)
        layers[reading] = columns(x=growth.power_mw, y=values, name=reading)
        at = comparison.figure(metric, reading)
        if at is not None:
            chosen = comparison.inputs.power_of(reading), shown(metric, at, currency)
            points.append((*chosen, palette(READINGS.index(reading)), reading))
    x, y, color, name = zip(*points, strict=True) if points else ((), (), (), ())
    return {**layers, "marks": columns(x=x, y=y, color=color, name=name)}


def curves_chart(layers: Layers, *, metric: str, currency: Currency) -> hv.Overlay:
    """Draw a metric over power as one curve a reading; dots mark the chosen power."""
    tooltips = [
        ("Reading", "@name"),
        ("Power [MW]", "@x{0,0.0}"),
        hover_line(label(metric), "@y", metric, currency),
    ]
    curves = [
        line(layers, reading, palette(i), tooltips=tooltips, width=2.5)
        for i, reading in enumerate(READINGS)
        if reading in layers
    ]
    return overlaid(
        [*curves, marks("marks", tooltips=tooltips)],
        READING_NAMES,
        xlabel=heading("power_mw"),
        **measured("y", metric, currency),
    )


def _bar_chart(
    layers: Layers,
    xlabel: str,
    quantity: str,
    currency: Currency,
    colors: Sequence[str] = PALETTE,
    **options: Any,
) -> hv.Overlay:
    tooltips = [("", "@name"), (xlabel, "@at"), hover_line("Amount", "@y", quantity, currency)]
    return overlaid(
        bars(layers, tooltips, colors),
        {name: next(iter(layer["name"].tolist()), name) for name, layer in layers.items()},
        xlabel=xlabel,
        ylabel=f"Amount a {xlabel.lower()} [{currency.unit}]",
        yformatter=axis_format(quantity, currency),
        **options,
    )

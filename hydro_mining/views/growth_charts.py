"""The charts of the Growth screen; one colour a reading, a scenario or a kind of cost."""

from collections.abc import Mapping, Sequence
from typing import Any

import holoviews as hv
import numpy as np
from bokeh.models import BasicTicker

from hydro_mining.economics.growth import READINGS, Growth, GrowthComparison
from hydro_mining.economics.load_profile import MONTHS
from hydro_mining.quantities import Currency, heading, label, shown
from hydro_mining.views.charts import (
    GREY,
    INK,
    Layers,
    axis_format,
    hover_line,
    marks,
    overlaid,
    palette,
)

__all__ = [
    "cash_chart",
    "cash_layers",
    "composition_chart",
    "composition_layers",
    "curves_chart",
    "curves_layers",
    "months_chart",
    "months_layers",
    "profit_chart",
    "profit_layers",
]

# By quantity what a legend calls it; a phone has room for four names of 25 letters together.
_PROFIT_SERIES = {"gross_rev": "Revenue", "tot_costs": "Costs", "net_profits": "Net profit"}
_COST_SERIES = {
    "energy_cost": "Energy",
    "opex": "Opex",
    "capex_amort": "Write-off",
    "taxes": "Taxes",
}
_BARS_WIDTH = 0.8
_COLUMNS = ("left", "bottom", "right", "top", "amount", "at", "name")
_CASH = "cash_at_the_end"


def profit_layers(growth: Growth, scenario: int, currency: Currency) -> Layers:
    """Return bars of revenue, costs and net profit side by side, a group a year."""
    width = _BARS_WIDTH / len(_PROFIT_SERIES)
    layers = {}
    for place, (name, title) in enumerate(_PROFIT_SERIES.items()):
        values = shown(name, getattr(growth, name)[scenario, 0], currency)
        left = np.array(growth.year) - _BARS_WIDTH / 2 + place * width
        layers[name] = _bars(
            left, values, width=width, floor=0 * values, at=growth.year, name=title
        )
    return layers


def profit_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw costs against profit."""
    return _bar_chart(layers, "Year", "gross_rev", currency, xticks=_whole_years())


def composition_layers(growth: Growth, scenario: int, currency: Currency) -> Layers:
    """Return the kinds of cost stacked, a stack a year; taxes where they are counted."""
    floor = np.zeros(len(growth.year))
    layers = {}
    for name, title in _COST_SERIES.items():
        if name == "taxes" and growth.reading == "physical":
            continue
        values = shown(name, getattr(growth, name)[scenario, 0], currency)
        left = np.array(growth.year) - _BARS_WIDTH / 2
        layers[name] = _bars(
            left, values, width=_BARS_WIDTH, floor=floor, at=growth.year, name=title
        )
        floor = floor + values
    return layers


def composition_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw what the costs are made of."""
    return _bar_chart(layers, "Year", "tot_costs", currency, xticks=_whole_years())


def months_layers(income: Sequence[float], year: int, currency: Currency) -> Layers:
    """Return a bar a month: the income (12,) [$] that the load profile brings."""
    values = shown("gross_rev", np.asarray(income), currency)
    left = np.arange(len(MONTHS)) - _BARS_WIDTH / 2
    months = [f"{month} {year}" for month in MONTHS]
    return {
        "income": _bars(left, values, width=_BARS_WIDTH, floor=0 * values, at=months, name="Income")
    }


def months_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the year by months."""
    ticks = list(enumerate(MONTHS))
    return _bar_chart(
        layers, "Month", "gross_rev", currency, colors=[INK], xticks=ticks, show_legend=False
    )


def cash_layers(growth: Growth, currency: Currency) -> Layers:
    """Return the cash added up for each scenario, from the investment at the start on."""
    layers = {}
    for s, name in enumerate(growth.scenarios):
        cash = growth.cumulative_cash[s, 0]
        layers[f"s{s}"] = {
            "x": np.arange(len(cash)),
            "y": shown(_CASH, cash, currency),
            "name": [name] * len(cash),
        }
    return layers


def cash_chart(layers: Layers, *, names: Sequence[str], currency: Currency) -> hv.Overlay:
    """Draw cumulative cash; a curve that rises above 0 has its money back."""
    x, y = ("x", "Years from the start"), ("y", f"Cash added up [{currency.unit}]")
    tooltips = [("Scenario", "@name"), ("Year", "@x"), hover_line("Cash", "@y", _CASH, currency)]
    parts: list[Any] = [
        hv.Curve((c["x"], c["y"], c["name"]), x, [y, "name"], label=key).opts(
            color=palette(s), line_width=2.5, tools=["hover"], hover_tooltips=tooltips
        )
        for s, (key, c) in enumerate(layers.items())
    ]
    labels = {f"s{s}": name for s, name in enumerate(names)}
    parts.append(hv.HLine(0).opts(color=GREY, line_width=1))
    return overlaid(
        parts,
        labels,
        xlabel=x[1],
        ylabel=y[1],
        yformatter=axis_format(_CASH, currency),
        xticks=_whole_years(),
    )


def curves_layers(comparison: GrowthComparison, metric: str, currency: Currency) -> Layers:
    """Return a metric of the chosen year over power for each reading, and the chosen point."""
    year = comparison.inputs.year_index
    layers: dict[str, Any] = {}
    points: dict[str, list[Any]] = {"x": [], "y": [], "color": [], "name": []}
    for reading, growth in comparison.over_power.items():
        values = shown(metric, getattr(growth, metric)[0, :, year], currency)
        layers[reading] = {
            "x": growth.power_mw,
            "y": values,
            "name": [reading] * len(growth.power_mw),
        }
        at = comparison.figure(metric, reading)
        if at is not None:
            point = (comparison.inputs.power_mw, shown(metric, at, currency))
            row = (*point, palette(READINGS.index(reading)), reading)
            for key, value in zip(points, row, strict=True):
                points[key].append(value)
    return {**layers, "marks": points}


def curves_chart(layers: Layers, *, metric: str, currency: Currency) -> hv.Overlay:
    """Draw a metric over power as one curve a reading; dots mark the chosen power."""
    x, y = ("x", heading("power_mw")), ("y", heading(metric, currency))
    tooltips = [
        ("Reading", "@name"),
        ("Power [MW]", "@x{0,0.0}"),
        hover_line(label(metric), "@y", metric, currency),
    ]
    parts: list[Any] = [
        hv.Curve((c["x"], c["y"], c["name"]), x, [y, "name"], label=reading).opts(
            color=palette(READINGS.index(reading)),
            line_width=2.5,
            tools=["hover"],
            hover_tooltips=tooltips,
        )
        for reading, c in layers.items()
        if reading != "marks"
    ]
    parts.append(marks("marks", x, y, tooltips=tooltips))
    labels = {reading: reading.capitalize() for reading in READINGS}
    return overlaid(
        parts, labels, xlabel=x[1], ylabel=y[1], yformatter=axis_format(metric, currency)
    )


def _whole_years() -> BasicTicker:
    """Return ticks that never fall between two years; a ticker belongs to one figure."""
    return BasicTicker(min_interval=1)


def _bars(
    left: Any, values: Any, *, width: float, floor: Any, at: Sequence[Any], name: str
) -> Mapping[str, Any]:
    ends = floor + values
    return {
        "left": left,
        "bottom": np.minimum(floor, ends),
        "right": left + width,
        "top": np.maximum(floor, ends),
        "amount": values,
        "at": [str(place) for place in at],
        "name": [name] * len(values),
    }


def _bar_chart(
    layers: Layers,
    xlabel: str,
    quantity: str,
    currency: Currency,
    *,
    colors: Sequence[str] = (),
    **options: Any,
) -> hv.Overlay:
    amount = hover_line("Amount", "@amount", quantity, currency)
    tooltips = [("", "@name"), (xlabel, "@at"), amount]
    parts = [
        hv.Rectangles(
            tuple(columns[c] for c in _COLUMNS), vdims=["amount", "at", "name"], label=name
        ).opts(
            color=colors[i] if colors else palette(i),
            line_color=None,
            tools=["hover"],
            hover_tooltips=tooltips,
        )
        for i, (name, columns) in enumerate(layers.items())
    ]
    labels = {name: next(iter(columns["name"]), name) for name, columns in layers.items()}
    return overlaid(
        parts,
        labels,
        xlabel=xlabel,
        ylabel=f"Amount a {xlabel.lower()} [{currency.unit}]",
        yformatter=axis_format(quantity, currency),
        **options,
    )

"""The charts of the Scenarios screen; one colour a scenario on all of them."""

from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import POUNDS, Currency, heading, shown
from hydro_mining.views.charts import (
    GREY,
    Layers,
    axis_format,
    hover_line,
    marks,
    overlaid,
    palette,
)

__all__ = [
    "annual_chart",
    "annual_layers",
    "cumulative_chart",
    "cumulative_layers",
    "names_of_layers",
    "path_chart",
    "path_layers",
]

_BARS_WIDTH = 0.8
_CUMULATIVE = "cumulative_cash_flow_gbp"
_REVENUE = "rev_per_th_per_day"
# Enough for the eye; the days around a halving are always among them.
_MOST_PATH_POINTS = 400


def names_of_layers(result: Evaluation) -> tuple[str, ...]:
    """Return the scenarios' names in their order; layer ``s0`` is the first."""
    return tuple(scenario.name for scenario in result.study.scenarios)


def annual_layers(result: Evaluation, *, currency: Currency = POUNDS) -> Layers:
    """Return one bar a year and scenario: the cash flow, from the investment in year 0 on."""
    count = max(len(result.scenarios), 1)
    width = _BARS_WIDTH / count
    layers = {}
    for s, scenario in enumerate(result.scenarios.values()):
        flows = shown("cash_flow_gbp", scenario.cashflows, currency)
        left = np.arange(len(flows)) - _BARS_WIDTH / 2 + s * width
        layers[f"s{s}"] = {
            "left": left,
            "right": left + width,
            "bottom": np.minimum(flows, 0),
            "top": np.maximum(flows, 0),
            "flow": flows,
            "year": np.arange(len(flows)),
            "name": [scenario.name] * len(flows),
        }
    return layers


def annual_chart(
    layers: Layers, names: tuple[str, ...], *, currency: Currency = POUNDS
) -> hv.Overlay:
    """Draw the annual cash flows side by side."""
    flow = hover_line("Cash flow", "@flow", "cash_flow_gbp", currency)
    tooltips = [("Scenario", "@name"), ("Year", "@year"), flow]
    rectangles = [
        hv.Rectangles(
            tuple(columns[c] for c in ("left", "bottom", "right", "top", "flow", "year", "name")),
            vdims=["flow", "year", "name"],
            label=name,
        ).opts(color=palette(s), line_color=None, tools=["hover"], hover_tooltips=tooltips)
        for s, (name, columns) in enumerate(layers.items())
    ]
    return overlaid(
        rectangles,
        _labels(names),
        xlabel="Year from go-live",
        ylabel=heading("cash_flow_gbp", currency),
        yformatter=axis_format("cash_flow_gbp", currency),
    )


def cumulative_layers(
    result: Evaluation, *, discounted: bool, currency: Currency = POUNDS
) -> Layers:
    """Return the cumulative cash of each scenario, and the paybacks where it reaches zero."""
    layers: dict[str, Any] = {}
    crossings: dict[str, list[Any]] = {"x": [], "y": [], "color": [], "name": []}
    for s, scenario in enumerate(result.scenarios.values()):
        cash = scenario.discounted_cumulative_gbp if discounted else scenario.cumulative_gbp
        payback = scenario.discounted_payback_years if discounted else scenario.simple_payback_years
        layers[f"s{s}"] = {
            "x": np.arange(len(cash)),
            "y": shown(_CUMULATIVE, cash, currency),
            "name": [scenario.name] * len(cash),
        }
        if payback is not None:
            for key, value in zip(
                crossings, (payback, 0.0, palette(s), scenario.name), strict=True
            ):
                crossings[key].append(value)
    return {**layers, "paybacks": crossings}


def cumulative_chart(
    layers: Layers, names: tuple[str, ...], *, currency: Currency = POUNDS
) -> hv.Overlay:
    """Draw cumulative cash over the years; a marker stands where it first reaches zero."""
    x, y = ("x", "Years from go-live"), ("y", f"Cash added up [{currency.unit}]")
    cash = hover_line("Cash", "@y", _CUMULATIVE, currency)
    tooltips = [("Scenario", "@name"), ("Year", "@x"), cash]
    parts: list[Any] = [
        hv.Curve((columns["x"], columns["y"], columns["name"]), x, [y, "name"], label=name).opts(
            color=palette(s), line_width=2.5, tools=["hover"], hover_tooltips=tooltips
        )
        for s, (name, columns) in enumerate(layers.items())
        if name != "paybacks"
    ]
    parts += [
        hv.HLine(0).opts(color=GREY, line_width=1),
        marks("paybacks", x, y, tooltips=[("Payback", "@x{0.0} years"), ("Scenario", "@name")]),
    ]
    yformatter = axis_format(_CUMULATIVE, currency)
    return overlaid(parts, _labels(names), xlabel=x[1], ylabel=y[1], yformatter=yformatter)


def path_layers(result: Evaluation, *, currency: Currency = POUNDS) -> Layers:
    """Return the revenue per TH by date for each scenario, and the dates of halvings."""
    days = len(result.paths.block_height)
    halvings = result.paths.halving_days
    step = max(days // _MOST_PATH_POINTS, 1)
    drawn = np.unique(
        np.concatenate([np.arange(0, days, step), halvings, halvings - 1, [days - 1]])
    ).astype(int)
    start = np.datetime64(result.study.start_date).astype("datetime64[ms]")
    dates = start + drawn.astype("timedelta64[D]")
    layers: dict[str, Any] = {
        f"s{s}": {
            "x": dates,
            "y": shown(_REVENUE, result.paths.rev_per_th_per_day[s, drawn], currency),
            "name": [scenario.name] * len(drawn),
        }
        for s, scenario in enumerate(result.study.scenarios)
    }
    return {**layers, "halvings": {"x": start + halvings.astype("timedelta64[D]")}}


def path_chart(
    layers: Layers, names: tuple[str, ...], *, currency: Currency = POUNDS
) -> hv.Overlay:
    """Draw the revenue per TH by date; dashed lines mark the halvings."""
    x, y = ("x", "Date"), ("y", heading(_REVENUE, currency))
    revenue = hover_line("Revenue", "@y", _REVENUE, currency)
    tooltips = [("Scenario", "@name"), ("Date", "@x{%d %b %Y}"), revenue]
    parts: list[Any] = [
        hv.Curve((columns["x"], columns["y"], columns["name"]), x, [y, "name"], label=name).opts(
            color=palette(s),
            line_width=2,
            tools=["hover"],
            hover_tooltips=tooltips,
            hover_formatters={"@x": "datetime"},
        )
        for s, (name, columns) in enumerate(layers.items())
        if name != "halvings"
    ]
    parts.append(
        hv.VLines({"x": layers["halvings"]["x"]}, label="halvings").opts(
            color=GREY, line_dash="dashed"
        )
    )
    yformatter = axis_format(_REVENUE, currency)
    labels = {**_labels(names), "halvings": "Halving"}
    return overlaid(parts, labels, xlabel=x[1], ylabel=y[1], yformatter=yformatter)


def _labels(names: tuple[str, ...]) -> dict[str, str]:
    return {f"s{s}": name for s, name in enumerate(names)}

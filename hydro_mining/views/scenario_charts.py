"""The charts of the Scenarios screen; one colour a scenario on all of them."""

from collections.abc import Mapping

import holoviews as hv
import numpy as np

from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.returns import Returns
from hydro_mining.quantities import Currency, shown
from hydro_mining.views.colors import GREY, palette
from hydro_mining.views.layers import Layers, columns
from hydro_mining.views.plots import (
    BARS_WIDTH,
    axis_format,
    bars,
    edges,
    hover_line,
    marks,
    measured,
    named_lines,
    overlaid,
    series_names,
    upright_lines,
    zero_line,
)

_CUMULATIVE = "cumulative_cash_flow_gbp"
_REVENUE = "rev_per_th_per_day"
# Enough for the eye; the days around a halving are always among them.
_MOST_PATH_POINTS = 400


def names_of_layers(result: Evaluation) -> tuple[str, ...]:
    """Return the scenarios' names in their order; layer ``s0`` is the first."""
    return tuple(scenario.name for scenario in result.study.scenarios)


def annual_layers(scenarios: Mapping[str, Returns], *, currency: Currency) -> Layers:
    """Return one bar a year and scenario: the cash flow, from the investment in year 0 on."""
    count = max(len(scenarios), 1)
    width = BARS_WIDTH / count
    layers = {}
    for s, (name, scenario) in enumerate(scenarios.items()):
        flows = shown("cash_flow_gbp", scenario.cashflows, currency)
        left = np.arange(len(flows)) - BARS_WIDTH / 2 + s * width
        layers[f"s{s}"] = edges(
            left, flows, width=width, flow=flows, year=np.arange(len(flows)), name=name
        )
    return layers


def annual_chart(layers: Layers, names: tuple[str, ...], *, currency: Currency) -> hv.Overlay:
    """Draw the annual cash flows side by side."""
    flow = hover_line("Cash flow", "@flow", "cash_flow_gbp", currency)
    tooltips = [("Scenario", "@name"), ("Year", "@year"), flow]
    return overlaid(
        bars(layers, tooltips),
        series_names(names),
        xlabel="Year from go-live",
        **measured("y", "cash_flow_gbp", currency),
    )


def cumulative_layers(
    scenarios: Mapping[str, Returns], *, discounted: bool, currency: Currency
) -> Layers:
    """Return the cumulative cash of each scenario, and the paybacks where it reaches zero."""
    layers, crossings = {}, []
    for s, (name, scenario) in enumerate(scenarios.items()):
        cash = scenario.discounted_cumulative_gbp if discounted else scenario.cumulative_gbp
        payback = scenario.discounted_payback_years if discounted else scenario.simple_payback_years
        y = shown(_CUMULATIVE, cash, currency)
        layers[f"s{s}"] = columns(x=np.arange(len(cash)), y=y, name=name)
        if payback is not None:
            crossings.append((payback, palette(s), name))
    x, color, names = zip(*crossings, strict=True) if crossings else ((), (), ())
    return {**layers, "paybacks": columns(x=x, y=np.zeros(len(x)), color=color, name=names)}


def cumulative_chart(layers: Layers, names: tuple[str, ...], *, currency: Currency) -> hv.Overlay:
    """Draw cumulative cash over the years; a marker stands where it first reaches zero."""
    cash = hover_line("Cash", "@y", _CUMULATIVE, currency)
    tooltips = [("Scenario", "@name"), ("Year", "@x"), cash]
    dots = marks("paybacks", tooltips=[("Payback", "@x{0.0} years"), ("Scenario", "@name")])
    return overlaid(
        [*named_lines(layers, tooltips), zero_line(), dots],
        series_names(names),
        xlabel="Years from go-live",
        ylabel=f"Cash added up [{currency.unit}]",
        yformatter=axis_format(_CUMULATIVE, currency),
    )


def path_layers(result: Evaluation, *, currency: Currency) -> Layers:
    """Return the revenue per TH by date for each scenario, and the dates of halvings."""
    days = len(result.paths.block_height)
    halvings = result.paths.halving_days
    step = max(days // _MOST_PATH_POINTS, 1)
    drawn = np.unique(
        np.concatenate([np.arange(0, days, step), halvings, halvings - 1, [days - 1]])
    ).astype(int)
    start = np.datetime64(result.study.start_date).astype("datetime64[ms]")
    dates = start + drawn.astype("timedelta64[D]")
    revenue = shown(_REVENUE, result.paths.rev_per_th_per_day[:, drawn], currency)
    layers = {
        f"s{s}": columns(x=dates, y=revenue[s], name=scenario.name)
        for s, scenario in enumerate(result.study.scenarios)
    }
    halved = columns(x=start + halvings.astype("timedelta64[D]"))
    return {**layers, "halvings": halved}


def path_chart(layers: Layers, names: tuple[str, ...], *, currency: Currency) -> hv.Overlay:
    """Draw the revenue per TH by date; dashed lines mark the halvings."""
    revenue = hover_line("Revenue", "@y", _REVENUE, currency)
    tooltips = [("Scenario", "@name"), ("Date", "@x{%d %b %Y}"), revenue]
    halvings = upright_lines(layers, "halvings", GREY, line_dash="dashed")
    return overlaid(
        [*named_lines(layers, tooltips, width=2), halvings],
        {**series_names(names), "halvings": "Halving"},
        xlabel="Date",
        **measured("y", _REVENUE, currency),
    )

"""The charts of "How we chose your miner"."""

from itertools import islice
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd

from hydro_mining.economics.power_price_curves import PowerPriceCurves, power_price_curves
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import Currency, shown
from hydro_mining.views.colors import AMBER, GREY, INK, NOT_CHOSEN
from hydro_mining.views.field_words import field_heading, field_quantity, field_shown
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.plots import (
    axis_format,
    hover_line,
    line,
    measured,
    overlaid,
    upright_lines,
)

_PRICES = 61
# Beyond this a payback is no argument, and the axis would hide the shorter ones.
_LONGEST_PAYBACK_DAYS = 2_500
_MOST_BARS = 15
_PRICE = "power_price_gbp_per_kwh"
_BREAKEVEN = "breakeven_power_price_gbp_per_kwh"
_COST = "cost_gbp_per_th_per_day"
_LEGEND = {
    "machines": "Others",
    "chosen": "Chosen",
    "revenue": "Revenue",
    "site": "Your price",
}

# What bars are drawn from at first: of one colour they would be drawn in it for ever.
_TWO_BARS = pd.DataFrame({"machine": ["", " "], "breakeven": 0.0, "color": [INK, NOT_CHOSEN]})


def price_curves(result: Evaluation) -> PowerPriceCurves:
    """Return the curves over a range of power prices that shows site and break-even."""
    highest = float(result.miners.breakeven_power_price_gbp_per_kwh.max())
    upper = max(1.15 * highest, 1.3 * float(result.power_price_gbp_per_kwh_y1), 0.01)
    return power_price_curves(result, np.linspace(0, upper, _PRICES))


def cost_layers(result: Evaluation, curves: PowerPriceCurves, *, currency: Currency) -> Layers:
    """Return the power cost per TH of each machine, its revenue, and the site's price."""
    ends = [0, -1]
    x = field_shown(_PRICE, curves.power_price_gbp_per_kwh, currency)
    cost = shown(_COST, curves.cost_gbp_per_th_per_day, currency)
    revenue = shown("rev_per_th_per_day", result.rev_per_th_per_day_y1, currency)
    return {
        "machines": _lines(result, x[ends], cost[:, ends]),
        "chosen": _chosen(result, x[ends], cost[:, ends]),
        "revenue": columns(x=x[ends], y=revenue),
        "site": _site(result, currency),
    }


def cost_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw cost per TH/day over power prices; a machine earns where it runs below the revenue."""
    return _over_prices(layers, _COST, "Power cost", currency)


def payback_layers(result: Evaluation, curves: PowerPriceCurves, *, currency: Currency) -> Layers:
    """Return the payback of each machine over power prices, and the site's price."""
    x = field_shown(_PRICE, curves.power_price_gbp_per_kwh, currency)
    days = curves.simple_payback_days
    drawn = np.where(days <= _LONGEST_PAYBACK_DAYS, days, np.nan)
    return {
        "machines": _lines(result, x, drawn),
        "chosen": _chosen(result, x, drawn),
        "site": _site(result, currency),
    }


def payback_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw payback in days over power prices; it grows without end towards the break-even price."""
    return _over_prices(layers, "simple_payback_days", "Payback", currency)


def breakeven_layers(result: Evaluation, *, currency: Currency) -> Layers:
    """Return the break-even power price of the best machines and the chosen one."""
    breakeven = field_shown(_BREAKEVEN, result.miners.breakeven_power_price_gbp_per_kwh, currency)
    order = list(np.argsort(-breakeven, kind="stable"))
    best = order[:_MOST_BARS]
    if result.answered_miner is not None:
        index = result.miners.name.index(result.answered_miner)
        if index not in best:
            best[-1] = index
    best.reverse()
    names = [result.miners.name[i] for i in best]
    price = _site_price(result, currency)
    return {
        "bars": columns(
            machine=names, breakeven=breakeven[best], color=[_colour(result, i) for i in best]
        ),
        "site": columns(machine=names, price=price),
    }


def breakeven_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the power price at which each machine stops earning."""
    tooltips = [
        ("Machine", "@machine"),
        hover_line("Break-even", "@breakeven", _BREAKEVEN, currency),
    ]
    bars = _TWO_BARS.hvplot.barh(
        x="machine",
        y="breakeven",
        color="color",
        line_color=None,
        label="bars",
        hover_cols=["color"],
        hover_tooltips=tooltips,
        responsive=True,
    )
    mark = pd.DataFrame(layers["site"]).hvplot.line(
        x="machine",
        y="price",
        label="site",
        invert=True,
        color=INK,
        line_dash="dotted",
        line_width=2,
        hover=False,
        responsive=True,
    )
    return overlaid(
        [bars, mark],
        invert_axes=True,
        xlabel="",
        ylabel=f"Price [{field_quantity(_BREAKEVEN, currency).unit}]",  # short: a phone has no room
        xformatter=axis_format(_BREAKEVEN, currency),
    )


def _over_prices(layers: Layers, quantity: str, name: str, currency: Currency) -> hv.Overlay:
    hover = [hover_line("At", "$x", _PRICE, currency), hover_line(name, "$y", quantity, currency)]
    lines = [
        line(layers, layer, color, width=3, dash=dash)
        for layer, color, dash in (("chosen", INK, "solid"), ("revenue", AMBER, "dashed"))
        if layer in layers
    ]
    mark = upright_lines(layers, "site", INK, line_dash="dotted", line_width=2)
    return overlaid(
        [_machine_lines(layers["machines"], [("Machine", "@name"), *hover]), *lines, mark],
        _LEGEND,
        xlabel=field_heading(_PRICE, currency),
        xformatter=axis_format(_PRICE, currency),
        **measured("y", quantity, currency),
    )


def _machine_lines(machines: Columns, tooltips: list[tuple[str, str]]) -> hv.Contours:
    """Return many lines that are one source; two of them are enough to draw it."""
    parts = zip(*(machines[name] for name in ("xs", "ys", "name", "color")), strict=True)
    rows = [dict(zip(("x", "y", "name", "color"), one, strict=True)) for one in islice(parts, 2)]
    return hv.Contours(rows, ["x", "y"], ["name", "color"], label="machines").opts(
        color="color", line_width=1.2, tools=["hover"], hover_tooltips=tooltips
    )


def _lines(result: Evaluation, x: Any, ys: Any) -> Columns:
    names = list(result.miners.name)
    xs = [np.asarray(x)] * len(names)
    return columns(xs=xs, ys=ys, name=names, color=GREY)


def _chosen(result: Evaluation, x: Any, ys: Any) -> Columns:
    if result.answered_miner is None:
        return columns(x=[], y=[])
    return columns(x=x, y=ys[result.miners.name.index(result.answered_miner)])


def _site(result: Evaluation, currency: Currency) -> Columns:
    return columns(x=[_site_price(result, currency)])


def _colour(result: Evaluation, index: int) -> str:
    return INK if result.miners.name[index] == result.answered_miner else NOT_CHOSEN


def _site_price(result: Evaluation, currency: Currency) -> float:
    return float(field_shown(_PRICE, result.power_price_gbp_per_kwh_y1, currency))

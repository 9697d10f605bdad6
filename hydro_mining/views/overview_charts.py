"""The charts of "How we chose your miner"."""

from collections.abc import Mapping
from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.economics.power_price_curves import PowerPriceCurves, power_price_curves
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import POUNDS, Currency, heading, shown
from hydro_mining.views.charts import (
    AMBER,
    GREY,
    INK,
    Layers,
    axis_format,
    figure_options,
    hover_line,
)

__all__ = [
    "breakeven_chart",
    "breakeven_layers",
    "cost_chart",
    "cost_layers",
    "payback_chart",
    "payback_layers",
    "price_curves",
]

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


def price_curves(result: Evaluation) -> PowerPriceCurves:
    """Return the curves over a range of power prices that shows site and break-even."""
    highest = float(result.miners.breakeven_power_price_gbp_per_kwh.max())
    upper = max(1.15 * highest, 1.3 * _site_price(result), 0.01)
    return power_price_curves(result, np.linspace(0, upper, _PRICES))


def cost_layers(
    result: Evaluation, curves: PowerPriceCurves, *, currency: Currency = POUNDS
) -> Layers:
    """Return the power cost per TH of each machine, its revenue, and the site's price."""
    ends = [0, -1]
    x = shown(_PRICE, curves.power_price_gbp_per_kwh, currency)
    cost = shown(_COST, curves.cost_gbp_per_th_per_day, currency)
    revenue = shown("rev_per_th_per_day", result.rev_per_th_per_day_y1, currency)
    return {
        "machines": _lines(result, x[ends], cost[:, ends]),
        "chosen": _chosen(result, x[ends], cost[:, ends]),
        "revenue": {"x": x[ends], "y": [revenue] * 2},
        "site": {"x": [_site_price(result, currency)]},
    }


def cost_chart(layers: Layers, *, currency: Currency = POUNDS) -> hv.Overlay:
    """Draw cost per TH/day over power prices; a machine earns where it runs below the revenue."""
    return _over_prices(layers, _COST, "Power cost", currency)


def payback_layers(
    result: Evaluation, curves: PowerPriceCurves, *, currency: Currency = POUNDS
) -> Layers:
    """Return the payback of each machine over power prices, and the site's price."""
    x = shown(_PRICE, curves.power_price_gbp_per_kwh, currency)
    days = curves.simple_payback_days
    drawn = np.where(days <= _LONGEST_PAYBACK_DAYS, days, np.nan)
    return {
        "machines": _lines(result, x, drawn),
        "chosen": _chosen(result, x, drawn),
        "site": {"x": [_site_price(result, currency)]},
    }


def payback_chart(layers: Layers, *, currency: Currency = POUNDS) -> hv.Overlay:
    """Draw payback in days over power prices; it grows without end towards the break-even price."""
    return _over_prices(layers, "simple_payback_days", "Payback", currency)


def breakeven_layers(result: Evaluation, *, currency: Currency = POUNDS) -> Layers:
    """Return the break-even power price of the best machines and the chosen one."""
    breakeven = shown(_BREAKEVEN, result.miners.breakeven_power_price_gbp_per_kwh, currency)
    order = list(np.argsort(-breakeven, kind="stable"))
    best = order[:_MOST_BARS]
    if result.chosen_miner is not None:
        index = result.miners.name.index(result.chosen_miner)
        if index not in best:
            best[-1] = index
    best.reverse()
    names = [result.miners.name[i] for i in best]
    return {
        "bars": {
            "machine": names,
            "breakeven": [float(breakeven[i]) for i in best],
            "color": [_colour(result, i) for i in best],
        },
        "site": {"machine": names, "price": [_site_price(result, currency)] * len(names)},
    }


def breakeven_chart(layers: Layers, *, currency: Currency = POUNDS) -> hv.Overlay:
    """Draw the power price at which each machine stops earning."""
    bars, site = layers["bars"], layers["site"]
    figure = heading(_BREAKEVEN, currency)
    drawn = hv.Bars(
        (bars["machine"], bars["breakeven"], bars["color"]),
        "machine",
        [("breakeven", figure), "color"],
        label="bars",
    ).opts(
        color="color",
        line_color=None,
        tools=["hover"],
        hover_tooltips=[
            ("Machine", "@machine"),
            hover_line("Break-even", "@breakeven", _BREAKEVEN, currency),
        ],
    )
    mark = hv.Curve((site["machine"], site["price"]), "machine", ("price", figure), label="site")
    return (drawn * mark.opts(color=INK, line_dash="dotted", line_width=2)).opts(
        hv.opts.Bars(invert_axes=True),
        hv.opts.Curve(invert_axes=True),
        hv.opts.Overlay(
            **figure_options(
                invert_axes=True,
                show_legend=False,
                xlabel="",
                ylabel=figure,
                xformatter=axis_format(_BREAKEVEN, currency),
            )
        ),
    )


def _over_prices(layers: Layers, quantity: str, name: str, currency: Currency) -> hv.Overlay:
    price, figure = ("x", heading(_PRICE, currency)), ("y", heading(quantity, currency))
    lines = [
        hv.Curve((layers[layer]["x"], layers[layer]["y"]), price, figure, label=layer).opts(
            color=color, line_dash=dash, line_width=3
        )
        for layer, color, dash in (("chosen", INK, "solid"), ("revenue", AMBER, "dashed"))
        if layer in layers
    ]
    mark = hv.VLines(layers["site"], label="site").opts(color=INK, line_dash="dotted", line_width=2)
    hover = [hover_line("At", "$x", _PRICE, currency), hover_line(name, "$y", quantity, currency)]
    machines = _machine_lines(layers["machines"], price, figure, hover)
    return hv.Overlay([machines, *lines, mark]).opts(
        hv.opts.Overlay(
            **figure_options(
                show_legend=True,
                legend_position="top",
                legend_labels=_LEGEND,
                xformatter=axis_format(_PRICE, currency),
                yformatter=axis_format(quantity, currency),
            )
        )
    )


def _machine_lines(
    columns: Mapping[str, Any],
    price: tuple[str, str],
    figure: tuple[str, str],
    hover: list[tuple[str, str]],
) -> hv.Contours:
    keys = {"x": "xs", "y": "ys", "name": "name", "color": "color"}
    rows = zip(*(columns[column] for column in keys.values()), strict=True)
    return hv.Contours(
        [dict(zip(keys, row, strict=True)) for row in rows],
        [price, figure],
        ["name", "color"],
        label="machines",
    ).opts(
        color="color",
        line_width=1.2,
        tools=["hover"],
        hover_tooltips=[("Machine", "@name"), *hover],
    )


def _lines(result: Evaluation, x: Any, ys: Any) -> dict[str, list[Any]]:
    count = len(result.miners.name)
    return {
        "xs": [np.asarray(x)] * count,
        "ys": list(ys),
        "name": list(result.miners.name),
        "color": [GREY] * count,
    }


def _chosen(result: Evaluation, x: Any, ys: Any) -> dict[str, Any]:
    if result.chosen_miner is None:
        return {"x": [], "y": []}
    return {"x": x, "y": ys[result.miners.name.index(result.chosen_miner)]}


def _colour(result: Evaluation, index: int) -> str:
    return INK if result.miners.name[index] == result.chosen_miner else "#b9c6cb"


def _site_price(result: Evaluation, currency: Currency = POUNDS) -> float:
    return float(shown(_PRICE, result.power_price_gbp_per_kwh_y1, currency))

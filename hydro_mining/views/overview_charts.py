"""The charts of "How we chose your miner"."""

from collections.abc import Mapping
from typing import Any

import holoviews as hv
import numpy as np

from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.sensitivity import PowerPriceCurves, power_price_curves
from hydro_mining.quantities import heading
from hydro_mining.views.charts import (
    AMBER,
    GREY,
    INK,
    Layers,
    axis_format,
    figure_options,
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


def cost_layers(result: Evaluation, curves: PowerPriceCurves) -> Layers:
    """Return the power cost per TH of each machine, its revenue, and the site's price."""
    ends = [0, -1]
    x = curves.power_price_gbp_per_kwh
    cost = curves.cost_gbp_per_th_per_day
    return {
        "machines": _lines(result, x[ends], cost[:, ends]),
        "chosen": _chosen(result, x[ends], cost[:, ends]),
        "revenue": {"x": x[ends], "y": [result.rev_per_th_per_day_y1] * 2},
        "site": {"x": [_site_price(result)]},
    }


def cost_chart(layers: Layers) -> hv.Overlay:
    """Draw cost per TH/day against £/kWh; a machine earns where it runs below the revenue."""
    return _over_prices(layers, "cost_gbp_per_th_per_day", "Power cost")


def payback_layers(result: Evaluation, curves: PowerPriceCurves) -> Layers:
    """Return the payback of each machine over power prices, and the site's price."""
    x = curves.power_price_gbp_per_kwh
    days = curves.simple_payback_days
    shown = np.where(days <= _LONGEST_PAYBACK_DAYS, days, np.nan)
    return {
        "machines": _lines(result, x, shown),
        "chosen": _chosen(result, x, shown),
        "site": {"x": [_site_price(result)]},
    }


def payback_chart(layers: Layers) -> hv.Overlay:
    """Draw payback in days against £/kWh; it grows without end towards the break-even price."""
    return _over_prices(layers, "simple_payback_days", "Payback")


def breakeven_layers(result: Evaluation) -> Layers:
    """Return the break-even power price of the best machines and the chosen one."""
    breakeven = result.miners.breakeven_power_price_gbp_per_kwh
    order = list(np.argsort(-breakeven, kind="stable"))
    shown = order[:_MOST_BARS]
    if result.chosen_miner is not None:
        index = result.miners.name.index(result.chosen_miner)
        if index not in shown:
            shown[-1] = index
    shown.reverse()
    names = [result.miners.name[i] for i in shown]
    return {
        "bars": {
            "machine": names,
            "breakeven": [float(breakeven[i]) for i in shown],
            "color": [_colour(result, i) for i in shown],
        },
        "site": {"machine": names, "price": [_site_price(result)] * len(names)},
    }


def breakeven_chart(layers: Layers) -> hv.Overlay:
    """Draw the power price at which each machine stops earning."""
    bars, site = layers["bars"], layers["site"]
    figure = heading("breakeven_power_price_gbp_per_kwh")
    drawn = hv.Bars(
        (bars["machine"], bars["breakeven"], bars["color"]),
        "machine",
        [("breakeven", figure), "color"],
        label="bars",
    ).opts(
        color="color",
        line_color=None,
        tools=["hover"],
        hover_tooltips=[("Machine", "@machine"), ("Break-even", "@breakeven{£0.0000}/kWh")],
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
                xformatter=axis_format("breakeven_power_price_gbp_per_kwh"),
            )
        ),
    )


def _over_prices(layers: Layers, quantity: str, name: str) -> hv.Overlay:
    price, figure = ("x", heading(_PRICE)), ("y", heading(quantity))
    lines = [
        hv.Curve((layers[layer]["x"], layers[layer]["y"]), price, figure, label=layer).opts(
            color=color, line_dash=dash, line_width=3
        )
        for layer, color, dash in (("chosen", INK, "solid"), ("revenue", AMBER, "dashed"))
        if layer in layers
    ]
    mark = hv.VLines(layers["site"], label="site").opts(color=INK, line_dash="dotted", line_width=2)
    return hv.Overlay([_machine_lines(layers["machines"], quantity, name), *lines, mark]).opts(
        hv.opts.Overlay(
            **figure_options(
                show_legend=True,
                legend_position="top",
                legend_labels=_LEGEND,
                xformatter=axis_format(_PRICE),
                yformatter=axis_format(quantity),
            )
        )
    )


def _machine_lines(columns: Mapping[str, Any], quantity: str, name: str) -> hv.Contours:
    keys = {"x": "xs", "y": "ys", "name": "name", "color": "color"}
    rows = zip(*(columns[column] for column in keys.values()), strict=True)
    return hv.Contours(
        [dict(zip(keys, row, strict=True)) for row in rows],
        [("x", heading(_PRICE)), ("y", heading(quantity))],
        ["name", "color"],
        label="machines",
    ).opts(
        color="color",
        line_width=1.2,
        tools=["hover"],
        hover_tooltips=[
            ("Machine", "@name"),
            ("At", "$x{£0.000}/kWh"),
            (name, _hover_format(quantity)),
        ],
    )


def _hover_format(quantity: str) -> str:
    return "$y{0,0} days" if quantity == "simple_payback_days" else "$y{£0.0000} per TH a day"


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


def _site_price(result: Evaluation) -> float:
    return result.power_price_gbp_per_kwh_y1

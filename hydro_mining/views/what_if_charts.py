"""Charts of what one input or two do: the tornado and the maps."""

from collections.abc import Mapping, Sequence
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd
from bokeh.models import FixedTicker, NumeralTickFormatter

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk.maps import NpvMap, PowerPriceMap
from hydro_mining.economics.risk.tornado import Bar
from hydro_mining.quantities import Currency, formatted, price_per_kwh, shown
from hydro_mining.views.colors import AMBER, BLACK, GAINS, GREY, INK, LOSSES, MUTED, YELLOW
from hydro_mining.views.field_words import field_heading, field_name, field_shown, field_written
from hydro_mining.views.forward_marks import forward_marks
from hydro_mining.views.layers import Columns, Layers, columns
from hydro_mining.views.line_ends import text
from hydro_mining.views.plots import (
    axis_format,
    bars,
    hover_line,
    line,
    marks,
    measured,
    overlaid,
    upright_lines,
)

_POWER_PRICE, _HASHPRICE = "breakeven_power_price_gbp_per_kwh", "rev_per_th_per_day"
_HALF_BAR = 0.38
# Share of a tornado's width beside its bars, where their ends are written.
_ROOM_FOR_ENDS = 0.7
_GAP = "\N{NO-BREAK SPACE}" * 2  # between a bar and what is written beside it
_END = {"text_font_size": "10px", "xoffset": 0, "show_legend": False}


def tornado_ticks(tornado: Sequence[Bar]) -> dict[float, str]:
    """Return what stands beside each bar, by its place; the longest is at 0, on top."""
    return {-float(i): field_name(bar.swing.path) for i, bar in enumerate(tornado)}


def tornado_layers(tornado: Sequence[Bar], npv_gbp: float, *, currency: Currency) -> Layers:
    """Return each input's low and high end as bars from today's NPV."""
    place = np.array(list(tornado_ticks(tornado)))
    base = float(shown("npv_gbp", npv_gbp, currency))
    layers = {}
    for name in ("low", "high"):
        npv = np.array([getattr(bar, f"npv_{name}_gbp") for bar in tornado])
        ends = shown("npv_gbp", npv, currency)
        layers[name] = columns(
            left=np.minimum(ends, base),
            bottom=place - _HALF_BAR,
            right=np.maximum(ends, base),
            top=place + _HALF_BAR,
            npv=ends,
            value=[
                field_written(one.swing.path, getattr(one.swing, name), currency) for one in tornado
            ],
            input=list(tornado_ticks(tornado).values()),
        )
    return {**layers, **_written_ends(layers, place), "today": columns(x=np.array([base]))}


def _written_ends(layers: Layers, place: Floats) -> Layers:
    """Return what stands outside a bar: the value of the input at its left and right end."""
    low, high = layers["low"], layers["high"]
    is_low_left = low["npv"] <= high["npv"]
    left = np.where(is_low_left, low["value"], high["value"])
    right = np.where(is_low_left, high["value"], low["value"])
    return {
        "at_left": columns(
            x=np.minimum(low["left"], high["left"]), y=place, text=[f"{end}{_GAP}" for end in left]
        ),
        "at_right": columns(
            x=np.maximum(low["right"], high["right"]),
            y=place,
            text=[f"{_GAP}{end}" for end in right],
        ),
    }


def tornado_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw the bars around today's NPV; what stands beside them is set with ``name_bars``."""
    tooltips = [
        ("Input", "@input"),
        ("At", "@value"),
        hover_line("NPV", "@npv", "npv_gbp", currency),
    ]
    bases = {name: layers[name] for name in ("low", "high")}
    today = upright_lines(layers, "today", BLACK)
    zero = hv.VLine(0).opts(color=BLACK, line_width=1, line_dash="dotted")
    return overlaid(
        [
            *bars(bases, tooltips, (AMBER, INK)),
            today,
            zero,
            text(layers, "at_left", MUTED, text_align="right", **_END),
            text(layers, "at_right", MUTED, text_align="left", **_END),
        ],
        {"low": "Low end", "high": "High end", "today": "Now"},
        ylabel="",
        **measured("x", "npv_gbp", currency),
    )


def name_bars(plot: Any, ticks: Mapping[float, str]) -> None:
    """Write beside a tornado's bars what they are."""
    if plot is None:
        return
    plot.x_range.range_padding = _ROOM_FOR_ENDS
    for axis in plot.yaxis:
        if not isinstance(axis.ticker, FixedTicker):
            axis.ticker = FixedTicker()  # another would have all models of the page looked through
        axis.ticker.ticks, axis.major_label_overrides = list(ticks), dict(ticks)


def npv_map_layers(found: NpvMap, *, btc_price: float, currency: Currency) -> Layers:
    """Return the cells with their colours, the line of NPV 0, and today."""
    x = field_shown(found.path, found.price, currency)
    y = found.btc_price_usd / 1_000
    npv = found.npv_gbp
    written = np.array([[formatted("npv_gbp", one, currency) for one in row] for row in npv])
    zero = field_shown(found.path, found.breakeven_price, currency)
    has = ~np.isnan(zero)
    return {
        "cells": _cells(x, y, npv / max(float(np.abs(npv).max()), 1e-9), npv=written),
        "zero": columns(x=zero[has], y=y[has]),
        "today": columns(
            x=np.array([field_shown(found.path, found.price_today, currency)]),
            y=np.array([btc_price / 1_000]),
            color=BLACK,
            name="Today",
        ),
    }


def npv_map_chart(layers: Layers, *, path: str, currency: Currency) -> hv.Overlay:
    """Draw where the site gains (blue) and loses (orange) over the price at ``path``."""
    cells = _drawn_cells(layers, [("NPV", "@npv"), ("Bitcoin [k$]", "@middle{0}")])
    return overlaid(
        [
            cells,
            line(layers, "zero", BLACK, width=2),
            marks("today", tooltips=[("", "@name")]),
        ],
        {"zero": "NPV of 0"},
        xlabel=field_heading(path, currency),
        ylabel="Bitcoin price today [k$]",
        xformatter=NumeralTickFormatter(format="0,0.[0]"),
    )


def power_map_layers(
    found: PowerPriceMap,
    study: StudyInputs,
    curve: ForwardCurve | None = None,
    *,
    currency: Currency,
) -> Layers:
    """Return the cells, the line on which the site's power price just pays, and marks.

    They are the hashprice of today, after the halving, and of each month of a forward curve in
    pounds.
    """
    x, y = (
        found.efficiency_j_per_th,
        shown(_HASHPRICE, found.hashprice_gbp_per_th_per_day, currency),
    )
    price, power_price = found.power_price_gbp_per_kwh, found.price_today
    written = np.array(
        [[price_per_kwh(one, currency, name=_POWER_PRICE) for one in row] for row in price]
    )
    scale = max(power_price, 1e-6)
    needed = power_price * found.hashprice_gbp_per_th_per_day[0] / price[0]
    inside = needed <= found.hashprice_gbp_per_th_per_day[-1]
    line_y = shown(_HASHPRICE, needed[inside], currency)
    _, forward, names = forward_marks(study, curve)
    points = shown(_HASHPRICE, np.array([*forward, found.today, found.after_halving]), currency)
    return {
        "cells": _cells(x, y, np.clip((price - power_price) / scale / 2, -1, 1), price=written),
        "edge": columns(x=x[inside], y=line_y),
        "marks": columns(
            x=np.full(len(points), found.machine_j_per_th),
            y=points,
            color=[*[GREY] * len(forward), BLACK, YELLOW],
            name=[*names, "Today", "After the halving"],
        ),
    }


def power_map_chart(layers: Layers, *, currency: Currency) -> hv.Overlay:
    """Draw which power price each machine could pay at each hashprice."""
    cells = _drawn_cells(layers, [("Pays power up to", "@price"), ("J/TH", "@across{0.0}")])
    return overlaid(
        [
            cells,
            line(layers, "edge", BLACK, width=2),
            marks("marks", tooltips=[("", "@name")]),
        ],
        {"edge": "Just pays for its power"},
        xlabel="Machine [J/TH]",
        ylabel=f"Hashprice [{currency.unit}/TH/day]",
        yformatter=axis_format(_HASHPRICE, currency),
    )


def _cells(x: Floats, y: Floats, depth: Floats, **written: Any) -> Columns:
    """Return a grid's cells around x (X,) and y (Y,), coloured by ``depth`` (Y, X) of −1 to 1."""
    wide, high = (x[1] - x[0]) / 2, (y[1] - y[0]) / 2
    across, up = np.meshgrid(x, y)
    return columns(
        left=(across - wide).ravel(),
        bottom=(up - high).ravel(),
        right=(across + wide).ravel(),
        top=(up + high).ravel(),
        color=_colors(depth.ravel()),
        middle=up.ravel(),
        across=across.ravel(),
        **{name: values.ravel() for name, values in written.items()},
    )


def _colors(depth: Floats) -> list[str]:
    """Return a colour for each depth: vermilion below 0, blue above, the deeper the farther."""
    return [*map(_color, depth)]


def _color(depth: float) -> str:
    fields = LOSSES if depth < 0 else GAINS
    return fields[round((len(fields) - 1) * abs(depth) ** 0.6)]


def _drawn_cells(layers: Layers, tooltips: list[tuple[str, str]]) -> hv.Rectangles:
    frame = pd.DataFrame(layers["cells"])
    more = [name for name in frame if name not in {"left", "bottom", "right", "top"}]
    # A map of one colour would be drawn in it for ever.
    frame.loc[0, "color"], frame.loc[1, "color"] = LOSSES[0], GAINS[0]
    return hv.Rectangles(frame, ["left", "bottom", "right", "top"], more, label="cells").opts(
        color="color",
        line_color=None,
        tools=["hover"],
        hover_tooltips=tooltips,
        responsive=True,
        show_legend=False,
    )

"""What charts are drawn with: hvplot on frames of a chart's layers, in one look.

HoloViews draws what hvplot has no word for: many lines from one source, bars beside or upon each
other of which a click in the legend hides one kind, marks over the whole width, and images.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import holoviews as hv
import numpy as np
import pandas as pd
from bokeh.models import BasicTicker, NumeralTickFormatter
from hvplot import hvPlotTabular

from hydro_mining.economics.arrays import Instants
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, heading, tick_decimals
from hydro_mining.views.colors import GREY, PALETTE, PAPER, palette
from hydro_mining.views.field_words import field_quantity
from hydro_mining.views.layers import Columns, Layers, columns

# `frame.hvplot`, as `import hvplot.pandas` gives it, which also loads scripts into a notebook.
if not hasattr(pd.DataFrame, "hvplot"):
    pd.api.extensions.register_dataframe_accessor("hvplot")(hvPlotTabular)

# What every chart shares.
_LOOKS = {
    "responsive": True,
    "min_height": 200,
    "show_grid": True,
    "gridstyle": {"grid_line_alpha": 0.35},
    "toolbar": "above",
    "autohide_toolbar": True,
    "default_tools": ["save", "reset", "box_zoom"],
    "title": "",
    "active_tools": [],  # a drag over a chart scrolls the page on a phone
    "fontsize": {"labels": "13px", "ticks": "12px", "legend": "12px"},
    "border": 4,
    "legend_position": "top",
    "legend_opts": {"click_policy": "hide"},
}
# Of as many decimals or fewer a tick shows those that it has.
_FEW_DECIMALS = 2
# More points than a screen has columns show nothing more.
_MOST_POINTS = 600
_EDGES = ("left", "bottom", "right", "top")
BARS_WIDTH = 0.8  # of a place along the axis
_MARK_AREA = 11**2  # [px²]
# From fewer than two colours HoloViews would make one fixed colour, or a scale of numbers.
_TWO_MARKS = pd.DataFrame(
    {"x": [1, 1], "y": [0, 0], "color": ["#000000", "#ffffff"], "name": ["", ""]}
)


def axis_format(name: str, currency: Currency = POUNDS) -> NumeralTickFormatter:
    """Return tick labels with at most the quantity's decimals, shortened in thousands and millions.

    They have no sign of a currency, which Bokeh writes for the dollar only: the unit stands in
    the axis' title.
    """
    if field_quantity(name, currency).format.trims:
        return NumeralTickFormatter(format="0.[00]a")
    decimals = tick_decimals(QUANTITIES[name].format, currency)
    zeros = "0" * decimals
    if decimals > _FEW_DECIMALS:
        return NumeralTickFormatter(format=f"0.{zeros}")
    return NumeralTickFormatter(format=f"0.[{zeros}]" if decimals else "0.[0]a")


def measured(axis: str, name: str, currency: Currency = POUNDS) -> dict[str, Any]:
    """Return the options of ``axis``, x or y, along which a quantity is drawn: label and ticks."""
    return {
        f"{axis}label": heading(name, currency),
        f"{axis}formatter": axis_format(name, currency),
    }


def hover_line(title: str, field: str, name: str, currency: Currency = POUNDS) -> tuple[str, str]:
    """Return a hover's line: its title with the unit, and a field a decimal finer than ticks."""
    quantity = field_quantity(name, currency)
    decimals = tick_decimals(QUANTITIES[name].format, currency)
    digits = f"0.{'0' * (decimals + 1)}" if decimals else "0,0"
    if quantity.format.trims:
        digits = "0,0.[00]"
    return f"{title} [{quantity.unit}]", f"{field}{{{digits}}}"


def overlaid(
    parts: Sequence[Any], labels: Mapping[str, str] | None = None, **options: Any
) -> hv.Overlay:
    """Return a chart's elements together, under a legend in which a click hides a series.

    ``labels`` says what the legend calls each layer; without them there is none.
    """
    legend = {"show_legend": bool(labels), "legend_labels": dict(labels or {})}
    return hv.Overlay(list(parts)).opts(hv.opts.Overlay(**_LOOKS | legend | options))


def firsts(count: int) -> Any:
    """Return where each of the columns that are drawn begins."""
    return np.unique(np.linspace(0, count, min(count, _MOST_POINTS), endpoint=False).astype(int))


def line(
    layers: Layers,
    name: str,
    color: str,
    *,
    tooltips: Sequence[tuple[str, str]] = (),
    width: float = 2,
    dash: str = "solid",
) -> hv.Curve:
    """Return the layer ``name``, of x and y, as a line; its other columns are for ``tooltips``."""
    layer = layers[name]
    return pd.DataFrame(layer).hvplot.line(
        x="x",
        y="y",
        label=name,
        color=color,
        line_width=width,
        line_dash=dash,
        hover_cols=[column for column in layer if column not in {"x", "y"}],
        hover=bool(tooltips),
        hover_tooltips=list(tooltips),
        responsive=True,
    )


def curve_chart(
    layers: Layers,
    *,
    xlabel: str,
    quantity: str,
    currency: Currency,
    is_time: bool = False,
    more: Sequence[Any] = (),
) -> hv.Overlay:
    """Draw each layer as a named curve of a quantity, and ``more`` elements upon them."""
    at = "@x{%d %b %Y}" if is_time else "@x{0,0.0}"
    tooltips = [("", "@name"), (xlabel, at), hover_line("Value", "@y", quantity, currency)]
    dashes = {"strike": "dashed"}
    return overlaid(
        [
            line(layers, name, palette(i), tooltips=tooltips, dash=dashes.get(name, "solid"))
            for i, name in enumerate(layers)
        ]
        + list(more),
        {name: next(iter(layer["name"].tolist()), name) for name, layer in layers.items()},
        xlabel=xlabel,
        **measured("y", quantity, currency),
    )


def named_lines(
    layers: Layers, tooltips: Sequence[tuple[str, str]], *, width: float = 2.5
) -> list[hv.Curve]:
    """Return a line for each layer that names its series, in the palette's order."""
    named = [name for name, layer in layers.items() if {"x", "y", "name"} == set(layer)]
    return [
        line(layers, name, palette(i), tooltips=tooltips, width=width)
        for i, name in enumerate(named)
    ]


def bars(
    layers: Layers, tooltips: Sequence[tuple[str, str]], colors: Sequence[str] = PALETTE
) -> list[Any]:
    """Return each layer as bars: of x and y around whole numbers, or from edge to edge."""
    looks = {"line_color": None, "hover_tooltips": list(tooltips), "responsive": True}
    drawn = []
    for i, (name, layer) in enumerate(layers.items()):
        color, more = colors[i % len(colors)], sorted(set(layer) - {*_EDGES, "x", "y"})
        frame = pd.DataFrame(layer)
        if "x" in layer:
            bar = frame.hvplot.bar(
                x="x", y="y", label=name, color=color, bar_width=0.8, hover_cols=more, **looks
            )
        else:
            bar = hv.Rectangles(frame, list(_EDGES), more, label=name).opts(
                color=color, tools=["hover"], **looks
            )
        drawn.append(bar)
    return drawn


def edges(left: Any, values: Any, *, width: float, floor: Any = 0.0, **more: Any) -> Columns:
    """Return bars from edge to edge: ``values`` upon a floor, with more columns for a hover."""
    ends = floor + values
    return columns(
        left=left,
        bottom=np.minimum(floor, ends),
        right=left + width,
        top=np.maximum(floor, ends),
        **more,
    )


def bars_side_by_side(series: Mapping[str, tuple[str, Any]], at: Any) -> Layers:
    """Return a layer of bars for each series of a title and values, a group at each of ``at``."""
    width = BARS_WIDTH / len(series)
    left = np.asarray(at) - BARS_WIDTH / 2
    return {
        layer: edges(left + place * width, values, width=width, y=values, at=at, name=title)
        for place, (layer, (title, values)) in enumerate(series.items())
    }


def bars_stacked(series: Mapping[str, tuple[str, Any]], left: Any, at: Any) -> Layers:
    """Return a layer of bars for each series of a title and values, each upon those before."""
    layers: dict[str, Columns] = {}
    floor = np.zeros(len(left))
    for layer, (title, values) in series.items():
        layers[layer] = edges(
            left, values, width=BARS_WIDTH, floor=floor, y=values, at=at, name=title
        )
        floor = floor + values
    return layers


def series_names(names: Sequence[str]) -> dict[str, str]:
    """Return what the legend calls the layers ``s0``, ``s1`` … of series."""
    return {f"s{s}": name for s, name in enumerate(names)}


def marks(name: str, *, tooltips: Sequence[tuple[str, str]]) -> hv.Scatter:
    """Return dots with a colour and a name each, for a layer of x, y, color and name."""
    # The layer's own data replace these when the chart has been drawn.
    return _TWO_MARKS.hvplot.scatter(
        x="x",
        y="y",
        color="color",
        hover_cols=["name"],
        label=name,
        size=_MARK_AREA,
        line_color=PAPER,
        legend=False,
        hover_tooltips=list(tooltips),
        responsive=True,
    )


def whole_years() -> BasicTicker:
    """Return ticks that never fall between two years; a ticker belongs to one figure."""
    return BasicTicker(min_interval=1)


def upright_lines(layers: Layers, name: str, color: str, **look: Any) -> hv.VLines:
    """Return a line over the whole height at each x of the layer ``name``."""
    return hv.VLines(pd.DataFrame(layers[name]), "x", label=name).opts(color=color, **look)


def zero_line() -> hv.HLine:
    """Return what tells gains from losses."""
    return hv.HLine(0).opts(color=GREY, line_width=1)


def names_of_months(months: Instants) -> tuple[str, ...]:
    """Return the months of dates as they are written: 2027-01."""
    return tuple(months.astype("datetime64[M]").astype(str).tolist())

"""Charts that are built once with HoloViews and then updated in place.

A chart is drawn from layers: columns of data by layer name. A build function turns layers into
a HoloViews overlay whose elements carry the layers' names as labels; from then on only the
data of the figure's sources are replaced, several times faster than drawing anew.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import holoviews as hv
import holoviews.plotting.bokeh  # registers the drawing backend, and loads nothing
import numpy as np
import panel as pn
from bokeh.models import (
    ColumnDataSource,
    DataRange1d,
    FactorRange,
    NumeralTickFormatter,
    Plot,
    Range1d,
)
from holoviews.plotting.bokeh.element import ElementPlot

from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, tick_decimals, unit

__all__ = [
    "AMBER",
    "GREY",
    "INK",
    "Layers",
    "LiveChart",
    "axis_format",
    "figure_options",
    "hover_line",
    "marks",
    "overlaid",
    "palette",
]

Layers = Mapping[str, Mapping[str, Sequence[Any]]]

INK = "#0b5c6b"
AMBER = "#c77700"
GREY = "#9aa7ad"
# Told apart by people with the common colour-vision deficiencies (Okabe and Ito, 2008).
_PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a3d9a")
_HEIGHT = 320
# More would run into each other on a phone.
_MOST_TICKS = 4
# A legend of more entries takes several lines.
_MOST_IN_A_LINE, _LEGEND_COLUMNS = 4, 3

hv.Store.set_current_backend("bokeh")
hv.renderer("bokeh").webgl = False  # a few hundred points do not need it


def palette(index: int) -> str:
    """Return the colour of the series at ``index``; they repeat after seven."""
    return _PALETTE[index % len(_PALETTE)]


def axis_format(name: str, currency: Currency = POUNDS) -> NumeralTickFormatter:
    """Return tick labels with the quantity's decimals, shortened in thousands and millions.

    They have no sign of a currency, which Bokeh writes for the dollar only: the unit stands in
    the axis' title.
    """
    decimals = tick_decimals(QUANTITIES[name].format, currency)
    return NumeralTickFormatter(format=f"0.{'0' * decimals}" if decimals else "0.[0]a")


def hover_line(title: str, field: str, name: str, currency: Currency = POUNDS) -> tuple[str, str]:
    """Return a hover's line: its title with the unit, and a field a decimal finer than ticks."""
    decimals = tick_decimals(QUANTITIES[name].format, currency)
    digits = f"0.{'0' * (decimals + 1)}" if decimals else "0,0"
    return f"{title} [{unit(name, currency)}]", f"{field}{{{digits}}}"


def figure_options(**options: Any) -> dict[str, Any]:
    """Return the options that every chart shares, with its own on top."""
    return {
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
        **options,
    }


def overlaid(parts: Sequence[Any], labels: Mapping[str, str], **options: Any) -> hv.Overlay:
    """Return a chart's elements together, under a legend in which a click hides a series.

    ``labels`` says what the legend calls each layer.
    """
    legend = {
        "show_legend": True,
        "legend_position": "top",
        "legend_labels": dict(labels),
        "legend_opts": {"click_policy": "hide"},
    }
    return hv.Overlay(list(parts)).opts(hv.opts.Overlay(**figure_options(**legend | options)))


def marks(label: str, x: Any, y: Any, *, tooltips: Sequence[tuple[str, str]]) -> hv.Points:
    """Return dots with a colour and a name each, for a layer of x, y, color and name."""
    # From fewer than two colours HoloViews would make one fixed colour, or a scale of numbers.
    # The layer's own data replace these when the chart has been drawn.
    two = ([1, 1], [0, 0], ["#000000", "#ffffff"], ["", ""])
    return hv.Points(two, [x, y], ["color", "name"], label=label).opts(
        color="color",
        size=11,
        line_color="white",
        show_legend=False,
        tools=["hover"],
        hover_tooltips=list(tooltips),
    )


class LiveChart:
    """A figure whose data can be replaced.

    Parameters
    ----------
    build
        Layers -> HoloViews overlay; an element's label is the name of its layer.
    height : [px]
    on_zoom
        Called with the visible range of x after a reader changed it; it may ``refine``.
    """

    def __init__(
        self,
        build: Callable[[Layers], Any],
        *,
        height: int = _HEIGHT,
        on_zoom: Callable[[float, float], None] | None = None,
    ) -> None:
        self._build, self._on_zoom = build, on_zoom
        self._sources: dict[str, ColumnDataSource] = {}
        self._figure: Plot | None = None
        self._structure: Any = None
        self._layers: Layers = {}
        self.pane = pn.pane.Bokeh(sizing_mode="stretch_width", height=height, margin=(0, 4))

    @property
    def figure(self) -> Plot | None:
        """The figure that is shown."""
        return self._figure

    @property
    def sources(self) -> Mapping[str, ColumnDataSource]:
        """Where the figure's data are, by the name of their layer."""
        return self._sources

    def show(self, layers: Layers, *, structure: Any = None) -> None:
        """Show ``layers``; the figure is drawn anew only when its structure changed.

        ``structure`` is whatever the build function uses beside the data, such as names and
        colours of the series.
        """
        if not layers:
            self._figure = self.pane.object = None
            return
        signature = (tuple(layers), structure)
        if self._figure is None or signature != self._structure:
            self._draw(layers)
            self._structure, self._layers = signature, layers
            return
        for name, columns in layers.items():
            # What did not change is neither sent nor painted again.
            if not _same(columns, self._layers[name]):
                self._sources[name].data = _plain(columns)
        self._fit_categories(layers)
        self._layers = layers
        self._push_to_notebook()

    def refine(self, layers: Layers) -> None:
        """Replace the data of what is visible, until ``show`` brings other data."""
        for name, columns in layers.items():
            self._sources[name].data = _plain(columns)
        self._layers = layers
        self._push_to_notebook()

    def _watch_zoom(self, figure: Plot) -> None:
        on_zoom = self._on_zoom
        if on_zoom is None:
            return

        def zoomed(_attr: str, _old: Any, _new: Any) -> None:
            # The end is set after the start: by then both are those of the new range.
            on_zoom(figure.x_range.start, figure.x_range.end)

        figure.x_range.on_change("end", zoomed)

    def _push_to_notebook(self) -> None:
        """Send changes of the figure's own models, which only a server sends by itself."""
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            pn.io.push_notebook(self.pane)

    def _draw(self, layers: Layers) -> None:
        plot = hv.renderer("bokeh").get_plot(self._build(layers))
        figure = plot.state
        for axis in ("x_range", "y_range"):
            if not isinstance(getattr(figure, axis), FactorRange):
                setattr(figure, axis, DataRange1d(range_padding=0.04))
        if self._on_zoom is not None:
            # A range of its own: one that follows the data would follow what is refined.
            figure.x_range = _whole_range(layers)
        _place_legend(figure)
        for axis in figure.xaxis:
            if axis.ticker is not None and hasattr(axis.ticker, "desired_num_ticks"):
                axis.ticker.desired_num_ticks = _MOST_TICKS
        figure.toolbar.logo = None
        self._sources = {
            part.hmap.last.label: part.handles["source"]
            for part in plot.traverse(lambda part: part, [ElementPlot])
            if "source" in part.handles and part.hmap.last.label in layers
        }
        for name, source in self._sources.items():
            source.data = _plain(layers[name])
        self._watch_zoom(figure)
        self._figure = figure
        self.pane.object = figure

    def _fit_categories(self, layers: Layers) -> None:
        assert self._figure is not None
        for axis in (self._figure.x_range, self._figure.y_range):
            if isinstance(axis, FactorRange):
                columns = next(iter(layers.values()))
                axis.factors = list(next(iter(columns.values())))


def _whole_range(layers: Layers) -> Range1d:
    """Return the range of the dates of the first layer that has an x."""
    dates = next(columns["x"] for columns in layers.values() if "x" in columns)
    start, end = (float(np.datetime64(dates[i], "ms").astype(np.int64)) for i in (0, -1))
    return Range1d(start=start, end=end)


def _plain(columns: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {key: list(values) for key, values in columns.items()}


def _same(columns: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    return all(_equal(values, others[key]) for key, values in columns.items())


def _equal(values: Any, others: Any) -> bool:
    if isinstance(values, list) and values and isinstance(values[0], np.ndarray):
        return len(values) == len(others) and all(map(_equal, values, others))
    array, other = np.asarray(values), np.asarray(others)
    return np.array_equal(array, other, equal_nan=array.dtype.kind == "f")


def _place_legend(figure: Plot) -> None:
    """Put the legend in one line above the plot, where it covers no data."""
    for legend in figure.legend:
        for side in ("left", "right", "above", "below", "center"):
            if legend in getattr(figure, side):
                getattr(figure, side).remove(legend)
        legend.update(
            orientation="horizontal",
            ncols=_LEGEND_COLUMNS if len(legend.items) > _MOST_IN_A_LINE else "auto",
            location="left",
            margin=0,
            padding=2,
            spacing=14,
            border_line_color=None,
            background_fill_alpha=0,
            glyph_width=16,
            label_text_font_size="12px",
        )
        figure.add_layout(legend, "above")

"""Charts that are drawn once with hvplot and then fed with data in place.

A chart is drawn from layers: columns by each layer's name. A build function turns layers into
an overlay whose elements carry the layers' names as labels; from then on only the data of the
plot's sources are replaced, several times faster than drawing anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import holoviews as hv
import holoviews.plotting.bokeh  # registers the drawing backend, and loads nothing
import panel as pn
from bokeh.models import ColumnDataSource, DataRange1d, FactorRange, Plot, Range1d
from holoviews.plotting.bokeh.element import ElementPlot

from hydro_mining.views.chart_data import (
    Columns,
    Layers,
    all_drawable,
    bare_axes,
    columns,
    is_same,
    sent,
    shape,
    whole_range,
)
from hydro_mining.views.legends import place_legend
from hydro_mining.views.plot_kinds import Drawn, keep_kind, plot_of_kind, when_kept

__all__ = ["Columns", "Layers", "LiveChart", "columns"]

_HEIGHT = 320
# More would run into each other on a phone.
_MOST_TICKS = 4

hv.Store.set_current_backend("bokeh")
hv.renderer("bokeh").webgl = False  # a few hundred points do not need it


@dataclass
class _Wanted:
    """What a chart is to show of a plot that is not drawn yet."""

    signature: Any
    layers: Layers
    then: Callable[[Plot], None]


class LiveChart:
    """A plot whose data can be replaced.

    Parameters
    ----------
    build
        Layers, and the options of ``show`` -> overlay; an element's label is its layer's name.
    height : [px]
    on_zoom
        Called with the visible range of x after a reader changed it; it may ``refine``.
    along
        A chart that is shown before, whose range of x this one has too: both zoom together.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        *,
        height: int = _HEIGHT,
        on_zoom: Callable[[float, float], None] | None = None,
        along: "LiveChart | None" = None,
    ) -> None:
        self._build, self._on_zoom, self._along = build, on_zoom, along
        # The range of a chart that is zoomed, with the period that it is of.
        self._range: tuple[Any, Range1d] | None = None
        self._sources: dict[str, ColumnDataSource] = {}
        self._plot: Plot | None = None
        self._structure: Any = None
        self._layers: Layers = {}
        # What is shown once its kind has been drawn.
        self._awaited: _Wanted | None = None
        self.pane = pn.pane.Bokeh(sizing_mode="stretch_width", height=height, margin=(0, 4))

    @property
    def plot(self) -> Plot | None:
        """The plot that is shown."""
        return self._plot

    @property
    def range_of_x(self) -> Range1d | None:
        """The range that other charts may have too, which a zoom changes; None without a zoom."""
        return None if self._range is None else self._range[1]

    @property
    def sources(self) -> Mapping[str, ColumnDataSource]:
        """Where the plot's data are, by the name of their layer."""
        return self._sources

    def prepare(self, layers: Layers, **options: Any) -> None:
        """Draw what ``show`` would draw if it was never drawn in this process; in any thread."""
        if layers:
            keep_kind(*self._kind(layers, options, bare_axes(layers)))

    def show(
        self,
        layers: Layers,
        *,
        structure: Any = None,
        then: Callable[[Plot], None] = lambda _: None,
        **options: Any,
    ) -> None:
        """Show ``layers``; the plot is drawn anew only when something else changed.

        On a server a plot of a new kind comes when it has been drawn, unless another is wanted by
        then.

        Parameters
        ----------
        structure
            What a plot belongs to beside its data, such as the period of a zoom.
        then
            Called with the plot that shows them.
        options
            What the build function takes beside the data, such as names and a currency.
        """
        awaited, self._awaited = self._awaited, None
        if not layers:
            self._plot = self.pane.object = None
            return
        bare = bare_axes(layers)
        signature = (tuple(layers), structure, options, bare)
        if self._plot is None or signature != self._structure:
            if self._on_zoom is not None:
                self._keep_range(layers, structure)
            self._awaited = _Wanted(signature, layers, then)
            if awaited is None or awaited.signature != signature:
                self._await(signature, *self._kind(layers, options, bare))
            return
        for name, layer in layers.items():
            _bring(self._sources[name], layer, self._layers[name])
        self._fit_categories(layers)
        self._layers = layers
        then(self._plot)
        self._push_to_notebook()

    def refine(self, layers: Layers) -> None:
        """Replace the data of what is visible, until ``show`` brings other data."""
        if self._awaited is not None:
            self._awaited.layers = layers
            return
        for name, layer in layers.items():
            self._sources[name].data = sent(layer)
        self._layers = layers
        self._push_to_notebook()

    def _keep_range(self, layers: Layers, structure: Any) -> None:
        """Have a range of x of its own: one that follows the data would follow what is refined.

        It stays for as long as the structure does, since other charts may have it too.
        """
        if self._range is not None and self._range[0] == structure:
            return
        made, on_zoom = whole_range(layers), self._on_zoom
        assert on_zoom is not None

        def zoomed(_attr: str, _old: Any, _new: Any) -> None:
            # The end is set after the start: by then both are those of the new range.
            on_zoom(made.start, made.end)

        made.on_change("end", zoomed)
        self._range = structure, made

    def _push_to_notebook(self) -> None:
        """Send changes of the plot's own models, which only a server sends by itself."""
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            pn.io.push_notebook(self.pane)

    def _await(self, signature: Any, key: Any, draw: Callable[[], Drawn]) -> None:
        """Show what is wanted of a signature once its kind has been drawn."""

        def drawn() -> None:
            if self._awaited is not None and self._awaited.signature == signature:
                wanted, self._awaited = self._awaited, None
                self._draw(wanted, *plot_of_kind(key, draw))

        when_kept(key, draw, drawn)

    def _draw(self, wanted: "_Wanted", plot: Plot, sources: dict[str, ColumnDataSource]) -> None:
        self._sources = sources
        zoomed = (self._along or self).range_of_x
        if zoomed is not None:
            plot.x_range = zoomed
        for name, source in sources.items():
            source.data = sent(wanted.layers[name])
        self._plot, self._structure = plot, wanted.signature
        self._layers = wanted.layers
        self._fit_categories(wanted.layers)
        wanted.then(plot)
        self.pane.object = plot

    def _kind(
        self, layers: Layers, options: Mapping[str, Any], bare: frozenset[str]
    ) -> tuple[Any, Callable[[], Drawn]]:
        """Return which kind the chart of ``layers`` is, and what draws it."""
        kind = (_same_for_all(self._build), shape(layers), tuple(options.items()), bare)
        return kind, lambda: _drawn(self._build(all_drawable(layers), **options), layers, bare)

    def _fit_categories(self, layers: Layers) -> None:
        assert self._plot is not None
        for axis in (self._plot.x_range, self._plot.y_range):
            if isinstance(axis, FactorRange):
                axis.factors = next(iter(next(iter(layers.values())).values())).tolist()


def _same_for_all(build: Callable[..., Any]) -> Any:
    """Return what tells a build function on every page: two partials of one are never equal."""
    if isinstance(build, partial):
        return build.func, build.args, tuple(build.keywords.items())
    return build


def _drawn(overlay: Any, layers: Layers, bare: frozenset[str]) -> Drawn:
    """Draw an overlay in the look of all charts."""
    drawn_by_holoviews = hv.renderer("bokeh").get_plot(overlay)
    # Else it would take itself from the session's callbacks while those are called, which
    # ends `panel serve --warm` (HoloViews 1.23); the plot is all that is used of it.
    drawn_by_holoviews.document = None
    plot = drawn_by_holoviews.state
    for axis in ("x_range", "y_range"):
        if axis in bare:
            setattr(plot, axis, Range1d(0, 1))
        elif not isinstance(getattr(plot, axis), FactorRange):
            setattr(plot, axis, DataRange1d(range_padding=0.04, syncable=False))
    place_legend(plot)
    for axis in plot.xaxis:
        if axis.ticker is not None and hasattr(axis.ticker, "desired_num_ticks"):
            axis.ticker.desired_num_ticks = _MOST_TICKS
    plot.toolbar.logo = None
    plot.outline_line_color = None
    sources = {
        part.hmap.last.label: part.handles["source"]
        for part in drawn_by_holoviews.traverse(lambda part: part, [ElementPlot])
        if "source" in part.handles and part.hmap.last.label in layers
    }
    return plot, sources


def _bring(source: ColumnDataSource, new: Columns, old: Columns) -> None:
    """Bring a source from old columns to new ones; what did not change is not sent again."""
    changed = {name: column for name, column in new.items() if not is_same(column, old[name])}
    if not changed:
        return  # nor is it painted again
    if any(column.shape != old[name].shape for name, column in changed.items()):
        source.data = sent(new)  # columns of two lengths are none to a browser
    else:
        source.data.update(sent(changed))

"""Charts that are drawn once with hvplot and then fed with data in place.

A chart is drawn from layers: columns by each layer's name. A build function turns layers into
an overlay whose elements carry the layers' names as labels; from then on only the data of the
plot's sources are replaced, several times faster than drawing anew.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import holoviews as hv
import holoviews.plotting.bokeh  # registers the drawing backend, and loads nothing
import panel as pn
from bokeh.document import Document
from bokeh.models import ColumnDataSource, DataRange1d, FactorRange, Plot, Range1d
from holoviews.plotting.bokeh.element import ElementPlot

from hydro_mining.quantities import Currency, at_round_rate
from hydro_mining.views.layers import (
    Layers,
    all_drawable,
    as_sent,
    bare_axes,
    bring,
    shape_of,
    whole_range,
)
from hydro_mining.views.legends import place_legend
from hydro_mining.views.plot_kinds import Drawn, is_kind_known, keep_kind, plot_of_kind

_HEIGHT = 320
# More would run into each other on a phone.
_MOST_TICKS = 4

hv.Store.set_current_backend("bokeh")
# As for a server, it takes the document that it is given; a few hundred points need no WebGL.
_RENDERER = hv.renderer("bokeh").instance(mode="server", webgl=False)


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
        self.pane = pn.pane.Bokeh(sizing_mode="stretch_width", height=height, margin=(0, 4))

    @property
    def plot(self) -> Plot | None:
        """The plot that is shown."""
        return self._plot

    @property
    def sources(self) -> Mapping[str, ColumnDataSource]:
        """Where the plot's data are, by the name of their layer."""
        return self._sources

    def prepare(self, layers: Layers, **options: Any) -> None:
        """Draw what ``show`` would draw if it was never drawn in this process; in any thread."""
        if layers:
            keep_kind(*self._kind(layers, _of_any_day(options), bare_axes(layers)))

    def shown(
        self, layers: Layers, *, structure: Any = None, **options: Any
    ) -> Iterator[Callable[[], None]]:
        """Show ``layers`` once their kind is drawn."""
        yield from self.kind_drawn(layers, **options)
        self.show(layers, structure=structure, **options)

    def kind_drawn(self, layers: Layers, **options: Any) -> Iterator[Callable[[], None]]:
        """Give what draws the kind that ``show`` needs, in any thread, if it is a new one.

        Should that raise, ``show`` draws it again, and raises too.
        """
        if layers:
            kind, draw = self._kind(layers, _of_any_day(options), bare_axes(layers))
            if not is_kind_known(kind):
                yield partial(keep_kind, kind, draw)

    def show(self, layers: Layers, *, structure: Any = None, **options: Any) -> None:
        """Show ``layers``; the plot is drawn anew only when something else changed.

        Parameters
        ----------
        structure
            What a plot belongs to beside its data, such as the period of a zoom.
        options
            What the build function takes beside the data, such as names and a currency, whose
            rate is rounded: the data are in it already, and a chart stays when the rate moves.
        """
        if not layers:
            self._plot = self.pane.object = None
            return
        options, bare = _of_any_day(options), bare_axes(layers)
        signature = (tuple(layers), structure, options, bare)
        if self._plot is None or signature != self._structure:
            self._draw(layers, structure, options, bare)
            self._structure, self._layers = signature, layers
            return
        for name, layer in layers.items():
            bring(self._sources[name], layer, self._layers[name])
        self._fit_categories(layers)
        self._layers = layers
        self._push_to_notebook()

    def refine(self, layers: Layers) -> None:
        """Replace the data of what is visible, until ``show`` brings other data."""
        for name, layer in layers.items():
            self._sources[name].data = as_sent(layer)
        self._layers = layers
        self._push_to_notebook()

    def _range_of(self, layers: Layers, structure: Any) -> Range1d:
        """Return a range of x of its own: one that follows the data would follow what is refined.

        It stays for as long as the structure does, since other charts may have it too.
        """
        if self._range is not None and self._range[0] == structure:
            return self._range[1]
        made, on_zoom = whole_range(layers), self._on_zoom
        assert on_zoom is not None

        def zoomed(_attr: str, _old: Any, _new: Any) -> None:
            # The end is set after the start: by then both are those of the new range.
            on_zoom(made.start, made.end)

        made.on_change("end", zoomed)
        self._range = structure, made
        return made

    def _push_to_notebook(self) -> None:
        """Send changes of the plot's own models, which only a server sends by itself."""
        document = pn.state.curdoc
        if document is None or document.session_context is None:
            pn.io.push_notebook(self.pane)

    def _draw(
        self, layers: Layers, structure: Any, options: Mapping[str, Any], bare: frozenset[str]
    ) -> None:
        plot, self._sources = plot_of_kind(*self._kind(layers, options, bare))
        if self._on_zoom is not None:
            plot.x_range = self._range_of(layers, structure)
        elif self._along is not None and self._along.plot is not None:
            plot.x_range = self._along.plot.x_range
        for name, source in self._sources.items():
            source.data = as_sent(layers[name])
        self._plot = plot
        self._fit_categories(layers)
        self.pane.object = plot

    def _kind(
        self, layers: Layers, options: Mapping[str, Any], bare: frozenset[str]
    ) -> tuple[Any, Callable[[], Drawn]]:
        """Return which kind the chart of ``layers`` is, and what draws it."""
        kind = (_same_for_all(self._build), shape_of(layers), tuple(options.items()), bare)
        return kind, lambda: _drawn(self._build(all_drawable(layers), **options), layers, bare)

    def _fit_categories(self, layers: Layers) -> None:
        assert self._plot is not None
        for axis in (self._plot.x_range, self._plot.y_range):
            if isinstance(axis, FactorRange):
                axis.factors = next(iter(next(iter(layers.values())).values())).tolist()


def _of_any_day(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: at_round_rate(option) if isinstance(option, Currency) else option
        for name, option in options.items()
    }


def _same_for_all(build: Callable[..., Any]) -> Any:
    """Return what tells a build function on every page: two partials of one are never equal."""
    if isinstance(build, partial):
        return build.func, build.args, tuple(build.keywords.items())
    return build


def _drawn(overlay: Any, layers: Layers, bare: frozenset[str]) -> Drawn:
    """Draw an overlay in the look of all charts."""
    # In a document of its own: HoloViews (1.23) would dress the current one, in a thread anybody's.
    drawn_by_holoviews = _RENDERER.get_plot(overlay, doc=Document())
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

"""A kind of chart is drawn once in a process; each page is given a copy of its plot.

HoloViews takes some 80 ms for a plot, a copy of its models a tenth of that. It keeps what it
draws with in one place, so that one kind is drawn at a time, in whichever thread. Those that the
example has come drawn with the product.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TypeAlias

from bokeh.core.serialization import Deserializer, Serializer
from bokeh.model import Model
from bokeh.models import ColumnDataSource, Plot

from hydro_mining.views.model_copies import copied_models
from hydro_mining.views.page_charts import dressed
from hydro_mining.views.stored_kinds import WrittenKind, stored_kind

# A plot, and where its data are by the name of their layer.
Drawn: TypeAlias = tuple[Plot, dict[str, ColumnDataSource]]

# A kind has the names of its legend in it: there is no end to those that visitors write.
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Kind:
    """A plot without data that no page shows, all its models, and the sources of its layers."""

    plot: Plot
    models: Collection[Model]
    sources: Mapping[str, ColumnDataSource]


class _Kinds:
    """The kinds that this process has."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, _Kind] = OrderedDict()
        self._drawing = threading.Lock()
        self._is_anew = False

    def kind(self, key: Hashable, draw: Callable[[], Drawn]) -> _Kind:
        """Return the kind ``key``: kept, or as it comes with the product, or drawn now."""
        kind = self._known(key)
        if kind is None:
            with self._drawing:
                kind = self._known(key) or self._keep(key, _drawn(draw))
        return kind

    def _known(self, key: Hashable) -> _Kind | None:
        """Return a kind that need not be drawn, None where it must be."""
        kind = self._kept.get(key)
        if kind is not None:
            with suppress(KeyError):  # another thread may have let it go
                self._kept.move_to_end(key)
            return kind
        stored = None if self._is_anew else stored_kind(key)
        return None if stored is None else self._keep(key, stored)

    def _keep(self, key: Hashable, written: WrittenKind) -> _Kind:
        kind = self._kept[key] = _read(written)
        if len(self._kept) > _MOST_KEPT:
            with suppress(KeyError):  # emptied by another thread meanwhile
                self._kept.popitem(last=False)
        return kind

    def is_known(self, key: Hashable) -> bool:
        """Tell whether a kind need not be drawn."""
        return self._known(key) is not None

    @contextmanager
    def drawn(self) -> Iterator[dict[Hashable, WrittenKind]]:
        """Draw each kind anew inside; they are all in what is returned once that is over."""
        kept, found = self._kept, {}
        self._kept, self._is_anew = OrderedDict(), True
        try:
            yield found
            found |= {key: _written(kind.plot, kind.sources) for key, kind in self._kept.items()}
        finally:
            self._kept, self._is_anew = kept, False


_KINDS = _Kinds()
drawn_kinds, is_kind_known = _KINDS.drawn, _KINDS.is_known


def plot_of_kind(key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """Return a plot of the kind ``key``, without data, drawn if there was none before."""
    return _copy(_KINDS.kind(key, draw))


def keep_kind(key: Hashable, draw: Callable[[], Drawn]) -> None:
    """Draw the kind ``key`` if there was none before: in a thread, so that no page waits for it."""
    _KINDS.kind(key, draw)


def _drawn(draw: Callable[[], Drawn]) -> WrittenKind:
    plot, sources = draw()
    for source in sources.values():
        source.data = {name: [] for name in source.data}
    return _written(dressed(plot), sources)


def _written(plot: Plot, sources: Mapping[str, ColumnDataSource]) -> WrittenKind:
    content = Serializer(deferred=False).serialize(plot).content
    return WrittenKind(content, {name: source.id for name, source in sources.items()})


def _read(written: WrittenKind) -> _Kind:
    """Return a kind that holds nothing of what HoloViews drew with, nor what stands by default."""
    plot: Plot = Deserializer().deserialize(written.plot)
    models = {model.id: model for model in plot.references()}
    sources = {name: models[id_] for name, id_ in written.sources.items()}
    return _Kind(plot, tuple(models.values()), sources)


def _copy(kind: _Kind) -> Drawn:
    copies = copied_models(kind.models)
    return copies[kind.plot], {name: copies[known] for name, known in kind.sources.items()}

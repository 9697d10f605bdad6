"""A kind of chart is drawn once in a process; each page is given a copy of its plot.

HoloViews takes some 80 ms for a plot, a copy of its models a tenth of that. It keeps what it
draws with in one place, so that one kind is drawn at a time, in whichever thread.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from bokeh.core.serialization import Deserializer, Serializer
from bokeh.model import Model
from bokeh.models import ColumnDataSource, Plot

from hydro_mining.views.model_copies import copied_models

__all__ = ["Drawn", "keep_kind", "plot_of_kind"]

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


_KEPT: OrderedDict[Hashable, _Kind] = OrderedDict()
_DRAWING = threading.Lock()


def plot_of_kind(key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """Return a plot of the kind ``key``, without data, drawn if there was none before."""
    return _copy(_kept(key, draw))


def keep_kind(key: Hashable, draw: Callable[[], Drawn]) -> None:
    """Draw the kind ``key`` if there was none before: in a thread, so that no page waits for it."""
    _kept(key, draw)


def _kept(key: Hashable, draw: Callable[[], Drawn]) -> _Kind:
    kind = _KEPT.get(key)
    if kind is not None:
        with suppress(KeyError):  # another thread may have let it go
            _KEPT.move_to_end(key)
        return kind
    with _DRAWING:
        kind = _KEPT.get(key)
        if kind is None:
            plot, sources = draw()
            for source in sources.values():
                source.data = {name: [] for name in source.data}
            kind = _written_and_read(plot, sources)
            _KEPT[key] = kind
            if len(_KEPT) > _MOST_KEPT:
                _KEPT.popitem(last=False)
    return kind


def _written_and_read(plot: Plot, sources: Mapping[str, ColumnDataSource]) -> _Kind:
    """Return a kind that holds nothing of what HoloViews drew with, nor what stands by default."""
    read: Plot = Deserializer().deserialize(Serializer(deferred=False).serialize(plot).content)
    models = {model.id: model for model in read.references()}
    kept = {name: models[source.id] for name, source in sources.items()}
    return _Kind(read, tuple(models.values()), kept)


def _copy(kind: _Kind) -> Drawn:
    copies = copied_models(kind.models)
    return copies[kind.plot], {name: copies[known] for name, known in kind.sources.items()}

"""A kind of chart is drawn once in a process; each page is given a copy of its figure.

HoloViews takes some 80 ms for a figure, a copy of its models a third of that. It keeps what it
draws with in one place, so that one kind is drawn at a time, in whichever thread.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeAlias

from bokeh.core.serialization import Deserializer, Serializer
from bokeh.models import ColumnDataSource, Plot
from bokeh.util.serialization import make_id

__all__ = ["Drawn", "figure_of_kind", "keep_kind"]

# A figure, and where its data are by the name of their layer.
Drawn: TypeAlias = tuple[Plot, dict[str, ColumnDataSource]]

# A kind has the names of its legend in it: there is no end to those that visitors write.
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class _Kind:
    """A figure's models without data, as Bokeh writes them, and the sources' ids."""

    models: Any
    sources: Mapping[str, str]


_KEPT: OrderedDict[Hashable, _Kind] = OrderedDict()
_DRAWING = threading.Lock()


def figure_of_kind(key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
    """Return a figure of the kind ``key``, without data, drawn if there was none before."""
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
            figure, sources = draw()
            for source in sources.values():
                source.data = {name: [] for name in source.data}
            models = Serializer(deferred=False).serialize(figure).content
            kind = _Kind(models, {name: source.id for name, source in sources.items()})
            _KEPT[key] = kind
            if len(_KEPT) > _MOST_KEPT:
                _KEPT.popitem(last=False)
    return kind


def _copy(kind: _Kind) -> Drawn:
    ids: dict[str, str] = {}
    figure: Plot = Deserializer().deserialize(_renamed(kind.models, ids))
    models = {model.id: model for model in figure.references()}
    return figure, {name: models[ids[known]] for name, known in kind.sources.items()}


def _renamed(part: Any, ids: dict[str, str]) -> Any:
    """Return a part of the written models with an id of its own for each of ``ids``."""
    if isinstance(part, list):
        return [_renamed(one, ids) for one in part]
    if not isinstance(part, dict):
        return part
    renamed = {name: _renamed(one, ids) for name, one in part.items() if name != "id"}
    if "id" in part:
        if part["id"] not in ids:
            ids[part["id"]] = make_id()
        renamed["id"] = ids[part["id"]]
    return renamed

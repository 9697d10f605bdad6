"""The kinds of charts that come drawn with the product, in ``data/chart_kinds.json``.

They hold for the libraries that they were drawn with; with others each is drawn when it is first
shown. ``python -m hydro_mining.app.chart_kinds`` draws them anew.
"""

import hashlib
import json
from collections.abc import Hashable, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from hydro_mining.package_files import package_text

_DRAWN_BY = ("bokeh", "holoviews", "hvplot")


class WrittenKind(NamedTuple):
    """A plot without data as Bokeh writes it, and the ids of its sources by their layer's name."""

    plot: Any
    sources: dict[str, str]


def stored_kind(key: Hashable) -> WrittenKind | None:
    """Return the kind ``key`` as it comes with the product, None where it does not."""
    found = _stored().get(_name(key))
    return None if found is None else WrittenKind(**found)


def kinds_text(kinds: Mapping[Hashable, WrittenKind]) -> str:
    """Return the text of the file for these kinds, a line each: the same for the same charts."""
    named = {_name(key): _renumbered(kind)._asdict() for key, kind in kinds.items()}
    lines = ",\n".join(f"{_json(name)}: {_json(kind)}" for name, kind in sorted(named.items()))
    return f'{{"drawn_by": {_json(_versions())}, "kinds": {{\n{lines}\n}}}}\n'


@cache
def _stored() -> dict[str, dict[str, Any]]:
    file = json.loads(package_text("data", "chart_kinds.json"))
    kinds: dict[str, dict[str, Any]] = file["kinds"] if file["drawn_by"] == _versions() else {}
    return kinds


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _versions() -> dict[str, str]:
    return {name: version(name) for name in _DRAWN_BY}


def _name(key: Hashable) -> str:
    """Return what a kind is called in every process: its build function and a digest of it all."""
    build = key
    while isinstance(build, tuple):
        build = build[0]
    digest = hashlib.blake2b(_said(key).encode(), digest_size=8).hexdigest()
    return f"{_said(build).rpartition('.')[2]} {digest}"


def _said(part: Any) -> str:
    """Return a part of a key in words that do not change from process to process."""
    if callable(part):
        return f"{part.__module__}.{part.__qualname__}"
    if isinstance(part, tuple):
        return f"({', '.join(map(_said, part))})"
    if isinstance(part, frozenset):
        return _said(tuple(sorted(part)))
    return repr(part)


def _renumbered(kind: WrittenKind) -> WrittenKind:
    """Return a kind with ids from 1 on, in the order in which its models stand."""
    ids: dict[str, str] = {}

    def walked(part: Any) -> Any:
        if isinstance(part, dict):
            named = {"id": ids.setdefault(part["id"], f"p{len(ids) + 1}")} if "id" in part else {}
            return {name: named.get(name) or walked(value) for name, value in part.items()}
        return [walked(one) for one in part] if isinstance(part, list | tuple) else part

    plot = walked(kind.plot)
    return WrittenKind(plot, {name: ids[id_] for name, id_ in kind.sources.items()})

"""What a case stood at: what a run record holds of it, and what its visitor has entered of that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.models.network import values_in_use
from hydro_mining.provenance import Snapshot, Status

_PARTS = ("site", "finance", "hydro", "market", "alternatives", "risk")


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """A case as it stood; it holds no results, and shares what states have in common.

    ``study`` is None where none could be computed yet; ``settings`` are those of the sections that
    were touched, by key; ``opened`` is what the case was opened from, None without.
    """

    study: StudyInputs | None
    entries: tuple[CatalogueEntry, ...]
    currency_code: str
    settings: Mapping[str, Any]
    snapshot: Snapshot
    is_held: bool
    opened: Any

    @cached_property
    def own_study(self) -> dict[str, Any]:
        """What was entered of the study, by its path: figures that a feed moves are not."""
        own: dict[str, Any] = {"catalogue": self.entries}
        if self.study is None:
            return own
        own["dilute"] = self.study.dilute
        for name in _PARTS:
            own |= _flat(name, getattr(self.study, name))
        for place, scenario in enumerate(self.study.scenarios):
            own |= _flat(f"scenarios[{place}]", scenario)
        used = values_in_use(self.study.network, self.snapshot)
        entered = {n: value for n, value in used.items() if value.status is Status.ENTERED}
        own |= {f"network.{name}": value.value for name, value in entered.items()}
        if "block_height" in entered:
            own["network.as_of"] = self.study.network.as_of
        return own

    @cached_property
    def own(self) -> dict[str, Any]:
        """All that was entered, by its path, and which network figures were chosen."""
        own = self.own_study | {"currency": self.currency_code}
        for key, settings in self.settings.items():
            own |= _flat(key, settings)
        if self.is_held:
            own["snapshot"] = self.snapshot.as_of
        return own


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """Return the paths at which two of ``own`` differ, in a list those of its records' fields."""
    nothing = object()
    return frozenset(
        changed
        for path in before.keys() | after.keys()
        for changed in _changed(path, before.get(path, nothing), after.get(path, nothing))
    )


def _changed(path: str, one: Any, other: Any) -> Iterator[str]:
    if _is_same(one, other):
        return
    if not (_are_records(one) and _are_records(other)):
        yield path
    elif len(one) != len(other):  # what was taken out before is another change
        yield f"{path} of {len(other)}"
    else:
        for place, (old, new) in enumerate(zip(one, other, strict=True)):
            named, others = (_flat(f"{path}[{place}]", record) for record in (old, new))
            yield from (name for name in named if not _is_same(named[name], others.get(name)))


def _are_records(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _is_same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    if is_dataclass(one) and type(one) is type(other):  # it may hold arrays
        fields = _names(type(one))
        return all(_is_same(getattr(one, name), getattr(other, name)) for name in fields)
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return bool(one == other)


def _flat(path: str, value: Any) -> dict[str, Any]:
    if not is_dataclass(value):
        return {path: value}
    return {f"{path}.{name}": getattr(value, name) for name in _names(type(value))}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))

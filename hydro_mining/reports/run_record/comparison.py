"""Stored results against results computed again."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining.reports.run_record.results import ADDED_METRICS, ADDED_RESULTS

# [1]. Another processor or library may round the last bits otherwise.
_RELATIVE_TOLERANCE = 1e-12

# Sentences, whose wording is no result, and what drew the futures.
_NO_RESULTS = frozenset({"warnings", "risk.numpy_version", "alternatives.risk.numpy_version"})
_ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that does not come out as it was stored: ``scenarios.Bear.npv_gbp``."""

    figure: str
    stored: Any
    recomputed: Any

    def __str__(self) -> str:
        return f"{self.figure}: stored {_said(self.stored)}, now {_said(self.recomputed)}"


def differences(stored: Mapping[str, Any], recomputed: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return the figures that differ by more than ``_RELATIVE_TOLERANCE``, or stand in one only.

    Both are results as ``hydro-mining evaluate`` prints them. A figure that the stored ones are
    too old to have is no difference.
    """
    return tuple(_differences("", stored, recomputed))


def _differences(path: str, stored: Any, recomputed: Any) -> Iterator[Difference]:
    if isinstance(stored, Mapping) and isinstance(recomputed, Mapping):
        known = {*stored, *ADDED_METRICS, *ADDED_RESULTS}
        for name in [*stored, *(other for other in recomputed if other not in known)]:
            below = f"{path}.{name}" if path else name
            if below not in _NO_RESULTS:
                yield from _differences(
                    below, stored.get(name, _ABSENT), recomputed.get(name, _ABSENT)
                )
    elif isinstance(stored, list) and isinstance(recomputed, list):
        yield from _differences(path, _keyed(stored), _keyed(recomputed))
    elif not _is_same(stored, recomputed):
        yield Difference(figure=path, stored=stored, recomputed=recomputed)


def _keyed(rows: list[Any]) -> dict[str, Any]:
    """Return rows by what a reader calls them: a machine's name, a year, else the place."""
    named = [row.get("name", row.get("year")) if isinstance(row, Mapping) else None for row in rows]
    if None in named or len(set(named)) < len(named):
        return {f"[{place}]": row for place, row in enumerate(rows)}
    return {str(name): row for name, row in zip(named, rows, strict=True)}


def _is_same(stored: Any, recomputed: Any) -> bool:
    if _is_number(stored) and _is_number(recomputed):
        return math.isclose(stored, recomputed, rel_tol=_RELATIVE_TOLERANCE, abs_tol=0.0)
    return type(stored) is type(recomputed) and bool(stored == recomputed)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _said(value: Any) -> str:
    return "nothing" if value is None else str(value)

"""Thousands of futures in a few figures: mean and percentiles, and how often a thing happens."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Figure, Floats

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
# Rows that are put in order at once, where there are workers.
_ROWS = 32


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and percentiles of a figure over all futures, scalars or by month."""

    mean: Figure
    percentiles: Mapping[int, Figure]

    def to_dict(self) -> dict[str, Any]:
        """Return ``mean`` and ``p5`` to ``p95``."""
        return {"mean": self.mean, **{f"p{at}": one for at, one in self.percentiles.items()}}

    @classmethod
    def of_dict(cls, told: Mapping[str, Any]) -> "Spread":
        """Return the spread that was printed."""
        return cls(_figure(told["mean"]), {at: _figure(told[f"p{at}"]) for at in PERCENTILES})


@dataclass(frozen=True, slots=True)
class Chance:
    """A share of the futures and its standard error."""

    value: float
    standard_error: float


def spread(values: Floats, executor: Executor | None = None) -> Spread:
    """Return mean and percentiles over the last axis, of futures (P,) or (M, P)."""
    rows = np.atleast_2d(values)
    parts = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    points = np.hstack(list((executor.map if executor else map)(_percentiles, parts)))
    if values.ndim == 1:
        points = points[:, 0]
    return Spread(values.mean(axis=-1), dict(zip(PERCENTILES, points, strict=True)))


def chance(happens: ArrayLike) -> Chance:
    """Return the share of futures in which something happens, (P,) of booleans."""
    each = np.asarray(happens)
    share = float(each.mean())
    return Chance(share, float(np.sqrt(share * (1 - share) / each.size)))


def _percentiles(rows: Floats) -> Floats:
    """Return the percentiles (7, M) of rows (M, P), which are found faster in their order."""
    points: Floats = np.percentile(
        np.sort(rows, axis=-1), PERCENTILES, axis=-1, overwrite_input=True
    )
    return points


def _figure(told: Any) -> Figure:
    """Return a printed figure, a list as an array; None is NaN."""
    return np.array(told, dtype=float)[()]

"""Which passage of a repeated hour a row is of, told by its flag or its place in the file."""

import numpy as np
from numpy.typing import NDArray

from hydro_mining.imports.prices.wall_clock import Placed
from hydro_mining.imports.tables.stamps import SECOND
from hydro_mining.imports.tables.table import Integers

__all__ = ["second_passages"]


def second_passages(
    wall: Integers, placed: Placed, group: Integers, stated: Integers
) -> NDArray[np.bool_]:
    """Return which rows are of the second passage of their local hour.

    Parameters
    ----------
    wall : (N,) [s]
        Local times in the order of the file.
    placed
        Where they stand among the changes of the clock.
    group : (N,)
        Number of the series that a row belongs to: its zone, and its sequence where there are
        several.
    stated : (N,)
        ``FIRST`` or ``SECOND`` where the file names the passage, 0 where it does not.
    """
    second = np.zeros(len(wall), dtype=bool)
    repeated = np.flatnonzero(placed.first != placed.last)
    if not len(repeated):
        return second
    if (stated[repeated] == SECOND).any():
        second[repeated] = stated[repeated] == SECOND
        return second
    if np.sign(np.diff(wall)).sum() < 0:  # newest first: read it from its end
        repeated = repeated[::-1]
    order = np.lexsort((np.arange(len(repeated)), group[repeated], placed.change[repeated]))
    rows = repeated[order]
    hour = _numbered(group[rows], placed.change[rows])
    second[rows] = _by_order(wall[rows], hour)
    return second


def _numbered(*keys: Integers) -> Integers:
    """Return 0, 1, 2 … for runs of equal keys."""
    steps = np.zeros(len(keys[0]), dtype=bool)
    for key in keys:
        steps[1:] |= key[1:] != key[:-1]
    return np.cumsum(steps)


def _by_order(wall: Integers, hour: Integers) -> NDArray[np.bool_]:
    """Return the second passages among the rows of repeated hours, each hour's rows together.

    Where time goes back once, the second passage begins there. Where it never goes back, equal
    times stand side by side and the later half of them is the second passage; an hour that is
    in the file once is taken as its first passage.
    """
    same = np.concatenate(([False], hour[1:] == hour[:-1]))
    back = same & np.concatenate(([False], wall[1:] < wall[:-1]))
    n_back = np.bincount(hour, weights=back)[hour]
    since_start = np.cumsum(back)
    before = since_start[np.searchsorted(hour, hour)]
    occurrence, count = _occurrences(wall, hour)
    later_half = (count > 1) & (2 * occurrence >= count)
    found: NDArray[np.bool_] = np.where(n_back == 1, since_start > before, later_half)
    return found


def _occurrences(wall: Integers, hour: Integers) -> tuple[Integers, Integers]:
    """Return how many equal times of the hour stood before each row, and how many there are."""
    order = np.lexsort((np.arange(len(wall)), wall, hour))
    key = _numbered(hour[order], wall[order])
    occurrence, count = np.empty_like(key), np.empty_like(key)
    occurrence[order] = np.arange(len(key)) - np.searchsorted(key, key)
    count[order] = np.bincount(key)[key]
    return occurrence, count

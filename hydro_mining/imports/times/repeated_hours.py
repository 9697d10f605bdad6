"""Which time of a repeated hour a row is of, told by its stamp or its place in the file."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.times.stamps import FOLD_UNKNOWN
from hydro_mining.imports.times.wall_clock import Placed, WallClock

_SQUEEZED = (
    "The hour that the clock repeats is in the file once on {}: taken as its first passage, the "
    "second is missing."
)
_HOUR_S = 3_600

# A clock that goes back shows an hour twice.
_TIMES = 2


class Folds(NamedTuple):
    """Which time of its local hour a row is of.

    Attributes
    ----------
    is_second : (N,)
        Whether it is the second time; False where the clock shows the hour once.
    is_doubtful : (N,)
        Whether neither stamps nor the order of rows told it.
    """

    is_second: Booleans
    is_doubtful: Booleans


def folds(wall: Integers, placed: Placed, group: Integers, stated: Integers) -> Folds:
    """Return the times of repeated hours.

    Parameters
    ----------
    wall : (N,) [s]
        Local times in the order of the file.
    placed
        Where they stand among the changes of the clock.
    group : (N,)
        Number of the series that a row belongs to.
    stated : (N,)
        The stamps' own ``fold``.
    """
    found = Folds(np.zeros(len(wall), dtype=bool), np.zeros(len(wall), dtype=bool))
    is_repeated = placed.first != placed.last
    if not is_repeated.any():
        return found
    if (stated[is_repeated] != FOLD_UNKNOWN).any():
        found.is_second[is_repeated] = stated[is_repeated] == 1
        return found
    order = np.lexsort((np.arange(len(wall)), group))
    is_sorted = not ((np.diff(wall[order]) < 0) & (np.diff(group[order]) == 0)).any()
    if np.sign(np.diff(wall)).sum() < 0:  # newest first: read it from its end
        order = order[::-1]
    place = np.flatnonzero(is_repeated[order])
    rows = order[place]
    hour = np.column_stack((group[rows], placed.change[rows]))
    # Files that overlap hold the hour twice with others between: each run of it is for itself.
    begins = (np.diff(place) > 1) | (np.diff(hour, axis=0) != 0).any(axis=1)
    runs = np.split(rows, np.flatnonzero(begins) + 1)
    n_runs = Counter((group[run[0]], placed.change[run[0]]) for run in runs)
    for run in runs:
        second, is_doubtful = _of_run(wall[run], is_sorted=is_sorted)
        is_one_of_several = n_runs[group[run[0]], placed.change[run[0]]] > 1
        found.is_second[run] = second
        found.is_doubtful[run] = is_doubtful or (is_one_of_several and not second.any())
    return found


def _of_run(wall: Integers, *, is_sorted: bool) -> tuple[Booleans, bool]:
    """Return which rows of one run are of the second time, and whether that is a guess.

    Where time goes back, the second time begins; where it never does, equal times stand side
    by side, the first before the second. An hour that is there once is taken as its first.
    """
    part = np.cumsum(np.diff(wall, prepend=wall[0]) < 0)
    occurrence, count = _occurrences(wall)
    n_back, most = int(part[-1]), int(count.max())
    if n_back == 1 or (n_back % _TIMES and most > _TIMES):
        return part % _TIMES == 1, False
    if most <= _TIMES:
        return occurrence == 1, False
    later = 2 * occurrence >= count if is_sorted else occurrence % _TIMES == 1
    return later, True


def _occurrences(wall: Integers) -> tuple[Integers, Integers]:
    """Return how many equal times stood before each row, and how many there are."""
    _, which, counts = np.unique(wall, return_inverse=True, return_counts=True)
    order = np.argsort(which, kind="stable")
    begins = np.cumsum(counts) - counts
    occurrence = np.empty_like(order)
    occurrence[order] = np.arange(len(wall)) - begins[which[order]]
    return occurrence, counts[which]


def squeezed_note(
    utc: Integers, is_repeated: Booleans, is_second: Booleans, local: WallClock
) -> tuple[str, ...]:
    """Return a note on repeated hours that a file holds once though it goes on after them."""
    hours = utc[is_repeated] // _HOUR_S
    there_twice = set((utc[is_repeated & is_second] // _HOUR_S).tolist())
    inside = int(utc.max()) // _HOUR_S
    once = [
        hour
        for hour in np.unique(hours[~is_second[is_repeated]]).tolist()
        if hour + 1 not in there_twice and hour + 1 <= inside
    ]
    if not once:
        return ()
    days = local.local(np.array(once) * _HOUR_S).astype("datetime64[s]").astype("datetime64[D]")
    return (_SQUEEZED.format(", ".join(str(day) for day in days[:3])),)

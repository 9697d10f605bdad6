"""How long intervals are, told from the steps between stamps, and where some are missing.

An interval has the resolution of the file at its place, never the distance to the next row: a
missing row leaves a gap.
"""

import numpy as np

from hydro_mining.economics.arrays import Integers

_DAY_S = 86_400
# Markets have hours or parts of them. A longer step is a gap, unless it is the file's usual one.
_LONGEST_USUAL_S = 3_600
# After the last row, which nothing limits.
_NO_STEP_S = 2 * _DAY_S
# A day with fewer steps than these does not tell its resolution.
_FEWEST_STEPS = 3
_FEWEST_EARLY = 2


def distinct(seconds: Integers) -> Integers:
    """Return the different times in order; those of files are in long runs that sort fast."""
    ordered = np.sort(seconds, kind="stable")
    found: Integers = ordered[np.diff(ordered, prepend=ordered[:1] - 1) != 0]
    return found


def common_step(start: Integers) -> int | None:
    """Return the commonest step between sorted times, the shorter of two; None without any."""
    steps = np.diff(start)
    if not len(steps):
        return None
    values, counts = np.unique(steps, return_counts=True)
    return int(values[counts.argmax()])


def lengths_from_starts(start: Integers, local: Integers, usual: int) -> tuple[Integers, int]:
    """Return the length of each interval [s], and how many were cut short by the next one.

    Parameters
    ----------
    start : (N,) [s]
        Beginnings in UTC, strictly increasing.
    local : (N,) [s]
        The same in local time, whose days may differ in resolution.
    usual
        The file's commonest step [s], for days that do not tell.
    """
    steps = np.diff(start, append=start[-1] + _NO_STEP_S)
    day = np.cumsum(np.diff(local // _DAY_S, prepend=local[0] // _DAY_S) != 0)
    by_day = _resolutions(steps, day, usual)
    length: Integers = by_day[day]
    for switch in np.flatnonzero(np.diff(by_day)):
        _follow_switch(length, steps, day, by_day, int(switch))
    return np.minimum(length, steps), int((length > steps).sum())


def _resolutions(steps: Integers, day: Integers, usual: int) -> Integers:
    """Return the resolution of each day.

    A file becomes finer or coarser for good: a coarser day between finer ones has gaps.
    """
    mode = _modes(steps, day, usual)
    ahead = np.minimum.accumulate(mode)
    behind = np.minimum.accumulate(mode[::-1])[::-1]
    return np.maximum(ahead, behind)


def _modes(steps: Integers, day: Integers, usual: int) -> Integers:
    n_days = int(day[-1]) + 1
    mode = np.zeros(n_days, dtype=np.int64)
    most = np.full(n_days, _FEWEST_STEPS - 1)
    possible = np.unique(steps[steps <= max(usual, _LONGEST_USUAL_S)])
    for step in possible[np.isin(possible, _frequent(steps))]:  # from the shortest
        count = np.bincount(day[steps == step], minlength=n_days)
        mode[count > most] = step
        most = np.maximum(most, count)
    return _filled(mode, usual)


def _frequent(steps: Integers) -> Integers:
    """Return the steps that could be a day's commonest; odd stamps have thousands of others."""
    values, counts = np.unique(steps, return_counts=True)
    return values[np.argsort(-counts, kind="stable")[:20]]


def _filled(mode: Integers, usual: int) -> Integers:
    """Return the modes with days that do not tell taken as the day before, or the first after."""
    told = np.flatnonzero(mode)
    if not len(told):
        return np.full(len(mode), usual)
    at = np.maximum(np.searchsorted(told, np.arange(len(mode)), "right") - 1, 0)
    return mode[told[at]]


def _follow_switch(
    length: Integers, steps: Integers, day: Integers, by_day: Integers, before: int
) -> None:
    """Correct the rows of a day in whose middle the file changes its resolution."""
    old, new = int(by_day[before]), int(by_day[before + 1])
    of_old = np.flatnonzero(day == before)
    of_new = np.flatnonzero(day == before + 1)
    kept = of_old[steps[of_old] == old]
    late = of_old[of_old > kept[-1]] if len(kept) else of_old[:0]
    is_new = steps[late] < old if new < old else steps[late] == new
    if is_new.any():
        length[late[is_new.argmax() :]] = new
    begun = of_new[steps[of_new] == new]
    early = of_new[of_new < begun[0]] if len(begun) else of_new[:0]
    # One hour before quarters may as well be a quarter with three missing after it.
    if (steps[early] == old).sum() >= _FEWEST_EARLY:
        length[early] = old

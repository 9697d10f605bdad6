"""Hours that are named by their ends, rather than by what the clock shows then."""

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.times.lengths import common_step, distinct
from hydro_mining.imports.times.wall_clock import WallClock

_DAY_S = 86_400
LABELS_NOTE = (
    "Times are names of the intervals that they end, as the days on which the clock changes tell."
)


def label_step(wall: Integers, group: Integers, local: WallClock) -> int:
    """Return what to take off the names of intervals to have their beginnings [s], 0 if nothing.

    When New York's clock goes back, the hours that begin at 01:00 both end at 02:00 by their
    names, though the clock shows 01:00 and 02:00 then.

    Parameters
    ----------
    wall : (N,) [s]
        Local times that mark ends.
    group : (N,)
        Number of the series that a row belongs to.
    """
    step = common_step(distinct(wall))
    if step is None:
        return 0
    end, begin = local.placed(wall), local.placed(wall - step)
    end_is_twice, begin_is_twice = end.first != end.last, begin.first != begin.last
    is_open = (end_is_twice != begin_is_twice) | (end.exists != begin.exists)
    if not is_open.any():
        return 0
    is_twice = is_open & _stands_twice(wall, group, np.unique((wall[is_open] - 1) // _DAY_S))
    told = (is_twice & begin_is_twice) | (begin.exists & ~end.exists)
    against = (is_twice & end_is_twice) | (end.exists & ~begin.exists)
    return step if (told & is_open).any() and not (against & is_open).any() else 0


def begun_before_skipped(begin: Integers, step: int, local: WallClock) -> Integers:
    """Return beginnings by numbers of hours, with those that the clock skips where they belong.

    Hour ending 3 is from 01:00 to 03:00 by the clock where it goes forward at 02:00, in a file
    that has no hour ending 2 on that day.

    Parameters
    ----------
    begin : (N,) [s]
        Local times.
    step
        Of the numbers [s].
    """
    is_skipped, before = ~local.placed(begin).exists, begin - step
    may_move = is_skipped & local.placed(before).exists
    return np.where(may_move & ~np.isin(before, begin), before, begin)


def _stands_twice(wall: Integers, group: Integers, days: Integers) -> Booleans:
    """Return which ends in some days are there oftener than others of their day and series.

    Files that overlap hold all times of a day twice, and the repeated ones four times.
    """
    rows = np.flatnonzero(np.isin((wall - 1) // _DAY_S, days))
    series_time = np.column_stack((group[rows], wall[rows]))
    times, which, count = np.unique(series_time, axis=0, return_inverse=True, return_counts=True)
    series_day = np.column_stack((times[:, 0], (times[:, 1] - 1) // _DAY_S))
    _, day_of = np.unique(series_day, axis=0, return_inverse=True)
    least = np.full(int(day_of.max()) + 1, count.max())
    np.minimum.at(least, day_of, count)
    twice = np.zeros(len(wall), dtype=bool)
    twice[rows] = (count > least[day_of])[which]
    return twice

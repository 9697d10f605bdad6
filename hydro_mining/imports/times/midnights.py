"""Midnights that are written as 00:00 of the day which they end, as the order of rows tells."""

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers

__all__ = ["ends_of_days"]

_DAY_S = 86_400


def ends_of_days(seconds: Integers, group: Integers) -> Booleans | None:
    """Return which stamps of 00:00 end their dates, or None where their order does not tell.

    A date that goes from 01:00 to 23:00 and then to 00:00 ends there; one that begins with 00:00
    does not.

    Parameters
    ----------
    seconds : (N,) [s]
        Dates and times of day, in the order of the file.
    group : (N,)
        Number of the series that a row belongs to.

    Returns
    -------
    (N,)
        All of the stamps of 00:00, or none of them.
    """
    day, time = np.divmod(seconds, _DAY_S)
    is_midnight = time == 0
    none = np.zeros(len(seconds), dtype=bool)
    if not is_midnight.any():
        return none
    way = slice(None, None, -1 if _is_newest_first(day, time) else 1)
    follows_its_day = (np.diff(day[way]) == 0) & is_midnight[way][1:] & ~is_midnight[way][:-1]
    if not follows_its_day.any():
        return none
    order = np.lexsort((day[way], group[way]))  # which keeps the order of rows in a day
    day_of, group_of, midnight = (a[way][order] for a in (day, group, is_midnight))
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = (np.diff(day_of) != 0) | (np.diff(group_of) != 0)
    is_last = np.append(is_first[1:], True)
    several = np.flatnonzero(is_first & ~is_last)
    last = np.flatnonzero(is_last)[np.searchsorted(np.flatnonzero(is_last), several)]
    has_some = np.logical_or.reduceat(midnight, np.flatnonzero(is_first))[
        np.searchsorted(np.flatnonzero(is_first), several)
    ]
    begins, ends = midnight[several], midnight[last] & ~midnight[several]
    if (begins | ~has_some).all():
        return none
    return is_midnight if (ends | ~has_some).all() else None


def _is_newest_first(day: Integers, time: Integers) -> bool:
    """Return whether times go back within their dates, in whatever order these are."""
    return int(np.sign(np.diff(time)[np.diff(day) == 0]).sum()) < 0

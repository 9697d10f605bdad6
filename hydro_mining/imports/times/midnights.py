"""Midnights by the order of rows: 00:00 that ends its date, and 24:00 that begins it."""

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.lengths import common_step, distinct
from hydro_mining.imports.times.stamps import NO_OFFSET, Stamps

_DAY_S, _HALF_DAY_S = 86_400, 43_200
_MIDNIGHT_ENDS = "00:00 stands at the end of its date: it is taken as 24:00."
FIRST_24 = "{} stands before the first hours of its date: it is taken as 00:00."
_FIRST_24_RULE = (
    "at the end of its date, not before its first hours, or told by the option {option}: start, "
    "where it is 00:00 of that date"
)


def with_midnights_dated(
    table: Table,
    column: int,
    stamps: Stamps,
    group: Integers,
    *,
    marks_end: bool | None,
    usual_marks_end: bool | None,
) -> tuple[Stamps, tuple[str, ...]]:
    """Return stamps with midnights of the dates that the order of rows tells, and notes.

    Parameters
    ----------
    group : (N,)
        Number of the series that a row belongs to.
    marks_end, usual_marks_end
        Whether stamps mark ends: what the user says, and what headings say.

    Raises
    ------
    InputError
        If the order does not tell, and what is said of stamps does not either.
    """
    if stamps.has_24 and not stamps.has_0:
        is_24 = stamps.seconds % _DAY_S == 0
        if not is_24_first(table, column, stamps.seconds, is_24, group, marks_end=marks_end):
            return stamps, ()
        seconds = stamps.seconds - _DAY_S * is_24
        first = stamps._replace(seconds=seconds, has_24=False, has_0=True)
        return first, (FIRST_24.format("24:00"),)
    if not stamps.has_0 or (stamps.offset != NO_OFFSET).any():
        return stamps, ()
    is_end = ends_of_days(stamps.seconds, group)
    if is_end is None and (usual_marks_end if marks_end is None else marks_end):
        row = int((stamps.seconds % _DAY_S == 0).argmax())
        rule = "in order of time, to tell whether 00:00 begins or ends its date"
        raise table.refusal(row, column, rule)
    if is_end is None or not is_end.any():
        return stamps, ()
    seconds = stamps.seconds + _DAY_S * is_end
    return stamps._replace(seconds=seconds, has_24=True, has_0=False), (_MIDNIGHT_ENDS,)


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


def is_24_first(
    table: Table,
    column: int,
    seconds: Integers,
    is_24: Booleans,
    group: Integers,
    *,
    marks_end: bool | None,
) -> bool:
    """Return whether 24 is the midnight that begins its date, as in 24, 1, 2 … 23.

    Clocks that count from 1 to 24 write so, and lists of hours that end are sorted so at times.

    Parameters
    ----------
    seconds : (N,) [s]
        Dates and times of day, 24 as the end of its date.
    is_24 : (N,)
        Which of them are written as 24.
    group : (N,)
        Number of the series that a row belongs to.
    marks_end
        What the user says of stamps: those of beginnings begin their dates with 24, those of ends
        do if that leaves fewer gaps.

    Raises
    ------
    InputError
        If 24 stands before the first hours of its dates, and the user says nothing.
    """
    if not _stand_beside_first_hours(seconds, is_24, group):
        return False
    if marks_end is None:
        row = int(is_24.argmax())
        raise table.refusal(row, column, _FIRST_24_RULE, option="convention")
    return not marks_end or _gaps(seconds - _DAY_S * is_24) < _gaps(seconds)


def _stand_beside_first_hours(seconds: Integers, is_24: Booleans, group: Integers) -> bool:
    """Return whether in their dates 24 are next to hours of the morning, and to no others."""
    order = np.argsort(group, kind="stable")
    day, time = np.divmod((seconds - _DAY_S * is_24)[order], _DAY_S)
    last, of = is_24[order], group[order]
    is_beside = (np.diff(day) == 0) & (np.diff(of) == 0) & (np.diff(last.astype(int)) != 0)
    other = np.where(last[:-1], time[1:], time[:-1])[is_beside]
    return bool(len(other) and (other < _HALF_DAY_S).all())


def _gaps(seconds: Integers) -> int:
    times = distinct(seconds)
    return int((np.diff(times) > (common_step(times) or 0)).sum())


def _is_newest_first(day: Integers, time: Integers) -> bool:
    """Return whether times go back within their dates, in whatever order these are."""
    return int(np.sign(np.diff(time)[np.diff(day) == 0]).sum()) < 0

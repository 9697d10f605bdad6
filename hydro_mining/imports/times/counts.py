"""Numbers of hours, half-hours and quarters beside a date, and the time that they count to."""

from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.tables import Table, read_whole_numbers
from hydro_mining.imports.times.day_parts import (
    DayParts,
    looks_like_time_of_day,
    read_day_parts,
)
from hydro_mining.imports.times.wall_clock import WallClock

_HOUR_MIN, _DAY_MIN, _DAY_S, _HOUR_S = 60, 1_440, 86_400, 3_600
_HOURS, _PERIODS, _QUARTERS = 24, 50, 4
# Numbers up to which whole days are counted, from 0 or 1, with an hour less or more.
_WHOLE_DAYS = {60: range(22, 26), 30: range(45, 51), 15: range(91, 101)}


class Counts(NamedTuple):
    """Numbers from 0, how much of the day one of them is [min], and from what the file counts."""

    column: int
    number: Integers
    minutes: int
    first: int = 1


def read_counts(
    table: Table,
    columns: tuple[int, ...],
    minutes: int | None,
    parts: DayParts | None = None,
    *,
    marks_end: bool | None = None,
) -> Counts:
    """Return the numbers of a column, or of a column of hours and one of quarters in them.

    Parameters
    ----------
    minutes
        What one number is, where the form of the file settles it; they are from 1 then.
    parts
        The column as it was read.
    marks_end
        Whether numbers mark the end of an hour, from 1, or its beginning, from 0; None if the
        numbers tell it.

    Raises
    ------
    InputError
        If a number is none, or the numbers do not tell where they begin or what they count.
    """
    _, at, *quarter_at = columns
    if quarter_at:
        hour = read_whole_numbers(table, at, 1, _HOURS) - 1
        quarter = read_whole_numbers(table, quarter_at[0], 1, _QUARTERS) - 1
        return Counts(at, hour * _QUARTERS + quarter, _HOUR_MIN // _QUARTERS)
    if minutes == _HOUR_MIN and looks_like_time_of_day(table.cell(0, at)):
        return Counts(at, _hours_ending(table, at), _HOUR_MIN)
    if minutes is not None or parts is None or parts.number is None:
        most = _HOURS if minutes == _HOUR_MIN else _PERIODS
        return Counts(at, read_whole_numbers(table, at, 1, most) - 1, minutes or _HOUR_MIN)
    number = parts.number
    length = minutes_counted(table, at, number)
    first = _first(table, at, number, length, marks_end=marks_end)
    return Counts(at, number - first, length, first)


def _hours_ending(table: Table, at: int) -> Integers:
    """Return the numbers from 0 of hours that are named by their ends, 01:00 to 24:00."""
    hours, seconds = np.divmod(read_day_parts(table, at).begin, _HOUR_S)
    if seconds.any():
        row = int(seconds.argmax())
        raise table.refusal(row, at, "the end of a whole hour")
    return np.where(hours == 0, _HOURS, hours) - 1


def minutes_counted(table: Table, at: int, number: Integers) -> int:
    """Return how much of the day one number is [min], as the highest of them tells.

    Raises
    ------
    InputError
        If it does not.
    """
    most = int(number.max())
    for minutes, whole_days in _WHOLE_DAYS.items():
        if most in whole_days:
            return minutes
    if most < _HOURS and "hour" in table.headings[at].casefold():
        return _HOUR_MIN
    rule = "numbered to the end of a day, to tell 24 hours, 48 half-hours and 96 quarters apart"
    row = int(number.argmax())
    raise table.refusal(row, at, rule)


def _first(table: Table, at: int, number: Integers, minutes: int, *, marks_end: bool | None) -> int:
    """Return the number of the first part of a day, 0 or 1."""
    in_day = _DAY_MIN // minutes
    has_first, has_last = bool((number == 0).any()), bool((number >= in_day).any())
    if has_first or has_last:  # from 0 with both: a day of 25 hours has one more
        return 0 if has_first else 1
    if number.min() == 1 and minutes < _HOUR_MIN and number.max() == in_day - _HOUR_MIN // minutes:
        return 1  # a whole day of 23 hours
    if marks_end is not None:
        return int(marks_end)
    row = int(number.argmin())
    rule = f"with a number 0 or {in_day} somewhere in the file, or told by the option {{option}}"
    raise table.refusal(row, at, rule, option="convention")


def is_elapsed(counts: Counts, midnight: Integers, local: WallClock) -> bool:
    """Return whether numbers count what has passed, rather than being labels of the clock.

    Hour 25 does so, and a spring day whose numbers end an hour early.
    """
    in_day = _DAY_MIN // counts.minutes
    if (counts.number >= in_day).any():
        return True
    wall = midnight + counts.number * counts.minutes * 60
    is_skipped = ~local.placed(wall).exists
    if not is_skipped.any():
        return False
    on_short_days = np.isin(midnight, midnight[is_skipped])
    is_last_hour: Booleans = counts.number >= in_day - _HOUR_MIN // counts.minutes
    return not (on_short_days & is_last_hour).any()


def check_labels(table: Table, counts: Counts) -> None:
    """Refuse a number that no clock shows, such as 24 among hours from 0."""
    last = _DAY_MIN // counts.minutes - 1
    rule = f"a number up to {last + counts.first}, the last of a day"
    table.check(counts.column, counts.number <= last, rule)


def elapsed_times(table: Table, counts: Counts, midnight: Integers, local: WallClock) -> Integers:
    """Return the times in UTC of numbers that count what has passed since local midnight.

    Raises
    ------
    InputError
        If a number is beyond the last of its day.
    """
    step = counts.minutes * 60
    begins = local.placed(midnight).first
    last = (local.placed(midnight + _DAY_S).first - begins) // step
    wrong = np.flatnonzero(counts.number >= last)
    if len(wrong):
        row = int(wrong[0])
        what = "settlement period" if counts.minutes == 30 else "number"  # noqa: PLR2004
        rule = f"a {what} up to {last[row] - 1 + counts.first}, the last of that day"
        value = int(counts.number[row]) + counts.first
        raise table.refusal(row, counts.column, rule, value)
    return begins + counts.number * step

"""Stamps of time as people write them -> seconds, for whole columns at once."""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.tables import ByteMatrix, Table
from hydro_mining.imports.times.date_order import (
    CHOSEN_DAYS_RULE,
    UNTOLD_RULE,
    DateHints,
    DateOrder,
    are_chosen_days,
)
from hydro_mining.imports.times.stamp_shapes import (
    CLOCK_HOURS,
    WINTER,
    month_named,
    number_at,
    shapes_of,
)

FOLD_UNKNOWN = -1
NO_OFFSET = np.iinfo(np.int64).min
_LAST_YEAR = 2100
_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_HOURS, _HALF_DAY, _MINUTES, _SECONDS = 24, 12, 60, 60
_MONTHS = 12
_CENTURY = 100
_ORDERS = (False, True)
# Seconds since 1970 of 2033, above which figures are dates and hours in ten digits.
_FIRST_DAY_AND_HOUR = 1_990_000_000
# Years in two digits are told from days by these.
_FIRST_SHORT, _LAST_SHORT, _MOST_YEARS = 15, 40, 10
_SERIAL_0 = 25_569  # a spreadsheet's number of 1970-01-01
# Clocks are at most 14 hours from UTC, and an interval a day long.
_NEAR_S = 2 * _DAY_S
# Day and month in the wrong order leave a month between one day and the next.
_LONGEST_GAP_S = 7 * _DAY_S


class Stamps(NamedTuple):
    """Times as they are written.

    Attributes
    ----------
    seconds : (N,) [s]
        Of the clock that the stamp shows, since 1970 on that clock.
    offset : (N,) [s]
        What that clock is ahead of UTC; ``NO_OFFSET`` where the stamp does not say.
    fold : (N,)
        As in Python's datetime: 0 and 1 where the stamp names summer and winter time, which are
        the first and the second time of a repeated hour; ``FOLD_UNKNOWN`` where it does not.
    named : (N,) [s]
        What the clock that a stamp names, such as CET, is ahead of UTC; ``NO_OFFSET`` where it
        names none.
    date_order
        What told day from month; empty where no stamp leaves it open.
    is_day_first
        Which of them stands first; None where no stamp leaves it open.
    has_24, has_0
        Whether some stamps are 24:00, and some midnight that is not written so.
    """

    seconds: Integers
    offset: Integers
    fold: Integers
    named: Integers
    date_order: DateOrder = ""
    has_24: bool = False
    has_0: bool = False
    is_day_first: bool | None = None


_NO_HINTS = DateHints()


def read_stamps(
    table: Table,
    index: int,
    *,
    hints: DateHints = _NO_HINTS,
    cells: ByteMatrix | None = None,
) -> Stamps:
    """Return the times of a column, or of ``cells`` taken from it.

    Parameters
    ----------
    hints
        Of the order of day and month, where no value above 12 tells it.

    Raises
    ------
    InputError
        At the first cell that is no stamp, or if day and month cannot be told apart.
    """
    cells = table.column(index) if cells is None else cells
    reader = _Reader(table, index, cells)
    for rows, match in shapes_of(table, index, cells):
        reader.read(rows, match)
    return reader.stamps(hints)


class _Reader:
    """Parts of the stamps, filled in shape by shape."""

    def __init__(self, table: Table, index: int, cells: ByteMatrix) -> None:
        n = len(cells)
        self._table, self._index, self._cells = table, index, cells
        self._time = np.zeros(n, dtype=np.int64)
        self._offset = np.full(n, NO_OFFSET, dtype=np.int64)
        self._fold = np.full(n, FOLD_UNKNOWN, dtype=np.int64)
        self._named = self._offset.copy()
        self._year = np.zeros(n, dtype=np.int64)  # 0 for stamps that are seconds
        self._one = np.zeros(n, dtype=np.int64)
        self._two = np.zeros(n, dtype=np.int64)
        self._in_order = np.zeros(n, dtype=bool)  # year, month, day
        self._dotted = np.zeros(n, dtype=bool)
        self._has_halves = self._has_24 = self._has_0 = False

    def read(self, rows: NDArray[np.intp], match: re.Match[str]) -> None:
        """Read the stamps of one shape."""
        parts = match.groupdict()
        cells = self._cells if len(rows) == len(self._cells) else self._cells[rows]
        number = partial(number_at, cells, match)
        if parts.get("serial"):
            self._time[rows] = _of_serial(number("serial"), number("day_part"), parts["day_part"])
            return
        if parts.get("epoch") or parts.get("epoch_ms"):
            self._read_epoch(rows, number("epoch"), number("epoch_ms"))
            return
        self._read_date(rows, match, number)
        hour = self._hour(rows, parts, number("hour"))
        clock = (hour, number("minute"), number("second"))
        self._check(rows, self._is_clock(*clock), "hours up to 24, minutes and seconds up to 59")
        self._check(rows, number("part") == 0, "a whole second")
        self._time[rows] = clock[0] * _HOUR_S + clock[1] * _MINUTE_S + clock[2]
        self._has_24 |= bool((hour == _HOURS).any())
        self._has_0 |= bool((self._time[rows] == 0).any())
        self._has_halves |= bool(parts.get("half") or parts.get("half_hour"))
        if parts.get("zulu"):
            self._offset[rows] = 0
        elif parts.get("sign"):
            ahead = number("ahead") * _HOUR_S + number("past") * _MINUTE_S
            self._offset[rows] = -ahead if parts["sign"] == "-" else ahead
        elif parts.get("name"):
            self._fold[rows] = int(parts["name"] in WINTER)
            self._named = (
                np.full_like(self._offset, NO_OFFSET) if self._named is None else self._named
            )
            self._named[rows] = CLOCK_HOURS[parts["name"]] * _HOUR_S

    def _read_epoch(self, rows: NDArray[np.intp], seconds: Integers, thousandths: Integers) -> None:
        if seconds.min() >= _FIRST_DAY_AND_HOUR:  # 2025061400 is a date and hour, not in 2034
            date, hour = np.divmod(seconds, _CENTURY)
            self._check(rows, hour < _HOURS, "a date and an hour up to 23, or seconds since 1970")
            self._year[rows], date = np.divmod(date, _CENTURY**2)
            self._one[rows], self._two[rows] = np.divmod(date, _CENTURY)
            self._in_order[rows] = True
            self._time[rows] = hour * _HOUR_S
            return
        self._time[rows] = seconds + thousandths // 1000
        self._offset[rows] = 0

    def _read_date(
        self, rows: NDArray[np.intp], match: re.Match[str], number: Callable[[str], Integers]
    ) -> None:
        parts = match.groupdict()
        year = number("year")
        is_short = year < _CENTURY
        if is_short.any():
            is_told = parts.get("month_name") or parts["mark"] != "-"
            is_year = (year >= _FIRST_SHORT) & (year <= _LAST_SHORT)
            is_year &= bool(is_told and len(np.unique(year)) <= _MOST_YEARS)
            self._check(rows, is_year, "a date whose year has four digits")
        self._year[rows] = np.where(is_short, year + 2000, year)
        self._in_order[rows] = "day" in parts
        self._dotted[rows] = parts.get("mark") == "."
        self._two[rows] = number("day") if "day" in parts else number("two")
        if parts.get("month_name"):
            self._one[rows] = month_named(match)
        else:
            self._one[rows] = number("month") if "day" in parts else number("one")

    def _hour(self, rows: NDArray[np.intp], parts: dict[str, str], hour: Integers) -> Integers:
        half = parts.get("half") or parts.get("half_hour")
        if not half:
            return hour
        self._check(rows, (hour >= 1) & (hour <= _HALF_DAY), "an hour from 1 to 12 before AM or PM")
        return hour % _HALF_DAY + (_HALF_DAY if half in "Pp" else 0)

    @staticmethod
    def _is_clock(hour: Integers, minute: Integers, second: Integers) -> NDArray[np.bool_]:
        in_day: NDArray[np.bool_] = (hour < _HOURS) & (minute < _MINUTES) & (second < _SECONDS)
        day_ends: NDArray[np.bool_] = (hour == _HOURS) & (minute == 0) & (second == 0)
        return np.logical_or(in_day, day_ends)

    def _check(self, rows: NDArray[np.intp], is_right: NDArray[np.bool_], rule: str) -> None:
        wrong = rows[~is_right]
        if len(wrong):
            raise self._table.refusal(int(wrong[0]), self._index, rule)

    def stamps(self, hints: DateHints) -> Stamps:
        """Return what was read, day and month told apart."""
        days_first, order = self._order(hints)
        seconds = self._time + _DAY_S * self._days(is_day_first=days_first)
        year = seconds.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
        rule = f"in the years from {hints.first_year} to {_LAST_YEAR}"
        self._check(np.arange(len(year)), (year >= hints.first_year) & (year <= _LAST_YEAR), rule)
        return Stamps(
            seconds,
            self._offset,
            self._fold,
            self._named,
            date_order=order,
            has_24=self._has_24,
            has_0=self._has_0,
            is_day_first=days_first if order else None,
        )

    def _order(self, hints: DateHints) -> tuple[bool, DateOrder]:
        """Return whether days stand first, and what tells it."""
        asked = (self._year > 0) & ~self._in_order
        if not asked.any():
            return False, ""
        if (asked & (self._one > _MONTHS)).any():
            return True, "a day above 12"
        if (asked & (self._two > _MONTHS)).any():
            return False, "a day above 12"
        if hints.day_first is not None:
            return hints.day_first, "given"
        return self._order_by_evidence(hints, asked)

    def _order_by_evidence(self, hints: DateHints, asked: Booleans) -> tuple[bool, DateOrder]:
        if self._dotted[asked].all():  # nobody writes months first with points
            return True, "points between"
        if hints.usual is not None:
            return hints.usual, "the form"
        by_order = {o: self._time + _DAY_S * self._days(is_day_first=o) for o in _ORDERS}
        reference = hints.reference()
        if reference is not None:
            near = [o for o, s in by_order.items() if (np.abs(s - reference) <= _NEAR_S).all()]
            if len(near) == 1:
                return near[0], "another column"
        unbroken = [o for o, s in by_order.items() if _longest_step(s) <= _LONGEST_GAP_S]
        may_be_chosen = len(unbroken) == 1 and are_chosen_days(
            *(self._days(is_day_first=o)[asked] for o in (unbroken[0], not unbroken[0]))
        )
        if len(unbroken) == 1 and not may_be_chosen:
            return unbroken[0], "times without a gap"
        is_against = unbroken == [True]  # where months first would be chosen days
        place = hints.is_month_first_place
        if not is_against and (place or (self._has_halves and place is None)):
            return False, "the time zone" if place else "AM and PM"
        row = int(asked.argmax())
        rule = CHOSEN_DAYS_RULE if may_be_chosen else UNTOLD_RULE
        raise self._table.refusal(row, self._index, rule, option="day_first")

    def _days(self, *, is_day_first: bool) -> Integers:
        """Return the days since 1970 of all dates, 0 where a stamp is seconds."""
        rows = np.flatnonzero(self._year > 0)
        is_swapped = is_day_first & ~self._in_order[rows]
        month = np.where(is_swapped, self._two[rows], self._one[rows])
        day = np.where(is_swapped, self._one[rows], self._two[rows])
        days = np.zeros(len(self._year), dtype=np.int64)
        days[rows] = self._days_of(rows, month, day)
        return days

    def _days_of(self, rows: NDArray[np.intp], month: Integers, day: Integers) -> Integers:
        in_year = (month >= 1) & (month <= _MONTHS)
        self._check(
            rows,
            in_year & (day >= 1),
            "a date of the calendar, its day and month in the order of the rest",
        )
        months = (12 * (self._year[rows] - 1970) + month - 1).astype("datetime64[M]")
        first = months.astype("datetime64[D]").astype(np.int64)
        after = (months + 1).astype("datetime64[D]").astype(np.int64)
        self._check(rows, first + day <= after, "a date of the calendar")
        return first + day - 1


def _longest_step(seconds: Integers) -> int:
    return int(np.diff(np.unique(seconds)).max(initial=0))


def _of_serial(day: Integers, part: Integers, digits: str | None) -> Integers:
    """Return the seconds of a spreadsheet's days, whose fractions are told to the minute."""
    seconds = part * _DAY_S / 10 ** len(digits or "")
    minutes: Integers = np.rint(seconds / _MINUTE_S).astype(np.int64)
    return (day - _SERIAL_0) * _DAY_S + minutes * _MINUTE_S

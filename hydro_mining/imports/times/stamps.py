"""Stamps of time as people write them -> seconds, for whole columns at once.

The digits of a column are put out of sight first: "2025-01-01 00:00" has the shape
"0000-00-00 00:00", and a column has few shapes. A regular expression finds the parts of each
shape, and the digits at their places are read for all rows of that shape together.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Integers
from hydro_mining.imports.tables import ByteMatrix, Table

__all__ = [
    "FOLD_UNKNOWN",
    "NO_OFFSET",
    "Stamps",
    "looks_like_stamp",
    "read_stamps",
    "split_range",
]

FOLD_UNKNOWN = -1
NO_OFFSET = np.iinfo(np.int64).min
_ZERO, _NINE = b"09"
_DASH = b" - "
_MOST_SHAPES = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_RULE = "a date and time such as 2025-03-30T01:15, 30/03/2025 01:15 or seconds since 1970"
_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_HOURS, _HALF_DAY, _MINUTES, _SECONDS = 24, 12, 60, 60
_MONTHS = 12

# Names of clocks in stamps of the repeated hour: in summer time it is there first.
_SUMMER = ("CEST", "EEST", "WEST", "BST", "EDT", "CDT", "MDT", "PDT")
_WINTER = ("CET", "EET", "WET", "GMT", "EST", "CST", "MST", "PST")

_TIME = (
    r"(?:(?:T|,? +)(?P<hour>00?):(?P<minute>00)(?::(?P<second>00)(?:[.,](?P<part>0{1,9}))?)?"
    r"(?: *(?P<half>[AaPp])[Mm])?)?"
)
_NAMES = "|".join((*_SUMMER, *_WINTER))
_OFFSET = (
    r" *(?:(?P<zulu>Z|UTC)|(?P<sign>[+-])(?P<ahead>00)(?::?(?P<past>00))?"
    rf"|\(?(?P<name>{_NAMES})\)?)? *"
)
_DAY_AND_MONTH = r"(?P<one>00?)(?P<mark>[/.-])(?P<two>00?)(?P=mark)(?P<year>0000)"
_SHAPES = tuple(
    re.compile(f" *{date}{rest}")
    for date, rest in (
        (r"(?P<year>0000)[-/](?P<month>00?)[-/](?P<day>00?)", _TIME + _OFFSET),
        (_DAY_AND_MONTH, _TIME + _OFFSET),
        (r"(?P<epoch>0{9,10})(?:\.0+)?", ""),
        (r"(?P<epoch_ms>0{12,13})(?:\.0+)?", ""),
    )
)


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
    """

    seconds: Integers
    offset: Integers
    fold: Integers


def looks_like_stamp(cell: str) -> bool:
    """Return whether a cell has the shape of a date, a date and time, or an epoch."""
    shape = re.sub(r"[0-9]", "0", cell)
    return any(pattern.fullmatch(shape) for pattern in _SHAPES)


def read_stamps(
    table: Table,
    index: int,
    *,
    day_first: bool | None,
    cells: ByteMatrix | None = None,
) -> Stamps:
    """Return the times of a column, or of ``cells`` taken from it.

    Parameters
    ----------
    day_first
        Order of day and month where no value above 12 tells it.

    Raises
    ------
    InputError
        At the first cell that is no stamp, or if day and month cannot be told apart.
    """
    cells = table.column(index) if cells is None else cells
    reader = _Reader(table, index, cells)
    for rows, match in _shapes(table, index, cells):
        reader.read(rows, match)
    return reader.stamps(day_first=day_first)


def _shapes(
    table: Table, index: int, cells: ByteMatrix
) -> list[tuple[NDArray[np.intp], re.Match[str]]]:
    """Return the rows of each shape with the parts of it."""
    width = cells.shape[1]
    digits = (cells >= _ZERO) & (cells <= _NINE)
    shapes = np.where(digits, np.uint8(_ZERO), cells).view(f"S{width}").ravel()
    found: list[tuple[NDArray[np.intp], re.Match[str]]] = []
    left = np.arange(len(shapes))
    while len(left):
        row = int(left[0])
        shape = shapes[row].decode("utf-8", "replace")
        match = next((m for p in _SHAPES if (m := p.fullmatch(shape))), None)
        if match is None or len(found) >= _MOST_SHAPES:
            raise table.refusal(row, index, _RULE, table.cell(row, index) or None)
        same = shapes[left] == shapes[row]
        found.append((left[same], match))
        left = left[~same]
    return found


def _number(cells: ByteMatrix, match: re.Match[str], part: str) -> Integers:
    """Return the number that a part of a shape is, 0 where it is absent."""
    value = np.zeros(len(cells), dtype=np.int64)
    if match.groupdict().get(part):
        for place in range(*match.span(part)):
            value = value * 10 + (cells[:, place].astype(np.int64) - _ZERO)
    return value


class _Reader:
    """Parts of the stamps, filled in shape by shape."""

    def __init__(self, table: Table, index: int, cells: ByteMatrix) -> None:
        n = len(cells)
        self._table, self._index, self._cells = table, index, cells
        self._time = np.zeros(n, dtype=np.int64)
        self._offset = np.full(n, NO_OFFSET, dtype=np.int64)
        self._fold = np.full(n, FOLD_UNKNOWN, dtype=np.int64)
        self._year = np.zeros(n, dtype=np.int64)  # 0 for stamps that are seconds
        self._one = np.zeros(n, dtype=np.int64)
        self._two = np.zeros(n, dtype=np.int64)
        self._in_order = np.zeros(n, dtype=bool)  # year, month, day
        self._dotted = np.zeros(n, dtype=bool)

    def read(self, rows: NDArray[np.intp], match: re.Match[str]) -> None:
        """Read the stamps of one shape."""
        parts = match.groupdict()
        cells = self._cells if len(rows) == len(self._cells) else self._cells[rows]
        number = partial(_number, cells, match)
        if parts.get("epoch") or parts.get("epoch_ms"):
            self._time[rows] = number("epoch") + number("epoch_ms") // 1000
            self._offset[rows] = 0
            return
        self._read_date(rows, parts, number)
        hour = self._hour(rows, parts, number("hour"))
        clock = (hour, number("minute"), number("second"))
        self._check(rows, self._is_clock(*clock), "hours up to 24, minutes and seconds up to 59")
        self._check(rows, number("part") == 0, "a whole second")
        self._time[rows] = clock[0] * _HOUR_S + clock[1] * _MINUTE_S + clock[2]
        if parts.get("zulu"):
            self._offset[rows] = 0
        elif parts.get("sign"):
            ahead = number("ahead") * _HOUR_S + number("past") * _MINUTE_S
            self._offset[rows] = -ahead if parts["sign"] == "-" else ahead
        elif parts.get("name"):
            self._fold[rows] = int(parts["name"] in _WINTER)

    def _read_date(
        self, rows: NDArray[np.intp], parts: dict[str, str], number: Callable[[str], Integers]
    ) -> None:
        self._year[rows] = number("year")
        self._in_order[rows] = "month" in parts
        self._dotted[rows] = parts.get("mark") == "."
        self._one[rows] = number("month") if "month" in parts else number("one")
        self._two[rows] = number("day") if "month" in parts else number("two")

    def _hour(self, rows: NDArray[np.intp], parts: dict[str, str], hour: Integers) -> Integers:
        if not parts.get("half"):
            return hour
        self._check(rows, (hour >= 1) & (hour <= _HALF_DAY), "an hour from 1 to 12 before AM or PM")
        return hour % _HALF_DAY + (_HALF_DAY if parts["half"] in "Pp" else 0)

    @staticmethod
    def _is_clock(hour: Integers, minute: Integers, second: Integers) -> NDArray[np.bool_]:
        in_day: NDArray[np.bool_] = (hour < _HOURS) & (minute < _MINUTES) & (second < _SECONDS)
        day_ends: NDArray[np.bool_] = (hour == _HOURS) & (minute == 0) & (second == 0)
        return np.logical_or(in_day, day_ends)

    def _check(self, rows: NDArray[np.intp], is_right: NDArray[np.bool_], rule: str) -> None:
        wrong = rows[~is_right]
        if len(wrong):
            row = int(wrong[0])
            raise self._table.refusal(row, self._index, rule, self._table.cell(row, self._index))

    def stamps(self, *, day_first: bool | None) -> Stamps:
        """Return what was read, day and month told apart."""
        month, day = self._one, self._two
        if self._is_day_first(day_first=day_first):
            month = np.where(self._in_order, self._one, self._two)
            day = np.where(self._in_order, self._two, self._one)
        dated = np.flatnonzero(self._year > 0)
        seconds = self._time
        seconds[dated] += _DAY_S * self._days(dated, month[dated], day[dated])
        year = seconds.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
        rule = f"in the years from {_FIRST_YEAR} to {_LAST_YEAR}"
        self._check(np.arange(len(year)), (year >= _FIRST_YEAR) & (year <= _LAST_YEAR), rule)
        return Stamps(seconds, self._offset, self._fold)

    def _is_day_first(self, *, day_first: bool | None) -> bool:
        asked = (self._year > 0) & ~self._in_order
        if not asked.any():
            return False
        if (asked & (self._one > _MONTHS)).any():
            return True
        if (asked & (self._two > _MONTHS)).any():
            return False
        if day_first is not None:
            return day_first
        if self._dotted[asked].all():  # nobody writes months first with points
            return True
        row = int(asked.argmax())
        rule = "with a day above 12 somewhere in the file, or told apart by the option {option}"
        value = self._table.cell(row, self._index)
        raise self._table.refusal(row, self._index, rule, value, option="day_first")

    def _days(self, rows: NDArray[np.intp], month: Integers, day: Integers) -> Integers:
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


def split_range(table: Table, index: int) -> tuple[ByteMatrix, ByteMatrix]:
    """Return both stamps of cells such as ``01/11/2025 00:00 - 01/11/2025 00:15``."""
    cells = table.column(index)
    width = cells.shape[1] - len(_DASH) + 1
    is_dash = np.ones((len(cells), max(width, 1)), dtype=bool) & (width > 0)
    for place, byte in enumerate(_DASH if width > 0 else b""):
        is_dash &= cells[:, place : place + width] == byte
    wrong = np.flatnonzero(is_dash.sum(axis=1) != 1)
    if len(wrong):
        row = int(wrong[0])
        rule = "two stamps with ' - ' between them"
        raise table.refusal(row, index, rule, table.cell(row, index) or None)
    at = is_dash.argmax(axis=1)[:, None]
    places = np.arange(cells.shape[1])
    from_end = np.minimum(places + at + len(_DASH), cells.shape[1] - 1)
    start = cells * (places < at)
    end = np.take_along_axis(cells, from_end, axis=1) * (from_end > places + at + len(_DASH) - 1)
    return start, end

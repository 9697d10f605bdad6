"""Cells of time made plain: a date and its hour in one cell, and dates that rows below share."""

import re
from collections import Counter
from itertools import pairwise

import numpy as np

from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.day_parts import looks_like_day_part
from hydro_mining.imports.times.stamp_shapes import (
    STAMP_RULE,
    date_and_time,
    looks_like_serial,
    looks_like_stamp,
)

_LOOKED_AT = 200
# What stands between a date and its hour: 06/02/2025 01, 2025-06-02T01, 2025-06-02_H01.
_BETWEEN = " T_/-:"
# The second time of 00:00-01:00 looks like what a clock is ahead of UTC.
_RANGE = re.compile(r".+[ T]([0-2][0-9]:[0-5][0-9])[-–]([0-2][0-9]:[0-5][0-9])")
_MINUTES, _DAY_MIN = 60, 1_440
# Rows of a date, of those of most dates, above which another date is missing among them.
_MOST_OF_USUAL = 1.5
_SHARED = "Dates stand in the first row of a day only: they are taken for the rows below."


def with_plain_times(table: Table, time_column: str | None) -> tuple[Table, tuple[str, ...]]:
    """Return a table with the hour of a date in a column of its own, and each date in its rows.

    A table with a column of stamps stays as it is.

    Parameters
    ----------
    time_column
        Heading of the times, where it is known.

    Raises
    ------
    InputError
        If a cell has no hour where others have one, or a date is missing.
    """
    columns = range(len(table.headings))
    if time_column in table.headings:
        columns = range((at := table.headings.index(time_column)), at + 1)
    for index in columns:
        if (parts := _parted_at(table, index)) is not None:
            table = _parted(table, index, *parts)
            return _dates_shared(table, index)
        if looks_like_stamp(table.cell(0, index)):
            return _dates_shared(table, index)
    return table, ()


def _parted_at(table: Table, index: int) -> tuple[str, int] | None:
    """Return what stands between date and hour in a column's cells, and how often before."""
    cells = [table.cell(row, index) for row in range(min(len(table), _LOOKED_AT))]
    if looks_like_stamp(cells[0]) and not _are_ranges(cells):
        return None
    found = _hour_begins(cells[0])
    if found is None or not all(cell == "" or _hour_begins(cell) == found for cell in cells):
        return None
    return found


def _hour_begins(cell: str) -> tuple[str, int] | None:
    for place, sign in enumerate(cell):
        date, part = cell[:place], cell[place + 1 :]
        if (
            sign in _BETWEEN
            and looks_like_day_part(part)
            and looks_like_stamp(date)
            and not looks_like_serial(date)
            and not date_and_time(date)[1]
        ):
            return sign, date.count(sign)
    return None


def _are_ranges(cells: list[str]) -> bool:
    """Return whether what looks like an offset goes on with the hours before it."""
    ranges = [found for cell in cells if (found := _RANGE.fullmatch(cell))]
    lengths = Counter(
        (_minutes(end) - _minutes(begin)) % _DAY_MIN
        for begin, end in (found.groups() for found in ranges)
    )
    begins = {found[1] for found in ranges}
    # An hour may be longer or shorter where the clock changes.
    is_usual = 2 * max(lengths.values(), default=0) > len(cells)
    return is_usual and len(begins) > 1


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * _MINUTES + int(minute)


def _parted(table: Table, index: int, sign: str, n_before: int) -> Table:
    """Return the table with the hours of a column in a column of their own."""
    is_sign = table.column(index) == ord(sign)
    has_part = is_sign.sum(axis=1) > n_before
    is_empty = ~table.filled(index)
    table.check(index, has_part | is_empty, STAMP_RULE)
    length = (is_sign.cumsum(axis=1) > n_before).argmax(axis=1)
    return table.parted(index, length, f"{table.headings[index]} hour")


def _dates_shared(table: Table, index: int) -> tuple[Table, tuple[str, ...]]:
    """Return the table with each date in all of its rows, where only the first of them has it."""
    is_filled = table.filled(index)
    first = np.flatnonzero(is_filled)
    if is_filled.all() or not is_filled[0] or date_and_time(table.cell(0, index))[1]:
        return table, ()
    dates = [table.cell(int(row), index) for row in first]
    if any(date == after for date, after in pairwise(dates)):
        return table, ()  # one that is missing among others is refused
    n_rows = np.diff(first, append=len(table))
    if n_rows.max() > _MOST_OF_USUAL * np.median(n_rows):
        row = int(first[n_rows.argmax()] + np.median(n_rows))
        raise table.refusal(row, index, "a date, as the rows above are those of a day", None)
    return table.filled_down(index), (_SHARED,)

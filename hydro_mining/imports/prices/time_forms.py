"""Which columns of a file without a known form tell the time: a stamp, or a date and its hour."""

import re
from collections.abc import Sequence

from hydro_mining.imports.prices.cell_units import is_number
from hydro_mining.imports.prices.delivery_dates import delivery_columns
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times import (
    TimeColumns,
    date_and_time,
    looks_like_day_part,
    looks_like_serial,
    looks_like_stamp,
    looks_like_time_of_day,
    names_both_ends,
    names_hour_ending,
)

_LOOKED_AT = 200
_EMPTY = frozenset(("", "nan", "n/a", "na", "-", "–", "null", "none"))
_DATE_KEYS = (("year", "jahr", "año", "yyyy"), ("month", "monat", "mes", "mm"), ("day", "tag"))
_HOUR_KEYS = ("hour", "hr", "he", "hour_ending", "hour_beginning", "time", "period", "stunde")
_NUMBER, _HOURS_OF_DAY = re.compile("[0-9]{1,6}"), frozenset(range(26))
_MIDNIGHT = ("00:00", "00:00:00", "0:00", "12:00:00 AM", "12:00 AM")


def date_and_part(
    headings: Headings,
    table: Table,
    stamps: Sequence[int],
    part: int | None = None,
    *,
    known: bool = False,
) -> TimeColumns:
    """Return the columns that tell the time, UTC rather than local and beginnings before ends.

    Parameters
    ----------
    stamps
        Columns of dates or stamps.
    part
        Column of the hour or time of day where it is ``known``; otherwise it is looked for.
    """
    delivery, rivals = delivery_columns(headings, table, stamps)
    starts = [c for c in delivery if not headings.is_end(c)] or delivery
    time = next((c for c in starts if _in_utc(headings, c)), starts[0])
    end = None
    if not known and _has_only_dates(table, time):
        part, end = _parts_beside(headings, table, stamps)
        if part is not None and _is_daily(table, time, part):
            part, end = None, None
        if part is None:  # a date beside stamps of the same day is no more than a date
            time = next((c for c in starts if not _has_only_dates(table, c)), time)
    if part is None:
        return _stamps_alone(headings, table, time, delivery, rivals)
    quarter = _quarter_beside(headings, table, part)
    return TimeColumns(
        kind="parts",
        columns=(time, part) if quarter is None else (time, part, quarter),
        minute=_minute_beside(headings, part) if table.cell(0, part).isdigit() else None,
        end=end,
        in_utc=_in_utc(headings, time) or _in_utc(headings, part),
        usual_marks_end=_part_marks_end(headings, table, part),
        rivals=rivals,
    )


def _stamps_alone(
    headings: Headings, table: Table, time: int, delivery: Sequence[int], rivals: tuple[int, ...]
) -> TimeColumns:
    """Return stamps in the column ``time``, with the other columns of the delivery's times."""
    in_utc = _in_utc(headings, time)
    # A day's beginning and end may be written as one date.
    ends = (
        c
        for c in delivery
        if headings.is_end(c) and c != time and table.cell(0, c) != table.cell(0, time)
    )
    return TimeColumns(
        columns=(time,),
        end=next((c for c in ends if _in_utc(headings, c) == in_utc), None),
        others=tuple(c for c in delivery if c != time),
        in_utc=in_utc,
        usual_marks_end=_marks_end(headings, time),
        rivals=rivals,
    )


def stamp_columns(table: Table) -> list[int]:
    """Return the columns whose first cell is a date, a stamp or seconds since 1970.

    Where there is none, a spreadsheet's numbers of days under a heading of time are taken.
    """
    columns = range(len(table.headings))
    stamps = [column for column in columns if looks_like_stamp(table.cell(0, column))]
    if stamps:
        return stamps
    named = filter(Headings(table.headings).is_time, columns)
    return [column for column in named if looks_like_serial(table.cell(0, column))][:1]


def date_in_columns(headings: Headings) -> TimeColumns | None:
    """Return the columns of year, month and day, with those of hour and minute beside them."""
    date = tuple(headings.first(*keys) for keys in _DATE_KEYS)
    part = headings.first(*_HOUR_KEYS)
    if None in date:
        return None
    year, month, day = (column for column in date if column is not None)
    return TimeColumns(
        kind="stamp" if part is None else "parts",
        columns=(year,) if part is None else (year, part),
        date=(year, month, day),
        minute=None if part is None else _minute_beside(headings, part),
        usual_marks_end=None if part is None else _marks_end(headings, part),
    )


def holds_numbers(table: Table, column: int) -> bool:
    """Return whether the first filled cells of a column are numbers."""
    filled = [cell for cell in _first_cells(table, column) if cell.casefold() not in _EMPTY]
    return not filled or any(map(is_number, filled))


def tells_times(table: Table, column: int) -> bool:
    """Return whether a column has stamps or hours, by its cells, its heading or their numbers.

    Names of a whole day's hours have all numbers from 1 to 23 in them, however they are written.
    """
    cells = _first_cells(table, column)
    if Headings(table.headings).is_day_part(column) and any(map(_NUMBER.search, cells)):
        return True
    if all(looks_like_stamp(cell) or looks_like_day_part(cell) for cell in cells):
        return True
    numbers = [int(found[0]) for cell in cells if (found := _NUMBER.search(cell))]
    return len(numbers) == len(cells) and set(range(1, 24)) <= set(numbers) <= _HOURS_OF_DAY


def _first_cells(table: Table, column: int) -> list[str]:
    return [table.cell(row, column) for row in range(min(len(table), _LOOKED_AT))]


def _in_utc(headings: Headings, column: int) -> bool:
    return bool({"utc", "gmt"} & headings.words(column))


def _marks_end(headings: Headings, column: int) -> bool | None:
    if headings.is_end(column):
        return True
    return False if headings.is_start(column) else None


def _part_marks_end(headings: Headings, table: Table, part: int) -> bool | None:
    """Return whether hours are ending by their heading, or by themselves as HE01 is."""
    told = _marks_end(headings, part)
    return True if told is None and names_hour_ending(table.cell(0, part)) else told


def _has_only_dates(table: Table, column: int) -> bool:
    """Return whether the first stamps of a column are dates or midnights."""
    stamps = map(date_and_time, _first_cells(table, column))
    return all(not time or time in _MIDNIGHT for _, time in stamps)


def _is_daily(table: Table, date: int, part: int) -> bool:
    """Return whether each date stands once, and always at the same time of day."""
    dates, parts = _first_cells(table, date), _first_cells(table, part)
    return len(set(dates)) == len(dates) > 1 and len(set(parts)) == 1


def _parts_beside(
    headings: Headings, table: Table, stamps: Sequence[int]
) -> tuple[int | None, int | None]:
    """Return the columns of the times of day, and of those at which intervals end."""
    found = []
    for column in range(len(headings.texts)):
        cells = _first_cells(table, column)
        is_open = column not in stamps and not headings.is_price(column)
        if is_open and all(map(looks_like_day_part, cells)):
            is_time = all(":" in cell and looks_like_time_of_day(cell) for cell in cells)
            if is_time or headings.is_day_part(column):
                found.append(column)
    ends = [c for c in found if headings.is_end(c) and not headings.is_start(c)]
    starts = [c for c in found if c not in ends]
    if not starts:
        return (ends[0] if ends else None), None
    # Blocks of time such as 00:15 - 00:30 tell more than the number of their hour beside them.
    blocks = [c for c in starts if names_both_ends(table.cell(0, c))]
    if blocks:
        return blocks[0], None
    end = ends[0] if ends and looks_like_time_of_day(table.cell(0, ends[0])) else None
    return starts[0], end


def _minute_beside(headings: Headings, part: int) -> int | None:
    """Return the column of minutes beside a column of hours that begin."""
    return None if headings.is_end(part) else headings.first("minute", "minutes")


def _quarter_beside(headings: Headings, table: Table, part: int) -> int | None:
    """Return the column of quarters of an hour beside a column of hours."""
    for column in range(len(headings.texts)):
        is_named = headings.words(column) & {"interval", "quarter", "viertelstunde"}
        if column != part and is_named and not looks_like_time_of_day(table.cell(0, part)):
            cells = set(_first_cells(table, column))
            if cells <= set("1234") and len(cells) > 1:
                return column
    return None

"""The columns that tell the time of a row, and the stamps that they make together."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import ByteMatrix, Table, read_whole_numbers
from hydro_mining.imports.times.counts import Counts, minutes_counted, read_counts
from hydro_mining.imports.times.date_order import DateHints
from hydro_mining.imports.times.day_parts import DayParts, read_day_parts
from hydro_mining.imports.times.ending_numbers import (
    check_convention,
    check_ends,
    ends_by_number,
    with_first_24,
)
from hydro_mining.imports.times.midnights import with_midnights_dated
from hydro_mining.imports.times.stamp_shapes import looks_like_serial
from hydro_mining.imports.times.stamps import FOLD_UNKNOWN, Stamps, read_stamps

# How a row tells its time: one stamp, "start - end", or a date with a time of day or a number
# of hours, half-hours or quarters beside it.
TimeKind: TypeAlias = Literal["stamp", "range", "parts"]

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_LAST_HOUR, _LAST_MINUTE = 23, 59
_DASH = b" - "
_SERIALS = "Times are numbers of days since 1899-12-30, as spreadsheets count them."


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeColumns:
    """Columns that tell the time, by number, and what is known of their stamps.

    Attributes
    ----------
    kind, columns
        How and in which columns a row tells its time: a stamp, or a date, what stands beside it
        and a number of quarters of the hour.
    date
        Columns of year, month and day, where the date stands in three; or none.
    minute
        Minutes beside the hours of ``columns``, which are from 0 then.
    end
        Stamps or times of day of the intervals' ends.
    local, others
        The same times with the offsets of the local clock, and in other columns.
    rivals
        Columns of which one may be meant and the other not, as they say different days.
    flag
        Marks the second time of a repeated hour.
    timezone, usual_timezone
        IANA names: the one that is given, and the one of files of this form.
    day_first, usual_day_first
        Whether 03/04/2025 is the third of April: as it is given, and in files of this form.
    minutes
        Length of all intervals [min].
    counts_elapsed
        Whether numbers count what has passed since midnight, 25 hours on the long day, or are
        labels of the clock; None if the file tells it.
    in_utc, is_local
        Whether stamps without an offset are in UTC; whether they are known to show the local
        clock, whatever clock they name.
    marks_end, usual_marks_end
        Whether stamps mark the ends of intervals: as it is given, and by the headings; None
        where the stamps tell it.
    first_year
        The earliest that can be.
    """

    kind: TimeKind = "stamp"
    columns: tuple[int, ...]
    date: tuple[int, ...] = ()
    minute: int | None = None
    end: int | None = None
    local: int | None = None
    others: tuple[int, ...] = ()
    rivals: tuple[int, ...] = ()
    flag: int | None = None
    timezone: str | None = None
    usual_timezone: str | None = None
    day_first: bool | None = None
    usual_day_first: bool | None = None
    minutes: int | None = None
    counts_elapsed: bool | None = None
    in_utc: bool = False
    is_local: bool = False
    marks_end: bool | None = None
    usual_marks_end: bool | None = None
    first_year: int = 1990


class WrittenTimes(NamedTuple):
    """The times of rows as they are written.

    Attributes
    ----------
    starts, ends
        Stamps; the ends are None where the file has none.
    counts
        Numbers beside the dates, which are in ``starts`` then; None where none are counted.
    notes
        Sentences on what was taken for granted.
    """

    starts: Stamps
    ends: Stamps | None = None
    counts: Counts | None = None
    notes: tuple[str, ...] = ()


def read_time_columns(table: Table, columns: TimeColumns, group: Integers) -> WrittenTimes:
    """Return the times as written.

    Parameters
    ----------
    group : (N,)
        Number of the series to which a row belongs.

    Raises
    ------
    InputError
        At the first cell that tells no time.
    """
    hints, at = _hints(table, columns), columns.columns[0]
    if columns.kind == "range":
        start, end = _split_range(table, at)
        return WrittenTimes(
            read_stamps(table, at, hints=hints, cells=start),
            read_stamps(table, at, hints=hints, cells=end),
        )
    cells = _joined(table, columns.date) if columns.date else None
    starts = read_stamps(table, at, hints=hints, cells=cells)
    written = _of_stamps(table, columns, starts, hints, group)
    if not columns.date and looks_like_serial(table.cell(0, at)):
        return written._replace(notes=(_SERIALS, *written.notes))
    return written


def _of_stamps(
    table: Table, columns: TimeColumns, starts: Stamps, hints: DateHints, group: Integers
) -> WrittenTimes:
    """Return the times of stamps or dates with what stands beside them."""
    if columns.kind == "parts":
        parted = _with_parts(table, columns, starts, group)
        if parted.counts is not None:
            check_convention(table, parted.counts, marks_end=columns.marks_end)
        return _midnights_dated(table, columns, parted, group)
    if columns.end is None:
        return _midnights_dated(table, columns, WrittenTimes(starts), group)
    return WrittenTimes(starts, read_stamps(table, columns.end, hints=hints))


def _hints(table: Table, columns: TimeColumns) -> DateHints:
    def reference() -> Integers | None:
        for index in columns.others:
            try:
                return read_stamps(table, index).seconds
            except InputError:  # no better than the stamps themselves
                continue
        return None

    place = columns.timezone or columns.usual_timezone
    return DateHints(
        day_first=columns.day_first,
        usual=columns.usual_day_first,
        is_month_first_place=None if place is None else _writes_months_first(place),
        reference=reference,
        first_year=columns.first_year,
    )


def _writes_months_first(timezone: str) -> bool:
    """Return whether a zone is in the United States."""
    area, _, city = timezone.partition("/")
    return area == "US" or (area == "America" and city.partition("/")[0] in _UNITED_STATES)


_UNITED_STATES = frozenset(
    """New_York Chicago Denver Los_Angeles Phoenix Detroit Boise Anchorage Indiana Kentucky
    North_Dakota Menominee Juneau""".split()  # noqa: SIM905
)


def _with_parts(table: Table, columns: TimeColumns, dates: Stamps, group: Integers) -> WrittenTimes:
    """Return dates with what stands beside them."""
    midnight = dates._replace(seconds=dates.seconds - dates.seconds % _DAY_S)
    _, at, *quarter_at = columns.columns
    if columns.minute is not None:
        hour = read_whole_numbers(table, at, 0, _LAST_HOUR)
        minute = read_whole_numbers(table, columns.minute, 0, _LAST_MINUTE)
        seconds = midnight.seconds + hour * _HOUR_S + minute * _MINUTE_S
        return WrittenTimes(
            midnight._replace(seconds=seconds, has_0=bool((seconds % _DAY_S == 0).any()))
        )
    if columns.minutes is not None or quarter_at:
        return WrittenTimes(midnight, counts=read_counts(table, columns.columns, columns.minutes))
    parts = read_day_parts(table, at)
    if parts.number is not None:
        return _numbered(table, columns, midnight._replace(fold=parts.fold), parts, group)
    starts = midnight._replace(
        seconds=midnight.seconds + parts.begin,
        fold=np.where(parts.fold == FOLD_UNKNOWN, midnight.fold, parts.fold),
        has_24=parts.has_24,
        has_0=bool((parts.begin == 0).any()),
    )
    return WrittenTimes(starts, _ends(table, columns, midnight, parts))


def _numbered(
    table: Table, columns: TimeColumns, midnight: Stamps, parts: DayParts, group: Integers
) -> WrittenTimes:
    """Return dates with numbers of hours or other parts of the day beside them."""
    assert parts.number is not None
    marks_end = _says_end(columns)
    minutes = minutes_counted(table, columns.columns[1], parts.number)
    number, of_24 = with_first_24(
        *(table, columns.columns[1], midnight, parts.number),
        minutes=minutes,
        group=group,
        marks_end=columns.marks_end,
    )
    ends, notes = ends_by_number(midnight, number, minutes, group, marks_end=marks_end)
    if ends is not None:
        if columns.marks_end is None:
            check_ends(table, columns.columns[1], ends, minutes, group)
        return WrittenTimes(ends, notes=of_24)
    parts = parts._replace(number=number)
    counts = read_counts(table, columns.columns, None, parts, marks_end=marks_end)
    return WrittenTimes(midnight, counts=counts, notes=(*of_24, *notes))


def _midnights_dated(
    table: Table, columns: TimeColumns, written: WrittenTimes, group: Integers
) -> WrittenTimes:
    """Return times whose midnights are of the dates that the order of rows tells."""
    if written.ends is not None or written.counts is not None:
        return written
    starts, notes = with_midnights_dated(
        *(table, columns.columns[-1], written.starts, group),
        marks_end=columns.marks_end,
        usual_marks_end=columns.usual_marks_end,
    )
    return written._replace(starts=starts, notes=(*notes, *written.notes))


def _says_end(columns: TimeColumns) -> bool | None:
    return columns.usual_marks_end if columns.marks_end is None else columns.marks_end


def _ends(table: Table, columns: TimeColumns, midnight: Stamps, parts: DayParts) -> Stamps | None:
    end = parts.end
    if end is None and columns.end is not None:
        if parts.has_24:
            row, at = int(parts.begin.argmax()), columns.columns[1]
            rule = "a beginning before 24:00, as an end stands beside it"
            raise table.refusal(row, at, rule)
        end = read_day_parts(table, columns.end).begin
        # The repeated hour may end as it began; other times are the next day's.
        is_next_day = (end < parts.begin) | ((end == 0) & (parts.begin == 0))
        end = np.where(is_next_day, end + _DAY_S, end)
    return None if end is None else midnight._replace(seconds=midnight.seconds + end)


def _joined(table: Table, date: tuple[int, ...]) -> ByteMatrix:
    """Return the dates whose years, months and days stand in columns of their own."""
    year, month, day = map(table.texts, date)
    joined = np.char.add(np.char.add(year, b"-"), np.char.add(np.char.add(month, b"-"), day))
    return np.ascontiguousarray(joined).view(np.uint8).reshape(len(table), -1)


def _split_range(table: Table, index: int) -> tuple[ByteMatrix, ByteMatrix]:
    """Return both stamps of cells such as ``01/11/2025 00:00 - 01/11/2025 00:15``."""
    cells = table.column(index)
    width = cells.shape[1] - len(_DASH) + 1
    is_dash = np.ones((len(cells), max(width, 1)), dtype=bool) & (width > 0)
    for place, byte in enumerate(_DASH if width > 0 else b""):
        is_dash &= cells[:, place : place + width] == byte
    table.check(index, is_dash.sum(axis=1) == 1, "two stamps with ' - ' between them")
    at = is_dash.argmax(axis=1)[:, None]
    places = np.arange(cells.shape[1])
    from_end = np.minimum(places + at + len(_DASH), cells.shape[1] - 1)
    start = cells * (places < at)
    end = np.take_along_axis(cells, from_end, axis=1) * (from_end > places + at + len(_DASH) - 1)
    return start, end

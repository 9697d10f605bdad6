"""The columns that tell the time of a row, and the stamps that they make together."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.imports.tables import Table, read_whole_numbers
from hydro_mining.imports.times.stamps import FOLD_UNKNOWN, Stamps, read_stamps, split_range

__all__ = ["TimeColumns", "TimeKind", "read_stamp_columns"]

# How a row tells its time: one stamp, "start - end", date with an hour that ends, or date with
# a number of half-hours.
TimeKind: TypeAlias = Literal["stamp", "range", "hour", "period"]

_QUARTER_S, _HOUR_S = 900, 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeColumns:
    """Columns that tell the time, by number, and what is known of their stamps.

    Attributes
    ----------
    kind, columns
        How and in which columns a row tells its time.
    end
        Stamps of the intervals' ends.
    local
        The same times with the offsets of the local clock.
    flag
        Marks the second time of a repeated hour.
    timezone, usual_timezone
        IANA names: the one that is given, and the one of files of this form.
    day_first
        Whether 03/04/2025 is the third of April.
    minutes
        Length of all intervals [min].
    in_utc
        Whether stamps without an offset are in UTC.
    marks_end
        Whether stamps mark the ends of intervals.
    """

    kind: TimeKind = "stamp"
    columns: tuple[int, ...]
    end: int | None = None
    local: int | None = None
    flag: int | None = None
    timezone: str | None = None
    usual_timezone: str | None = None
    day_first: bool | None = None
    minutes: int | None = None
    in_utc: bool = False
    marks_end: bool = False


def read_stamp_columns(table: Table, columns: TimeColumns) -> tuple[Stamps, Stamps | None]:
    """Return the times as written, and those of the ends where the file has them."""
    day_first, at = columns.day_first, columns.columns[0]
    if columns.kind == "range":
        start, end = split_range(table, at)
        return (
            read_stamps(table, at, day_first=day_first, cells=start),
            read_stamps(table, at, day_first=day_first, cells=end),
        )
    starts = read_stamps(table, at, day_first=day_first)
    if columns.kind == "hour":
        seconds = starts.seconds + _hours(table, columns)
        starts = starts._replace(seconds=seconds, fold=_flags(table, columns))
    if columns.end is None:
        return starts, None
    return starts, read_stamps(table, columns.end, day_first=day_first)


def _hours(table: Table, columns: TimeColumns) -> Integers:
    """Return the beginning of hours that are counted 1 to 24, and of quarters in them [s]."""
    _, hour_at, *quarter_at = columns.columns
    begins = (read_whole_numbers(table, hour_at, 1, 24) - 1) * _HOUR_S
    for at in quarter_at:
        begins += (read_whole_numbers(table, at, 1, 4) - 1) * _QUARTER_S
    return begins


def _flags(table: Table, columns: TimeColumns) -> Integers:
    if columns.flag is None:
        return np.full(len(table), FOLD_UNKNOWN)
    first = table.column(columns.flag)[:, 0]
    return np.isin(first, np.frombuffer(b"YyTt1", dtype=np.uint8)).astype(np.int64)

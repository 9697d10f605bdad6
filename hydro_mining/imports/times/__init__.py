"""Times of rows, whatever is measured: cells -> UTC -> intervals in order.

What this package owns: how stamps are written, what clock they show, which hours that clock
repeats or skips, how long intervals are, which of them are missing and which stand twice. It
knows nothing of prices or flows; both are values of a ``Series`` here.

Steps
-----
1. ``read_stamps``: a column of stamps -> ``Stamps``, seconds of the clock that they show.
2. ``read_timestamps``: ``TimeColumns`` of a table -> ``Timestamps`` in UTC, by offsets, by the
   clock on the wall of a time zone (``WallClock``) or by numbers of half-hours.
3. ``read_series``: the values of some rows and their timestamps -> ``Series``, sorted, each
   interval once, with its length and what is missing.

Terms
-----
stamp
    A time as it is written in a cell.
fold
    As in Python's ``datetime``: 0 for the first and 1 for the second time that a clock shows a
    repeated hour.
skipped hour
    A local time that does not exist, as the clock goes forward over it.
length
    Of an interval: the resolution of the file at its place, never the distance to the next row.
gap
    A stretch without values; it is told and never filled.
fate
    What became of a row: used, or dropped for one reason.
"""

from hydro_mining.imports.times.day_parts import looks_like_day_part, looks_like_time_of_day
from hydro_mining.imports.times.local_zone import ZoneSource
from hydro_mining.imports.times.series import (
    DUPLICATE_RULES,
    DuplicateRule,
    Fate,
    Gap,
    Series,
    read_series,
)
from hydro_mining.imports.times.stamp_shapes import date_and_time, looks_like_stamp
from hydro_mining.imports.times.stamps import DateHints, DateOrder, Stamps, read_stamps
from hydro_mining.imports.times.time_columns import TimeColumns
from hydro_mining.imports.times.timestamps import Clock, Timestamps, read_timestamps
from hydro_mining.imports.times.wall_clock import WallClock, zone_info

__all__ = [
    "DUPLICATE_RULES",
    "Clock",
    "DateHints",
    "DateOrder",
    "DuplicateRule",
    "Fate",
    "Gap",
    "Series",
    "Stamps",
    "TimeColumns",
    "Timestamps",
    "WallClock",
    "ZoneSource",
    "date_and_time",
    "looks_like_day_part",
    "looks_like_stamp",
    "looks_like_time_of_day",
    "read_series",
    "read_stamps",
    "read_timestamps",
    "zone_info",
]

"""Times of rows, whatever is measured: cells -> UTC -> intervals in order.

What this package owns: how stamps are written, what clock they show, which hours that clock
repeats or skips, how long intervals are, which of them are missing and which stand twice. It
knows nothing of prices or flows; both are values of a ``Series`` here.

Steps
-----
0. ``with_plain_times``: a date and its hour in one cell, or dates that rows below share -> a table
   with a column of each.
1. ``read_time_columns``: the ``TimeColumns`` of a table -> stamps (``stamps``, ``stamp_shapes``),
   or dates with a time of day (``day_parts``) or a number of an hour (``counts``) beside them.
2. ``local_zone``: whose clock local times are by.
3. ``read_timestamps``: all of it -> ``Timestamps`` in UTC, by offsets, by the clock on the wall
   (``WallClock``, ``repeated_hours``) or by counting from midnight; ``conventions`` tells whether
   stamps mark beginnings or ends, ``midnights`` whether 00:00 ends its date, and ``named_clocks``
   holds clocks that are named, such as CET, against the zone's.
4. ``read_series``: the values of some rows and their timestamps -> ``Series``, sorted, each
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
convention
    Whether stamps mark the beginnings of intervals or their ends.
date order
    Whether day or month stands first, and what tells it.
length
    Of an interval: the resolution of the file at its place, never the distance to the next row.
gap
    A stretch without values; it is told and never filled.
fate
    What became of a row: used, or dropped for one reason.
"""

from hydro_mining.imports.times.date_order import DateHints, DateOrder
from hydro_mining.imports.times.day_parts import (
    DAY_PART_RULE,
    looks_like_day_part,
    looks_like_time_of_day,
    names_both_ends,
    names_hour_ending,
)
from hydro_mining.imports.times.local_zone import ZoneSource
from hydro_mining.imports.times.named_clocks import clock_in_heading
from hydro_mining.imports.times.series import (
    DUPLICATE_RULES,
    DuplicateRule,
    Fate,
    Gap,
    Series,
    read_series,
)
from hydro_mining.imports.times.stamp_shapes import (
    STAMP_RULE,
    date_and_time,
    looks_like_serial,
    looks_like_stamp,
)
from hydro_mining.imports.times.stamps import read_stamps
from hydro_mining.imports.times.time_cells import with_plain_times
from hydro_mining.imports.times.time_columns import TimeColumns
from hydro_mining.imports.times.timestamps import Clock, Timestamps, read_timestamps
from hydro_mining.imports.times.wall_clock import WallClock, standard_offset, zone_info

__all__ = [
    "DAY_PART_RULE",
    "DUPLICATE_RULES",
    "STAMP_RULE",
    "Clock",
    "DateHints",
    "DateOrder",
    "DuplicateRule",
    "Fate",
    "Gap",
    "Series",
    "TimeColumns",
    "Timestamps",
    "WallClock",
    "ZoneSource",
    "clock_in_heading",
    "date_and_time",
    "looks_like_day_part",
    "looks_like_serial",
    "looks_like_stamp",
    "looks_like_time_of_day",
    "names_both_ends",
    "names_hour_ending",
    "read_series",
    "read_stamps",
    "read_timestamps",
    "standard_offset",
    "with_plain_times",
    "zone_info",
]

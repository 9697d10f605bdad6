"""Clocks that stamps or headings name, such as CET, against the clock that they are read by."""

import datetime as dt
import re
from typing import NamedTuple

import numpy as np

from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.local_zone import LocalZone
from hydro_mining.imports.times.stamp_shapes import CLOCK_HOURS
from hydro_mining.imports.times.stamps import NO_OFFSET, Stamps
from hydro_mining.imports.times.time_columns import TimeColumns
from hydro_mining.imports.times.wall_clock import WallClock, zone_info

_HOUR_S = 3_600
_NAME = re.compile(rf"(?:\b|(?<=_))({'|'.join(CLOCK_HOURS)})(?:\b|(?=_))")
_MIDDAYS = tuple(dt.datetime(2025, month, 1, 12) for month in range(1, 13))  # noqa: DTZ001


class HeadingClock(NamedTuple):
    """A clock that a heading names, and the zone in which it is the clock all year.

    ``is_known`` tells whether a zone has that clock in a part of the year, ``is_always`` whether
    it has that one only, or the heading names all that it has.
    """

    name: str
    fixed: str
    is_known: bool
    is_always: bool


def clock_in_heading(heading: str, timezone: str) -> HeadingClock | None:
    """Return the clock that a heading names beside the zone that is given; None if it names none.

    >>> clock_in_heading("Time (CET)", "Europe/Berlin")
    HeadingClock(name='CET', fixed='Etc/GMT-1', is_known=True, is_always=False)
    >>> clock_in_heading("MTU (CET/CEST)", "Europe/Berlin").is_always
    True
    """
    names = _NAME.findall(heading)
    if not names:
        return None
    named = {CLOCK_HOURS[name] for name in names}
    zone = zone_info(timezone)
    offsets = (time.replace(tzinfo=zone).utcoffset() or dt.timedelta() for time in _MIDDAYS)
    of_zone = {offset.total_seconds() / _HOUR_S for offset in offsets}
    return HeadingClock(names[0], _fixed(CLOCK_HOURS[names[0]]), named <= of_zone, named == of_zone)


def _fixed(hours: int) -> str:
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def check_named_clocks(
    table: Table, columns: TimeColumns, stamps: Stamps, zone: LocalZone, local: WallClock
) -> None:
    """Refuse stamps that name another clock than their zone's at that time.

    Raises
    ------
    InputError
        With the option that names a zone, and the fixed one that the stamps name.
    """
    if columns.in_utc or columns.is_local:
        return
    is_named = (stamps.named != NO_OFFSET) & (stamps.offset == NO_OFFSET)
    named = np.where(is_named, stamps.named, 0)
    wrong = np.flatnonzero(is_named & (local.offset(stamps.seconds - named) != named))
    if not len(wrong):
        return
    row, at = int(wrong[0]), columns.columns[0]
    fixed = _fixed(int(named[row]) // _HOUR_S)
    rule = (
        f"by the clock of {zone.timezone}, which is another then: {{option}} {fixed} is the clock "
        "that it names, and clock local leaves the name aside"
    )
    if zone.source == "assumed":
        rule = f"by a clock that is known: a zone in the option {{option}}, such as {fixed}"
    raise table.refusal(row, at, rule, option="timezone")

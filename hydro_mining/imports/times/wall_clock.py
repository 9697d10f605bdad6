"""The clock on the wall of a time zone, for whole arrays at once.

A zone is a table of the times at which its offset to UTC changes. Between a change forward and
the new time there is a local hour that does not exist; after a change back there is one that is
passed twice.
"""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.exceptions import InputError

_DAY_S = 86_400
_LONG_AGO = np.iinfo(np.int64).min // 4


class Placed(NamedTuple):
    """Where local times stand among the changes of the clock.

    Attributes
    ----------
    first, last : (N,) [s]
        UTC of the first and of the last time that the clock shows it; equal where it does once.
    exists : (N,)
        False in the hour that a change forward skips.
    change : (N,)
        Number of the change behind a repeated or skipped hour; equal in one hour.
    """

    first: Integers
    last: Integers
    exists: Booleans
    change: Integers


class WallClock:
    """Offsets of a zone between two times.

    Parameters
    ----------
    timezone
        IANA name.
    first, last
        Range of the times that will be asked [s since 1970], local or UTC.
    """

    def __init__(self, timezone: str, first: int, last: int) -> None:
        zone = zone_info(timezone)
        days = range(first - 2 * _DAY_S, last + 3 * _DAY_S, _DAY_S)
        offsets = [_offset(zone, day) for day in days]
        changes = [
            _change(zone, days[i], days[i + 1])
            for i in range(len(days) - 1)
            if offsets[i] != offsets[i + 1]
        ]
        self._since = np.array([_LONG_AGO, *changes], dtype=np.int64)
        self._offsets = np.array([offsets[0], *(_offset(zone, c) for c in changes)], dtype=np.int64)

    def offset(self, utc: Integers) -> Integers:
        """Return what local time is ahead of UTC [s]."""
        found: Integers = self._offsets[np.searchsorted(self._since, utc, "right") - 1]
        return found

    def local(self, utc: Integers) -> Integers:
        """Return the local times of UTC times [s]."""
        return utc + self.offset(utc)

    def placed(self, wall: Integers) -> Placed:
        """Return the times in UTC at which the clock shows ``wall``."""
        old_ends = self._since[1:] + self._offsets[:-1]
        new_begins = self._since[1:] + self._offsets[1:]
        old = np.searchsorted(old_ends, wall, "right")
        new = np.searchsorted(new_begins, wall, "right")
        return Placed(
            first=wall - self._offsets[np.minimum(old, new)],
            last=wall - self._offsets[new],
            exists=old <= new,
            change=np.maximum(old, new),
        )


def zone_info(timezone: str) -> ZoneInfo:
    """Return the zone of an IANA name, or raise an ``InputError``."""
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:  # KeyError: ZoneInfoNotFoundError
        rule = "an IANA time zone such as Europe/Oslo"
        raise InputError("timezone", rule, timezone) from error


def standard_offset(timezone: str, year: int) -> int:
    """Return what a zone's standard time is ahead of UTC in a year [s]: summer time left out."""
    zone = zone_info(timezone)
    return min(
        _offset(zone, int(dt.datetime(year, month, 1, tzinfo=dt.UTC).timestamp()))
        for month in (1, 7)
    )


def _offset(zone: ZoneInfo, utc: int) -> int:
    offset = dt.datetime.fromtimestamp(utc, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the second at which the offset of ``before`` is no longer kept."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after

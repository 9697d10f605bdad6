"""Whose clock local times are by: as it is given, by the form, or by the stamps' offsets."""

from typing import Literal, NamedTuple, TypeAlias

from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.stamps import NO_OFFSET, Stamps, read_stamps
from hydro_mining.imports.times.time_columns import TimeColumns
from hydro_mining.imports.times.wall_clock import WallClock

ZoneSource: TypeAlias = Literal["given", "form", "stamps", "assumed"]

_HOUR_S = 3_600

# Zones that offsets in a file are compared with. Where two have the same clock, one stands for
# both: Oslo for Brussels, Copenhagen and Stockholm.
_KNOWN_ZONES = (
    *("America/Chicago", "America/New_York", "America/Los_Angeles", "America/Denver"),
    *("Europe/Oslo", "Europe/London", "Europe/Helsinki"),
)

_NO_ZONE = "Stamps carry no time zone: taken as UTC."
_NO_PLACE = "Stamps are in UTC and name no place: local time is taken as UTC too."
_UNKNOWN_ZONE = "The stamps' offsets are of no zone that is known here: local time is taken as UTC."


class LocalZone(NamedTuple):
    """A time zone, who said so, and sentences on what was taken for granted.

    ``is_guess`` tells that neither zone nor offset nor UTC is named anywhere.
    """

    timezone: str
    source: ZoneSource
    notes: tuple[str, ...] = ()
    is_guess: bool = False


def local_zone(table: Table, columns: TimeColumns, starts: Stamps) -> LocalZone:
    """Return the zone of a file's local times; UTC where nothing tells it."""
    if columns.timezone is not None:
        return LocalZone(columns.timezone, "given")
    if columns.usual_timezone is not None:
        return LocalZone(columns.usual_timezone, "form")
    hint = starts if columns.local is None else read_stamps(table, columns.local)
    has_offset = hint.offset != NO_OFFSET
    if has_offset.all() and hint.offset.any():
        return _zone_of_offsets(hint)
    is_utc = has_offset.any() or columns.in_utc
    return LocalZone("UTC", "assumed", (_NO_PLACE if is_utc else _NO_ZONE,), not is_utc)


def _zone_of_offsets(stamps: Stamps) -> LocalZone:
    utc = stamps.seconds - stamps.offset
    for name in _KNOWN_ZONES:
        if (wall_clock(name, stamps).offset(utc) == stamps.offset).all():
            return LocalZone(name, "stamps")
    offset = int(stamps.offset[0])
    if (stamps.offset == offset).all() and not offset % _HOUR_S:
        return LocalZone(f"Etc/GMT{-(offset // _HOUR_S):+d}", "stamps")
    return LocalZone("UTC", "assumed", (_UNKNOWN_ZONE,))


def wall_clock(timezone: str, stamps: Stamps) -> WallClock:
    """Return the clock of a zone in the time of some stamps."""
    return WallClock(timezone, int(stamps.seconds.min()), int(stamps.seconds.max()))

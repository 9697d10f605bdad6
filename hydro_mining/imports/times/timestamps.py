"""Time cells of a file -> UTC, with the clock that they were told by."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.tables import Table, read_whole_numbers
from hydro_mining.imports.times.lengths import common_step
from hydro_mining.imports.times.repeated_hours import folds
from hydro_mining.imports.times.stamps import NO_OFFSET, Stamps, read_stamps
from hydro_mining.imports.times.time_columns import TimeColumns, read_stamp_columns
from hydro_mining.imports.times.wall_clock import WallClock

__all__ = ["Clock", "Timestamps", "ZoneSource", "read_timestamps"]

Clock: TypeAlias = Literal["UTC", "offsets", "local"]
ZoneSource: TypeAlias = Literal["given", "form", "stamps", "assumed"]

_HOUR_S, _DAY_S = 3_600, 86_400
_MOST_PERIODS = 50
_PERIOD_S = 1_800

# Zones that offsets in a file are compared with. Where two have the same clock, one stands for
# both: Oslo for Brussels, Copenhagen and Stockholm.
_KNOWN_ZONES = (
    *("America/Chicago", "America/New_York", "America/Los_Angeles", "America/Denver"),
    *("Europe/Oslo", "Europe/London", "Europe/Helsinki"),
)

_NO_ZONE = "Stamps carry no time zone: taken as UTC."
_NO_PLACE = "Stamps are in UTC and name no place: local time is taken as UTC too."
_UNKNOWN_ZONE = "The stamps' offsets are of no zone that is known here: local time is taken as UTC."
_FIXED_CLOCK = (
    "Hours that the clock of {} skips are in the file, and one that it repeats is not twice: the "
    "stamps may be in standard time all year, such as Etc/GMT-1."
)
_SQUEEZED = (
    "The hour that the clock repeats is in the file once on {}: taken as its first passage, the "
    "second is missing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamps:
    """When the rows of a file are.

    Attributes
    ----------
    utc : (N,) [s]
        What a row's time marks: its interval's beginning, or its end.
    length : (N,) [s]
        Where the file tells it, otherwise None.
    exists : (N,)
        False for a local time that the clock skips.
    is_doubtful : (N,)
        Whether it is a guess which time of a repeated hour a row is of.
    usual_step
        Commonest step between all stamps of the file [s]; None for one stamp alone.
    marks_end
        Whether stamps mark the ends of intervals.
    timezone, timezone_source
        Of local time, and who said so.
    clock
        What the stamps show.
    local : WallClock
    notes
        Sentences on what was taken for granted.
    """

    utc: Integers
    length: Integers | None
    exists: Booleans
    is_doubtful: Booleans
    usual_step: int | None
    marks_end: bool
    timezone: str
    timezone_source: ZoneSource
    clock: Clock
    local: WallClock
    notes: tuple[str, ...]


class _Zone(NamedTuple):
    timezone: str
    source: ZoneSource
    notes: tuple[str, ...] = ()


class _Times(NamedTuple):
    """Times in UTC, lengths where they are told; None is for all that exist or are certain."""

    utc: Integers
    clock: Clock
    length: Integers | None = None
    exists: Booleans | None = None
    is_doubtful: Booleans | None = None
    notes: tuple[str, ...] = ()


def read_timestamps(table: Table, columns: TimeColumns, group: Integers) -> Timestamps:
    """Return the times of all rows.

    Parameters
    ----------
    group : (N,)
        Number of the series to which a row belongs, for the order of repeated hours.

    Raises
    ------
    InputError
        At the first cell that tells no time.
    """
    starts, ends = read_stamp_columns(table, columns)
    zone = _timezone(table, columns, starts)
    local = _wall_clock(zone.timezone, starts)
    if columns.kind == "period":
        times = _Times(_period_starts(table, columns, starts, local), "local")
    elif _all_or_none_have_offsets(table, columns, starts) or columns.in_utc:
        times = _absolute(starts, ends, "UTC" if columns.in_utc else "offsets")
    else:
        times = _local(starts, ends, "UTC" if zone.source == "assumed" else "local", local, group)
    exists = np.ones(len(table), dtype=bool) if times.exists is None else times.exists
    notes = zone.notes
    if columns.usual_timezone is None and times.notes and not exists.all():
        notes += (_FIXED_CLOCK.format(zone.timezone),)
    _check_length(table, columns, times.length, exists)
    return Timestamps(
        utc=times.utc,
        length=_known_length(columns, times),
        exists=exists,
        is_doubtful=np.zeros(len(table), bool) if times.is_doubtful is None else times.is_doubtful,
        usual_step=common_step(np.unique(times.utc[exists])),
        marks_end=columns.marks_end,
        timezone=zone.timezone,
        timezone_source=zone.source,
        clock=times.clock,
        local=local,
        notes=notes + times.notes,
    )


def _known_length(columns: TimeColumns, times: _Times) -> Integers | None:
    if times.length is None and columns.minutes is not None and columns.kind != "stamp":
        return np.full(len(times.utc), columns.minutes * 60)
    return times.length


def _absolute(starts: Stamps, ends: Stamps | None, clock: Clock) -> _Times:
    """Return the times of stamps that are in UTC or say what they are ahead of it."""
    utc = _in_utc(starts)
    length = None if ends is None else _in_utc(ends) - utc
    return _Times(utc, clock if starts.offset.any() else "UTC", length)


def _local(
    starts: Stamps, ends: Stamps | None, clock: Clock, local: WallClock, group: Integers
) -> _Times:
    """Return the times of stamps that show the clock on the wall."""
    placed = local.placed(starts.seconds)
    is_second, is_doubtful = folds(starts.seconds, placed, group, starts.fold)
    utc = np.where(is_second, placed.last, placed.first)
    length = None if ends is None else _local_length(ends, utc, local)
    notes = _squeezed(utc, placed.first != placed.last, is_second, local)
    return _Times(utc, clock, length, placed.exists, is_doubtful, notes)


def _timezone(table: Table, columns: TimeColumns, starts: Stamps) -> _Zone:
    if columns.timezone is not None:
        return _Zone(columns.timezone, "given")
    if columns.usual_timezone is not None:
        return _Zone(columns.usual_timezone, "form")
    hint = starts if columns.local is None else read_stamps(table, columns.local, day_first=None)
    has_offset = hint.offset != NO_OFFSET
    if has_offset.all() and hint.offset.any():
        return _zone_of_offsets(hint)
    is_utc = has_offset.any() or columns.in_utc
    return _Zone("UTC", "assumed", (_NO_PLACE if is_utc else _NO_ZONE,))


def _zone_of_offsets(stamps: Stamps) -> _Zone:
    utc = stamps.seconds - stamps.offset
    for name in _KNOWN_ZONES:
        if (_wall_clock(name, stamps).offset(utc) == stamps.offset).all():
            return _Zone(name, "stamps")
    offset = int(stamps.offset[0])
    if (stamps.offset == offset).all() and not offset % _HOUR_S:
        return _Zone(f"Etc/GMT{-(offset // _HOUR_S):+d}", "stamps")
    return _Zone("UTC", "assumed", (_UNKNOWN_ZONE,))


def _wall_clock(timezone: str, stamps: Stamps) -> WallClock:
    return WallClock(timezone, int(stamps.seconds.min()), int(stamps.seconds.max()))


def _all_or_none_have_offsets(table: Table, columns: TimeColumns, stamps: Stamps) -> bool:
    has_offset = stamps.offset != NO_OFFSET
    if has_offset.any() and not has_offset.all():
        row = int((has_offset != has_offset[0]).argmax())
        rule = f"{'with' if has_offset[0] else 'without'} an offset, like the rows before"
        at = columns.columns[0]
        raise table.refusal(row, at, rule, table.cell(row, at))
    return bool(has_offset[0])


def _in_utc(stamps: Stamps) -> Integers:
    return stamps.seconds - np.where(stamps.offset == NO_OFFSET, 0, stamps.offset)


def _period_starts(table: Table, columns: TimeColumns, days: Stamps, local: WallClock) -> Integers:
    """Return the beginnings of half-hours that are counted from local midnight."""
    at = columns.columns[1]
    period = read_whole_numbers(table, at, 1, _MOST_PERIODS)
    midnight = days.seconds - days.seconds % _DAY_S
    begins = local.placed(midnight).first
    last = (local.placed(midnight + _DAY_S).first - begins) // _PERIOD_S
    wrong = np.flatnonzero(period > last)
    if len(wrong):
        row = int(wrong[0])
        rule = f"a settlement period up to {last[row]}, the last of that day"
        raise table.refusal(row, at, rule, int(period[row]))
    return begins + (period - 1) * _PERIOD_S


def _local_length(ends: Stamps, start: Integers, local: WallClock) -> Integers:
    """Return the lengths of intervals whose ends are local times: the first one that is after."""
    placed = local.placed(ends.seconds)
    return np.where(placed.first > start, placed.first, placed.last) - start


def _check_length(
    table: Table, columns: TimeColumns, length: Integers | None, exists: Booleans
) -> None:
    if length is None:
        return
    wrong = np.flatnonzero(exists & ~((length > 0) & (length <= _DAY_S)))
    if len(wrong):
        row, at = int(wrong[0]), columns.columns[0] if columns.end is None else columns.end
        rule = "an end after the beginning, by a day at most"
        raise table.refusal(row, at, rule, table.cell(row, at))


def _squeezed(
    utc: Integers, is_repeated: Booleans, is_second: Booleans, local: WallClock
) -> tuple[str, ...]:
    """Return a note on repeated hours that a file holds once though it goes on after them."""
    hours = utc[is_repeated] // _HOUR_S
    there_twice = set((utc[is_repeated & is_second] // _HOUR_S).tolist())
    inside = int(utc.max()) // _HOUR_S
    once = [
        hour
        for hour in np.unique(hours[~is_second[is_repeated]]).tolist()
        if hour + 1 not in there_twice and hour + 1 <= inside
    ]
    if not once:
        return ()
    days = local.local(np.array(once) * _HOUR_S).astype("datetime64[s]").astype("datetime64[D]")
    return (_SQUEEZED.format(", ".join(str(day) for day in days[:3])),)

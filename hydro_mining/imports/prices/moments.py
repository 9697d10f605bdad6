"""Time cells of a file -> moments in UTC, with the clock that they were told by."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.lengths import common_step
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.prices.passages import second_passages
from hydro_mining.imports.prices.wall_clock import WallClock
from hydro_mining.imports.tables.figures import read_whole_numbers
from hydro_mining.imports.tables.stamps import (
    FIRST,
    NO_OFFSET,
    SECOND,
    Stamps,
    read_stamps,
    split_range,
)
from hydro_mining.imports.tables.table import Integers, Table

__all__ = ["Moments", "read_moments"]

_QUARTER_S, _HOUR_S, _DAY_S = 900, 3_600, 86_400
_ASSUMED = "UTC, assumed"
_FIXED_CLOCK = (
    "Hours that the clock of {} skips are in the file, and one that it repeats is not twice: the "
    "stamps may be in standard time all year, such as Etc/GMT-1."
)
_MOST_PERIODS = 50
_PERIOD_S = 1_800

# Zones that offsets in a file are compared with. Where two have the same clock, one stands for
# both: Oslo for Brussels, Copenhagen and Stockholm.
_KNOWN_ZONES = (
    *("America/Chicago", "America/New_York", "America/Los_Angeles", "America/Denver"),
    *("Europe/Oslo", "Europe/London", "Europe/Helsinki"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """When the rows of a file are.

    Attributes
    ----------
    stamp : (N,) [s]
        UTC of what a row's time marks: its interval's beginning, or its end.
    length : (N,) [s]
        Where the file tells it, otherwise None.
    exists : (N,)
        False for a local time that the clock skips.
    usual_step
        Commonest step between all stamps of the file [s]; None for one stamp alone.
    timezone, timezone_source
        Of local time, and who said so.
    clock
        ``UTC``, ``offsets`` or ``local, `` with the zone.
    local : WallClock
    notes
        Sentences on what was taken for granted.
    """

    stamp: Integers
    length: Integers | None
    exists: NDArray[np.bool_]
    usual_step: int | None
    timezone: str
    timezone_source: str
    clock: str
    local: WallClock
    notes: tuple[str, ...]


class _Times(NamedTuple):
    """Moments, lengths where they are told, and whether they exist: None where all do."""

    utc: Integers
    clock: str
    length: Integers | None = None
    exists: NDArray[np.bool_] | None = None
    notes: tuple[str, ...] = ()


def read_moments(table: Table, layout: Layout, options: PriceOptions, group: Integers) -> Moments:
    """Return the moments of all rows.

    Parameters
    ----------
    group : (N,)
        Number of the series to which a row belongs, for the order of repeated hours.

    Raises
    ------
    InputError
        At the first cell that tells no time.
    """
    starts, ends = _stamps(table, layout, options)
    timezone, source, notes = _timezone(table, layout, options, starts)
    local = _wall_clock(timezone, starts)
    if layout.moment == "period":
        times = _Times(_period_starts(table, layout, starts, local), f"local, {timezone}")
    elif _all_or_none_have_offsets(table, layout, starts) or layout.in_utc:
        times = _absolute(starts, ends, "UTC" if layout.in_utc else "offsets")
    else:
        clock = "UTC" if source == _ASSUMED else f"local, {timezone}"
        times = _local(starts, ends, clock, local, group)
    exists = np.ones(len(table), dtype=bool) if times.exists is None else times.exists
    if layout.timezone is None and times.notes and not exists.all():
        notes += (_FIXED_CLOCK.format(timezone),)
    _check_length(table, layout, times.length, exists)
    return Moments(
        stamp=times.utc,
        length=times.length,
        exists=exists,
        usual_step=common_step(np.unique(times.utc[exists])),
        timezone=timezone,
        timezone_source=source,
        clock=times.clock,
        local=local,
        notes=notes + times.notes,
    )


def _absolute(starts: Stamps, ends: Stamps | None, clock: str) -> _Times:
    """Return the moments of stamps that are in UTC or say what they are ahead of it."""
    utc = _in_utc(starts)
    length = None if ends is None else _in_utc(ends) - utc
    return _Times(utc, clock if starts.offset.any() else "UTC", length)


def _local(
    starts: Stamps, ends: Stamps | None, clock: str, local: WallClock, group: Integers
) -> _Times:
    """Return the moments of stamps that show the clock on the wall."""
    placed = local.placed(starts.seconds)
    second = second_passages(starts.seconds, placed, group, starts.passage)
    utc = np.where(second, placed.last, placed.first)
    length = None if ends is None else _local_length(ends, utc, local)
    notes = _squeezed(utc, placed.first != placed.last, second, local)
    return _Times(utc, clock, length, placed.exists, notes)


def _stamps(table: Table, layout: Layout, options: PriceOptions) -> tuple[Stamps, Stamps | None]:
    """Return the times as written, and those of the ends where the file has them."""
    day_first = layout.day_first if options.day_first is None else options.day_first
    at = layout.time[0]
    if layout.moment == "range":
        start, end = split_range(table, at)
        return (
            read_stamps(table, at, day_first=day_first, cells=start),
            read_stamps(table, at, day_first=day_first, cells=end),
        )
    starts = read_stamps(table, at, day_first=day_first)
    if layout.moment == "hour":
        starts = starts._replace(
            seconds=starts.seconds + _hours(table, layout), passage=_flags(table, layout)
        )
    if layout.end is None:
        return starts, None
    return starts, read_stamps(table, layout.end, day_first=day_first)


def _hours(table: Table, layout: Layout) -> Integers:
    """Return the beginning of hours that are counted 1 to 24, and of quarters in them [s]."""
    _, hour_at, *quarter_at = layout.time
    begins = (read_whole_numbers(table, hour_at, 1, 24) - 1) * _HOUR_S
    for at in quarter_at:
        begins += (read_whole_numbers(table, at, 1, 4) - 1) * _QUARTER_S
    return begins


def _flags(table: Table, layout: Layout) -> Integers:
    if layout.flag is None:
        return np.zeros(len(table), dtype=np.int64)
    first = table.column(layout.flag)[:, 0]
    return np.where(np.isin(first, np.frombuffer(b"YyTt1", dtype=np.uint8)), SECOND, FIRST)


def _timezone(
    table: Table, layout: Layout, options: PriceOptions, starts: Stamps
) -> tuple[str, str, tuple[str, ...]]:
    if options.timezone is not None:
        return options.timezone, "given", ()
    if layout.timezone is not None:
        return layout.timezone, "from the form", ()
    hint = starts if layout.local is None else read_stamps(table, layout.local, day_first=None)
    has_offset = hint.offset != NO_OFFSET
    if has_offset.all() and hint.offset.any():
        return _zone_of_offsets(hint)
    if has_offset.any() or layout.in_utc:
        note = "Stamps are in UTC and name no place: local time is taken as UTC too."
        return "UTC", _ASSUMED, (note,)
    return "UTC", _ASSUMED, ("Stamps carry no time zone: taken as UTC.",)


def _zone_of_offsets(stamps: Stamps) -> tuple[str, str, tuple[str, ...]]:
    utc = stamps.seconds - stamps.offset
    for name in _KNOWN_ZONES:
        if (_wall_clock(name, stamps).offset(utc) == stamps.offset).all():
            return name, "from the stamps", ()
    offset = int(stamps.offset[0])
    if (stamps.offset == offset).all() and not offset % _HOUR_S:
        hours = offset // _HOUR_S
        return f"Etc/GMT{-hours:+d}", "from the stamps", ()
    note = "The stamps' offsets are of no zone that is known here: local time is taken as UTC."
    return "UTC", _ASSUMED, (note,)


def _wall_clock(timezone: str, stamps: Stamps) -> WallClock:
    return WallClock(timezone, int(stamps.seconds.min()), int(stamps.seconds.max()))


def _all_or_none_have_offsets(table: Table, layout: Layout, stamps: Stamps) -> bool:
    has_offset = stamps.offset != NO_OFFSET
    if has_offset.any() and not has_offset.all():
        row = int((has_offset != has_offset[0]).argmax())
        rule = f"{'with' if has_offset[0] else 'without'} an offset, like the rows before"
        at = layout.time[0]
        raise table.refusal(row, at, rule, table.cell(row, at))
    return bool(has_offset[0])


def _in_utc(stamps: Stamps) -> Integers:
    return stamps.seconds - np.where(stamps.offset == NO_OFFSET, 0, stamps.offset)


def _period_starts(table: Table, layout: Layout, days: Stamps, local: WallClock) -> Integers:
    """Return the beginnings of half-hours that are counted from local midnight."""
    period = read_whole_numbers(table, layout.time[1], 1, _MOST_PERIODS)
    midnight = days.seconds - days.seconds % _DAY_S
    begins = local.placed(midnight).first
    last = (local.placed(midnight + _DAY_S).first - begins) // _PERIOD_S
    wrong = np.flatnonzero(period > last)
    if len(wrong):
        row = int(wrong[0])
        rule = f"a settlement period up to {last[row]}, the last of that day"
        raise table.refusal(row, layout.time[1], rule, int(period[row]))
    return begins + (period - 1) * _PERIOD_S


def _local_length(ends: Stamps, start: Integers, local: WallClock) -> Integers:
    """Return the lengths of intervals whose ends are local times: the first one that is after."""
    placed = local.placed(ends.seconds)
    return np.where(placed.first > start, placed.first, placed.last) - start


def _check_length(
    table: Table, layout: Layout, length: Integers | None, exists: NDArray[np.bool_]
) -> None:
    if length is None:
        return
    wrong = np.flatnonzero(exists & ~((length > 0) & (length <= _DAY_S)))
    if len(wrong):
        row, at = int(wrong[0]), layout.time[0] if layout.end is None else layout.end
        rule = "an end after the beginning, by a day at most"
        raise table.refusal(row, at, rule, table.cell(row, at))


def _squeezed(
    utc: Integers, repeated: NDArray[np.bool_], second: NDArray[np.bool_], local: WallClock
) -> tuple[str, ...]:
    """Return a note on repeated hours that a file holds once though it goes on after them."""
    hours = utc[repeated] // _HOUR_S
    passed_twice = set((utc[repeated & second] // _HOUR_S).tolist())
    inside = int(utc.max()) // _HOUR_S
    once = [
        hour
        for hour in np.unique(hours[~second[repeated]]).tolist()
        if hour + 1 not in passed_twice and hour + 1 <= inside
    ]
    if not once:
        return ()
    days = (local.local(np.array(once) * _HOUR_S)).astype("datetime64[s]").astype("datetime64[D]")
    named = ", ".join(str(day) for day in days[:3])
    return (
        f"The hour that the clock repeats is in the file once on {named}: taken as its first "
        "passage, the second is missing.",
    )

"""Time cells of a file -> UTC, with the clock that they were told by."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.conventions import (
    Convention,
    given_convention,
    heading_convention,
    told_convention,
)
from hydro_mining.imports.times.counts import Counts, check_labels, elapsed_times, is_elapsed
from hydro_mining.imports.times.date_order import DateOrder, order_notes
from hydro_mining.imports.times.ending_labels import LABELS_NOTE, begun_before_skipped, label_step
from hydro_mining.imports.times.lengths import common_step, distinct
from hydro_mining.imports.times.local_zone import LocalZone, ZoneSource, local_zone, wall_clock
from hydro_mining.imports.times.named_clocks import check_named_clocks
from hydro_mining.imports.times.repeated_hours import folds, squeezed_note
from hydro_mining.imports.times.stamps import FOLD_UNKNOWN, NO_OFFSET, Stamps
from hydro_mining.imports.times.time_columns import TimeColumns, WrittenTimes, read_time_columns
from hydro_mining.imports.times.wall_clock import WallClock

Clock: TypeAlias = Literal["UTC", "offsets", "local"]


_HOUR_S, _DAY_S = 3_600, 86_400

_FIXED_CLOCK = (
    "Hours that the clock of {} skips are in the file, and one that it repeats is not twice: the "
    "stamps may be in standard time all year, such as Etc/GMT-1."
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
    marks_end, convention_evidence
        Whether stamps mark the ends of intervals, and what tells it.
    is_convention_open
        Whether stamps are at neither end of whole intervals.
    date_order
        What told day from month; empty where nothing was open.
    is_day_first
        Which of them stands first; None where nothing was open.
    has_time_of_day
        Whether some rows say more than a date.
    is_counted
        Whether numbers of hours or other parts of a day tell the time.
    timezone, timezone_source, is_clock_guess
        Of local time, who said so, and whether nobody did.
    clock
        What the stamps show.
    local : WallClock
    notes
        Sentences on what was taken for granted.
    zone_notes
        Those of them on the time zone alone.
    """

    utc: Integers
    length: Integers | None
    exists: Booleans
    is_doubtful: Booleans
    usual_step: int | None
    marks_end: bool
    convention_evidence: str
    is_convention_open: bool
    date_order: DateOrder
    is_day_first: bool | None
    has_time_of_day: bool
    is_counted: bool
    timezone: str
    timezone_source: ZoneSource
    is_clock_guess: bool
    clock: Clock
    local: WallClock
    notes: tuple[str, ...]
    zone_notes: tuple[str, ...]


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
    written = read_time_columns(table, columns, group)
    if columns.flag is not None and (fold := _flags(table, columns.flag)).any():
        written = written._replace(starts=written.starts._replace(fold=fold))
    zone = local_zone(table, columns, written.starts)
    local = wall_clock(zone.timezone, written.starts)
    check_named_clocks(table, columns, written.starts, zone, local)
    starts, counts = written.starts, written.counts
    times = _times(table, columns, written, zone=zone, local=local, group=group)
    convention = _convention(columns, written, times, zone=zone, local=local)
    exists = np.ones(len(table), dtype=bool) if times.exists is None else times.exists
    is_fixed = columns.usual_timezone is None and times.notes and not exists.all()
    fixed = (_FIXED_CLOCK.format(zone.timezone),) if is_fixed else ()
    _check_length(table, columns, times.length, exists)
    return Timestamps(
        utc=times.utc + convention.shift_s,
        length=times.length,
        exists=exists,
        is_doubtful=np.zeros(len(table), bool) if times.is_doubtful is None else times.is_doubtful,
        usual_step=common_step(distinct(times.utc[exists])),
        marks_end=convention.marks_end,
        convention_evidence=convention.evidence,
        is_convention_open=convention.is_open,
        date_order=starts.date_order,
        is_day_first=starts.is_day_first,
        has_time_of_day=bool((starts.seconds % _DAY_S != 0).any()) or counts is not None,
        is_counted=counts is not None,
        timezone=zone.timezone,
        timezone_source=zone.source,
        is_clock_guess=zone.is_guess,
        clock=times.clock,
        local=local,
        notes=(
            *(*zone.notes, *fixed, *times.notes, *written.notes),
            *(*convention.notes, *order_notes(starts.date_order, is_day_first=starts.is_day_first)),
        ),
        zone_notes=zone.notes,
    )


def _times(
    table: Table,
    columns: TimeColumns,
    written: WrittenTimes,
    *,
    zone: LocalZone,
    local: WallClock,
    group: Integers,
) -> _Times:
    """Return the times that stamps tell, with what a column counts from their day on."""
    clock: Clock = "UTC" if zone.source == "assumed" else "local"
    starts, counts = written.starts, written.counts
    if counts is None:
        return _stamped(table, columns, written, clock=clock, local=local, group=group)
    if _counts_elapsed(columns, counts, starts, local):
        times = _Times(elapsed_times(table, counts, starts.seconds, local), clock)
    else:
        check_labels(table, counts)
        step = counts.minutes * 60
        begins = begun_before_skipped(starts.seconds + counts.number * step, step, local)
        starts = starts._replace(seconds=begins)
        times = _stamped(
            table, columns, WrittenTimes(starts), clock=clock, local=local, group=group
        )
    return times._replace(length=np.full(len(table), counts.minutes * 60))


def _stamped(
    table: Table,
    columns: TimeColumns,
    written: WrittenTimes,
    *,
    clock: Clock,
    local: WallClock,
    group: Integers,
) -> _Times:
    """Return the times of stamps, with offsets or by a clock."""
    if _all_or_none_have_offsets(table, columns, written.starts) or columns.in_utc:
        return _absolute(written.starts, written.ends, "UTC" if columns.in_utc else "offsets")
    times = _local(written.starts, written.ends, clock, local, group)
    if written.ends is not None or not _mark_ends(columns, written.starts):
        return times
    step = label_step(written.starts.seconds, group, local)
    if not step:
        return times
    begins = written.starts._replace(seconds=written.starts.seconds - step)
    times = _local(begins, None, clock, local, group)
    return times._replace(utc=times.utc + step, notes=(*times.notes, LABELS_NOTE))


def _mark_ends(columns: TimeColumns, starts: Stamps) -> bool:
    told = columns.usual_marks_end if columns.marks_end is None else columns.marks_end
    return told_convention(starts).marks_end if told is None else told


def _counts_elapsed(columns: TimeColumns, counts: Counts, dates: Stamps, local: WallClock) -> bool:
    if columns.in_utc:  # whose days are all alike
        return False
    if columns.counts_elapsed is not None:
        return columns.counts_elapsed
    return bool((dates.fold == FOLD_UNKNOWN).all()) and is_elapsed(counts, dates.seconds, local)


def _convention(
    columns: TimeColumns, written: WrittenTimes, times: _Times, *, zone: LocalZone, local: WallClock
) -> Convention:
    """Return whether stamps mark the ends of intervals, and what tells it."""
    starts = written.starts
    if written.counts is not None:
        return Convention(marks_end=False, evidence="hours are counted")
    if times.length is not None:
        return Convention(marks_end=False, evidence="both ends are there")
    if columns.marks_end is not None:
        return given_convention(starts, marks_end=columns.marks_end)
    if columns.usual_marks_end is not None:
        return heading_convention(starts, marks_end=columns.usual_marks_end)
    is_utc = columns.in_utc or bool((starts.offset == 0).all())
    place = None if zone.source == "assumed" else local
    return told_convention(starts, is_utc=is_utc, local=place)


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
    notes = squeezed_note(utc, placed.first != placed.last, is_second, local)
    return _Times(utc, clock, length, placed.exists, is_doubtful, notes)


def _flags(table: Table, index: int) -> Integers:
    first = table.column(index)[:, 0]
    return np.isin(first, np.frombuffer(b"YyTt1", dtype=np.uint8)).astype(np.int64)


def _all_or_none_have_offsets(table: Table, columns: TimeColumns, stamps: Stamps) -> bool:
    has_offset = stamps.offset != NO_OFFSET
    rule = f"{'with' if has_offset[0] else 'without'} an offset, like the rows before"
    table.check(columns.columns[0], has_offset == has_offset[0], rule)
    return bool(has_offset[0])


def _in_utc(stamps: Stamps) -> Integers:
    return stamps.seconds - np.where(stamps.offset == NO_OFFSET, 0, stamps.offset)


def _local_length(ends: Stamps, start: Integers, local: WallClock) -> Integers:
    """Return the lengths of intervals whose ends are local times: the first one that is after."""
    placed = local.placed(ends.seconds)
    return np.where(placed.first > start, placed.first, placed.last) - start


def _check_length(
    table: Table, columns: TimeColumns, length: Integers | None, exists: Booleans
) -> None:
    if length is None:
        return
    at = columns.columns[0] if columns.end is None else columns.end
    is_right = ~exists | ((length > 0) & (length <= _DAY_S))
    table.check(at, is_right, "an end after the beginning, by a day at most")

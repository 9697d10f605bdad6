"""Rows of one series in order of time: duplicates settled, lengths and gaps told."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Booleans, Floats, Integers
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.times.lengths import common_step, distinct, lengths_from_starts
from hydro_mining.imports.times.timestamps import Timestamps

# What to do with intervals that have two values: refuse them, or take one of them.
DuplicateRule: TypeAlias = Literal["refuse", "first", "last", "mean"]
DUPLICATE_RULES: tuple[DuplicateRule, ...] = get_args(DuplicateRule)

_FIRST_GAPS = 5
# Two equal rows of a day may be a copy; hours are more.
_COPIES = 2
_DAY_S = 86_400
_CONFLICT_RULE = "or a rule for duplicates chosen: first, last or mean"
_COUNTED_RULE = "with each number of an hour once a day: one of these is another hour's"
_REPEATED_HOUR_RULE = (
    "as the hour that the clock repeats is there more than twice: rows in order of time, or "
    "stamps with their offsets, tell its first time from its second"
)


class Fate(IntEnum):
    """What became of a row; where a row is in several series, the highest counts."""

    OTHER_SERIES = 0
    SKIPPED_HOUR = 1
    NO_VALUE = 2
    EQUAL = 3
    CONFLICTING = 4
    USED = 5


class Gap(NamedTuple):
    """A stretch of a series without values, from ``start`` to ``end`` in UTC."""

    name: str
    start: str
    end: str
    missing_intervals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values by interval, with what is to be said of their rows.

    Attributes
    ----------
    start, length, value : (N,) [s], [s], [unit of the column]
        Beginnings in UTC, strictly increasing; nothing overlaps. Empty if no row has a value.
    fate : (rows,)
        What became of the rows, as ``Fate``.
    gaps, missing_intervals, first_gaps
        Stretches without values.
    lengths
        Of intervals, in order of their first appearance [s].
    is_unsorted
        Whether rows were not in order of time.
    overlapping
        Intervals that were cut short because the next one begins.
    """

    start: Integers
    length: Integers
    value: Floats
    fate: NDArray[np.int8]
    gaps: int = 0
    missing_intervals: int = 0
    first_gaps: tuple[Gap, ...] = ()
    lengths: tuple[int, ...] = ()
    is_unsorted: bool = False
    overlapping: int = 0


class _Rows(NamedTuple):
    """The rows of a series: numbers in the file, lines, stamps and values."""

    name: str
    what: str
    at: Integers
    lines: Integers
    stamp: Integers
    is_doubtful: Booleans
    value: Floats


def read_series(
    value: Floats,
    timestamps: Timestamps,
    *,
    name: str,
    what: str,
    rows: Integers,
    lines: Integers,
    duplicates: DuplicateRule,
) -> Series:
    """Return the values of some rows in order of time.

    Parameters
    ----------
    value : (rows,)
        NaN where there is none.
    name, what
        Of the series and of one value, for messages: ``NO1`` and ``price``.
    rows, lines : (rows,)
        Rows of the file that are the series', and the lines in which they stand.
    duplicates
        What to do with two values of one interval.

    Raises
    ------
    InputError
        If an interval has two values and no rule for it, or one row alone tells no length.
    """
    ordered, fate = _ordered(value, timestamps, name=name, what=what, rows=rows, lines=lines)
    if not timestamps.has_time_of_day:
        _check_days(ordered)
    used, one_value = _without_duplicates(
        ordered, duplicates, fate, is_counted=timestamps.is_counted
    )
    if not len(used):
        return Series(start=used, length=used, value=one_value, fate=fate)
    start, length, overlapping = _intervals(timestamps, rows, used, name=name, line=int(lines[0]))
    n_gaps, missing, gaps = _gaps(name, start, length)
    return Series(
        start=start,
        length=length,
        value=one_value,
        fate=fate,
        gaps=n_gaps,
        missing_intervals=missing,
        first_gaps=gaps,
        lengths=_in_order(length),
        is_unsorted=bool((np.diff(ordered.at) < 0).any()),
        overlapping=overlapping,
    )


def _ordered(
    value: Floats,
    timestamps: Timestamps,
    *,
    name: str,
    what: str,
    rows: Integers,
    lines: Integers,
) -> tuple[_Rows, NDArray[np.int8]]:
    """Return the rows with a time and a value in order of time, and the fate of all."""
    fate = np.full(len(rows), Fate.USED, dtype=np.int8)
    fate[~timestamps.exists[rows]] = Fate.SKIPPED_HOUR
    fate[np.isnan(value)] = Fate.NO_VALUE
    usable = np.flatnonzero(fate == Fate.USED)
    stamp = timestamps.utc[rows]
    order = usable[np.argsort(stamp[usable], kind="stable")]
    doubtful = timestamps.is_doubtful[rows[order]]
    return _Rows(name, what, order, lines[order], stamp[order], doubtful, value[order]), fate


def _check_days(rows: _Rows) -> None:
    """Refuse several rows of a day where nothing tells their time of day."""
    day, count = np.unique(rows.stamp, return_counts=True)
    differ = rows.value[1:] != rows.value[:-1]
    if (count > _COPIES).any() or (differ & (np.diff(rows.stamp) == 0)).any():
        first = int(np.searchsorted(rows.stamp, day[count > 1][0]))
        low, high = sorted(rows.lines[first : first + 2].tolist())
        rule = (
            f"one {rows.what} for {one_line(rows.name)} on a day, or have their time of day in a "
            "column named with the option {option}"
        )
        raise InputError(
            f"lines {low} and {high}", rule, _iso(rows.stamp[first]), option="hour_column"
        )


def _without_duplicates(
    rows: _Rows, rule: DuplicateRule, fate: NDArray[np.int8], *, is_counted: bool
) -> tuple[Integers, Floats]:
    """Return one row for each time with its value; the fate of the others is noted."""
    is_new = np.diff(rows.stamp, prepend=rows.stamp[:1] - 1) != 0
    if is_new.all():
        return rows.at, rows.value
    first = np.flatnonzero(is_new)
    group = np.cumsum(is_new) - 1
    differs = rows.value != rows.value[first[group]]
    unclear = differs & np.isin(group, group[rows.is_doubtful])
    if unclear.any():
        raise _conflict(rows, group, unclear, _REPEATED_HOUR_RULE)
    if differs.any() and rule == "refuse":
        raise _conflict(rows, group, differs, _COUNTED_RULE if is_counted else _CONFLICT_RULE)
    conflicting = np.isin(group, group[differs])
    count = np.diff(first, append=len(rows.at))
    chosen = first + count - 1 if rule == "last" else first
    dropped = np.ones(len(rows.at), dtype=bool)
    dropped[chosen] = False
    fate[rows.at[dropped]] = np.where(conflicting[dropped], Fate.CONFLICTING, Fate.EQUAL)
    mean = np.add.reduceat(rows.value, first) / count
    is_mean = (rule == "mean") & conflicting[first]
    return rows.at[chosen], np.where(is_mean, mean, rows.value[chosen])


def _conflict(rows: _Rows, group: Integers, differs: Booleans, rule: str) -> InputError:
    other = int(differs.argmax())
    one = int(np.searchsorted(group, group[other]))
    n_more = len(np.unique(group[differs])) - 1
    more = f" ({n_more} more such)" if n_more else ""
    low, high = sorted((int(rows.lines[one]), int(rows.lines[other])))
    told = f"one {rows.what} for {one_line(rows.name)} at {_iso(rows.stamp[other])}{more}, {rule}"
    given = [float(rows.value[one]), float(rows.value[other])]
    option = "duplicates" if rule == _CONFLICT_RULE else None
    return InputError(f"lines {low} and {high}", told, given, option=option)


def _intervals(
    timestamps: Timestamps, rows: Integers, used: Integers, *, name: str, line: int
) -> tuple[Integers, Integers, int]:
    """Return beginnings and lengths of used rows, and how many the next one cuts short."""
    stamp = timestamps.utc[rows[used]]
    length, cut_short = _lengths_of(timestamps, rows, used, name=name, line=line)
    start = stamp - length if timestamps.marks_end else stamp
    room = np.diff(start, append=start[-1] + length[-1])
    overlapping = cut_short + int((length > room).sum())
    return start, np.minimum(length, room), overlapping


def _lengths_of(
    timestamps: Timestamps, rows: Integers, used: Integers, *, name: str, line: int
) -> tuple[Integers, int]:
    """Return the lengths of used rows, and how many are cut short by all rows' stamps."""
    if timestamps.length is not None:
        told: Integers = timestamps.length[rows[used]]
        return told, 0
    # Rows without a value show how long intervals are, too.
    stamp = timestamps.utc[rows]
    every = distinct(stamp[timestamps.exists[rows]])
    lengths, cut_short = _lengths(name, every, timestamps, line=line)
    return lengths[np.searchsorted(every, stamp[used])], cut_short


def _lengths(
    name: str, stamp: Integers, timestamps: Timestamps, *, line: int
) -> tuple[Integers, int]:
    """Return the lengths of intervals from the steps between all stamps of a series."""
    usual = common_step(stamp) or timestamps.usual_step
    if usual is None or usual > _DAY_S:
        rule = (
            f"followed within a day by another of {one_line(name)}, to tell how long intervals are"
        )
        raise InputError(f"line {line}", rule, _iso(stamp[0]))
    local = timestamps.local.local(stamp)
    if not timestamps.marks_end:
        return lengths_from_starts(stamp, local, usual)
    # Lengths run backwards from the stamps: the same, with time turned round.
    length, overlapping = lengths_from_starts(-stamp[::-1], -local[::-1], usual)
    return length[::-1], overlapping


def _gaps(name: str, start: Integers, length: Integers) -> tuple[int, int, tuple[Gap, ...]]:
    end = start + length
    at = np.flatnonzero(start[1:] > end[:-1])
    missing = -(-(start[at + 1] - end[at]) // length[at])
    first = tuple(
        Gap(name=name, start=_iso(end[i]), end=_iso(start[i + 1]), missing_intervals=int(n))
        for i, n in zip(at[:_FIRST_GAPS], missing[:_FIRST_GAPS], strict=True)
    )
    return len(at), int(missing.sum()), first


def _in_order(length: Integers) -> tuple[int, ...]:
    values, first = np.unique(length, return_index=True)
    return tuple(int(values[i]) for i in np.argsort(first))


def _iso(utc: np.int64) -> str:
    return f"{np.datetime64(int(utc), 's')}Z"

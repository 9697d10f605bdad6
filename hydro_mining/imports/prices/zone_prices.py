"""Rows of one zone -> its series: duplicates settled, rows sorted, lengths and gaps told."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.prices.lengths import common_step, lengths_from_starts
from hydro_mining.imports.prices.moments import Moments
from hydro_mining.imports.prices.report import Gap
from hydro_mining.imports.tables.table import Integers

__all__ = ["Fate", "ZonePrices", "zone_prices"]

_FIRST_GAPS = 5
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400


class Fate(IntEnum):
    """What became of a row; where a row is in several series, the highest counts."""

    OTHER_ZONE = 0
    SKIPPED_HOUR = 1
    NO_PRICE = 2
    EQUAL = 3
    CONFLICTING = 4
    USED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePrices:
    """A zone's series with what is to be said of it.

    Attributes
    ----------
    series
        None if no row of the zone has a price.
    fate : (rows of the zone,)
        What became of them, as ``Fate``.
    gaps, missing_intervals, first_gaps
        Stretches without prices.
    lengths
        Of intervals, in order of their first appearance [s].
    is_unsorted
        Whether rows were not in order of time.
    overlapping
        Intervals that were cut short because the next one begins.
    """

    series: PriceSeries | None
    fate: NDArray[np.int8]
    gaps: int
    missing_intervals: int
    first_gaps: tuple[Gap, ...]
    lengths: tuple[int, ...]
    is_unsorted: bool
    overlapping: int


def zone_prices(
    zone: str,
    price: Floats,
    moments: Moments,
    *,
    rows: Integers,
    lines: Integers,
    minutes: int | None,
    marks_end: bool,
    duplicates: str,
) -> ZonePrices:
    """Return the prices of a zone in order of time.

    Parameters
    ----------
    price : (rows,)
        NaN where there is none.
    rows, lines : (rows,)
        Rows of the file that are the zone's, and the lines in which they stand.
    minutes
        Length of all intervals where the form settles it.
    marks_end
        Whether stamps mark the ends of intervals.
    duplicates
        What to do with two prices of one interval: ``refuse``, ``first``, ``last``, ``mean``.

    Raises
    ------
    InputError
        If an interval has two prices and no rule for it, or one row alone tells no length.
    """
    stamp, exists = moments.stamp[rows], moments.exists[rows]
    fate = np.full(len(rows), Fate.USED, dtype=np.int8)
    fate[~exists] = Fate.SKIPPED_HOUR
    fate[np.isnan(price)] = Fate.NO_PRICE
    usable = np.flatnonzero(fate == Fate.USED)
    order = usable[np.argsort(stamp[usable], kind="stable")]
    is_unsorted = bool((np.diff(order) < 0).any())
    kept, value = _settled(
        zone, stamp[order], price[order], order, lines=lines, rule=duplicates, fate=fate
    )
    if not len(kept):
        return _nothing(fate)
    length, overlapping = _told_lengths(moments, rows[kept], minutes), 0
    if length is None:
        # Rows without a price show how long intervals are, too.
        every = np.unique(stamp[exists])
        lengths, overlapping = _lengths(
            zone, every, moments, marks_end=marks_end, line=int(lines[0])
        )
        length = lengths[np.searchsorted(every, stamp[kept])]
    start = stamp[kept] - length if marks_end else stamp[kept]
    room = np.diff(start, append=start[-1] + length[-1])
    overlapping += int((length > room).sum())
    length = np.minimum(length, room)
    n_gaps, missing, gaps = _gaps(zone, start, length)
    return ZonePrices(
        series=_series(zone, start, length, value, moments),
        fate=fate,
        gaps=n_gaps,
        missing_intervals=missing,
        first_gaps=gaps,
        lengths=_in_order(length),
        is_unsorted=is_unsorted,
        overlapping=overlapping,
    )


def _nothing(fate: NDArray[np.int8]) -> ZonePrices:
    return ZonePrices(
        series=None,
        fate=fate,
        gaps=0,
        missing_intervals=0,
        first_gaps=(),
        lengths=(),
        is_unsorted=False,
        overlapping=0,
    )


def _settled(
    zone: str,
    time: Integers,
    value: Floats,
    order: Integers,
    *,
    lines: Integers,
    rule: str,
    fate: NDArray[np.int8],
) -> tuple[Integers, Floats]:
    """Return one row for each moment with its price; the fate of the others is noted."""
    is_new = np.diff(time, prepend=time[:1] - 1) != 0
    if is_new.all():
        return order, value
    first = np.flatnonzero(is_new)
    group = np.cumsum(is_new) - 1
    differs = value != value[first[group]]
    conflicting = np.isin(group, group[differs])
    if conflicting.any() and rule == "refuse":
        raise _conflict(zone, time, value, lines[order], group=group, differs=differs)
    count = np.diff(first, append=len(order))
    chosen = first + count - 1 if rule == "last" else first
    dropped = np.ones(len(order), dtype=bool)
    dropped[chosen] = False
    fate[order[dropped]] = np.where(conflicting[dropped], Fate.CONFLICTING, Fate.EQUAL)
    mean = np.add.reduceat(value, first) / count
    is_mean = (rule == "mean") & conflicting[first]
    return order[chosen], np.where(is_mean, mean, value[chosen])


def _conflict(
    zone: str,
    time: Integers,
    value: Floats,
    lines: Integers,
    *,
    group: Integers,
    differs: NDArray[np.bool_],
) -> InputError:
    other = int(differs.argmax())
    one = int(np.searchsorted(group, group[other]))
    n_more = len(np.unique(group[differs])) - 1
    more = f" ({n_more} more such)" if n_more else ""
    low, high = sorted((int(lines[one]), int(lines[other])))
    return InputError(
        f"lines {low} and {high}",
        f"one price for {one_line(zone)} at {_iso(time[other])}{more}, or a rule for duplicates "
        "chosen: first, last or mean",
        [float(value[one]), float(value[other])],
    )


def _told_lengths(moments: Moments, rows: Integers, minutes: int | None) -> Integers | None:
    if moments.length is not None:
        told: Integers = moments.length[rows]
        return told
    return None if minutes is None else np.full(len(rows), minutes * _MINUTE_S)


def _lengths(
    zone: str, stamp: Integers, moments: Moments, *, marks_end: bool, line: int
) -> tuple[Integers, int]:
    """Return the lengths of intervals from the steps between all stamps of a zone."""
    usual = common_step(stamp) or moments.usual_step
    if usual is None or usual > _DAY_S:
        rule = (
            f"followed within a day by another of {one_line(zone)}, to tell how long intervals are"
        )
        raise InputError(f"line {line}", rule, _iso(stamp[0]))
    local = moments.local.local(stamp)
    if not marks_end:
        return lengths_from_starts(stamp, local, usual)
    # Lengths run backwards from the stamps: the same, with time turned round.
    length, overlapping = lengths_from_starts(-stamp[::-1], -local[::-1], usual)
    return length[::-1], overlapping


def _gaps(zone: str, start: Integers, length: Integers) -> tuple[int, int, tuple[Gap, ...]]:
    end = start + length
    at = np.flatnonzero(start[1:] > end[:-1])
    missing = -(-(start[at + 1] - end[at]) // length[at])
    first = tuple(
        Gap(zone=zone, start=_iso(end[i]), end=_iso(start[i + 1]), missing_intervals=int(n))
        for i, n in zip(at[:_FIRST_GAPS], missing[:_FIRST_GAPS], strict=True)
    )
    return len(at), int(missing.sum()), first


def _series(
    zone: str, start: Integers, length: Integers, price: Floats, moments: Moments
) -> PriceSeries:
    arrays = (
        start.astype("datetime64[s]"),
        moments.local.local(start).astype("datetime64[s]"),
        length / _HOUR_S,
        price,
    )
    for array in arrays:
        array.flags.writeable = False
    return PriceSeries(
        zone=zone,
        start=arrays[0],
        local_start=arrays[1],
        hours=arrays[2],
        price=arrays[3],
        timezone=moments.timezone,
    )


def _in_order(length: Integers) -> tuple[int, ...]:
    values, first = np.unique(length, return_index=True)
    return tuple(int(values[i]) for i in np.argsort(first))


def _iso(moment: np.int64) -> str:
    return f"{np.datetime64(int(moment), 's')}Z"

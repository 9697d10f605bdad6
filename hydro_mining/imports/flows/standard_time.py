"""Times of a file -> equal steps of local standard time, which has no summer time."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.series import STEPS_HOURS
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times import (
    Series,
    TimeColumns,
    Timestamps,
    WallClock,
    read_timestamps,
    standard_offset,
)

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
# A day of 23 or 25 hours is one of the clock on the wall.
_SHORTEST_DAY_S = 23 * _HOUR_S
_FIRST_YEAR = 1970
_STEPS_S = tuple(round(step * _HOUR_S) for step in STEPS_HOURS)
_MOST_INTERVALS = 2_000_000
_STEPS_RULE = "of values at equal steps of a quarter-hour to a day"
# Codes by which the rows of a file name a clock that is an hour ahead of standard time.
_SUMMER_CODES = (b"EDT", b"CDT", b"MDT", b"PDT", b"AKDT", b"HDT", b"ADT", b"NDT", b"BST", b"CEST")


class OnGrid(NamedTuple):
    """A series without holes in its times: start [s], step [s], values with NaN for gaps."""

    start: int
    step: int
    value: Floats
    notes: tuple[str, ...]


class StandardTimes(NamedTuple):
    """Times of rows in standard time, as if it were UTC, and how they became that."""

    times: Timestamps
    clock_in_words: str
    notes: tuple[str, ...]


def in_standard_time(
    table: Table, columns: TimeColumns, *, zone_codes: int | None = None
) -> StandardTimes:
    """Return the times of all rows in standard time; of days their dates.

    Raises
    ------
    InputError
        At the first cell that tells no time, or where there are no steps of a day at most.
    """
    one_series = np.zeros(len(table), dtype=np.int64)
    times = read_timestamps(table, columns, one_series)
    if not times.has_time_of_day and columns.timezone is not None:
        times = read_timestamps(table, replace(columns, timezone=None), one_series)
    _check_step(times.usual_step)
    assert times.usual_step is not None
    notes = tuple(note for note in times.notes if note not in times.zone_notes)
    if times.usual_step >= _SHORTEST_DAY_S:
        dates, on_dates = _by_date(times)
        return StandardTimes(dates, "calendar days", (*notes, *on_dates))
    if zone_codes is not None:
        shifted = _shifted(times, -_summer(table, zone_codes))
        said = f"local, by {table.headings[zone_codes]}, put into standard time"
        return StandardTimes(shifted, said, notes)
    if times.timezone_source == "assumed":
        said = "taken as local standard time, as no zone is named"
        return StandardTimes(_shifted(times, 0), said, notes)
    year = _FIRST_YEAR + int(times.utc[0] // (365.25 * _DAY_S))
    shifted = _shifted(times, standard_offset(times.timezone, year))
    said = f"{times.clock}, put into standard time of {times.timezone}"
    return StandardTimes(shifted, said, notes)


def _check_step(step: int | None) -> None:
    if step is None:
        raise InputError("file", "of at least two rows, to tell how long intervals are", "one row")
    if step > _DAY_S:
        rule = (
            "of values a day to a quarter-hour long; of months the twelve means are entered instead"
        )
        raise InputError("file", rule, f"steps of {step / _DAY_S:g} days")


def _by_date(times: Timestamps) -> tuple[Timestamps, tuple[str, ...]]:
    """Return days by their dates on the wall, with a note where they begin at another hour."""
    wall = times.local.local(times.utc)
    date = (wall - 1 if times.marks_end else wall) // _DAY_S * _DAY_S
    plain = replace(
        times, utc=date, has_time_of_day=False, usual_step=_DAY_S, marks_end=False, length=None
    )
    at = int(wall[0] % _DAY_S)
    if not at:
        return _shifted(plain, 0), ()
    begins = f"{at // _HOUR_S:02}:{at % _HOUR_S // _MINUTE_S:02}"
    note = f"Stamps of days are at {begins}: each is taken as that calendar day."
    return _shifted(plain, 0), (note,)


def _shifted(times: Timestamps, by_s: Integers | int) -> Timestamps:
    """Return times by another clock, which is taken for UTC from then on."""
    utc = times.utc + by_s
    return replace(times, utc=utc, local=WallClock("UTC", int(utc.min()), int(utc.max())))


def _summer(table: Table, zone_codes: int) -> Integers:
    """Return what the clock of each row is ahead of its standard time [s]."""
    return np.isin(table.texts(zone_codes), _SUMMER_CODES) * _HOUR_S


def on_grid(series: Series) -> OnGrid:
    """Return a series at equal steps, with NaN where it has no value.

    Intervals of less than a quarter-hour, and those of a file that changes its resolution, are
    averaged to the next longer step.

    Raises
    ------
    InputError
        If the steps of the series make no such grid.
    """
    longest = max(series.lengths)
    step = next((s for s in _STEPS_S if s >= longest and s % longest == 0), None)
    if step is None or any(step % length for length in series.lengths):
        minutes = ", ".join(f"{length / _MINUTE_S:g}" for length in sorted(series.lengths)[:5])
        raise InputError("file", _STEPS_RULE, f"steps of {minutes} minutes")
    is_finer = step != longest or len(series.lengths) > 1
    odd = np.flatnonzero(series.start % series.length)
    if len(odd):
        at = str(np.datetime64(int(series.start[odd[0]]), "s"))
        raise InputError("file", f"{_STEPS_RULE}, counted from midnight", at)
    first = int(series.start[0]) // step
    cell = series.start // step - first
    n_cells = int(cell[-1]) + 1
    if n_cells > _MOST_INTERVALS:
        rule = f"of at most {_MOST_INTERVALS:,} intervals from first to last"
        raise InputError("file", rule, f"{n_cells:,}")
    hours = np.bincount(cell, series.length, n_cells)
    total = np.bincount(cell, series.value * series.length, n_cells)
    value = np.full(n_cells, np.nan)
    if is_finer:
        np.divide(total, hours, out=value, where=hours > 0)
    else:
        value[cell] = series.value
    notes = (f"Values are averaged to {step // _MINUTE_S} minutes.",) if is_finer else ()
    return OnGrid(start=first * step, step=step, value=value, notes=notes)

"""Everything that was found in a price file -> its report."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Integers
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.options import FORM_NAMES
from hydro_mining.imports.prices.price_columns import PriceColumns
from hydro_mining.imports.prices.report import Dropped, PriceReport
from hydro_mining.imports.tables import Table, Text
from hydro_mining.imports.times import Fate, Series, Timestamps

_FIRST_GAPS = 5
# Limits of Europe's day-ahead auction when its zones were coupled [EUR/MWh]; prices beyond them
# are worth a look in any currency. ACER decision 04/2017 on harmonised limits.
_LOWEST_USUAL, _HIGHEST_USUAL = -500.0, 3000.0

# Spain's and Germany's dearest months of 2022 had medians of some 500 [EUR/MWh]; prices per kWh
# in the whole currency are below 1.
_HIGHEST_MEDIAN, _LOWEST_MEDIAN = 2000.0, 1.0
_STRONG = ("USD", "EUR", "GBP", "CHF")

_REASONS = {
    Fate.OTHER_SERIES: "of another zone",
    Fate.SKIPPED_HOUR: "a local time that the clock skips",
    Fate.NO_VALUE: "no price",
    Fate.EQUAL: "equal duplicate",
    Fate.CONFLICTING: "other price of the same interval",
}


class ZonePrices(NamedTuple):
    """A zone's rows in the file, what became of them, and its prices if it has any."""

    name: str
    rows: Integers
    series: Series
    prices: PriceSeries | None


class ReadFile(NamedTuple):
    """The parts of a file that was read."""

    table: Table
    layout: Layout
    columns: PriceColumns
    timestamps: Timestamps
    text: Text
    decimal: str
    zones: tuple[ZonePrices, ...]
    missing_values: tuple[str, ...]
    doubted_values: tuple[str, ...]


def summary(file: ReadFile) -> PriceReport:
    """Return the report of a file."""
    series = [zone.series for zone in file.zones]
    lengths = dict.fromkeys(length for one in series for length in one.lengths)
    fate = _fates(file)
    return PriceReport(
        form=FORM_NAMES[file.layout.form],
        delimiter=file.table.delimiter,
        decimal=file.decimal,
        columns=_columns(file),
        price_columns=file.columns.available,
        currency=file.columns.currency,
        unit="MWh",
        timezone=file.timestamps.timezone,
        timezone_source=file.timestamps.timezone_source,
        is_clock_guess=file.timestamps.is_clock_guess,
        clock=file.timestamps.clock,
        marks_end=file.timestamps.marks_end,
        convention_evidence=file.timestamps.convention_evidence,
        date_order=file.timestamps.date_order,
        is_day_first=file.timestamps.is_day_first,
        unit_evidence=file.columns.unit_evidence,
        interval_minutes=tuple(length / 60 for length in lengths),
        rows_read=len(file.table),
        rows_used=int((fate == Fate.USED).sum()),
        rows_dropped=_dropped(file, fate),
        gaps=sum(one.gaps for one in series),
        missing_intervals=sum(one.missing_intervals for one in series),
        first_gaps=tuple(gap for one in series for gap in one.first_gaps)[:_FIRST_GAPS],
        gaps_by_zone={zone.name: zone.series.gaps for zone in file.zones},
        duplicates_equal=int((fate == Fate.EQUAL).sum()),
        duplicates_conflicting=int((fate == Fate.CONFLICTING).sum()),
        negative_prices=_count(series, -np.inf, 0.0),
        extreme_prices=_count(series, -np.inf, _LOWEST_USUAL)
        + _count(series, _HIGHEST_USUAL, np.inf),
        missing_values=file.missing_values,
        doubted_values=file.doubted_values,
        comments=file.text.comments,
        notes=_notes(file, fate),
    )


def _unusual_prices(file: ReadFile) -> list[str]:
    """Return a note where the unit is likely to be another one than it was taken for."""
    prices = np.concatenate([zone.series.value for zone in file.zones])
    if not len(prices):
        return []
    median = float(np.median(prices))
    shown = f"{median:,.0f}" if abs(median) > _HIGHEST_MEDIAN else f"{median:.4g}"
    told = f"The median price is {shown} {file.columns.currency or ''} per MWh"
    if file.columns.currency in _STRONG and abs(median) > _HIGHEST_MEDIAN:
        return [f"{told}, which no market has shown: check the unit, which can be given."]
    if file.columns.unit is None and 0 < abs(median) < _LOWEST_MEDIAN:
        return [f"{told}: check whether prices are per kWh; the unit can be given."]
    return []


def _fates(file: ReadFile) -> NDArray[np.int8]:
    """Return what became of each row of the file, as ``Fate``."""
    fate = np.full(len(file.table), Fate.OTHER_SERIES, dtype=np.int8)
    for zone in file.zones:
        fate[zone.rows] = np.maximum(fate[zone.rows], zone.series.fate)
    return fate


def _columns(file: ReadFile) -> dict[str, tuple[str, ...]]:
    headings, times = file.table.headings, file.layout.times
    end = () if times.end is None else (headings[times.end],)
    zone = None if file.columns.zones else file.layout.zone
    return {
        "time": (*(headings[c] for c in times.columns), *end),
        "price": tuple(headings[c] for c in file.columns.columns),
        "zone": () if zone is None else (headings[zone],),
    }


def _dropped(file: ReadFile, fate: NDArray[np.int8]) -> tuple[Dropped, ...]:
    found = []
    for one, reason in _REASONS.items():
        rows = np.flatnonzero(fate == one)
        if len(rows):
            line = int(file.table.lines[rows[0]])
            found.append(Dropped(reason=reason, count=len(rows), first_line=line))
    return tuple(found)


def _count(series: list[Series], above: float, below: float) -> int:
    return sum(int(((one.value > above) & (one.value < below)).sum()) for one in series)


def _notes(file: ReadFile, fate: NDArray[np.int8]) -> tuple[str, ...]:
    notes = [*file.text.notes, *file.layout.notes, *file.timestamps.notes, *file.columns.notes]
    if file.table.n_titles:
        notes.insert(0, f"Lines above the headings, not read: {file.table.n_titles}.")
    if file.columns.currency is None:
        notes.append("No currency is named; the option currency labels it.")
    notes += _unusual_prices(file)
    if any(zone.series.is_unsorted for zone in file.zones):
        notes.append("Rows were not in order of time; they are sorted.")
    if n := sum(zone.series.overlapping for zone in file.zones):
        notes.append(f"Intervals cut short because the next one begins: {n}.")
    notes += [f"{zone.name} has no price at all." for zone in file.zones if zone.prices is None]
    for zone in file.zones if len(file.columns.zones) > 1 else ():
        partial = zone.rows[(zone.series.fate < Fate.USED) & (fate[zone.rows] == Fate.USED)]
        if len(partial) and zone.prices is not None:
            line = file.table.lines[partial[0]]
            notes.append(f"{zone.name}: no price in {len(partial)} rows, the first in line {line}.")
    return tuple(notes)

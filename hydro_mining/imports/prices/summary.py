"""Everything that was found in a price file -> its report."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.prices import PriceSeries
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.moments import Moments
from hydro_mining.imports.prices.options import FORM_NAMES
from hydro_mining.imports.prices.price_columns import PriceColumns
from hydro_mining.imports.prices.report import Dropped, PriceReport
from hydro_mining.imports.prices.zone_prices import Fate, ZonePrices
from hydro_mining.imports.tables.table import Integers, Table

__all__ = ["ReadFile", "summary"]

_FIRST_GAPS = 5
# Limits of Europe's day-ahead auction when its zones were coupled [EUR/MWh]; prices beyond them
# are worth a look in any currency. ACER decision 04/2017 on harmonised limits.
_LOWEST_USUAL, _HIGHEST_USUAL = -500.0, 3000.0

_REASONS = {
    Fate.OTHER_ZONE: "of another zone",
    Fate.SKIPPED_HOUR: "a local time that the clock skips",
    Fate.NO_PRICE: "no price",
    Fate.EQUAL: "equal duplicate",
    Fate.CONFLICTING: "other price of the same interval",
}


class ReadFile(NamedTuple):
    """The parts of a file that was read.

    Attributes
    ----------
    fate : (rows,)
        What became of each row, as ``Fate``.
    zones
        Name, rows and prices of each zone.
    """

    table: Table
    layout: Layout
    columns: PriceColumns
    moments: Moments
    comments: tuple[str, ...]
    decimal: str
    fate: NDArray[np.int8]
    zones: tuple[tuple[str, Integers, ZonePrices], ...]


def summary(file: ReadFile) -> PriceReport:
    """Return the report of a file."""
    prices = [zone for _, _, zone in file.zones]
    series = [zone.series for zone in prices if zone.series is not None]
    lengths = dict.fromkeys(length for zone in prices for length in zone.lengths)
    return PriceReport(
        form=FORM_NAMES[file.layout.form],
        delimiter=file.table.delimiter,
        decimal=file.decimal,
        columns=_columns(file),
        price_columns=file.columns.available,
        currency=file.columns.currency,
        unit="MWh",
        timezone=file.moments.timezone,
        timezone_source=file.moments.timezone_source,
        clock=file.moments.clock,
        convention=f"stamps mark the {'end' if file.layout.marks_end else 'beginning'}",
        interval_minutes=tuple(length / 60 for length in lengths),
        rows_read=len(file.table),
        rows_used=int((file.fate == Fate.USED).sum()),
        rows_dropped=_dropped(file),
        gaps=sum(zone.gaps for zone in prices),
        missing_intervals=sum(zone.missing_intervals for zone in prices),
        first_gaps=tuple(gap for zone in prices for gap in zone.first_gaps)[:_FIRST_GAPS],
        gaps_by_zone={name: zone.gaps for name, _, zone in file.zones},
        duplicates_equal=int((file.fate == Fate.EQUAL).sum()),
        duplicates_conflicting=int((file.fate == Fate.CONFLICTING).sum()),
        negative_prices=_count(series, -np.inf, 0.0),
        extreme_prices=_count(series, -np.inf, _LOWEST_USUAL)
        + _count(series, _HIGHEST_USUAL, np.inf),
        comments=file.comments,
        notes=_notes(file),
    )


def _columns(file: ReadFile) -> dict[str, tuple[str, ...]]:
    headings = file.table.headings
    end = () if file.layout.end is None else (headings[file.layout.end],)
    zone = file.layout.zone
    by_column = zone is not None and not file.columns.zones
    return {
        "time": (*(headings[c] for c in file.layout.time), *end),
        "price": tuple(headings[c] for c in file.columns.columns),
        "zone": (headings[zone],) if by_column and zone is not None else (),
    }


def _dropped(file: ReadFile) -> tuple[Dropped, ...]:
    found = []
    for fate, reason in _REASONS.items():
        rows = np.flatnonzero(file.fate == fate)
        if len(rows):
            line = int(file.table.lines[rows[0]])
            found.append(Dropped(reason=reason, count=len(rows), first_line=line))
    return tuple(found)


def _count(series: list[PriceSeries], above: float, below: float) -> int:
    return sum(int(((one.price > above) & (one.price < below)).sum()) for one in series)


def _notes(file: ReadFile) -> tuple[str, ...]:
    notes = [*file.moments.notes, *file.columns.notes]
    if any(zone.is_unsorted for _, _, zone in file.zones):
        notes.append("Rows were not in order of time; they are sorted.")
    if n := sum(zone.overlapping for _, _, zone in file.zones):
        notes.append(f"Intervals cut short because the next one begins: {n}.")
    notes += [f"{name} has no price at all." for name, _, zone in file.zones if zone.series is None]
    for name, rows, zone in file.zones if len(file.columns.zones) > 1 else ():
        partial = rows[(zone.fate < Fate.USED) & (file.fate[rows] == Fate.USED)]
        if len(partial) and zone.series is not None:
            line = file.table.lines[partial[0]]
            notes.append(f"{name}: no price in {len(partial)} rows, the first in line {line}.")
    return tuple(notes)

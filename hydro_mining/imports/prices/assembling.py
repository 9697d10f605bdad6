"""Bytes of a price file -> series of prices by zone, with a report: the one entry."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.cell_units import FOOTNOTE
from hydro_mining.imports.prices.forms import layout_of
from hydro_mining.imports.prices.known_forms import with_headings
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.prices.price_columns import PriceColumns, choose_price_columns
from hydro_mining.imports.prices.price_values import check_legal, without_missing
from hydro_mining.imports.prices.report import PriceReport
from hydro_mining.imports.prices.summary import ReadFile, ZonePrices, summary
from hydro_mining.imports.prices.zones import (
    Zone,
    ZoneCodes,
    check_one_zone,
    row_groups,
    selected_zones,
    zone_codes,
)
from hydro_mining.imports.tables import (
    Numbers,
    Table,
    read_numbers,
    read_table,
    read_text,
    without_foot,
)
from hydro_mining.imports.times import (
    Series,
    Timestamps,
    read_series,
    read_timestamps,
    with_plain_times,
)
from hydro_mining.imports.units import CURRENCY_MARKS, OTHER_DOLLARS, currency_beside

_DETECT = PriceOptions()
_HOUR_S = 3_600
_WHOLE = "at the beginning or the end of whole intervals, or told by the option {option}"
# How many rows tell a reader whether it is the right file.
_FIRST_ROWS = 5
_DAY_AHEAD = re.compile(r"day.?ahead|(?<![a-z])dam?(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceImport:
    """The prices of a file.

    Attributes
    ----------
    series
        By zone, in the order of the file.
    day_ahead
        Day-ahead prices that stand beside them, by zone; empty where no column or several say
        so, or where the prices are day-ahead prices themselves.
    currency
        ISO code; None if the file does not say.
    unit
        Unit of energy that prices are per; always ``MWh``.
    report
        What was understood.
    """

    series: Mapping[str, PriceSeries]
    day_ahead: Mapping[str, PriceSeries]
    currency: str | None
    unit: str
    report: PriceReport


class FirstRows(NamedTuple):
    """The headings of a file and its first rows, as they are written."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class _File:
    """A table whose columns are known and whose times are read: its prices can be taken."""

    def __init__(self, table: Table, layout: Layout, options: PriceOptions) -> None:
        self._table, self._layout, self._options = table, layout, options
        self.columns = choose_price_columns(table, layout, options)
        self.currency = self.columns.currency
        self.notes: tuple[str, ...] = ()
        self.missing_values: set[str] = set()
        self.doubted_values: set[str] = set()
        self._codes = zone_codes(table, layout, self.columns)
        group = row_groups(table, layout, self._codes.of_row)
        self.timestamps = read_timestamps(table, layout.times, group)
        if self.timestamps.is_convention_open:
            at = layout.times.columns[0]
            raise table.refusal(0, at, _WHOLE, option="convention")

    def prices(self) -> tuple[tuple[ZonePrices, ...], str]:
        """Return the prices of each zone in the chosen columns, and their decimal sign."""
        return self._of(self.columns, self._codes)

    def day_ahead(self) -> Mapping[str, PriceSeries]:
        """Return the day-ahead prices of each zone; empty where there are none."""
        column = self._options.day_ahead_column or self._named_day_ahead()
        if column is None:
            return MappingProxyType({})
        options = replace(self._options, price_column=column)
        try:
            columns = choose_price_columns(self._table, self._layout, options)
        except InputError as error:
            if error.argument == "price_column":
                raise error.called("day_ahead_column") from error
            raise
        codes = zone_codes(self._table, self._layout, columns)
        return _priced(self._of(columns, codes)[0])

    def _named_day_ahead(self) -> str | None:
        """Return the one heading that names the day-ahead market, if another one is in use."""
        named = [name for name in self.columns.available if _DAY_AHEAD.search(name)]
        used = [self._table.headings[column] for column in self.columns.columns]
        return named[0] if len(named) == 1 and named[0] not in used else None

    def _of(self, columns: PriceColumns, codes: ZoneCodes) -> tuple[tuple[ZonePrices, ...], str]:
        zones = selected_zones(codes, columns, self._options.zone)
        numbers: dict[int, Numbers] = {}
        found = []
        for zone in zones:
            if zone.column not in numbers:  # of a wide file one at a time
                numbers = {zone.column: self._numbers(zone.column)}
                if len(columns.columns) == 1:
                    self._check_one_zone(codes, numbers[zone.column].value)
            value = numbers[zone.column].value[zone.rows] * columns.per_mwh
            check_legal(self._table, zone, value)
            series = self._series(zone, value)
            found.append(
                ZonePrices(
                    zone.name, zone.rows, series, _price_series(zone, series, self.timestamps)
                )
            )
        return tuple(found), next(iter(numbers.values())).decimal

    def _numbers(self, column: int) -> Numbers:
        marks = {*CURRENCY_MARKS, FOOTNOTE, self.columns.cell_mark.casefold()}
        numbers = read_numbers(self._table, column, self._options.decimal, marks=marks)
        known = without_missing(self._table, column, numbers.value, self._options.missing_value)
        self.missing_values |= known.missing
        if column in self.columns.columns:
            self.notes += known.notes
            self.doubted_values |= known.doubted
        self._check_marks(column, numbers.marks)
        return numbers._replace(value=known.value)

    def _check_marks(self, column: int, marks: frozenset[str]) -> None:
        """Refuse currencies in cells that are not the prices', and take theirs if there is none."""
        marks = frozenset(mark for mark in marks if mark.casefold() in CURRENCY_MARKS)
        said = {CURRENCY_MARKS[mark.casefold()] for mark in marks}
        if said and self._options.unit is None and "/" in (self.columns.unit or ""):
            place = f"column {self._table.headings[column]}"
            unit = self.columns.unit
            rule = f"in {unit}, not in the whole currency, or told by the option {{option}}"
            raise InputError(place, rule, ", ".join(sorted(marks)), option="unit")
        if self.currency in OTHER_DOLLARS and said == {"USD"} and "$" in marks:
            return
        self.currency = currency_beside(self._table.headings[column], self.currency, marks)

    def _check_one_zone(self, codes: ZoneCodes, value: Floats) -> None:
        check_one_zone(
            self._table,
            self._layout,
            codes.of_row,
            self.timestamps.utc,
            value,
            # Dates without a time of day are refused for that.
            may_repeat=self._options.duplicates != "refuse" or not self.timestamps.has_time_of_day,
        )

    def _series(self, zone: Zone, value: Floats) -> Series:
        return read_series(
            value,
            self.timestamps,
            name=zone.name,
            what="price",
            rows=zone.rows,
            lines=self._table.lines[zone.rows],
            duplicates=self._options.duplicates,
        )


def read_prices(data: bytes, options: PriceOptions = _DETECT) -> PriceImport:
    r"""Return the prices of a file by zone, with a report of what was understood.

    Raises
    ------
    InputError
        At the first line that breaks a rule; nothing of the file is used then.

    Examples
    --------
    >>> prices = read_prices(b"time,price\n2025-01-01T00:00Z,31\n2025-01-01T01:00Z,-2\n")
    >>> prices.series["site"].price, prices.report.interval_minutes
    (array([31., -2.]), (60.0,))
    """
    text = without_foot(with_headings(read_text(data, skip_lines=options.skip_lines)))
    table, notes = with_plain_times(read_table(text), options.time_column)
    layout = layout_of(table, options)
    layout = replace(layout, notes=(*notes, *layout.notes))
    file = _File(table, layout, options)
    zones, decimal = file.prices()
    series = _priced(zones)
    report = summary(
        ReadFile(
            table=table,
            layout=layout,
            columns=replace(
                file.columns, currency=file.currency, notes=file.columns.notes + file.notes
            ),
            timestamps=file.timestamps,
            text=text,
            decimal=decimal,
            zones=zones,
            missing_values=tuple(sorted(file.missing_values)),
            doubted_values=tuple(sorted(file.doubted_values)),
        )
    )
    return PriceImport(
        series=series,
        day_ahead=file.day_ahead(),
        currency=file.currency,
        unit="MWh",
        report=report,
    )


def read_first_rows(data: bytes, *, skip_lines: int = 0) -> FirstRows:
    r"""Return the headings of a price file and what stands below them.

    It does so also of a file whose prices cannot be read yet.

    Raises
    ------
    InputError
        If it is no table.

    >>> read_first_rows(b"Day;Hour;EUR/MWh\n1.2.2025;1;30\n")
    FirstRows(headings=('Day', 'Hour', 'EUR/MWh'), rows=(('1.2.2025', '1', '30'),))
    """
    table = read_table(without_foot(with_headings(read_text(data, skip_lines=skip_lines))))
    columns = range(len(table.headings))
    rows = range(min(_FIRST_ROWS, len(table)))
    return FirstRows(
        headings=table.headings,
        rows=tuple(tuple(table.cell(row, column) for column in columns) for row in rows),
    )


def _priced(zones: tuple[ZonePrices, ...]) -> Mapping[str, PriceSeries]:
    """Return the series of the zones that have prices."""
    series = {zone.name: zone.prices for zone in zones if zone.prices is not None}
    if not series:
        raise InputError("file", "with at least one price", "cells without prices only")
    return MappingProxyType(series)


def _price_series(zone: Zone, series: Series, timestamps: Timestamps) -> PriceSeries | None:
    if not len(series.start):
        return None
    arrays = (
        series.start.astype("datetime64[s]"),
        timestamps.local.local(series.start).astype("datetime64[s]"),
        series.length / _HOUR_S,
        series.value,
    )
    for array in arrays:
        array.flags.writeable = False
    return PriceSeries(
        zone=zone.name,
        start=arrays[0],
        local_start=arrays[1],
        hours=arrays[2],
        price=np.asarray(arrays[3]),
        timezone=timestamps.timezone,
    )

"""Bytes of a price file -> series of prices by zone, with a report: the one entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.forms import layout_of
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.moments import Moments, read_moments
from hydro_mining.imports.prices.options import PriceOptions
from hydro_mining.imports.prices.price_columns import PriceColumns, choose_price_columns
from hydro_mining.imports.prices.report import PriceReport
from hydro_mining.imports.prices.summary import ReadFile, summary
from hydro_mining.imports.prices.zone_prices import Fate, ZonePrices, zone_prices
from hydro_mining.imports.tables.figures import read_figures
from hydro_mining.imports.tables.names import listed
from hydro_mining.imports.tables.table import Integers, Table, read_table
from hydro_mining.imports.tables.text import read_text

__all__ = ["PriceImport", "read_prices"]

_DETECT = PriceOptions()
# Twice the hubs, zones and resource nodes of ERCOT's largest price file.
_MOST_ZONES = 2_000
# ERCOT weighs a load zone's prices by energy too, under the same name and another type.
_ENERGY_WEIGHTED = b"LZEW"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceImport:
    """The prices of a file.

    Attributes
    ----------
    series
        By zone, in the order of the file.
    currency
        ISO code; None if the file does not say.
    unit
        Unit of energy that prices are per; always ``MWh``.
    report
        What was understood.
    """

    series: Mapping[str, PriceSeries]
    currency: str | None
    unit: str
    report: PriceReport


class _Zone(NamedTuple):
    """Rows and column of a zone."""

    name: str
    rows: Integers
    column: int


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
    text = read_text(data)
    table = read_table(text)
    layout = layout_of(table, options)
    columns = choose_price_columns(table, layout, options)
    names, code = _zone_codes(table, layout, columns)
    moments = read_moments(table, layout, options, _groups(table, layout, code))
    zones = _selected(names, code, columns, options.zone)
    decimals, read = [], []
    for zone, price, decimal in _priced(table, columns, zones, options.decimal):
        decimals.append(decimal)
        read.append((zone, _of_zone(zone, price, table, moments, layout=layout, options=options)))
    file = ReadFile(
        table=table,
        layout=layout,
        columns=columns,
        moments=moments,
        comments=text.comments,
        decimal=decimals[0],
        fate=_fates(len(table), read),
        zones=tuple((zone.name, zone.rows, prices) for zone, prices in read),
    )
    return PriceImport(
        series=_series(read),
        currency=columns.currency,
        unit="MWh",
        report=summary(file),
    )


def _zone_codes(
    table: Table, layout: Layout, columns: PriceColumns
) -> tuple[tuple[str, ...], Integers]:
    """Return the zones by name, and the number of each row's where a column tells it."""
    if columns.zones or layout.zone is None:
        return columns.zones, np.zeros(len(table), dtype=np.int64)
    names, code = _codes(table, layout.zone)
    if layout.zone_type is not None:
        kinds, kind = _codes(table, layout.zone_type)
        weighted = [k.encode() == _ENERGY_WEIGHTED for k in kinds]
        code = 2 * code + np.array(weighted, dtype=np.int64)[kind]
        both = [name for zone in names for name in (zone, f"{zone} (LZEW)")]
        present, code = np.unique(code, return_inverse=True)
        names = tuple(both[i] for i in present)
    return names, code


def _codes(table: Table, column: int) -> tuple[tuple[str, ...], Integers]:
    cells = table.column(column)
    texts = np.ascontiguousarray(cells).view(f"S{cells.shape[1]}").ravel().tolist()
    number = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    names = [text.decode().strip() for text in number]
    code = np.fromiter(map(number.__getitem__, texts), np.int64, len(texts))
    merged = {name: i for i, name in enumerate(dict.fromkeys(names))}
    if "" in merged:
        row = int(np.isin(code, [i for i, name in enumerate(names) if not name]).argmax())
        raise table.refusal(row, column, "the name of a zone", None)
    return tuple(merged), np.array([merged[name] for name in names])[code]


def _groups(table: Table, layout: Layout, code: Integers) -> Integers:
    if layout.sequence is None:
        return code
    names, sequence = _codes(table, layout.sequence)
    return code * len(names) + sequence


def _selected(
    names: tuple[str, ...], code: Integers, columns: PriceColumns, wanted: str | None
) -> tuple[_Zone, ...]:
    if wanted is not None and wanted not in names:
        raise InputError("zone", f"one of {listed(names)}", wanted)
    if wanted is None and len(names) > _MOST_ZONES:
        raise InputError("zone", f"chosen in a file of more than {_MOST_ZONES:,} zones", None)
    if columns.zones:
        every = np.arange(len(code))
        zones = [_Zone(n, every, c) for n, c in zip(names, columns.columns, strict=True)]
    else:
        order = np.argsort(code, kind="stable")
        parts = np.split(order, np.searchsorted(code[order], np.arange(1, len(names))))
        zones = [_Zone(n, p, columns.columns[0]) for n, p in zip(names, parts, strict=True)]
    return tuple(zone for zone in zones if wanted in {None, zone.name})


def _priced(
    table: Table, columns: PriceColumns, zones: tuple[_Zone, ...], decimal: str | None
) -> Iterator[tuple[_Zone, Floats, str]]:
    """Yield each zone with the prices of its rows per MWh; a column is read once."""
    column, figures = -1, None
    for zone in zones:
        if zone.column != column or figures is None:
            column, figures = zone.column, read_figures(table, zone.column, decimal)
        yield zone, figures.value[zone.rows] * columns.per_mwh, figures.decimal


def _of_zone(
    zone: _Zone,
    price: Floats,
    table: Table,
    moments: Moments,
    *,
    layout: Layout,
    options: PriceOptions,
) -> ZonePrices:
    return zone_prices(
        zone.name,
        price,
        moments,
        rows=zone.rows,
        lines=table.lines[zone.rows],
        minutes=layout.minutes if layout.moment != "stamp" else None,
        marks_end=layout.marks_end,
        duplicates=options.duplicates,
    )


def _fates(n: int, read: list[tuple[_Zone, ZonePrices]]) -> NDArray[np.int8]:
    """Return what became of each row of the file."""
    fate = np.full(n, Fate.OTHER_ZONE, dtype=np.int8)
    for zone, prices in read:
        fate[zone.rows] = np.maximum(fate[zone.rows], prices.fate)
    return fate


def _series(read: list[tuple[_Zone, ZonePrices]]) -> Mapping[str, PriceSeries]:
    series = {zone.name: prices.series for zone, prices in read if prices.series is not None}
    if not series:
        raise InputError("file", "with at least one price", "cells without prices only")
    return MappingProxyType(series)

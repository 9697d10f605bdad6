"""Which rows and which column are each price zone's."""

from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.price_columns import PriceColumns
from hydro_mining.imports.tables import Table, listed

__all__ = ["Zone", "ZoneCodes", "row_groups", "selected_zones", "zone_codes"]

# Twice the hubs, zones and resource nodes of ERCOT's largest price file.
_MOST_ZONES = 2_000
# ERCOT weighs a load zone's prices by energy too, under the same name and another type.
_ENERGY_WEIGHTED = "LZEW"


class Zone(NamedTuple):
    """Rows and price column of a zone."""

    name: str
    rows: Integers
    column: int


class ZoneCodes(NamedTuple):
    """The zones by name, and the number of each row's where a column tells it."""

    names: tuple[str, ...]
    of_row: Integers


def zone_codes(table: Table, layout: Layout, columns: PriceColumns) -> ZoneCodes:
    """Return the zones of a file."""
    if columns.zones or layout.zone is None:
        return ZoneCodes(columns.zones, np.zeros(len(table), dtype=np.int64))
    names, code = _codes(table, layout.zone)
    if layout.zone_type is None:
        return ZoneCodes(names, code)
    kinds, kind = _codes(table, layout.zone_type)
    code = 2 * code + np.array([k == _ENERGY_WEIGHTED for k in kinds], dtype=np.int64)[kind]
    both = [name for zone in names for name in (zone, f"{zone} ({_ENERGY_WEIGHTED})")]
    present, code = np.unique(code, return_inverse=True)
    return ZoneCodes(tuple(both[i] for i in present), code)


def row_groups(table: Table, layout: Layout, zone: Integers) -> Integers:
    """Return the number of the series that a row is of: its zone, and its sequence."""
    if layout.sequence is None:
        return zone
    names, sequence = _codes(table, layout.sequence)
    return zone * len(names) + sequence


def selected_zones(
    names: tuple[str, ...], of_row: Integers, columns: PriceColumns, wanted: str | None
) -> tuple[Zone, ...]:
    """Return the zones that are wanted, all of them where none is named."""
    if wanted is not None and wanted not in names:
        raise InputError("zone", f"one of {listed(names)}", wanted)
    if wanted is None and len(names) > _MOST_ZONES:
        raise InputError("zone", f"chosen in a file of more than {_MOST_ZONES:,} zones", None)
    if columns.zones:
        every = np.arange(len(of_row))
        zones = [Zone(n, every, c) for n, c in zip(names, columns.columns, strict=True)]
    else:
        order = np.argsort(of_row, kind="stable")
        parts = np.split(order, np.searchsorted(of_row[order], np.arange(1, len(names))))
        zones = [Zone(n, p, columns.columns[0]) for n, p in zip(names, parts, strict=True)]
    return tuple(zone for zone in zones if wanted in {None, zone.name})


def _codes(table: Table, column: int) -> tuple[tuple[str, ...], Integers]:
    """Return the different texts of a column, and the number of each row's."""
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

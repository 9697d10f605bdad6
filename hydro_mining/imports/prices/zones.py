"""Which rows and which column are each price zone's."""

from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.layout import Layout
from hydro_mining.imports.prices.price_columns import PriceColumns
from hydro_mining.imports.prices.time_forms import holds_numbers, tells_times
from hydro_mining.imports.tables import Table, listed
from hydro_mining.imports.times import DAY_PART_RULE

# Twice the hubs, zones and resource nodes of ERCOT's largest price file.
_MOST_ZONES = 2_000
# Times that have another price too before it is another zone's, not a correction.
_FEWEST_OF_ANOTHER = 12
# ERCOT weighs a load zone's prices by energy too, under the same name and another type.
_ENERGY_WEIGHTED = "LZEW"
# CAISO writes a price and its parts in rows of their own: LMP, MCC, MCE, MCL.
_WHOLE_PRICE = "LMP"


class Zone(NamedTuple):
    """Rows and price column of a zone."""

    name: str
    rows: Integers
    column: int


class ZoneCodes(NamedTuple):
    """The zones by name, the number of each row's, and those that are read only if asked for."""

    names: tuple[str, ...]
    of_row: Integers
    aside: frozenset[str] = frozenset()


def zone_codes(table: Table, layout: Layout, columns: PriceColumns) -> ZoneCodes:
    """Return the zones of a file."""
    if columns.zones or layout.zone is None:
        return ZoneCodes(columns.zones, np.zeros(len(table), dtype=np.int64))
    names, code = _codes(table, layout.zone)
    if layout.component is not None:
        parts, part = _codes(table, layout.component)
        names, code = _kinds_apart(names, code, parts, part, _WHOLE_PRICE)
        return ZoneCodes(names, code, frozenset(n for n in names if n.endswith(")")))
    if layout.zone_type is None:
        return ZoneCodes(names, code)
    kinds, kind = _codes(table, layout.zone_type)
    is_weighted = np.array([k == _ENERGY_WEIGHTED for k in kinds], dtype=np.int64)[kind]
    return ZoneCodes(*_kinds_apart(names, code, ("", _ENERGY_WEIGHTED), is_weighted, ""))


def _kinds_apart(
    names: tuple[str, ...], code: Integers, kinds: tuple[str, ...], kind: Integers, plain: str
) -> tuple[tuple[str, ...], Integers]:
    """Return zones of their own for each kind of price, without its name for the plain one."""
    both = [zone if k == plain else f"{zone} ({k})" for zone in names for k in kinds]
    present, code = np.unique(len(kinds) * code + kind, return_inverse=True)
    return tuple(both[i] for i in present), code


def row_groups(table: Table, layout: Layout, zone: Integers) -> Integers:
    """Return the number of the series that a row is of: its zone, and its sequence."""
    if layout.sequence is None:
        return zone
    names, sequence = _codes(table, layout.sequence)
    return zone * len(names) + sequence


def selected_zones(codes: ZoneCodes, columns: PriceColumns, wanted: str | None) -> tuple[Zone, ...]:
    """Return the zones that are wanted, all of them where none is named."""
    names, of_row, aside = codes
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
    if wanted is None:
        return tuple(zone for zone in zones if zone.name not in aside)
    return tuple(zone for zone in zones if zone.name == wanted)


def check_zone_names(table: Table, column: int) -> None:
    """Refuse a column of hours or other times as that of the zones."""
    if tells_times(table, column):
        rule = "a column of names of zones, not of times"
        raise InputError("zone_column", rule, table.cell(0, column))


def _codes(table: Table, column: int) -> tuple[tuple[str, ...], Integers]:
    """Return the different texts of a column, and the number of each row's."""
    texts = table.texts(column).tolist()
    number = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    names = [text.decode().strip() for text in number]
    code = np.fromiter(map(number.__getitem__, texts), np.int64, len(texts))
    merged = {name: i for i, name in enumerate(dict.fromkeys(names))}
    if "" in merged:
        row = int(np.isin(code, [i for i, name in enumerate(names) if not name]).argmax())
        raise table.refusal(row, column, "the name of a zone", None)
    return tuple(merged), np.array([merged[name] for name in names])[code]


def check_one_zone(
    table: Table,
    layout: Layout,
    zone: Integers,
    utc: Integers,
    values: Floats,
    *,
    may_repeat: bool,
) -> None:
    """Refuse a file whose times stand several times, if a column of names parts the rows.

    If none does, the file is refused unless its times ``may_repeat``.

    Raises
    ------
    InputError
        With the option that names a zone's column.
    """
    if layout.sequence is not None:
        return
    key = utc * (int(zone.max()) + 1) + zone
    order = np.argsort(key, kind="stable")
    same = np.diff(key[order]) == 0
    if 2 * same.sum() < len(key) - 1:
        return
    first, second = values[order][:-1][same], values[order][1:][same]
    differ = int(((first != second) & ~np.isnan(first) & ~np.isnan(second)).sum())
    if not differ:
        return
    _check_names_do_not_part(table, layout, key)
    is_another_zone = 2 * differ > same.sum() and differ >= _FEWEST_OF_ANOTHER
    if layout.zone is None and is_another_zone and not may_repeat:
        rule = "of one zone, or with the zones in a column that the option {option} names"
        told = f"{differ:,} times with several prices"
        raise InputError("file", rule, told, option="zone_column")


def _check_names_do_not_part(table: Table, layout: Layout, key: Integers) -> None:
    """Refuse a column, not used, that parts rows of the same time and zone (``key``)."""
    used = {*layout.times.columns, layout.times.end, layout.zone, *layout.prices}
    for column in range(len(table.headings)):
        if column in used or holds_numbers(table, column) or not table.is_filled(column):
            continue
        if tells_times(table, column):
            rule = f"{DAY_PART_RULE}, or out of the file"
            raise table.refusal(0, column, rule, table.cell(0, column))
        _, code = np.unique(table.texts(column), return_inverse=True)
        if len(np.unique(key * (int(code.max()) + 1) + code)) == len(key):
            place = f"line {table.heading_line}, column {table.headings[column]}"
            rule = "named with the option {option}, as each time has a price for every name in it"
            raise InputError(place, rule, table.cell(0, column), option="zone_column")

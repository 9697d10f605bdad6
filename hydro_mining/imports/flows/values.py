"""The numbers of a column -> flow or power, with gaps for what is none."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats
from hydro_mining.exceptions import InputError
from hydro_mining.imports.flows.columns import ValueColumn, flag_columns
from hydro_mining.imports.flows.options import FlowOptions
from hydro_mining.imports.flows.report import Named
from hydro_mining.imports.flows.units import Quantity, unit_called
from hydro_mining.imports.tables import Table, read_numbers

# What networks and loggers write for a gap, beside an empty cell.
_SENTINELS = (-99, -99.9, -99.99, -999, -999.9, -999.99, -9999, -9999.9, -9999.99, -99999, -999999)
_SENTINELS_BELOW = -1e6
# Numbers of nines that stand for a gap in some files, and are flows in none of these sizes.
_SUSPICIOUS = (999.0, 999.9, 999.99, 9999.0, 9999.9, 9999.99, 99999.0, 999999.0, 32767.0, 65535.0)
_FAR_ABOVE = 10.0
_MOST_FLAGS = 12
# So many values in a row that never fall are a counter's.
_FEWEST_READINGS = 24


class Values(NamedTuple):
    """What a column holds.

    Attributes
    ----------
    value : (rows,)
        In the unit of the file; NaN is a gap.
    decimal
        The decimal sign.
    named
        What stood for no value, or was none, each with its count and first line.
    flags
        Texts beside the values, with their counts.
    """

    value: Floats
    decimal: str
    named: tuple[Named, ...]
    flags: Mapping[str, int]


def read_values(
    table: Table, column: ValueColumn, options: FlowOptions, quantity: Quantity
) -> Values:
    """Return the values of a column.

    Raises
    ------
    InputError
        At the first cell that holds a text with digits in it, or a unit that is another one, and
        at a number of nines that may stand for a gap.
    """
    texts: dict[str, int] = {}
    numbers = read_numbers(table, column.column, options.decimal, texts=texts)
    flags = {}
    for mark in sorted(numbers.marks):
        unit = unit_called(mark, quantity)
        if unit is not None and unit != column.unit:
            place = f"column {table.headings[column.column]}"
            raise InputError(place, f"in {column.unit.name}, as heading or option say", mark)
        if unit is None:
            flags[f"{mark} beside a number"] = 1
    value = numbers.value
    named = [
        Named(what=f"the text {text}, taken as a gap", count=count, first_line=None)
        for text, count in sorted(texts.items())
    ]
    _check_counter(table, column, value)
    _check_suspicious(table, column, value, options)
    value, sentinels = _without_sentinels(table, value, options)
    value, negatives = _without_negatives(table, value, quantity)
    return Values(
        value=value,
        decimal=numbers.decimal,
        named=(*named, *sentinels, *negatives),
        flags={**flags, **_flags(table, column)},
    )


def _check_counter(table: Table, column: ValueColumn, value: Floats) -> None:
    """Refuse readings of a meter that counts up, which are no energy of an interval."""
    known = value[~np.isnan(value)]
    if not column.unit.is_energy or len(known) < _FEWEST_READINGS:
        return
    if (np.diff(known) >= 0).all() and known[-1] > known[0]:
        place = f"column {table.headings[column.column]}"
        rule = "the energy of each interval, not readings of a meter that counts up"
        raise InputError(place, rule, f"{known[0]:g} to {known[-1]:g}, never falling")


def _check_suspicious(
    table: Table, column: ValueColumn, value: Floats, options: FlowOptions
) -> None:
    """Ask whether a number of nines far above all others stands for a gap."""
    if options.missing_value is not None:
        return
    for nines in _SUSPICIOUS:
        is_it = value == nines
        others = value[~is_it & ~np.isnan(value)]
        if is_it.any() and len(others) and nines > _FAR_ABOVE * np.quantile(others, 0.99):
            row = int(is_it.argmax())
            rule = "a value that is meant, or the option {option} names it as that of a gap"
            raise table.refusal(row, column.column, rule, option="missing_value")


def _without_sentinels(
    table: Table, value: Floats, options: FlowOptions
) -> tuple[Floats, list[Named]]:
    negative = value[value < 0]
    given = () if options.missing_value is None else (options.missing_value,)
    usual = [
        one for one in np.unique(negative).tolist() if one in _SENTINELS or one <= _SENTINELS_BELOW
    ]
    found = []
    for sentinel in dict.fromkeys((*given, *usual)):
        is_it = value == sentinel
        if is_it.any():
            found.append(_named(table, is_it, f"{sentinel:g}, taken as a gap"))
            value = np.where(is_it, np.nan, value)
    return value, found


def _without_negatives(
    table: Table, value: Floats, quantity: Quantity
) -> tuple[Floats, list[Named]]:
    is_negative = value < 0
    if not is_negative.any():
        return value, []
    least = float(np.nanmin(value))
    if quantity == "power":
        what = f"below 0 (down to {least:g}): the plant draws power, taken as 0"
        return np.where(is_negative, 0.0, value), [_named(table, is_negative, what)]
    what = f"below 0 (down to {least:g}), taken as a gap"
    return np.where(is_negative, np.nan, value), [_named(table, is_negative, what)]


def _named(table: Table, where: Booleans, what: str) -> Named:
    first_line = int(table.lines[int(where.argmax())])
    return Named(what=what, count=int(where.sum()), first_line=first_line)


def _flags(table: Table, column: ValueColumn) -> dict[str, int]:
    """Return the texts of flag columns with their counts, where they are few."""
    counts: dict[str, int] = {}
    for at in flag_columns(table, {column.column}):
        different, count = np.unique(table.texts(at), return_counts=True)
        if len(different) <= _MOST_FLAGS:
            for text, n in zip(different.tolist(), count.tolist(), strict=True):
                if said := text.decode().strip():
                    counts[f"{table.headings[at]} {said}"] = n
    return counts

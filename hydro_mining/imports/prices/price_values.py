"""The figures of a price column: which stand for no price, and whether all are legal."""

from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.exceptions import InputError
from hydro_mining.imports.placeholders import (
    ALL_ARE_PRICES,
    placeholder_notes,
    suspected_placeholder,
    without_placeholders,
)
from hydro_mining.imports.prices.zones import Zone
from hydro_mining.imports.tables import Table, written_number
from hydro_mining.quantities import checked

_MEANT = (
    "a price near others, or the option {option} says which number stands for no price, or none"
)
_ALONE = (
    "{0} is far from all other prices and taken as a price: the option --missing-value {0} takes "
    "it as none."
)


class KnownPrices(NamedTuple):
    """Prices with NaN for what stands for none.

    Attributes
    ----------
    value : (N,)
    missing, doubted
        Numbers that stand for none, and those that may and are taken as prices, as written.
    notes
        A sentence on each.
    """

    value: Floats
    missing: frozenset[str]
    doubted: frozenset[str]
    notes: tuple[str, ...]


def without_missing(
    table: Table, column: int, value: Floats, missing_value: str | None
) -> KnownPrices:
    """Return prices with NaN for what stands for none.

    Raises
    ------
    InputError
        At a number that repeats far from all others, unless ``missing_value`` says what it is.
    """
    kept, found = without_placeholders(value, missing_value)
    notes = placeholder_notes(found)
    suspected = suspected_placeholder(kept) if missing_value != ALL_ARE_PRICES else None
    if suspected is None:
        return KnownPrices(kept, frozenset(found), frozenset(), notes)
    number, count = suspected
    shown = written_number(number)
    if count > 1 and missing_value is None:
        row = int((kept == number).argmax())
        raise table.refusal(row, column, _MEANT, shown, option="missing_value")
    notes += (_ALONE.format(shown),)
    return KnownPrices(kept, frozenset(found), frozenset((shown,)), notes)


def check_legal(table: Table, zone: Zone, value: Floats) -> None:
    """Refuse prices that are none in any market, at their line."""
    if np.isnan(value).all():
        return
    for place in (np.nanargmin(value), np.nanargmax(value)):
        try:
            checked("price", float(value[place]))
        except InputError as error:
            row = int(np.arange(len(table))[zone.rows][place])
            raise table.refusal(row, zone.column, error.rule) from error

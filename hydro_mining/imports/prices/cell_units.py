"""Units beside the prices in their cells, such as 2.02 ct/kWh, or in lines above the headings."""

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.price_unit import PriceUnit, price_unit
from hydro_mining.imports.tables import Table, number_without_mark, numbers_by_sign
from hydro_mining.imports.units import CURRENCY_MARKS

FOOTNOTE = "*"
UNIT_RULE = (
    "in a unit that is known here, such as EUR/MWh, c/kWh or öre/kWh, or told by the option "
    "{option}"
)
_LOOKED_AT = 200


def is_number(cell: str) -> bool:
    """Return whether a cell holds a number, with what may stand beside a price or without."""
    try:
        float(cell.replace(",", ".", 1))
    except ValueError:
        number, mark = number_without_mark(cell)
        known = not mark or mark.casefold() in CURRENCY_MARKS or mark == FOOTNOTE
        return (known or price_unit(mark) != _NO_UNIT) and bool(numbers_by_sign(number))
    return True


_NO_UNIT = PriceUnit(None, None, 1.0)


def unit_in_cells(table: Table, column: int, unit: PriceUnit) -> tuple[PriceUnit, str]:
    """Return the unit of the prices in a column, and what names it in their cells, if so.

    Parameters
    ----------
    unit
        As heading or option say.

    Raises
    ------
    InputError
        If the first cell names another unit, or not the whole of it and nothing else does.
    """
    for row in range(min(len(table), _LOOKED_AT)):
        cell = table.cell(row, column)
        number, mark = number_without_mark(cell)
        if numbers_by_sign(number):
            break
    else:
        return unit, ""
    if not mark or mark.casefold() in CURRENCY_MARKS or mark == FOOTNOTE:
        return unit, ""
    said = price_unit(mark)
    if unit.energy is None:
        if said.energy is None or said.unknown:
            raise table.refusal(row, column, UNIT_RULE, cell, option="unit")
        return said._replace(currency=said.currency or unit.currency), mark
    whole = said if said.energy else price_unit(f"{mark}/{unit.energy.rpartition('/')[2]}")
    if whole.unknown or whole.per_mwh != unit.per_mwh:
        rule = f"in {unit.energy}, as heading or option say, or told by the option {{option}}"
        raise table.refusal(row, column, rule, cell, option="unit")
    return unit, mark


def unit_above(table: Table, unit: PriceUnit) -> PriceUnit:
    """Return the unit of prices that a title or comment names, if it is per MWh.

    Raises
    ------
    InputError
        If it is another one, which may be that of something else.
    """
    for line in table.above:
        said = price_unit(line)
        if not said.is_of_money:
            continue
        if said.per_mwh != 1 or said.unknown:
            raise InputError("file", UNIT_RULE, line, option="unit")
        return said._replace(currency=unit.currency or said.currency)
    return unit

"""What every figure is called, measured in, allowed to be, and how it is written.

This is the product's one vocabulary: inputs are checked, controls are labelled and results
are formatted from its entries, so that a figure reads the same wherever it appears.
"""

import math
from numbers import Integral, Real
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.quantities.coins import COINS_A_UNIT, coin_of, in_coins, price_per_kwh
from hydro_mining.quantities.currency import (
    CURRENCY_CODES,
    DOLLARS,
    POUNDS,
    Currency,
    amounts_in,
    at_round_rate,
    currency_of,
    from_dollars,
    in_currency,
    tick_decimals,
)
from hydro_mining.quantities.groups import GROUPS, QUANTITIES, register
from hydro_mining.quantities.kinds import Format, Quantity, Range

__all__ = [
    "COINS_A_UNIT",
    "CURRENCY_CODES",
    "DOLLARS",
    "GROUPS",
    "POUNDS",
    "QUANTITIES",
    "Currency",
    "Format",
    "Quantity",
    "Range",
    "amounts_in",
    "at_round_rate",
    "checked",
    "coin_of",
    "currency_of",
    "formatted",
    "from_dollars",
    "heading",
    "in_coins",
    "in_currency",
    "label",
    "price_per_kwh",
    "register",
    "shown",
    "text_heading",
    "tick_decimals",
    "unit",
]


def checked(name: str, value: Any) -> float | int:
    """Return ``value`` as a plain number if it is legal for the input ``name``.

    Raises
    ------
    InputError
        If it is not a number (a boolean is none), not finite or out of range.
    """
    quantity = QUANTITIES[name]
    legal = quantity.range
    assert legal is not None, f"{name} is a result, not an input"
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    # A whole number can be too large for a float.
    try:
        number = float(value) if is_number else math.nan
    except OverflowError:
        number = math.nan
    if not legal.contains(number):
        raise InputError(name, legal.described(quantity.unit), value)
    if legal.whole:
        return int(value) if isinstance(value, Integral) else int(number)
    return number


def formatted(name: str, value: float | None, currency: Currency = POUNDS) -> str:
    """Return a figure as a reader sees it, unit included; an undefined one is a dash.

    An amount of money is given in pounds and written in ``currency``.

    >>> formatted("site_gross_profit_per_day", -1234.5)
    '−£1,235'
    >>> formatted("irr", None)
    '–'
    >>> formatted("npv_gbp", 100, currency_of("USD", 1.25))
    '$125'
    """
    if value is None:
        return "–"
    fmt = in_currency(QUANTITIES[name], currency).format
    return fmt.written(value) if math.isfinite(value * fmt.scale) else "–"


def heading(name: str, currency: Currency = POUNDS) -> str:
    """Return a column heading with its unit: ``Payback [days]``; unknown names stay."""
    if name not in QUANTITIES:
        return name
    measured_in = unit(name, currency)
    return f"{label(name)} [{measured_in}]" if measured_in else label(name)


def text_heading(name: str, currency: Currency = POUNDS) -> str:
    """Return the heading of a column of ``formatted`` figures: with the unit if they lack it.

    >>> text_heading("site_power_kw"), text_heading("npv_gbp"), text_heading("energy_price")
    ('Site power', 'NPV', 'Energy price [£/MWh]')
    """
    quantity = in_currency(QUANTITIES[name], currency)
    says_it = quantity.format.suffix or quantity.unit == quantity.format.prefix.strip()
    return quantity.label if says_it else heading(name, currency)


def label(name: str) -> str:
    """Return what a quantity is called, without its unit."""
    return QUANTITIES[name].label


def unit(name: str, currency: Currency = POUNDS) -> str:
    """Return what a quantity is measured in, empty for a bare number: ``£/kWh``."""
    return in_currency(QUANTITIES[name], currency).unit


def shown(name: str, values: Any, currency: Currency = POUNDS) -> Any:
    """Return values of a quantity as ``currency`` shows them; what is no money stays.

    Parameters
    ----------
    values
        A number, an array or a table's column, money in pounds.
    """
    is_money = name in QUANTITIES and QUANTITIES[name].format.is_money
    return values * currency.rate if is_money and not currency.is_pounds else values

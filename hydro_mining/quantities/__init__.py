"""What every figure is called, measured in, allowed to be, and how it is written.

This is the product's one vocabulary: inputs are checked, controls are labelled and results
are formatted from its entries, so that a figure reads the same wherever it appears.
"""

import math
from numbers import Integral, Real
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.quantities.kinds import Format, Quantity, Range
from hydro_mining.quantities.table import QUANTITIES

__all__ = [
    "QUANTITIES",
    "Format",
    "Quantity",
    "Range",
    "checked",
    "formatted",
    "heading",
    "label",
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


def formatted(name: str, value: float | None) -> str:
    """Return a figure as a reader sees it, unit included; an undefined one is a dash.

    >>> formatted("site_gross_profit_per_day", -1234.4)
    '−£1,234'
    >>> formatted("irr", None)
    '–'
    """
    if value is None or not math.isfinite(value):
        return "–"
    return QUANTITIES[name].format.written(value)


def heading(name: str) -> str:
    """Return a column heading with its unit: ``Payback [days]``; unknown names stay."""
    quantity = QUANTITIES.get(name)
    if quantity is None:
        return name
    return f"{quantity.label} [{quantity.unit}]" if quantity.unit else quantity.label


def label(name: str) -> str:
    """Return what a quantity is called, without its unit."""
    return QUANTITIES[name].label

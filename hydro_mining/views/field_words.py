"""A study's field by its path: what it is called, what it is measured in, how it is written.

Money is in the currency that is shown, the price of a kWh in its coin, as where it is entered. The
path may be the name of any quantity.
"""

import re
from typing import Any

from hydro_mining.quantities import QUANTITIES, Currency, Quantity, in_coins, in_currency

_NAMES = {
    "miners[0].price_gbp": "Price of a machine",
    "miners[0].hashrate_ths": "Hashrate of a machine",
    "miners[0].power_w": "Power of a machine",
    "finance.years": "Years",
}
_COMPUTED_PRICE = "breakeven_power_price_gbp_per_kwh"
_PRICES_OF_A_KWH = ("power_price_gbp_per_kwh", _COMPUTED_PRICE)
_INDEX = re.compile(r"\[\d+\]")


def field_name(path: str) -> str:
    """Return what a field is called: ``miners[0].price_gbp`` is the price of a machine."""
    return _NAMES.get(path) or QUANTITIES[_quantity_of(path)].label


def field_quantity(path: str, currency: Currency) -> Quantity:
    """Return how a field's values are entered and written in ``currency``."""
    name = _quantity_of(path)
    if name in _PRICES_OF_A_KWH:
        return in_coins(name, currency)
    return in_currency(QUANTITIES[name], currency)


def field_written(path: str, value: float, currency: Currency) -> str:
    """Return a value of a field with its unit; a computed price has four digits.

    >>> from hydro_mining.quantities import POUNDS
    >>> field_written("market.export_price_gbp_per_mwh", 40.0, POUNDS)
    '£40.00/MWh'
    """
    if path == "finance.years":
        return f"{value:.0f}"
    name = _quantity_of(path)
    if name in _PRICES_OF_A_KWH:
        return in_coins(_COMPUTED_PRICE, currency).format.written(value)
    quantity = field_quantity(path, currency)
    _, _, each = quantity.unit.partition("/")
    is_rate = bool(each) and quantity.format.is_money and " per " not in quantity.label
    return quantity.format.written(value) + f"/{each}" * is_rate


def field_heading(path: str, currency: Currency) -> str:
    """Return a field's name with its unit, as an axis has it."""
    return f"{field_name(path)} [{field_quantity(path, currency).unit}]"


def field_shown(path: str, values: Any, currency: Currency) -> Any:
    """Return values of a field, a number or an array, as an axis has them."""
    return values * field_quantity(path, currency).format.scale


def _quantity_of(path: str) -> str:
    return _INDEX.sub("", path).rpartition(".")[2]

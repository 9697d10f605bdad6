"""The price of a kWh as people say it: in pence, øre or cent, not in pounds with many zeros."""

from dataclasses import replace
from decimal import ROUND_HALF_UP
from types import MappingProxyType

from hydro_mining.quantities.currency import POUNDS, Currency, in_currency
from hydro_mining.quantities.groups import QUANTITIES
from hydro_mining.quantities.kinds import Format, Quantity

COINS_A_UNIT = 100
_CENT = "\N{NO-BREAK SPACE}cent"
# Of the currencies that have a coin: ISK and JPY have none.
_COINS = MappingProxyType(
    {
        "GBP": "p",
        "NOK": "\N{NO-BREAK SPACE}øre",
        "DKK": "\N{NO-BREAK SPACE}øre",
        "SEK": "\N{NO-BREAK SPACE}öre",
        "CHF": "\N{NO-BREAK SPACE}Rp.",
        "BRL": "\N{NO-BREAK SPACE}centavos",
    }
    | dict.fromkeys(("USD", "EUR", "CAD", "AUD", "NZD"), _CENT)
)
_PRICE = "power_price_gbp_per_kwh"
# Of a price that was entered in pounds all digits; of a converted or computed one four.
_ENTERED = Format(suffix="p", significant=8, trims=True, scale=COINS_A_UNIT, is_money=True)
_COMPUTED = replace(_ENTERED, significant=4)


def coin_of(currency: Currency) -> str:
    """Return what a hundredth of ``currency`` is called, empty where there is none.

    >>> coin_of(POUNDS)
    'p'
    """
    return _COINS.get(currency.code, "").strip()


def in_coins(name: str, currency: Currency = POUNDS) -> Quantity:
    """Return how a price per kWh, given in £/kWh, is entered and written in a currency's coin.

    A currency without a coin stays itself.
    """
    quantity = QUANTITIES[name]
    if currency.code not in _COINS:
        return in_currency(quantity, currency)
    base = _ENTERED if name == _PRICE and currency.is_pounds else _COMPUTED
    fmt = replace(base, suffix=_COINS[currency.code], scale=COINS_A_UNIT * currency.rate)
    return replace(quantity, unit=f"{coin_of(currency)}/kWh", format=fmt)


def price_per_kwh(
    value: float,
    currency: Currency = POUNDS,
    *,
    name: str = _PRICE,
    rounding: str = ROUND_HALF_UP,
) -> str:
    """Return a price [£/kWh] in the currency's coin.

    >>> price_per_kwh(0.042), price_per_kwh(0)
    ('4.2p', '0p')
    """
    return in_coins(name, currency).format.written(value, rounding=rounding)

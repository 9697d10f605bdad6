"""Money as it is shown: the model computes in pounds, a reader may look in another currency."""

import math
from dataclasses import dataclass, replace

from hydro_mining.quantities.kinds import Format, Quantity

# An amount has at most the decimals of pence; a format with more is a price, of a kWh say.
_PENCE_DECIMALS = 2
_SIGNIFICANT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency at a rate.

    Parameters
    ----------
    code
        ISO 4217: ``NOK``.
    prefix
        What stands before an amount and belongs to no other currency here.
    rate
        Units of it for one of the currency that the amounts are in: pounds, unless a view
        says otherwise.
    decimals
        Decimal places of its smallest coin; 0 where there is none.
    """

    code: str
    prefix: str
    rate: float
    decimals: int = 2

    @property
    def unit(self) -> str:
        """What stands for the currency in a unit: ``$`` in ``$/kWh``."""
        return self.prefix.strip()

    @property
    def is_pounds(self) -> bool:
        """Whether it is the model's own, in which nothing is converted: not pounds at a rate."""
        return self == POUNDS


POUNDS = Currency(code="GBP", prefix="£", rate=1.0)
# For amounts that are in dollars, as those of the growth model.
DOLLARS = Currency(code="USD", prefix="$", rate=1.0)

# Six currencies write $ and four kr, so only one of each may have a sign. The space does not
# break, so that an amount stays on one line.
_SIGNS = {"USD": "$", "EUR": "€", "JPY": "¥"}
_ANY_CURRENCY = "currency"  # what a unit has for that of the amounts
_WITHOUT_COINS = ("ISK", "JPY")
CURRENCY_CODES = (
    "GBP",
    "USD",
    "EUR",
    "NOK",
    "SEK",
    "DKK",
    "ISK",
    "CHF",
    "CAD",
    "AUD",
    "NZD",
    "BRL",
    "JPY",
)
_PREFIXES = {code: _SIGNS.get(code, f"{code}\N{NO-BREAK SPACE}") for code in CURRENCY_CODES}


def currency_of(code: str, rate: float) -> Currency:
    """Return the currency of a code of ``CURRENCY_CODES`` at ``rate`` [units for £1].

    >>> currency_of("EUR", 1.25).prefix
    '€'
    """
    if code == POUNDS.code:
        return POUNDS
    decimals = 0 if code in _WITHOUT_COINS else POUNDS.decimals
    return Currency(code=code, prefix=_PREFIXES[code], rate=rate, decimals=decimals)


def amounts_in(code: str | None) -> Currency:
    """Return the currency of amounts that are in ``code`` themselves; None is unknown.

    >>> amounts_in("EUR").prefix
    '€'
    """
    if code is None:
        return Currency(code="", prefix="", rate=1.0)
    known = POUNDS.prefix if code == POUNDS.code else _PREFIXES.get(code)
    prefix = known or f"{code}\N{NO-BREAK SPACE}"
    decimals = 0 if code in _WITHOUT_COINS else POUNDS.decimals
    return Currency(code=code, prefix=prefix, rate=1.0, decimals=decimals)


def from_dollars(currency: Currency, usd_to_gbp: float) -> Currency:
    """Return ``currency`` for amounts that are in dollars, at ``usd_to_gbp`` [£/$].

    >>> from_dollars(POUNDS, 0.75).rate
    0.75
    """
    if currency.code == DOLLARS.code:
        return DOLLARS
    return replace(currency, rate=currency.rate * usd_to_gbp)


def at_round_rate(currency: Currency) -> Currency:
    """Return ``currency`` at a rate of the same size, pounds as they are.

    Units and decimals are written with it as with the rate of any day.

    >>> at_round_rate(Currency(code="NOK", prefix="NOK", rate=13.3)).rate
    20.0
    """
    if currency.is_pounds:
        return currency
    rounded = 2 * 10.0 ** math.floor(math.log10(currency.rate))
    is_number = 0 < rounded < math.inf
    return replace(currency, rate=rounded) if is_number else currency


def in_currency(quantity: Quantity, currency: Currency) -> Quantity:
    """Return how an amount of pounds is written in ``currency``; other quantities as they are."""
    fmt = quantity.format
    if not fmt.is_money or currency.is_pounds:
        return quantity
    written = replace(
        fmt,
        prefix=currency.prefix,
        scale=fmt.scale * currency.rate,
        decimals=_decimals(fmt.decimals, currency),
        # A product with a rate is nothing that was entered.
        significant=fmt.significant and min(fmt.significant, _SIGNIFICANT),
    )
    return replace(quantity, unit=_named(quantity.unit, currency), format=written)


def _named(unit: str, currency: Currency) -> str:
    for stands_for_it in (POUNDS.unit, _ANY_CURRENCY):
        unit = unit.replace(stands_for_it, currency.unit or _ANY_CURRENCY)
    return unit


def tick_decimals(fmt: Format, currency: Currency) -> int:
    """Return the decimal places on an axis, where all figures have the same number."""
    decimals = fmt.decimals if fmt.trims else max(fmt.decimals, (fmt.significant or 0) - 1)
    return _decimals(decimals, currency) if fmt.is_money else decimals


def _decimals(in_pounds: int, currency: Currency) -> int:
    """Return the decimal places that tell apart what ``in_pounds`` places of a pound do."""
    if in_pounds <= _PENCE_DECIMALS:
        return min(in_pounds, currency.decimals)
    return max(in_pounds - math.floor(math.log10(currency.rate)), currency.decimals)

"""Currency and unit of a price, as a heading or an option names them."""

import re
from typing import NamedTuple

__all__ = ["PriceUnit", "price_unit"]

_CURRENCIES = {
    **dict.fromkeys(("usd", "$", "us$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("eur", "€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("gbp", "£", "pence"), "GBP"),
    **{code.casefold(): code for code in ("DKK", "NOK", "SEK", "CAD", "AUD", "CHF", "PLN")},
}
# Hundredths of a currency. An öre is Swedish; an øre may be Norwegian or Danish.
_HUNDREDTHS = ("c", "ct", "cent", "cents", "p", "pence", "öre", "øre", "ore")
_HUNDREDTHS_OF = {"öre": "SEK", "p": "GBP", "pence": "GBP"}
_KWH_PER_MWH = 1000.0
_TOKEN = re.compile(r"us\$|[$€£]|[^\W\d_]+")


class PriceUnit(NamedTuple):
    """What a text says of a price; None is for what it does not say.

    Attributes
    ----------
    currency
        ISO code.
    energy
        Unit of energy, with the part of the currency: ``MWh``, ``kWh``, ``c/kWh``.
    per_mwh
        What a figure is multiplied with to be in the whole currency per MWh.
    """

    currency: str | None
    energy: str | None
    per_mwh: float


def price_unit(text: str) -> PriceUnit:
    """Return what ``text`` says of currency and unit.

    >>> price_unit("Price (c/kWh)")
    PriceUnit(currency=None, energy='c/kWh', per_mwh=10.0)
    >>> price_unit("SpotPriceEUR").currency
    'EUR'
    """
    # A code glued to a word counts: SpotPriceEUR, where only the capitals part them.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z]{2,})", " ", text)
    words = _TOKEN.findall(apart.casefold())
    currency = next((_CURRENCIES[word] for word in words if word in _CURRENCIES), None)
    unit = next((word for word in ("kwh", "mwh") if word in words), None)
    if unit is None:
        return PriceUnit(currency, None, 1.0)
    part = next((word for word in words if word in _HUNDREDTHS), None)
    factor = (0.01 if part else 1.0) * (_KWH_PER_MWH if unit == "kwh" else 1.0)
    energy = {"kwh": "kWh", "mwh": "MWh"}[unit]
    return PriceUnit(
        currency or _HUNDREDTHS_OF.get(part or ""), f"{part}/{energy}" if part else energy, factor
    )

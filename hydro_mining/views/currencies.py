"""At which rate money is shown and entered in another currency, and where that is from."""

from collections.abc import Mapping

from hydro_mining.provenance import SourcedValue, Status
from hydro_mining.quantities import Currency, Format
from hydro_mining.wording import time_in_words

_DOLLAR = "USD"
_RATE = Format(decimals=2, significant=4)


def currency_sentence(
    currency: Currency, values: Mapping[str, SourcedValue], per_usd: Mapping[str, SourcedValue]
) -> str:
    """Return the rate that money is shown and entered at, with dates and sources; none for pounds.

    ``values`` are those in use, of which the pound's rate is one.
    """
    if currency.is_pounds:
        return ""
    used = [values["usd_to_gbp"]]
    if currency.code != _DOLLAR:
        used.insert(0, per_usd[currency.code])
    origins = " and ".join(dict.fromkeys(map(_origin, used)))
    rate = f"{_RATE.written(currency.rate)} {currency.code} for £1"
    return (
        f"Shown and entered in {currency.code}: {rate}, from {origins}. "
        "Inside, in records and links, amounts stay in pounds: a newer rate moves what you typed."
    )


def _origin(sourced: SourcedValue) -> str:
    if sourced.status is Status.ENTERED:
        return "the pound's rate that was entered"
    day = "unknown date" if sourced.as_of is None else time_in_words(sourced.as_of)
    return f"the rates of {day} ({sourced.source})"

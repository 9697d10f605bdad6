"""CoinGecko, API v3 (https://docs.coingecko.com, demo and keyless plans)."""

import datetime as dt
from collections.abc import Sequence

from hydro_mining.network_data.parsing import Observed, document, field, number, time_of
from hydro_mining.network_data.providers import Ask, Provider
from hydro_mining.network_data.series import DatedValue, by_day, dated_values

__all__ = [
    "get_daily_prices",
    "get_simple_price",
    "read_daily_prices",
    "read_simple_price",
]

# More needs a paid plan (error 10012).
_LONGEST_DAYS = 365
_MIDNIGHT_UNTIL = dt.time(0, 10)


async def get_simple_price(ask: Ask, provider: Provider) -> Observed:
    """Ask for the price of a bitcoin [$/BTC]."""
    parameters = {
        "ids": "bitcoin",
        "vs_currencies": "usd",
        "include_last_updated_at": "true",
        "precision": "full",
    }
    return read_simple_price(await ask(provider, "/simple/price", parameters))


def read_simple_price(body: bytes) -> Observed:
    """Return the price [$/BTC] and when it was last updated."""
    bitcoin = field(document(body), "bitcoin")
    return Observed(
        number(field(bitcoin, "usd"), "price", above=0),
        time_of(field(bitcoin, "last_updated_at"), "last_updated_at"),
    )


async def get_daily_prices(ask: Ask, provider: Provider) -> Sequence[DatedValue]:
    """Ask for the prices [$/BTC] of the past 365 days."""
    parameters = {"vs_currency": "usd", "days": str(_LONGEST_DAYS), "interval": "daily"}
    return read_daily_prices(await ask(provider, "/coins/bitcoin/market_chart", parameters))


def read_daily_prices(body: bytes) -> list[DatedValue]:
    """Return the price [$/BTC] with which each UTC day started.

    Rows stand at midnight but for the last, which is of the moment it was asked.
    """
    rows = dated_values(field(document(body), "prices"), 0, 1, above=0)
    if len(rows) > 1 and rows[-1].time.time() > _MIDNIGHT_UNTIL:
        rows.pop()
    return by_day(rows)

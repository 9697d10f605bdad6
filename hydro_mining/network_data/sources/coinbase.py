"""Coinbase: the Exchange ticker, which tells its time, and the spot price, which does not."""

from hydro_mining.network_data.parsing import Observed, bad_answer, document, field, number, time_of
from hydro_mining.network_data.providers import Ask, Provider

__all__ = ["get_spot", "get_ticker", "read_spot", "read_ticker"]


async def get_ticker(ask: Ask, provider: Provider) -> Observed:
    """Ask the Exchange for the last trade [$/BTC]."""
    return read_ticker(await ask(provider, "/products/BTC-USD/ticker", {}))


def read_ticker(body: bytes) -> Observed:
    """Return the price [$/BTC] and time of the last trade."""
    ticker = document(body)
    return Observed(
        number(field(ticker, "price"), "price", above=0), time_of(field(ticker, "time"), "time")
    )


async def get_spot(ask: Ask, provider: Provider) -> Observed:
    """Ask for the spot price [$/BTC]."""
    return read_spot(await ask(provider, "/v2/prices/BTC-USD/spot", {}))


def read_spot(body: bytes) -> Observed:
    """Return the spot price [$/BTC]; it has no time.

    Clients that misspelt a parameter have been given another pair with status 200.
    """
    data = field(document(body), "data")
    pair = (field(data, "base"), field(data, "currency"))
    if pair != ("BTC", "USD"):
        raise bad_answer("another pair than BTC-USD")
    return Observed(number(field(data, "amount"), "price", above=0))

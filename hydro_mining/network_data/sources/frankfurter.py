"""Frankfurter v1: rates of the European Central Bank (https://frankfurter.dev/v1)."""

from contextlib import suppress

from hydro_mining.network_data.faults import ProviderError
from hydro_mining.network_data.parsing import Observed, bad_answer, document, field, number, time_of
from hydro_mining.network_data.providers import Ask, Provider

__all__ = ["CURRENCIES", "get_rates", "read_rates"]

# What results are shown in, and what machines are priced in.
CURRENCIES = (
    "AUD",
    "BRL",
    "CAD",
    "CHF",
    "CNY",
    "DKK",
    "EUR",
    "GBP",
    "ISK",
    "JPY",
    "NOK",
    "NZD",
    "SEK",
)


async def get_rates(ask: Ask, provider: Provider) -> dict[str, Observed]:
    """Ask for all rates in one call, as units of each currency for a dollar."""
    parameters = {"base": "USD", "symbols": ",".join(CURRENCIES)}
    return read_rates(await ask(provider, "/v1/latest", parameters))


def read_rates(body: bytes) -> dict[str, Observed]:
    """Return units of each currency for a dollar, and the bank's business day."""
    answer = document(body)
    if field(answer, "base") != "USD" or number(field(answer, "amount"), "amount") != 1:
        raise bad_answer("rates for another base than one dollar")
    day = time_of(field(answer, "date"), "date").replace(hour=0, minute=0, second=0, microsecond=0)
    rates = field(answer, "rates")
    number(field(rates, "GBP"), "GBP", above=0)
    read = {}
    for code in CURRENCIES:
        with suppress(ProviderError):  # a currency without a rate is one less to choose from
            read[code] = Observed(number(field(rates, code), code, above=0), day)
    return read

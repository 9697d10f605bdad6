"""Luxor's Hashrate Index, for who has a key (https://docs.hashrateindex.com)."""

from collections.abc import Sequence

from hydro_mining.constants import TH_PER_PH
from hydro_mining.network_data.parsing import document, field
from hydro_mining.network_data.providers import Ask, Provider
from hydro_mining.network_data.series import DatedValue, by_day, dated_values

__all__ = ["get_daily_hashprice", "read_daily_hashprice"]


async def get_daily_hashprice(ask: Ask, provider: Provider) -> Sequence[DatedValue]:
    """Ask for the hashprice [$/TH/day] of the past year, as the index observed it."""
    parameters = {"span": "1Y", "bucket": "1D", "currency": "USD", "hashunit": "PHS"}
    return read_daily_hashprice(await ask(provider, "/v1/hashrateindex/hashprice", parameters))


def read_daily_hashprice(body: bytes) -> list[DatedValue]:
    """Return the hashprice [$/TH/day] of each day; the index gives it for a PH."""
    rows = dated_values(field(document(body), "data"), "timestamp", "price", above=0)
    return by_day(DatedValue(row.time, row.value / TH_PER_PH) for row in rows)

"""Blockchain.info: plain-text answers, and charts.

Its ``/stats`` is not asked: since August 2026 fees there are negative and revenue is 0.
"""

from collections.abc import Sequence

from hydro_mining.network_data.parsing import (
    Observed,
    bad_answer,
    body_text,
    document,
    field,
    number,
)
from hydro_mining.network_data.providers import Ask, Provider
from hydro_mining.network_data.series import DatedValue, by_day, dated_values

__all__ = [
    "get_block_count",
    "get_daily_prices",
    "get_difficulty",
    "read_block_count",
    "read_chart",
    "read_difficulty",
]


async def get_difficulty(ask: Ask, provider: Provider) -> Observed:
    """Ask for the difficulty [1]."""
    return read_difficulty(await ask(provider, "/q/getdifficulty", {}))


def read_difficulty(body: bytes) -> Observed:
    """Return the difficulty [1], given as text in scientific notation and without a time."""
    return Observed(number(body_text(body), "difficulty", above=0))


async def get_block_count(ask: Ask, provider: Provider) -> Observed:
    """Ask for the block height [blocks]."""
    return read_block_count(await ask(provider, "/q/getblockcount", {}))


def read_block_count(body: bytes) -> Observed:
    """Return the block height [blocks], which has no time."""
    height = number(body_text(body), "block height", above=0)
    if height != int(height):
        raise bad_answer("the block height is not whole")
    return Observed(height)


async def get_daily_prices(ask: Ask, provider: Provider) -> Sequence[DatedValue]:
    """Ask for the daily mean prices [$/BTC] of the past year."""
    parameters = {"timespan": "1year", "format": "json", "sampled": "false"}
    return read_chart(await ask(provider, "/charts/market-price", parameters), unit="USD")


def read_chart(body: bytes, *, unit: str) -> list[DatedValue]:
    """Return the daily values of a chart whose unit is the expected one."""
    chart = document(body)
    if field(chart, "unit") != unit:
        raise bad_answer(f"a chart in another unit than {unit}")
    return by_day(dated_values(field(chart, "values"), "x", "y", above=0))

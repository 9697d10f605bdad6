"""mempool.space, or an own mempool server (https://mempool.space/docs/api/rest)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from hydro_mining.constants import SATOSHI_PER_BTC
from hydro_mining.network_data.faults import ProviderError
from hydro_mining.network_data.parsing import Observed, bad_answer, document, field, number, time_of
from hydro_mining.network_data.providers import Ask, Provider
from hydro_mining.network_data.series import DatedValue, by_day, dated_values
from hydro_mining.network_data.sources.blockchain_info import read_block_count
from hydro_mining.network_data.sources.frankfurter import CURRENCIES

__all__ = [
    "Adjustment",
    "get_adjustments",
    "get_daily_fees",
    "get_difficulty",
    "get_fees_per_block",
    "get_height",
    "get_prices",
    "read_adjustments",
    "read_daily_fees",
    "read_difficulty",
    "read_fees_per_block",
    "read_prices",
]

_BLOCKS_OF_A_DAY = 144
_COLUMNS = 3  # of an adjustment: time, height, difficulty


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A retarget: the difficulty [1] that holds from a height [blocks] on."""

    height: int
    difficulty: DatedValue


async def get_difficulty(ask: Ask, provider: Provider) -> Observed:
    """Ask for the difficulty [1] and when the network set it."""
    return read_difficulty(await ask(provider, "/api/v1/mining/difficulty-adjustments/3m", {}))


def read_difficulty(body: bytes) -> Observed:
    """Return the difficulty [1] of the newest adjustment, with the time of that retarget."""
    newest = read_adjustments(body)[-1].difficulty
    return Observed(newest.value, newest.time)


async def get_adjustments(ask: Ask, provider: Provider) -> Sequence[Adjustment]:
    """Ask for the adjustments of the past two years, so that the past one is whole."""
    return read_adjustments(await ask(provider, "/api/v1/mining/difficulty-adjustments/2y", {}))


def read_adjustments(body: bytes) -> list[Adjustment]:
    """Return the adjustments, oldest first; at least one."""
    rows = document(body)
    if not isinstance(rows, list) or not rows:
        raise bad_answer("no list of adjustments")
    if not all(isinstance(row, list) and len(row) >= _COLUMNS for row in rows):
        raise bad_answer("an adjustment without its figures")
    adjustments = [
        Adjustment(
            height=int(number(field(row, 1), "height", above=0)),
            difficulty=DatedValue(
                time_of(field(row, 0), "time"), number(field(row, 2), "difficulty", above=0)
            ),
        )
        for row in rows
    ]
    return sorted(adjustments, key=lambda adjustment: adjustment.height)


async def get_height(ask: Ask, provider: Provider) -> Observed:
    """Ask for the block height [blocks]; ``/api/v1/blocks/tip-height`` answers 200 with []."""
    return read_block_count(await ask(provider, "/api/blocks/tip/height", {}))


async def get_fees_per_block(ask: Ask, provider: Provider) -> Observed:
    """Ask for the mean fees [BTC/block] of the last 144 blocks."""
    path = f"/api/v1/mining/reward-stats/{_BLOCKS_OF_A_DAY}"
    return read_fees_per_block(await ask(provider, path, {}))


def read_fees_per_block(body: bytes) -> Observed:
    """Return the mean fees [BTC/block]; totals are texts in satoshi, the end is a height."""
    stats = document(body)
    first = number(field(stats, "startBlock"), "startBlock", above=0)
    last = number(field(stats, "endBlock"), "endBlock", above=first - 1)
    blocks = number(last - first + 1, "number of blocks", above=0)
    satoshi = number(field(stats, "totalFee"), "total fee")
    return Observed(satoshi / blocks / SATOSHI_PER_BTC)


async def get_daily_fees(ask: Ask, provider: Provider) -> Sequence[DatedValue]:
    """Ask for the mean fees [BTC/block] of the past year."""
    return read_daily_fees(await ask(provider, "/api/v1/mining/blocks/fees/1y", {}))


def read_daily_fees(body: bytes) -> list[DatedValue]:
    """Return the mean fees [BTC/block] of each day that has a value."""
    rows = dated_values(document(body), "timestamp", "avgFees", above=-1)
    return by_day(DatedValue(row.time, row.value / SATOSHI_PER_BTC) for row in rows)


async def get_prices(ask: Ask, provider: Provider) -> dict[str, Observed]:
    """Ask for exchange rates, as units of each currency for a dollar."""
    return read_prices(await ask(provider, "/api/v1/prices", {}))


def read_prices(body: bytes) -> dict[str, Observed]:
    """Return units of each currency for a dollar, from the prices of a bitcoin in each.

    Prices are -1 before the server's first update, and for a currency that it lacks.
    """
    prices = document(body)
    dollars = number(field(prices, "USD"), "price", above=0)
    time = time_of(field(prices, "time"), "time")
    read = {}
    for code in CURRENCIES:
        with suppress(ProviderError):  # a currency without a price is one less to choose from
            rate = number(field(prices, code), code, above=0) / dollars
            read[code] = Observed(number(rate, code, above=0), time)
    return read

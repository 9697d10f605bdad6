"""What is asked of each provider, and how its answers are read.

``read_…`` turns a body into checked values or refuses it; the constants are the questions.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hydro_mining.constants import SATOSHI_PER_BTC, TH_PER_PH
from hydro_mining.network_data._answers import (
    DatedValue,
    ProviderError,
    bad_answer,
    body_text,
    by_day,
    dated_values,
    document,
    field,
    number,
    time_of,
)
from hydro_mining.network_data._providers import Endpoint
from hydro_mining.network_data._values import RATE_CODE, Observed

# What results are shown in, and what machines are priced in.
_CURRENCIES = "AUD,BRL,CAD,CHF,CNY,DKK,EUR,GBP,ISK,JPY,NOK,NZD,SEK"
_MIDNIGHT_UNTIL = dt.time(0, 10)
_COLUMNS = 3  # of an adjustment: time, height, difficulty


# CoinGecko, API v3 (https://docs.coingecko.com, demo and keyless plans).


def read_coingecko_price(body: bytes) -> Observed:
    """Return the price [$/BTC] and when it was last updated."""
    bitcoin = field(document(body), "bitcoin")
    return Observed(
        number(field(bitcoin, "usd"), "price", above=0),
        time_of(field(bitcoin, "last_updated_at"), "last_updated_at"),
    )


def read_coingecko_days(body: bytes) -> list[DatedValue]:
    """Return the price [$/BTC] with which each UTC day started.

    Rows stand at midnight but for the last, which is of the moment it was asked.
    """
    rows = dated_values(field(document(body), "prices"), 0, 1, above=0)
    if len(rows) > 1 and rows[-1].time.time() > _MIDNIGHT_UNTIL:
        rows.pop()
    return by_day(rows)


# Coinbase: the Exchange ticker, which tells its time, and the spot price, which does not.


def read_coinbase_ticker(body: bytes) -> Observed:
    """Return the price [$/BTC] and time of the last trade."""
    ticker = document(body)
    return Observed(
        number(field(ticker, "price"), "price", above=0), time_of(field(ticker, "time"), "time")
    )


def read_coinbase_spot(body: bytes) -> Observed:
    """Return the spot price [$/BTC]; it has no time.

    Clients that misspelt a parameter have been given another pair with status 200.
    """
    data = field(document(body), "data")
    pair = (field(data, "base"), field(data, "currency"))
    if pair != ("BTC", "USD"):
        raise bad_answer("another pair than BTC-USD")
    return Observed(number(field(data, "amount"), "price", above=0))


# Blockchain.info: plain-text answers, and charts. Its ``/stats`` is not asked: since August 2026
# fees there are negative and revenue is 0.


def read_plain_difficulty(body: bytes) -> Observed:
    """Return the difficulty [1], given as text in scientific notation and without a time."""
    return Observed(number(body_text(body), "difficulty", above=0))


def read_plain_height(body: bytes) -> Observed:
    """Return the block height [blocks], which has no time."""
    height = number(body_text(body), "block height", above=0)
    if height != int(height):
        raise bad_answer("the block height is not whole")
    return Observed(height)


def read_price_chart(body: bytes) -> list[DatedValue]:
    """Return the daily mean prices [$/BTC] of a chart whose unit is the dollar."""
    chart = document(body)
    if field(chart, "unit") != "USD":
        raise bad_answer("a chart in another unit than USD")
    return by_day(dated_values(field(chart, "values"), "x", "y", above=0))


# mempool.space, or an own mempool server (https://mempool.space/docs/api/rest).


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A retarget: the difficulty [1] that holds from a time [UTC] and a height [blocks] on."""

    time: dt.datetime
    height: int
    difficulty: float


def read_adjustments(body: bytes) -> list[Adjustment]:
    """Return the adjustments, oldest first; at least one."""
    rows = document(body)
    if not isinstance(rows, list) or not rows:
        raise bad_answer("no list of adjustments")
    if not all(isinstance(row, list) and len(row) >= _COLUMNS for row in rows):
        raise bad_answer("an adjustment without its figures")
    adjustments = [
        Adjustment(
            height=int(number(row[1], "height", above=0)),
            time=time_of(row[0], "time"),
            difficulty=number(row[2], "difficulty", above=0),
        )
        for row in rows
    ]
    return sorted(adjustments, key=lambda adjustment: adjustment.height)


def read_newest_difficulty(body: bytes) -> Observed:
    """Return the difficulty [1] of the newest adjustment, with the time of that retarget."""
    newest = read_adjustments(body)[-1]
    return Observed(newest.difficulty, newest.time)


def read_fees_per_block(body: bytes) -> Observed:
    """Return the mean fees [BTC/block]; totals are texts in satoshi, the end is a height."""
    stats = document(body)
    first = number(field(stats, "startBlock"), "startBlock", above=0)
    last = number(field(stats, "endBlock"), "endBlock", above=first - 1)
    blocks = number(last - first + 1, "number of blocks", above=0)
    satoshi = number(field(stats, "totalFee"), "total fee")
    return Observed(satoshi / blocks / SATOSHI_PER_BTC)


def read_daily_fees(body: bytes) -> list[DatedValue]:
    """Return the mean fees [BTC/block] of each day that has a value."""
    rows = dated_values(document(body), "timestamp", "avgFees", above=-1)
    return by_day(DatedValue(row.time, row.value / SATOSHI_PER_BTC) for row in rows)


def read_mempool_rates(body: bytes) -> Observed:
    """Return units of each currency for a dollar, from the prices of a bitcoin in each.

    Prices are -1 before the server's first update, and for a currency that it lacks.
    """
    prices = document(body)
    dollars = number(field(prices, "USD"), "price", above=0)
    time = time_of(field(prices, "time"), "time")
    return _rates(prices, time, dollars)


# Frankfurter v1: rates of the European Central Bank (https://frankfurter.dev/v1).


def read_frankfurter_rates(body: bytes) -> Observed:
    """Return units of each currency for a dollar, and the bank's business day."""
    answer = document(body)
    if field(answer, "base") != "USD" or number(field(answer, "amount"), "amount") != 1:
        raise bad_answer("rates for another base than one dollar")
    day = time_of(field(answer, "date"), "date").replace(hour=0, minute=0, second=0, microsecond=0)
    rates = field(answer, "rates")
    number(field(rates, RATE_CODE), RATE_CODE, above=0)
    return _rates(rates, day, 1.0)


def _rates(prices: Any, time: dt.datetime, dollars: float) -> Observed:
    """Return the currencies that have a price; one without is one less to choose from."""
    per_usd: dict[str, float] = {}
    for code in _CURRENCIES.split(","):
        with suppress(ProviderError):
            rate = number(field(prices, code), code, above=0) / dollars
            per_usd[code] = number(rate, code, above=0)
    if RATE_CODE not in per_usd:
        raise bad_answer("no rate for the pound")
    return Observed(per_usd[RATE_CODE], time, per_usd)


# Luxor's Hashrate Index, for who has a key (https://docs.hashrateindex.com).


def read_daily_hashprice(body: bytes) -> list[DatedValue]:
    """Return the hashprice [$/TH/day] of each day; the index gives it for a PH."""
    rows = dated_values(field(document(body), "data"), "timestamp", "price", above=0)
    return by_day(DatedValue(row.time, row.value / TH_PER_PH) for row in rows)


# The questions: provider, path, what reads the answer, and parameters.

COINGECKO_PRICE = Endpoint(
    "coingecko",
    "/simple/price",
    read_coingecko_price,
    {
        "ids": "bitcoin",
        "vs_currencies": "usd",
        "include_last_updated_at": "true",
        "precision": "full",
    },
)
COINGECKO_DAYS = Endpoint(
    "coingecko",
    "/coins/bitcoin/market_chart",
    read_coingecko_days,
    # More days need a paid plan (error 10012).
    {"vs_currency": "usd", "days": "365", "interval": "daily"},
)
COINBASE_TICKER = Endpoint("coinbase_exchange", "/products/BTC-USD/ticker", read_coinbase_ticker)
COINBASE_SPOT = Endpoint("coinbase", "/v2/prices/BTC-USD/spot", read_coinbase_spot)
BLOCKCHAIN_DIFFICULTY = Endpoint("blockchain_info", "/q/getdifficulty", read_plain_difficulty)
BLOCKCHAIN_HEIGHT = Endpoint("blockchain_info", "/q/getblockcount", read_plain_height)
BLOCKCHAIN_DAYS = Endpoint(
    "blockchain_charts",
    "/charts/market-price",
    read_price_chart,
    {"timespan": "1year", "format": "json", "sampled": "false"},
)
# ``/api/v1/blocks/tip-height`` would answer 200 with [].
MEMPOOL_HEIGHT = Endpoint("mempool_space", "/api/blocks/tip/height", read_plain_height)
_MINING = "/api/v1/mining"
MEMPOOL_FEES = Endpoint("mempool_space", f"{_MINING}/reward-stats/144", read_fees_per_block)
MEMPOOL_DAILY_FEES = Endpoint("mempool_space", f"{_MINING}/blocks/fees/1y", read_daily_fees)
MEMPOOL_DIFFICULTY = Endpoint(
    "mempool_space", f"{_MINING}/difficulty-adjustments/3m", read_newest_difficulty
)
MEMPOOL_ADJUSTMENTS = Endpoint(  # of two years, so that the past one is whole
    "mempool_space", f"{_MINING}/difficulty-adjustments/2y", read_adjustments
)
MEMPOOL_RATES = Endpoint("mempool_space", "/api/v1/prices", read_mempool_rates)
FRANKFURTER_RATES = Endpoint(
    "frankfurter",
    "/v1/latest",
    read_frankfurter_rates,
    {"base": "USD", "symbols": _CURRENCIES},
)
HASHRATE_INDEX_DAYS = Endpoint(
    "hashrate_index",
    "/v1/hashrateindex/hashprice",
    read_daily_hashprice,
    {"span": "1Y", "bucket": "1D", "currency": "USD", "hashunit": "PHS"},
)

"""Daily price, difficulty and fees of the past year, and the hashprice that follows from them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hydro_mining.constants import SECONDS_PER_BLOCK, SECONDS_PER_DAY
from hydro_mining.economics.bitcoin import hashprice
from hydro_mining.network_data.series import DatedValue

__all__ = ["History", "Series", "history_of", "series_from_row", "series_row"]

_Floats = NDArray[np.float64]
_PRICE, _DIFFICULTY, _HEIGHT, _FEES, _OBSERVED = (
    "btc_price_usd",
    "difficulty",
    "block_height",
    "fees_btc_per_block",
    "observed_usd_per_th_per_day",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Dated values, oldest first, and their source."""

    source: str
    fetched_at: dt.datetime
    values: tuple[DatedValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A row a day; arrays are read-only, and NaN is a day without a value, never bridged.

    Parameters
    ----------
    days : (D,) UTC days, without a gap
    btc_price_usd : (D,) [$/BTC]
    difficulty : (D,) [1], as it held when the day started
    block_height : (D,) [blocks], between two retargets by time
    fees_btc_per_block : (D,) [BTC/block]
    hashprice_usd_per_th_per_day : (D,) [$/TH/day], from difficulty
    observed_usd_per_th_per_day : (D,) [$/TH/day], of an index; all NaN without a key
    sources
        Who said each of the columns, by name.
    fetched_at
        When the oldest of them was fetched [UTC].
    """

    days: NDArray[np.datetime64]
    btc_price_usd: _Floats
    difficulty: _Floats
    block_height: _Floats
    fees_btc_per_block: _Floats
    hashprice_usd_per_th_per_day: _Floats
    observed_usd_per_th_per_day: _Floats
    sources: Mapping[str, str]
    fetched_at: dt.datetime

    def __post_init__(self) -> None:
        for column in self.columns().values():
            column.setflags(write=False)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the columns by name, the days first."""
        names = [name for name in self.__slots__ if name not in {"sources", "fetched_at"}]
        return {name: getattr(self, name) for name in names}


def history_of(series: Mapping[str, Series]) -> History | None:
    """Return the history over the days from the first price to the last, None without any.

    ``series`` has prices, fees, difficulty and height at each retarget, and what an index
    observed, by the names of the columns; what is missing is NaN.
    """
    prices = series.get(_PRICE)
    if prices is None or not prices.values:
        return None
    first, last = (np.datetime64(prices.values[i].time.date()) for i in (0, -1))
    days = np.arange(first, last + 1)
    price, fees = _daily(days, prices), _daily(days, series.get(_FEES))
    difficulty = _held(days, series.get(_DIFFICULTY))
    height = _between(days, series.get(_HEIGHT))
    known = np.isfinite(height)
    return History(
        days=days,
        btc_price_usd=price,
        difficulty=difficulty,
        block_height=height,
        fees_btc_per_block=fees,
        hashprice_usd_per_th_per_day=np.where(
            known,
            hashprice(
                difficulty=difficulty,
                block_height=np.where(known, height, 0).astype(np.int64),
                fees_btc_per_block=fees,
                btc_price=price,
            ),
            np.nan,
        ),
        observed_usd_per_th_per_day=_daily(days, series.get(_OBSERVED)),
        sources={name: one.source for name, one in series.items() if one.values},
        fetched_at=min(one.fetched_at for one in series.values()),
    )


def series_row(series: Series) -> dict[str, Any]:
    """Return a series as a row of the store."""
    return {
        "source": series.source,
        "fetched_at": series.fetched_at.isoformat(),
        "values": [[v.time.timestamp(), v.value] for v in series.values],
    }


def series_from_row(row: Any) -> Series | None:
    """Return the series of a row, None if it makes no sense."""
    try:
        fetched_at = dt.datetime.fromisoformat(row["fetched_at"])
        values = tuple(
            DatedValue(dt.datetime.fromtimestamp(at, tz=dt.UTC), float(value))
            for at, value in row["values"]
        )
        if fetched_at.tzinfo is None or not all(np.isfinite([v.value for v in values])):
            return None
        return Series(source=str(row["source"]), fetched_at=fetched_at, values=values)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None


def _daily(days: NDArray[np.datetime64], series: Series | None) -> _Floats:
    """Return the values of the days that have one."""
    known = {np.datetime64(v.time.date()): v.value for v in series.values} if series else {}
    return np.array([known.get(day, np.nan) for day in days], dtype=np.float64)


def _held(days: NDArray[np.datetime64], series: Series | None) -> _Floats:
    """Return the value that held at the start of each day: the last one set before it."""
    times, values = _points(series)
    if not times.size:
        return np.full(len(days), np.nan)
    index = np.searchsorted(times, _seconds(days), side="right") - 1
    return np.where(index >= 0, values[np.maximum(index, 0)], np.nan)


def _between(days: NDArray[np.datetime64], series: Series | None) -> _Floats:
    """Return the height at the start of each day; after the last retarget at the usual pace."""
    times, values = _points(series)
    if not times.size:
        return np.full(len(days), np.nan)
    at = _seconds(days)
    after_last = values[-1] + (at - times[-1]) / SECONDS_PER_BLOCK
    inside = np.interp(at, times, values, left=np.nan)
    heights: _Floats = np.where(at > times[-1], after_last, inside)
    return heights


def _points(series: Series | None) -> tuple[_Floats, _Floats]:
    values = () if series is None else series.values
    return (
        np.array([v.time.timestamp() for v in values], dtype=np.float64),
        np.array([v.value for v in values], dtype=np.float64),
    )


def _seconds(days: NDArray[np.datetime64]) -> _Floats:
    seconds: _Floats = days.astype("datetime64[D]").astype(np.float64) * SECONDS_PER_DAY
    return seconds

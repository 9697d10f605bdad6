"""The past year by the day, asked for only when somebody looks: prices, network, hashprice."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from hydro_mining.constants import SECONDS_PER_BLOCK, SECONDS_PER_DAY
from hydro_mining.economics.bitcoin import hashprice
from hydro_mining.environment import Environment
from hydro_mining.network_data import _sources as sources
from hydro_mining.network_data._answers import ProviderError, UnavailableError, bad_answer
from hydro_mining.network_data._providers import Endpoint
from hydro_mining.network_data._requests import Gateway, Requests
from hydro_mining.network_data._store import Finite, Seconds, Store, Utc

_LEASE, _LEASE_S = "history", 60.0
_NEXT_TRY_AFTER_S = 300.0
_DEADLINE_S = 60.0  # of the background, where calls to one provider keep their distance

_PRICE, _DIFFICULTY, _HEIGHT, _FEES, _OBSERVED = (
    "btc_price_usd",
    "difficulty",
    "block_height",
    "fees_btc_per_block",
    "observed_usd_per_th_per_day",
)

_Floats: TypeAlias = NDArray[np.float64]
_Days: TypeAlias = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Series that come in one answer, by name, and who is asked for them in which order."""

    endpoints: tuple[Endpoint[Any], ...]
    series: Mapping[str, Callable[[Any], float]]

    @property
    def name(self) -> str:
        return next(iter(self.series))


_CHAINS = (
    _Chain((sources.COINGECKO_DAYS, sources.BLOCKCHAIN_DAYS), {_PRICE: attrgetter("value")}),
    _Chain(
        (sources.MEMPOOL_ADJUSTMENTS,),
        {_DIFFICULTY: attrgetter("difficulty"), _HEIGHT: attrgetter("height")},
    ),
    _Chain((sources.MEMPOOL_DAILY_FEES,), {_FEES: attrgetter("value")}),
    _Chain((sources.HASHRATE_INDEX_DAYS,), {_OBSERVED: attrgetter("value")}),
)


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the store: times [s since 1970] with their values, oldest first."""

    source: str
    fetched_at: Utc
    values: tuple[tuple[Seconds, Finite], ...]

    def columns(self) -> tuple[_Floats, _Floats]:
        """Return the times and the values."""
        times, values = np.array(self.values, dtype=np.float64).reshape(-1, 2).T
        return times, values


class _LastTry(msgspec.Struct, frozen=True):
    at: float


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

    days: _Days
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
    known = {name: one.columns() for name, one in series.items() if one.values}
    if _PRICE not in known:
        return None
    first, last = _days_of(known[_PRICE][0][[0, -1]])
    days = np.arange(first, last + 1)
    price, fees, observed = (_daily(days, known.get(n)) for n in (_PRICE, _FEES, _OBSERVED))
    difficulty, height = _held(days, known.get(_DIFFICULTY)), _between(days, known.get(_HEIGHT))
    is_known = np.isfinite(height)
    earned = hashprice(
        difficulty=difficulty,
        block_height=np.where(is_known, height, 0).astype(np.int64),
        fees_btc_per_block=fees,
        btc_price=price,
    )
    return History(
        days=days,
        btc_price_usd=price,
        difficulty=difficulty,
        block_height=height,
        fees_btc_per_block=fees,
        hashprice_usd_per_th_per_day=np.where(is_known, earned, np.nan),
        observed_usd_per_th_per_day=observed,
        sources={name: series[name].source for name in known},
        fetched_at=min(one.fetched_at for one in series.values()),
    )


_Columns: TypeAlias = tuple[_Floats, _Floats] | None


def _daily(days: _Days, columns: _Columns) -> _Floats:
    """Return the values of the days that have one."""
    times, values = columns or ((), ())
    known = dict(zip(_days_of(times), values, strict=True))
    return np.array([known.get(day, np.nan) for day in days], dtype=np.float64)


def _held(days: _Days, columns: _Columns) -> _Floats:
    """Return the value that held at the start of each day: the last one set before it."""
    if columns is None:
        return np.full(len(days), np.nan)
    times, values = columns
    index = np.searchsorted(times, _seconds(days), side="right") - 1
    return np.where(index >= 0, values[np.maximum(index, 0)], np.nan)


def _between(days: _Days, columns: _Columns) -> _Floats:
    """Return the height at the start of each day; after the last retarget at the usual pace."""
    if columns is None:
        return np.full(len(days), np.nan)
    times, values = columns
    at = _seconds(days)
    after_last = values[-1] + (at - times[-1]) / SECONDS_PER_BLOCK
    inside = np.interp(at, times, values, left=np.nan)
    heights: _Floats = np.where(at > times[-1], after_last, inside)
    return heights


def _days_of(seconds: _Floats | tuple[()]) -> _Days:
    numbers = np.floor_divide(seconds, SECONDS_PER_DAY).astype(np.int64)
    days: _Days = numbers.astype("datetime64[D]")
    return days


def _seconds(days: _Days) -> _Floats:
    seconds: _Floats = days.astype(np.float64) * SECONDS_PER_DAY
    return seconds


class HistoryService:
    """Keeps the daily series for one process; see ``History``."""

    def __init__(self, gateway: Gateway, store: Store, environment: Environment) -> None:
        self._gateway, self._store, self._environment = gateway, store, environment
        self._now = gateway.clock.now

    def history(self) -> History | None:
        """Return what is stored, None if nothing is; nothing is asked."""
        names = [name for chain in _CHAINS for name in chain.series]
        stored = {name: self._store.load(_key(name), Series) for name in names}
        return history_of({name: series for name, series in stored.items() if series is not None})

    async def refresh(self) -> History | None:
        """Ask for what is older than its time to live; a failed series keeps its last values."""
        if not self._environment.live_data:
            return self.history()
        due = [chain for chain in _CHAINS if self._is_due(chain)]
        if due and self._store.lease(_LEASE, seconds=_LEASE_S):
            try:
                await self._renew(due)
            finally:
                self._store.release(_LEASE)
        return self.history()

    def _is_due(self, chain: _Chain) -> bool:
        if not self._gateway.providers[chain.endpoints[0].provider].may_be_asked:
            return False
        now, tried = self._now(), self._store.load(f"tried:{chain.name}", _LastTry)
        if tried is not None and 0 <= now.timestamp() - tried.at < _NEXT_TRY_AFTER_S:
            return False
        series = self._store.load(_key(chain.name), Series)
        ttl = dt.timedelta(seconds=self._environment.cache_ttl_s)
        return series is None or not dt.timedelta() <= now - series.fetched_at < ttl

    async def _renew(self, due: Sequence[_Chain]) -> None:
        try:
            async with (
                self._gateway.opened(f"history {self._now().isoformat()}") as requests,
                asyncio.timeout(_DEADLINE_S),
            ):
                await asyncio.gather(*(self._renew_chain(requests, chain) for chain in due))
        except (UnavailableError, TimeoutError):
            pass  # health tells why; the last series stay
        for chain in due:
            self._store.save(f"tried:{chain.name}", _LastTry(self._now().timestamp()))

    async def _renew_chain(self, requests: Requests, chain: _Chain) -> None:
        for endpoint in chain.endpoints:
            try:
                found = await requests.fetch(endpoint, self._check)
            except ProviderError:
                continue
            # What lies ahead is left out: a row of the year 9000 makes millions of days.
            rows = [row for row in found if row.time <= self._now()]
            for name, value in chain.series.items():
                series = Series(
                    source=requests.name_of(endpoint),
                    fetched_at=self._now(),
                    values=tuple((row.time.timestamp(), float(value(row))) for row in rows),
                )
                self._store.save(_key(name), series)
            return

    def _check(self, rows: Sequence[Any]) -> None:
        if not any(row.time <= self._now() for row in rows):
            raise bad_answer("a series without values")


def _key(name: str) -> str:
    return f"history:{name}"

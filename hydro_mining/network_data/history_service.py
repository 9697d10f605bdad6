"""Keeps the past year's daily series, asked for only when somebody looks at them."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from hydro_mining.network_data.asking import Asker, NoClientError, Session
from hydro_mining.network_data.faults import ProviderError
from hydro_mining.network_data.history import (
    History,
    Series,
    history_of,
    series_from_row,
    series_row,
)
from hydro_mining.network_data.parsing import bad_answer
from hydro_mining.network_data.providers import Ask, Provider, Providers
from hydro_mining.network_data.series import DatedValue
from hydro_mining.network_data.sources import (
    blockchain_info,
    coingecko,
    hashrate_index,
    mempool_space,
)
from hydro_mining.settings import Settings

__all__ = ["HistoryService"]

_LEASE, _LEASE_S = "history", 60.0
_NEXT_TRY_AFTER_S = 300.0
_DEADLINE_S = 60.0  # of the background, where calls to one provider keep their distance

_NAMES = _PRICE, _DIFFICULTY, _HEIGHT, _FEES, _OBSERVED = (
    "btc_price_usd",
    "difficulty",
    "block_height",
    "fees_btc_per_block",
    "observed_usd_per_th_per_day",
)

_Found: TypeAlias = Mapping[str, Sequence[DatedValue]]
_Get: TypeAlias = Callable[[Ask, Provider], Awaitable[_Found]]


class HistoryService:
    """The daily series for one process; see ``History``."""

    def __init__(self, session: Session, settings: Settings, providers: Providers) -> None:
        self._session, self._settings, self._providers = session, settings, providers
        self._store, self._now = session.store, session.clock.now

    def history(self) -> History | None:
        """Return what is stored, None if nothing is; nothing is asked."""
        stored = {name: series_from_row(self._store.get(_key(name))) for name in _NAMES}
        return history_of({name: series for name, series in stored.items() if series is not None})

    async def refresh(self) -> History | None:
        """Ask for what is older than its time to live; a failed series keeps its last values."""
        if not self._settings.live_data:
            return self.history()
        due = [names for names, _ in self._chains() if self._is_due(names[0])]
        if due and self._store.lease(_LEASE, seconds=_LEASE_S):
            try:
                await self._renew(due)
            finally:
                self._store.release(_LEASE)
        return self.history()

    def _chains(self) -> list[tuple[tuple[str, ...], tuple[tuple[Provider, _Get], ...]]]:
        """Return which series are found together, and who is asked for them in which order."""
        p = self._providers
        chains: list[tuple[tuple[str, ...], tuple[tuple[Provider, _Get], ...]]] = [
            (
                (_PRICE,),
                (
                    (p.coingecko, _single(_PRICE, coingecko.get_daily_prices)),
                    (p.blockchain_charts, _single(_PRICE, blockchain_info.get_daily_prices)),
                ),
            ),
            ((_DIFFICULTY, _HEIGHT), ((p.mempool_space, _adjustments),)),
            ((_FEES,), ((p.mempool_space, _single(_FEES, mempool_space.get_daily_fees)),)),
        ]
        if p.hashrate_index.key is not None:
            get = _single(_OBSERVED, hashrate_index.get_daily_hashprice)
            chains.append(((_OBSERVED,), ((p.hashrate_index, get),)))
        return chains

    def _is_due(self, name: str) -> bool:
        now, tried = self._now(), (self._store.get(f"tried:{name}") or {}).get("at")
        if isinstance(tried, int | float) and 0 <= now.timestamp() - tried < _NEXT_TRY_AFTER_S:
            return False
        series = series_from_row(self._store.get(_key(name)))
        ttl = dt.timedelta(seconds=self._settings.cache_ttl_s)
        return series is None or not dt.timedelta() <= now - series.fetched_at < ttl

    async def _renew(self, due: Sequence[tuple[str, ...]]) -> None:
        try:
            async with (
                self._session.opened(f"history {self._now().isoformat()}") as asker,
                asyncio.timeout(_DEADLINE_S),
            ):
                chains = [chain for names, chain in self._chains() if names in due]
                await asyncio.gather(*(self._first(asker, chain) for chain in chains))
        except (NoClientError, TimeoutError):
            pass  # health tells why; the last series stay
        for names in due:
            self._store.set(f"tried:{names[0]}", {"at": self._now().timestamp()})

    async def _first(self, asker: Asker, chain: Sequence[tuple[Provider, _Get]]) -> None:
        for provider, get in chain:
            try:
                found = _with_values(_until(self._now(), await get(asker.ask, provider)))
            except ProviderError as fault:
                asker.reject(provider, fault)
                continue
            for name, values in found.items():
                series = Series(source=provider.name, fetched_at=self._now(), values=tuple(values))
                self._store.set(_key(name), series_row(series))
            return


def _key(name: str) -> str:
    return f"history:{name}"


def _until(now: dt.datetime, found: _Found) -> _Found:
    """Return the series without what lies ahead: a row of the year 9000 makes millions of days."""
    return {name: [v for v in values if v.time <= now] for name, values in found.items()}


def _with_values(found: _Found) -> _Found:
    if not all(found.values()):
        raise bad_answer("a series without values")
    return found


def _single(name: str, get: Callable[[Ask, Provider], Awaitable[Sequence[DatedValue]]]) -> _Get:
    async def get_named(ask: Ask, provider: Provider) -> _Found:
        return {name: await get(ask, provider)}

    return get_named


async def _adjustments(ask: Ask, provider: Provider) -> _Found:
    found = await mempool_space.get_adjustments(ask, provider)
    heights = [DatedValue(a.difficulty.time, float(a.height)) for a in found]
    return {_DIFFICULTY: [a.difficulty for a in found], _HEIGHT: heights}

"""The providers: what each allows, the form of a question to one, and what is remembered of each.

Calls, outcomes and pauses are those of all processes.
"""

import datetime as dt
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Generic, TypeVar

import msgspec

from hydro_mining.constants import SECONDS_PER_DAY
from hydro_mining.environment import Environment, Secret
from hydro_mining.health import ProviderRecord
from hydro_mining.network_data._answers import FaultKind, ProviderError, Trouble
from hydro_mining.network_data._store import Seconds, Store

_T = TypeVar("_T")
_KEPT_OUTCOMES = 50
_MINUTE_S, _HOUR_S = 60.0, 3_600.0
# From the third failed round on a provider is left alone, each time for twice as long.
_ROUNDS_TO_PAUSE = 3
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 60.0, 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider: its name for a reader, where it answers, and how often it may be asked.

    ``spacing_s`` [s] lies between two calls; ``retries`` [calls] is how often a transient
    failure is tried again; ``key_header`` is the header that carries ``key``, never the URL.
    """

    name: str
    base_url: str
    per_day: int
    per_hour: int | None = None
    per_minute: int | None = None
    spacing_s: float = 0.0
    retries: int = 2
    key_header: str = ""
    key: Secret | None = None
    needs_key: bool = False

    @property
    def may_be_asked(self) -> bool:
        """Whether it answers without a key, or has one."""
        return self.key is not None or not self.needs_key


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[_T]):
    """What is asked of a provider, by its key in ``PROVIDERS``, and what reads its answer."""

    provider: str
    path: str
    read: Callable[[bytes], _T]
    parameters: Mapping[str, str] = field(default_factory=dict)


# Calls a period are as the providers' documents allow, and less where these disagree.
PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "coingecko": Provider(
            name="CoinGecko",
            base_url="https://api.coingecko.com/api/v3",
            per_minute=5,
            per_day=50,
            retries=1,
            key_header="x-cg-demo-api-key",
        ),
        "coinbase_exchange": Provider(
            name="Coinbase Exchange",
            base_url="https://api.exchange.coinbase.com",
            spacing_s=1,
            per_day=50,
        ),
        "coinbase": Provider(
            name="Coinbase",
            base_url="https://api.coinbase.com",
            spacing_s=1,
            per_day=50,
        ),
        "blockchain_info": Provider(
            name="Blockchain.info",
            base_url="https://blockchain.info",
            spacing_s=10,
            per_day=30,
            retries=0,  # a second try would have to wait for ten seconds
        ),
        "blockchain_charts": Provider(
            name="Blockchain.info charts",
            base_url="https://api.blockchain.info",
            spacing_s=10,
            per_day=10,
        ),
        "mempool_space": Provider(
            name="mempool.space",
            base_url="https://mempool.space",
            spacing_s=1,
            per_hour=30,
            per_day=300,
            retries=1,  # three values ask it in each round
        ),
        "frankfurter": Provider(
            name="Frankfurter",
            base_url="https://api.frankfurter.dev",
            per_day=10,
        ),
        "hashrate_index": Provider(
            name="Hashrate Index",
            base_url="https://api.hashrateindex.com",
            spacing_s=15,
            per_day=20,
            key_header="X-Hi-Api-Key",
            needs_key=True,
        ),
    }
)


def configured(
    environment: Environment, providers: Mapping[str, Provider] = PROVIDERS
) -> dict[str, Provider]:
    """Return the providers with the operator's keys, limits and own servers."""
    found = dict(providers)
    limit = environment.daily_call_limit
    if limit is not None:
        found = {key: replace(provider, per_day=limit) for key, provider in found.items()}
    for key, secret in (
        ("coingecko", environment.coingecko_api_key),
        ("hashrate_index", environment.hashrate_index_api_key),
    ):
        found[key] = replace(found[key], key=secret)
    if environment.mempool_url is not None:
        found["mempool_space"] = replace(
            found["mempool_space"], base_url=environment.mempool_url, name="Your mempool server"
        )
    return found


class _Outcome(msgspec.Struct, array_like=True):
    at: Seconds
    is_good: bool
    latency_ms: float


class _Error(msgspec.Struct):
    at: Seconds
    kind: FaultKind
    reason: str


class _Row(msgspec.Struct):
    """A provider's row of the store; times are seconds since 1970."""

    calls: list[Seconds] = []
    outcomes: list[_Outcome] = []
    last_success_at: Seconds | None = None
    last_error: _Error | None = None
    failed_rounds: int = 0
    failed_round: str = ""
    paused_until: Seconds | None = None

    def is_paused(self, now: float) -> bool:
        """Tell whether a pause lasts; one longer than any was set by a clock that is put back."""
        return self.paused_until is not None and now < self.paused_until <= now + SECONDS_PER_DAY

    def add_outcome(self, now: float, latency_s: float, *, is_good: bool) -> None:
        """Add an outcome; the oldest makes room."""
        outcome = _Outcome(now, is_good, round(latency_s * 1000, 1))
        self.outcomes = [*self.outcomes, outcome][-_KEPT_OUTCOMES:]


class Ledger:
    """Keeps a row a provider in the store; ``now`` is the service's clock."""

    def __init__(self, store: Store, now: Callable[[], dt.datetime]) -> None:
        self._store, self._now = store, now

    def reserve(self, provider: Provider) -> float:
        """Book a call and return how long to wait before it [s].

        If the provider is paused or its budget is used up, ``ProviderError`` is raised and
        nothing is booked.
        """
        now = self._now().timestamp()
        with self._store.transact():
            row = self._row(provider)
            if row.is_paused(now):
                reason = f"is paused until {_time(row.paused_until):%H:%M} UTC"
                raise ProviderError(FaultKind.PAUSED, reason)
            calls = [at for at in row.calls if now - SECONDS_PER_DAY < at <= now + _MINUTE_S]
            _check_budget(provider, calls, now)
            at = max([now, *(call + provider.spacing_s for call in calls)])
            row.calls = [*calls, at]
            self._store.save(_key(provider), row)
        return at - now

    def succeeded(self, provider: Provider, *, latency_s: float) -> None:
        """Record a good answer; a pause that another call was told meanwhile stays."""
        now = self._now().timestamp()
        with self._store.transact():
            row = self._row(provider)
            row.last_success_at, row.failed_rounds = now, 0
            row.add_outcome(now, latency_s, is_good=True)
            self._store.save(_key(provider), row)

    def failed(
        self, provider: Provider, fault: ProviderError, *, latency_s: float, round_id: str
    ) -> None:
        """Record a fault; however many calls of a round fail, it is one failed round."""
        now = self._now().timestamp()
        with self._store.transact():
            row = self._row(provider)
            row.failed_rounds += row.failed_round != round_id
            row.failed_round = round_id
            row.last_error = _Error(now, fault.kind, fault.reason)
            pause_s = _pause_s(fault, row.failed_rounds)
            if pause_s:
                before = row.paused_until if row.is_paused(now) else None
                row.paused_until = max(before or 0.0, now + pause_s)
            row.add_outcome(now, latency_s, is_good=False)
            self._store.save(_key(provider), row)

    def record(self, provider: Provider) -> ProviderRecord:
        """Return what is remembered of a provider."""
        row, now = self._row(provider), self._now().timestamp()
        outcomes = [o for o in row.outcomes if _is_today(o.at, now)]
        error = row.last_error
        return ProviderRecord(
            name=provider.name,
            last_success_at=_time(row.last_success_at),
            last_error_at=_time(error.at) if error else None,
            last_error=f"{provider.name} {error.reason}" if error else "",
            failed_rounds=row.failed_rounds,
            paused_until=_time(row.paused_until) if row.is_paused(now) else None,
            calls_today=sum(_is_today(at, now) for at in row.calls),
            calls_a_day=provider.per_day,
            error_rate=statistics.fmean(not o.is_good for o in outcomes) if outcomes else None,
            latency_ms=statistics.median(o.latency_ms for o in outcomes) if outcomes else None,
        )

    def last_trouble(self, provider: Provider) -> Trouble | None:
        """Return a provider's last fault, as a round's troubles name it."""
        error = self._row(provider).last_error
        return None if error is None else Trouble(provider.name, error.kind, error.reason)

    def _row(self, provider: Provider) -> _Row:
        return self._store.load(_key(provider), _Row) or _Row()


def _key(provider: Provider) -> str:
    return f"provider:{provider.name}"


def _time(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _is_today(at: float, now: float) -> bool:
    return int(at // SECONDS_PER_DAY) == int(now // SECONDS_PER_DAY)


def _check_budget(provider: Provider, calls: list[float], now: float) -> None:
    paused = FaultKind.PAUSED
    today = sum(_is_today(at, now) for at in calls)
    minute, hour = (sum(now - at < length for at in calls) for length in (_MINUTE_S, _HOUR_S))
    for limit, made, period, kind in (
        (provider.per_day, today, "today", FaultKind.LIMIT_REACHED),
        (provider.per_minute, minute, "this minute", paused),
        (provider.per_hour, hour, "this hour", paused),
    ):
        if limit is not None and made >= limit:
            calls_made = "call" if limit == 1 else "calls"
            raise ProviderError(kind, f"has had its {limit:,} {calls_made} of {period}")


def _pause_s(fault: ProviderError, failed_rounds: int) -> float:
    if fault.pause is not None:
        return fault.pause.total_seconds()
    beyond = failed_rounds - _ROUNDS_TO_PAUSE
    # Beyond ten doublings the longest pause holds, and a float would end.
    return min(_FIRST_PAUSE_S * 2 ** min(beyond, 10), _LONGEST_PAUSE_S) if beyond >= 0 else 0.0

"""How a round asks the providers: within their budgets, with retries, each outcome recorded."""

import asyncio
import datetime as dt
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from hydro_mining.logs import log_event
from hydro_mining.network_data._answers import FaultKind, ProviderError, Trouble, UnavailableError
from hydro_mining.network_data._providers import Endpoint, Ledger, Provider
from hydro_mining.network_data._transport import Client, call

_LOG = logging.getLogger(__name__)
_T = TypeVar("_T")
_NO_CONNECTION = frozenset(
    {FaultKind.UNREACHABLE, FaultKind.TIMEOUT, FaultKind.CERTIFICATE, FaultKind.PROXY}
)
_FIRST_BACKOFF_S, _LONGEST_BACKOFF_S, _JITTER_S = 0.3, 2.0, 0.3


def _utc_now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock [UTC], and waiting [s]; deadlines are the event loop's, which never jumps."""

    now: Callable[[], dt.datetime] = _utc_now
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """The way to the providers, by their keys: what makes a client, and what is recorded."""

    providers: Mapping[str, Provider]
    ledger: Ledger
    clock: Clock
    client: Callable[[], Client]
    call_timeout_s: float

    @asynccontextmanager
    async def opened(self, round_id: str) -> "AsyncIterator[Requests]":
        """Open a client for one round.

        If a proxy variable of the environment makes no sense, ``UnavailableError`` is raised.
        """
        try:
            client = self.client()
        except Exception as error:  # noqa: BLE001  # httpx raises several kinds, whose texts hold the URL
            log_event(_LOG, logging.WARNING, "no client", error=type(error).__name__)
            reason = "The proxy that the environment names cannot be used"
            raise UnavailableError(Trouble("", FaultKind.PROXY, reason)) from None
        async with client:
            yield Requests(self, client, round_id)


class Requests:
    """Asks providers during one round of refreshing."""

    def __init__(self, gateway: Gateway, client: Client, round_id: str) -> None:
        self._gateway, self._client, self._round_id = gateway, client, round_id
        # Who could not be reached is not tried for the round's other values.
        self._unreachable: dict[str, ProviderError] = {}

    def name_of(self, endpoint: Endpoint[_T]) -> str:
        """Return the name of the provider that an endpoint is of."""
        return self._gateway.providers[endpoint.provider].name

    async def fetch(self, endpoint: Endpoint[_T], check: Callable[[_T], None]) -> _T:
        """Return what an endpoint answers and ``check`` does not refuse.

        If the provider gives none, is paused, or has no calls left, ``ProviderError`` is raised.
        """
        provider = self._gateway.providers[endpoint.provider]
        body = await self._body(provider, endpoint)
        try:
            found = endpoint.read(body)
            check(found)
        except ProviderError as fault:
            self._failed(provider, fault, 0.0)
            raise
        return found

    async def _body(self, provider: Provider, endpoint: Endpoint[_T]) -> bytes:
        """Return the body of a good answer; transient faults are tried again."""
        clock = self._gateway.clock
        for attempt in count():
            self._check_reachable(provider)
            await clock.sleep(self._gateway.ledger.reserve(provider))
            self._check_reachable(provider)  # another value's call may have found it out
            try:
                return await self._one_call(provider, endpoint)
            except ProviderError as fault:
                if attempt < _retries(provider, fault):
                    await clock.sleep(_backoff_s(fault, attempt))
                    continue
                if fault.kind in _NO_CONNECTION:
                    self._unreachable[provider.name] = fault
                raise
        raise AssertionError("counting has no end")

    def _check_reachable(self, provider: Provider) -> None:
        fault = self._unreachable.get(provider.name)
        if fault is not None:
            raise fault

    async def _one_call(self, provider: Provider, endpoint: Endpoint[_T]) -> bytes:
        started = time.perf_counter()
        try:
            body = await call(
                self._client,
                provider,
                endpoint.path,
                endpoint.parameters,
                timeout_s=self._gateway.call_timeout_s,
                now=self._gateway.clock.now,
            )
        except ProviderError as fault:
            self._failed(provider, fault, time.perf_counter() - started)
            raise
        except asyncio.CancelledError:
            late = ProviderError(FaultKind.TIMEOUT, "did not answer before the deadline")
            self._failed(provider, late, time.perf_counter() - started)
            raise
        latency_s = time.perf_counter() - started
        self._gateway.ledger.succeeded(provider, latency_s=latency_s)
        _log(provider, "ok", latency_s)
        return body

    def _failed(self, provider: Provider, fault: ProviderError, latency_s: float) -> None:
        ledger, round_id = self._gateway.ledger, self._round_id
        ledger.failed(provider, fault, latency_s=latency_s, round_id=round_id)
        _log(provider, fault.kind, latency_s)


def _log(provider: Provider, outcome: str, latency_s: float) -> None:
    fields = {"provider": provider.name, "outcome": outcome}
    log_event(_LOG, logging.INFO, "fetch", **fields, latency_ms=round(latency_s * 1000))


def _retries(provider: Provider, fault: ProviderError) -> int:
    if not fault.is_transient:
        return 0
    return min(provider.retries, 1) if fault.kind in _NO_CONNECTION else provider.retries


def _backoff_s(fault: ProviderError, attempt: int) -> float:
    if fault.wait_s is not None:
        return fault.wait_s
    # Jitter keeps many machines from asking again in the same instant; nothing secret in it.
    jitter: float = random.random() * _JITTER_S  # noqa: S311
    return min(_LONGEST_BACKOFF_S, float(_FIRST_BACKOFF_S * 2**attempt)) + jitter

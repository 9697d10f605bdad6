"""How a round asks: within budgets, with retries, each outcome recorded."""

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count

from hydro_mining.exceptions import HydroMiningError
from hydro_mining.logs import log_event
from hydro_mining.network_data.clock import Clock
from hydro_mining.network_data.faults import FaultKind, ProviderError
from hydro_mining.network_data.ledger import Ledger
from hydro_mining.network_data.providers import Provider
from hydro_mining.network_data.store import Store
from hydro_mining.network_data.transport import Client, Transport

__all__ = ["Asker", "NoClientError", "Session"]

_LOG = logging.getLogger(__name__)
_NO_CONNECTION = frozenset(
    {FaultKind.UNREACHABLE, FaultKind.TIMEOUT, FaultKind.CERTIFICATE, FaultKind.PROXY}
)
_FIRST_BACKOFF_S, _LONGEST_BACKOFF_S, _JITTER_S = 0.3, 2.0, 0.3


class NoClientError(HydroMiningError):
    """No client can be made: a proxy variable of the environment makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What every round needs: where outcomes are kept, what makes a client, and the time."""

    store: Store
    ledger: Ledger
    clock: Clock
    client: Callable[[], Client]
    call_timeout_s: float

    @asynccontextmanager
    async def opened(self, round_id: str) -> "AsyncIterator[Asker]":
        """Open a client for one round.

        Raises
        ------
        NoClientError
        """
        try:
            client = self.client()
        except Exception as error:  # noqa: BLE001  # httpx raises several kinds, whose texts hold the URL
            log_event(_LOG, logging.WARNING, "no client", error=type(error).__name__)
            raise NoClientError("The proxy that the environment names cannot be used.") from None
        async with client:
            transport = Transport(client, timeout_s=self.call_timeout_s, now=self.clock.now)
            yield Asker(transport, self.ledger, self.clock, round_id=round_id)


class Asker:
    """Asks providers during one round of refreshing."""

    def __init__(
        self, transport: Transport, ledger: Ledger, clock: Clock, *, round_id: str
    ) -> None:
        self._transport, self._ledger, self._clock = transport, ledger, clock
        self._round_id = round_id
        # Who could not be reached is not tried for the round's other values.
        self._unreachable: dict[str, ProviderError] = {}

    async def ask(self, provider: Provider, path: str, parameters: Mapping[str, str]) -> bytes:
        """Return the body of a good answer; transient faults are tried again.

        Raises
        ------
        ProviderError
            If the provider gave none, is paused, or its budget is used up.
        """
        for attempt in count():
            self._check_reachable(provider)
            await self._clock.sleep(self._ledger.reserve(provider))
            self._check_reachable(provider)  # another value's call may have found it out
            try:
                return await self._ask_once(provider, path, parameters)
            except ProviderError as fault:
                if attempt < _retries(provider, fault):
                    await self._clock.sleep(_backoff_s(fault, attempt))
                    continue
                if fault.kind in _NO_CONNECTION:
                    self._unreachable[provider.name] = fault
                raise
        raise AssertionError("counting has no end")

    def _check_reachable(self, provider: Provider) -> None:
        fault = self._unreachable.get(provider.name)
        if fault is not None:
            raise fault

    def reject(self, provider: Provider, fault: ProviderError) -> None:
        """Record a fault, unless it is recorded already or is our own restraint."""
        if fault.is_providers and not fault.is_recorded:
            self._failed(provider, fault, 0.0)

    def _failed(self, provider: Provider, fault: ProviderError, latency_s: float) -> None:
        self._ledger.failed(provider, fault, latency_s=latency_s, round_id=self._round_id)
        fault.is_recorded = True
        self._log(provider, fault.kind, latency_s)

    async def _ask_once(
        self, provider: Provider, path: str, parameters: Mapping[str, str]
    ) -> bytes:
        started = time.perf_counter()
        try:
            body = await self._transport.get(provider, path, parameters)
        except ProviderError as fault:
            self._failed(provider, fault, time.perf_counter() - started)
            raise
        except asyncio.CancelledError:
            late = ProviderError(FaultKind.TIMEOUT, "did not answer before the deadline")
            self._failed(provider, late, time.perf_counter() - started)
            raise
        latency_s = time.perf_counter() - started
        self._ledger.succeeded(provider, latency_s=latency_s)
        self._log(provider, "ok", latency_s)
        return body

    def _log(self, provider: Provider, outcome: str, latency_s: float) -> None:
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

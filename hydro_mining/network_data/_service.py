"""The network-data service: a snapshot from what is stored, and rounds that renew it."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping

import msgspec

from hydro_mining.environment import Environment
from hydro_mining.health import Health
from hydro_mining.logs import log_event
from hydro_mining.network_data._answers import (
    RESTRAINTS,
    FaultKind,
    Trouble,
    UnavailableError,
    sentences,
)
from hydro_mining.network_data._finder import Finder
from hydro_mining.network_data._history import HistoryService
from hydro_mining.network_data._providers import Ledger, Provider, configured
from hydro_mining.network_data._requests import Clock, Gateway, Requests
from hydro_mining.network_data._snapshot import Stored, assembled, health_of
from hydro_mining.network_data._store import Store, Utc
from hydro_mining.network_data._transport import Client
from hydro_mining.network_data._values import (
    RATE,
    VALUES,
    is_outdated,
    keep_rates,
    keep_value,
    last_rates,
    last_value,
)
from hydro_mining.provenance import Snapshot

_LOG = logging.getLogger(__name__)
_LEASE, _LEASE_S = "refresh", 30.0
_POLL_S = 0.2
_ROUND = "round"
# After a round: sooner, a button or a page would only use up the providers' patience.
_NEXT_AFTER_SUCCESS = dt.timedelta(minutes=5)
_NEXT_AFTER_FAILURE = dt.timedelta(minutes=1)
# The bank sets its rates once a working day.
_RATES_RENEWED_AFTER = dt.timedelta(hours=3)


class _Round(msgspec.Struct, frozen=True):
    """How the last round of any process ended: what is still amiss with each value."""

    ended_at: Utc | None = None
    troubles: dict[str, tuple[Trouble, ...]] = {}

    def limited_on(self, now: dt.datetime) -> frozenset[str]:
        """Return the values without calls left; a day's limit ends with the UTC day."""
        if self.ended_at is None or self.ended_at.date() != now.date():
            return frozenset()
        kinds = {name: {t.kind for t in troubles} for name, troubles in self.troubles.items()}
        return frozenset(
            name
            for name, of_value in kinds.items()
            if FaultKind.LIMIT_REACHED in of_value and of_value <= RESTRAINTS
        )


class NetworkService:
    """Snapshots of the network for one process.

    ``client`` makes a client for a round, ``defaults`` is the snapshot that is built in.
    """

    def __init__(
        self,
        *,
        environment: Environment,
        store: Store,
        client: Callable[[], Client],
        clock: Clock,
        defaults: Snapshot,
        providers: Mapping[str, Provider],
    ) -> None:
        self._environment, self._store, self._clock = environment, store, clock
        self._defaults = defaults
        self._gateway = Gateway(
            providers=configured(environment, providers),
            ledger=Ledger(store, clock.now),
            clock=clock,
            client=client,
            call_timeout_s=environment.call_timeout_s,
        )
        self.history = HistoryService(self._gateway, store, environment)
        self._running: asyncio.Task[frozenset[str]] | None = None
        for name in ("httpx", "httpcore"):  # at INFO they print URLs
            logging.getLogger(name).setLevel(logging.WARNING)

    @property
    def notice(self) -> str:
        """What is wrong with the disk, in a sentence; empty if nothing is."""
        return self._store.notice

    def now(self) -> dt.datetime:
        """Return the time [UTC] on the service's clock."""
        return self._clock.now()

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def snapshot(self, *, renewed: frozenset[str] = frozenset()) -> Snapshot:
        """Return the snapshot of what is stored; nothing is asked."""
        if not self._environment.live_data:
            return self._defaults
        now, last_round = self.now(), self._last_round()
        values = {name: last_value(self._store, name) for name in VALUES}
        stored = Stored(
            values={name: value for name, value in values.items() if value is not None},
            rates=last_rates(self._store),
            troubles=last_round.troubles,
            limited=last_round.limited_on(now),
            renewed=renewed,
            now=now,
            ttl=dt.timedelta(seconds=self._environment.cache_ttl_s),
        )
        return assembled(stored, self._defaults)

    def health(self, snapshot: Snapshot) -> Health:
        """Return the health that a snapshot and the providers' records show; nothing is asked."""
        ledger = self._gateway.ledger
        asked = [p for p in self._gateway.providers.values() if p.may_be_asked]
        return health_of(
            snapshot,
            troubles=self._last_round().troubles if self._environment.live_data else {},
            providers=[(ledger.record(one), ledger.last_trouble(one)) for one in asked],
            notice=self._store.notice,
            now=self.now(),
            is_keyless=all(provider.key is None for provider in asked),
        )

    def next_round_at(self) -> dt.datetime | None:
        """Return before when no round will be made, None if one may be made now."""
        last_round, now = self._last_round(), self.now()
        if last_round.ended_at is None or last_round.ended_at > now:
            return None
        wait = _NEXT_AFTER_FAILURE if last_round.troubles else _NEXT_AFTER_SUCCESS
        return last_round.ended_at + wait if last_round.ended_at + wait > now else None

    def is_due(self, *, force: bool) -> bool:
        """Whether a round would ask for anything."""
        return self._environment.live_data and bool(self._due(force=force))

    async def refresh(self, *, force: bool = False) -> Snapshot:
        """Renew what is older than its time to live, all of it if forced, and return the rest.

        However many ask at once, in one process or several, one round is made.
        """
        if not self._environment.live_data:
            return self._defaults
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._one_round(force=force))
        # Who waits may leave; the round goes on for the others.
        return self.snapshot(renewed=await asyncio.shield(self._running))

    async def _one_round(self, *, force: bool) -> frozenset[str]:
        self._store.mend()
        if not self.is_due(force=force):
            return frozenset()
        lease_s = max(_LEASE_S, self._environment.deadline_s + 15)
        if not self._store.lease(_LEASE, seconds=lease_s):
            await self._wait_for_other_process()
            return frozenset()
        try:
            due = self._due(force=force)  # another process may have just renewed it
            return await self._renewed(due) if due else frozenset()
        finally:
            self._store.release(_LEASE)

    async def _wait_for_other_process(self) -> None:
        waited = 0.0
        while waited < self._environment.deadline_s and not self._store.is_free(_LEASE):
            await self._clock.sleep(_POLL_S)
            waited += _POLL_S

    def _due(self, *, force: bool) -> list[str]:
        if self.next_round_at() is not None:
            return []
        return [name for name in (*VALUES, RATE) if self._is_due(name, force=force)]

    def _is_due(self, name: str, *, force: bool) -> bool:
        last = last_value(self._store, name)
        if last is None or is_outdated(name, last.as_of, last.fetched_at):
            return True  # never fetched, or old when it came
        longest = dt.timedelta(seconds=self._environment.cache_ttl_s)
        if force:
            longest = min(longest, _RATES_RENEWED_AFTER if name == RATE else dt.timedelta())
        return not dt.timedelta() <= self.now() - last.fetched_at < longest

    async def _renewed(self, due: list[str]) -> frozenset[str]:
        """Ask for the due values together until the deadline; each is stored as it comes."""
        results: dict[str, tuple[Trouble, ...]] = {}
        cut_off: tuple[Trouble, ...] = ()
        try:
            async with (
                self._gateway.opened(self.now().isoformat()) as requests,
                asyncio.timeout(self._environment.deadline_s),
            ):
                await asyncio.gather(*(self._renew(name, requests, results) for name in due))
        except UnavailableError as error:
            cut_off = error.troubles
        except TimeoutError:
            reason = f"No answer within {self._environment.deadline_s:g} seconds"
            cut_off = (Trouble("", FaultKind.TIMEOUT, reason),)
        self._end_round(dict.fromkeys(due, cut_off) | results)
        return frozenset(name for name, troubles in results.items() if not troubles)

    async def _renew(
        self, name: str, requests: Requests, results: dict[str, tuple[Trouble, ...]]
    ) -> None:
        """Renew one value; what went wrong stands in ``results``, nothing if all went well."""
        finder, last = Finder(requests, self.now, self._defaults), last_value(self._store, name)
        try:
            if name == RATE:
                keep_rates(self._store, await finder.rates(last, last_rates(self._store)))
            else:
                keep_value(self._store, name, await finder.value(name, last))
        except UnavailableError as error:
            results[name] = error.troubles
        else:
            results[name] = ()

    def _end_round(self, results: dict[str, tuple[Trouble, ...]]) -> None:
        before = self._last_round().troubles
        troubles = {name: told for name, told in (before | results).items() if told}
        self._store.save(_ROUND, _Round(self.now(), troubles))
        failed = {name: sentences(told) for name, told in results.items() if told}
        level = logging.WARNING if failed.keys() - before.keys() else logging.INFO
        renewed = sorted(results.keys() - failed.keys())
        log_event(_LOG, level, "round", renewed=renewed, failed=failed)

    def _last_round(self) -> _Round:
        return self._store.load(_ROUND, _Round) or _Round()

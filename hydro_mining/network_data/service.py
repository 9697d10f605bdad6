"""The network-data service: a snapshot from what is stored, and rounds that renew it."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from hydro_mining.logs import log_event
from hydro_mining.network_data.asking import NoClientError, Session
from hydro_mining.network_data.assembly import Stored, assembled
from hydro_mining.network_data.clock import Clock
from hydro_mining.network_data.finding import Finder, NothingFoundError
from hydro_mining.network_data.history_service import HistoryService
from hydro_mining.network_data.kept import (
    Kept,
    keep_rates,
    keep_value,
    kept_rates,
    kept_value,
)
from hydro_mining.network_data.ledger import Ledger
from hydro_mining.network_data.plausibility import is_outdated, is_possible
from hydro_mining.network_data.providers import Providers
from hydro_mining.network_data.store import Store
from hydro_mining.network_data.transport import Client
from hydro_mining.provenance import Snapshot
from hydro_mining.settings import Settings

__all__ = ["NetworkService"]

_LOG = logging.getLogger(__name__)
_VALUES = ("btc_price_usd", "difficulty", "block_height", "fees_btc_per_block")
_RATE, _LEAD_CURRENCY = "usd_to_gbp", "GBP"
_LEASE, _LEASE_S = "refresh", 30.0
_POLL_S = 0.2
_ROUND = "round"
# After a round: sooner, a button or a page would only use up the providers' patience.
_NEXT_AFTER_SUCCESS = dt.timedelta(minutes=5)
_NEXT_AFTER_FAILURE = dt.timedelta(minutes=1)
# The bank sets its rates once a working day.
_RATES_RENEWED_AFTER = dt.timedelta(hours=3)


class NetworkService:
    """Snapshots of the network for one process.

    ``client`` makes a client for a round, ``defaults`` is the snapshot that is built in.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        store: Store,
        client: Callable[[], Client],
        clock: Clock,
        defaults: Snapshot,
        providers: Providers | None = None,
    ) -> None:
        self._settings, self._store, self._clock = settings, store, clock
        self._defaults = defaults
        self.providers = (providers or Providers()).configured(settings)
        self.ledger = Ledger(store, clock.now)
        self._session = Session(
            store=store,
            ledger=self.ledger,
            clock=clock,
            client=client,
            call_timeout_s=settings.call_timeout_s,
        )
        self.history = HistoryService(self._session, settings, self.providers)
        self._running: asyncio.Task[frozenset[str]] | None = None
        for name in ("httpx", "httpcore"):  # at INFO they print URLs
            logging.getLogger(name).setLevel(logging.WARNING)

    @property
    def notice(self) -> str:
        """What is wrong with the disk, in a sentence; empty if nothing is."""
        return self._store.notice

    def snapshot(self, *, renewed: frozenset[str] = frozenset()) -> Snapshot:
        """Return the snapshot of what is stored; nothing is asked."""
        if not self._settings.live_data:
            return self._defaults
        state = _Round.of(self._store.get(_ROUND))
        values = {name: self._last(name) for name in _VALUES}
        stored = Stored(
            values={name: kept for name, kept in values.items() if kept is not None},
            rates=self._rates(),
            troubles=state.troubles,
            limited=state.limited_on(self._clock.now()),
            renewed=renewed,
        )
        ttl = dt.timedelta(seconds=self._settings.cache_ttl_s)
        return assembled(stored, defaults=self._defaults, now=self._clock.now(), ttl=ttl)

    def next_round_at(self) -> dt.datetime | None:
        """Return before when no round will be made, None if one may be made now."""
        state, now = _Round.of(self._store.get(_ROUND)), self._clock.now()
        if state.ended_at is None or state.ended_at > now:
            return None
        wait = _NEXT_AFTER_FAILURE if state.troubles else _NEXT_AFTER_SUCCESS
        return state.ended_at + wait if state.ended_at + wait > now else None

    def is_due(self, *, force: bool) -> bool:
        """Whether a round would ask for anything."""
        return self._settings.live_data and bool(self._due(force=force))

    def now(self) -> dt.datetime:
        """Return the time [UTC] on the service's clock."""
        return self._clock.now()

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    async def refresh(self, *, force: bool = False) -> Snapshot:
        """Renew what is older than its time to live, all of it if forced, and return the rest.

        However many ask at once, in one process or several, one round is made.
        """
        if not self._settings.live_data:
            return self._defaults
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._one_round(force=force))
        # Who waits may leave; the round goes on for the others.
        return self.snapshot(renewed=await asyncio.shield(self._running))

    async def _one_round(self, *, force: bool) -> frozenset[str]:
        self._store.mend()
        if not self.is_due(force=force):
            return frozenset()
        if not self._store.lease(_LEASE, seconds=max(_LEASE_S, self._settings.deadline_s + 15)):
            await self._wait_for_other_process()
            return frozenset()
        try:
            due = self._due(force=force)  # another process may have just renewed it
            return await self._renewed(due) if due else frozenset()
        finally:
            self._store.release(_LEASE)

    def _due(self, *, force: bool) -> list[str]:
        if self.next_round_at() is not None:
            return []
        return [name for name in (*_VALUES, _RATE) if self._is_due(name, force=force)]

    def _is_due(self, name: str, *, force: bool) -> bool:
        kept = self._last(name)
        if kept is None:
            return True
        if is_outdated(name, kept.as_of, kept.fetched_at):
            return True  # it was old when it came
        age = self._clock.now() - kept.fetched_at
        longest = dt.timedelta(seconds=self._settings.cache_ttl_s)
        if force:
            longest = min(longest, _RATES_RENEWED_AFTER if name == _RATE else dt.timedelta())
        return not dt.timedelta() <= age < longest

    def _last(self, name: str) -> Kept | None:
        if name == _RATE:
            return self._rates().get(_LEAD_CURRENCY)
        kept = kept_value(self._store, name)
        # A row of another hand: no page could calculate with it, and no true value would fit it.
        return kept if kept is not None and is_possible(name, kept.value) else None

    def _rates(self) -> dict[str, Kept]:
        rates = kept_rates(self._store)
        lead = rates.get(_LEAD_CURRENCY)
        return rates if lead is None or is_possible(_RATE, lead.value) else {}

    async def _wait_for_other_process(self) -> None:
        waited = 0.0
        while waited < self._settings.deadline_s and not self._store.is_free(_LEASE):
            await self._clock.sleep(_POLL_S)
            waited += _POLL_S

    async def _renewed(self, due: list[str]) -> frozenset[str]:
        """Ask for the due values together until the deadline; each is stored as it comes."""
        outcome = _Outcome(pending=set(due))
        try:
            async with self._session.opened(self._clock.now().isoformat()) as asker:
                finder = Finder(asker, self.providers, self._clock.now, self._defaults)
                async with asyncio.timeout(self._settings.deadline_s):
                    await asyncio.gather(*(self._renew(name, finder, outcome) for name in due))
        except NoClientError as error:
            outcome.troubles |= dict.fromkeys(due, str(error))
        except TimeoutError:
            sentence = f"No answer within {self._settings.deadline_s:g} seconds."
            outcome.troubles |= dict.fromkeys(outcome.pending, sentence)
        self._end_round(outcome)
        return frozenset(outcome.renewed)

    async def _renew(self, name: str, finder: Finder, outcome: "_Outcome") -> None:
        try:
            if name == _RATE:
                keep_rates(self._store, await finder.per_usd(self._rates()))
            else:
                find: Callable[[Kept | None], Awaitable[Kept]] = getattr(finder, name)
                keep_value(self._store, name, await find(self._last(name)))
        except NothingFoundError as nothing:
            outcome.troubles[name] = nothing.sentence
            if nothing.is_limited:
                outcome.limited.add(name)
        else:
            outcome.renewed.add(name)
        outcome.pending.discard(name)

    def _end_round(self, outcome: "_Outcome") -> None:
        before = _Round.of(self._store.get(_ROUND))
        troubles = {**before.troubles, **outcome.troubles}
        limited = (before.limited - outcome.troubles.keys()) | outcome.limited
        for name in outcome.renewed:
            troubles.pop(name, None)
        row = {
            "ended_at": self._clock.now().isoformat(),
            "troubles": troubles,
            "limited": sorted(limited - outcome.renewed),
        }
        self._store.set(_ROUND, row)
        is_news = bool(outcome.troubles.keys() - before.troubles.keys())
        level = logging.WARNING if is_news else logging.INFO
        log_event(_LOG, level, "round", renewed=sorted(outcome.renewed), failed=outcome.troubles)


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What a round has done so far, by the values' names."""

    pending: set[str]
    renewed: set[str] = field(default_factory=set)
    limited: set[str] = field(default_factory=set)
    troubles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """How the last round of any process ended."""

    ended_at: dt.datetime | None
    troubles: Mapping[str, str]
    limited: frozenset[str]

    def limited_on(self, now: dt.datetime) -> frozenset[str]:
        """Return the values without calls left; a day's limit ends with the UTC day."""
        is_today = self.ended_at is not None and self.ended_at.date() == now.date()
        return self.limited if is_today else frozenset()

    @classmethod
    def of(cls, row: Mapping[str, object] | None) -> "_Round":
        """Return a round from its row; one that makes no sense counts as none."""
        try:
            assert row is not None
            ended_at = dt.datetime.fromisoformat(str(row["ended_at"]))
            troubles, limited = row["troubles"], row["limited"]
            assert isinstance(troubles, dict)
            assert isinstance(limited, list)
            assert ended_at.tzinfo is not None
        except (AssertionError, KeyError, ValueError):
            return cls(ended_at=None, troubles={}, limited=frozenset())
        told = {str(name): str(sentence) for name, sentence in troubles.items()}
        return cls(ended_at=ended_at, troubles=told, limited=frozenset(map(str, limited)))

"""One snapshot for many pages, renewed in a thread of its own so that no page ever waits."""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import datetime as dt
import functools
import logging
import socket
import threading
import weakref
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Protocol

from hydro_mining.health import Health
from hydro_mining.logs import log_event
from hydro_mining.network_data._history import History
from hydro_mining.network_data._service import NetworkService
from hydro_mining.provenance import Snapshot

_LOG = logging.getLogger(__name__)
# The stored values are there within some milliseconds, unless the disk is in trouble.
_READ_WITHIN_S = 0.1
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What pages show; never changed, only replaced.

    ``next_round_at`` is when the providers may be asked again, None for now; ``notice`` says
    what is wrong with the disk; ``history`` is None until a page asked for it.
    """

    snapshot: Snapshot
    is_asking: bool = False
    next_round_at: dt.datetime | None = None
    notice: str = ""
    health: Health | None = None
    history: History | None = None


class Listener(Protocol):
    """Who wants to know of a new state, told in the feed's thread."""

    def on_feed(self, state: FeedState) -> None:
        """Take the new state."""


class _Loop(asyncio.SelectorEventLoop):
    """Looks names up in daemon threads: Python's end waits for an executor's."""

    async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> Any:
        found: concurrent.futures.Future[Any] = concurrent.futures.Future()

        def look_up() -> None:
            try:
                answer = socket.getaddrinfo(host, port, **options)
            except BaseException as error:  # noqa: BLE001  # told to who waits
                outcome = functools.partial(found.set_exception, error)
            else:
                outcome = functools.partial(found.set_result, answer)
            with contextlib.suppress(concurrent.futures.InvalidStateError, RuntimeError):
                outcome()

        threading.Thread(target=look_up, daemon=True, name="look up").start()
        return await asyncio.wrap_future(found)


class NetworkFeed:
    """Renews a snapshot in the background and tells who listens, whom it does not keep alive.

    ``make`` is called in the feed's thread, since opening a cache can take seconds.
    """

    def __init__(self, make: Callable[[], NetworkService], defaults: Snapshot) -> None:
        self._make = make
        self._service: NetworkService | None = None
        self._listeners: weakref.WeakSet[Listener] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._is_read = threading.Event()
        self._loop = _Loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, daemon=True, name="network data")
        self.state = FeedState(snapshot=defaults)

    def start(self) -> None:
        """Start; return when what is stored has been read, or after a moment without it."""
        self._thread.start()
        self._is_read.wait(_READ_WITHIN_S)

    def request(self, *, force: bool = False) -> None:
        """Ask for a round, which is made if it is due; return at once."""
        self._soon(lambda: self._round(force=force))

    def request_history(self) -> None:
        """Ask for the past year's series; return at once."""
        self._soon(self._history_round)

    def subscribe(self, listener: Listener) -> None:
        """Tell ``listener`` of each new state for as long as it lives."""
        with self._lock:
            self._listeners.add(listener)

    def close(self) -> None:
        """Stop the thread and close the cache."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=2)
        elif self._thread.ident is None:
            self._loop.close()  # never started

    def _soon(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        def begin() -> None:
            task = self._loop.create_task(work())
            self._tasks.add(task)
            task.add_done_callback(self._finished)

        with contextlib.suppress(RuntimeError):  # the feed is closed
            # In a context of its own: the caller's holds the page of one visitor.
            self._loop.call_soon_threadsafe(begin, context=contextvars.Context())

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log_event(_LOG, logging.ERROR, "round failed", error=type(task.exception()).__name__)
            self._publish(replace(self.state, is_asking=False))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._service = self._make()
            self._publish(self._seen(self._service, self._service.snapshot()))
        except Exception as error:  # noqa: BLE001  # the page lives on with the built-in values
            log_event(_LOG, logging.ERROR, "no network data", error=type(error).__name__)
        self._is_read.set()
        self._loop.call_later(_MINUTE_S, self._minute)
        self._loop.run_forever()
        self._loop.run_until_complete(self._end_tasks())
        if self._service is not None:
            self._service.close()
        self._loop.close()

    async def _end_tasks(self) -> None:
        """Cancel what is under way, so that a round gives its lease back."""
        # A round is a task of the service's own, which outlives those who wait for it.
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _minute(self) -> None:
        """Let pages that are open show older ages, and renew what has become too old."""
        self._loop.call_later(_MINUTE_S, self._minute)
        if self._listeners:
            self._publish(self.state)
            self.request()

    async def _round(self, *, force: bool) -> None:
        service = self._service
        if service is None:
            self._publish(self.state)
            return
        if not service.is_due(force=force):
            self._publish_news(self._seen(service, service.snapshot()))
            return
        self._publish(replace(self.state, is_asking=True))
        self._publish(self._seen(service, await service.refresh(force=force)))

    async def _history_round(self) -> None:
        service = self._service
        if service is None:
            return
        stored = service.history.history()
        if stored is not None:
            self._publish(replace(self.state, history=stored))
        history = await service.history.refresh()
        self._publish(replace(self.state, history=history))

    def _seen(self, service: NetworkService, snapshot: Snapshot) -> FeedState:
        return FeedState(
            snapshot=snapshot,
            next_round_at=service.next_round_at(),
            notice=service.notice,
            health=_health(service, snapshot),
            history=self.state.history,
        )

    def _publish_news(self, state: FeedState) -> None:
        """Tell a state only if pages would show it otherwise."""
        shown, new = (
            (s.snapshot.values, s.is_asking, s.next_round_at, s.notice) for s in (self.state, state)
        )
        if shown != new:
            self._publish(state)

    def _publish(self, state: FeedState) -> None:
        self.state = state
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener.on_feed(state)
            except Exception as error:  # noqa: BLE001  # the other pages are told all the same
                log_event(_LOG, logging.ERROR, "page not told", error=type(error).__name__)


def _health(service: NetworkService, snapshot: Snapshot) -> Health | None:
    """Return the health, None where it cannot be told: the figures do not depend on it."""
    try:
        return service.health(snapshot)
    except Exception as error:  # noqa: BLE001  # whatever it is, the page has its figures
        log_event(_LOG, logging.ERROR, "health unknown", error=type(error).__name__)
        return None

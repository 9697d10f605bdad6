"""The feed from its start to its end: neither a page nor the disk nor a provider holds it up."""

import asyncio
import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import FeedState, NetworkFeed, NetworkService
from hydro_mining.network_data._store import Store
from hydro_mining.provenance import Status
from tests.leaks import leaks
from tests.network_data.conftest import is_static
from tests.network_data.faults import fault


class Listener:
    """Keeps what it was told, and lets a test wait for it."""

    def __init__(self) -> None:
        self.told: list[FeedState] = []
        self._news = threading.Condition()

    def on_feed(self, state: FeedState) -> None:
        """Take a state."""
        with self._news:
            self.told.append(state)
            self._news.notify_all()

    def wait_for(self, is_reached: Callable[[FeedState], bool]) -> FeedState:
        """Return the first state that is as wanted."""
        with self._news:
            assert self._news.wait_for(lambda: any(map(is_reached, self.told)), timeout=10)
        return next(filter(is_reached, self.told))


class Failing:
    """A page that cannot take a state."""

    def on_feed(self, _: FeedState) -> None:
        """Fail."""
        raise RuntimeError("this page is gone")


def is_live(state: FeedState) -> bool:
    """Whether all values are live."""
    return {reading.status for reading in state.snapshot.values.values()} == {Status.LIVE}


@pytest.fixture
def feed() -> Iterator[Callable[..., NetworkFeed]]:
    """Return a factory of feeds, which are closed in the end."""
    made: list[NetworkFeed] = []

    def build(make: Callable[[], NetworkService]) -> NetworkFeed:
        made.append(NetworkFeed(make, bundled_network()))
        return made[-1]

    yield build
    for one in made:
        one.close()
        if one._thread.ident is not None:
            one._thread.join(timeout=10)


@fault(69)
def test_a_locked_cache_holds_neither_the_start_nor_the_end(
    service, upstream, refreshed, folder, feed
):
    """Pages start at once, hear of the disk after three seconds, and the end does not wait."""
    refreshed(service())
    with contextlib.closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        one, left, listener = feed(service), feed(service), Listener()
        started = time.perf_counter()
        one.start()
        one.subscribe(listener)
        left.start()
        one.request()
        assert time.perf_counter() - started < 2.5
        assert is_static(one.state.snapshot)
        started = time.perf_counter()
        left.close()
        assert time.perf_counter() - started < 2.5
        state = listener.wait_for(lambda s: bool(s.notice))
        other.execute("ROLLBACK")
    assert {r.status for r in state.snapshot.values.values()} == {Status.CACHED}
    assert state.notice == "Stored values can be read but not renewed on disk."
    assert upstream.calls == 6


@pytest.mark.usefixtures("upstream")
def test_a_page_that_fails_does_not_keep_the_news_from_others(service, feed):
    """Every other page hears of the round, and so it does of the next one."""
    one = feed(service)
    pages = [Failing(), Listener(), Failing(), Listener(), Failing()]
    one.start()
    for page in pages:
        one.subscribe(page)
    one.request()
    for page in pages[1::2]:
        assert not page.wait_for(is_live).is_asking


@pytest.mark.usefixtures("upstream")
def test_a_round_that_fails_leaves_the_feed_alive(service, feed, monkeypatch):
    """After an error of our own the page no longer says that it asks, and the next round works."""
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)

    async def broken(*_args, **_kwargs):
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(NetworkService, "refresh", broken)
        one.request()
        listener.wait_for(lambda s: s.is_asking)
        listener.wait_for(lambda s: not s.is_asking)
    one.request()
    assert not listener.wait_for(is_live).is_asking


def test_a_request_waits_for_no_provider(service, upstream, feed):
    """However slow the providers are, a page has its hands free within milliseconds."""

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("never")

    for route in upstream.router.routes:
        route.mock(side_effect=never)
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    started = time.perf_counter()
    for _ in range(100):
        one.request(force=True)
        one.request_history()
    assert time.perf_counter() - started < 5
    assert is_static(listener.wait_for(lambda s: s.is_asking).snapshot)


@fault(87)
def test_a_feed_that_is_closed_in_a_round_gives_its_lease_back(service, upstream, folder, feed):
    """Who starts the program anew need not wait for the lease of the one that was ended."""
    is_asked = threading.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        is_asked.set()
        await asyncio.Event().wait()
        raise AssertionError("never")

    upstream.rates.mock(side_effect=never)
    one = feed(service)
    one.start()
    one.request()
    assert is_asked.wait(10)
    one.close()
    assert not one._thread.is_alive()
    with contextlib.closing(Store(folder)) as store:
        assert store.is_free("refresh")


@fault(83)
def test_a_feed_that_is_closed_in_a_round_leaves_no_task(service, upstream, feed, caplog):
    """Python has nothing to complain of: no pending task, no open loop, no open socket."""
    is_asked = threading.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        is_asked.set()
        await asyncio.Event().wait()
        raise AssertionError("never")

    upstream.rates.mock(side_effect=never)
    with leaks() as left:
        one = feed(service)
        one.start()
        one.request()
        assert is_asked.wait(10)
        one.close()
        pending = [task.get_name() for task in asyncio.all_tasks(one._loop)]
    assert pending == []
    assert one._loop.is_closed()
    assert "Task was destroyed" not in caplog.text
    assert left == []


def test_a_feed_that_never_started_can_be_closed(service):
    """Closing leaves no open loop behind, and requests afterwards do no harm."""
    with leaks() as left:
        one = NetworkFeed(service, bundled_network())
        one.close()
        one.request()
        one.request_history()
        del one
    assert left == []


@pytest.mark.usefixtures("upstream")
def test_requests_after_the_end_do_no_harm(service, feed):
    """A page that outlives the feed still has its state."""
    one = feed(service)
    one.start()
    one.close()
    one.request(force=True)
    one.request_history()
    one.subscribe(listener := Listener())
    assert listener.told == []
    assert one.state.snapshot.values

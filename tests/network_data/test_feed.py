"""The feed: pages never wait, however slow or broken what is behind it."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterator

import httpx
import pytest

from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import FeedState, NetworkFeed, NetworkService
from hydro_mining.provenance import Status
from tests.network_data.conftest import is_static


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


@pytest.mark.usefixtures("upstream")
def test_a_start_has_what_is_stored(service, refreshed, feed):
    """A page that opens right after the start already has the stored values."""
    refreshed(service())
    one = feed(service)
    one.start()
    assert {r.status for r in one.state.snapshot.values.values()} == {Status.CACHED}
    assert one.state.health is not None


def test_a_slow_disk_does_not_hold_the_start(service, feed):
    """A cache that takes seconds to open leaves the page with the built-in values at once."""
    opened = threading.Event()

    def make() -> NetworkService:
        opened.wait(10)
        return service()

    one = feed(make)
    started = time.perf_counter()
    one.start()
    assert time.perf_counter() - started < 5
    assert is_static(one.state.snapshot)
    opened.set()


@pytest.mark.usefixtures("upstream")
def test_a_request_returns_at_once_and_tells_its_end(service, feed):
    """Listeners hear that the providers are asked, and then what they said."""
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    one.request()
    assert is_static(listener.wait_for(lambda state: state.is_asking).snapshot)
    last = listener.wait_for(is_live)
    assert not last.is_asking
    assert last.next_round_at is not None


def test_many_requests_make_one_round(service, upstream, feed):
    """However often the button is pressed, each provider is asked once."""
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    for _ in range(50):
        one.request(force=True)
    listener.wait_for(is_live)
    assert upstream.calls == 6


def test_an_outage_reaches_the_listeners_in_words(service, upstream, feed):
    """Offline, the state has the built-in values and health says down."""
    upstream.fail(httpx.ConnectError("no route"))
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    one.request()
    state = listener.wait_for(lambda s: bool(s.snapshot.values["btc_price_usd"].note))
    assert is_static(state.snapshot)
    assert state.health is not None
    assert state.health.state == "down"
    assert any("CoinGecko could not be reached." in reason for reason in state.health.reasons)


def test_a_service_that_cannot_be_made_leaves_the_built_in_values(feed):
    """Whatever goes wrong behind the feed, the page has figures and requests do no harm."""

    def make() -> NetworkService:
        raise RuntimeError("broken")

    one = feed(make)
    one.start()
    one.request()
    one.request_history()
    assert is_static(one.state.snapshot)
    one.close()
    assert not one._thread.is_alive()


def test_listeners_are_not_kept_alive(service, feed):
    """A page whose visitor has left is collected."""
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    gone = weakref.ref(listener)
    del listener
    gc.collect()
    assert gone() is None


def test_the_past_year_is_asked_for_only_when_wanted(service, upstream, feed):
    """Nobody asks for a history until a screen does; a failed one is None and does no harm."""
    upstream.router.get(path__startswith="/").respond(503)
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    before = upstream.calls
    one.request_history()
    assert listener.wait_for(lambda _: True).history is None
    assert upstream.calls >= before


def test_each_minute_pages_hear_and_old_values_are_asked_for(service, upstream, feed, clock):
    """While somebody listens, a minute tells the state again and starts a round that is due."""
    one, listener = feed(service), Listener()
    one.start()
    one.subscribe(listener)
    one._loop.call_soon_threadsafe(one._minute)
    listener.wait_for(is_live)
    assert upstream.calls == 6
    told = len(listener.told)
    clock.advance(minutes=30)
    one._loop.call_soon_threadsafe(one._minute)
    listener.wait_for(lambda _: len(listener.told) > told)
    assert upstream.calls == 6


def test_closing_ends_the_thread(service, feed):
    """A closed feed leaves no thread behind, and may be closed again."""
    one = feed(service)
    one.start()
    one.close()
    one.close()
    assert not one._thread.is_alive()

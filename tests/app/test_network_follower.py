"""How news of the network reaches a page: on whose thread, how often, and what it changes."""

import asyncio
import dataclasses
import datetime as dt
import gc
import threading
import weakref
from typing import Any

import pytest
from panel.io.state import set_curdoc

from hydro_mining.app import default_study
from hydro_mining.app.data_proof.screen import DataProofScreen
from hydro_mining.app.network import FeedFollower, NetworkBar
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.models import Study
from hydro_mining.provenance import Status
from tests.app.driver import Blank, Visit, drawing, in_session, in_turns
from tests.app.feeds import Feed, fetched, told

STALE = "Live data temporarily unavailable, using last cached data from 20 Nov 2026 19:21 UTC."


def page(feed: Feed, study: Study | None = None) -> Visit:
    """Return a page whose screen is empty."""
    return Visit(study, feed=feed, screens=(Blank,))


def taken(visit: Visit) -> list[threading.Thread]:
    """Return the list of the threads on which the page takes what the feed says from now on."""
    threads: list[threading.Thread] = []
    visit.network.param.watch(lambda _: threads.append(threading.current_thread()), "feed_state")
    return threads


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of parts of the page that are drawn from now on."""
    return drawing(monkeypatch, NetworkBar, Blank, DataProofScreen)


# --- taking a snapshot -------------------------------------------------------------------------


def test_a_new_snapshot_is_taken_on_the_page_s_own_thread() -> None:
    """What the feed tells changes nothing until the page's loop comes to it; then all at once."""
    feed = Feed()

    def run() -> Any:
        visit = page(feed)
        feed.tell(snapshot=fetched(btc_price_usd=90_000.0))
        assert "$82,826" in visit.bar
        assert visit.study.network.btc_price_usd == 82_826
        yield
        assert "$90,000" in visit.bar
        assert visit.study.network.btc_price_usd == 90_000

    in_turns(run)


def test_states_that_come_together_are_taken_once() -> None:
    """Of twenty states in a row the newest is taken, once."""
    feed = Feed()

    def run() -> Any:
        visit = page(feed)
        threads = taken(visit)
        for i in range(20):
            feed.tell(snapshot=fetched(btc_price_usd=90_000.0 + i))
        yield
        assert len(threads) == 1
        assert visit.study.network.btc_price_usd == 90_019

    in_turns(run)


@pytest.mark.parametrize("screen", [Blank, DataProofScreen])
def test_on_a_server_the_news_waits_for_the_page_s_turn(screen: Any, drawn: list[str]) -> None:
    """In a session the feed's thread only leaves word; the page takes it on the server's.

    Snapshot, result and state change one after the other, and each part is drawn once.
    """
    feed = Feed()

    async def use(visit: Visit, session: Any, _: Any) -> None:
        threads = taken(visit)
        drawn.clear()
        feed.subscribe(visit.follower)  # as when its browser shows the first sign of life
        await asyncio.to_thread(feed.tell, snapshot=fetched(btc_price_usd=90_000.0))
        await asyncio.to_thread(feed.tell, snapshot=fetched(btc_price_usd=91_000.0))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert visit.study.network.btc_price_usd == 91_000
        assert "$91,000" in visit.bar
        assert set(threads) == {threading.current_thread()}
        assert drawn.count("NetworkBar") == drawn.count(screen.key) == len(threads)
        session.destroy()

    asyncio.run(in_session(lambda: Visit(feed=feed, screens=(screen,)), use))


def test_an_entered_value_is_the_user_s_after_a_round() -> None:
    """The entered price stays, is marked as entered, and has no trouble of a provider's."""
    visit = page(Feed())
    visit.study.enter(visit.study.network, "btc_price_usd", 100_000)
    trouble = {"note": STALE, "detail": "CoinGecko could not be reached."}
    visit.tell(snapshot=told(fetched(), ["btc_price_usd"], status=Status.STALE, **trouble))
    value = visit.network.sourced_values()["btc_price_usd"]
    assert (value.value, value.status) == (100_000, Status.ENTERED)
    assert visit.notices == ""
    assert "CoinGecko" not in visit.bar


def test_figures_that_a_problem_holds_back_are_not_called_entered() -> None:
    """While a go-live that is past keeps the last result, nobody is said to have entered it."""
    study = default_study()
    study.enter(study.finance, "start_date", dt.date(2026, 10, 12))
    visit = page(Feed(), study)
    assert study.problems == {}
    visit.tell(snapshot=fetched(btc_price_usd=90_000.0))
    assert list(study.problems) == ["finance.start_date"]
    assert study.result.study.network == bundled_network().network
    assert "$82,826" in visit.bar  # the bar belongs to the figures below it
    assert "Yours" not in visit.bar
    assert "entered by you" not in visit.bar


def test_figures_that_a_problem_held_back_are_followed_once_it_is_healed() -> None:
    """With the go-live put right, figures and bar are of the newest snapshot."""
    study = default_study()
    study.enter(study.finance, "start_date", dt.date(2026, 10, 12))
    visit = page(Feed(), study)
    visit.tell(snapshot=fetched(btc_price_usd=90_000.0))
    study.enter(study.finance, "start_date", None)
    assert study.problems == {}
    assert "$90,000" in visit.bar
    assert "entered by you" not in visit.bar
    assert visit.network.sourced_values()["btc_price_usd"].status is Status.LIVE


# --- pages that go -----------------------------------------------------------------------------


def test_what_is_on_its_way_to_a_page_that_was_left_is_dropped() -> None:
    """A state that was told before the visitor left and comes after changes nothing."""
    feed = Feed()

    def run() -> Any:
        visit = page(feed)
        threads = taken(visit)
        feed.tell(snapshot=fetched(btc_price_usd=90_000.0))
        visit.leave()
        yield
        assert threads == []
        assert visit.study.network.btc_price_usd == 82_826

    in_turns(run)


def test_nothing_is_drawn_after_the_visitor_left(drawn: list[str]) -> None:
    """What was due when the visitor left is dropped, and what changes later is not drawn."""

    async def use(visit: Visit, session: Any, _: Any) -> None:
        before = visit.text
        drawn.clear()
        with set_curdoc(session.document):
            visit.study.enter(visit.study.site, "load_factor", 0.9)
            visit.money.value = "EUR"
            visit.leave()
            for _ in range(5):
                await asyncio.sleep(0)
            visit.study.enter(visit.study.site, "load_factor", 0.8)
            visit.network.follow(fetched(btc_price_usd=90_000.0))
            for _ in range(5):
                await asyncio.sleep(0)
        assert drawn == []
        assert visit.text == before
        session.destroy()

    asyncio.run(in_session(lambda: Visit(screens=(Blank,)), use))


def test_a_notebook_s_loop_that_is_closed_is_left_alone() -> None:
    """A kernel that ends while a round is under way gets no error into the feed's thread."""
    feed, visits = Feed(), []

    def run() -> Any:
        visits.append(page(feed))
        yield

    in_turns(run)
    threads = taken(visits[0])
    feed.tell(snapshot=fetched())
    assert threads == []


def test_a_visitor_who_leaves_while_the_feed_tells_is_no_error() -> None:
    """The feed's thread may find the loop there and, a moment later, gone."""
    feed = Feed()

    class Leaving(FeedFollower):
        @property
        def _loop(self) -> Any:
            return self._loops.pop() if self._loops else None

        @_loop.setter
        def _loop(self, loop: Any) -> None:
            self._loops = [loop]

    def run() -> Any:
        follower = Leaving(page(feed).case)
        follower.on_feed(feed.state)
        yield

    in_turns(run)


def test_a_session_that_is_gone_raises_nothing_into_the_feed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bokeh takes a document apart before it tells that its session has ended.

    What is added to it in between raises and, worse, leaves the dead document as the current one
    of every session of the process.
    """
    patched: list[Any] = []
    monkeypatch.setattr("bokeh.io.doc._PATCHED_CURDOCS", patched)
    feed = Feed()

    async def use(visit: Visit, session: Any, _: Any) -> None:
        threads = taken(visit)
        feed.subscribe(visit.follower)
        session.destroy()
        await asyncio.to_thread(feed.tell, snapshot=fetched(btc_price_usd=90_000.0))
        await asyncio.sleep(0)
        assert visit.follower._document is not None
        assert threads == []

    asyncio.run(in_session(lambda: page(feed), use))
    assert patched == []


def test_the_feed_keeps_no_page_alive() -> None:
    """A page that nobody holds goes, whatever the feed knows of it."""
    feed = Feed()
    visit = page(feed)
    gone = [weakref.ref(one) for one in (visit.follower, visit.case, visit.dashboard)]
    del visit
    for _ in range(2):
        gc.collect()
    assert [ref() for ref in gone] == [None] * 3


# --- the page as a whole -----------------------------------------------------------------------


def test_a_page_opens_with_what_the_feed_has() -> None:
    """The first figures already rest on the stored snapshot, and a round is asked for."""
    stored = fetched(btc_price_usd=90_000.0)
    feed = Feed(snapshot=told(stored, stored.values, status=Status.CACHED))
    visit = page(feed)
    assert visit.study.result.study.network.btc_price_usd == 90_000
    assert "$90,000" in visit.bar
    assert feed.asked == [False]


def test_cards_and_bar_rest_on_one_snapshot(visit: Visit) -> None:
    """After a round the whole page is of the new snapshot."""
    before = visit.on_screen("cards")
    new = fetched(btc_price_usd=90_000.0)
    visit.network.follow(new)
    assert "$90,000" in visit.bar
    assert "Live: all network figures were fetched just now" in visit.bar
    assert visit.study.result.study.network == new.network
    assert visit.on_screen("cards") != before


def test_an_entered_price_is_not_called_fetched(visit: Visit) -> None:
    """The bar has the reader's price as the reader's, and the market's beside it."""
    visit.network.follow(fetched(btc_price_usd=90_000.0))
    visit.study.enter(visit.study.network, "btc_price_usd", 106_578.0)
    assert "all network figures but your own bitcoin price were fetched" in visit.bar
    assert "your own bitcoin price $106,578 (market: $90,000, live)" in visit.bar


def test_a_page_that_was_left_takes_nothing_more() -> None:
    """After its visitor has left, a page neither draws nor follows."""
    visit = page(Feed())
    before = visit.bar
    visit.leave()
    visit.tell(snapshot=fetched(btc_price_usd=90_000.0))
    assert visit.bar == before
    assert visit.study.result.study.network.btc_price_usd == 82_826


def test_a_state_without_new_figures_changes_no_figure() -> None:
    """That a round is under way is told in words alone."""
    visit = page(Feed(snapshot=fetched()))
    result = visit.study.result
    visit.tell(is_asking=True)
    assert visit.study.result is result
    assert visit.network.feed_state == dataclasses.replace(visit.feed.state, is_asking=True)


def test_a_state_without_new_figures_draws_no_screen(drawn: list[str]) -> None:
    """Only the bar is drawn, which tells ages and whether a round is under way."""
    visit = page(Feed(snapshot=fetched()))
    drawn.clear()
    visit.tell(is_asking=True)
    assert drawn == ["NetworkBar"]

"""How news of the network reaches a page: on whose thread, how often, and in which words."""

import asyncio
import datetime as dt
import gc
import re
import threading
import weakref
from collections.abc import Callable
from typing import Any

import pytest
from bokeh.application.handlers import FunctionHandler
from bokeh.document import Document
from bokeh.server.contexts import ApplicationContext
from panel.io.application import Application
from panel.io.state import set_curdoc
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.ioloop import IOLoop

from hydro_mining.app import Dashboard, default_study
from hydro_mining.app.network.bar import NetworkPanel
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.models import Study
from hydro_mining.provenance import Status
from tests.app.feeds import HOSTILE, Feed, fetched, now, told

UNAVAILABLE = "Live data temporarily unavailable, using the built-in value of 10 Oct 2026."
STALE = "Live data temporarily unavailable, using last cached data from 20 Nov 2026 19:21 UTC."


class Bar:
    """A panel over a fake feed, and what can be read on it."""

    def __init__(self, feed: Feed, study: Study | None = None) -> None:
        self.study, self.changes = study or default_study(), 0
        self.context: Any = None
        self.threads: list[threading.Thread] = []
        self.panel = NetworkPanel(
            self.study, snapshot=bundled_network(), feed=feed, on_change=self._changed
        )
        self.panel.show()

    def _changed(self) -> None:
        self.changes += 1
        self.threads.append(threading.current_thread())
        self.panel.show()

    def press(self) -> None:
        """Press the button."""
        self.panel._button.param.trigger("clicks")

    @property
    def said(self) -> str:
        """What stands beside the button."""
        return re.sub(r"<[^>]+>", "", str(self.panel._hint.object))

    @property
    def notices(self) -> str:
        """The bar of what is amiss, with its markup."""
        return str(self.panel._notices.object)


def live(run: Callable[[], Any]) -> None:
    """Run a test in a loop, as in a notebook, where the panel takes what the feed tells.

    A ``yield`` lets the loop come to what is waiting.
    """

    async def inside() -> None:
        for _ in run():
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    asyncio.run(inside())


async def served(feed: Feed) -> tuple[Any, Bar]:
    """Return a session of a server and the panel that it holds."""
    bars: list[Bar] = []

    def serve(document: Document) -> None:
        with set_curdoc(document):
            bars.append(Bar(feed))

    application = Application(FunctionHandler(serve))
    context = ApplicationContext(application, io_loop=IOLoop.current(), url="/")
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"),
        headers=HTTPHeaders({"Host": "localhost"}),
    )
    session = await context.create_session_if_needed("visit", request, None)
    bars[0].context = context  # a server holds it for as long as it runs
    feed.subscribe(bars[0].panel)  # as it does when its browser shows the first sign of life
    return session, bars[0]


# --- taking a snapshot -------------------------------------------------------------------------


def test_a_new_snapshot_is_taken_on_the_page_s_own_thread() -> None:
    """What the feed tells changes nothing until the page's loop comes to it; then all at once."""
    feed = Feed()

    def visit() -> Any:
        bar = Bar(feed)
        feed.tell(snapshot=fetched(btc_price_usd=90_000.0))
        assert "$82,826" in bar.panel.html
        assert bar.study.network.btc_price_usd == 82_826
        yield
        assert "$90,000" in bar.panel.html
        assert bar.study.network.btc_price_usd == 90_000

    live(visit)


def test_states_that_come_together_are_taken_once() -> None:
    """Of twenty states in a row the newest is drawn, once."""
    feed = Feed()

    def visit() -> Any:
        bar = Bar(feed)
        for i in range(20):
            feed.tell(snapshot=fetched(btc_price_usd=90_000.0 + i))
        yield
        assert bar.changes == 1
        assert bar.study.network.btc_price_usd == 90_019

    live(visit)


def test_on_a_server_the_news_waits_for_the_page_s_turn() -> None:
    """In a session the feed's thread only leaves word; the page takes it on the server's."""
    feed = Feed()

    async def visit() -> None:
        session, bar = await served(feed)
        await asyncio.to_thread(feed.tell, snapshot=fetched(btc_price_usd=90_000.0))
        await asyncio.to_thread(feed.tell, snapshot=fetched(btc_price_usd=91_000.0))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert bar.study.network.btc_price_usd == 91_000
        assert "$91,000" in bar.panel.html
        assert set(bar.threads) == {threading.current_thread()}
        session.destroy()

    asyncio.run(visit())


def test_an_entered_value_is_the_user_s_after_a_round() -> None:
    """The entered price stays, is marked as entered, and has no trouble of a provider's."""
    feed = Feed()

    def visit() -> Any:
        bar = Bar(feed)
        bar.study.enter(bar.study.network, "btc_price_usd", 100_000)
        trouble = {"note": STALE, "detail": "CoinGecko could not be reached."}
        feed.tell(snapshot=told(fetched(), ["btc_price_usd"], status=Status.STALE, **trouble))
        yield
        reading = bar.panel.readings()["btc_price_usd"]
        assert (reading.value, reading.status) == (100_000, Status.ENTERED)
        assert bar.notices == ""
        assert "CoinGecko" not in bar.panel.html

    live(visit)


def test_figures_that_a_problem_holds_back_are_not_called_entered() -> None:
    """While a go-live that is past keeps the last result, nobody is said to have entered it."""
    feed, study = Feed(), default_study()
    study.enter(study.finance, "start_date", dt.date(2026, 10, 12))

    def visit() -> Any:
        bar = Bar(feed, study)
        assert study.problems == {}
        feed.tell(snapshot=fetched(btc_price_usd=90_000.0))
        yield
        assert list(study.problems) == ["finance.start_date"]
        assert study.result.study.network == bundled_network().network
        assert "$82,826" in bar.panel.html  # the bar belongs to the figures below it
        assert "Yours" not in bar.panel.html
        assert "entered by you" not in bar.panel.html

    live(visit)


# --- pages that go -----------------------------------------------------------------------------


def test_what_is_on_its_way_to_a_page_that_was_left_is_dropped() -> None:
    """A state that was told before the visitor left and comes after changes nothing."""
    feed = Feed()

    def visit() -> Any:
        bar = Bar(feed)
        feed.tell(snapshot=fetched(btc_price_usd=90_000.0))
        bar.panel.leave()
        yield
        assert bar.changes == 0
        assert bar.study.network.btc_price_usd == 82_826

    live(visit)


def test_a_notebook_s_loop_that_is_closed_is_left_alone() -> None:
    """A kernel that ends while a round is under way gets no error into the feed's thread."""
    feed, bars = Feed(), []

    def visit() -> Any:
        bars.append(Bar(feed))
        yield

    live(visit)
    feed.tell(snapshot=fetched())
    assert bars[0].changes == 0


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

    async def visit() -> None:
        session, bar = await served(feed)
        session.destroy()
        await asyncio.to_thread(feed.tell, snapshot=fetched(btc_price_usd=90_000.0))
        await asyncio.sleep(0)
        assert bar.panel._document is not None
        assert bar.changes == 0

    asyncio.run(visit())
    assert patched == []


def test_the_feed_keeps_no_page_alive() -> None:
    """A page that nobody holds goes, whatever the feed knows of it."""
    bar = Bar(Feed())
    gone = weakref.ref(bar.panel)
    del bar
    for _ in range(2):
        gc.collect()
    assert gone() is None


# --- the button --------------------------------------------------------------------------------


def test_hammering_the_button_asks_once() -> None:
    """Twenty presses before the feed could answer are one request."""
    feed = Feed(snapshot=fetched())
    bar = Bar(feed)
    for _ in range(20):
        bar.press()
    assert bar.said == "Asking the providers …"
    assert feed.asked.count(True) == 1


def test_after_the_wait_the_button_asks_again() -> None:
    """A time that is past keeps nobody from asking."""
    feed = Feed(snapshot=fetched(), next_round_at=now() - dt.timedelta(seconds=1))
    Bar(feed).press()
    assert feed.asked == [False, True]


def test_a_press_that_found_nothing_to_ask_is_not_said_to_ask() -> None:
    """When the feed answers a press without a round, the words of the press go."""
    feed = Feed(snapshot=fetched())

    def visit() -> Any:
        bar = Bar(feed)
        bar.press()
        feed.tell()
        yield
        assert bar.said == ""
        assert not bar.panel._button.disabled

    live(visit)


def test_a_page_that_opens_during_a_round_says_so() -> None:
    """Who comes while others' round is under way sees that it is, over the figures there are."""
    bar = Bar(Feed(snapshot=fetched(btc_price_usd=90_000.0), is_asking=True))
    assert bar.said == "Asking the providers …"
    assert "$90,000" in bar.panel.html


# --- what is amiss -----------------------------------------------------------------------------


def test_one_built_in_value_for_need_is_red_and_named() -> None:
    """One value that was never fetched is as bad as all."""
    mixed, fees = fetched(), "fees_btc_per_block"
    built_in = bundled_network().values[fees]
    facts = {"status": Status.STATIC, "as_of": built_in.as_of, "fetched_at": None}
    bar = Bar(Feed(snapshot=told(mixed, [fees], note=UNAVAILABLE, **facts)))
    assert f"Fees per block: {UNAVAILABLE}" in bar.notices
    assert "hm-bad" in bar.notices


def test_notices_go_when_the_trouble_is_over() -> None:
    """Back online the red bar is gone without a new visit."""
    feed = Feed(snapshot=told(bundled_network(), bundled_network().values, note=UNAVAILABLE))

    def visit() -> Any:
        bar = Bar(feed)
        assert "hm-bad" in bar.notices
        feed.tell(snapshot=fetched())
        yield
        assert bar.notices == ""

    live(visit)


def test_hostile_words_of_a_provider_stay_text() -> None:
    """A provider's name, note and detail, and the disk's notice, never become markup."""
    evil = {"source": HOSTILE, "note": HOSTILE, "detail": HOSTILE}
    snapshot = fetched()
    bar = Bar(Feed(snapshot=told(snapshot, snapshot.values, **evil), notice=HOSTILE))
    assert "<img" not in bar.panel.html + bar.notices + str(bar.panel._hint.object)
    assert "&lt;img" in bar.notices


def test_cards_and_bar_rest_on_one_snapshot() -> None:
    """After a round the whole page is of the new snapshot."""
    feed = Feed()

    async def visit() -> None:
        page = Dashboard(
            default_study(), snapshot=bundled_network(), presets=site_presets(), feed=feed
        )
        feed.tell(snapshot=fetched(btc_price_usd=90_000.0))
        for _ in range(5):
            await asyncio.sleep(0)
        assert "$90,000" in page._network.html
        assert page._study.result.study.network == feed.state.snapshot.network

    asyncio.run(visit())

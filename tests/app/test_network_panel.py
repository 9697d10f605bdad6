"""The network figures on a page: following a feed, the refresh button, Data & proof."""

import dataclasses
import datetime as dt
import re

import numpy as np
import panel as pn
import pytest

from hydro_mining.app import Dashboard, default_study
from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.network_data import FeedState
from hydro_mining.network_data._history import History
from hydro_mining.provenance import Snapshot, Status

EVIL = "<img src=x onerror=alert(1)>"


def snapshot(status: Status = Status.LIVE, *, price: float = 90_000.0, note: str = "") -> Snapshot:
    """Return a snapshot that was fetched a moment ago."""
    now, built_in = dt.datetime.now(tz=dt.UTC), bundled_network()
    readings = {
        name: dataclasses.replace(
            reading, source="A provider", as_of=now, fetched_at=now, status=status, note=note
        )
        for name, reading in built_in.values.items()
    }
    readings["btc_price_usd"] = dataclasses.replace(readings["btc_price_usd"], value=price)
    return Snapshot(as_of=built_in.as_of, values=readings, per_usd=built_in.per_usd)


def health(state: State = State.HEALTHY, *, error: str = "") -> Health:
    """Return the health of one provider, asked three times today."""
    now = dt.datetime.now(tz=dt.UTC)
    record = ProviderRecord(
        name="CoinGecko",
        last_success_at=now,
        last_error_at=now if error else None,
        last_error=error,
        failed_rounds=0,
        paused_until=None,
        calls_today=3,
        calls_a_day=50,
        error_rate=0.25,
        latency_ms=120.0,
    )
    return Health(state=state, reasons=(), providers=(record,), checked_at=now, is_keyless=True)


def history() -> History:
    """Return three days, the second without a value."""
    values = np.array([1.0, np.nan, 3.0])
    return History(
        days=np.arange(np.datetime64("2026-11-18"), np.datetime64("2026-11-21")),
        btc_price_usd=values * 80_000,
        difficulty=values,
        block_height=values,
        fees_btc_per_block=values,
        hashprice_usd_per_th_per_day=values / 25,
        observed_usd_per_th_per_day=np.full(3, np.nan),
        sources={"btc_price_usd": "CoinGecko", "difficulty": "mempool.space"},
        fetched_at=dt.datetime.now(tz=dt.UTC),
    )


class Feed:
    """A feed without a thread: it counts what it is asked."""

    def __init__(self, state: FeedState) -> None:
        self.state = state
        self.requests: list[bool] = []
        self.histories = 0
        self.listeners: list = []

    def subscribe(self, listener) -> None:
        """Take a listener."""
        self.listeners.append(listener)

    def request(self, *, force: bool = False) -> None:
        """Count a request."""
        self.requests.append(force)

    def request_history(self) -> None:
        """Count a request for the past year."""
        self.histories += 1

    def publish(self, state: FeedState) -> None:
        """Tell a new state as if on the page's own thread."""
        self.state = state
        for listener in self.listeners:
            listener._take_newest()


class Visit:
    """A page over a feed, and what can be read on it."""

    def __init__(self, state: FeedState) -> None:
        self.feed = Feed(state)
        self.study = default_study()
        self.dashboard = Dashboard(
            self.study, snapshot=bundled_network(), presets=site_presets(), feed=self.feed
        )
        self.network = self.dashboard._network

    @property
    def text(self) -> str:
        """All HTML of the main area."""
        panes = [part for area in self.dashboard.page.main for part in area.select(pn.pane.HTML)]
        return "\n".join(str(pane.object) for pane in panes)

    @property
    def notices(self) -> str:
        """What is said to be amiss."""
        return str(self.network._notices.object)

    @property
    def hint(self) -> str:
        """What stands beside the button."""
        return re.sub("<[^>]+>", "", str(self.network._hint.object))

    def press(self) -> None:
        """Press the refresh button."""
        self.network._button.clicks += 1


@pytest.fixture
def visit() -> Visit:
    """Return a page that opened on the built-in values."""
    return Visit(FeedState(snapshot=bundled_network()))


def test_a_page_opens_with_what_the_feed_has():
    """The first figures already rest on the stored snapshot, and a round is asked for."""
    visit = Visit(FeedState(snapshot=snapshot(Status.CACHED)))
    assert visit.study.result.study.network.btc_price_usd == 90_000
    assert "$90,000" in visit.network.html
    assert visit.feed.requests == [False]


def test_new_figures_change_the_page_by_themselves(visit):
    """When the providers have answered, bar and figures are of the new snapshot."""
    before = visit.text
    visit.feed.publish(FeedState(snapshot=snapshot()))
    assert "$90,000" in visit.network.html
    assert "Live: all network figures were fetched just now" in visit.network.html
    assert visit.study.result.study.network.btc_price_usd == 90_000
    assert visit.text != before


def test_the_button_asks_once_and_says_so(visit):
    """A press asks for a round; while it is under way another one asks nothing."""
    visit.press()
    assert visit.feed.requests == [False, True]
    assert visit.hint == "Asking the providers …"
    visit.feed.publish(FeedState(snapshot=bundled_network(), is_asking=True))
    visit.press()
    assert visit.feed.requests == [False, True]
    assert visit.hint == "Asking the providers …"
    visit.feed.publish(FeedState(snapshot=snapshot()))
    assert visit.hint == ""


def test_a_hammered_button_says_when_it_can_ask_again(visit):
    """Before the time is come, no press asks; the page names the time."""
    until = dt.datetime.now(tz=dt.UTC) + dt.timedelta(minutes=5)
    visit.feed.publish(FeedState(snapshot=snapshot(), next_round_at=until))
    asked = len(visit.feed.requests)
    for _ in range(20):
        visit.press()
    assert len(visit.feed.requests) == asked
    assert visit.hint == f"Just asked; the providers can be asked again at {until:%H:%M:%S} UTC."


@pytest.mark.parametrize(("status", "tone"), [(Status.STATIC, "hm-bad"), (Status.STALE, "hm-warn")])
def test_the_tone_is_that_of_the_trouble(visit, status, tone):
    """Built-in values out of need are red, old ones amber; once said for all values."""
    visit.feed.publish(FeedState(snapshot=snapshot(status, note="Something is amiss.")))
    assert tone in visit.notices
    assert visit.notices.count("Something is amiss.") == 1
    assert "All network figures: Something is amiss." in visit.notices


def test_a_disk_in_trouble_is_said(visit):
    """The notice of the store stands with the others."""
    visit.feed.publish(FeedState(snapshot=snapshot(), notice="The disk is full."))
    assert "The disk is full." in visit.notices


def test_a_page_that_was_left_takes_nothing_more(visit):
    """After its visitor has left, a page neither draws nor follows."""
    before = visit.network.html
    visit.dashboard._leave()
    visit.feed.publish(FeedState(snapshot=snapshot()))
    assert visit.network.html == before
    assert visit.study.result.study.network.btc_price_usd == 82_826


def test_without_a_feed_there_is_no_button():
    """Where live data are off, the page says which figures it uses and asks nobody."""
    dashboard = Dashboard(default_study(), snapshot=bundled_network(), presets=site_presets())
    assert not dashboard._network._button.visible
    assert "Not live: built-in figures of 10 Oct 2026" in dashboard._network.html


class TestDataAndProof:
    """The screen of sources, providers and the past year."""

    @pytest.fixture
    def opened(self, visit: Visit) -> Visit:
        """Return a page that has the screen open."""
        visit.dashboard._tabs.active = 4
        return visit

    def test_the_past_year_is_asked_for_when_it_is_opened(self, opened):
        """Once for a page, however often it is drawn."""
        opened.feed.publish(FeedState(snapshot=snapshot()))
        assert opened.feed.histories == 1
        assert "There are no figures of the past year yet." in opened.text

    def test_each_value_has_its_row(self, opened):
        """Value, state, source and both times are in a table."""
        opened.feed.publish(FeedState(snapshot=snapshot(), health=health()))
        row = re.search(r"<tr><th[^>]*>Bitcoin price.*?</tr>", opened.text).group()
        cells = re.findall(r"<td>(.*?)</td>", row)
        assert cells[:3] == ["$90,000", "Live", "A provider"]
        assert "All network figures are fresh and every provider answers." in opened.text

    def test_each_provider_has_its_row(self, opened):
        """State, last error in plain words, error rate, latency and calls against the budget."""
        error = "CoinGecko could not be reached"
        state = FeedState(snapshot=snapshot(), health=health(State.DEGRADED, error=error))
        opened.feed.publish(state)
        row = re.search(r"<tr><th[^>]*>CoinGecko.*?</tr>", opened.text).group()
        assert f"{error}, under 1 min ago" in row
        for cell in ("25%", "120 ms", "3 of 50"):
            assert f"<td>{cell}</td>" in row
        assert "something is amiss" in opened.text
        assert "No key is set" in opened.text

    def test_a_history_is_drawn_with_its_gaps(self, opened):
        """Two charts appear; a day without a value is a gap; the CSV has the columns."""
        opened.feed.publish(FeedState(snapshot=snapshot(), history=history()))
        screen = opened.dashboard._screens["Data & proof"]
        assert screen._blocks.visible
        drawn = screen._charts["price"]._sources["price"].data["y"]
        assert [drawn[0], drawn[2]] == [80_000, 240_000]
        assert np.isnan(drawn[1])
        assert "Price by CoinGecko; difficulty by mempool.space." in opened.text
        header = screen._frame().columns
        assert list(header[:2]) == ["btc_price_usd", "difficulty"]

    def test_hostile_words_stay_text(self, opened):
        """Nothing that a provider or a stored row says becomes a tag."""
        evil = dataclasses.replace(
            snapshot(note=EVIL).values["difficulty"], source=EVIL, detail=EVIL
        )
        base = snapshot(note=EVIL)
        state = FeedState(
            snapshot=dataclasses.replace(base, values={**base.values, "difficulty": evil}),
            notice=EVIL,
            health=health(State.DEGRADED, error=EVIL),
        )
        opened.feed.publish(state)
        assert "<img" not in opened.text
        assert "&lt;img" in opened.text

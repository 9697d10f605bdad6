"""Live data in Chromium: the page never waits, and says what its figures rest on.

Console and server log stay clean on each visit.
"""

import contextlib
import re
import sqlite3
import time
import zlib

import pytest
from playwright.sync_api import expect
from serving import served_live
from upstream import running_upstream

from hydro_mining.network_data._store import Store
from hydro_mining.network_data._values import VALUES
from hydro_mining.provenance import Status
from tests.browser.conftest import PHONE, WIDE
from tests.browser.layout import wait_for_fit
from tests.browser.rounds import stored_round
from tests.network_data.faults import fault

CANARIES = {
    "COINGECKO_API_KEY": "canary-coingecko-7b1f",
    "LIVE_DATA_USER_AGENT": "canary-agent-93ce",
}
POWER_PRICE = 2  # the third slider of the sidebar
SCREENS = {
    "Overview": '[data-figure="npv_gbp"]',
    "Scenarios": '[data-figure="npv_gbp:Base"]',
    "Data & proof": '[data-figure="health"]',
}
FRESH = re.compile("live|cached")
LONG_AGO = "2026-01-01T00:00:00+00:00"
SCRIPT = re.compile("panel.material.ui.*js")
UNAVAILABLE = "Live data temporarily unavailable, using "


@pytest.fixture
def upstream():
    """The providers' stand-in."""
    with running_upstream() as running:
        yield running


@pytest.fixture
def folder(tmp_path):
    """The folder of the cache."""
    return tmp_path / "cache"


@pytest.fixture
def serve(upstream, folder):
    """Return what serves the dashboard over the stand-in; its log is clean in the end."""
    logs = []
    with contextlib.ExitStack() as stack:

        def start(**settings: str):
            served = stack.enter_context(served_live(upstream.url, folder, **settings))
            stack.callback(lambda: logs.append(served.log.read_text()))
            return served

        yield start
    for log in logs:
        assert re.findall(r"(?m)^.*(?:Error|ERROR|Traceback|Exception).*$", log) == []


@pytest.fixture
def visit(browser, open_dashboard):
    """Return what opens a served dashboard; its console is clean in the end."""
    context, visits = browser.new_context(viewport=WIDE), []

    def open_it(served, *, before=lambda _: None):
        page = context.new_page()
        before(page)
        visits.append(open_dashboard(page, served.url))
        return visits[-1]

    yield open_it
    context.close()
    for dashboard in visits:
        assert dashboard.errors == []
        assert dashboard.foreign == []


def chip(dashboard, name="btc_price_usd"):
    """Return the locator of a network value's chip."""
    return dashboard.page.locator(f'.hm-chip[data-figure="{name}"]')


def loaded_anew(page):
    """Load a page again, and wait until it stands."""
    page.reload()
    page.wait_for_selector("#first-paint", state="detached")


def let_a_round_be_due(folder, *, values=()):
    """Let a round be made at once, as some minutes later, or as long after ``values`` came."""
    store = Store(folder)
    store.set("round", {"ended_at": LONG_AGO, "troubles": {}, "limited": []})
    for name in values:
        store.set(f"value:{name}", store.get(f"value:{name}") | {"fetched_at": LONG_AGO})
    store.close()


@fault(83, 84)
def test_the_page_is_usable_while_slow_providers_are_asked(serve, visit, upstream):
    """It opens on the built-in values, a slider answers meanwhile, and live values follow.

    A visitor who left during the round leaves no trace. What the values rest on is told then.
    """
    upstream.answers.clear()
    served = serve(LIVE_DATA_TIMEOUT_S="30", LIVE_DATA_DEADLINE_S="45")
    gone = visit(served)
    expect(gone.page.get_by_text("Asking the providers").first).to_be_visible()
    gone.page.close()
    dashboard = visit(served)
    price = chip(dashboard)
    expect(price).to_have_attribute("data-status", "static")
    cost = dashboard.figure("site_power_cost_per_day")
    before = cost.inner_text()
    dashboard.page.locator("input[type=range]").nth(POWER_PRICE).focus()
    dashboard.page.keyboard.press("ArrowRight")
    expect(cost).not_to_have_text(before)
    expect(price).to_have_attribute("data-status", "static")
    assert upstream.asked.total() > 0
    upstream.answers.set()
    expect(price).to_have_attribute("data-status", FRESH)
    expect(price).to_contain_text("$83,000")
    assert_ages_and_states_are_told(dashboard)
    assert_a_hammered_button_asks_nobody(dashboard, upstream)
    assert_providers_and_the_past_year_fit(dashboard)


def assert_ages_and_states_are_told(dashboard):
    """Data age and fetch age stand on the chip, and the source where one points at it."""
    price = chip(dashboard)
    expect(price).to_contain_text(re.compile(r"data .* old"))
    expect(price).to_contain_text(re.compile(r"fetched .* ago"))
    expect(price).to_have_attribute("title", re.compile("CoinGecko, of .* UTC"))
    expect(chip(dashboard, "block_height")).to_contain_text("source tells no time")
    expect(chip(dashboard, "difficulty")).to_have_attribute("data-status", FRESH)
    expect(dashboard.page.get_by_text("Asking the providers")).to_have_count(0)


def assert_a_hammered_button_asks_nobody(dashboard, upstream):
    """Ten presses after a round cause no call and a sentence."""
    asked = upstream.asked.total()
    for _ in range(10):
        dashboard.page.get_by_role("button", name="Refresh data").click()
    expect(dashboard.page.get_by_text("the providers can be asked again at")).to_be_visible()
    assert upstream.asked.total() == asked


def assert_providers_and_the_past_year_fit(dashboard):
    """Both tables and two charts are there, and nothing runs out of a wide or a narrow screen."""
    page = dashboard.page
    for size in (WIDE, PHONE):
        if size != page.viewport_size:
            page.set_viewport_size(size)
            loaded_anew(page)
        dashboard.screen("Data & proof")
        expect(page.get_by_role("table", name="The providers")).to_contain_text("CoinGecko")
        expect(page.get_by_role("table", name="What the figures rest on")).to_be_visible()
        expect(page.locator(".bk-Figure:visible")).to_have_count(2)
        wait_for_fit(page)


def test_an_outage_at_the_first_start_is_told_calmly_and_heals(serve, visit, upstream, folder):
    """Offline, all screens say so within their width; back online the page heals by itself.

    Whose line is slower than the providers gets a button that can be pressed, too.
    """
    upstream.status = 503
    served = serve(LIVE_DATA_TIMEOUT_S="30", LIVE_DATA_DEADLINE_S="45")
    dashboard = visit(served)
    told = f"All network figures: {UNAVAILABLE}the built-in value"
    expect(dashboard.page.get_by_text(told)).to_be_visible()
    dashboard.page.set_viewport_size(PHONE)
    loaded_anew(dashboard.page)
    expect(dashboard.page.get_by_text(told)).to_be_visible()
    for screen, figure in SCREENS.items():
        dashboard.screen(screen)
        expect(dashboard.page.locator(figure).first).to_be_visible()
        wait_for_fit(dashboard.page)
    upstream.status, upstream.delay_s = 200, 1
    upstream.asked.clear()
    let_a_round_be_due(folder)
    # Whose coming lets the feed ask, for the first one too; the round ends while this page loads.
    other = visit(served, before=slow_line)
    for page in (other, dashboard):
        expect(chip(page)).to_have_attribute("data-status", FRESH)
        expect(page.page.get_by_text(told)).to_have_count(0)
        expect(page.page.get_by_text("Asking the providers")).to_have_count(0)
        expect(page.page.get_by_role("button", name="Refresh data")).to_be_enabled()
    expect(dashboard.page.locator('[data-figure="network_state"]')).to_contain_text("fetched")
    assert upstream.asked["/coingecko/simple/price"] == 1


def slow_line(page):
    """Let a page have its scripts later than the providers answer."""

    def hold(route):
        time.sleep(4)
        route.continue_()

    page.route(SCRIPT, hold)


def test_stored_figures_come_first_and_stay_in_an_outage(serve, visit, upstream, folder):
    """A server that starts anew over a cache paints its figures first, and asks nobody.

    Older than their time to live, and with no provider, they are said to be so. Keys of the
    environment are then in no screen, no log and no file of the cache.
    """
    values = stored_round(upstream, folder).values
    assert values["btc_price_usd"].status is values["difficulty"].status is Status.LIVE
    assert values["btc_price_usd"].value == 83_000
    asked, upstream.price = upstream.asked.total(), 99_000.0
    assert asked > 0
    served = serve(**CANARIES)
    painted, frames = [], []

    def listen(page):
        page.on("response", lambda response: painted.append(response.url))
        page.on(
            "websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(str(frame)))
        )

    dashboard = visit(served, before=listen)
    assert painted[0] == served.url
    expect(chip(dashboard)).to_have_attribute("data-status", "cached")
    expect(chip(dashboard)).to_contain_text("$83,000")
    assert upstream.asked.total() == asked

    let_a_round_be_due(folder, values=VALUES)
    upstream.status = 503
    loaded_anew(dashboard.page)
    expect(chip(dashboard)).to_have_attribute("data-status", "stale")
    expect(chip(dashboard)).to_contain_text("$83,000")
    notice = dashboard.page.get_by_text(f"{UNAVAILABLE}last cached data").first
    expect(notice).to_be_visible()
    assert_no_key_is_told(dashboard, frames, served, folder)
    assert upstream.asked.total() > asked


def assert_no_key_is_told(dashboard, frames, served, folder):
    """Keys of the environment are nowhere but in it."""
    seen = dashboard.page.content()
    for screen, words in (("Scenarios", "do to the money"), ("Data & proof", "The providers")):
        dashboard.screen(screen)
        expect(dashboard.page.get_by_text(words).first).to_be_visible()
        seen += dashboard.page.content()
    seen += "".join(frames) + served.log.read_text()
    stored = b"".join(rows_of(folder))
    assert frames
    assert b"CoinGecko" in stored  # the rows are read in the clear
    for canary in CANARIES.values():
        assert canary not in seen
        assert canary.encode() not in stored


def rows_of(folder):
    """Return all files of the cache as they are, and its rows unpacked."""
    yield from (file.read_bytes() for file in folder.iterdir())
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
        for row in database.execute("SELECT key, value FROM Cache"):
            for packed in row:
                with contextlib.suppress(zlib.error):
                    yield zlib.decompress(packed)

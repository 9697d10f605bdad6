"""Live data in Chromium: the page never waits, and says what its figures rest on."""

import contextlib
import re
import sqlite3
import time
import zlib

import pytest
from playwright.sync_api import expect
from serving import served_live
from upstream import running_upstream

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
def visit(browser, upstream, folder, open_dashboard):
    """Return what serves the dashboard over the stand-in and opens it."""
    with contextlib.ExitStack() as stack:

        def open_it(**settings: str):
            served = stack.enter_context(served_live(upstream.url, folder, **settings))
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            stack.callback(context.close)
            dashboard = open_dashboard(context.new_page(), served.url)
            dashboard.context, dashboard.log = context, served.log
            return dashboard

        yield open_it


def chip(dashboard, name: str):
    """Return the locator of a network value's chip."""
    return dashboard.page.locator(f'.hm-chip[data-figure="{name}"]')


@fault(84)
def test_the_page_is_usable_while_slow_providers_are_asked(visit, upstream):
    """It opens on the built-in values, a slider answers meanwhile, and live values follow."""
    upstream.answers.clear()
    dashboard = visit(LIVE_DATA_TIMEOUT_S="30", LIVE_DATA_DEADLINE_S="45")
    price = chip(dashboard, "btc_price_usd")
    expect(price).to_have_attribute("data-status", "static")
    cost = dashboard.figure("site_power_cost_per_day")
    before = cost.inner_text()
    dashboard.page.locator("input[type=range]").nth(POWER_PRICE).focus()
    dashboard.page.keyboard.press("ArrowRight")
    expect(cost).not_to_have_text(before)
    expect(price).to_have_attribute("data-status", "static")
    upstream.answers.set()
    expect(price).to_have_attribute("data-status", re.compile("live|cached"))
    expect(price).to_contain_text("$83,000")
    assert dashboard.errors == []


def test_ages_states_providers_and_the_past_year_are_shown_and_a_button_hammered(visit, upstream):
    """Data age and fetch age stand on the chip, and the source where one points at it.

    Ten presses after a round cause no call and a sentence. Providers, both tables and two charts
    are there, and nothing runs out of a wide or a narrow screen.
    """
    dashboard = visit()
    page, price = dashboard.page, chip(dashboard, "btc_price_usd")
    expect(price).to_have_attribute("data-status", re.compile("live|cached"))
    expect(price).to_contain_text(re.compile(r"data .* old"))
    expect(price).to_contain_text(re.compile(r"fetched .* ago"))
    expect(price).to_have_attribute("title", re.compile("CoinGecko, of .* UTC"))
    expect(chip(dashboard, "block_height")).to_contain_text("source tells no time")
    expect(chip(dashboard, "difficulty")).to_have_attribute("data-status", re.compile("live|cach"))
    expect(page.get_by_text("Asking the providers")).to_have_count(0)
    asked = upstream.asked.total()
    for _ in range(10):
        page.get_by_role("button", name="Refresh data").click()
    expect(page.get_by_text("the providers can be asked again at")).to_be_visible()
    assert upstream.asked.total() == asked
    for size in (WIDE, PHONE):
        if size != page.viewport_size:
            page.set_viewport_size(size)
            page.reload()
            page.wait_for_selector("#first-paint", state="detached")
        dashboard.screen("Data & proof")
        expect(page.get_by_role("table", name="The providers")).to_contain_text("CoinGecko")
        expect(page.get_by_role("table", name="What the figures rest on")).to_be_visible()
        expect(page.locator(".bk-Figure:visible")).to_have_count(2)
        wait_for_fit(page)
    assert dashboard.errors == []


def test_an_outage_is_said_and_the_last_values_stay(visit, upstream, folder):
    """With a stored snapshot older than its time to live and no provider, the page says so."""
    values = stored_round(upstream, folder).values
    assert values["btc_price_usd"].status is values["difficulty"].status is Status.LIVE
    upstream.status = 503
    dashboard = visit(LIVE_DATA_CACHE_TTL_S="1")
    price = chip(dashboard, "btc_price_usd")
    expect(price).to_have_attribute("data-status", "stale")
    expect(price).to_contain_text("$83,000")
    notice = dashboard.page.get_by_text("Live data temporarily unavailable, using last cached data")
    expect(notice.first).to_be_visible()
    assert dashboard.errors == []


@fault(83)
def test_a_visitor_who_leaves_during_a_round_leaves_no_trace(visit, upstream, open_dashboard):
    """The page is closed while providers are asked; the server's log has no error."""
    upstream.delay_s = 2
    dashboard = visit()
    dashboard.page.close()
    deadline = time.monotonic() + 15
    while upstream.asked.total() < 6 and time.monotonic() < deadline:
        time.sleep(0.1)
    other = open_dashboard(dashboard.context.new_page(), dashboard.url)
    price = chip(other, "btc_price_usd")
    expect(price).to_have_attribute("data-status", re.compile("live|cached"))
    assert server_faults(dashboard.log.read_text()) == []


def test_no_key_reaches_page_log_or_cache(visit, upstream, folder):
    """Keys of the environment are in no screen, no log and no file of the cache."""
    upstream.status = 401
    dashboard, frames = visit(**CANARIES), []
    dashboard.page.on(
        "websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(str(frame)))
    )
    dashboard.page.reload()
    dashboard.page.wait_for_selector("#first-paint", state="detached")
    expect(chip(dashboard, "btc_price_usd")).to_have_attribute("data-status", "static")
    expect(dashboard.page.get_by_text("Live data temporarily unavailable").first).to_be_visible()
    seen = dashboard.page.content()
    for screen, words in (("Scenarios", "do to the money"), ("Data & proof", "The providers")):
        dashboard.screen(screen)
        expect(dashboard.page.get_by_text(words).first).to_be_visible()
        seen += dashboard.page.content()
    seen += "".join(frames) + dashboard.log.read_text()
    stored = b"".join(rows_of(folder))
    assert frames
    assert b"CoinGecko" in stored  # the rows are read in the clear
    for canary in CANARIES.values():
        assert canary not in seen
        assert canary.encode() not in stored
    assert upstream.asked.total() > 0


def server_faults(log: str) -> list[str]:
    """Return what a server says of itself."""
    return re.findall(r"(?m)^.*(?:Error|ERROR|Traceback).*$", log)


def rows_of(folder):
    """Return all files of the cache as they are, and its rows unpacked."""
    yield from (file.read_bytes() for file in folder.iterdir())
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
        for row in database.execute("SELECT key, value FROM Cache"):
            for packed in row:
                with contextlib.suppress(zlib.error):
                    yield zlib.decompress(packed)

"""Live data in Chromium over an outage and back, and on a line that is slower than the providers.

Console and server log stay clean on each visit.
"""

import contextlib
import re
import time

import pytest
from playwright.sync_api import expect
from serving import served_live
from upstream import running_upstream

from hydro_mining.network_data._store import Store
from tests.browser.layout import wait_for_fit
from tests.browser.rounds import stored_round

SCREENS = {
    "Overview": '[data-figure="npv_gbp"]',
    "Scenarios": '[data-figure="npv_gbp:Base"]',
    "Data & proof": '[data-figure="health"]',
}
FRESH = re.compile("live|cached")
SCRIPT = re.compile("panel.material.ui.*js")


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
        assert not re.search("ERROR|Traceback|Exception", log), log


@pytest.fixture
def visit(browser, open_dashboard):
    """Return what opens a served dashboard; its console is clean in the end."""
    visits = []
    with contextlib.ExitStack() as stack:

        def open_it(served, *, before=lambda _: None):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            stack.callback(context.close)
            page = context.new_page()
            before(page)
            visits.append(open_dashboard(page, served.url))
            return visits[-1]

        yield open_it
    for dashboard in visits:
        assert dashboard.errors == []
        assert dashboard.foreign == []


def chip(dashboard, name="btc_price_usd"):
    """Return the locator of a network value's chip."""
    return dashboard.page.locator(f'.hm-chip[data-figure="{name}"]')


def button(dashboard):
    """Return the locator of the button that renews the figures."""
    return dashboard.page.get_by_role("button", name="Refresh data")


def let_a_round_be_due(folder):
    """Let a round be made at once, as some minutes later."""
    store = Store(folder)
    store.set("round", {"ended_at": "2026-01-01T00:00:00+00:00", "troubles": {}, "limited": []})
    store.close()


def test_an_outage_at_the_first_start_is_told_calmly_and_heals(serve, visit, upstream, folder):
    """Offline, all screens say so within their width; back online the page heals by itself."""
    upstream.status = 503
    served = serve()
    dashboard = visit(served)
    told = "All network figures: Live data temporarily unavailable, using the built-in value"
    expect(dashboard.page.get_by_text(told)).to_be_visible()
    dashboard.page.set_viewport_size({"width": 390, "height": 844})
    dashboard.page.reload()
    dashboard.page.wait_for_selector("#first-paint", state="detached")
    expect(dashboard.page.get_by_text(told)).to_be_visible()
    for screen, figure in SCREENS.items():
        dashboard.screen(screen)
        expect(dashboard.page.locator(figure).first).to_be_visible()
        wait_for_fit(dashboard.page)
    upstream.status = 200
    upstream.asked.clear()
    let_a_round_be_due(folder)
    other = visit(served)  # whose coming lets the feed ask, for the first one too
    for page in (other, dashboard):
        expect(chip(page)).to_have_attribute("data-status", FRESH)
        expect(page.page.get_by_text(told)).to_have_count(0)
    expect(dashboard.page.locator('[data-figure="network_state"]')).to_contain_text("fetched")
    assert upstream.asked["/coingecko/simple/price"] == 1


def test_stored_figures_are_there_at_once_and_cost_no_call(serve, visit, upstream, folder):
    """A server that starts anew over a cache paints its figures first, and asks nobody."""
    assert stored_round(upstream, folder).values["btc_price_usd"].value == 83_000
    asked, upstream.price = upstream.asked.total(), 99_000.0
    assert asked > 0
    served = serve()
    painted = []

    def listen(page):
        page.on("response", lambda response: painted.append(response.url))

    dashboard = visit(served, before=listen)
    assert painted[0] == served.url
    expect(chip(dashboard)).to_have_attribute("data-status", "cached")
    expect(chip(dashboard)).to_contain_text("$83,000")
    assert upstream.asked.total() == asked


def test_a_round_that_ends_while_the_page_loads_leaves_the_button_usable(serve, visit, upstream):
    """Whose line is slower than the providers still gets a button that can be pressed."""
    upstream.delay_s = 1

    def slow_line(page):
        def hold(route):
            time.sleep(4)
            route.continue_()

        page.route(SCRIPT, hold)

    dashboard = visit(serve(LIVE_DATA_TIMEOUT_S="30", LIVE_DATA_DEADLINE_S="45"), before=slow_line)
    expect(chip(dashboard)).to_have_attribute("data-status", FRESH, timeout=30_000)
    expect(dashboard.page.get_by_text("Asking the providers")).to_have_count(0)
    expect(button(dashboard)).to_be_enabled()

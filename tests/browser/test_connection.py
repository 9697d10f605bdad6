"""A page that lost its server says so at once, takes no entry, and comes back with its case."""

import os
import re
import signal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from serving import free_port, served_notebook

from tests.browser.proxy import Wire, wire_to

LOST = "The connection to the server is lost."
ANSWER_OF_THE_PLAN = "This is the answer of the plan"
SITE_POWER = re.compile(r"^Site power \[")
BACK_MS = 60_000  # a server that starts anew beside others' work


@pytest.fixture
def port() -> int:
    """A port that a server can come back to."""
    return free_port()


@pytest.fixture
def server():
    """A server whose wires may be cut."""
    with served_notebook() as running:
        yield running


@pytest.fixture
def wire(server):
    """What can be cut between browser and server."""
    with wire_to(urlsplit(server.url).port) as laid:
        yield laid


@pytest.fixture
def visit(browser, open_dashboard, wire: Wire):
    """The dashboard, reached through the wire."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield open_dashboard(context.new_page(), f"http://127.0.0.1:{wire.port}/dashboard")
    context.close()


def notice(page: Page):
    """Return the locator of what is said of the connection."""
    return page.get_by_role("alert").filter(has_text=LOST)


def profit(visit):
    """Return the locator of the day's profit."""
    return visit.figure("site_gross_profit_per_day")


def power_price(visit):
    """Return the locator of the entry of the power price."""
    return visit.page.get_by_role("textbox", name=re.compile(r"^Power price \["))


# The lengths of the columns of all charts' data, in no order.
CHARTED = """JSON.stringify([...Bokeh.documents[0]._all_models.values()]
  .filter(model => model.type === "ColumnDataSource")
  .map(model => Object.values(model.data).map(column => column.length)).sort())"""


def changed(visit) -> str:
    """Enter another power price and return the profit that it makes."""
    before = profit(visit).inner_text()
    visit.enter("Power price", "5")
    expect(profit(visit)).not_to_have_text(before)
    return profit(visit).inner_text()


def test_a_cut_is_told_and_healed_in_the_same_session(visit, wire, server):
    """The same session goes on: figures, entries, charts; the log has no fault.

    After that the server hangs.
    """
    before_it = len(server.log.read_text())
    expect(visit.page.locator(".bk-Figure").first).to_be_visible()
    shown = changed(visit)
    before = visit.page.evaluate(CHARTED)
    visit.page.evaluate("window.isSamePage = true")
    wire.cut()
    # A cut without a word would show after 40 seconds.
    expect(notice(visit.page)).to_be_visible(timeout=10_000)
    with pytest.raises(Exception, match="inert"):
        power_price(visit).click(timeout=5_000)
    wire.mend()
    expect(notice(visit.page)).to_have_count(0)
    expect(profit(visit)).to_have_text(shown)
    expect(power_price(visit)).to_have_value("5")
    visit.page.wait_for_function(f"(before) => {CHARTED} === before", arg=before)
    assert visit.page.evaluate("window.isSamePage")
    visit.enter("Power price", "3")
    expect(profit(visit)).not_to_have_text(shown)
    # The page asks for a sign of life, and gets it.
    heard = visit.page.evaluate("window.hydroConnection.heard")
    visit.page.wait_for_function("(before) => window.hydroConnection.heard > before", arg=heard)
    logged = server.log.read_text()[before_it:]
    assert "Warning" not in logged
    assert "Traceback" not in logged
    assert_a_hang_is_busy_at_first_and_lost_in_the_end(visit, server)


def assert_a_hang_is_busy_at_first_and_lost_in_the_end(visit, server):
    """Assert that nothing is closed where nothing comes back: entries are not kept out.

    It may be busy. When it has come back, leaving the page is no loss.
    """
    shown = changed(visit)
    busy = visit.page.get_by_role("status").filter(has_text="The server is busy.")
    os.kill(server.pid, signal.SIGSTOP)
    try:
        expect(busy).to_be_visible(timeout=30_000)
        expect(notice(visit.page)).to_have_count(0)
        power_price(visit).click()  # it is not inert
        # As if it had hung for longer; the page looks every few seconds.
        visit.page.evaluate(
            "for (const at of ['heard', 'pinged']) window.hydroConnection[at] -= 60_000"
        )
        expect(notice(visit.page)).to_be_visible(timeout=30_000)
    finally:
        os.kill(server.pid, signal.SIGCONT)
    expect(notice(visit.page)).to_have_count(0, timeout=BACK_MS)
    expect(profit(visit)).to_have_text(shown, timeout=BACK_MS)
    assert_leaving_says_nothing(visit)


def assert_leaving_says_nothing(visit):
    """Assert that a page that goes elsewhere has lost nothing."""
    visit.page.evaluate(
        """() => { window.addEventListener("pagehide", () => localStorage.setItem("said",
          document.getElementById("hm-connection") ? "yes" : "no")) }"""
    )
    visit.page.reload()
    visit.page.wait_for_selector("#first-paint", state="detached")
    assert visit.page.evaluate("localStorage.getItem('said')") == "no"
    expect(notice(visit.page)).to_have_count(0)


def test_a_restart_brings_every_case_back(browser, open_dashboard, port):
    """After a new start each page loads itself anew, with its case as it was.

    One case stands in its address. Ten years of daily water are beyond one: the tab has them, and
    what was entered since.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    with served_notebook(port=port) as running:
        short, long = (open_dashboard(context.new_page(), running.url) for _ in range(2))
        shown = changed(short)
        put_in = put_in_with_water(long)
        # What it would be restored from is on its way when the figures have stood for a moment.
        short.page.wait_for_function("window.hydroConnection.model.text !== ''")
    for visit in (short, long):
        expect(notice(visit.page)).to_be_visible()
    expect(profit(short)).to_have_text(shown)
    with served_notebook(port=port):
        for visit, source in ((short, "^From a link"), (long, "^From what this tab kept")):
            expect(notice(visit.page)).to_have_count(0, timeout=BACK_MS)
            restored = visit.page.get_by_text(re.compile(source))
            expect(restored).to_be_visible(timeout=BACK_MS)
        expect(profit(short)).to_have_text(shown)
        expect(power_price(short)).to_have_value("5")
        short.enter("Power price", "3")
        expect(profit(short)).not_to_have_text(shown)
        expect(long.figure("put_in")).to_have_text(put_in, timeout=BACK_MS)
        expect(long.page.get_by_text(ANSWER_OF_THE_PLAN)).to_be_visible()
        expect(long.page.get_by_role("textbox", name=SITE_POWER)).to_have_value("100")
        context.close()


def put_in_with_water(visit) -> str:
    """Give a case water and another site power; return the investment when the tab has them."""
    put_in = visit.figure("put_in")
    visit.page.locator("label").filter(has_text="With made-up water").click()
    expect(visit.page.get_by_text(ANSWER_OF_THE_PLAN)).to_be_visible(timeout=BACK_MS)
    before = put_in.inner_text()
    visit.enter("Site power", "100")
    expect(put_in).not_to_have_text(before, timeout=BACK_MS)
    shown = put_in.inner_text()
    visit.page.wait_for_function("location.hash === '#kept'", timeout=BACK_MS)
    # What came last has reached the shelf.
    visit.page.wait_for_function(
        "sessionStorage.getItem('hydro_mining.case') === window.hydroConnection.model.text"
        " && /^100/.test(window.hydroConnection.model.title)",
        timeout=BACK_MS,
    )
    return shown

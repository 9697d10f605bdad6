"""A foreign name that resolves to this machine gets nothing from a server of this machine."""

import re
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import expect

from tests.browser.conftest import REBOUND


def test_a_rebound_name_is_refused(browser, served):
    """Neither the page nor, with a token from elsewhere, a websocket."""
    page = browser.new_page()
    port = urlsplit(served.url).port
    answer = page.goto(f"http://{REBOUND}:{port}/dashboard")
    assert answer is not None
    assert answer.status == 403
    assert "does not answer under that name" in page.content()
    assert "Gross profit" not in page.content()
    token = re.search(r'"token":\s*"([^"]+)"', httpx.get(served.url).text)
    assert token is not None
    ended = page.evaluate(
        """([address, token]) => new Promise(done => {
          const socket = new WebSocket(address, ["bokeh", token])
          socket.onopen = () => done("open")
          socket.onerror = () => done("refused")
        })""",
        [f"ws://{REBOUND}:{port}/dashboard/ws", token[1]],
    )
    assert ended == "refused"
    page.close()


def test_the_machine_s_own_name_is_not(browser, served, open_dashboard):
    """The same browser gets the page under localhost, without having been told of it."""
    own = served.url.replace("127.0.0.1", "localhost")
    visit = open_dashboard(browser.new_page(), own)
    expect(visit.figure("site_gross_profit_per_day")).to_have_text(re.compile("^£"))
    assert visit.errors == []

"""A served notebook and a browser; skipped where there is no Chromium, except under CI."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect
from serving import GUIDE_IS_READ, Served, chromium_path, opened_browser, served_notebook

PHONE_BELOW = 600  # [px]
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
REBOUND = "rebound.example"
_PATIENCE_MS = 60_000  # a machine shared with others
TWO_FRAMES = """() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(done)))"""
expect.set_options(timeout=_PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, shared by all tests."""
    if chromium_path() is None:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    # A foreign name that leads to this machine, for the tests of who may come in.
    with opened_browser(f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1") as opened:
        yield opened


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The notebook, served by a process of its own."""
    with served_notebook() as running:
        yield running


class Dashboard:
    """The page as a person meets it, with what went wrong in the browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self._heard = {
            "pageerror": lambda error: self.errors.append(error.stack or str(error)),
            "console": self._on_console,
            "request": self._on_request,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)
        page.set_default_timeout(_PATIENCE_MS)
        page.goto(url)
        page.wait_for_selector("#first-paint", state="detached")

    def leave(self) -> None:
        """Listen to the page no more: another visit may be made in its tab."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)

    def _on_console(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _on_request(self, request) -> None:
        host = self.url.rsplit("/", 1)[0]
        if not request.url.startswith((host, host.replace("http", "ws"), "data:", "blob:")):
            self.foreign.append(request.url)

    def figure(self, name: str):
        """Return the locator of a card's value."""
        return self.page.locator(f'[data-figure="{name}"] .hm-value')

    def enter(self, label: str, value: str) -> None:
        """Type a value as a person does."""
        # The accessible name goes on with the unit, if there is one, and the help text.
        name = re.compile(rf"^{re.escape(label)} [\[A-Z]")
        entry = self.page.get_by_role("textbox", name=name)
        entry.click()
        self.type_into(entry, value)

    def type_into(self, entry, value: str, *, then: str = "Enter") -> None:
        """Type a value into an entry and press a key."""
        entry.fill(value)
        # A person's next key comes frames later; the entry's own handler knows the text by then.
        self.page.evaluate(TWO_FRAMES)
        entry.press(then)

    def open(self, section: str) -> None:
        """Open a closed section."""
        self.page.get_by_role("button", name=section).click()

    def choose(self, label: str, option: str) -> None:
        """Pick an option of a select."""
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("menuitem", name=option, exact=True).click()

    def screen(self, name: str) -> None:
        """Go to a screen: by its tab, or on a phone by the select."""
        if self.page.viewport_size["width"] < PHONE_BELOW:
            self.page.get_by_role("combobox", name=re.compile("^Screen")).select_option(label=name)
        else:
            self.page.get_by_role("tab", name=name).click()


@pytest.fixture
def open_dashboard():
    """Return what opens the dashboard at an address in a given page.

    It is for one who has closed the guide before, unless the visit ``is_first``.
    """

    def opened(page: Page, url: str, *, is_first: bool = False) -> Dashboard:
        if not is_first:
            page.add_init_script(GUIDE_IS_READ)
        return Dashboard(page, url)

    return opened


@contextmanager
def _tab(browser: Browser) -> Iterator[Page]:
    """Open a tab of a browser of its own, whose owner has closed the guide before."""
    context = browser.new_context(viewport=WIDE, accept_downloads=True)
    context.add_init_script(GUIDE_IS_READ)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def used_tab(browser):
    """The tab that visits are made in one after the other: it has compiled the scripts."""
    with _tab(browser) as tab:
        yield tab


@pytest.fixture
def dashboard(used_tab, served, request):
    """The dashboard in a new visit, in a window of 1440 × 900 or of the parameter's size."""
    _forget(used_tab, served)
    used_tab.set_viewport_size(getattr(request, "param", WIDE))
    with _clean_visit(used_tab, served) as visit:
        yield visit


@pytest.fixture(scope="module")
def looked_at(browser, served):
    """The dashboard in one visit for all tests of a file that leave its case as it is."""
    with _tab(browser) as tab, _clean_visit(tab, served) as visit:
        yield visit


def _forget(tab: Page, served: Served) -> None:
    """Make a tab and its context as new, but for what is cached and compiled."""
    context = tab.context
    for other in context.pages:
        if other is not tab:
            other.close()
    tab.goto(urljoin(served.url, "/favicon.ico"))  # of the same origin, and without a script
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    context.clear_cookies()
    context.clear_permissions()
    tab.mouse.move(0, 0)


@contextmanager
def _clean_visit(tab: Page, served: Served) -> Iterator[Dashboard]:
    """Make a visit; console and server log stay clean, and nobody else is asked."""
    before = len(served.log.read_text())
    visit = Dashboard(tab, served.url)
    yield visit
    tab.goto("about:blank")
    visit.leave()
    assert visit.errors == []
    assert visit.foreign == []
    logged = served.log.read_text()[before:]
    assert re.findall(r"(?im)^.*(?:error|warning|traceback|\bW-\d+).*$", logged) == []

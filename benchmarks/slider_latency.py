"""Time from moving a slider to the last visible update, in Chromium.

    .venv/bin/python benchmarks/slider_latency.py

Measured inside the browser: from the key press on a slider to the frame after the last change
that the server sent and the page shows: the case that it keeps for a lost server, sent after a
moment of rest, is none. Then twenty quick presses, and how long after the last one the page still
changes. With Overview open it is the power price's slider, with Growth that of the MW, with Hydro,
and with Overview beside its plan, that of cooling and losses. Beside the times stands the server's
CPU a step, which others' load does not change. On Risk it is also the time until nothing in the
window changes any more, the watching included.
"""

import statistics

from playwright.sync_api import Page
from serving import Served, opened_browser, served_notebook
from watching import WATCH, WATCH_WINDOW

_STEPS = 30
_QUIET_MS = 500
_SETTLED_MS = 3_000
# On Risk the window stands before what is below it does.
_RISK_WINDOW = "Risk, its window"
# The sliders of a page in their order: four in the sidebar, then those of the open screen.
_SLIDERS = {
    "Overview": 2,
    "Growth": 5,
    "Risk": 2,
    _RISK_WINDOW: 2,
    "Alternatives": 2,
    "Hydro": 3,
    "Overview with a plan": 3,
}
_DRAWN_MS = 60_000


def main() -> None:
    """Print median, 95th percentile and the lag after a quick drag, a row a screen."""
    with served_notebook() as served, opened_browser() as browser:
        for screen, slider in _SLIDERS.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            if screen == _RISK_WINDOW:
                page.add_init_script(WATCH_WINDOW)
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
            if slider == _SLIDERS["Hydro"]:
                page.locator("label").filter(has_text="With made-up water").click()
                page.get_by_text("This is the answer of the plan").wait_for(timeout=_DRAWN_MS)
            page.get_by_role("tab", name=screen.split()[0].strip(",")).click()
            if screen == "Hydro":
                page.get_by_text("NPV by size").wait_for(timeout=_DRAWN_MS)
            page.wait_for_timeout(_SETTLED_MS)
            page.evaluate(WATCH)
            _report(page, served, screen, slider)
            page.close()


def _report(page: Page, served: Served, screen: str, slider: int) -> None:
    page.locator("input[type=range]").nth(slider).focus()
    cpu_ms = served.cpu_ms
    # Up first: the slider may stand at its lower end.
    steps = [_step(page, "ArrowLeft" if i % 2 else "ArrowRight") for i in range(_STEPS)]
    cpu_ms = (served.cpu_ms - cpu_ms) / _STEPS
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    lag = _settled(page)
    ordered = sorted(steps[5:])
    print(
        f"{screen:<20} one step  median {statistics.median(ordered):4.0f} ms  "
        f"p95 {ordered[int(0.95 * len(ordered))]:4.0f} ms  "
        f"lag after 20 quick steps {lag:4.0f} ms  server {cpu_ms:4.0f} ms CPU a step"
    )


def _step(page: Page, key: str) -> float:
    page.keyboard.press(key)
    return _settled(page)


def _settled(page: Page) -> float:
    page.wait_for_timeout(_QUIET_MS)
    elapsed: float = page.evaluate("(window.stood ?? window.painted) - window.pressed")
    return elapsed


if __name__ == "__main__":
    main()

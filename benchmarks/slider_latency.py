"""Time from moving a slider to the last visible update, with Overview open, in Chromium.

    .venv/bin/python benchmarks/slider_latency.py

Measured inside the browser: from the key press on the power price's slider to the frame after
the last change that the server sent. Then twenty quick presses, and how long after the last one
the page still changes.
"""

import statistics

from playwright.sync_api import Page
from serving import opened_browser, served_notebook

_STEPS = 30
_QUIET_MS = 500
_POWER_PRICE = 2  # the third slider of the sidebar

_WATCH = """() => {
  window.pressed = 0
  window.painted = 0
  document.addEventListener("keydown", () => { window.pressed = performance.now() }, true)
  Bokeh.documents[0].on_change(() => requestAnimationFrame(
    () => setTimeout(() => { window.painted = performance.now() }, 0)))
}"""


def main() -> None:
    """Print median, 95th percentile and the lag after a quick drag."""
    with served_notebook() as served, opened_browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(served.url)
        page.wait_for_selector("#first-paint", state="detached")
        page.wait_for_timeout(2000)
        page.evaluate(_WATCH)
        page.locator("input[type=range]").nth(_POWER_PRICE).focus()
        steps = [_step(page, "ArrowRight" if i % 2 else "ArrowLeft") for i in range(_STEPS)]
        for _ in range(20):
            page.keyboard.press("ArrowRight")
        lag = _settled(page)
    ordered = sorted(steps[5:])
    print(
        f"one step  median {statistics.median(ordered):4.0f} ms  "
        f"p95 {ordered[int(0.95 * len(ordered))]:4.0f} ms"
    )
    print(f"lag after 20 quick steps {lag:4.0f} ms")


def _step(page: Page, key: str) -> float:
    page.keyboard.press(key)
    return _settled(page)


def _settled(page: Page) -> float:
    page.wait_for_timeout(_QUIET_MS)
    elapsed: float = page.evaluate("window.painted - window.pressed")
    return elapsed


if __name__ == "__main__":
    main()

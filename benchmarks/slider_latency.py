"""Time from moving a slider to the last visible update, in Chromium.

    .venv/bin/python benchmarks/slider_latency.py

Measured inside the browser: from the key press on a slider to the frame after the last change
that the server sent and the page shows: the case that it keeps for a lost server, sent after a
moment of rest, is none. Then twenty quick presses, and how long after the last one the page still
changes. With Overview open it is the power price's slider, with Growth that of the MW.
"""

import statistics

from playwright.sync_api import Page
from serving import opened_browser, served_notebook

_STEPS = 30
_QUIET_MS = 500
_SETTLED_MS = 3_000
# The sliders of a page in their order: four in the sidebar, then those of the open screen.
_SLIDERS = {"Overview": 2, "Growth": 5}

_WATCH = """() => {
  window.pressed = 0
  window.painted = 0
  document.addEventListener("keydown", () => { window.pressed = performance.now() }, true)
  Bokeh.documents[0].on_change((event) => {
    if (event.model?.attributes && "pong" in event.model.attributes) return
    requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now() }, 0))
  })
}"""


def main() -> None:
    """Print median, 95th percentile and the lag after a quick drag, a row a screen."""
    with served_notebook() as served, opened_browser() as browser:
        for screen, slider in _SLIDERS.items():
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
            page.get_by_role("tab", name=screen).click()
            page.wait_for_timeout(_SETTLED_MS)
            page.evaluate(_WATCH)
            _report(page, screen, slider)
            page.close()


def _report(page: Page, screen: str, slider: int) -> None:
    page.locator("input[type=range]").nth(slider).focus()
    # Up first: the slider may stand at its lower end.
    steps = [_step(page, "ArrowLeft" if i % 2 else "ArrowRight") for i in range(_STEPS)]
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    lag = _settled(page)
    ordered = sorted(steps[5:])
    print(
        f"{screen:<10} one step  median {statistics.median(ordered):4.0f} ms  "
        f"p95 {ordered[int(0.95 * len(ordered))]:4.0f} ms  "
        f"lag after 20 quick steps {lag:4.0f} ms"
    )


def _step(page: Page, key: str) -> float:
    page.keyboard.press(key)
    return _settled(page)


def _settled(page: Page) -> float:
    page.wait_for_timeout(_QUIET_MS)
    elapsed: float = page.evaluate("window.painted - window.pressed")
    return elapsed


if __name__ == "__main__":
    main()

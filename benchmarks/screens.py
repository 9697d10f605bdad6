"""Time from a click on a screen's tab until it stands, when it is opened for the first time.

    .venv/bin/python benchmarks/screens.py

Each visit is a new one; what is made once a process has been made by a visit before. The window
stands when nothing in it changes any more below the tabs: no element, no attribute, no canvas.
What follows below the window, and in Risk what is drawn meanwhile, is the last change that the
server sends.
"""

import statistics

from playwright.sync_api import Page
from serving import GUIDE_IS_READ, opened_browser, served_notebook
from watching import WATCH, WATCH_WINDOW

_VISITS = 5
_QUIET_MS = 1_500
_CLICK = """() => document.addEventListener("pointerdown", () => {
  window.pressed = performance.now() }, true)"""


def main() -> None:
    """Print the medians of each screen."""
    stood: dict[str, list[float]] = {}
    last: dict[str, list[float]] = {}
    with served_notebook() as served, opened_browser() as browser:
        for _ in range(_VISITS + 1):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(GUIDE_IS_READ)
            page.add_init_script(WATCH_WINDOW)
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
            page.evaluate(WATCH)
            page.evaluate(_CLICK)
            for name in page.get_by_role("tab").all_inner_texts()[1:]:
                window_ms, change_ms = _opened(page, name)
                stood.setdefault(name, []).append(window_ms)
                last.setdefault(name, []).append(change_ms)
            page.close()
    for name, ms in stood.items():
        print(
            f"{name:<14} the window stands, median {statistics.median(ms[1:]):5.0f} ms  "
            f"last change {statistics.median(last[name][1:]):5.0f} ms"
        )


def _opened(page: Page, name: str) -> tuple[float, float]:
    page.get_by_role("tab", name=name).click()
    before = -1.0
    while (painted := page.evaluate("window.painted + window.stood")) != before:
        before = painted
        page.wait_for_timeout(_QUIET_MS)
    since: list[float] = page.evaluate("[stood - pressed, painted - pressed]")
    return since[0], since[1]


if __name__ == "__main__":
    main()

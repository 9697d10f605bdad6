"""Time from a click on a screen's tab to its last change, when it is opened for the first time.

    .venv/bin/python benchmarks/screens.py

Each visit is a new one; what is made once a process has been made by a visit before.
"""

import statistics

from playwright.sync_api import Page
from serving import opened_browser, served_notebook
from slider_latency import WATCH

_VISITS = 5
_QUIET_MS = 1_500
_CLICK = """() => document.addEventListener("pointerdown", () => {
  window.pressed = performance.now() }, true)"""


def main() -> None:
    """Print the median of each screen."""
    taken: dict[str, list[float]] = {}
    with served_notebook() as served, opened_browser() as browser:
        for _ in range(_VISITS + 1):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
            page.evaluate(WATCH)
            page.evaluate(_CLICK)
            for name in page.get_by_role("tab").all_inner_texts()[1:]:
                taken.setdefault(name, []).append(_opened(page, name))
            page.close()
    for name, ms in taken.items():
        print(f"{name:<14} first opening, median {statistics.median(ms[1:]):5.0f} ms")


def _opened(page: Page, name: str) -> float:
    page.get_by_role("tab", name=name).click()
    last = -1.0
    while (painted := page.evaluate("window.painted")) != last:
        last = painted
        page.wait_for_timeout(_QUIET_MS)
    elapsed: float = page.evaluate("window.painted - window.pressed")
    return elapsed


if __name__ == "__main__":
    main()

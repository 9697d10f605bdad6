"""A visitor's slider while another visitor's list of sites is computed, in Chromium.

    .venv/bin/python benchmarks/list_beside.py

Times from the key press to the last visible update, Overview open, before the list and beside it;
the list's processes give way to the server.
"""

import statistics

from playwright.sync_api import Page
from serving import opened_browser, served_notebook
from watching import WATCH

_SITES = 20_000
_STEPS = 25
_DRAWN_MS = 60_000
_POWER_PRICE = 2


def main() -> None:
    """Print the medians of both, and how far the list had come."""
    with served_notebook() as served, opened_browser() as browser:
        one, other = (browser.new_page() for _ in range(2))
        for page in (one, other):
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
        other.get_by_role("tab", name="Portfolio").click()
        rows = "".join(f"Site {n},{500 + n % 900},0.{40 + n % 50}\n" for n in range(_SITES))
        other.locator("input[type=file]").first.set_input_files(
            {
                "name": "sites.csv",
                "mimeType": "text/csv",
                "buffer": f"name,site_power_kw,load_factor\n{rows}".encode(),
            }
        )
        begin = other.get_by_role("button", name=f"Compute {_SITES:,} sites")
        begin.wait_for(timeout=_DRAWN_MS)
        one.wait_for_timeout(3_000)
        one.evaluate(WATCH)
        _told("alone", _steps(one))
        begin.click()
        other.get_by_text("computed, about").first.wait_for(timeout=_DRAWN_MS)
        _told("beside the list", _steps(one))
        print(other.get_by_text("computed, about").first.inner_text())


def _steps(page: Page) -> list[float]:
    page.locator("input[type=range]").nth(_POWER_PRICE).focus()
    steps = []
    for i in range(_STEPS):
        page.keyboard.press("ArrowLeft" if i % 2 else "ArrowRight")
        page.wait_for_timeout(500)
        steps.append(float(page.evaluate("window.painted - window.pressed")))
    return sorted(steps[5:])


def _told(when: str, steps: list[float]) -> None:
    print(f"{when:<16} median {statistics.median(steps):4.0f} ms  slowest {steps[-1]:4.0f} ms")


if __name__ == "__main__":
    main()

"""How long the server's event loop is taken at once by a screen that computes in the background.

    .venv/bin/python benchmarks/screen_turns.py [SCREEN ...]

For each screen: when a new server's first page opens it, when a second page does, and while the
power price's slider moves twelve steps and futures are drawn; without a plan and with Hydro's
example. Times are those of the loop's own thread on the processor: the longest turns, and all of
5 ms or more added up.
"""

import re
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page
from serving import opened_browser, served_notebook

_DASHBOARD = Path(__file__).with_name("turns_dashboard.py")
_ANSWER = {"Risk": '[data-figure="bad-turn"]', "Alternatives": '[data-figure="alternatives-odds"]'}
_POWER_PRICE = 2  # the third slider of the sidebar
_STEPS, _PAUSE_MS, _SETTLED_MS = 12, 150, 3_000


def main() -> None:
    """Print the longest turns, a row each."""
    for screen in sys.argv[1:] or _ANSWER:
        for has_plan in (False, True):
            with tempfile.TemporaryDirectory() as folder, opened_browser() as browser:
                turns = Path(folder) / "turns"
                settings = {"LOOP_TURNS": str(turns), "PYTHONPATH": str(_DASHBOARD.parent)}
                with served_notebook(_DASHBOARD, **settings) as served:
                    _measured(browser, served.url, turns, screen, has_plan=has_plan)


def _measured(browser: Browser, url: str, turns: Path, screen: str, *, has_plan: bool) -> None:
    plan = "with a plan" if has_plan else "no plan"
    for visit in ("first page", "second page"):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.wait_for_selector("#first-paint", state="detached")
        if has_plan:
            page.get_by_role("tab", name="Hydro").click()
            page.get_by_role("button", name="See an example").click()
            page.get_by_role("button", name=re.compile("into the study$")).wait_for()
        page.wait_for_timeout(_SETTLED_MS)
        with _reported(turns, f"{screen}, {plan}: opened by the {visit}"):
            page.get_by_role("tab", name=screen).click()
            page.wait_for_selector(_ANSWER[screen], timeout=60_000)
            page.wait_for_timeout(_SETTLED_MS)
    with _reported(turns, f"{screen}, {plan}: slider moves"):
        _moved(page)


def _moved(page: Page) -> None:
    page.locator("input[type=range]").nth(_POWER_PRICE).focus()
    for i in range(_STEPS):
        page.keyboard.press("ArrowLeft" if i % 3 else "ArrowRight")
        page.wait_for_timeout(_PAUSE_MS * (8 if i % 4 == 3 else 1))  # noqa: PLR2004
    page.wait_for_timeout(_SETTLED_MS)


class _reported:  # noqa: N801
    """Prints the turns of what is done inside."""

    def __init__(self, turns: Path, label: str) -> None:
        self._turns, self._label = turns, label

    def __enter__(self) -> None:
        self._from = time.time()

    def __exit__(self, *_: object) -> None:
        lines = [line.split() for line in self._turns.read_text().splitlines()]
        took = sorted((float(ms) for at, ms in lines if float(at) >= self._from), reverse=True)
        longest = " ".join(f"{ms:.0f}" for ms in took[:6])
        print(f"{self._label:<46} longest turns [ms] {longest}; all {sum(took):.0f}", flush=True)


if __name__ == "__main__":
    main()

"""How long the server's event loop is blocked while slow providers are asked and a slider moves.

    .venv/bin/python benchmarks/live_refresh.py

The same slider steps are made during a refresh whose providers take 20 s to answer, and after
it. Blocked is what a task of the loop that wakes every 5 ms waits beyond that; a redraw after a
slider's step is part of it in both cases.
"""

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page
from serving import opened_browser, served_live
from upstream import Upstream, running_upstream

_SLOW_S = 20.0
_POWER_PRICE = 2  # the third slider of the sidebar
_STEPS = 24
_PAUSE_MS = 120


def main() -> None:
    """Print the longest and the 95th percentile block, during a refresh and after it."""
    with running_upstream() as upstream, tempfile.TemporaryDirectory() as folder:
        upstream.delay_s = _SLOW_S
        gaps = Path(folder) / "gaps"
        settings = {
            "LOOP_GAPS": str(gaps),
            "LIVE_DATA_TIMEOUT_S": "30",
            "LIVE_DATA_DEADLINE_S": "45",
        }
        with (
            served_live(upstream.url, Path(folder) / "cache", **settings) as served,
            opened_browser() as browser,
        ):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(served.url)
            page.wait_for_selector("#first-paint", state="detached")
            page.locator("input[type=range]").nth(_POWER_PRICE).focus()
            during = _blocked(page, gaps)
            assert not _is_answered(page, upstream), "the providers answered too early"
            page.wait_for_selector('[data-figure="btc_price_usd"][data-status="live"]')
            page.wait_for_timeout(2000)
            after = _blocked(page, gaps)
    for name, blocks in (("during a refresh", during), ("without one", after)):
        blocks.sort()
        p95 = blocks[int(0.95 * len(blocks))]
        print(
            f"{name:<17} longest block {blocks[-1]:4.0f} ms  p95 {p95:4.1f} ms  "
            f"median {statistics.median(blocks):4.1f} ms"
        )


def _is_answered(page: Page, upstream: Upstream) -> bool:
    assert upstream.asked, "nothing was asked"
    return page.locator('[data-figure="btc_price_usd"][data-status="live"]').count() > 0


def _blocked(page: Page, gaps: Path) -> list[float]:
    """Return the loop's blocks [ms] while the slider moves."""
    start = time.time()
    for i in range(_STEPS):
        page.keyboard.press("ArrowRight" if i % 2 else "ArrowLeft")
        page.wait_for_timeout(_PAUSE_MS)
    rows = [line.split() for line in gaps.read_text().splitlines()]
    return [float(row[1]) for row in rows if row[1:] and float(row[0]) >= start]


if __name__ == "__main__":
    main()

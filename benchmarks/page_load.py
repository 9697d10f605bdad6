"""Time from asking for the page of a warm server to its first figures and to its controls.

    .venv/bin/python benchmarks/page_load.py

First figures: the browser has painted the cards that the server draws into the page. Controls: the
live page has taken their place and answers. Each visit is a new browser context, so nothing comes
from a cache. Visits of the page as it opens and of one that opens with a plan take turns; beside
them stands the server's CPU a visit, which others' load does not change.
"""

import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, Page
from serving import Served, opened_browser, served_notebook

_VISITS = 9
_PATIENCE_MS = 120_000
_PLAN = Path(__file__).with_name("plan_dashboard.py")
# Run in a page before all else: the frame after the one that the figures came in has them painted.
_NOTE_FIRST_FIGURES = """(() => {
  const painted = () => { window.firstFigures = performance.now() }
  const look = () => requestAnimationFrame(
    document.querySelector("[data-figure=put_in]") ? painted : look
  )
  look()
})()"""


def main() -> None:
    """Print the medians of both pages."""
    with (
        served_notebook() as bare,
        served_notebook(_PLAN) as planned,
        opened_browser() as browser,
    ):
        served = {"as it opens": bare, "with a plan": planned}
        times = {name: [] for name in served}
        for _ in range(_VISITS + 1):
            for name, one in served.items():
                times[name].append(_visit(browser, one))
    for name, visits in times.items():
        first, ready, cpu_ms, megabytes = (
            statistics.median(column) for column in zip(*visits[1:], strict=True)
        )
        print(
            f"{name:<12} first figures {first:5.2f} s  live controls {ready:5.2f} s  "
            f"server {cpu_ms:5.0f} ms CPU  page {megabytes:.1f} MB"
        )


def _visit(browser: Browser, served: Served) -> tuple[float, float, float, float]:
    """Return the seconds to first figures and to controls, the server's CPU [ms] and the MB."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(_NOTE_FIRST_FIGURES)
    page = context.new_page()
    weighed = _weighed(page)
    cpu_ms, start = served.cpu_ms, time.perf_counter()
    page.goto(served.url, wait_until="commit")
    page.wait_for_selector("#first-paint", state="attached", timeout=_PATIENCE_MS)
    page.wait_for_selector("#first-paint", state="detached", timeout=_PATIENCE_MS)
    ready = time.perf_counter() - start
    first = page.wait_for_function("window.firstFigures").json_value() / 1_000
    page.wait_for_timeout(1_000)  # for what is drawn after them
    spent_ms = served.cpu_ms - cpu_ms
    context.close()
    return first, ready, spent_ms, sum(weighed) / 1e6


def _weighed(page: Page) -> list[int]:
    """Return where the bytes of all answers and messages to a page are counted from now on."""
    got: list[int] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda told: got.append(int(told["encodedDataLength"])))
    network.on(
        "Network.webSocketFrameReceived",
        lambda told: got.append(len(told["response"]["payloadData"])),
    )
    return got


if __name__ == "__main__":
    main()

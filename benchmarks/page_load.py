"""Time from asking for the page of a warm server to its first figures and to its controls.

    .venv/bin/python benchmarks/page_load.py

First figures: the cards that the server draws into the page. Controls: the live page has taken
their place and answers. Each visit is a new browser context, so nothing comes from a cache.
"""

import statistics
import time

from serving import opened_browser, served_notebook

_VISITS = 9


def main() -> None:
    """Print the medians."""
    first, ready = [], []
    with served_notebook() as served, opened_browser() as browser:
        for _ in range(_VISITS + 1):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            start = time.perf_counter()
            page.goto(served.url, wait_until="commit")
            page.wait_for_selector("[data-figure=site_gross_profit_per_day]")
            first.append(time.perf_counter() - start)
            page.wait_for_selector("#first-paint", state="detached")
            ready.append(time.perf_counter() - start)
            context.close()
    for name, seconds in (("first figures", first[1:]), ("live controls", ready[1:])):
        print(f"{name:<14} median {statistics.median(seconds):5.2f} s  max {max(seconds):5.2f} s")


if __name__ == "__main__":
    main()

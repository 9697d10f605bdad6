"""Visitors who move their sliders at once: how long an update takes, and who was put off.

    .venv/bin/python benchmarks/crowd.py

They come one after the other and stay; each moves the slider of the site's power every second, and
an update is the time until the server's next word. No browser takes part.
"""

import asyncio
import statistics
import time
from pathlib import Path

from raw_page import PutOff, RawPage
from serving import Served, served_notebook

_CROWDS = (10, 30, 50)
_MOVES = 5
_EVERY_S = 1.0
_COME_AGAIN_S = 3.0


def main() -> None:
    """Print a row a crowd, and what a session holds of the server's memory."""
    with served_notebook() as served:
        asyncio.run(_crowds(served))


async def _crowds(served: Served) -> None:
    pages: list[RawPage] = []
    put_off = 0
    empty = _memory_mb(served)
    for size in _CROWDS:
        while len(pages) < size:
            try:
                pages.append(await RawPage.opened(served.url))
            except PutOff:
                put_off += 1
                await asyncio.sleep(_COME_AGAIN_S)
        outcomes = await asyncio.gather(*map(_moved, pages), return_exceptions=True)
        errors = [one for one in outcomes if isinstance(one, BaseException)]
        taken = sorted(ms for one in outcomes if not isinstance(one, BaseException) for ms in one)
        print(
            f"{size} sliders at once: median {statistics.median(taken):.0f} ms, "
            f"p95 {taken[int(0.95 * len(taken))]:.0f} ms, {len(errors)} errors, {put_off} put off"
        )
    print(f"memory a session: {(_memory_mb(served) - empty) / len(pages):.1f} MB")


async def _moved(page: RawPage) -> list[float]:
    """Return the time [ms] of each update."""
    slider = next(page.models("FloatSlider1"))
    value = slider["attributes"]["value"]
    taken = []
    for i in range(_MOVES):
        before = time.perf_counter()
        await page.set(slider["id"], "value", value + 50 * (i + 1))
        await page.heard("PATCH-DOC")
        taken.append((time.perf_counter() - before) * 1000)
        await asyncio.sleep(_EVERY_S)
    return taken


def _memory_mb(served: Served) -> float:
    pages = int(Path(f"/proc/{served.pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main()

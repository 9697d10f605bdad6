"""CPU time that a server takes for a page load, beside a plain Panel page in the same minutes.

    .venv/bin/python benchmarks/page_cost.py

The visits take turns, so that what else the machine does is in both. A load is the page, its
connection and its document, and what the server does after it; no browser takes part.
"""

import asyncio
import statistics
from pathlib import Path

from raw_page import RawPage
from serving import Served, served_notebook

_VISITS = 16
_WARM = 3
_SETTLED_S = 0.3


def main() -> None:
    """Print both medians, what a load of ours is of the plain one's, and the document's size."""
    plain_page = Path(__file__).with_name("plain_page.py")
    most = {"MOST_STARTING_PAGES": "9999"}
    with served_notebook(**most) as ours, served_notebook(plain_page) as plain:
        rows = asyncio.run(_loads(ours, plain))
    mine, other = (statistics.median(cpu) for cpu in zip(*rows, strict=True))
    print(
        f"server CPU a page load: {mine:.0f} ms, a plain page {other:.0f} ms, "
        f"ratio {mine / other:.2f}"
    )


async def _loads(*pages: Served) -> list[list[float]]:
    rows, held = [], []
    for i in range(_WARM + _VISITS):
        row = []
        for served in pages:
            before = served.cpu_ms
            held.append(await RawPage.opened(served.url))
            await asyncio.sleep(_SETTLED_S)
            row.append(served.cpu_ms - before)
        if i >= _WARM:
            rows.append(row)
    print(f"document {held[-len(pages)].document_bytes / 1e3:.0f} kB")
    return rows


if __name__ == "__main__":
    main()

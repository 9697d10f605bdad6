"""Every figure of how quick a server of the dashboard is, in one dated table.

    .venv/bin/python benchmarks/all.py

It runs the scripts beside it, some ten minutes in all. On a machine that does other work the
times are not worth much: its load is printed with them.
"""

import contextlib
import datetime as dt
import io
import os
import time
from collections.abc import Callable

import crowd
import heavy_case
import page_cost
import page_load
import screens
import sessions
import slider_latency
from serving import served_notebook


def server_start() -> None:
    """Print the time from the command to the first page that is answered."""
    before = time.perf_counter()
    with served_notebook():
        print(f"{time.perf_counter() - before:.1f} s to the first page")


_PARTS: dict[str, Callable[[], None]] = {
    "server start": server_start,
    "CPU of a page load": page_cost.main,
    "page load in Chromium": page_load.main,
    "screens": screens.main,
    "slider to last update": slider_latency.main,
    "many at once": crowd.main,
    "others' waits": heavy_case.main,
    "after visits that ended": sessions.main,
}


def main() -> None:
    """Print the table, a part at a time."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    now = dt.datetime.now(tz=dt.UTC)
    print(f"{now:%d %B %Y, %H:%M} UTC; {os.cpu_count()} cores, load {load}\n")
    for name, part in _PARTS.items():
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            part()
        for line in said.getvalue().splitlines():
            print(f"{name:<24} | {line}", flush=True)


if __name__ == "__main__":
    main()

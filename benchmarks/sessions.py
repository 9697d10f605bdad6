"""Memory and live pages of a server after visits that ended.

    .venv/bin/python benchmarks/sessions.py [VISITS]

Opens and closes pages in this process's own server, 15 if nothing is said, in three rounds. After
each it collects garbage and counts the pages that are still alive: no more than the sessions that
the server still holds.
"""

import gc
import os
import sys
import time
from pathlib import Path

import panel as pn
from panel_material_ui import Page
from serving import opened_browser

from hydro_mining.app import dashboard

_VISITS, _ROUNDS = 15, 3
# Bokeh's server lets a closed session go some seconds after its lifetime.
_EXPIRY_S = 12
_LIFETIME_MS = 200


def main() -> None:
    """Print live pages beside open sessions after each round of visits."""
    pn.serve(
        dashboard,
        port=0,
        address="127.0.0.1",
        show=False,
        threaded=True,
        websocket_origin="*",  # the port is not known yet; the server is this script's own
        check_unused_sessions_milliseconds=_LIFETIME_MS,
        unused_session_lifetime_milliseconds=_LIFETIME_MS,
    )
    time.sleep(3)
    server = next(iter(pn.state._servers.values()))[0]  # noqa: SLF001
    a_round = int(sys.argv[1] if len(sys.argv) > 1 else _VISITS) // _ROUNDS
    for round_ in range(1, _ROUNDS + 1):
        _visit(f"http://127.0.0.1:{server.port}/", a_round)
        time.sleep(_EXPIRY_S)
        gc.collect()
        pages = sum(isinstance(thing, Page) for thing in gc.get_objects())
        print(
            f"after {round_ * a_round:>3} visits: {pages} live pages, "
            f"{len(server.get_sessions())} open sessions, {_held_mb():.0f} MB held"
        )
    pn.state.kill_all_servers()


def _held_mb() -> float:
    """Return what this process holds of the machine's memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _visit(url: str, visits: int) -> None:
    with opened_browser() as browser:
        for _ in range(visits):
            page = browser.new_page()
            page.goto(url)
            page.wait_for_selector("#first-paint", state="detached")
            page.close()


if __name__ == "__main__":
    main()

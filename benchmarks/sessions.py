"""Memory and live pages of a server after visits that ended.

    .venv/bin/python benchmarks/sessions.py

Opens and closes pages in this process's own server, collects garbage, and counts the pages that
are still alive: there must be none beyond those still open.
"""

import gc
import resource
import threading
import time

import panel as pn
from panel_material_ui import Page
from serving import opened_browser

from hydro_mining.app import dashboard

_VISITS = 10


def main() -> None:
    """Print live pages and peak memory after two rounds of visits."""
    server = pn.serve(
        dashboard,
        port=0,
        address="127.0.0.1",
        show=False,
        threaded=True,
        websocket_origin="*",
        check_unused_sessions=200,
        unused_session_lifetime=200,
    )
    assert isinstance(server, threading.Thread)
    time.sleep(3)
    port = next(iter(pn.state._servers.values()))[0].port  # noqa: SLF001
    for round_ in (1, 2):
        with opened_browser() as browser:
            for _ in range(_VISITS):
                page = browser.new_page()
                page.goto(f"http://127.0.0.1:{port}/")
                page.wait_for_selector("#first-paint", state="detached")
                page.close()
        time.sleep(3)
        gc.collect()
        pages = sum(isinstance(thing, Page) for thing in gc.get_objects())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"after {round_ * _VISITS:>3} visits: {pages} live pages, peak {peak:.0f} MB")
    pn.state.kill_all_servers()


if __name__ == "__main__":
    main()

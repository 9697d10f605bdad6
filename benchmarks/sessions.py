"""Memory and live pages of a server after visits that ended.

    .venv/bin/python benchmarks/sessions.py

Opens and closes pages in this process's own server, collects garbage, and counts the pages that
are still alive: no more than the sessions that the server still holds.
"""

import gc
import resource
import time

import panel as pn
from panel_material_ui import Page
from serving import opened_browser

from hydro_mining.app import dashboard

_VISITS = 5
_ROUNDS = 3
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
        check_unused_sessions=_LIFETIME_MS,
        unused_session_lifetime=_LIFETIME_MS,
    )
    time.sleep(3)
    server = next(iter(pn.state._servers.values()))[0]  # noqa: SLF001
    for round_ in range(1, _ROUNDS + 1):
        _visit(f"http://127.0.0.1:{server.port}/")
        time.sleep(_EXPIRY_S)
        gc.collect()
        pages = sum(isinstance(thing, Page) for thing in gc.get_objects())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"after {round_ * _VISITS:>3} visits: {pages} live pages, "
            f"{len(server.get_sessions())} open sessions, peak {peak:.0f} MB"
        )
    pn.state.kill_all_servers()


def _visit(url: str) -> None:
    with opened_browser() as browser:
        for _ in range(_VISITS):
            page = browser.new_page()
            page.goto(url)
            page.wait_for_selector("#first-paint", state="detached")
            page.close()


if __name__ == "__main__":
    main()

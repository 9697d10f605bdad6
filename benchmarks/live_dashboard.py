"""The dashboard over the providers' stand-in, to be served: ``upstream.py`` has the stand-in.

    UPSTREAM=http://127.0.0.1:PORT LIVE_DATA_CACHE_DIR=FOLDER panel serve live_dashboard.py

With ``LOOP_GAPS`` a file gets a line for each time [s] at which the event loop was late, and by
how much [ms].
"""

import asyncio
import os
import time
from pathlib import Path

import panel as pn
from upstream import providers_at

from hydro_mining.app import Dashboard, default_study
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.network_data import Clock, NetworkFeed, NetworkService, Store, client_factory
from hydro_mining.settings import read_settings


def _service() -> NetworkService:
    settings = read_settings()
    return NetworkService(
        settings=settings,
        store=Store(settings.cache_folder),
        client=client_factory(settings),
        clock=Clock(),
        defaults=bundled_network(),
        providers=providers_at(os.environ["UPSTREAM"]),
    )


def _feed() -> NetworkFeed:
    feed = NetworkFeed(_service, bundled_network())
    feed.start()
    return feed


async def _watch_loop(file: Path) -> None:
    with file.open("a", buffering=1) as out:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_WAKE_S)
            late_ms = (time.perf_counter() - before - _WAKE_S) * 1000
            out.write(f"{time.time():.3f} {late_ms:.2f}\n")


def _watched() -> asyncio.Task[None] | None:
    """Watch the loop from now on; the task is held, or it would be collected."""
    file = os.environ.get("LOOP_GAPS")
    return asyncio.get_running_loop().create_task(_watch_loop(Path(file))) if file else None


_WAKE_S = 0.005
pn.state.as_cached("watch", _watched)
pn.extension()
Dashboard(
    default_study(),
    snapshot=bundled_network(),
    presets=site_presets(),
    feed=pn.state.as_cached("feed", _feed),
).page.servable()

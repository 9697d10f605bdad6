"""A round of the providers that was made before the server started."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from upstream import Upstream, providers_at

from hydro_mining.environment import Environment
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import opened_service
from hydro_mining.provenance import Snapshot


def stored_round(upstream: Upstream, folder: Path) -> Snapshot:
    """Ask the stand-in as a server does, and leave what it says in the cache."""

    def ask() -> Snapshot:
        settings, providers = Environment(cache_folder=folder), providers_at(upstream.url)
        service = opened_service(settings, bundled_network(), providers=providers)
        try:
            return asyncio.run(service.refresh())
        finally:
            service.close()

    # The browser's event loop runs in the thread of the tests.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(ask).result()

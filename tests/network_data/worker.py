# ruff: noqa: T201  # its output is what the tests read
"""A process of its own over a cache folder, for the tests of several processes.

``worker.py UPSTREAM FOLDER WORK``: ``refresh`` makes a round and prints what it got, ``hold``
takes the lease and waits, ``write`` makes processes that store large rows until they are killed,
``serve`` runs a feed until it is told to end.
"""

import asyncio
import dataclasses
import json
import os
import signal
import sys
import time
from pathlib import Path

from upstream import providers_at

from hydro_mining.environment import Environment
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import NetworkFeed, NetworkService, opened_service
from hydro_mining.network_data._store import Store


def service(upstream: str, folder: Path) -> NetworkService:
    """Return a service whose providers need not be left alone between calls."""
    settings = Environment(cache_folder=folder, deadline_s=3)
    quick = {
        key: dataclasses.replace(provider, spacing_s=0.0)
        for key, provider in providers_at(upstream).items()
    }
    return opened_service(settings, bundled_network(), providers=quick)


def refresh(upstream: str, folder: Path) -> None:
    """Make a round and print each value with its state."""
    one = service(upstream, folder)
    snapshot = asyncio.run(one.refresh())
    one.close()
    print(json.dumps({name: [r.value, r.status] for name, r in snapshot.values.items()}))


def hold(_: str, folder: Path) -> None:
    """Take the lease of a round and keep it."""
    print(Store(folder).lease("refresh", seconds=30), flush=True)
    time.sleep(60)


def write(_: str, folder: Path) -> None:
    """Make a process for each line that comes, tell its number, and that it has died."""
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            _write_until_killed(folder)
        os.waitpid(child, 0)
        print("dead", flush=True)


def _write_until_killed(folder: Path) -> None:
    """Store rows of 80 kB, one after another."""
    store = Store(folder)
    print(os.getpid(), flush=True)
    number = 0
    while True:
        store.set(f"bulk:{number % 5}", {"number": number, "text": str(number) * 16_000})
        number += 1


def serve(upstream: str, folder: Path) -> None:
    """Run a feed until SIGTERM."""
    feed = NetworkFeed(lambda: service(upstream, folder), bundled_network())
    feed.start()
    feed.request()

    def end(*_: object) -> None:
        feed.close()
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    print("serving", flush=True)
    while True:
        time.sleep(1)


if __name__ == "__main__":
    {"refresh": refresh, "hold": hold, "write": write, "serve": serve}[sys.argv[3]](
        sys.argv[1], Path(sys.argv[2])
    )

"""Time of a snapshot that is stored, read anew from disk each time; nothing is asked.

.venv/bin/python benchmarks/cached_snapshot.py
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from upstream import providers_at, running_upstream

from hydro_mining.environment import Environment
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import opened_service

_ROUNDS = 200


def main() -> None:
    """Print medians of a snapshot, and of a refresh that finds all values fresh."""
    with running_upstream() as upstream, tempfile.TemporaryDirectory() as folder:
        settings = Environment(cache_folder=Path(folder) / "cache")
        service = opened_service(settings, bundled_network(), providers=providers_at(upstream.url))
        asyncio.run(service.refresh())
        calls = sum(upstream.asked.values())
        _report("snapshot", service.snapshot)
        _report("refresh of fresh values", lambda: asyncio.run(service.refresh()))
        assert sum(upstream.asked.values()) == calls, "a fresh value was asked for again"
        service.close()


def _report(name: str, work: Callable[[], object]) -> None:
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(
        f"{name:<24} median {statistics.median(times):6.2f} ms  "
        f"p95 {times[int(0.95 * len(times))]:6.2f} ms"
    )


if __name__ == "__main__":
    main()

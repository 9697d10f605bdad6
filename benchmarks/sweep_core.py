"""Sites a second on one and two processes, and what the main process holds.

Run: .venv/bin/python benchmarks/sweep_core.py [SITES]
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hydro_mining.imports.bundled import default_study_inputs
from hydro_mining.imports.study import study_to_mapping
from hydro_mining.sweeps.running import blocks_of, done_in_order
from hydro_mining.sweeps.sites import grid_of
from hydro_mining.sweeps.storing import Store, written_results
from hydro_mining.sweeps.work import SitesWork

_SITES = 10_000


def seconds(count: int, workers: int) -> float:
    """Return how long a sweep of ``count`` sites takes, processes started before."""
    work = SitesWork(document=study_to_mapping(default_study_inputs()))
    sites = grid_of([f"site.power_price_gbp_per_kwh=0.01:0.08:{count}"])
    spawn = multiprocessing.get_context("spawn")
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(workers, mp_context=spawn) as executor,
    ):
        warm = [executor.submit(work, next(blocks_of(sites))) for _ in range(workers)]
        for future in warm:
            future.result()
        results = Path(folder) / "results.csv"
        store = Store.beside(results, {}, resume=False)
        begun = time.perf_counter()
        for done in done_in_order(work, blocks_of(sites), executor, workers=workers):
            store.keep(done)
        written_results(store, results)
        return time.perf_counter() - begun


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _SITES
    one, two = seconds(count, 1), seconds(count, 2)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} sites, one process:  {count / one:8,.0f} sites/s")
    print(f"{count:,} sites, two processes: {count / two:7,.0f} sites/s, {one / two:.2f} times")
    print(f"peak memory of the main process: {held:,.0f} MB")


if __name__ == "__main__":
    main()

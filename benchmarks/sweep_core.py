"""Many sites: figures a second, speed-up from one process to two, and what the main one holds.

Run: .venv/bin/python benchmarks/sweep_core.py [speed|plan|memory] [SITES] [PAIRS]

`speed` has the example without a plan (10,000 sites), `plan` the example's water and grid
(1,000 sites); pairs of one and two processes follow each other, and medians are told.
`memory` computes a tenth of SITES and all of them, each in a process of its own.
"""

import dataclasses
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hydro_mining.economics import StudyInputs
from hydro_mining.imports.bundled import bundled_network, default_study_inputs
from hydro_mining.imports.example_water import example_water
from hydro_mining.imports.study import study_to_mapping
from hydro_mining.quantities import POUNDS
from hydro_mining.sweeps.results import result_row
from hydro_mining.sweeps.running import blocks_of, processes
from hydro_mining.sweeps.sites import SiteList, grid_of
from hydro_mining.sweeps.storing import Store, kept_blocks, written_results
from hydro_mining.sweeps.work import SitesWork

_SITES = {"speed": 10_000, "plan": 1_000, "memory": 10_000}
_PAIRS = 3


def study(*, has_plan: bool) -> StudyInputs:
    """Return the example, with its made-up water and grid if there is to be a plan."""
    plain = default_study_inputs()
    if not has_plan:
        return plain
    per_usd, per_gbp = bundled_network().units_per_usd, plain.network.usd_to_gbp
    rates = {code: per_gbp / rate for code, rate in per_usd.items()} | {POUNDS.code: 1.0}
    hydro, market = example_water(plain.site.site_power_kw, rates)
    return dataclasses.replace(plain, hydro=hydro, market=market)


def grid(count: int) -> SiteList:
    """Return as many sites of different load factors."""
    return grid_of([f"site.load_factor=0.3:0.7:{count}"])


def seconds(work: SitesWork, count: int, workers: int) -> float:
    """Return how long a sweep of ``count`` sites takes, processes started before."""
    sites = grid(count)
    with tempfile.TemporaryDirectory() as folder, processes(workers) as executor:
        first = next(blocks_of(sites, 2))
        for future in [executor.submit(work, first) for _ in range(2 * workers)]:
            future.result()
        results = Path(folder) / "results.csv"
        store = Store.beside(results, {}, resume=False)
        begun = time.perf_counter()
        for _ in kept_blocks(work, sites, store, executor, workers=workers):
            pass
        written_results(store, results)
        return time.perf_counter() - begun


def told_speed(count: int, pairs: int, *, has_plan: bool) -> None:
    """Print sites and figures a second on one process and two, and how they compare."""
    example = study(has_plan=has_plan)
    work = SitesWork(document=study_to_mapping(example))
    figures = sum(isinstance(value, int | float) for value in result_row(example).values())
    times = [(seconds(work, count, 1), seconds(work, count, 2)) for _ in range(pairs)]
    for workers, of_all in zip((1, 2), zip(*times, strict=True), strict=True):
        rate = count / statistics.median(of_all)
        print(
            f"{count:,} sites, {workers} process{'es' if workers > 1 else ''}: {rate:,.0f} sites/s,"
            f" {rate * figures:,.0f} figures/s"
        )
    ratios = sorted(one / two for one, two in times)
    print(f"speed-up {statistics.median(ratios):.2f}, of pairs {[round(r, 2) for r in ratios]}")


def told_memory(count: int) -> None:
    """Print the main process's peak at a tenth of the sites and at all of them."""
    for part in (count // 10, count):
        command = [sys.executable, __file__, "held", str(part)]
        held = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"peak memory of the main process, {part:,} sites: {held} MB")


def main() -> None:
    """Print the figures that are asked for."""
    what = sys.argv[1] if len(sys.argv) > 1 else "speed"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else _SITES[what]  # noqa: PLR2004
    pairs = int(sys.argv[3]) if len(sys.argv) > 3 else _PAIRS  # noqa: PLR2004
    if what == "memory":
        told_memory(count)
    elif what == "held":
        seconds(SitesWork(document=study_to_mapping(study(has_plan=False))), count, 2)
        print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.1f}")
    else:
        told_speed(count, pairs, has_plan=what == "plan")


if __name__ == "__main__":
    main()

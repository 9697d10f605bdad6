"""Time of the growth model's full table: 5 years, 300 powers, 3 scenarios, each reading.

Run it from the root of the repository:

    .venv/bin/python benchmarks/growth_core.py

Each reading is computed 200 times after a few runs that do not count.
"""

import statistics
import time

import numpy as np

from hydro_mining.economics import evaluate
from hydro_mining.economics.growth import READINGS, GrowthReading, project_growth
from hydro_mining.imports.bundled import bundled_growth_table, default_study_inputs

RUNS = 200
WARM_UP_RUNS = 20
POWERS_MW = np.arange(1, 301)


def timed_ms(reading: GrowthReading) -> list[float]:
    """Return the time of each run [ms]."""
    table, study = bundled_growth_table(), default_study_inputs()
    site = evaluate(study)
    times = []
    for _ in range(WARM_UP_RUNS + RUNS):
        start = time.perf_counter()
        project_growth(
            table=table,
            power_mw=POWERS_MW,
            scenarios=study.scenarios,
            reading=reading,
            site=site,
        )
        times.append(1000 * (time.perf_counter() - start))
    return times[WARM_UP_RUNS:]


def main() -> None:
    """Print a row a reading."""
    print(f"{'project_growth':<24}{'median ms':>12}{'p95 ms':>12}{'runs':>8}")
    for reading in READINGS:
        times = timed_ms(reading)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{reading:<24}{statistics.median(times):>12.2f}{p95:>12.2f}{RUNS:>8}")


if __name__ == "__main__":
    main()

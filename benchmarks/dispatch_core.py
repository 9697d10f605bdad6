"""Time of the dispatch core: long price series decided and summarised, schedules found.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/dispatch_core.py

The prices are drawn anew with a fixed seed and shaped like a market's: around 40 with spikes
and some below zero. Compare figures of one machine with each other, not with a clock elsewhere.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from hydro_mining.economics.dispatch import (
    Contract,
    Facility,
    MachineClass,
    zone_outcome,
)
from hydro_mining.economics.prices import PriceSeries

ZONES = 4
DAYS = 3 * 365 + 0.25  # 420,576 quarter-hours in four zones
YEAR = 35_040
RUNS = 15
SPIKES = 0.02
HASHPRICE = 0.05
MACHINE = MachineClass(name="S21", power_mw=50, efficiency_w_per_th=22)


def quarter_hours(zone: str, count: int, *, seed: int) -> PriceSeries:
    """Return ``count`` quarter-hours of prices from 2023 on."""
    rng = np.random.default_rng(seed)
    price = rng.normal(40, 25, count) + 200 * (rng.random(count) < SPIKES)
    start = np.datetime64("2023-01-01T00:00:00", "s") + np.arange(count) * np.timedelta64(900, "s")
    return PriceSeries(
        zone=zone,
        start=start,
        local_start=start,
        hours=np.full(count, 0.25),
        price=price,
        timezone="UTC",
    )


def printed(label: str, work: Callable[[], object], *, rows: int, runs: int = RUNS) -> None:
    """Print the median time of some work [ms] and its rows a second [millions]."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    median, worst = statistics.median(times), max(times)
    print(f"{label:<58}{1e3 * median:>10.1f}{1e3 * worst:>10.1f}{rows / median / 1e6:>10.1f}")


def main() -> None:
    """Print a row for each kind of work."""
    count = round(ZONES * DAYS * 96) // ZONES
    zones = [quarter_hours(f"Z{i}", count, seed=i) for i in range(ZONES)]
    hashprices = [HASHPRICE * (1 + 0.1 * np.sin(np.arange(count) / 5_000)) for _ in zones]
    contract = Contract(power_mw=25, price=35, block="5x16", settlement="pay_per_use")

    def summarised(**options: object) -> None:
        facility = Facility(classes=(MACHINE,))
        for series, hashprice in zip(zones, hashprices, strict=True):
            outcome = zone_outcome(prices=series, facility=facility, hashprice=hashprice, **options)
            outcome.total.to_dict()
            outcome.by("month", "hour_of_day")

    print(f"{'work':<58}{'median ms':>10}{'worst ms':>10}{'Mrows/s':>10}")
    rows = ZONES * count
    printed(f"{rows:,} rows: zones, months, hours of day", summarised, rows=rows)
    printed("the same with a 5x16 contract", lambda: summarised(contract=contract), rows=rows)
    year = quarter_hours("year", YEAR, seed=1)
    for hours in (2, 100):
        careful = Facility(
            classes=(MACHINE,), min_run_hours=hours, min_down_hours=hours, restart_cost=500
        )
        for strategy in ("optimal", "day_ahead", "trailing"):
            printed(
                f"{YEAR:,} rows, min run and down {hours} h, start cost: {strategy}",
                lambda f=careful, s=strategy: zone_outcome(
                    prices=year, facility=f, hashprice=HASHPRICE, strategy=s
                ),
                rows=YEAR,
            )


if __name__ == "__main__":
    main()

"""Time of the plan: how many of which machine, from years of water and prices.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/plan_core.py

Water and prices are drawn anew with a fixed seed: ten years of days with a wet and a dry season,
and a year of hourly prices around £30 with some below zero. The first line is what was asked of
the plan, 250 ms; with one machine chosen it is 30 ms. Compare figures of one machine with each
other, not with a clock elsewhere.
"""

import dataclasses
import datetime as dt
import statistics
import time
from collections.abc import Callable

import numpy as np

from hydro_mining.economics import StudyInputs
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import npv_by_count, plan_of, use_by_day, would_pay
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.scenarios import scenario_paths
from hydro_mining.economics.series import Series
from hydro_mining.imports.bundled import default_study_inputs

MACHINES, YEARS, RUNS = 38, 10, 11


def drawn(years: int, step_hours: float, *, start: int, mean: float, spread: float) -> Series:
    """Return years of a series that is never the same twice, with a season."""
    rng = np.random.default_rng(start)
    days = (dt.date(start + years, 1, 1) - dt.date(start, 1, 1)).days
    count = round(days * 24 / step_hours)
    season = 1 + 0.6 * np.sin(2 * np.pi * np.arange(count) * step_hours / 8766)
    values = rng.normal(mean, spread, count) * season
    return Series(start=dt.date(start, 1, 1), step_hours=step_hours, values=values)


def study_of(water: Series, price: Series) -> StudyInputs:
    """Return the bundled study with 38 machines over ten years on that water and price."""
    study = default_study_inputs()
    more = MACHINES - len(study.miners)
    twins = [dataclasses.replace(one, name=f"{one.name} again") for one in study.miners[:more]]
    kept = dataclasses.replace(water, values=np.maximum(water.values, 0))
    return dataclasses.replace(
        study,
        miners=(*study.miners, *twins)[:MACHINES],
        finance=dataclasses.replace(study.finance, years=YEARS),
        hydro=HydroInputs(power_kw=kept),
        market=MarketInputs(export_price_gbp_per_mwh=price),
    )


def printed(label: str, work: Callable[[], object], *, runs: int = RUNS) -> None:
    """Print the median and the worst time of some work [ms]."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"{label:<64}{1e3 * statistics.median(times):>10.1f}{1e3 * max(times):>10.1f}")


def measured(label: str, water: Series, price: Series, *, runs: int = RUNS) -> None:
    """Print the times of plans of all machines and of one, the ground at hand."""
    study = study_of(water, price)
    paths = scenario_paths(study)
    named = dataclasses.replace(study.finance, miner=study.miners[3].name)
    one = dataclasses.replace(study, finance=named)
    plan_ground(study)
    printed(f"{label}: {MACHINES} machines", lambda: plan_of(study, paths), runs=runs)
    printed(f"{label}: one machine", lambda: plan_of(one, paths), runs=runs)


def main() -> None:
    """Print all times."""
    print(f"{'':<64}{'median ms':>10}{'worst ms':>10}")
    days = drawn(10, 24, start=2003, mean=450, spread=250)
    hours = drawn(1, 1, start=2022, mean=30, spread=20)
    measured("10 years of days x 1 of hours", days, hours)
    study = study_of(days, hours)
    plan = plan_of(study, scenario_paths(study))
    miner = plan.chosen_miner or study.miners[0].name
    printed("NPV by count, 60 counts", lambda: npv_by_count(study, plan, miner))
    printed("a year by days", lambda: use_by_day(study, plan))
    printed("at which figures a machine would pay", lambda: would_pay(study), runs=3)
    paired = drawn(10, 1, start=2003, mean=30, spread=20)
    measured("10 years of days with their hours", days, paired, runs=3)
    hourly = drawn(10, 1, start=2003, mean=450, spread=250)
    measured("10 years of hours x 1 of hours", hourly, hours, runs=3)
    measured("10 years of hours with their hours", hourly, paired, runs=3)


if __name__ == "__main__":
    main()

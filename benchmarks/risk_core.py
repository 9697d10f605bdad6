"""Time of a risk run: 10,000 futures over ten years, without a plan and with one.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/risk_core.py

Asked are 300 ms without a plan and 900 ms with one of ten years of daily water and a year of
hourly prices, on two cores, median of ten; a tornado and a break-even, 150 ms. While a slider
moves, the draws of the step before are at hand. Water and prices are those of ``plan_core.py``.
Compare figures of one machine with each other, not with a clock elsewhere.
"""

import dataclasses
import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from benchmarks.plan_core import YEARS, drawn, printed, study_of
from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.risk import risk_of
from hydro_mining.economics.risk.break_even import break_even, break_even_fields
from hydro_mining.economics.risk.pinned import pinned
from hydro_mining.economics.risk.tornado import default_swings, tornado
from hydro_mining.imports.bundled import default_study_inputs

PATHS, RUNS = 10_000, 10


def measured(label: str, study: StudyInputs, executor: ThreadPoolExecutor) -> None:
    """Print the times of a study's risk run, tornado and break-even."""
    seeds = itertools.count(2)  # another seed has other draws

    def run(workers: ThreadPoolExecutor | None, *, anew: bool) -> None:
        risk_of(study, paths=PATHS, seed=next(seeds) if anew else 1, executor=workers)

    run(None, anew=False)
    for name, workers in (("one worker", None), (f"{os.cpu_count()} workers", executor)):
        printed(f"{label}: run, {name}", partial(run, workers, anew=True), runs=RUNS)
        run(workers, anew=False)
        again = f"{label}: run, {name}, draws at hand"
        printed(again, partial(run, workers, anew=False), runs=RUNS)
    held = pinned(evaluate(study))
    if held is not None:
        swings = default_swings(held)
        printed(f"{label}: tornado", lambda: tornado(held, swings), runs=RUNS)
        for path in break_even_fields(held):
            solve = partial(break_even, held, path)
            printed(f"{label}: break-even of {path}", solve, runs=RUNS)


def main() -> None:
    """Print all times."""
    print(f"{'':<64}{'median ms':>10}{'worst ms':>10}")
    alone = default_study_inputs()
    finance = dataclasses.replace(alone.finance, years=YEARS)
    water = drawn(10, 24, start=2003, mean=450, spread=250)
    hours = drawn(1, 1, start=2022, mean=30, spread=20)
    paired = drawn(10, 1, start=2003, mean=30, spread=20)
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        measured("no plan", dataclasses.replace(alone, finance=finance), executor)
        measured("10 years of days x 1 of hours", study_of(water, hours), executor)
        measured("10 years of days with their hours", study_of(water, paired), executor)


if __name__ == "__main__":
    main()

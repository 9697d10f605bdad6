"""Time of one evaluation of the core: 3 scenarios, 30 machines, 10 years.

Run it from the root of the repository:

    PYTHONPATH=. python benchmarks/evaluate_core.py

The study is evaluated 200 times as it stands and 200 times with switching off unprofitable
days, after a few runs that do not count; then NPV, IRR, ROIC and paybacks are computed for
10,000 projects of 10 years at once. Compare figures of one machine with each other, not
with a clock elsewhere.
"""

import datetime as dt
import statistics
import time
from collections.abc import Callable

import numpy as np

from hydro_mining.economics import (
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
    evaluate,
)
from hydro_mining.economics.internal_rates import internal_rates
from hydro_mining.economics.returns import (
    discount_factors,
    net_present_value,
    payback,
    return_on_investment,
)

RUNS = 200
WARM_UP_RUNS = 20
MACHINES = 30
PROJECTS, YEARS, RATE = 10_000, 10, 0.1


def study(*, switch_off: bool) -> StudyInputs:
    """Return the study that is timed; its machines differ in efficiency and price."""
    return StudyInputs(
        network=Network(
            as_of=dt.datetime(2026, 10, 10, tzinfo=dt.UTC),
            btc_price_usd=82_826,
            difficulty=132_716_002_350_731,
            block_height=970_748,
            usd_to_gbp=0.75,
            fees_btc_per_block=0.0194,
        ),
        site=Site(
            site_power_kw=1000,
            load_factor=0.9,
            power_price_gbp_per_kwh=0.045,
            overhead_fraction=0.05,
        ),
        miners=tuple(
            Miner(
                name=f"Machine {i}",
                hashrate_ths=150.0 + 12 * i,
                power_w=3300.0 + 40 * i,
                price_gbp=900.0 + 150 * i,
            )
            for i in range(MACHINES)
        ),
        finance=Finance(
            years=10,
            discount_rate_per_year=0.1,
            other_capex_gbp=90_000,
            other_opex_gbp_per_year=15_000,
            residual_value_fraction=0.1,
            switch_off_when_unprofitable=switch_off,
        ),
        scenarios=(
            Scenario(name="Base", btc_price_growth_per_year=0.1, difficulty_growth_per_year=0.1),
            Scenario(
                name="Bear",
                btc_price_shock=-0.25,
                difficulty_growth_per_year=0.15,
                power_price_shock=0.05,
            ),
            Scenario(name="Bull", btc_price_growth_per_year=0.3, difficulty_growth_per_year=0.25),
        ),
    )


def returns_of_all(flows: np.ndarray) -> None:
    """Compute every figure of the (P, T + 1) cash flows [£]."""
    net_present_value(rate_per_year=RATE, cash_flows=flows)
    internal_rates(flows)
    return_on_investment(flows)
    payback(flows)
    payback(flows * discount_factors(rate_per_year=RATE, periods=YEARS))


def timed_ms(work: Callable[[], object]) -> list[float]:
    """Return the time of each run [ms]."""
    for _ in range(WARM_UP_RUNS):
        work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


def main() -> None:
    """Print a row for each kind of work."""
    rng = np.random.default_rng(1)
    invested = -rng.uniform(5e5, 2e6, (PROJECTS, 1))
    flows = np.concatenate([invested, rng.uniform(1e5, 4e5, (PROJECTS, YEARS))], axis=1)
    every_day, switched_off = study(switch_off=False), study(switch_off=True)
    kinds = {
        "evaluate, every day": lambda: evaluate(every_day),
        "evaluate, switch-off": lambda: evaluate(switched_off),
        f"returns of {PROJECTS:,} projects": lambda: returns_of_all(flows),
    }
    print(f"{'work':<32}{'median ms':>12}{'p95 ms':>12}{'runs':>8}")
    for label, work in kinds.items():
        times = timed_ms(work)
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{label:<32}{statistics.median(times):>12.2f}{p95:>12.2f}{RUNS:>8}")


if __name__ == "__main__":
    main()

"""What a reader asks of a plan beyond it: NPV by the count, and the days and months of a year."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.arrays import Floats, Instants, Integers, read_only
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan.fleet import count_worth, fleet_use, scenario_outlook
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.plan.results import Plan
from hydro_mining.economics.plan.water_use import USE_FIGURES, WaterUse
from hydro_mining.economics.scenarios import BASE_CASE, ScenarioPaths, scenario_paths
from hydro_mining.economics.tables import Frame, frame

_POINTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NpvByCount:
    """NPV in the base case of N counts of one machine.

    Attributes
    ----------
    n, machines_kw, npv_gbp : (N,) [machines], [kW], [£]
        In rising order.
    """

    miner: str
    n: Integers
    machines_kw: Floats
    npv_gbp: Floats

    def to_frame(self) -> Frame:
        """Return one row a count, indexed by it."""
        columns = {name: getattr(self, name) for name in ("n", "machines_kw", "npv_gbp")}
        return frame(columns, "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class UseByTime:
    """What water, machines and grid do in periods that begin at ``begins`` (P,)."""

    begins: Instants
    use: WaterUse

    def to_frame(self) -> Frame:
        """Return one row a period, indexed by its first day."""
        figures = {name: getattr(self.use, name) for name in (*USE_FIGURES, "over_export_gbp")}
        return frame({"date": self.begins.astype("datetime64[s]"), **figures}, "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyIncome:
    """Income of S scenarios on each of D project days, (S, D) [£].

    Attributes
    ----------
    mining_gbp
        Of the plan's machines, after the pool fee.
    export_only_gbp
        The whole income without machines.
    """

    mining_gbp: Floats
    export_only_gbp: Floats


def npv_by_count(
    study: StudyInputs, plan: Plan, miner: str, *, counts: Iterable[int] | None = None
) -> NpvByCount:
    """Return the NPV of counts of one of a plan's machines.

    Parameters
    ----------
    counts
        None takes some sixty from none to the most that water and site carry, with the plan's
        own count and that of the mean power.
    """
    row = next(one for one in plan.machines if one.name == miner)
    if counts is None:
        spread = np.linspace(0, row.n_most, _POINTS).round().astype(np.int64)
        counts = np.union1d(spread, [row.n, row.floor_rule_n]).tolist()
    chosen = sorted(set(counts))
    base = scenario_outlook(study, scenario_paths(study), plan_ground(study), BASE_CASE)
    machine = study.miner_called(miner)
    assert machine is not None, "of a plan's machines"
    worth = count_worth(study, base, machine)
    n = np.array(chosen, dtype=np.int64)
    return NpvByCount(
        miner=miner,
        n=n,
        machines_kw=read_only(n * row.machine_kw),
        npv_gbp=read_only([worth.npv(count) for count in chosen]),
    )


def use_by_day(
    study: StudyInputs, plan: Plan, *, scenario: int = BASE_CASE, year: int = 1
) -> UseByTime:
    """Return what the plan does on each of the 365 days of a project year."""
    days = _days(study, year)
    return _use(study, plan, scenario, year, days)


def use_by_month(
    study: StudyInputs, plan: Plan, *, scenario: int = BASE_CASE, year: int = 1
) -> UseByTime:
    """Return what the plan does in each calendar month of a project year: 12, or 13 in part."""
    days = _days(study, year)
    return _use(study, plan, scenario, year, days.astype("datetime64[M]").astype("datetime64[D]"))


def daily_income(study: StudyInputs, plan: Plan, paths: ScenarioPaths) -> DailyIncome:
    """Return what a plan's machines earn, and what exporting alone would, day by day."""
    ground = plan_ground(study)
    days = np.arange(paths.btc_price_usd.shape[-1])
    miner = study.miner_called(plan.chosen_miner)
    uses = [
        fleet_use(
            study,
            scenario_outlook(study, paths, ground, scenario),
            miner,
            plan.n_miners,
            period_of_day=days,
        )
        for scenario in range(len(study.scenarios))
    ]
    return DailyIncome(
        mining_gbp=read_only([use.mining_gbp for use in uses]),
        export_only_gbp=read_only([use.export_only_gbp for use in uses]),
    )


def _use(
    study: StudyInputs, plan: Plan, scenario: int, year: int, begins_of_day: Instants
) -> UseByTime:
    """Return the use of a project year, summed over days (365,) that begin the same period."""
    begins, period = np.unique(begins_of_day, return_inverse=True)
    outlook = scenario_outlook(study, scenario_paths(study), plan_ground(study), scenario)
    first = (year - 1) * DAYS_PER_PROJECT_YEAR
    # The other years are one more period, which is left out.
    all_days = np.full(len(outlook.mining_value), len(begins), dtype=np.int64)
    all_days[first : first + DAYS_PER_PROJECT_YEAR] = period
    miner = study.miner_called(plan.chosen_miner)
    use = fleet_use(study, outlook, miner, plan.n_miners, period_of_day=all_days)
    kept = {name: getattr(use, name)[: len(begins)] for name in WaterUse.__slots__}
    return UseByTime(begins=begins, use=WaterUse(**kept))


def _days(study: StudyInputs, year: int) -> Instants:
    """Return the dates of a project year (365,)."""
    first = np.datetime64(study.start_date, "D") + (year - 1) * DAYS_PER_PROJECT_YEAR
    days: Instants = first + np.arange(DAYS_PER_PROJECT_YEAR)
    return days

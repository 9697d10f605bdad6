"""What all alternatives share: the capital, the water's income and the paths."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import Plan, daily_income, plan_of
from hydro_mining.economics.results import Evaluation, SiteResult
from hydro_mining.economics.risk.months import first_days
from hydro_mining.economics.scenarios import btc_price

Basis = Literal["study", "plan", "study_count_on_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venture:
    """The owner's capital, water and paths over S scenarios, T years and D = 365 T days.

    Attributes
    ----------
    basis
        What mining is: the study's site, the plan, or the study's count on the plan's clock,
        where the plan builds none.
    machine, n_miners
        Of mining.
    capital_gbp : [£], what mining takes
    gain_flows : (S, T + 1) [£], what mining brings beyond exporting, residual included
    mined_gbp_per_day, exported_gbp_per_day : (S, D) [£]
        Revenue of mining after the pool fee, and what exporting alone brings.
    gbp_per_btc : (S, D) [£/BTC]
    gbp_per_btc_at_end : (S,) [£/BTC], at the last day's end
    rev_per_th_per_day : (S, D) [£/TH/day], after the pool fee
    """

    study: StudyInputs
    basis: Basis
    machine: str
    n_miners: int
    capital_gbp: float
    gain_flows: Floats
    mined_gbp_per_day: Floats
    exported_gbp_per_day: Floats
    gbp_per_btc: Floats
    gbp_per_btc_at_end: Floats
    rev_per_th_per_day: Floats

    @property
    def exported_gbp_by_year(self) -> Floats:
        """Income of exporting alone, (S, T) [£]."""
        total: Floats = yearly(self.exported_gbp_per_day).sum(axis=-1)
        return total

    @property
    def days_left(self) -> Integers:
        """Days from the end of each day to the end of the study, (D,)."""
        return np.arange(self.gbp_per_btc.shape[-1])[::-1].copy()

    @property
    def first_days(self) -> Integers:
        """First day of each month of 365/12 days, (12 T,)."""
        return first_days(self.gbp_per_btc.shape[-1])


def venture_of(result: Evaluation) -> Venture | None:
    """Return what a study's result is compared on, None where no machine is built.

    With a plan it is the plan's, and where that builds none, as many machines as the study
    without one would build, on the plan's clock.
    """
    if result.plan is not None:
        return _of_plan(result, result.plan)
    return None if result.site is None else _of_site(result, result.site)


def _of_plan(result: Evaluation, plan: Plan) -> Venture | None:
    study = result.study
    basis: Basis = "plan"
    if plan.chosen_miner is None:
        if result.chosen_miner is None or result.site is None or not result.site.n_miners:
            return None
        finance = replace(study.finance, miner=result.chosen_miner, n_miners=result.site.n_miners)
        plan = plan_of(replace(study, finance=finance), result.paths)
        basis = "study_count_on_plan"
        if plan.chosen_miner is None:
            return None
    income = daily_income(study, plan, result.paths)
    return _venture(
        result,
        basis=basis,
        machine=plan.chosen_miner,
        n_miners=plan.n_miners,
        flows=np.array([scenario.cashflows for scenario in plan.scenarios.values()]),
        mined=income.mining_gbp,
        exported=income.export_only_gbp,
    )


def _of_site(result: Evaluation, site: SiteResult) -> Venture:
    """Return the study's site; what mining uses is sold at the power price at all hours."""
    study, paths = result.study, result.paths
    assert result.chosen_miner is not None, "a site has a machine"
    revenue = site.site_hashrate_ths * paths.rev_per_th_per_day
    cost = site.site_kwh_per_day * np.repeat(
        paths.power_price_gbp_per_kwh, DAYS_PER_PROJECT_YEAR, axis=-1
    )
    runs = revenue >= cost if study.finance.switch_off_when_unprofitable else True
    return _venture(
        result,
        basis="study",
        machine=result.chosen_miner,
        n_miners=site.n_miners,
        flows=np.array([scenario.cashflows for scenario in result.scenarios.values()]),
        mined=revenue * runs,
        exported=cost,
    )


def _venture(
    result: Evaluation,
    *,
    basis: Basis,
    machine: str,
    n_miners: int,
    flows: Floats,
    mined: Floats,
    exported: Floats,
) -> Venture:
    study, paths = result.study, result.paths
    fx = study.network.usd_to_gbp
    end = study.days_to_start + paths.btc_price_usd.shape[-1]
    return Venture(
        study=study,
        basis=basis,
        machine=machine,
        n_miners=n_miners,
        capital_gbp=-float(flows[0, 0]),
        gain_flows=flows,
        mined_gbp_per_day=mined,
        exported_gbp_per_day=exported,
        gbp_per_btc=paths.btc_price_usd * fx,
        gbp_per_btc_at_end=btc_price(study, end)[:, 0] * fx,
        rev_per_th_per_day=paths.rev_per_th_per_day,
    )

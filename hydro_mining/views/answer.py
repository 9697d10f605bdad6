"""What mining at a site comes to in the base case: of a study, or of its plan."""

from dataclasses import dataclass, replace

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.better_machine import Winners, better_machine, better_site
from hydro_mining.economics.idle_days import IdleDays, idle_days
from hydro_mining.economics.plan import Plan, PlanWinner
from hydro_mining.economics.results import Evaluation, MachineSite


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What mining at a site comes to in the base case, whoever computed it.

    Attributes
    ----------
    miner, n_miners
        Which machine is built, and how many of it.
    cash_flows : (T + 1,) [£]
        Over selling the same power; money out negative, the residual in the last.
    npv_gbp : [£]
    discount_rate_per_year : [1/year]
    payback_years : [years]
        When the cash flows first add up to zero; None where they never do.
    is_lost_again
        Whether they end below zero all the same.
    power_price_gbp_per_kwh : [£/kWh]
        What a kWh is worth in year 1; None where it moves by the hour.
    price_moves
        Whether it is another in later years.
    sold_gbp : [£]
        What selling the same power brings over the years: that which is mined, or, where the
        price moves by the hour, all of it.
    idle
        Days switched off.
    running_cost_gbp_per_year : [£/year]
        Running cost beside the power, which a study charges on days switched off too.
    better
        The machine that would pay where this does not; None where there is none.
    """

    miner: str
    n_miners: int
    cash_flows: Floats
    npv_gbp: float
    discount_rate_per_year: float
    payback_years: float | None
    is_lost_again: bool
    sold_gbp: float
    power_price_gbp_per_kwh: float | None = None
    price_moves: bool = False
    idle: IdleDays | None = None
    running_cost_gbp_per_year: float = 0.0
    better: MachineSite | PlanWinner | None = None

    @property
    def machines(self) -> str:
        """What is built: ``122 × Antminer S21``."""
        return f"{self.n_miners:,} × {self.miner}"

    @property
    def years(self) -> int:
        """Length of the study."""
        return len(self.cash_flows) - 1

    @property
    def put_in_gbp(self) -> float:
        """The investment."""
        return 0.0 - float(self.cash_flows[0])

    @property
    def back_gbp(self) -> float:
        """What comes back over the years, beyond what selling the power would bring."""
        return float(self.cash_flows[1:].sum())

    @property
    def mined_gbp(self) -> float:
        """What mining leaves over the years of its revenue, after machines and other cost."""
        return self.sold_gbp + self.back_gbp - self.put_in_gbp

    @property
    def pays(self) -> bool:
        """Whether it is worth more than the discount rate asks."""
        return self.npv_gbp > 0

    @property
    def is_back(self) -> bool:
        """Whether at least the money that was put in is there in the end."""
        return self.payback_years is not None and not self.is_lost_again


def answer_of(result: Evaluation, winners: Winners | None = None) -> Answer | None:
    """Return the answer of the plan where there is one, else of the study; None for no machine.

    ``winners`` is what each rule builds, as ``better_machine`` takes it.
    """
    if result.plan is None:
        return answer_of_study(result)
    answer = answer_of_plan(result.plan, result.study.finance.discount_rate_per_year)
    return answer and replace(answer, better=better_machine(result, winners))


def answer_of_study(result: Evaluation) -> Answer | None:
    """Return the answer of a study's base case; None where nothing is built."""
    site = result.site
    if site is None or result.chosen_miner is None or not site.n_miners:
        return None
    base = next(iter(result.scenarios.values()))
    return Answer(
        miner=result.chosen_miner,
        n_miners=site.n_miners,
        cash_flows=base.cashflows,
        npv_gbp=base.npv_gbp,
        discount_rate_per_year=result.study.finance.discount_rate_per_year,
        payback_years=base.simple_payback_years,
        is_lost_again=base.ends_below_zero,
        sold_gbp=float(base.annual_power_cost_gbp.sum()),
        power_price_gbp_per_kwh=result.power_price_gbp_per_kwh_y1,
        price_moves=bool(np.ptp(base.power_price_gbp_per_kwh) > 0),
        idle=idle_days(result),
        running_cost_gbp_per_year=float(base.annual_other_opex_gbp[-1]),
        better=better_site(result),
    )


def answer_of_plan(plan: Plan, discount_rate_per_year: float) -> Answer | None:
    """Return the answer of a plan's base case; None where exporting everything is the best."""
    if plan.chosen_miner is None:
        return None
    base = plan.base_case
    return Answer(
        miner=plan.chosen_miner,
        n_miners=plan.n_miners,
        cash_flows=base.cashflows,
        npv_gbp=base.npv_gbp,
        discount_rate_per_year=discount_rate_per_year,
        payback_years=base.simple_payback_years,
        is_lost_again=base.ends_below_zero,
        sold_gbp=float(base.export_only_gbp.sum()),
    )

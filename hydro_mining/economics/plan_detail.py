"""What is told of a plan beyond the plan itself: its water, days, months and other counts."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.hydro import (
    DurationCurve,
    WaterAnalysis,
    analysed_water,
    duration_curve,
)
from hydro_mining.economics.plan import (
    NpvByCount,
    Plan,
    PlanMachine,
    PlanWinners,
    UseByTime,
    is_free,
    npv_by_count,
    plan_winners,
    unbound_machines,
    use_by_day,
    use_by_month,
)
from hydro_mining.economics.results import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDetail:
    """A study's plan, its water, and days, months and counts.

    ``machine`` is the plan's; where none pays, the one that loses least at the mean power.
    ``water`` is None where the study has none of its own. ``winners`` is what each rule would
    build where what is named does not pay; None where it pays, or nothing is named.
    """

    result: Evaluation
    plan: Plan
    water: WaterAnalysis | None
    machine: PlanMachine
    counts: NpvByCount
    days: UseByTime
    months: UseByTime
    winners: PlanWinners | None

    @property
    def power_duration(self) -> DurationCurve:
        """The duration curve of power [kW]; level where the study has no water of its own."""
        if self.water is None:
            return duration_curve([self.plan.mean_power_kw])
        return self.water.power_duration

    @property
    def flow_duration(self) -> DurationCurve | None:
        """That of the river's flow [m³/s], None where power is given."""
        return None if self.water is None else self.water.flow_duration


def plan_detail(result: Evaluation) -> PlanDetail | None:
    """Return what is told of a result's plan, None where it has none."""
    plan, study = result.plan, result.study
    if plan is None:
        return None
    machine = plan.machine or _least_bad(plan)
    return PlanDetail(
        result=result,
        plan=plan,
        water=None if study.hydro is None else analysed_water(study.hydro),
        machine=machine,
        counts=npv_by_count(study, plan, machine.name),
        days=use_by_day(study, plan),
        months=use_by_month(study, plan),
        winners=None
        if is_free(study) or result.pays
        else plan_winners(study, unbound_machines(study, plan)),
    )


def _least_bad(plan: Plan) -> PlanMachine:
    """Return the machine whose NPV for each kW at the mean power is highest."""

    def worth(one: PlanMachine) -> float:
        npv, size = one.npv_gbp_at_floor_rule, one.floor_rule_n * one.machine_kw
        return npv / size if size and np.isfinite(npv) else -np.inf

    return max(plan.machines, key=worth)

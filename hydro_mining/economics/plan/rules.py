"""Which machine each rule of choice would build on a plan's water, beside the plan's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Floats, known, read_only
from hydro_mining.economics.inputs import ChoiceRule, Miner, StudyInputs
from hydro_mining.economics.plan.fleet import (
    eligible_miners,
    fleet_over_export,
    scenario_outlook,
)
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.plan.outlook import Outlook
from hydro_mining.economics.plan.planning import fleet_money, planned_machine
from hydro_mining.economics.plan.results import Plan, PlanMachine
from hydro_mining.economics.returns import payback, with_residual
from hydro_mining.economics.scenarios import BASE_CASE, scenario_paths


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWinner:
    """A machine at the number that pays best on a plan's water, and its money in the base case.

    ``cashflows`` are (T + 1,) [£] over export alone, the residual value in the last.
    """

    miner: str
    n_miners: int
    cashflows: Floats
    npv_gbp: float
    simple_payback_years: float | None


PlanWinners: TypeAlias = Mapping[ChoiceRule, PlanWinner | None]


def unbound_machines(study: StudyInputs, plan: Plan) -> tuple[PlanMachine, ...]:
    """Return every machine at the number that pays best, whatever machine or number is named."""
    free = _unbound(study)
    if free is study:
        return plan.machines
    ground = plan_ground(free)
    base = scenario_outlook(free, scenario_paths(free), ground, BASE_CASE)
    return tuple(planned_machine(free, ground, base, miner) for miner in free.miners)


def plan_winners(study: StudyInputs, machines: tuple[PlanMachine, ...]) -> PlanWinners:
    """Return what each rule builds of ``unbound_machines``, the first on a tie.

    ``npv`` takes the highest NPV, ``payback`` the simple payback that is shortest; None where
    no machine pays.
    """
    free = _unbound(study)
    base = scenario_outlook(free, scenario_paths(free), plan_ground(free), BASE_CASE)
    can_be = {miner.name: miner for miner in eligible_miners(free)}
    built = [
        _winner(free, base, can_be[one.name], one)
        for one in machines
        if one.n and one.name in can_be and np.isfinite(one.npv_gbp)
    ]
    back = [one for one in built if one.simple_payback_years is not None]
    return MappingProxyType(
        {
            "npv": max(built, key=lambda one: one.npv_gbp, default=None),
            "payback": min(back, key=lambda one: one.simple_payback_years or 0.0, default=None),
        }
    )


def best_winner(study: StudyInputs, plan: Plan) -> PlanWinner | None:
    """Return the machine of the highest NPV, whatever is named; None where no machine pays."""
    return plan_winners(study, unbound_machines(study, plan))["npv"]


def is_free(study: StudyInputs) -> bool:
    """Tell whether a study names neither a machine nor a number."""
    return study.finance.miner is None and study.finance.n_miners is None


def _unbound(study: StudyInputs) -> StudyInputs:
    """Return a study that names neither a machine nor a number."""
    if is_free(study):
        return study
    return replace(study, finance=replace(study.finance, miner=None, n_miners=None))


def _winner(study: StudyInputs, base: Outlook, miner: Miner, planned: PlanMachine) -> PlanWinner:
    over_export = fleet_over_export(study, base, miner, planned.n)
    money = fleet_money(study, miner, planned.n, over_export)
    flows = with_residual(money.cash_flows_gbp, money.residual_gbp)
    return PlanWinner(
        miner=planned.name,
        n_miners=planned.n,
        cashflows=read_only(flows),
        npv_gbp=planned.npv_gbp,
        simple_payback_years=known(payback(flows, residual=money.residual_gbp)),
    )

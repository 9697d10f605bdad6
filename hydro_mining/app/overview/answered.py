"""What Overview shows of the answer beyond the result itself, asked of the core once."""

from collections.abc import Sequence
from dataclasses import dataclass

from hydro_mining.economics import Evaluation
from hydro_mining.economics.better_machine import Winners
from hydro_mining.economics.plan import (
    PlanMachine,
    mean_export_price,
    plan_pays_if,
    plan_winners,
    unbound_machines,
)
from hydro_mining.quantities import Currency
from hydro_mining.views.levers import Lever, levers
from hydro_mining.views.plan_levers import plan_levers


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Levers, what each rule would build, and the plan's machines, which are none without one."""

    result: Evaluation
    levers: Sequence[Lever]
    winners: Winners
    planned: Sequence[PlanMachine]


def answered(result: Evaluation, currency: Currency) -> Answered:
    """Return what belongs to a result's answer: the plan's where there is one."""
    study, plan = result.study, result.plan
    if plan is None:
        return Answered(
            result=result, levers=levers(result, currency), winners=result.winners, planned=()
        )
    planned = unbound_machines(study, plan)
    found = plan_levers(result, plan_pays_if(study, plan), mean_export_price(study), currency)
    return Answered(
        result=result, levers=found, winners=plan_winners(study, planned), planned=planned
    )

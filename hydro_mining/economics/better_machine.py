"""Which machine would pay where what a study builds does not."""

from collections.abc import Mapping
from typing import TypeAlias

from hydro_mining.economics.inputs import ChoiceRule
from hydro_mining.economics.plan import PlanWinner, PlanWinners, best_winner, is_free
from hydro_mining.economics.results import Evaluation, MachineSite

Winners: TypeAlias = Mapping[ChoiceRule, MachineSite | None] | PlanWinners


def better_machine(
    result: Evaluation, winners: Winners | None = None
) -> MachineSite | PlanWinner | None:
    """Return the machine of the highest NPV where the answer's does not pay.

    Parameters
    ----------
    winners
        What each rule builds, the plan's where there is one, if that is known.

    Returns
    -------
        With a plan it is at the number that pays best. None where what is built pays by itself,
        or no machine does.
    """
    study, plan = result.study, result.plan
    if plan is None:
        return better_site(result)
    # A plan that is free to choose has the best by itself.
    if is_free(study) or result.pays:
        return None
    return best_winner(study, plan) if winners is None else winners["npv"]


def better_site(result: Evaluation) -> MachineSite | None:
    """Return the site whose machine pays where that of the study does not, plan or not."""
    base = next(iter(result.scenarios.values()), None)
    best = result.winners["npv"]
    if best is None or not best.npv_gbp > 0 or (base is not None and base.npv_gbp > 0):
        return None
    return best

"""A study held to one machine and one scenario, whose NPV follows from its figures alone."""

from dataclasses import replace

from hydro_mining.economics.evaluation import evaluate, site_npvs
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import has_plan
from hydro_mining.economics.plan.levers import fleet_npv, mean_export_price
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.scenarios import BASE_CASE
from hydro_mining.economics.study_fields import value_at, with_value
from hydro_mining.quantities import checked

# With a plan: the mean of its export prices over the sample year [£/MWh], all of which move by
# the same factor.
EXPORT_PRICE = "market.export_price_gbp_per_mwh"


def pinned(result: Evaluation) -> StudyInputs | None:
    """Return the base case of a result with its chosen machine alone; None where none is chosen.

    With a plan it is the plan's, and their number is held too.
    """
    study, plan = result.study, result.plan
    name = result.answered_miner
    chosen = study.miner_called(name)
    if chosen is None:
        return None
    held = replace(study.finance, miner=name)
    return replace(
        study,
        miners=(chosen,),
        scenarios=(study.scenarios[BASE_CASE],),
        finance=held if plan is None else replace(held, n_miners=plan.n_miners),
    )


def npv_of(study: StudyInputs) -> float:
    """Return the NPV [£] of a pinned study: its plan's where it has one."""
    if not has_plan(study):
        return float(site_npvs(study)[0])
    count = study.finance.n_miners
    if count is not None:
        return fleet_npv(study, study.miners[0], count)(1.0, 1.0)
    plan = evaluate(study).plan
    assert plan is not None, "water or a market gives a plan"
    return plan.base_case.npv_gbp


def is_deemed(study: StudyInputs) -> bool:
    """Return whether export is paid whatever is exported, so that its price moves no gain."""
    return study.market is not None and study.market.deemed_export_fraction is not None


def value_today(study: StudyInputs, path: str) -> float:
    """Return a field's value in a pinned study; ``EXPORT_PRICE`` is the mean of a plan's."""
    if path == EXPORT_PRICE and has_plan(study):
        return mean_export_price(study)
    return float(value_at(study, path))


def npv_with(study: StudyInputs, path: str, value: float) -> float:
    """Return the NPV [£] of a pinned study with another value of a field.

    Raises
    ------
    InputError
        If the study has no such field, or the value breaks its rule.
    """
    count = study.finance.n_miners
    if path != EXPORT_PRICE or not has_plan(study) or count is None:
        return npv_of(with_value(study, path, value))
    factor = checked("export_price_gbp_per_mwh", value) / mean_export_price(study)
    return fleet_npv(study, study.miners[0], count)(1.0, factor)

"""A study held to one machine and one scenario, whose NPV follows from its figures alone."""

from dataclasses import replace

from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.scenarios import BASE_CASE

__all__ = ["npv_of", "pinned"]


def pinned(result: Evaluation, scenario: int = BASE_CASE) -> StudyInputs | None:
    """Return the study of a result with its chosen machine alone; None where none is chosen."""
    study = result.study
    chosen = [miner for miner in study.miners if miner.name == result.chosen_miner]
    if not chosen:
        return None
    return replace(
        study,
        miners=tuple(chosen),
        scenarios=(study.scenarios[scenario],),
        finance=replace(study.finance, miner=chosen[0].name),
    )


def npv_of(study: StudyInputs) -> float:
    """Return the NPV [£] of a pinned study."""
    (only,) = evaluate(study).scenarios.values()
    return only.npv_gbp

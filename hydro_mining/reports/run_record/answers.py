"""A record's answers beside its study: they are computed once, and stored as they were drawn.

What leaves the screen with a record pictures the futures that are stored in it.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining.economics import Evaluation
from hydro_mining.economics.alternatives import (
    AlternativesResult,
    AlternativesRisk,
    CapitalUses,
    alternatives_risk,
    capital_uses,
    compare_alternatives,
)
from hydro_mining.economics.risk import RiskFigures, risk_of
from hydro_mining.economics.risk.settings import RiskSettings
from hydro_mining.economics.title_block import TitleBlock
from hydro_mining.exceptions import InputError
from hydro_mining.reports.run_record.record import RunRecord

# What they are called in a record's results.
_ANSWERS = ("risk", "alternatives")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How sure a study is and what else its capital could do; None where nothing is built.

    ``risk`` and ``odds`` are those of the record; the comparison draws nothing and is made anew.
    """

    risk: RiskFigures | None
    compared: AlternativesResult | None
    uses: CapitalUses | None
    odds: AlternativesRisk | None


def title_block(record: RunRecord) -> TitleBlock:
    """Return the title block of a record's reports, an empty one where none was typed."""
    held = record.sections.get("title_block")
    return held if isinstance(held, TitleBlock) else TitleBlock()


def answered(record: RunRecord, result: Evaluation) -> RunRecord:
    """Return a record with the answers that it lacks; ``result`` is its study's."""
    lacking = [name for name in _ANSWERS if name not in record.results]
    if not lacking:
        return record
    results = {**record.results, **{name: _COMPUTED[name](record, result) for name in lacking}}
    return dataclasses.replace(record, results=results)


def recomputed(
    record: RunRecord, result: Evaluation, *, with_futures: bool = True
) -> dict[str, Any]:
    """Return a record's results as they come out now, with those answers that it holds.

    ``result`` is its study's. Without futures those that were drawn stand as they are stored.
    """
    stored, found = record.results, result.to_dict()
    if with_futures:
        return {**found, **{n: _COMPUTED[n](record, result) for n in _ANSWERS if n in stored}}
    kept: dict[str, Any] = {name: stored[name] for name in _ANSWERS if name in stored}
    if kept.get("alternatives") and (compared := _compared(record, result)) is not None:
        kept["alternatives"] = {**compared.to_dict(), "risk": kept["alternatives"]["risk"]}
    return {**found, **kept}


def answers_of(record: RunRecord, result: Evaluation) -> Answers:
    """Return the answers that a record holds; ``result`` is its study's."""
    risk, alternatives = (record.results.get(name) or {} for name in _ANSWERS)
    is_compared = bool(alternatives and alternatives["scenarios"])
    compared = compare_alternatives(result) if is_compared else None
    odds = alternatives["risk"] if is_compared else None
    return Answers(
        risk=RiskFigures.of_dict(risk) if risk else None,
        compared=compared,
        uses=None if compared is None else capital_uses(result, compared),
        odds=None if odds is None else AlternativesRisk.of_dict(odds),
    )


def _run(record: RunRecord) -> dict[str, Any]:
    """Return which futures are drawn."""
    held = record.sections.get("risk")
    settings = held if isinstance(held, RiskSettings) else RiskSettings()
    names = [scenario.name for scenario in record.study.scenarios]
    scenario = settings.scenario if settings.scenario in names else None
    return {"paths": settings.paths, "seed": settings.seed, "scenario": scenario}


def _risk(record: RunRecord, _: Evaluation) -> dict[str, Any] | None:
    told = risk_of(record.study, **_run(record))
    return None if told is None else RiskFigures.to_dict(told)


def _alternatives(record: RunRecord, result: Evaluation) -> dict[str, Any] | None:
    compared = _compared(record, result)
    if compared is None:
        return None
    drawn = alternatives_risk(record.study, **_run(record)) if compared.scenarios else None
    return {**compared.to_dict(), "risk": None if drawn is None else drawn.to_dict()}


def _compared(record: RunRecord, result: Evaluation) -> AlternativesResult | None:
    """Return the comparison; None where the default terms do not fit a study that gives none."""
    try:
        return compare_alternatives(result)
    except InputError:
        if record.study.alternatives is not None:
            raise
        return None


_COMPUTED: Mapping[str, Any] = {"risk": _risk, "alternatives": _alternatives}

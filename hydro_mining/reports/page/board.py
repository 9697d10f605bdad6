"""What the page's first sheet of paper shows: what to do, and what each way leaves."""

from typing import Any

from hydro_mining.economics import Evaluation
from hydro_mining.quantities import Currency
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.summary import board_sentences
from hydro_mining.views.board import against_rows, answer_of, recommendation
from hydro_mining.views.figures import scenario_cards
from hydro_mining.views.markup import Card, card_grid, table
from hydro_mining.views.plan_figures import plan_scenario_cards
from hydro_mining.views.verdict import verdict_cards

__all__ = ["board"]

_CAPTION = "Mining against selling the power, in the base case"
_EXPLAINED = (
    "Amounts are rounded and undiscounted; NPV is in today's money, over selling the same power."
)


def board(told: Told, currency: Currency) -> dict[str, Any]:
    """Return what the template's summary shows."""
    result, answers = told.result, told.answers
    answer = answer_of(result)
    rows = against_rows(
        answer,
        answers.uses,
        base_case=result.study.scenarios[0].name,
        export_gbp=_exported(result),
        currency=currency,
    )
    return {
        "recommendation": recommendation(answer, answers.risk),
        "sentences": board_sentences(told, currency),
        "cards": "" if answer is None else card_grid(verdict_cards(answer, currency)),
        "against": table(*rows, caption=_CAPTION) if rows[1] else "",
        "against_explained": _EXPLAINED if rows[1] else "",
        "scenarios": card_grid(_scenario_cards(result, currency)),
    }


def _exported(result: Evaluation) -> float | None:
    plan = result.plan
    return None if plan is None else float(plan.base_case.export_only_gbp.sum())


def _scenario_cards(result: Evaluation, currency: Currency) -> list[Card]:
    plan = result.plan
    if plan is None:
        return scenario_cards(result, currency)
    return [] if plan.chosen_miner is None else plan_scenario_cards(plan, currency)

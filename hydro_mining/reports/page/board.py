"""What the page's first sheet of paper shows: what to do, and what each way leaves."""

from typing import Any

from hydro_mining.economics import Evaluation
from hydro_mining.quantities import Currency
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.summary import (
    AGAINST_CAPTION,
    AGAINST_EXPLAINED,
    against_table,
    board_sentences,
)
from hydro_mining.views.answer import answer_of
from hydro_mining.views.board import recommendation
from hydro_mining.views.figures import scenario_cards
from hydro_mining.views.markup import Card, card_grid, table
from hydro_mining.views.plan_figures import plan_scenario_cards
from hydro_mining.views.verdict import verdict_cards


def board(told: Told, currency: Currency) -> dict[str, Any]:
    """Return what the template's summary shows."""
    result, answers = told.result, told.answers
    answer = answer_of(result)
    rows = against_table(told, currency)
    return {
        "recommendation": recommendation(result, answer, answers.risk),
        "sentences": board_sentences(told, currency),
        "cards": "" if answer is None else card_grid(verdict_cards(answer, currency)),
        "against": table(*rows, caption=AGAINST_CAPTION) if rows[1] else "",
        "against_explained": AGAINST_EXPLAINED if rows[1] else "",
        "scenarios": card_grid(_scenario_cards(result, currency)),
    }


def _scenario_cards(result: Evaluation, currency: Currency) -> list[Card]:
    plan = result.plan
    if plan is None:
        return scenario_cards(result, currency)
    return [] if plan.chosen_miner is None else plan_scenario_cards(plan, currency)

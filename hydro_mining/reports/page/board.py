"""The page's first sheet of paper: whose site, what to do, and what each way leaves."""

from typing import Any

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics import Evaluation
from hydro_mining.economics.plan import would_pay
from hydro_mining.imports.example_water import is_made_up
from hydro_mining.quantities import Currency
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.run_record import RunRecord, title_block
from hydro_mining.views.board import (
    against_rows,
    answer_of,
    pays_if_sentence,
    recommendation,
)
from hydro_mining.views.figures import scenario_cards, summary
from hydro_mining.views.hydro_figures import made_up_sentence
from hydro_mining.views.markup import card_grid, table
from hydro_mining.views.plan_figures import plan_scenario_cards
from hydro_mining.views.plan_words import plan_answer, would_pay_sentence
from hydro_mining.views.risk_words import odds_sentence
from hydro_mining.views.verdict import verdict, verdict_cards
from hydro_mining.wording import day_in_words

__all__ = ["board", "page_title", "title_rows"]

_KW_FROM_WHICH_MW = 10_000
_CAPTION = "Mining against selling the power, in the base case"
_EXPLAINED = (
    "Amounts are rounded and undiscounted; NPV is in today's money, over selling the same power."
)


def title_rows(record: RunRecord) -> list[tuple[str, str]]:
    """Return what the title block says, a label and a text each; the date is always there."""
    block = title_block(record)
    rows = [("Plant", block.plant), ("Client", block.client), ("Author", block.author)]
    day = day_in_words(block.date or record.created_at)
    return [*((name, text) for name, text in rows if text), ("Date", day)]


def page_title(result: Evaluation, record: RunRecord) -> str:
    """Return what the page is called."""
    power_kw = result.study.site.site_power_kw
    is_large = power_kw >= _KW_FROM_WHICH_MW
    power = f"{power_kw / KW_PER_MW:g} MW" if is_large else f"{power_kw:,.6g} kW"
    plant = title_block(record).plant
    of = f"{power} of hydro power"
    return f"{plant}: bitcoin mining with {of}" if plant else f"Bitcoin mining with {of}"


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
    has_flow, has_prices = is_made_up(result.study.hydro, result.study.market)
    made_up = made_up_sentence(has_flow=has_flow, has_prices=has_prices)
    odds = "" if answers.risk is None else odds_sentence(answers.risk)
    return {
        "recommendation": recommendation(answer, answers.risk),
        "sentences": [
            made_up + (_said(result, currency) if answer is None else verdict(answer, currency)),
            *filter(None, [odds, pays_if_sentence(result, currency)]),
        ],
        "cards": "" if answer is None else card_grid(verdict_cards(answer, currency)),
        "against": table(*rows, caption=_CAPTION) if rows[1] else "",
        "against_explained": _EXPLAINED if rows[1] else "",
        "scenarios": card_grid(_scenario_cards(result, currency)),
    }


def _said(result: Evaluation, currency: Currency) -> str:
    """Return why nothing is built."""
    if result.plan is None:
        return summary(result, currency)
    found = would_pay_sentence(would_pay(result.study), currency)
    return f"{plan_answer(result.plan, currency)} {found}"


def _exported(result: Evaluation) -> float | None:
    plan = result.plan
    return None if plan is None else float(plan.base_case.export_only_gbp.sum())


def _scenario_cards(result: Evaluation, currency: Currency) -> Any:
    plan = result.plan
    if plan is None:
        return scenario_cards(result, currency)
    return [] if plan.chosen_miner is None else plan_scenario_cards(plan, currency)

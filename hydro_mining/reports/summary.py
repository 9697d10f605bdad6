"""The summary of a record for a board, in words: its title block, its answer, its caveats."""

from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics import Evaluation
from hydro_mining.economics.plan import none_pays, would_pay
from hydro_mining.imports.example_water import is_made_up
from hydro_mining.quantities import Currency
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.run_record import RunRecord, title_block
from hydro_mining.views.answer import answer_of
from hydro_mining.views.board import against_rows, pays_if_sentence
from hydro_mining.views.hydro_figures import made_up_sentence
from hydro_mining.views.markup import Table
from hydro_mining.views.plan_words import plan_answer, would_pay_sentence
from hydro_mining.views.risk_words import odds_sentence
from hydro_mining.views.verdict import (
    better_sentence,
    summary,
    verdict,
)
from hydro_mining.wording import day_in_words

AGAINST_CAPTION = "Mining against selling the power, in the base case"
AGAINST_EXPLAINED = (
    "Amounts are rounded and undiscounted; NPV is in today's money, over selling the same power."
)

_KW_FROM_WHICH_MW = 10_000


def title_rows(record: RunRecord) -> list[tuple[str, str]]:
    """Return what the title block says, a label and a text each; the date is always there."""
    block = title_block(record)
    rows = [("Plant", block.plant), ("Client", block.client), ("Author", block.author)]
    day = day_in_words(block.date or record.created_at)
    return [*((name, text) for name, text in rows if text), ("Date", day)]


def page_title(result: Evaluation, record: RunRecord) -> str:
    """Return what page and spreadsheet are called."""
    power_kw = result.study.site.site_power_kw
    is_large = power_kw >= _KW_FROM_WHICH_MW
    power = f"{power_kw / KW_PER_MW:g} MW" if is_large else f"{power_kw:,.6g} kW"
    plant = title_block(record).plant
    of = f"{power} of hydro power"
    return f"{plant}: bitcoin mining with {of}" if plant else f"Bitcoin mining with {of}"


def board_sentences(told: Told, currency: Currency) -> list[str]:
    """Return the verdict or why nothing is built, how sure it is, and what would pay."""
    result, risk = told.result, told.answers.risk
    has_flow, has_prices = is_made_up(result.study.hydro, result.study.market)
    answer = answer_of(result)
    if answer is None:
        said, better = _why_nothing(result, currency), ""
    else:
        said, better = verdict(answer, currency), better_sentence(answer, currency)
    odds = "" if risk is None else odds_sentence(risk)
    pays_if = pays_if_sentence(result, answer, currency)
    made_up = made_up_sentence(has_flow=has_flow, has_prices=has_prices)
    return [f"{made_up}{said}", *filter(None, [odds, pays_if, better])]


def against_table(told: Told, currency: Currency) -> Table:
    """Return what to do beside selling the power and other uses of the same money."""
    result, plan = told.result, told.result.plan
    return against_rows(
        answer_of(result),
        told.answers.uses,
        base_case=result.study.scenarios[0].name,
        export_gbp=None if plan is None else float(plan.base_case.export_only_gbp.sum()),
        currency=currency,
    )


def _why_nothing(result: Evaluation, currency: Currency) -> str:
    if result.plan is None:
        return summary(result, currency)
    study, said = result.study, plan_answer(result, currency)
    if not none_pays(study, result.plan):
        return said
    return f"{said} {would_pay_sentence(study, would_pay(study), currency)}"

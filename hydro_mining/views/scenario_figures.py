"""What the scenarios come to: the plan's figures where there is one, else the site's."""

from hydro_mining.economics.plan import Plan
from hydro_mining.economics.results import Evaluation
from hydro_mining.quantities import Currency
from hydro_mining.views.accounts import ACCOUNTS_EXPLAINED, annual_rows
from hydro_mining.views.figures import metrics_rows, scenario_cards
from hydro_mining.views.hydro_workings import plan_money_workings
from hydro_mining.views.markup import Card, Table, workings
from hydro_mining.views.plan_figures import (
    plan_metrics_rows,
    plan_scenario_cards,
    plan_year_rows,
)
from hydro_mining.views.plan_words import plan_answer
from hydro_mining.views.verdict import summary
from hydro_mining.views.workings import metrics_workings
from hydro_mining.wording import years_in_words

_PLAN_EXPLAINED = (
    "The gain is what mining and exporting bring in a year over exporting everything, after the "
    "running cost. Each figure is rounded by itself."
)


def built_sentence(result: Evaluation, currency: Currency) -> str:
    """Return what is built over which years, or why nothing is."""
    plan, site = result.plan, result.site
    years = years_in_words(result.study.finance.years)
    span = f"over {years} from {result.study.start_date:%d %b %Y}"
    if plan is not None:
        if plan.chosen_miner is None:
            return plan_answer(result, currency)
        fleet = f"{plan.n_miners:,} × {plan.chosen_miner}"
        hydro = result.study.hydro
        where = "at this site" if hydro is None or not hydro.has_water else "on your water"
        return f"{fleet} {span}, {where}: what they bring over exporting everything."
    if site is None or not site.n_miners:
        return summary(result, currency)
    return f"{site.n_miners:,} × {result.chosen_miner} {span}."


def answered_cards(result: Evaluation, currency: Currency) -> list[Card]:
    """Return one card a scenario; none where nothing is built."""
    if result.plan is None:
        return scenario_cards(result, currency)
    return plan_scenario_cards(result.plan, currency) if result.answered_scenarios else []


def answered_metrics(result: Evaluation, currency: Currency) -> Table:
    """Return a row a metric, and a column a scenario."""
    if result.plan is None:
        return metrics_rows(result, currency)
    return plan_metrics_rows(result.plan, currency)


def answered_years(result: Evaluation, currency: Currency) -> dict[str, Table]:
    """Return a table a scenario, a row a year; only the site's have a total in their last row."""
    if result.plan is None:
        return {name: annual_rows(one, currency) for name, one in result.scenarios.items()}
    if not result.answered_scenarios:
        return {}
    return {name: plan_year_rows(one, currency) for name, one in result.plan.scenarios.items()}


def years_explained(result: Evaluation) -> str:
    """Return what the columns of those tables are to each other."""
    if not result.answered_scenarios:
        return ""
    return ACCOUNTS_EXPLAINED if result.plan is None else _PLAN_EXPLAINED


def answered_workings(result: Evaluation, name: str, currency: Currency) -> str:
    """Return how the metrics of the scenario ``name`` were computed."""
    if result.plan is None:
        return workings(metrics_workings(result, currency, name=name))
    return workings(plan_money_workings(result.study, result.plan.scenarios[name], currency))


def answer_source(result: Evaluation) -> Evaluation | Plan:
    """Return what has the frames of metrics and of years that the answer is taken from."""
    return result if result.plan is None else result.plan

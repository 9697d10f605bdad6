"""What a reader of the page can choose, computed beforehand by the core.

A selection is a machine at a power price, with all scenarios. The page only looks it up: every
figure in it is the core's, every text the product's own.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.economics import Evaluation, evaluate
from hydro_mining.economics.inputs import ChoiceRule, StudyInputs
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import Currency, checked, price_per_kwh
from hydro_mining.views import scenario_charts
from hydro_mining.views.accounts import annual_rows
from hydro_mining.views.figures import (
    machine_rows,
    metrics_rows,
    scenario_cards,
    site_cards,
    warnings_in,
)
from hydro_mining.views.layers import Layers
from hydro_mining.views.levers import pays_if_rows, winner_rows
from hydro_mining.views.markup import Card
from hydro_mining.views.verdict import summary

_PRICE_STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.5)
# [£/kWh]. Around a price of zero there are no steps of a fraction.
_FREE_PRICES = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08)
_PRICE_DECIMALS = 6
# Cash flows in all selections together; they bound the page's size and the time to make it.
_MOST_FLOWS = 60_000
_MOST_MACHINES = 60
# Rows of the ranking and lines of a chart: more tell a reader nothing.
MOST_RANKED = 200
# With a word joiner, so that no line ends between the sign and its amount.
_MINUS = "−\u2060"
_AUTOMATIC = {
    "payback": "The machine with the shortest payback",
    "npv": "The machine with the best value over the years",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """What the selectors offer.

    Parameters
    ----------
    machines
        What to build: None is what the study's rule chooses, anew at each price.
    left_out
        How many machines of the study are not offered.
    prices : [£/kWh]
        That at ``price_start`` is the study's own; the first machine is its own choice.
    """

    scenarios: tuple[str, ...]
    machines: tuple[str | None, ...]
    left_out: int
    prices: tuple[float, ...]
    price_start: int
    choose_by: ChoiceRule

    def machine_texts(self) -> list[str]:
        """Return what the selector calls each machine."""
        return [_AUTOMATIC[self.choose_by] if name is None else name for name in self.machines]

    def price_texts(self, currency: Currency) -> list[str]:
        """Return what the selector calls each power price."""
        texts = [f"{price_per_kwh(price, currency)} per kWh" for price in self.prices]
        texts[self.price_start] += " (the study's)"
        return texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A machine at a power price: texts for the page, and layers for its charts."""

    summary: str
    warnings: tuple[str, ...]
    site_cards: list[Card]
    scenario_cards: list[Card]
    metrics: list[list[str]]
    annual: list[list[list[str]]]
    pays_if: list[list[str]]
    winners: list[list[str]]
    built: str
    layers: dict[str, Layers]


def selectors(result: Evaluation) -> Selectors:
    """Return what is offered: every scenario, prices around the study's, the best machines."""
    study = result.study
    prices, start = _prices(study.site.power_price_gbp_per_kwh)
    flows = len(prices) * len(study.scenarios) * (study.finance.years + 1)
    most = max(min(_MOST_FLOWS // flows, _MOST_MACHINES), 1)
    named = study.finance.miner
    ranked = _ranked(result)
    offered = list(dict.fromkeys([named, *ranked]))[:most]
    return Selectors(
        scenarios=tuple(scenario.name for scenario in study.scenarios),
        machines=tuple(offered),
        left_out=len(ranked) - sum(name is not None for name in offered),
        prices=prices,
        price_start=start,
        choose_by=study.finance.choose_by,
    )


def _ranked(result: Evaluation) -> list[str]:
    """Return all machines, the shortest payback first; NaN sorts last."""
    order = np.argsort(result.miners.simple_payback_days, kind="stable")
    return [result.miners.name[index] for index in order]


def _prices(own: float) -> tuple[tuple[float, ...], int]:
    if own == 0:
        return _FREE_PRICES, 0
    prices = [own if step == 1 else round(own * step, _PRICE_DECIMALS) for step in _PRICE_STEPS]
    legal = [price for price in dict.fromkeys(prices) if _is_legal(price)]
    return tuple(legal), legal.index(own)


def _is_legal(price: float) -> bool:
    try:
        checked("power_price_gbp_per_kwh", price)
    except InputError:
        return False
    return True


def selection(
    study: StudyInputs, machine: str | None, price: float, currency: Currency
) -> Selection:
    """Return the study with another machine and power price, computed by the core."""
    result = evaluated(study, machine, price)
    return Selection(
        summary=summary(result, currency).replace("−", _MINUS),
        warnings=warnings_in(result, currency),
        site_cards=site_cards(result, currency),
        scenario_cards=scenario_cards(result, currency),
        metrics=metrics_rows(result, currency)[1] if result.scenarios else [],
        annual=[annual_rows(scenario, currency)[1] for scenario in result.scenarios.values()],
        pays_if=pays_if_rows(result, currency),
        winners=winner_rows(result, currency)[1],
        built=result.chosen_miner or "",
        layers=cash_layers(result, currency),
    )


def ranking(study: StudyInputs, price: float, currency: Currency) -> list[list[str]]:
    """Return the rows of the machines at another power price, the shortest payback first."""
    result = evaluated(study, None, price)
    rows = machine_rows(result, currency)[0]
    order = np.argsort(result.miners.simple_payback_days, kind="stable")
    return [rows[index] for index in order[:MOST_RANKED]]


def with_fewer_machines(result: Evaluation) -> Evaluation:
    """Return the study's own result, with the ``MOST_RANKED`` best machines and the chosen one.

    The charts of it stand beside the study's tables: a plan has its own chapter.
    """
    study = result.study
    if len(study.miners) <= MOST_RANKED:
        return result if result.plan is None else dataclasses.replace(result, plan=None)
    kept = {*_ranked(result)[:MOST_RANKED], result.chosen_miner}
    miners = tuple(miner for miner in study.miners if miner.name in kept)
    return evaluate(dataclasses.replace(study.without_plan(), miners=miners))


def evaluated(study: StudyInputs, machine: str | None, price: float) -> Evaluation:
    """Return the study's result with another machine and power price."""
    return evaluate(
        dataclasses.replace(
            study.without_plan(),
            finance=dataclasses.replace(study.finance, miner=machine),
            site=dataclasses.replace(study.site, power_price_gbp_per_kwh=price),
        )
    )


def cash_layers(result: Evaluation, currency: Currency) -> dict[str, Layers]:
    """Return the layers of the charts that follow the selectors, by chart."""
    if not result.scenarios:
        return {}
    charts: Any = scenario_charts
    return {
        "annual": charts.annual_layers(result.scenarios, currency=currency),
        "cumulative": charts.cumulative_layers(
            result.scenarios, discounted=False, currency=currency
        ),
        "discounted": charts.cumulative_layers(
            result.scenarios, discounted=True, currency=currency
        ),
    }

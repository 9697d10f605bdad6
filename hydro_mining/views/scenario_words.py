"""What a scenario takes to come true, in words; and what one must believe for the base case."""

import datetime as dt
from functools import lru_cache

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.inputs import Finance, Scenario, StudyInputs
from hydro_mining.economics.plan.levers import mean_export_price
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.scenarios import BASE_CASE, power_price_growth
from hydro_mining.quantities import Currency, Format, formatted, price_per_kwh
from hydro_mining.wording import years_in_words

_PER_CENT = Format(suffix=" %", significant=3, trims=True, scale=100)
_TIMES = Format(suffix=" times", significant=3, trims=True)
# [1/year]. Growths as near as this move what a machine earns by less than a reader sees.
_ALIKE = 0.0005
_EXPORT = "export_price_gbp_per_mwh"


def scenario_terms(result: Evaluation) -> dict[str, str]:
    """Return a sentence a scenario on what moves, and what it does to a machine's revenue."""
    halvings = _halvings(result)
    return {one.name: _terms(one, halvings) for one in result.study.scenarios}


@lru_cache(maxsize=256)
def _terms(scenario: Scenario, halvings: str) -> str:
    at_once = [
        f"{what} {'rises' if shock > 0 else 'falls'} by {_share(abs(shock))} at once"
        for what, shock in (
            ("the bitcoin price", scenario.btc_price_shock),
            ("difficulty", scenario.difficulty_shock),
            ("the power price", scenario.power_price_shock),
        )
        if shock
    ]
    later = [
        f"{what} {_moves(growth)}"
        for what, growth in (
            ("fees a block", scenario.fee_growth_per_year),
            ("the power price", scenario.power_price_growth_per_year),
        )
        if growth
    ]
    if scenario.hashrate_elasticity:
        later.append("difficulty also follows the price where it leaves the base case")
    sentences = [_joined(at_once), f"{_growth(scenario)}{halvings}", _joined(later)]
    return " ".join(f"{said[:1].upper()}{said[1:]}." for said in sentences if said)


def _growth(scenario: Scenario) -> str:
    """Return how price and difficulty grow, and what both do to a machine's revenue."""
    price, difficulty = scenario.btc_price_growth_per_year, scenario.difficulty_growth_per_year
    change = (1 + price) / (1 + difficulty) - 1
    if abs(change) < _ALIKE:
        if not price:
            return "price and difficulty stay: flat per machine"
        return f"price and difficulty grow alike, {_share(price)} a year: flat per machine"
    each = f"the bitcoin price {_moves(price)}, difficulty {_moves(difficulty)}"
    word = "more" if change > 0 else "less"
    return f"{each}: {_share(abs(change))} {word} per machine each year"


def _moves(growth: float) -> str:
    if not growth:
        return "stays"
    return f"{'grows' if growth > 0 else 'falls'} by {_share(abs(growth))} a year"


def _halvings(result: Evaluation) -> str:
    days = [result.study.start_date + dt.timedelta(days=int(d)) for d in result.paths.halving_days]
    if not days:
        return ""
    first, *others = [f"{day:%B %Y}" for day in days]
    more = f" and {len(others)} more time{'s' * (len(others) > 1)}" if len(others) > 1 else ""
    second = f" and {others[0]}" if len(others) == 1 else more
    return f", halved in {first}{second}"


def _joined(parts: list[str]) -> str:
    return ", ".join(parts)


def _share(value: float) -> str:
    return _PER_CENT.written(value)


def beliefs(result: Evaluation, currency: Currency) -> list[str]:
    """Return what one must believe for the base case to come true, a sentence each."""
    study, paths = result.study, result.paths
    years = study.finance.years
    end = study.start_date + dt.timedelta(days=DAYS_PER_PROJECT_YEAR * years)
    price, difficulty = paths.btc_price_usd[0], paths.difficulty[0]
    network = study.network
    times = _TIMES.written(float(difficulty[-1] / network.difficulty))
    revenue, power = paths.rev_by_year[0], paths.power_price_gbp_per_kwh[0]
    return [
        f"Bitcoin stands at {formatted('btc_price_usd', float(price[-1]))} in {end:%B %Y}; it was "
        f"{formatted('btc_price_usd', network.btc_price_usd)} on {network.day:%d %b %Y}.",
        f"All miners together then try {times} as often as on that day: difficulty goes from "
        f"{formatted('difficulty', network.difficulty)} to "
        f"{formatted('difficulty', float(difficulty[-1]))}.",
        f"So a TH/s earns {formatted('rev_per_th_per_day', float(revenue[0]), currency)} a day in "
        f"year 1 and {formatted('rev_per_th_per_day', float(revenue[-1]), currency)} in year "
        f"{years}, before power.",
        _power_belief(power.tolist(), currency)
        if result.plan is None
        else _export_belief(study, currency),
        _machine_belief(study.finance, has_plan=result.plan is not None),
    ]


def _machine_belief(finance: Finance, *, has_plan: bool) -> str:
    years = years_in_words(finance.years)
    if has_plan:
        run = f"last {years} and, in the hours in which the plan mines, run as on their first day"
    elif finance.switch_off_when_unprofitable:
        run = f"last {years} and, but for days that do not earn their power, run as on the first"
    else:
        run = f"run for {years} as on their first day"
    resale = finance.residual_value_fraction
    worth = f"fetch {_share(resale)} of their price" if resale else "are worth nothing"
    return f"The machines {run}, repairs being in the running cost, and {worth} in the end."


def _export_belief(study: StudyInputs, currency: Currency) -> str:
    """Return what the grid pays, whose prices move over the years as that of power does."""
    prices = mean_export_price(study) * power_price_growth(study)[BASE_CASE]
    first, last = (formatted(_EXPORT, float(prices[year]), currency) for year in (0, -1))
    if np.ptp(prices) == 0:
        return f"The grid pays {first} a MWh in every year, on the mean of all its hours."
    return (
        f"The grid pays {first} a MWh in year 1 and {last} in the last, on the mean of all their "
        "hours."
    )


def _power_belief(power: list[float], currency: Currency) -> str:
    first, last = (price_per_kwh(value, currency) for value in (power[0], power[-1]))
    if np.ptp(power) == 0:
        return f"A kWh is worth {first} in every year."
    return f"A kWh is worth {first} in year 1 and {last} in the last."

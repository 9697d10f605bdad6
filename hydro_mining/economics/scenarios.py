"""Daily paths of price, difficulty, subsidy and revenue per TH, for all scenarios at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import (
    BLOCKS_PER_DAY,
    BLOCKS_PER_HALVING,
    DAYS_PER_PROJECT_YEAR,
    MONTHS_PER_YEAR,
    SATOSHI_PER_BTC,
)
from hydro_mining.economics.arrays import Floats, Integers, read_only
from hydro_mining.economics.bitcoin import block_subsidy, btc_per_th_per_day
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.inputs import Scenario, StudyInputs

# The first scenario decides which machine is bought.
BASE_CASE = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPaths:
    """Paths over S scenarios and D = 365 × years days from go-live.

    Attributes
    ----------
    btc_price_usd : (S, D) [$/BTC]
    difficulty : (S, D) [1]
    block_height : (D,) [blocks]
    rev_per_th_per_day : (S, D) [£/TH/day], after the pool fee
    power_price_gbp_per_kwh : (S, T) [£/kWh], by project year
    """

    btc_price_usd: Floats
    difficulty: Floats
    block_height: Floats
    rev_per_th_per_day: Floats
    power_price_gbp_per_kwh: Floats

    @property
    def rev_by_year(self) -> Floats:
        """Mean revenue per TH of each project year, (S, T) [£/TH/day]."""
        means: Floats = yearly(self.rev_per_th_per_day).mean(axis=-1)
        return means

    @property
    def halving_days(self) -> Integers:
        """Days of the grid, from 1 on, that start in a later subsidy era than the day before."""
        era = self.block_height // BLOCKS_PER_HALVING
        return np.flatnonzero(np.diff(era)) + 1


def scenario_paths(study: StudyInputs) -> ScenarioPaths:
    """Return the daily paths of every scenario of ``study``.

    Growth starts at ``network.as_of``; a day takes the subsidy at the height with which it
    starts, so a halving inside a year splits it by days.
    """
    network, scenarios = study.network, study.scenarios
    day = np.arange(DAYS_PER_PROJECT_YEAR * study.finance.years) + study.days_to_start
    years = day / DAYS_PER_PROJECT_YEAR
    height = network.block_height + BLOCKS_PER_DAY * day
    price = btc_price(study, day)
    difficulty = network.difficulty * _growth(
        _terms(scenarios, "difficulty_shock"),
        _terms(scenarios, "difficulty_growth_per_year"),
        years,
    )
    difficulty = difficulty * _following(study, len(day))
    fees = fees_btc_per_block(study)
    btc = btc_per_th_per_day(
        difficulty=difficulty, reward_btc_per_block=block_subsidy(height) / SATOSHI_PER_BTC + fees
    )
    revenue = btc * price * network.usd_to_gbp * (1 - study.finance.pool_fee_fraction)
    return ScenarioPaths(
        btc_price_usd=read_only(price),
        difficulty=read_only(difficulty),
        block_height=read_only(height),
        rev_per_th_per_day=read_only(revenue),
        power_price_gbp_per_kwh=read_only(power_price_by_year(study)),
    )


def btc_price(study: StudyInputs, days_after_network: Integers | int) -> Floats:
    """Return the bitcoin price (S, ...) [$/BTC] of each scenario, days after ``as_of``."""
    return study.network.btc_price_usd * _growth(
        _terms(study.scenarios, "btc_price_shock"),
        _terms(study.scenarios, "btc_price_growth_per_year"),
        np.asarray(days_after_network) / DAYS_PER_PROJECT_YEAR,
    )


def _following(study: StudyInputs, days: int) -> Floats:
    """Return the factor (S, D) by which difficulty follows each scenario's own bitcoin price.

    The log of the price over the base case's, times the elasticity, approached from the day of
    the network's figures on with the scenario's half-life.
    """
    factor = np.ones((len(study.scenarios), days))
    moved = [s for s, one in enumerate(study.scenarios) if one.hashrate_elasticity]
    if not moved:
        return factor
    price = btc_price(study, np.arange(study.days_to_start + days))
    strayed = np.log(price / price[BASE_CASE])
    for s in moved:
        scenario = study.scenarios[s]
        followed = _approached(strayed[s], scenario.hashrate_half_life_months)
        factor[s] = np.exp(scenario.hashrate_elasticity * followed[study.days_to_start :])
    return factor


def _approached(target: Floats, half_life_months: float) -> Floats:
    """Return what follows ``target`` (days,) day by day from 0 on the first, or at once."""
    if not half_life_months:
        return target
    from scipy.signal import lfilter  # noqa: PLC0415 - most studies need no scipy

    half_life_days = half_life_months * DAYS_PER_PROJECT_YEAR / MONTHS_PER_YEAR
    left = 2.0 ** (-1 / half_life_days)
    steps = np.concatenate([[0.0], (1 - left) * target[1:]])
    followed: Floats = lfilter([1.0], [1.0, -left], steps)
    return followed


def fees_btc_per_block(study: StudyInputs) -> Floats:
    """Return the fees (S, D) [BTC/block] of each scenario and day from go-live."""
    day = np.arange(DAYS_PER_PROJECT_YEAR * study.finance.years) + study.days_to_start
    growth = _terms(study.scenarios, "fee_growth_per_year")
    return study.network.fees_btc_per_block * _growth(0.0, growth, day / DAYS_PER_PROJECT_YEAR)


def power_price_by_year(study: StudyInputs) -> Floats:
    """Return the power price (S, T) [£/kWh] of each scenario and project year."""
    return study.site.power_price_gbp_per_kwh * power_price_growth(study)


def power_price_growth(study: StudyInputs) -> Floats:
    """Return the power price (S, T) [1] of each scenario and project year over the study's."""
    year = np.arange(study.finance.years, dtype=float)
    return _growth(
        _terms(study.scenarios, "power_price_shock"),
        _terms(study.scenarios, "power_price_growth_per_year"),
        year,
    )


def _terms(scenarios: Sequence[Scenario], name: str) -> Floats:
    return np.array([[getattr(scenario, name)] for scenario in scenarios])


def _growth(shock: Floats | float, growth_per_year: Floats, years: Floats) -> Floats:
    factor: Floats = (1 + np.asarray(shock)) * (1 + growth_per_year) ** years
    return factor

"""A risk run against a simulation that is written anew, month by month, with draws of its own.

The round study with fees: £9,288 a day of which 3.125 parts of 3.225 are the subsidy's, 900 kW of
machines on 1,000 kW at a mean load of 0.9, £684,000, three years at 10 % a year.
"""

import dataclasses
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs
from hydro_mining.economics.risk import PERCENTILES, Risk, risk_of
from hydro_mining.economics.risk.draws import drawn

Build = Callable[..., StudyInputs]
MONTHS, PATHS = 36, 40_000
REVENUE, POWER_COST, CAPITAL = 9_288.0, 2_160.0, 684_000.0
# Days of 365 whose middle lies in each twelfth of the year.
DAYS = np.bincount(((np.arange(365) + 0.5) * 12 // 365).astype(int))


def simulated(risk: Risk, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return NPVs and cash at the end of many futures."""
    random = np.random.default_rng(seed)
    normal = random.standard_normal
    log_price, log_own, followed = np.zeros((3, PATHS))
    log_fees, log_power, log_dollar = np.zeros((3, PATHS))
    hashrate = 1 + risk.hashrate_tolerance * random.uniform(-1, 1, PATHS)
    draws = 1 + risk.power_tolerance * random.uniform(-1, 1, PATHS)
    npv, cash = np.full((2, PATHS), -CAPITAL)
    income, time = np.zeros(PATHS), 1 / 12
    for month in range(MONTHS):
        if month % 12 == 0:
            load = np.clip(0.9 * (1 + risk.load_factor_cv * normal(PATHS)), 0, 1)
            mean, deviation = risk.uptime_mean, risk.uptime_cv * risk.uptime_mean
            spread = mean * (1 - mean) / deviation**2 - 1
            uptime = random.beta(mean * spread, (1 - mean) * spread, PATHS)
            hours = np.minimum(load * 1_000 / (900 * draws), 1) * uptime
        step = normal(PATHS)
        log_price += _mean_kept(risk.btc_price_volatility_per_year, time, step)
        rho = risk.price_difficulty_correlation
        own = rho * step + np.sqrt(1 - rho**2) * normal(PATHS)
        log_own += _mean_kept(risk.difficulty_volatility_per_year, time, own)
        kept = 0.5 ** (1 / risk.hashrate_half_life_months)
        followed += (1 - kept) * (log_price - followed)
        log_dollar += _mean_kept(risk.usd_to_gbp_volatility_per_year, time, normal(PATHS))
        log_fees, fees = _calming(
            log_fees, risk.fee_volatility_per_year, risk.fee_half_life_months, month, normal(PATHS)
        )
        log_power, power = _calming(
            log_power,
            risk.power_price_volatility_per_year,
            risk.power_price_half_life_months,
            month,
            normal(PATHS),
        )
        difficulty = np.exp(log_own + risk.hashrate_elasticity * followed)
        coins = (3.125 + 0.1 * fees) / 3.225 / difficulty
        revenue = REVENUE * np.exp(log_price + log_dollar) * coins * hashrate
        margin = revenue - POWER_COST * power * draws
        income += np.maximum(margin, 0) * hours * DAYS[month % 12]
        if month % 12 == 11:
            npv += income / 1.1 ** ((month + 1) / 12)
            cash += income
            income = np.zeros(PATHS)
    return npv, cash


def _mean_kept(volatility: float, time: float, normal: np.ndarray) -> np.ndarray:
    return volatility * np.sqrt(time) * normal - volatility**2 * time / 2


def _calming(
    log: np.ndarray, volatility: float, half_life: float, month: int, normal: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the next log deviation, drawn in its transition's exact law, and the factor."""
    rate = 12 * np.log(2) / half_life
    variance = volatility**2 * (1 - np.exp(-2 * rate / 12)) / (2 * rate)
    log = log * np.exp(-rate / 12) + np.sqrt(variance) * normal
    so_far = volatility**2 * (1 - np.exp(-2 * rate * (month + 1) / 12)) / (2 * rate)
    return log, np.exp(log - so_far / 2)


@pytest.mark.parametrize(
    "terms",
    [{}, {"btc_price_volatility_per_year": 1.0, "price_difficulty_correlation": -0.5}],
)
def test_quantiles_are_those_of_a_plain_simulation(study: Build, terms: dict) -> None:
    """Within four standard errors of two samples, at each percentile of NPV and last cash."""
    risk = Risk(**terms)
    built = dataclasses.replace(study(network={"fees_btc_per_block": 0.1}), risk=risk)
    told = risk_of(built, paths=20_000, seed=4)
    npv, cash = simulated(risk, seed=99)
    for at in PERCENTILES:
        share = at / 100
        error = np.sqrt(share * (1 - share) * (1 / 20_000 + 1 / PATHS))
        below = float((npv < told.npv_gbp.percentiles[at]).mean())
        assert below == pytest.approx(share, abs=4 * error), at
        below = float((cash < told.cumulative_cash_gbp.percentiles[at][-1]).mean())
        assert below == pytest.approx(share, abs=4 * error), at
    error = np.hypot(told.npv_standard_error, npv.std() / np.sqrt(PATHS))
    assert told.npv_gbp.mean == pytest.approx(npv.mean(), abs=4 * error)
    loss = told.probability_of_loss
    plain = float((npv < 0).mean())
    error = np.hypot(loss.standard_error, np.sqrt(plain * (1 - plain) / PATHS))
    assert loss.value == pytest.approx(plain, abs=4 * error)


@pytest.mark.parametrize(("years", "blocks"), [(12, 10), (13, 2)])
def test_draws_stay_at_hand_for_a_slider(years, blocks) -> None:
    """Those of 10,000 futures; of a longer study, which would take too much memory, of 2,000."""
    draw = [partial(drawn, Risk(), years=years, paths=2, seed=5, block=at) for at in range(blocks)]
    first = [one() for one in draw]
    assert all(one() is was for one, was in zip(draw, first, strict=True))
    drawn(Risk(), years=years, paths=2, seed=5, block=blocks)
    anew = draw[0]()
    assert anew is not first[0]
    assert anew.price.tolist() == first[0].price.tolist()

"""How sure a study is: what must hold exactly, and what within the error of a sample."""

import dataclasses
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.risk import PERCENTILES, Risk, risk_of
from hydro_mining.economics.risk.draws import drawn
from hydro_mining.economics.risk.run import _worst_tenth
from hydro_mining.economics.risk.spread import chance
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
CERTAIN = Risk(
    **{
        **{f.name: 0.0 for f in dataclasses.fields(Risk) if "half_life" not in f.name},
        "uptime_mean": 1.0,
    }
)


def uncertain(study: StudyInputs, **terms: Any) -> StudyInputs:
    """Return the study with nothing uncertain but what ``terms`` say."""
    return dataclasses.replace(study, risk=dataclasses.replace(CERTAIN, **terms))


def block(years: int = 3, paths: int = 20_000, **terms: Any):
    """Return deviations of many futures."""
    risk = dataclasses.replace(CERTAIN, **terms)
    return drawn(risk, years=years, paths=paths, seed=7, block=0)


@pytest.mark.parametrize("switch_off", [True, False])
@pytest.mark.parametrize("height", [840_000, 1_000_000])
def test_without_uncertainty_every_percentile_is_the_study(study: Build, height, switch_off):
    """Also across a halving, with machines off on days that lose, fees and a residual value."""
    built = study(
        network={"block_height": height, "fees_btc_per_block": 0.1},
        site={"power_price_gbp_per_kwh": 0.3},
        finance={
            "years": 6,
            "residual_value_fraction": 0.2,
            "other_opex_gbp_per_year": 10_000.0,
            "other_capex_gbp_per_kw": 120.0,
            "other_opex_gbp_per_kw_per_year": 15.0,
            "switch_off_when_unprofitable": switch_off,
        },
        scenarios=[
            {"name": "Base", "difficulty_growth_per_year": 0.2, "fee_growth_per_year": 0.5},
            {"name": "Dear", "power_price_growth_per_year": 0.1},
        ],
    )
    finance = dataclasses.replace(built.finance, switch_off_when_unprofitable=True)
    known = evaluate(dataclasses.replace(built, finance=finance)).scenarios
    for name in ("Base", "Dear"):
        result = risk_of(uncertain(built), paths=20, scenario=name)
        for at in PERCENTILES:
            assert result.npv_gbp.percentiles[at] == pytest.approx(known[name].npv_gbp, rel=1e-9)
        cash = result.cumulative_cash_gbp.percentiles[50]
        assert cash[::12] == pytest.approx(known[name].cumulative_gbp, rel=1e-9)
        never = result.probability_never_pays_back.value
        assert never == (known[name].simple_payback_years is None)


def test_free_power_and_an_uncertain_price_leave_the_mean(study: Build) -> None:
    """The mean NPV is the study's within four standard errors."""
    free = study(site={"power_price_gbp_per_kwh": 0.0})
    result = risk_of(uncertain(free, btc_price_volatility_per_year=0.6), paths=20_000)
    expected = evaluate(free).scenarios["Base"].npv_gbp
    assert abs(result.npv_gbp.mean - expected) < 4 * result.npv_standard_error
    assert result.npv_standard_error > 0


def test_elasticity_of_one_without_delay_and_fees_leaves_no_spread(study: Build) -> None:
    """Difficulty takes back at once what the price gives."""
    terms = {"btc_price_volatility_per_year": 0.6, "hashrate_elasticity": 1.0}
    result = risk_of(uncertain(study(), **terms, hashrate_half_life_months=0.0), paths=50)
    known = evaluate(study()).scenarios["Base"].npv_gbp
    assert np.ptp(result.futures.npv_gbp) == pytest.approx(0, abs=1e-9 * known)
    assert result.npv_gbp.mean == pytest.approx(known, rel=1e-9)


def test_price_after_three_years_has_a_lognormal_s_quantiles() -> None:
    """60 % a year for three years (RSK-04, GOLD-10's form), within four standard errors."""
    price = block(btc_price_volatility_per_year=0.6).price[-1]
    shares = np.array([0.05, 0.10, 0.50, 0.90, 0.95])
    expected = np.array([0.105464, 0.153842, 0.582748, 2.207427, 3.220002])
    deviation = 0.6 * math.sqrt(3)
    density = norm.pdf(norm.ppf(shares)) / (expected * deviation)
    error = np.sqrt(shares * (1 - shares) / len(price)) / density
    assert np.all(np.abs(np.quantile(price, shares) - expected) < 4 * error)
    assert abs(price.mean() - 1) < 4 * price.std() / math.sqrt(len(price))


def test_difficulty_moves_with_the_price_in_a_month_and_follows_it_later() -> None:
    """The steps correlate by 0.3; half of 0.45 of a price's jump has come after 1.5 months."""
    both = block(
        btc_price_volatility_per_year=0.6,
        difficulty_volatility_per_year=0.15,
        price_difficulty_correlation=0.3,
    )
    first = np.corrcoef(np.log(both.price[0]), np.log(both.difficulty[0]))[0, 1]
    assert first == pytest.approx(0.3, abs=4 / math.sqrt(20_000))
    delayed = block(
        paths=3,
        btc_price_volatility_per_year=0.6,
        hashrate_elasticity=0.45,
        hashrate_half_life_months=1.5,
    )
    left = 0.5 ** (1 / 1.5)
    log_price = np.log(delayed.price)
    second = (1 - left) * (left * log_price[0] + log_price[1])
    assert np.log(delayed.difficulty[1]) == pytest.approx(0.45 * second)


@pytest.mark.parametrize(("half_life", "years"), [(6.0, 1), (6.0, 3), (None, 3)])
def test_what_calms_down_keeps_its_mean_and_its_variance(half_life, years) -> None:
    """Variance σ² (1 − e^(−2κt)) / (2κ), κ = ln 2 over the half-life in years; else σ² t."""
    fees = np.log(
        block(years, fee_volatility_per_year=0.8, fee_half_life_months=half_life).fees[-1]
    )
    kappa = 0 if half_life is None else math.log(2) / (half_life / 12)
    variance = 0.64 * (years if not kappa else (1 - math.exp(-2 * kappa * years)) / (2 * kappa))
    # A variance's standard error is √(2/n) of it.
    assert fees.var() == pytest.approx(variance, rel=4 * math.sqrt(2 / 20_000))
    assert fees.mean() == pytest.approx(-variance / 2, abs=4 * math.sqrt(variance / 20_000))


def test_uptime_has_its_mean_and_deviation() -> None:
    """97 % ± 2 % of it, never above 1."""
    uptime = block(uptime_mean=0.97, uptime_cv=0.02).uptime
    assert uptime.mean() == pytest.approx(0.97, abs=4 * 0.0194 / math.sqrt(60_000))
    assert uptime.std() == pytest.approx(0.0194, rel=0.03)
    assert uptime.max() <= 1


def test_a_dry_year_stops_machines_and_a_wet_one_adds_none(study: Build) -> None:
    """Machines sized to the mean water: what is missing is lost, what is more is not mined."""
    result = risk_of(uncertain(study(), load_factor_cv=0.2), paths=4_000)
    known = evaluate(study()).scenarios["Base"].npv_gbp
    assert result.npv_gbp.percentiles[95] == pytest.approx(known, rel=1e-9)
    assert result.npv_gbp.percentiles[5] < known


def test_the_same_seed_gives_the_same_bytes_however_many_work(study: Build) -> None:
    """Three and a half blocks by one, two and three workers."""
    alone = risk_of(study(), paths=3_500, seed=5)
    for workers in (1, 2, 3):
        with ThreadPoolExecutor(workers) as executor:
            shared = risk_of(study(), paths=3_500, seed=5, executor=executor)
        assert shared.to_dict() == alone.to_dict()
        assert shared.futures.npv_gbp.tobytes() == alone.futures.npv_gbp.tobytes()
    assert risk_of(study(), paths=3_500, seed=6).npv_gbp.mean != alone.npv_gbp.mean


def test_fewer_futures_are_the_first_of_more(study: Build) -> None:
    """The draws of a future do not depend on how many are wanted."""
    few, many = (risk_of(study(), paths=paths).futures.npv_gbp for paths in (300, 1_200))
    assert few.tobytes() == many[:300].tobytes()


def test_draws_are_paired_across_machines(study: Build) -> None:
    """With twice the price of the machines every future loses that much and no more (RSK-13)."""
    cheap, dear = (
        risk_of(
            study(miners=[{"name": "A", "hashrate_ths": 100, "power_w": 2500, "price_gbp": price}]),
            paths=200,
        ).futures.npv_gbp
        for price in (1000.0, 1900.0)
    )
    assert cheap - dear == pytest.approx(np.full(200, 360 * 900.0), rel=1e-9)


def test_the_mean_of_the_worst_tenth() -> None:
    """Of 1 to 25: the worst 2.5, so (1 + 2 + 3/2) / 2.5 = 1.8; of one future, itself."""
    assert _worst_tenth(np.arange(25.0, 0, -1)) == pytest.approx(1.8)
    assert _worst_tenth(np.array([-4.0])) == pytest.approx(-4.0)
    # E[X | X < q] of a lognormal with mean 1 (RSK-06), at the middles of a million equal shares.
    shares = (np.arange(1_000_000) + 0.5) / 1_000_000
    assert _worst_tenth(np.exp(0.6 * norm.ppf(shares) - 0.18)) == pytest.approx(0.299485, abs=2e-5)


def test_the_standard_error_of_achance() -> None:
    """0.3 of 10,000: √(0.3 × 0.7 / 10,000) = 0.0045826 (RSK-12)."""
    assert chance(np.arange(10_000) < 3_000).standard_error == pytest.approx(0.0045826, abs=2e-6)


def test_nothing_is_drawn_where_nothing_is_built(study: Build) -> None:
    """At £5 a kWh no machine earns its power."""
    assert risk_of(study(site={"power_price_gbp_per_kwh": 5.0})) is None


def test_one_future_is_a_future(study: Build) -> None:
    """Its percentiles are itself; no error can be told from it."""
    result = risk_of(study(), paths=1)
    assert set(result.npv_gbp.percentiles.values()) == {result.npv_gbp.mean}
    assert result.npv_standard_error is None
    assert result.to_dict()["npv"]["standard_error"] is None


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"btc_price_volatility_per_year": -1}, "btc_price_volatility_per_year"),
        ({"price_difficulty_correlation": 1.5}, "price_difficulty_correlation"),
        ({"fee_half_life_months": 0}, "fee_half_life_months"),
        ({"uptime_mean": 1.0, "uptime_cv": 0.02}, "uptime_cv"),
    ],
)
def test_terms_that_cannot_be(terms, field) -> None:
    """They name their field."""
    with pytest.raises(InputError) as caught:
        Risk(**terms)
    assert caught.value.argument == field


def test_what_cannot_be_drawn(study: Build) -> None:
    """No future, too many, another scenario."""
    for arguments, field in (
        ({"paths": 0}, "paths"),
        ({"paths": 1_000_001}, "paths"),
        ({"scenario": "Other"}, "scenario"),
    ):
        with pytest.raises(InputError) as caught:
            risk_of(study(), **arguments)
        assert caught.value.argument == field

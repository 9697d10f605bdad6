"""The alternatives in drawn futures: what must hold exactly, and what within a sample's error."""

import dataclasses
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import norm

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.alternatives import (
    ALTERNATIVES,
    Alternatives,
    HostedOffer,
    alternatives_risk,
    compare_alternatives,
)
from hydro_mining.economics.risk import PERCENTILES, risk_of
from hydro_mining.exceptions import InputError
from tests.economics.test_alternatives import CAPITAL, studies
from tests.economics.test_risk import CERTAIN

Build = Callable[..., StudyInputs]


def uncertain(study: StudyInputs, terms: Alternatives, **risk: Any) -> StudyInputs:
    """Return the study with nothing uncertain but what ``risk`` says."""
    strayed = dataclasses.replace(CERTAIN, **risk)
    return dataclasses.replace(study, alternatives=terms, risk=strayed)


@settings(deadline=None, derandomize=True, max_examples=25)
@given(studies())
def test_without_uncertainty_every_percentile_is_the_comparison(study: StudyInputs) -> None:
    """Also with kept coin, custody, a host's share and a scenario that is not the first."""
    terms = Alternatives(
        hodl_fraction=0.4,
        custody_fee_per_year=0.03,
        index_volatility_per_year=0.0,
        hosted=HostedOffer(profit_share=0.2, uptime=0.9, setup_fee_gbp=50),
    )
    certain = uncertain(study, terms)
    known = compare_alternatives(evaluate(certain)).scenarios["Dearer"]
    drawn = alternatives_risk(certain, paths=3, scenario="Dearer")
    size = 1 + sum(abs(one.cashflows).max() for one in known.values())
    for key in ALTERNATIVES:
        for at in PERCENTILES:
            expected = pytest.approx(known[key].value_at_end_gbp, rel=1e-9, abs=1e-9 * size)
            assert drawn.value_at_end_gbp[key].percentiles[at] == expected, key


def test_mining_beyond_exporting_is_the_risk_run_s(study: Build) -> None:
    """At no discount the mean NPV of the same seed's risk run is mining less exporting less K."""
    built = study(finance={"discount_rate_per_year": 0.0})
    drawn = alternatives_risk(built, paths=1500, seed=4)
    known = risk_of(built, paths=1500, seed=4).npv_gbp.mean
    ends = drawn.value_at_end_gbp
    assert ends["mine"].mean - ends["export_only"].mean - CAPITAL == pytest.approx(known, rel=1e-9)


def test_a_coin_that_strays_ends_above_the_drawer_by_a_lognormal_s_chance(study: Build) -> None:
    """Fees aside, ln of the price after 3 years at 60 % has mean −σ²/2: P(above) is Φ(−σ/2).

    σ = 0.6 √3 = 1.0392, so 0.3016; within four standard errors.
    """
    terms = Alternatives(trading_fee_fraction=0.0)
    drawn = alternatives_risk(
        uncertain(study(), terms, btc_price_volatility_per_year=0.6), paths=10_000
    )
    chance = drawn.probability_ends_above["buy_and_hold"]["export_only"]
    expected = norm.cdf(-0.6 * math.sqrt(3) / 2)
    assert abs(chance.value - expected) < 4 * chance.standard_error
    opposite = drawn.probability_ends_above["export_only"]["buy_and_hold"].value
    assert chance.value + opposite == pytest.approx(1)


def test_draws_are_paired(study: Build) -> None:
    """A host at the site's own terms ends where mining does, price and machines drawn for both."""
    offer = HostedOffer(all_in_gbp_per_kwh=0.1, deposit_months=0)
    terms = Alternatives(hosted=offer, trading_fee_fraction=0.0)
    built = uncertain(study(), terms, btc_price_volatility_per_year=0.8, hashrate_tolerance=0.1)
    ends = alternatives_risk(built, paths=400).value_at_end_gbp
    for at in PERCENTILES:
        mined, hosted = (ends[key].percentiles[at] for key in ("mine", "hosted"))
        assert mined == pytest.approx(hosted, rel=1e-9)


def test_shares_stray_from_their_yield_and_keep_its_mean(study: Build) -> None:
    """Median over mean is exp(−σ²/2) with σ = 0.16 √3; gilts do not stray."""
    drawn = alternatives_risk(uncertain(study(), Alternatives()), paths=20_000)
    kept = drawn.value_at_end_gbp["export_only"].mean
    fund = drawn.value_at_end_gbp["index_fund"]
    mean, deviation = CAPITAL * 1.07**3, 0.16 * math.sqrt(3)
    error = mean * deviation / math.sqrt(20_000)
    assert abs(fund.mean - kept - mean) < 5 * error
    expected = mean * math.exp(-(deviation**2) / 2)
    assert abs(fund.percentiles[50] - kept - expected) < 6 * error
    gilts = drawn.value_at_end_gbp["gilts"].percentiles
    assert gilts[5] == gilts[95]


def test_the_same_seed_gives_the_same_on_any_number_of_workers(study: Build) -> None:
    """Bit for bit; a future's draws do not depend on how many are wanted."""
    alone = alternatives_risk(study(), paths=2_500, seed=9)
    with ThreadPoolExecutor(3) as executor:
        shared = alternatives_risk(study(), paths=2_500, seed=9, executor=executor)
    assert alone.to_dict() == shared.to_dict()
    assert alone.to_dict() != alternatives_risk(study(), paths=2_500, seed=10).to_dict()


def test_what_it_prints(study: Build) -> None:
    """Percentiles of each, and each against each other."""
    printed = alternatives_risk(study(), paths=100).to_dict()
    assert set(printed["value_at_end_gbp"]["mine"]) == {
        *("mean", "p5", "p10", "p25", "p50", "p75", "p90", "p95")
    }
    for pairs in ("probability_ends_above", "probability_ends_above_standard_error"):
        assert {key: len(by) for key, by in printed[pairs].items()} == dict.fromkeys(
            ALTERNATIVES, 7
        )
    assert (printed["scenario"], printed["paths"], printed["seed"]) == ("Base", 100, 1)
    assert printed["numpy_version"] == np.__version__


def test_what_there_cannot_be(study: Build) -> None:
    """No future, no such scenario, no machine."""
    with pytest.raises(InputError, match="paths"):
        alternatives_risk(study(), paths=0)
    with pytest.raises(InputError, match="one of Base"):
        alternatives_risk(study(), scenario="Boom")
    assert alternatives_risk(study(site={"power_price_gbp_per_kwh": 5.0})) is None

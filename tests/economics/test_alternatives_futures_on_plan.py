"""The alternatives in drawn futures of a plan: certain, they are the comparison itself."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.alternatives import (
    ALTERNATIVES,
    Alternatives,
    alternatives_risk,
    capital_uses,
    compare_alternatives,
)
from hydro_mining.economics.risk import risk_of
from hydro_mining.views.alternatives_words import basis_sentence
from tests.economics.plan.test_plan_properties import PRICE, WATER, markets, study_of
from tests.economics.test_risk import uncertain
from tests.economics.test_risk_on_plan import days, on_plan

Build = Callable[..., StudyInputs]


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(power=WATER, price=PRICE, market=markets(), count=st.integers(0, 9))
def test_without_uncertainty_every_median_is_the_comparison(
    study: Build, power: Any, price: Any, market: dict[str, Any], count: int
) -> None:
    """Whatever water, prices, limits and payments; also where the plan builds none."""
    inputs = uncertain(study_of(study, power, price, market, dilute=False))
    finance = dataclasses.replace(
        inputs.finance, n_miners=count or None, switch_off_when_unprofitable=True
    )
    terms = Alternatives(hodl_fraction=0.3, custody_fee_per_year=0.02, index_volatility_per_year=0)
    inputs = dataclasses.replace(inputs, finance=finance, alternatives=terms)
    compared = compare_alternatives(evaluate(inputs))
    drawn = alternatives_risk(inputs, paths=3)
    if not compared.scenarios:
        assert drawn is None
        return
    known = next(iter(compared.scenarios.values()))
    size = 1 + sum(abs(one.cashflows).max() for one in known.values())
    for key in ALTERNATIVES:
        at_end = drawn.value_at_end_gbp[key].percentiles[50]
        expected = pytest.approx(known[key].value_at_end_gbp, rel=1e-9, abs=1e-9 * size)
        assert at_end == expected, key


def test_the_plan_s_npv_is_mining_s(study: Build) -> None:
    """One number: the plan, the capital's use, and the mean of the risk run's futures."""
    inputs = on_plan(study(finance={"discount_rate_per_year": 0.0, "n_miners": 300}))
    result = evaluate(inputs)
    use = capital_uses(result, compare_alternatives(result)).scenarios["Base"]["mine"]
    assert use.npv_gbp == pytest.approx(result.plan.base_case.npv_gbp)
    ends = alternatives_risk(inputs, paths=500).value_at_end_gbp
    gain = ends["mine"].mean - ends["export_only"].mean - 300 * 1_900
    assert gain == pytest.approx(risk_of(inputs, paths=500).npv_gbp.mean, rel=1e-9)


def test_drawn_years_export_their_own_water(study: Build) -> None:
    """A year of 600 kW and one of 1,200 kW: three draws export 2 to 4 thirds of the mean 900 kW.

    900 kW × 24 h × £0.10 is £2,160 a day, £2,365,200 in three years.
    """
    inputs = on_plan(study(), power=days(600.0, 1_200.0), export_price_gbp_per_mwh=100.0)
    ends = alternatives_risk(uncertain(inputs, load_factor_cv=0.1), paths=400)
    exported = ends.value_at_end_gbp["export_only"]
    assert exported.percentiles[5] == pytest.approx(2_365_200 * 2 / 3)
    assert exported.percentiles[95] == pytest.approx(2_365_200 * 4 / 3)


def test_what_is_compared_where_the_plan_builds_none_is_said(study: Build) -> None:
    """At £600 a MWh the plan exports; the study's 360 machines are compared with it."""
    planned = on_plan(study(), export_price_gbp_per_mwh=600.0)
    said = basis_sentence(compare_alternatives(evaluate(planned)))
    assert said.endswith("on the plan's clock: 360 × Round.")
    assert basis_sentence(compare_alternatives(evaluate(study()))) == ""

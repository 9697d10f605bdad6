"""What else the capital could do where water, grid and machines have a plan.

The round study's 900 kW at £100 a MWh bring £2,160 a day exported; its 360 machines £9,000.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.alternatives import Alternatives, HostedOffer, compare_alternatives
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.series import Series
from tests.economics.plan.test_plan_properties import PRICE, WATER, markets, study_of

Build = Callable[..., StudyInputs]


def on_plan(study: StudyInputs, **market: Any) -> StudyInputs:
    """Return the study with a market, without dilution."""
    return dataclasses.replace(study, market=MarketInputs(**market), dilute=False)


def test_constant_water_and_price_are_the_study_s_alternatives(study: Build) -> None:
    """Every figure of every alternative is the one without a plan, to 1e-9."""
    inputs = study(finance={"switch_off_when_unprofitable": True, "other_opex_gbp_per_year": 5e3})
    without = compare_alternatives(evaluate(inputs))
    with_plan = compare_alternatives(evaluate(on_plan(inputs)))
    assert (without.basis, with_plan.basis) == ("study", "plan")
    assert (with_plan.mine_machine, with_plan.mine_n_miners) == ("Round", 360)
    assert with_plan.hosted_n_miners == without.hosted_n_miners
    for key, one in without.scenarios["Base"].items():
        other = with_plan.scenarios["Base"][key]
        assert other.cashflows == pytest.approx(one.cashflows, rel=1e-9), key
        assert other.value_at_end_gbp == pytest.approx(one.value_at_end_gbp, rel=1e-9), key
        assert other.btc_held == pytest.approx(one.btc_held, rel=1e-9), key


def test_export_is_the_whole_water_s_and_months_buy_with_their_own_income(study: Build) -> None:
    """1,000 kW in winter's half, none from April: 182 days × 24 MWh × £100 = £436,800 a year.

    Mining and exporting do not share the year's days alike, so each month buys with its own.
    """
    twelve = (1_000.0,) * 3 + (0.0,) * 6 + (1_000.0,) * 3
    inputs = dataclasses.replace(
        on_plan(study(finance={"years": 1}), export_price_gbp_per_mwh=100.0),
        hydro=HydroInputs(monthly_power_kw=twelve),
        alternatives=Alternatives(trading_fee_fraction=0.0),
    )
    compared = compare_alternatives(evaluate(inputs)).scenarios["Base"]
    # January to March and October to December: 90 + 92 days.
    exported = 182 * 24 * 100.0
    assert compared["export_only"].value_at_end_gbp == pytest.approx(exported)
    bought = compared["buy_and_dca"].btc_held - compared["buy_and_hold"].btc_held
    assert bought == pytest.approx(exported / 80_000)


def test_where_the_plan_builds_none_the_study_s_count_is_compared(study: Build) -> None:
    """Exporting at £600 a MWh beats a MWh mined for £416.67: 360 machines stand still.

    They lose their price of £684,000; export brings 900 kW × 24 h × £0.60 = £12,960 a day.
    """
    inputs = on_plan(study(), export_price_gbp_per_mwh=600.0)
    result = evaluate(inputs)
    assert result.plan.n_miners == 0
    compared = compare_alternatives(result)
    assert (compared.basis, compared.mine_n_miners) == ("study_count_on_plan", 360)
    assert compared.to_dict()["basis"] == "study_count_on_plan"
    mine, exported = (compared.scenarios["Base"][key] for key in ("mine", "export_only"))
    assert exported.value_at_end_gbp == pytest.approx(12_960 * 3 * 365)
    assert mine.npv_gbp - exported.npv_gbp == pytest.approx(-684_000)


def test_without_any_count_there_is_nothing_to_compare(study: Build) -> None:
    """Power at £5 a kWh, in the study and exported."""
    inputs = on_plan(study(site={"power_price_gbp_per_kwh": 5.0}))
    assert compare_alternatives(evaluate(inputs)).scenarios == {}


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(power=WATER, price=PRICE, market=markets(), dilute=st.booleans(), count=st.integers(1, 9))
def test_identities(
    study: Build, power: Any, price: Any, market: dict[str, Any], dilute: bool, count: int
) -> None:
    """Mining less exporting is the plan's NPV; export is the plan's; 0 % returns K."""
    inputs = study_of(study, power, price, market, dilute=dilute)
    terms = Alternatives(savings_yield_per_year=0.0, hosted=HostedOffer(deposit_months=0))
    finance = dataclasses.replace(inputs.finance, n_miners=count)
    result = evaluate(dataclasses.replace(inputs, finance=finance, alternatives=terms))
    compared = compare_alternatives(result)
    for name, by_key in compared.scenarios.items():
        planned = result.plan.scenarios[name]
        near = {"rel": 1e-9, "abs": 1e-9 * np.abs(by_key["mine"].cashflows).sum()}
        gain = by_key["mine"].npv_gbp - by_key["export_only"].npv_gbp
        assert gain == pytest.approx(planned.npv_gbp, **near)
        exported = by_key["export_only"].cashflows
        assert exported[1:] == pytest.approx(planned.export_only_gbp, **near)
        kept = by_key["savings"].value_at_end_gbp - by_key["export_only"].value_at_end_gbp
        assert kept == pytest.approx(compared.capital_gbp, **near)


def test_coin_that_is_kept_is_the_plan_s(study: Build) -> None:
    """Export at £500 at noon's half of the day: mined in the other, 12 h × 360 machines.

    £4,500 a day at £80,000 a coin are 0.05625; a year of it, all kept, 20.53125.
    """
    hours = np.tile(np.repeat([0.0, 500.0], 12), 365)
    inputs = on_plan(
        study(finance={"years": 1, "n_miners": 360}),
        export_price_gbp_per_mwh=Series(start=dt.date(2021, 1, 1), step_hours=1, values=hours),
    )
    inputs = dataclasses.replace(inputs, alternatives=Alternatives(hodl_fraction=1.0))
    mine = compare_alternatives(evaluate(inputs)).scenarios["Base"]["mine"]
    assert mine.btc_held == pytest.approx(20.53125)

"""How sure a plan is: certain, it is the plan; drawn, it is the plan's intervals read one by one.

The round study's 900 kW, exported for £100 a MWh or mined for £416.67: £6,840 a day.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import PERCENTILES, risk_of
from hydro_mining.economics.risk.draws import drawn
from hydro_mining.economics.risk.run import venture_of_study
from hydro_mining.economics.series import Series
from tests.economics.plan.test_plan_properties import PRICE, WATER, markets, study_of
from tests.economics.test_risk import CERTAIN, uncertain

Build = Callable[..., StudyInputs]


def days(*years: float, start: int = 2021) -> Series:
    """Return a series of days, a level a calendar year."""
    lengths = [(dt.date(start + n + 1, 1, 1) - dt.date(start + n, 1, 1)).days for n in range(9)]
    values = np.concatenate([np.full(lengths[n], level) for n, level in enumerate(years)])
    return Series(start=dt.date(start, 1, 1), step_hours=24, values=values)


def on_plan(study: StudyInputs, *, power: Any = None, **market: Any) -> StudyInputs:
    """Return the study with a market and, where ``power`` is given, a series of it."""
    hydro = None if power is None else HydroInputs(power_kw=power)
    return dataclasses.replace(study, hydro=hydro, market=MarketInputs(**market), dilute=False)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(power=WATER, price=PRICE, market=markets(), dilute=st.booleans(), count=st.integers(1, 9))
def test_without_uncertainty_every_percentile_is_the_plan(
    study: Build, power: Any, price: Any, market: dict[str, Any], dilute: bool, count: int
) -> None:
    """Whatever water, prices, gaps, limits, payments and scenario, to 1e-9 of its amounts."""
    inputs = study_of(study, power, price, market, dilute=dilute)
    finance = dataclasses.replace(inputs.finance, n_miners=count)
    inputs = uncertain(dataclasses.replace(inputs, finance=finance))
    for name, known in evaluate(inputs).plan.scenarios.items():
        result = risk_of(inputs, paths=3, scenario=name)
        near = {"rel": 1e-9, "abs": 1e-9 * np.abs(known.cashflows).sum()}
        for at in PERCENTILES:
            assert result.npv_gbp.percentiles[at] == pytest.approx(known.npv_gbp, **near)
        cash = result.cumulative_cash_gbp.percentiles[50]
        assert cash[::12] == pytest.approx(known.cumulative_gbp, **near)


def test_constant_water_and_price_are_the_study_s_risk(study: Build) -> None:
    """Future by future with every default uncertainty, water and draw of the machines included."""
    alone = study(
        site={"power_price_gbp_per_kwh": 0.3},
        finance={"years": 6, "residual_value_fraction": 0.2, "other_opex_gbp_per_kw_per_year": 9.0},
        scenarios=[{"name": "Base", "difficulty_growth_per_year": 0.2}],
    )
    planned = dataclasses.replace(alone.finance, n_miners=360)
    on_its_plan = risk_of(on_plan(dataclasses.replace(alone, finance=planned)), paths=500)
    by_itself = risk_of(alone, paths=500)
    plan, site = on_its_plan.futures, by_itself.futures
    assert plan.npv_gbp == pytest.approx(site.npv_gbp, rel=1e-9, abs=1e-3)
    assert plan.btc_mined == pytest.approx(site.btc_mined, rel=1e-9)
    assert plan.cumulative_gbp == pytest.approx(site.cumulative_gbp, rel=1e-9, abs=1e-3)
    for at in PERCENTILES:
        swings = by_itself.hashprice.percentiles[at]
        assert on_its_plan.hashprice.percentiles[at] == pytest.approx(swings, rel=1e-12)


@pytest.mark.parametrize(
    "market",
    [
        {},
        {"generation_payment_gbp_per_mwh": 30.0},
        {"export_limit_kw": 350.0},
        {"deemed_export_fraction": 0.75, "export_limit_kw": 200.0},
    ],
)
def test_any_future_is_the_intervals_decided_one_by_one(
    study: Build, market: dict[str, Any]
) -> None:
    """A factor of a month on revenue and export price, hour by hour in a drawn water year.

    Each hour gains m * U + (m - e)+ * D, with what the river gives beyond the grid U, and D beside
    it: the rule of the plan at that hour's own worth.
    """
    rng = np.random.default_rng(4)
    levels = rng.gamma(2.0, 300.0, 730).round()
    hours = np.abs(rng.normal(150, 120, 365 * 24)).round(1)
    inputs = study_of(
        study,
        Series(start=dt.date(2021, 1, 1), step_hours=24, values=levels),
        Series(start=dt.date(2019, 1, 1), step_hours=1, values=hours),
        market,
    )
    finance = dataclasses.replace(
        inputs.finance,
        n_miners=3,
        years=1,
        start_date=dt.date(2027, 1, 1),
        other_opex_gbp_per_year=0.0,
        other_opex_gbp_per_kw_per_year=0.0,
    )
    risk = dataclasses.replace(
        CERTAIN,
        btc_price_volatility_per_year=0.6,
        power_price_volatility_per_year=0.5,
        load_factor_cv=0.1,
    )
    inputs = dataclasses.replace(inputs, finance=finance, risk=risk)
    result = evaluate(inputs)
    strayed = drawn(risk, years=1, paths=40, seed=1, block=0)
    worked = venture_of_study(result, 0).work.worked(risk, strayed)
    revenue = result.paths.rev_per_th_per_day[0]
    own, network = 3 * 2_400.0, result.paths.difficulty[0] * 2**32 / 600 / 1e12
    worth = revenue / 24 * 1e6 / (200_000 / 2_400 * 1.1) * network / (network + own)
    payment = market.get("generation_payment_gbp_per_mwh", 0.0)
    limit, draw = market.get("export_limit_kw", np.inf), 3 * 220.0
    month = ((np.arange(365) + 0.5) * 12 // 365).astype(int)
    for path in range(40):
        water = levels.reshape(2, 365)[int(strayed.water[0, path] * 2)][:, None]
        # Of a network that the price does not move the machines' share is what it was.
        mined = (worth * strayed.price[month, path])[:, None] + payment
        sold = hours.reshape(365, 24) * strayed.power_price[month, path][:, None] + payment
        if market.get("deemed_export_fraction"):
            sold = np.full_like(sold, payment)
        unsold = np.minimum(np.maximum(water - limit, 0), draw)
        displaced = np.minimum(water, draw) - unsold
        gain = (unsold * mined + np.maximum(mined - sold, 0) * displaced).sum(axis=1) / 1e3
        by_month = np.bincount(month, gain)
        assert worked.income_gbp[:, path] == pytest.approx(by_month, rel=1e-9)


def test_water_years_are_drawn_whole(study: Build) -> None:
    """Years of 900, 450 and 0 kW: each future's year gains all, half or nothing of £6,840 a day."""
    inputs = uncertain(
        on_plan(study(finance={"years": 1, "n_miners": 360}), power=days(900.0, 450.0, 0.0)),
        load_factor_cv=0.1,
    )
    gains = risk_of(inputs, paths=2_000).futures.cumulative_gbp[-1] + 684_000
    full = 6_840 * 365
    shares = gains / full
    assert np.unique(shares.round(9)).tolist() == [0, 0.5, 1]
    for share in (0, 0.5, 1):
        # Each of three years as often, within four standard errors.
        assert (shares.round(9) == share).mean() == pytest.approx(1 / 3, abs=4 * 0.0105)


def test_a_year_of_water_brings_its_own_prices(study: Build) -> None:
    """The wet year is the cheap one: 900 kW at £0 gain £9,000 a day, 450 kW at £500 nothing."""
    inputs = uncertain(
        on_plan(
            study(finance={"years": 1, "n_miners": 360}),
            power=days(900.0, 450.0),
            export_price_gbp_per_mwh=days(0.0, 500.0),
        ),
        load_factor_cv=0.1,
    )
    gains = risk_of(inputs, paths=200).futures.cumulative_gbp[-1] + 684_000
    assert set(gains.round(3)) == {0.0, 9_000.0 * 365}


def test_machines_that_draw_more_use_what_water_there_is(study: Build) -> None:
    """Full machines of 900 kW in 900 kW of water: more draw is less hashrate, less draw no loss.

    A machine that draws 1.05 has 1 / 1.05 of the water; the gain is exact, since the water stands
    above or below the machines all month.
    """
    inputs = uncertain(on_plan(study(finance={"years": 1, "n_miners": 360})), power_tolerance=0.05)
    result = evaluate(inputs)
    strayed = drawn(inputs.risk, years=1, paths=50, seed=1, block=0)
    worked = venture_of_study(result, 0).work.worked(inputs.risk, strayed)
    draws = strayed.power
    mwh = np.minimum(900 * draws, 900) * 24 * 365 / 1e3
    per_mwh = 9_000 / 21.6 / draws - 100
    assert worked.income_gbp.sum(axis=0) == pytest.approx(mwh * per_mwh, rel=1e-9)


def test_the_same_seed_gives_the_same_bytes_however_many_work(study: Build) -> None:
    """Two and a half blocks by one, two and three workers, with years drawn."""
    inputs = on_plan(study(), power=days(900.0, 450.0, 0.0))
    alone = risk_of(inputs, paths=2_500, seed=5)
    for workers in (1, 2, 3):
        with ThreadPoolExecutor(workers) as executor:
            shared = risk_of(inputs, paths=2_500, seed=5, executor=executor)
        assert shared.to_dict() == alone.to_dict()
        assert shared.futures.npv_gbp.tobytes() == alone.futures.npv_gbp.tobytes()


def test_a_plan_of_no_machine_has_no_futures(study: Build) -> None:
    """Exporting at £600 a MWh beats every machine."""
    assert risk_of(on_plan(study(), export_price_gbp_per_mwh=600.0)) is None

"""Any plan against the rules read hour by hour, and against every count."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hydro_mining.economics import Miner, Scenario, StudyInputs
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import plan_of
from hydro_mining.economics.plan.fleet import count_worth, scenario_outlook
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.scenarios import scenario_paths
from hydro_mining.economics.series import Series
from hydro_mining.imports.bundled import default_study_inputs
from tests.economics.plan.slow_plan import SlowPlan

Build = Callable[..., StudyInputs]
_slow = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@st.composite
def sources(draw: st.DrawFn, *, mean: float, spread: float, least: float) -> Any:
    """Return a number, twelve, or one or two years of days or hours with a few gaps."""
    kind = draw(st.sampled_from(["number", "twelve", "days", "hours"]))
    if kind == "number":
        return mean
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    if kind == "twelve":
        return tuple(np.maximum(rng.normal(mean, spread, 12), least).tolist())
    years = draw(st.integers(1, 2))
    start = draw(st.sampled_from([2019, 2020, 2022]))
    step = 24 if kind == "days" else 1
    days = (dt.date(start + years, 1, 1) - dt.date(start, 1, 1)).days
    values = np.maximum(rng.normal(mean, spread, days * 24 // step), least).round(1)
    values[rng.random(len(values)) < draw(st.sampled_from([0.0, 0.02]))] = np.nan
    return Series(start=dt.date(start, 1, 1), step_hours=step, values=values)


@st.composite
def markets(draw: st.DrawFn) -> dict[str, Any]:
    """Return what the grid does beside its price."""
    return {
        "export_limit_kw": draw(st.sampled_from([None, 0.0, 350.0])),
        "generation_payment_gbp_per_mwh": draw(st.sampled_from([0.0, 30.0])),
        "generation_payment_kept_when_mining": draw(st.booleans()),
        "deemed_export_fraction": draw(st.sampled_from([None, None, 0.75])),
    }


def study_of(study: Build, power: Any, price: Any, market: dict[str, Any], **more: Any) -> Any:
    """Return a study of two years from July 2027, with a leap day, and six machines at most."""
    built = study(
        site={"site_power_kw": 3_000.0, "overhead_fraction": 0.1},
        finance={
            "years": 2,
            "start_date": dt.date(2027, 7, 1),
            "other_capex_gbp": 50_000.0,
            "other_opex_gbp_per_year": 4_000.0,
            "other_capex_gbp_per_kw": 40.0,
            "other_opex_gbp_per_kw_per_year": 3.0,
            "residual_value_fraction": 0.1,
        },
        scenarios=[
            {"name": "Base", "difficulty_growth_per_year": 1.5},
            {"name": "Dear power", "power_price_shock": 0.5, "power_price_growth_per_year": 0.4},
        ],
    )
    # 200 kW, so that every count can be tried; a MWh mined earns £130 at first.
    miner = Miner(name="Large", hashrate_ths=2_400.0, power_w=200_000.0, price_gbp=150_000.0)
    name = "power_kw" if isinstance(power, Series) else "monthly_power_kw"
    twelve = (power,) * 12 if isinstance(power, float) else power
    return dataclasses.replace(
        built,
        miners=(miner,),
        hydro=HydroInputs(**{name: twelve}),
        market=MarketInputs(export_price_gbp_per_mwh=price, **market),
        **more,
    )


WATER = sources(mean=600.0, spread=400.0, least=0.0)
PRICE = sources(mean=60.0, spread=50.0, least=-80.0)


@_slow
@given(power=WATER, price=PRICE, market=markets(), dilute=st.booleans(), count=st.integers(0, 9))
def test_every_figure_is_that_of_the_rules_read_hour_by_hour(
    study: Build, power: Any, price: Any, market: dict[str, Any], dilute: bool, count: int
) -> None:
    """Energy and money of every scenario and year, and they balance."""
    inputs = study_of(study, power, price, market, dilute=dilute)
    asked = dataclasses.replace(inputs.finance, n_miners=count)
    inputs = dataclasses.replace(inputs, finance=asked)
    paths = scenario_paths(inputs)
    plan = plan_of(inputs, paths)
    slow = SlowPlan(inputs, paths, power, price)
    for index, scenario in enumerate(plan.scenarios.values()):
        expected = slow.annual(index, inputs.miners[0], count)
        for name, values in expected.items():
            assert getattr(scenario, name) == pytest.approx(values, rel=1e-9, abs=1e-6), name
        used = scenario.mined_mwh + scenario.exported_mwh + scenario.curtailed_mwh
        assert used == pytest.approx(scenario.available_mwh, rel=1e-9)
        npv = slow.npv(index, inputs.miners[0], count)
        assert scenario.npv_gbp == pytest.approx(npv, rel=1e-9, abs=1e-6)
    assert plan.samples.paired == slow.paired


@_slow
@given(power=WATER, price=PRICE, market=markets(), dilute=st.booleans())
def test_the_count_is_the_best_of_all(
    study: Build, power: Any, price: Any, market: dict[str, Any], dilute: bool
) -> None:
    """No other count from none to what the power carries has a higher NPV."""
    inputs = study_of(study, power, price, market, dilute=dilute)
    paths = scenario_paths(inputs)
    machine = plan_of(inputs, paths).machines[0]
    slow = SlowPlan(inputs, paths, power, price)
    all_npv = [slow.npv(0, inputs.miners[0], count) for count in range(machine.n_most + 1)]
    assert machine.npv_gbp == pytest.approx(max(all_npv), rel=1e-9, abs=1e-6)
    assert machine.n == next(n for n, npv in enumerate(all_npv) if npv >= max(all_npv) - 1e-6)
    last = machine.last_machine
    if machine.n > 1:
        assert last is not None
        added = all_npv[machine.n] - all_npv[machine.n - 1]
        assert last.npv_gbp == pytest.approx(added, rel=1e-6, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    machine_kw=st.sampled_from([0.7, 3.3, 11.0]),
    # Of the network: from nothing to a machine that is a thousandth of it.
    share=st.sampled_from([1e-9, 1e-6, 1e-4, 1e-3]),
    price=st.floats(0, 30_000),
    market=markets(),
)
def test_the_best_count_among_thousands(
    seed: int, machine_kw: float, share: float, price: float, market: dict[str, Any]
) -> None:
    """Found by bounds, it is that of all counts computed one by one, with dilution and without."""
    rng = np.random.default_rng(seed)
    inputs = _wide_study(rng, machine_kw, share, price, market)
    outlook = scenario_outlook(inputs, scenario_paths(inputs), plan_ground(inputs), 0)
    most = int(4_000 / machine_kw)
    npv = {}
    for dilute in (True, False):
        one = dataclasses.replace(inputs, dilute=dilute)
        worth = count_worth(one, outlook, one.miners[0])
        every = np.array([worth.before_fixed_cost(n) for n in range(most + 1)])
        tolerance = 1e-11 * max(abs(every).max(), 1.0)
        best = worth.best_count(most)
        assert every[best] >= every.max() - tolerance
        assert not (every[:best] > every[best] + tolerance).any()
        npv[dilute] = every
    assert (np.diff(npv[False], 2) <= 10 * tolerance).all()
    assert (npv[True] <= npv[False] + tolerance).all()


def _wide_study(
    rng: np.random.Generator, machine_kw: float, share: float, price: float, market: dict[str, Any]
) -> StudyInputs:
    built = default_study_inputs()
    network_ths = built.network.difficulty * 2**32 / 600 / 1e12
    hashrate = share * network_ths
    # Of 15 J/TH at its real size; a larger share is a machine that needs less.
    watts = machine_kw * 1e3
    price_usd = built.network.btc_price_usd * watts / 15 / hashrate
    days = rng.gamma(2, 900, 365)
    return dataclasses.replace(
        built,
        network=dataclasses.replace(built.network, btc_price_usd=price_usd),
        site=dataclasses.replace(built.site, site_power_kw=4_000.0, overhead_fraction=0.0),
        miners=(Miner(name="One", hashrate_ths=hashrate, power_w=watts, price_gbp=price),),
        scenarios=(Scenario(name="Base"),),
        finance=dataclasses.replace(
            built.finance, years=2, other_capex_gbp=0.0, other_opex_gbp_per_year=0.0
        ),
        hydro=HydroInputs(power_kw=Series(start=dt.date(2021, 1, 1), step_hours=24, values=days)),
        market=MarketInputs(
            export_price_gbp_per_mwh=Series(
                start=dt.date(2022, 1, 1), step_hours=24, values=rng.normal(50, 40, 365)
            ),
            **market,
        ),
    )

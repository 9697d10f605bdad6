"""Published and derived cases of water, grid and machines; and a real river with real prices.

The river and the prices are real data that are not the project's: see the README beside them.
They are looked for as in ``test_dispatch_reference``; without them that test is skipped.
"""

import dataclasses
import datetime as dt
import gzip
import os
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.hydro.water import water_power
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import decided, mining_value, npv_by_count
from hydro_mining.economics.scenarios import scenario_paths
from hydro_mining.economics.series import Series
from hydro_mining.imports.bundled import default_study_inputs
from hydro_mining.imports.flows import FlowOptions, read_flow
from hydro_mining.imports.prices import PriceOptions, in_standard_time, read_prices
from tests.economics.plan.slow_plan import SlowPlan

BESIDE = Path(__file__).parents[2].parent / "shared"
DATA = Path(os.environ.get("HYDRO_MINING_SHARED", BESIDE)) / "data"
RIVER = DATA / "hydro" / "meurthe_raon_daily_flow_2001_2009.csv"
PRICES = DATA / "prices" / "ercot_hourly_lz_2024.csv.gz"


def plain_study(*, rev_per_th_per_day: float, joules_per_th: float, **more: float) -> StudyInputs:
    """Return a year of a network that stands still, with one machine of 1 kW and no costs."""
    built = default_study_inputs()
    # Revenue is in proportion to the price.
    per_day = float(scenario_paths(built).rev_per_th_per_day[0, 0])
    network = dataclasses.replace(
        built.network, btc_price_usd=built.network.btc_price_usd * rev_per_th_per_day / per_day
    )
    miner = dataclasses.replace(
        built.miners[0], hashrate_ths=1000 / joules_per_th, power_w=1000.0, price_gbp=0.0
    )
    return dataclasses.replace(
        built,
        network=network,
        site=dataclasses.replace(
            built.site, site_power_kw=1000.0, load_factor=1.0, overhead_fraction=0.0
        ),
        miners=(miner,),
        finance=dataclasses.replace(
            built.finance,
            years=1,
            start_date=None,
            other_capex_gbp=0.0,
            other_opex_gbp_per_year=0.0,
            other_capex_gbp_per_kw=0.0,
            other_opex_gbp_per_kw_per_year=0.0,
            **more,
        ),
        scenarios=(type(built.scenarios[0])(name="Base"),),
        dilute=False,
    )


def test_gold_07_strike_price() -> None:
    """$40.58/PH/day at 13.5 J/TH, 1 % fee and 5 % overhead: $125.2469, net $118.0899, £88.5675."""
    gross = mining_value(rev_per_th_per_day=0.04058, efficiency_j_per_th=13.5)
    net = mining_value(
        rev_per_th_per_day=0.04058 * 0.99, efficiency_j_per_th=13.5, overhead_fraction=0.05
    )
    assert float(gross) == pytest.approx(125.2469, abs=1e-3)
    assert float(net) == pytest.approx(118.0899, abs=1e-3)
    assert float(net) * 0.75 == pytest.approx(88.5675, abs=1e-3)


@pytest.mark.parametrize(("export", "mines"), [(88.56, True), (88.57, False)])
def test_gold_07_decides_between_mining_and_export(export: float, mines: bool) -> None:
    """The plan's first machines mine below the strike price and export above it."""
    rev = 0.04058 * 0.99 * 0.75
    inputs = plain_study(rev_per_th_per_day=rev, joules_per_th=13.5)
    inputs = dataclasses.replace(
        inputs,
        site=dataclasses.replace(inputs.site, overhead_fraction=0.05),
        finance=dataclasses.replace(inputs.finance, n_miners=10),
        market=MarketInputs(export_price_gbp_per_mwh=export),
    )
    # Revenue stands still: the base case has no growth, and no halving falls in its year.
    plan = evaluate(inputs).plan
    assert plan is not None
    assert (plan.base_case.mined_mwh[0] > 0) == mines


def test_own_02_share_with_own_hashrate_in_the_network() -> None:
    """25 EH/s beside 985.82 EH/s: a share of 0.0247323955, not 0.0253595991."""
    inputs = plain_study(rev_per_th_per_day=0.03, joules_per_th=12.0)
    difficulty = 985.82e18 * 600 / 2**32
    inputs = dataclasses.replace(
        inputs,
        network=dataclasses.replace(inputs.network, difficulty=difficulty),
        site=dataclasses.replace(inputs.site, site_power_kw=300_000.0),
        finance=dataclasses.replace(inputs.finance, n_miners=300_000),
        market=MarketInputs(export_price_gbp_per_mwh=0.0),
    )
    naive = evaluate(inputs).plan
    diluted = evaluate(dataclasses.replace(inputs, dilute=True)).plan
    assert naive is not None
    assert diluted is not None
    ratio = diluted.base_case.mining_gbp[0] / naive.base_case.mining_gbp[0]
    assert 0.0253595991 * ratio == pytest.approx(0.0247323955, abs=1e-9)


def test_hye_23_four_hours_by_hand() -> None:
    """Mined 12 MWh, exported 4, curtailed 6, £1,440; by export alone £480."""
    price = np.array([60.0, 120.0, -10.0, 60.0])
    use = decided(
        available_kw=np.array([3.0, 3.0, 8.0, 8.0]),
        machines_kw=4.0,
        export_limit_kw=2.0,
        mined_is_worth=90.0,
        exported_is_worth=price,
    )
    assert use.mined_kw.sum() == 12
    assert use.exported_kw.sum() == 4
    assert use.curtailed_kw.sum() == 6
    assert (use.mined_kw * 90 + use.exported_kw * price).sum() == 1440
    alone = np.minimum([3.0, 3.0, 8.0, 8.0], 2.0) * np.maximum(price, 0)
    assert alone.sum() == 480


@pytest.mark.parametrize(("cost", "factor"), [(1.0, 0.816), (0.5, 0.575), (0.25, 0.367)])
def test_hye_21_capacity_factor_of_least_cost(cost: float, factor: float) -> None:
    """With normal prices, a machine whose value just bears ``cost`` standard deviations an hour.

    Its gain an hour is ``s (z F(z) + f(z))`` and its capacity factor F(z), z from the value.
    """
    prices = NormalDist(400.0, 40.0)
    z = {1.0: 0.8994715612537433, 0.5: 0.1880492599880985, 0.25: -0.3448674639990245}[cost]
    value = 400 + 40 * z
    inputs = plain_study(rev_per_th_per_day=value * 24 * 15 / 1e6, joules_per_th=15.0)
    hours = [prices.inv_cdf((hour + 0.5) / 8760) for hour in range(8760)]
    np.random.default_rng(0).shuffle(hours)
    series = Series(start=dt.date(2025, 1, 1), step_hours=1, values=hours)
    inputs = dataclasses.replace(
        inputs,
        finance=dataclasses.replace(inputs.finance, n_miners=1000),
        market=MarketInputs(export_price_gbp_per_mwh=series),
    )
    plan = evaluate(inputs).plan
    assert plan is not None
    assert plan.base_case.mined_mwh[0] / 8760 == pytest.approx(factor, abs=0.0021)
    assert plan.base_case.gain_gbp[0] / 8760 == pytest.approx(40 * cost, rel=2e-3)


@pytest.mark.skipif(not RIVER.exists(), reason=f"no {RIVER}")
def test_the_best_count_on_a_real_river_is_that_of_all_counts() -> None:
    """Ten machines, each against every count, and the best against the rules hour by hour."""
    flow = read_flow(RIVER.read_bytes(), FlowOptions(unit="m3/s")).series
    prices = read_prices(gzip.decompress(PRICES.read_bytes()), PriceOptions(zone="LZ_WEST"))
    market = MarketInputs(
        export_price_gbp_per_mwh=in_standard_time(prices.series["LZ_WEST"]),
        currency="USD",
        rate_to_gbp=0.79,
        export_limit_kw=700.0,
    )
    hydro = HydroInputs(
        flow_m3_s=flow,
        gross_head_m=8.0,
        design_flow_m3_s=15.0,
        turbine="kaplan",
        residual_flow_m3_s=1.5,
    )
    built = default_study_inputs()
    inputs = dataclasses.replace(
        built,
        miners=built.miners[:10],
        finance=dataclasses.replace(built.finance, years=4, other_capex_gbp=20_000.0),
        hydro=hydro,
        market=market,
    )
    plan = evaluate(inputs).plan
    assert plan is not None
    # 2004 to 2009, of which each has at least 95 of 100 days.
    assert (plan.samples.water_years, plan.samples.price_years) == (6, 1)
    assert len([one for one in plan.machines if one.n]) > 1
    for machine in plan.machines:
        every = npv_by_count(inputs, plan, machine.name, counts=range(machine.n_most + 1))
        assert machine.n == int(every.npv_gbp.argmax())
        assert machine.npv_gbp == pytest.approx(every.npv_gbp.max(), rel=1e-12)
    best = plan.machine
    assert best is not None
    power = water_power(hydro).series
    price = market.export_price_gbp_per_mwh
    assert power is not None
    assert isinstance(price, Series)
    in_pounds = price.with_values(price.values * 0.79)
    slow = SlowPlan(inputs, scenario_paths(inputs), power, in_pounds)
    miner = next(one for one in inputs.miners if one.name == best.name)
    near = {n: slow.npv(0, miner, n) for n in (best.n - 1, best.n, best.n + 1)}
    assert max(near, key=lambda n: near[n]) == best.n
    assert best.npv_gbp == pytest.approx(near[best.n], rel=1e-9)

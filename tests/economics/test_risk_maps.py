"""Two inputs at once, against a study that is computed with them."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan.levers import mean_export_price
from hydro_mining.economics.risk.maps import npv_map, power_price_map
from hydro_mining.economics.risk.pinned import EXPORT_PRICE, npv_of, pinned
from hydro_mining.economics.risk.tornado import default_swings, tornado
from hydro_mining.economics.study_fields import with_value
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
POWER_PRICE, BTC_PRICE = "site.power_price_gbp_per_kwh", "network.btc_price_usd"


@pytest.mark.parametrize("switch_off", [True, False])
def test_a_cell_is_the_study_with_its_two_prices(study: Build, switch_off: bool) -> None:
    """Corners and a cell in the middle, with a halving, growths and other costs."""
    held = pinned(
        evaluate(
            study(
                network={"block_height": 1_000_000, "fees_btc_per_block": 0.1},
                finance={
                    "years": 4,
                    "other_capex_gbp": 5_000.0,
                    "other_opex_gbp_per_kw_per_year": 15.0,
                    "residual_value_fraction": 0.1,
                    "switch_off_when_unprofitable": switch_off,
                },
                scenarios=[
                    {
                        "name": "Base",
                        "difficulty_growth_per_year": 0.5,
                        "power_price_growth_per_year": 0.1,
                    }
                ],
            )
        )
    )
    found = npv_map(held)
    for row, column in ((0, 0), (0, -1), (-1, 0), (-1, -1), (7, 9)):
        other = with_value(held, POWER_PRICE, found.price[column])
        other = with_value(other, BTC_PRICE, found.btc_price_usd[row])
        assert found.npv_gbp[row, column] == pytest.approx(npv_of(other), rel=1e-9)


def test_the_line_of_the_map_is_where_a_straight_npv_is_nothing(study: Build) -> None:
    """The round study's NPV is a line in the power price, so interpolation is exact.

    At today's bitcoin price: (9,000 − 684,000 / (365 × annuity)) / 21,600 a kWh.
    """
    annuity = (1 - 1.1**-3) / 0.1
    found = npv_map(pinned(evaluate(study())))
    level = (9_000 - 684_000 / (365 * annuity)) / 21_600
    # Today's price is no row of the map; between rows the level is a line as well.
    at = np.interp(100_000, found.btc_price_usd, found.breakeven_price)
    reached = found.price[-1]
    if level < reached:
        assert at == pytest.approx(level, rel=1e-9)
    else:
        assert np.isnan(at)


def test_a_machine_pays_its_coin_over_its_kilowatt_hours(study: Build) -> None:
    """20 J/TH and 5 % on top draw 0.504 kWh a TH/s and day; 2 % of the coin is the pool's."""
    result = evaluate(study(site={"overhead_fraction": 0.05}, finance={"pool_fee_fraction": 0.02}))
    found = power_price_map(result)
    column = int(np.flatnonzero(found.efficiency_j_per_th == 20.0)[0])
    expected = found.hashprice_gbp_per_th_per_day * 0.98 / 0.504
    assert found.power_price_gbp_per_kwh[:, column] == pytest.approx(expected)


def test_a_halving_takes_half_the_subsidy_and_no_fees(study: Build) -> None:
    """Of 3.125 + 0.625 = 3.75 BTC a block 1.5625 + 0.625 = 2.1875 are left: 7 of 12."""
    result = evaluate(study(network={"block_height": 970_000, "fees_btc_per_block": 0.625}))
    found = power_price_map(result)
    assert found.after_halving / found.today == pytest.approx(7 / 12)


def test_the_whole_coin_for_the_pool_has_no_hashprice(study: Build) -> None:
    """Nothing is left to divide by."""
    machine = study().miners[0].name
    result = evaluate(study(finance={"pool_fee_fraction": 1.0, "miner": machine}))
    with pytest.raises(InputError, match="pool_fee"):
        power_price_map(result)


def test_a_free_site_has_a_map_too(study: Build) -> None:
    """A power price of 0 has no scale; the map then reaches 5 pence."""
    held = pinned(evaluate(study(site={"power_price_gbp_per_kwh": 0.0})))
    assert npv_map(dataclasses.replace(held)).price[-1] == 0.05


# --- with a plan ----------------------------------------------------------------------------------


def planned(study: StudyInputs, **market: Any) -> StudyInputs:
    """Return the study on a plan of two halves of the year, winter's wet and dear."""
    months = (90.0,) * 3 + (40.0,) * 6 + (90.0,) * 3
    water = (1000.0,) * 3 + (400.0,) * 6 + (1000.0,) * 3
    terms = {"export_price_gbp_per_mwh": months} | market
    return dataclasses.replace(
        study, market=MarketInputs(**terms), hydro=HydroInputs(monthly_power_kw=water)
    )


@pytest.mark.parametrize(
    "market",
    [
        {},
        {"export_limit_kw": 500.0},
        {
            "generation_payment_gbp_per_mwh": 20.0,
            "generation_payment_kept_when_mining": False,
        },
    ],
)
def test_a_cell_of_a_plan_is_the_plan_with_its_two_prices(study: Build, market: Any) -> None:
    """All twelve export prices by one factor: the NPV that the whole plan has with them."""
    held = pinned(evaluate(planned(study(finance={"miner": "Round", "n_miners": 300}), **market)))
    found = npv_map(held)
    assert (found.path, found.price_today) == (EXPORT_PRICE, mean_export_price(held))
    for row, column in ((0, 1), (-1, -1), (-1, 1), (7, 9)):
        factor = found.price[column] / found.price_today
        prices = tuple(one * factor for one in held.market.export_price_gbp_per_mwh)
        other = with_value(held, BTC_PRICE, found.btc_price_usd[row])
        moved = dataclasses.replace(other.market, export_price_gbp_per_mwh=prices)
        plan = evaluate(dataclasses.replace(other, market=moved)).plan
        assert plan.n_miners == 300
        npv = plan.base_case.npv_gbp
        assert found.npv_gbp[row, column] == pytest.approx(npv, rel=1e-9, abs=1e-3)


def test_export_for_nothing_costs_the_miner_nothing(study: Build) -> None:
    """At a price of 0 all water up to the machines is mined; the map's first column is that."""
    held = pinned(evaluate(planned(study(finance={"miner": "Round", "n_miners": 300}))))
    free = dataclasses.replace(held.market, export_price_gbp_per_mwh=0.0)
    plan = evaluate(dataclasses.replace(held, market=free)).plan
    found = npv_map(held)
    at_today = np.interp(100_000, found.btc_price_usd, found.npv_gbp[:, 0])
    assert at_today == pytest.approx(plan.base_case.npv_gbp, rel=1e-6)


@pytest.mark.parametrize(
    "market", [{"export_price_gbp_per_mwh": 0.0}, {"deemed_export_fraction": 0.75}]
)
def test_an_export_price_that_moves_nothing_has_no_map(study: Build, market: Any) -> None:
    """Nothing times any factor is nothing; a deemed export is paid whatever is mined."""
    held = pinned(evaluate(planned(study(finance={"miner": "Round", "n_miners": 300}), **market)))
    assert npv_map(held) is None
    assert EXPORT_PRICE not in {swing.path for swing in default_swings(held)}


def test_what_a_plan_s_machine_must_pay_is_its_export(study: Build) -> None:
    """£90 for 182 days and £40 for 183 days a MWh; a payment that mining loses comes on top.

    October to March have 182 days: (182 × 90 + 183 × 40) / 365 = £64.93 a MWh.
    """
    mean = (182 * 90 + 183 * 40) / 365 / 1_000
    machines = study(finance={"miner": "Round", "n_miners": 300})
    found = power_price_map(evaluate(planned(machines)))
    assert found.price_today == pytest.approx(mean)
    lost = {"generation_payment_gbp_per_mwh": 20.0, "generation_payment_kept_when_mining": False}
    found = power_price_map(evaluate(planned(machines, **lost)))
    assert found.price_today == pytest.approx(mean + 0.02)


def test_a_plan_s_map_is_of_the_plan_s_machine(study: Build) -> None:
    """The study chooses the cheap old machine by its payback, the plan another by its NPV."""
    miners = [
        {"name": "Old", "hashrate_ths": 100.0, "power_w": 3500.0, "price_gbp": 50.0},
        {"name": "New", "hashrate_ths": 200.0, "power_w": 2500.0, "price_gbp": 1900.0},
    ]
    result = evaluate(planned(study(miners=miners)))
    assert (result.chosen_miner, result.plan.chosen_miner) == ("Old", "New")
    assert power_price_map(result).machine_j_per_th == 12.5


def test_a_plan_s_tornado_swings_its_export_price(study: Build) -> None:
    """In place of a power price and a load factor that no plan with water rests on."""
    held = pinned(evaluate(planned(study(finance={"miner": "Round", "n_miners": 300}))))
    swings = {swing.path: swing for swing in default_swings(held)}
    assert POWER_PRICE not in swings
    assert "site.load_factor" not in swings
    export = swings[EXPORT_PRICE]
    assert (export.low, export.high) == (
        pytest.approx(0.8 * mean_export_price(held)),
        pytest.approx(1.2 * mean_export_price(held)),
    )
    (bar,) = tornado(held, [export])
    dear = tuple(one * 1.2 for one in held.market.export_price_gbp_per_mwh)
    moved = dataclasses.replace(held.market, export_price_gbp_per_mwh=dear)
    plan = evaluate(dataclasses.replace(held, market=moved)).plan
    assert bar.npv_high_gbp == pytest.approx(plan.base_case.npv_gbp, rel=1e-9)

"""A plan in round numbers: see conftest for the study's.

A MWh mined earns £25 of a machine's day over its 60 kWh: £416.67. The 900 kW of water carry 360
machines of 2.5 kW.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.plan import (
    Plan,
    npv_by_count,
    use_by_day,
    use_by_month,
    would_pay,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError

Build = Callable[..., StudyInputs]
MINED = 25 / 0.06  # £/MWh
ANNUITY = 1 / 1.1 + 1 / 1.21 + 1 / 1.331


def planned(study: StudyInputs, **more: Any) -> Plan:
    groups = {"market": MarketInputs(), "dilute": False} | more
    plan = evaluate(dataclasses.replace(study, **groups)).plan
    assert plan is not None
    return plan


def test_without_water_and_market_there_is_no_plan(study: Build) -> None:
    """And the figures are as they were."""
    assert evaluate(study()).plan is None


def test_constant_water_and_price_are_the_study(study: Build) -> None:
    """The cash flows of section 2 with switching off, for its own count."""
    inputs = study(
        finance={
            "switch_off_when_unprofitable": True,
            "other_capex_gbp": 16_000.0,
            "other_opex_gbp_per_year": 5_000.0,
            "other_capex_gbp_per_kw": 40.0,
            "other_opex_gbp_per_kw_per_year": 3.0,
            "residual_value_fraction": 0.2,
            "miner": "Round",
            "years": 6,
        },
        scenarios=[
            {"name": "Base", "power_price_growth_per_year": 0.05},
            # Revenue falls below the power's cost in year 3 or so.
            {"name": "Bear", "difficulty_growth_per_year": 0.9, "power_price_shock": 0.3},
        ],
        site={"overhead_fraction": 0.1},
    )
    result = evaluate(inputs)
    assert result.site is not None
    asked = dataclasses.replace(inputs.finance, n_miners=result.site.n_miners)
    plan = planned(dataclasses.replace(inputs, finance=asked))
    for name, scenario in result.scenarios.items():
        there = plan.scenarios[name]
        assert there.cashflows == pytest.approx(scenario.cashflows, rel=1e-9)
        assert there.npv_gbp == pytest.approx(scenario.npv_gbp, rel=1e-9)
        assert there.irr == pytest.approx(scenario.irr, rel=1e-9)
    assert result.scenarios["Bear"].days_mined[-1] < 365


def test_all_machines_that_the_water_carries(study: Build) -> None:
    """At £100/MWh a MWh mined gains £316.67: 360 machines, £2,496,600 a year as in the study."""
    plan = planned(study())
    assert (plan.chosen_miner, plan.n_miners) == ("Round", 360)
    base = plan.base_case
    assert base.gain_gbp == pytest.approx([6840 * 365] * 3, rel=1e-12)
    assert base.mined_mwh == pytest.approx([0.9 * 8760] * 3, rel=1e-12)
    assert base.export_only_gbp == pytest.approx([0.9 * 8760 * 100] * 3, rel=1e-12)
    assert base.npv_gbp == pytest.approx(6840 * 365 * ANNUITY - 684_000, rel=1e-12)
    machine = plan.machine
    assert machine is not None
    assert machine.npv_gbp == pytest.approx(base.npv_gbp, rel=1e-12)
    assert (machine.floor_rule_n, machine.n_most) == (360, 360)
    assert machine.last_machine is not None
    assert machine.last_machine.hours_per_year_y1 == pytest.approx(8760, rel=1e-9)
    assert machine.last_machine.npv_gbp == pytest.approx(19 * 365 * ANNUITY - 1900, rel=1e-9)
    assert plan.capacity_factor == pytest.approx(0.9)
    assert plan.annual_energy_mwh == pytest.approx(0.9 * 8760)


def test_export_where_no_machine_pays(study: Build) -> None:
    """At £450 nothing is built, so nothing is spent: not the other capex either."""
    inputs = study(finance={"other_capex_gbp": 16_000.0, "other_opex_gbp_per_year": 5_000.0})
    plan = planned(inputs, market=MarketInputs(export_price_gbp_per_mwh=450.0))
    assert (plan.chosen_miner, plan.n_miners, plan.y1) == (None, 0, None)
    assert plan.machines[0].n == 0
    assert plan.machines[0].npv_gbp == 0
    assert plan.machines[0].last_machine is None
    base = plan.base_case
    assert base.cashflows.tolist() == [0.0] * 4
    assert base.npv_gbp == 0
    assert base.irr_note == "no investment"
    assert base.exported_mwh == pytest.approx([0.9 * 8760] * 3)
    assert base.export_only_gbp == pytest.approx(base.export_gbp)


def test_a_gain_below_the_fixed_costs_is_no_plan(study: Build) -> None:
    """360 machines gain £5.5 m; other capex of £6 m makes exporting better."""
    gain = 6840 * 365 * ANNUITY - 684_000
    pays = planned(study(finance={"other_capex_gbp": gain - 1}))
    assert pays.n_miners == 360
    assert pays.base_case.npv_gbp == pytest.approx(1, abs=1e-5)
    assert planned(study(finance={"other_capex_gbp": gain + 1})).n_miners == 0


def test_the_last_machine_runs_as_long_as_there_is_water(study: Build) -> None:
    """1,000 kW in January alone and 100 kW else: £19 a day for 31 days do not pay £1,900.

    At £1,400 they do: £19 × 31 × 2.4869 = £1,464.8, and 400 machines are built. Their last runs
    744 hours.
    """
    water = HydroInputs(monthly_power_kw=(1000.0,) + (100.0,) * 11)
    dear = planned(study(), hydro=water)
    assert dear.n_miners == 40
    miner = {"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1400.0}
    plan = planned(study(miners=[miner]), hydro=water)
    assert plan.n_miners == 400
    machine = plan.machine
    assert machine is not None
    assert machine.last_machine is not None
    assert machine.last_machine.hours_per_year_y1 == pytest.approx(744, rel=1e-9)
    assert machine.last_machine.npv_gbp == pytest.approx(19 * 31 * ANNUITY - 1400, rel=1e-7)
    mean_kw = (1000 * 31 + 100 * 334) / 365
    assert machine.floor_rule_n == int(mean_kw / 2.5) == 70
    at_70 = 40 * (19 * 365 * ANNUITY - 1400) + 30 * (19 * 31 * ANNUITY - 1400)
    assert machine.npv_gbp_at_floor_rule == pytest.approx(at_70, rel=1e-9)


def test_the_connection_leaves_power_to_the_machines(study: Build) -> None:
    """Of 900 kW 300 can be exported, at £450; the rest is mined at £416.67: 240 machines."""
    market = MarketInputs(export_price_gbp_per_mwh=450.0, export_limit_kw=300.0)
    plan = planned(study(), market=market)
    assert plan.n_miners == 240
    base = plan.base_case
    assert base.exported_mwh == pytest.approx([0.3 * 8760] * 3)
    assert base.curtailed_mwh == pytest.approx([0.0] * 3, abs=1e-9)
    assert base.gain_gbp == pytest.approx([0.6 * 8760 * MINED] * 3)


def test_payment_for_generation(study: Build) -> None:
    """£50 on what is used: kept by mining it changes nothing of the gain, lost it does."""
    kept = MarketInputs(generation_payment_gbp_per_mwh=50.0)
    lost = dataclasses.replace(kept, generation_payment_kept_when_mining=False)
    mwh = 0.9 * 8760
    with_it = planned(study(), market=kept).base_case
    assert with_it.gain_gbp == pytest.approx([mwh * (MINED - 100)] * 3)
    assert with_it.generation_payment_gbp == pytest.approx([mwh * 50] * 3)
    without = planned(study(), market=lost).base_case
    assert without.gain_gbp == pytest.approx([mwh * (MINED - 150)] * 3)
    assert without.generation_payment_gbp.tolist() == [0.0] * 3


def test_deemed_export_is_paid_whatever_is_done(study: Build) -> None:
    """Three quarters of the water at £450; mining then costs no export."""
    market = MarketInputs(export_price_gbp_per_mwh=450.0, deemed_export_fraction=0.75)
    plan = planned(study(), market=market)
    mwh = 0.9 * 8760
    base = plan.base_case
    assert plan.n_miners == 360
    assert base.deemed_export_gbp == pytest.approx([mwh * 0.75 * 450] * 3)
    assert base.export_gbp.tolist() == [0.0] * 3
    assert base.gain_gbp == pytest.approx([mwh * MINED] * 3)


def test_own_hashrate_dilutes(study: Build) -> None:
    """The network has 27e6 × 5**20 … TH/s; one that doubles it halves each TH's revenue."""
    inputs = study()
    network_ths = inputs.network.difficulty * 2**32 / 600 / 1e12
    miner = dataclasses.replace(inputs.miners[0], hashrate_ths=network_ths / 360)
    miner = dataclasses.replace(miner, power_w=2500.0)
    inputs = dataclasses.replace(
        inputs,
        miners=(miner,),
        finance=dataclasses.replace(inputs.finance, n_miners=360, miner="Round"),
    )
    naive, diluted = planned(inputs), planned(inputs, dilute=True)
    assert diluted.base_case.mining_gbp == pytest.approx(naive.base_case.mining_gbp / 2)


def test_prices_in_another_currency(study: Build) -> None:
    """€120 at £0.85 is £102; without one the study's own price stays the pounds that it is."""
    euros = MarketInputs(export_price_gbp_per_mwh=120.0, currency="EUR", rate_to_gbp=0.85)
    base = planned(study(), market=euros).base_case
    assert base.export_only_gbp == pytest.approx([0.9 * 8760 * 102] * 3)
    own = MarketInputs(currency="EUR", rate_to_gbp=0.85)
    pounds = study().site.power_price_gbp_per_kwh * 1_000
    base = planned(study(), market=own).base_case
    assert base.export_only_gbp == pytest.approx([0.9 * 8760 * pounds] * 3)


def test_a_machine_and_a_count_can_be_entered(study: Build) -> None:
    """A count alone sizes each machine with it; a machine alone is sized; 0 is an answer."""
    miners = [
        {"name": "Dear", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 2900.0},
        {"name": "Round", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0},
        {"name": "Same", "hashrate_ths": 100.0, "power_w": 2500.0, "price_gbp": 1900.0},
    ]
    counted = planned(study(miners=miners, finance={"n_miners": 7}))
    assert [one.n for one in counted.machines] == [7, 7, 7]
    # The first of the two that tie.
    assert (counted.chosen_miner, counted.n_miners) == ("Round", 7)
    named = planned(study(miners=miners, finance={"miner": "Dear"}))
    assert (named.chosen_miner, named.n_miners) == ("Dear", 360)
    none = planned(study(miners=miners, finance={"miner": "Dear", "n_miners": 0}))
    assert (none.chosen_miner, none.n_miners) == (None, 0)


def test_a_short_price_file_is_refused(study: Build) -> None:
    """In one line that names the field and what it lacks."""
    prices = Series(start=dt.date(2024, 1, 1), step_hours=1, values=np.ones(24 * 31))
    with pytest.raises(InputError, match=r"2024 lacks 334 of 365 days") as told:
        planned(study(), market=MarketInputs(export_price_gbp_per_mwh=prices))
    assert told.value.argument == "market.export_price_gbp_per_mwh"


def test_frames(study: Build) -> None:
    """As wide as the JSON, and JSON has the names that others rely on."""
    plan = planned(study(scenarios=[{"name": "Base"}, {"name": "Other"}]))
    assert plan.to_frame().shape == (6, 10)
    assert plan.to_frame().loc[("Other", 3), "gain_gbp"] == pytest.approx(6840 * 365)
    assert plan.machines_frame().loc["Round", "n"] == 360
    assert plan.metrics_frame().loc["Base", "npv_gbp"] == plan.base_case.npv_gbp
    printed = plan.to_dict()
    assert set(printed["samples"]) >= {"water_years", "price_years", "paired"}
    assert printed["samples"]["intervals_left_out"] == 0
    assert printed["y1"]["year"] == 1
    assert set(printed["scenarios"]["Base"]) == {
        *("annual", "cashflows", "npv_gbp", "irr", "irr_note", "irr_roots", "mirr"),
        *("simple_payback_years", "discounted_payback_years"),
    }


def test_at_which_figures_a_machine_would_pay(study: Build) -> None:
    """At £450 export none does: a machine's 1.9 kW-year … by hand for one machine.

    A machine uses 21.9 MWh a year, so that it costs £1,900 / (21.9 × 2.4869) = £34.886 a MWh.
    It earns £416.667 at £0.25 a TH and day; so it pays at a hashprice of
    0.25 × (450 + 34.886) / 416.667, or at an export price of 416.667 − 34.886. At £450 the
    machine would have to be free, and more.
    """
    inputs = dataclasses.replace(
        study(), market=MarketInputs(export_price_gbp_per_mwh=450.0), dilute=False
    )
    needs = 1900 / (21.9 * ANNUITY)
    found = would_pay(inputs)
    assert found.at_hashprice == "Round"
    assert found.hashprice_gbp_per_th_per_day == pytest.approx(0.25 * (450 + needs) / MINED)
    assert found.export_price_gbp_per_mwh == pytest.approx(MINED - needs)
    assert (found.miner_price_gbp, found.at_miner_price) == (None, None)


def test_at_which_price_the_machine_would_pay(study: Build) -> None:
    """At £400 export a MWh gains £16.667: 21.9 MWh × 2.4869 of it are £907.7."""
    inputs = dataclasses.replace(
        study(), market=MarketInputs(export_price_gbp_per_mwh=400.0), dilute=False
    )
    found = would_pay(inputs)
    assert found.miner_price_gbp == pytest.approx(21.9 * ANNUITY * (MINED - 400))
    assert found.at_miner_price == "Round"


def test_days_and_months_of_a_year_add_up_to_it(study: Build) -> None:
    """From 10 October 2026: 13 months, of which the first has 22 days."""
    inputs = dataclasses.replace(
        study(scenarios=[{"name": "Base"}, {"name": "Bull", "btc_price_growth_per_year": 0.3}]),
        hydro=HydroInputs(monthly_power_kw=tuple(range(100, 1300, 100))),
    )
    plan = evaluate(inputs).plan
    assert plan is not None
    for year in (1, 3):
        days = use_by_day(inputs, plan, scenario=1, year=year)
        months = use_by_month(inputs, plan, scenario=1, year=year)
        for name in ("mined_mwh", "curtailed_mwh", "mining_gbp", "export_only_gbp"):
            whole = getattr(plan.scenarios["Bull"], name)[year - 1]
            assert getattr(days.use, name).sum() == pytest.approx(whole, rel=1e-9)
            assert getattr(months.use, name).sum() == pytest.approx(whole, rel=1e-9)
        assert len(days.begins) == 365
        assert len(months.begins) == 13
    first = use_by_month(inputs, plan).to_frame().iloc[0]
    assert first["available_mwh"] == pytest.approx(22 * 24)


def test_npv_by_count(study: Build) -> None:
    """A line up to 360 machines, then the price of each machine more; 0 without one."""
    inputs = dataclasses.replace(study(), market=MarketInputs(), dilute=False)
    plan = evaluate(inputs).plan
    assert plan is not None
    curve = npv_by_count(inputs, plan, "Round", counts=[0, 90, 360, 400])
    best = plan.base_case.npv_gbp
    assert curve.npv_gbp == pytest.approx([0, best / 4, best, best - 40 * 1900], rel=1e-9)
    assert curve.machines_kw.tolist() == [0.0, 225.0, 900.0, 1000.0]
    spread = npv_by_count(inputs, plan, "Round")
    assert {0, 360} <= set(spread.n.tolist())
    assert spread.to_frame()["npv_gbp"].max() == pytest.approx(best, rel=1e-9)

"""The facility of a study, and the hashprice of days of which some are known."""

from dataclasses import replace

import numpy as np
import pytest

from hydro_mining.economics import evaluate
from hydro_mining.economics.dispatch import (
    Facility,
    HashpriceByDay,
    MachineClass,
    facility_of_study,
    filled_hashprices,
    with_study_figures,
)
from hydro_mining.imports.bundled import default_study_inputs


def test_it_is_what_the_study_s_machines_draw() -> None:
    """122 machines of 3.5 kW with 5 % of overhead are 448.35 kW, at 3,500 W for 200 TH/s."""
    made = facility_of_study(evaluate(default_study_inputs()))
    assert (made.miner, made.n_miners) == ("Antminer S21", 122)
    assert made.power_mw == pytest.approx(0.44835)
    assert made.efficiency_w_per_th == 17.5
    assert (made.overhead_fraction, made.pool_fee_fraction) == (0.05, 0.01)
    old = MachineClass(name="machines", power_mw=9, efficiency_w_per_th=30)
    other = MachineClass(name="S19", power_mw=1, efficiency_w_per_th=29)
    facility = with_study_figures(Facility(classes=(old, other), restart_cost=7), made)
    assert facility.classes[0].power_mw == made.power_mw
    assert facility.classes[1] == other
    assert (facility.overhead_fraction, facility.restart_cost) == (0.05, 7)


def test_its_power_has_no_digits_that_nobody_entered() -> None:
    """101 machines of 3.675 kW fit into 830 kW at 45 %; 371.175 / 1,000 is 0.37117500000000003."""
    study = default_study_inputs()
    made = facility_of_study(
        evaluate(replace(study, site=replace(study.site, site_power_kw=830.0)))
    )
    assert (made.n_miners, made.power_mw) == (101, 0.371175)


def test_without_a_machine_it_is_the_site_s_mean_power() -> None:
    """1,000 kW at 45 %, with the most efficient machine of the list."""
    study = default_study_inputs()
    dear = replace(study, site=replace(study.site, power_price_gbp_per_kwh=5.0))
    made = facility_of_study(evaluate(dear))
    assert made.n_miners == 0
    assert made.power_mw == pytest.approx(0.45)
    best = min(miner.power_w / miner.hashrate_ths for miner in study.miners)
    assert made.efficiency_w_per_th == best


def test_days_that_are_not_known_take_the_value() -> None:
    """Before, between and after the known ones."""
    known = HashpriceByDay(
        dates=np.array(["2025-05-02", "2025-05-05"], "datetime64[D]"),
        value=np.array([0.05, 0.06]),
    )
    asked = np.arange(np.datetime64("2025-05-01"), np.datetime64("2025-05-07"))
    filled = filled_hashprices(known, dates=asked, value=0.04)
    assert filled.value.tolist() == [0.04, 0.05, 0.04, 0.04, 0.06, 0.04]

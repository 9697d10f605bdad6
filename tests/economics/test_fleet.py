"""Machines at a site."""

import math

import numpy as np
import pytest

from hydro_mining.economics.fleet import (
    breakeven_power_price,
    efficiency,
    energy_per_day,
    machine_count,
    machine_power,
    power_cost_per_th,
    simple_payback,
)
from hydro_mining.exceptions import InputError


def test_efficiency_is_watts_over_terahashes() -> None:
    """3,500 W for 200 TH/s are 17.5 J/TH."""
    assert float(efficiency(power_w=3500, hashrate_ths=200)) == 17.5


def test_energy_includes_cooling_and_losses() -> None:
    """2.5 kW are 60 kWh a day, and 75 kWh with a quarter on top."""
    assert float(energy_per_day(power_w=2500)) == 60.0
    assert float(energy_per_day(power_w=2500, overhead_fraction=0.25)) == 75.0
    assert float(machine_power(power_w=2500, overhead_fraction=0.25)) == 3.125


def test_breakeven_price_pays_for_the_energy() -> None:
    """£15 a day from 60 kWh break even at £0.25 per kWh."""
    assert float(breakeven_power_price(revenue_gbp_per_day=15, energy_kwh_per_day=60)) == 0.25


def test_power_cost_of_a_terahash() -> None:
    """At 25 J/TH a TH/s takes 0.6 kWh a day: £0.06 at £0.10, £0.075 with a quarter on top."""
    cost = power_cost_per_th(efficiency_j_per_th=25, power_price_gbp_per_kwh=0.1)
    assert float(cost) == pytest.approx(0.06, rel=1e-15)
    cost = power_cost_per_th(
        efficiency_j_per_th=25, power_price_gbp_per_kwh=0.1, overhead_fraction=0.25
    )
    assert float(cost) == pytest.approx(0.075, rel=1e-15)


def test_payback_is_undefined_without_profit() -> None:
    """£1,900 at £19 a day take 100 days; at £0 or a loss there is no payback."""
    days = simple_payback(price_gbp=1900.0, profit_gbp_per_day=np.array([19.0, 0.0, -1.0]))
    assert days[0] == 100.0
    assert np.isnan(days[1:]).all()


def test_free_machine_is_paid_back_at_once() -> None:
    """A price of 0 is a price: payback is 0 days if the machine earns, none if not."""
    assert float(simple_payback(price_gbp=0.0, profit_gbp_per_day=5.0)) == 0.0
    assert math.isnan(float(simple_payback(price_gbp=0.0, profit_gbp_per_day=0.0)))


@pytest.mark.parametrize(
    ("effective_power_kw", "machine_power_kw", "count"),
    [
        (900.0, 3.0, 300),
        (1000 * 0.9, 3.0, 300),
        (1000 * 0.9, 0.9, 1000),
        (0.7 * 3, 0.3, 7),  # 2.0999999999999996 / 0.3 is 6.999999999999998
        (0.1 * 3, 0.1, 3),  # 0.30000000000000004
        (1e6 * 0.57, 1.9, 300_000),
        (899.999, 3.0, 299),
        (900.001, 3.0, 300),
        (2.999999, 3.0, 0),
        (3.0, 3.0, 1),
        (0.001, 3.0, 0),
        (1e9, 1.0, 1_000_000_000),
    ],
)
def test_count_is_the_floor_without_floating_noise(
    effective_power_kw: float, machine_power_kw: float, count: int
) -> None:
    """A quotient a rounding below a whole number is that number; a real shortfall is not."""
    assert (
        machine_count(effective_power_kw=effective_power_kw, machine_power_kw=machine_power_kw)
        == count
    )


def test_count_is_exact_for_every_share_of_a_site() -> None:
    """Power of n × 2.7 kW runs n machines of 2.7 kW, however that product was rounded."""
    for n in range(1, 3000):
        for power in (n * 2.7, n * 0.9 * 3, (n / 10) * 27):
            assert machine_count(effective_power_kw=power, machine_power_kw=2.7) == n


def test_overhead_counts_in_the_number_of_machines() -> None:
    """1 MW runs 181 machines of 5.51 kW, but 172 with 5 % on top (field notes, GOLD-11)."""
    bare = float(machine_power(power_w=5510))
    cooled = float(machine_power(power_w=5510, overhead_fraction=0.05))
    assert machine_count(effective_power_kw=1000.0, machine_power_kw=bare) == 181
    assert machine_count(effective_power_kw=1000.0, machine_power_kw=cooled) == 172


def test_unit_count_never_needs_more_power_than_there_is() -> None:
    """No count takes more than the average power, rounding aside."""
    rng = np.random.default_rng(1)
    for power, unit in zip(rng.uniform(0, 1e5, 2000), rng.uniform(0.1, 10, 2000), strict=True):
        count = machine_count(effective_power_kw=float(power), machine_power_kw=float(unit))
        assert count * unit <= power * (1 + 1e-11)
        assert (count + 1) * unit > power


@pytest.mark.parametrize(
    ("effective_power_kw", "power_w"),
    [(900.0, 1e-323), (900.0, 5e-324), (900.0, 1e-10), (1e308, 2500.0), (1e308, 1e-300)],
)
def test_count_that_cannot_be_exact_is_refused(effective_power_kw: float, power_w: float) -> None:
    """More machines than double precision can count are an input error, not a wrong number."""
    unit = float(machine_power(power_w=power_w))
    rule = r"^effective_power_kw must be below 1e\+10 times the power of one machine \(kW\); got "
    with pytest.raises(InputError, match=rule):
        machine_count(effective_power_kw=effective_power_kw, machine_power_kw=unit)

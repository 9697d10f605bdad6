"""What is bounded holds at its exact bound, and one beyond it is refused."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.dispatch import (
    BacktestInputs,
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
    ThrottleStep,
)
from hydro_mining.economics.dispatch.commitment import commitments
from hydro_mining.economics.fleet import machine_count
from hydro_mining.exceptions import InputError
from tests.economics.dispatch_series import HASHPRICE, facility, series

MACHINES = MachineClass(name="machines", power_mw=1, efficiency_w_per_th=25)
STEP = ThrottleStep(power_fraction=0.5, hashrate_fraction=0.6)
SETTINGS = DispatchSettings(
    hashprice_source="constant",
    hashprice=HASHPRICE,
    threshold=0,
    trailing_hours=1,
    strategy="optimal",
    facility=Facility(classes=(MACHINES,)),
    has_contract=False,
    contract=Contract(power_mw=1, price=35),
    prices_name="",
    prices_sha256="",
)


def classes(count: int) -> Facility:
    named = [dataclasses.replace(MACHINES, name=f"{i}") for i in range(count)]
    return Facility(classes=tuple(named))


def zones(count: int) -> BacktestInputs:
    prices = tuple(series([40], zone=f"{i}") for i in range(count))
    return BacktestInputs(prices=prices, facility=facility(), hashprice=HASHPRICE)


# What is made of a size, the largest that is legal, and how one more is refused.
SIZES: list[tuple[Callable[[int], Any], int, str]] = [
    (classes, 50, "classes must be a list of 1 to 50; got 51"),
    (
        lambda count: dataclasses.replace(MACHINES, throttle_steps=(STEP,) * count),
        20,
        "throttle_steps must be a list of up to 20; got 21",
    ),
    (zones, 1_000, "prices must be a list of 1 to 1,000; got 1001"),
    (lambda length: dataclasses.replace(MACHINES, name="n" * length), 500, "name must be a text"),
    (
        lambda length: dataclasses.replace(SETTINGS, prices_name="n" * length),
        500,
        "prices_name must be a line of at most 500 characters",
    ),
    (
        lambda hour: Contract(power_mw=1, price=1, peak_start_hour=hour, peak_end_hour=23),
        22,
        "peak_end_hour must be above peak_start_hour, 23",
    ),
]


@pytest.mark.parametrize(("made", "most", "message"), SIZES)
def test_the_largest_is_legal_and_one_more_is_not(
    made: Callable[[int], Any], most: int, message: str
) -> None:
    """50 classes, 20 steps, 1,000 zones, 500 characters, and a peak of one hour."""
    made(most)
    with pytest.raises(InputError, match=message):
        made(most + 1)


def test_a_count_of_machines_is_below_1e10() -> None:
    """As many machines as are no longer told apart from one more are refused."""
    with pytest.raises(InputError, match=r"effective_power_kw must be below 1e\+10 times"):
        machine_count(effective_power_kw=1e10, machine_power_kw=1.0)
    below = np.nextafter(1e10, 0)
    assert machine_count(effective_power_kw=below, machine_power_kw=1.0) == 10**10


def test_a_commitment_of_exactly_one_interval_binds_nothing() -> None:
    """An hour on and off is no limit to hours; a second more is: two intervals."""
    hours = np.ones(4)
    exact = commitments(hours=hours, min_run_hours=1, min_down_hours=1)
    assert not exact.binds
    longer = commitments(hours=hours, min_run_hours=1 + 1 / 3_600, min_down_hours=1)
    assert longer.binds
    assert longer.run_end.tolist() == [2, 3, 4, 4]
    assert longer.down_end.tolist() == [1, 2, 3, 4]


def test_a_contract_of_exactly_the_facility_fits() -> None:
    """50 MW to be taken or paid fit 50 MW; the next number above does not."""
    fitting = Contract(power_mw=50, price=35, settlement="take_or_pay")
    inputs = zones(1)
    assert dataclasses.replace(inputs, contract=fitting).contract == fitting
    larger = dataclasses.replace(fitting, power_mw=float(np.nextafter(50, 51)))
    with pytest.raises(InputError, match=r"contract\.power_mw must be up to the facility's 50 MW"):
        dataclasses.replace(inputs, contract=larger)

"""Multipliers of power: the published formulas, and what makes them legal."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics.growth import GrowthCoefficients, Multiplier
from hydro_mining.exceptions import InputError

steady = settings(deadline=None, derandomize=True, max_examples=100)
powers = st.floats(1, 300)
coefficients = st.floats(0, 1000)


@pytest.mark.parametrize("power", [1.0, 2.5, 150.0, 300.0])
def test_defaults_are_the_specifications_formulas(power: float) -> None:
    """Costs 3 ln(2m+1) + 5, revenue 1.2 √m + 1.4 ln(m+1) + 4, profit 1.5 √m + …, coin √m."""
    root, log = math.sqrt(power), math.log(power + 1)
    defaults = GrowthCoefficients()
    assert defaults.cost.at(power) == pytest.approx(3 * math.log(2 * power + 1) + 5, rel=1e-15)
    assert defaults.revenue.at(power) == pytest.approx(1.2 * root + 1.4 * log + 4, rel=1e-15)
    assert defaults.profit.at(power) == pytest.approx(1.5 * root + 1.4 * log + 4.5, rel=1e-15)
    assert defaults.btc.at(power) == pytest.approx(root, rel=1e-15)


def test_one_mw_is_not_a_factor_of_one() -> None:
    """At 1 MW costs are multiplied by 3 ln 3 + 5 = 8.2958, revenue by 5.2 + 1.4 ln 2 = 6.1704."""
    defaults = GrowthCoefficients()
    assert defaults.cost.at(1) == pytest.approx(8.2958, abs=5e-5)
    assert defaults.revenue.at(1) == pytest.approx(6.1704, abs=5e-5)
    assert defaults.profit.at(1) == pytest.approx(6.9704, abs=5e-5)
    assert defaults.btc.at(1) == 1


def test_each_coefficient_has_its_place() -> None:
    """2 √9 + 5 ln(7 × 9 + 1) + 11 = 17 + 5 ln 64."""
    multiplier = Multiplier(sqrt_coefficient=2, log_coefficient=5, log_slope=7, constant=11)
    assert multiplier.at(9) == pytest.approx(17 + 5 * math.log(64), rel=1e-15)


def test_from_one_mw_is_the_multiplier_over_that_of_1_mw() -> None:
    """√m + 1 is 2 at 1 MW and 4 at 9 MW: twice as much."""
    multiplier = Multiplier(sqrt_coefficient=1, constant=1)
    assert multiplier.from_one_mw([1, 9]).tolist() == [1.0, 2.0]


def test_powers_of_any_shape() -> None:
    """A table of powers gives a table of multipliers."""
    assert Multiplier(sqrt_coefficient=1).at([[1, 4], [9, 16]]).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sqrt_coefficient", -0.1),
        ("log_coefficient", 1000.5),
        ("log_slope", math.nan),
        ("constant", math.inf),
        ("constant", "4"),
        ("log_slope", True),
        ("sqrt_coefficient", None),
    ],
    ids=str,
)
def test_coefficients_are_numbers_from_0_to_1000(name: str, value: Any) -> None:
    """Nothing negative, not finite or not a number is a coefficient."""
    with pytest.raises(InputError, match=rf"^{name} must be a number from 0 to 1,000; got "):
        Multiplier(**{"constant": 1.0, name: value})


@pytest.mark.parametrize(
    "given_", [{}, {"log_slope": 5}, {"log_coefficient": 3, "log_slope": 0}], ids=str
)
def test_multiplier_of_nothing_is_refused(given_: dict[str, float]) -> None:
    """What is 0 at 1 MW cannot be divided by: all 0, or a logarithm of 1."""
    with pytest.raises(InputError) as refused:
        Multiplier(**given_)
    assert str(refused.value) == (
        "constant must be a multiplier above 0 at 1 MW: "
        "one of its coefficients must be above 0; got 0.0"
    )


@steady
@given(coefficients, coefficients, coefficients, st.floats(1e-3, 1000), powers, powers)
def test_multiplier_never_falls_with_power(
    root: float, log: float, slope: float, constant: float, one: float, other: float
) -> None:
    """Whatever the coefficients, more power is no smaller multiplier."""
    multiplier = Multiplier(
        sqrt_coefficient=root, log_coefficient=log, log_slope=slope, constant=constant
    )
    low, high = multiplier.at(np.sort([one, other]))
    assert low <= high
    assert multiplier.from_one_mw(1) == 1

"""A year's shape: mean power of each month, on any scale."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hydro_mining.economics.load_profile import MONTHS, LoadProfile, days_of_months
from hydro_mining.exceptions import InputError

steady = settings(deadline=None, derandomize=True, max_examples=100)
RULE = (
    "load_profile must be 12 numbers of 0 or more, one a month from January, at least one above 0"
)


def flat() -> LoadProfile:
    return LoadProfile(name="Flat", monthly=np.ones(12))


def test_months_start_with_january() -> None:
    """Twelve short names, January first."""
    assert (len(MONTHS), MONTHS[0], MONTHS[1], MONTHS[-1]) == (12, "Jan", "Feb", "Dec")


@pytest.mark.parametrize(
    ("year", "february"), [(2026, 28), (2028, 29), (2000, 29), (1900, 28), (2100, 28)]
)
def test_days_of_months_know_leap_years(year: int, february: int) -> None:
    """Years divisible by four have a 29 February, full centuries only every 400 years."""
    days = days_of_months(year).tolist()
    assert days == [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_flat_power_makes_energy_by_days() -> None:
    """January has 31 of the 365 days of 2026 and 31 of the 366 of 2028, February 28 and 29."""
    assert flat().energy_share(2026)[:2] == pytest.approx([31 / 365, 28 / 365], rel=1e-15)
    assert flat().energy_share(2028)[:2] == pytest.approx([31 / 366, 29 / 366], rel=1e-15)


def test_energy_is_mean_power_times_days() -> None:
    """Power 3 in January and 1 in February: 93 of 121 parts and 28 of 121."""
    profile = LoadProfile(name="Two", monthly=[3, 1, *([0] * 10)])
    assert profile.energy_share(2026).tolist() == pytest.approx([93 / 121, 28 / 121, *([0] * 10)])


def test_scale_does_not_matter() -> None:
    """The same shape in MW, in kW or relative to its mean is the same profile."""
    shape = np.arange(1.0, 13.0)
    small = LoadProfile(name="A", monthly=shape).energy_share(2027)
    large = LoadProfile(name="B", monthly=shape * 1e6).energy_share(2027)
    assert large == pytest.approx(small, rel=1e-14)


@steady
@given(st.lists(st.floats(0, 1e6), min_size=12, max_size=12), st.integers(1900, 2200))
def test_shares_add_up_to_1(monthly: list[float], year: int) -> None:
    """Whatever the shape, the months have the whole year's energy."""
    assume(sum(monthly) > 1e-300)
    share = LoadProfile(name="Any", monthly=monthly).energy_share(year)
    assert share.sum() == pytest.approx(1, rel=1e-14)
    assert (share >= 0).all()


@pytest.mark.parametrize(
    "monthly",
    [
        [],
        [1.0] * 11,
        [1.0] * 13,
        [[1.0] * 12],
        1.0,
        None,
        [0.0] * 12,
        [1.0] * 11 + [-0.1],
        [1.0] * 11 + [math.nan],
        [1.0] * 11 + [math.inf],
        [1.0] * 11 + [None],
    ],
    ids=repr,
)
def test_what_is_no_year_of_power_is_refused(monthly: Any) -> None:
    """Eleven months, negative or undefined power and a year of nothing are refused."""
    with pytest.raises(InputError) as refused:
        LoadProfile(name="Bad", monthly=monthly)
    assert str(refused.value).startswith(f"{RULE}; got ")


def test_text_is_no_power() -> None:
    """A word among the numbers is refused with the same rule."""
    with pytest.raises(InputError, match=r"^load_profile must be 12 numbers of 0 or more"):
        LoadProfile(name="Bad", monthly=[1.0] * 11 + ["much"])


def test_large_numbers_keep_their_shape() -> None:
    """Twelve times 10**308 is a flat profile, although their sum is no number."""
    large = LoadProfile(name="Large", monthly=[1e308] * 12)
    assert large.energy_share(2026) == pytest.approx(flat().energy_share(2026), rel=1e-14)


def test_profile_cannot_be_changed() -> None:
    """The numbers are a read-only copy."""
    given_ = np.ones(12)
    profile = LoadProfile(name="Flat", monthly=given_)
    given_[0] = 5.0
    assert profile.monthly.tolist() == [1.0] * 12
    with pytest.raises(ValueError, match="read-only"):
        profile.monthly[0] = 2.0

"""Which values can be true: limits, the height's pace, and jumps that need a second provider."""

import datetime as dt

import pytest

from hydro_mining.network_data._answers import FaultKind, ProviderError
from hydro_mining.network_data._values import (
    Observed,
    agree,
    check_limits,
    check_time,
    is_jump,
)
from tests.network_data.conftest import accepted

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


def ago(**length: float) -> dt.datetime:
    return NOW - dt.timedelta(**length)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("btc_price_usd", 1_000),
        ("btc_price_usd", 1e8),
        ("difficulty", 1e12),
        ("difficulty", 1e18),
        ("block_height", 840_000),
        ("block_height", 5_000_000),
        ("fees_btc_per_block", 0),
        ("fees_btc_per_block", 5),
        ("usd_to_gbp", 0.3),
        ("usd_to_gbp", 1.5),
    ],
)
def test_the_limits_themselves_are_allowed(name, value):
    """A value at either end of its limits passes."""
    check_limits(name, Observed(value), last=None, now=NOW)


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("btc_price_usd", 999.99, "999.99 is outside 1,000 to 100,000,000"),
        ("btc_price_usd", 1.01e8, "101,000,000 is outside 1,000 to 100,000,000"),
        ("btc_price_usd", float("nan"), "nan is outside 1,000 to 100,000,000"),
        ("difficulty", 130_125.0, "130,125 is outside 1e+12 to 1e+18"),
        ("difficulty", float("inf"), "inf is outside 1e+12 to 1e+18"),
        ("block_height", 839_999, "839,999 is outside 840,000 to 5,000,000"),
        ("fees_btc_per_block", -1e-8, "-1e-08 is outside 0 to 5"),
        ("fees_btc_per_block", 3_000_000, "3,000,000 is outside 0 to 5"),
        ("usd_to_gbp", 1.51, "1.51 is outside 0.3 to 1.5"),
    ],
)
def test_beyond_its_limits_a_value_is_implausible(name, value, detail):
    """Negative fees, satoshi for bitcoin, a difficulty in GH and NaN are refused."""
    with pytest.raises(ProviderError) as raised:
        check_limits(name, Observed(value), last=None, now=NOW)
    assert raised.value.reason == f"gave an implausible value ({detail})"
    assert raised.value.kind is FaultKind.IMPLAUSIBLE


@pytest.mark.parametrize(
    ("height", "days"),
    [
        (976_794, 0),  # 6 back, as after a reorganisation
        (976_812, 0),  # 12 more, by luck
        (977_112, 1),  # 12 + 300
        (976_794, 10),
        (977_412, 2),
    ],
)
def test_a_height_may_go_as_far_as_luck_has_it(height, days):
    """From 976,800 on: 6 back, and 12 blocks and 300 a day ahead."""
    last = accepted(976_800, ago(days=days))
    check_limits("block_height", Observed(height), last=last, now=NOW)


@pytest.mark.parametrize(
    ("height", "days", "shown"),
    [(976_793, 0, "0.0"), (976_813, 0, "0.0"), (977_113, 1, "1.0"), (976_793, 10, "10.0")],
)
def test_a_height_that_goes_back_or_leaps_is_refused(height, days, shown):
    """One block beyond the allowed is too many."""
    last = accepted(976_800, ago(days=days))
    with pytest.raises(ProviderError) as raised:
        check_limits("block_height", Observed(height), last=last, now=NOW)
    expected = f"a height of {height:,}, {shown} days after 976,800"
    assert raised.value.reason == f"gave an implausible value ({expected})"


def test_a_clock_that_was_set_back_allows_no_fewer_blocks():
    """A last height of tomorrow counts as one of now."""
    last = accepted(976_800, ago(days=-1))
    check_limits("block_height", Observed(976_812), last=last, now=NOW)


@pytest.mark.parametrize("minutes", [-600, 0, 9, 10])
def test_a_providers_clock_may_be_ten_minutes_ahead(minutes):
    """Clocks differ; what is in the past is for another check."""
    check_time(Observed(1, NOW + dt.timedelta(minutes=minutes)), NOW)
    check_time(Observed(1), NOW)


def test_a_time_that_lies_ahead_is_refused():
    """More than ten minutes ahead one of the two clocks is wrong."""
    ahead = Observed(1, NOW + dt.timedelta(minutes=10, seconds=1))
    with pytest.raises(ProviderError, match="a time that lies ahead of this machine's clock"):
        check_time(ahead, NOW)


@pytest.mark.parametrize(
    ("value", "days", "is_far"),
    [
        (100_000, 0, False),  # 25 % of 80,000 are 20,000
        (100_001, 0, True),
        (60_000, 0, False),
        (59_999, 0, True),
        (100_001, 1, True),
        (120_000, 4, False),  # 25 % × √4 = 50 %
        (120_001, 4, True),
        (40_000, 4, False),
        (39_999, 4, True),
        (100_001, -3, True),  # the clock was set back
    ],
)
def test_a_quarter_is_a_jump_and_more_after_days(value, days, is_far):
    """After four days twice as much is allowed as within one."""
    assert is_jump("btc_price_usd", value, accepted(80_000, ago(days=days)), NOW) is is_far


@pytest.mark.parametrize("name", ["fees_btc_per_block", "block_height"])
def test_fees_and_heights_have_no_jumps(name):
    """Fees swing by whole factors, and heights have limits of their own."""
    assert not is_jump(name, 4, accepted(0.01, NOW), NOW)


def test_the_first_value_is_no_jump():
    """Without a last good value there is nothing to jump from."""
    assert not is_jump("btc_price_usd", 5, None, NOW)


def test_nothing_divides_by_a_last_value_of_zero():
    """From a stored zero anything is a jump."""
    assert is_jump("btc_price_usd", 80_000, accepted(0.0, NOW), NOW)


@pytest.mark.parametrize(
    ("value", "other", "do"),
    [(100, 97, True), (97, 100, True), (100, 96.9, False), (100, 103, True), (100, 103.2, False)],
)
def test_values_agree_within_three_per_cent_of_the_larger(value, other, do):
    """100 and 97 differ by 3 % of 100; 103 and 100 by 2.9 % of 103."""
    assert agree(value, other) is do


def test_agreement_can_be_narrower():
    """Two reports of one difficulty differ by rounding only."""
    assert agree(1000, 999, within=0.001)
    assert not agree(1000, 998.9, within=0.001)

"""Hashprices by local date and from a forward curve."""

from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.dispatch import (
    ForwardCurve,
    HashpriceByDay,
    hashprice_at,
    known_hashprices,
)
from hydro_mining.exceptions import InputError
from tests.economics.dispatch_series import series


def days(*dates: str, **options: Any) -> HashpriceByDay:
    """Return hashprices 1, 2, 3 … of the given dates."""
    value = np.arange(1.0, len(dates) + 1)
    return HashpriceByDay(dates=np.array(dates, dtype="datetime64[D]"), value=value, **options)


def curve(**options: Any) -> ForwardCurve:
    """Return 1 in January, 4 in February and 7 in March 2024."""
    months = np.array(["2024-01", "2024-02", "2024-03"], dtype="datetime64[M]")
    return ForwardCurve(months=months, value=np.array([1.0, 4.0, 7.0]), **options)


def test_days_of_unknown_value_are_left_out() -> None:
    """Of 1, unknown and 3 the second day is missing, unless the first is carried on."""
    dates = np.array(["2024-01-01", "2024-01-02", "2024-01-03"], dtype="datetime64[D]")
    value = np.array([1.0, np.nan, 3.0])
    hours = series([40] * 72).local_start
    carried = known_hashprices(dates=dates, value=value, carry_forward=True).at(hours)
    assert carried[::24].tolist() == [1, 1, 3]
    with pytest.raises(InputError, match="1 of them, the first 2024-01-02"):
        known_hashprices(dates=dates, value=value).at(hours)


def test_a_missing_hashprice_has_the_way_out_that_an_interface_names() -> None:
    """The same dates and rule, with the name of the command's option."""
    with pytest.raises(InputError, match="unless carry_forward is chosen") as refused:
        days("2024-01-02").at(series([40]).local_start)
    told = refused.value.called("hashprice", "carry-hashprice")
    assert str(told) == (
        "hashprice must be a hashprice for every local date of the prices, unless "
        "carry-hashprice is chosen; got 'none for 1 of them, the first 2024-01-01'"
    )


def test_a_value_holds_for_its_local_date() -> None:
    """In Oslo the second day begins at 23:00 UTC: 24 hours take 1, the next one takes 2."""
    prices = series(np.zeros(25), timezone="Europe/Oslo")
    assert prices.start[24] == np.datetime64("2024-01-01T23:00:00")
    value = days("2024-01-01", "2024-01-02").at(prices.local_start)
    assert value.tolist() == [1.0] * 24 + [2.0]


def test_missing_dates_are_refused_and_counted() -> None:
    """Without carrying, two missing days are refused with the first of them."""
    prices = series(np.zeros(96))
    with pytest.raises(InputError, match="unless carry_forward is chosen; got 'none for 2 of them"):
        days("2024-01-01", "2024-01-04").at(prices.local_start)
    with pytest.raises(InputError, match="the first 2024-01-02"):
        days("2024-01-01").at(prices.local_start)


def test_carrying_takes_the_value_before() -> None:
    """A missing date takes the last value; before the first date there is none to take."""
    known = days("2024-01-01", "2024-01-03", carry_forward=True)
    assert known.at(series(np.zeros(96)).local_start)[::24].tolist() == [1, 1, 2, 2]
    with pytest.raises(InputError, match="none for 1 of them, the first 2023-12-31"):
        known.at(series(np.zeros(48), begin="2023-12-31").local_start)


def test_a_flat_curve_has_the_months_value() -> None:
    """31 January takes 1, 1 February takes 4."""
    value = curve().at(series(np.zeros(48), begin="2024-01-31").local_start)
    assert value.tolist() == [1.0] * 24 + [4.0] * 24


def test_a_linear_curve_joins_the_middles() -> None:
    """Middles are 16 January 12:00 and 15 February 12:00 of 2024, 30 days apart: the noon of
    16 January has 1, that of 26 January 1 + 3 × 10/30, that of 15 February 4.
    """
    rising = curve(interpolation="linear")
    noons = np.array(["2024-01-16T12", "2024-01-26T12", "2024-02-15T12"], dtype="datetime64[s]")
    assert rising.at(noons).tolist() == pytest.approx([1, 2, 4], rel=1e-12)
    first = np.array(["2024-01-02T00", "2024-03-31T00"], dtype="datetime64[s]")
    assert rising.at(first).tolist() == [1, 7]


@pytest.mark.parametrize("interpolation", ["flat", "linear"])
def test_beyond_the_curve_only_if_chosen(interpolation: Any) -> None:
    """April is refused by name, and takes March's value when carrying is chosen."""
    april = series(np.zeros(24), begin="2024-04-30").local_start
    with pytest.raises(InputError, match=r"local month .* unless carry .* the first 2024-04"):
        curve(interpolation=interpolation).at(april)
    assert (curve(interpolation=interpolation, carry=True).at(april) == 7).all()
    december = series(np.zeros(24), begin="2023-12-01").local_start
    assert (curve(interpolation=interpolation, carry=True).at(december) == 1).all()


def test_a_constant_is_a_number() -> None:
    """A constant stays one number for all intervals, checked like any input."""
    assert hashprice_at(0.08, local_start=series([1, 2]).local_start) == 0.08
    with pytest.raises(
        InputError, match=r"hashprice must be a number of 0 or more \(currency/TH/day\)"
    ):
        hashprice_at(-1, local_start=series([1]).local_start)


@pytest.mark.parametrize(
    ("dates", "value", "message"),
    [
        (["2024-01-01", "2024-01-01"], [1, 1], "dates must be in order of time, none twice"),
        (["2024-01-02", "2024-01-01"], [1, 1], "dates must be in order of time"),
        (["2024-01-02", "NaT"], [1, 1], "dates must be in order of time"),
        (["2024-01-01"], [1, 2], "dates must be as many as there are values"),
        ([], [], "at least one"),
        (["2024-01-01"], [-1], "hashprice must be a number of 0 or more"),
        (["2024-01-01"], [np.nan], "hashprice must be a number of 0 or more"),
    ],
)
def test_illegal_series_are_refused(dates: list[str], value: list[float], message: str) -> None:
    """Dates are in order and values are hashprices."""
    with pytest.raises(InputError, match=message):
        HashpriceByDay(dates=np.array(dates, dtype="datetime64[D]"), value=np.array(value))


def test_series_cannot_be_changed() -> None:
    """The arrays are copies and read-only."""
    known = days("2024-01-01")
    with pytest.raises(ValueError, match="read-only"):
        known.value[0] = 9

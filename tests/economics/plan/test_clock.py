"""Series on the clock of sample years."""

import datetime as dt

import numpy as np
import pytest

from hydro_mining.economics.plan.clock import (
    intervals_per_day,
    sample_days_of_dates,
    sample_years,
    samples_of,
)
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError


def series(start: str, step_hours: float, values: object) -> Series:
    return Series(start=dt.datetime.fromisoformat(start), step_hours=step_hours, values=values)


def test_29_february_is_left_out() -> None:
    """Day 59 of a sample year is 1 March, in 2020 as in 2021."""
    days = np.arange(366 + 365, dtype=float)
    years = sample_years(series("2020-01-01", 24, days), per_day=24, argument="x")
    assert years.years is not None
    assert years.years.tolist() == [2020, 2021]
    assert years.values[:, 58:60, 0].tolist() == [[58.0, 60.0], [366 + 58.0, 366 + 59.0]]


def test_project_days_are_calendar_dates() -> None:
    """28 and 29 February 2028 take sample day 58, 1 March takes 59."""
    days = sample_days_of_dates(dt.date(2028, 2, 28), 3)
    assert days.tolist() == [58, 58, 59]
    assert sample_days_of_dates(dt.date(2027, 12, 31), 2).tolist() == [364, 0]


def test_a_quarter_hour_makes_a_clock_of_quarters() -> None:
    """An hour then is four quarters; half-hours are two."""
    quarters = series("2021-01-01", 0.25, np.arange(365 * 96.0))
    halves = series("2021-01-01", 0.5, np.arange(365 * 48.0))
    assert intervals_per_day([quarters, 5.0]) == 96
    assert intervals_per_day([series("2021-01-01", 1, [1.0]), (1.0,) * 12]) == 24
    years = sample_years(halves, per_day=96, argument="x")
    assert years.values[0, 1, :5].tolist() == [48.0, 48.0, 49.0, 49.0, 50.0]


def test_a_year_counts_with_95_of_100_intervals() -> None:
    """Of 8,760 hours 438 may lack; of 2021, which starts at noon of 1 January, 12 do."""
    hours = np.ones(2 * 8760 - 12)
    hours[8760 - 12 : 8760 - 12 + 439] = np.nan
    years = sample_years(series("2021-01-01T12:00", 1, hours), per_day=24, argument="x")
    assert years.years is not None
    assert years.years.tolist() == [2021]
    hours[8760 - 12] = 1.0
    years = sample_years(series("2021-01-01T12:00", 1, hours), per_day=24, argument="x")
    assert years.years is not None
    assert years.years.tolist() == [2021, 2022]


def test_a_series_without_a_complete_year_is_refused() -> None:
    """It says of when the series is, and what its fullest year lacks: 212 days of 2024."""
    half = series("2024-06-01", 1, np.ones(153 * 24))
    with pytest.raises(InputError) as told:
        sample_years(half, per_day=24, argument="market.export_price_gbp_per_mwh")
    assert str(told.value) == (
        "market.export_price_gbp_per_mwh must be a series with a complete calendar year "
        "(95 % of its intervals); got '2024-06-01 to 2024-10-31; 2024 lacks 212 of 365 days'"
    )


def test_years_in_common_are_paired() -> None:
    """2021 of both; without one in common every year of one meets every year of the other."""
    water = sample_years(series("2020-01-01", 24, np.arange(731.0)), per_day=24, argument="x")
    same = sample_years(series("2021-01-01", 24, np.arange(365.0)), per_day=24, argument="x")
    other = sample_years(series("2023-01-01", 24, np.arange(365.0)), per_day=24, argument="x")
    paired = samples_of(water, same, per_day=24)
    assert paired.paired
    assert paired.power_kw[0, 0, 0] == 366
    crossed = samples_of(water, other, per_day=24)
    assert not crossed.paired
    assert (len(crossed.power_kw), len(crossed.price)) == (2, 1)


def test_twelve_are_of_the_months() -> None:
    """From January on; the last day of January has the first."""
    years = sample_years(tuple(range(12)), per_day=24, argument="x")
    assert years.years is None
    assert years.values[0, [30, 31, 364], 0].tolist() == [0.0, 1.0, 11.0]

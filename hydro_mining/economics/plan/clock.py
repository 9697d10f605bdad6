"""One clock for water and price: sample years of 365 days in local standard time.

A sample year leaves out 29 February. Only complete calendar years of a series count; water and
price with years in common are paired by them, else every water year meets every price year. A
source that is no series, a number or twelve, is one sample year.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError

# Of a sample year.
DAYS = 365
_QUARTERS_PER_DAY = 96
# [1] of a year's intervals: fewer, and the year is left out.
_COMPLETE = 0.95
_COMMON_YEAR = np.arange(np.datetime64("2001-01-01"), np.datetime64("2002-01-01"))
# Month of each sample day (365,), 1 for January.
MONTH_OF_DAY: Integers = _COMMON_YEAR.astype("datetime64[M]").astype(np.int64) % 12 + 1
# Sample day on which each month begins, (12,).
_FIRST_OF_MONTH = np.searchsorted(MONTH_OF_DAY, np.arange(1, 13))
_FEBRUARY = 2
_LEAP_DAY = 29

Source = float | Sequence[float] | Series


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleYears:
    """Years of one source on the clock.

    Attributes
    ----------
    years : (Y,)
        Calendar years; None where the source is no series.
    values : (Y, 365, I)
        Of each day's I intervals, 1 where the day has one value; NaN is a gap.
    """

    years: Integers | None
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Samples:
    """Water and price together.

    Attributes
    ----------
    power_kw : (A, 365, I) or (A, 365, 1)
        Power that the water gives; NaN is a gap.
    price : (B, 365, I) or (B, 365, 1)
        Export price; where ``paired``, B is A and the years are the same.
    """

    power_kw: Floats
    price: Floats
    paired: bool
    intervals_per_day: int


def intervals_per_day(sources: Sequence[Source]) -> int:
    """Return 24, or 96 where a series has intervals shorter than an hour."""
    steps = [source.step_hours for source in sources if isinstance(source, Series)]
    return HOURS_PER_DAY if min(steps, default=1.0) >= 1 else _QUARTERS_PER_DAY


def sample_days_of_dates(start: dt.date, n_days: int) -> Integers:
    """Return the sample day (D,), 0 for 1 January, of each date from ``start`` on.

    29 February takes the 28th.
    """
    return _sample_days(np.datetime64(start, "D") + np.arange(n_days))[0]


def _sample_days(
    dates: "np.ndarray[tuple[int], np.dtype[np.datetime64]]",
) -> tuple[Integers, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """Return the sample day of dates (D,), and which of them are 29 February."""
    months = dates.astype("datetime64[M]")
    day_of_month = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    month = months.astype(np.int64) % 12 + 1
    is_leap_day = (month == _FEBRUARY) & (day_of_month == _LEAP_DAY)
    return _FIRST_OF_MONTH[month - 1] + day_of_month - 1 - is_leap_day, is_leap_day


def sample_years(source: Source, *, per_day: int, argument: str) -> SampleYears:
    """Return the complete years of a source on a clock of ``per_day`` intervals.

    Raises
    ------
    InputError
        If a series, which ``argument`` names, has no complete year.
    """
    if isinstance(source, Series):
        return _years_of_series(source, per_day=per_day, argument=argument)
    monthly = np.broadcast_to(np.asarray(source, dtype=float), (12,))
    return SampleYears(years=None, values=monthly[MONTH_OF_DAY - 1].reshape(1, DAYS, 1))


def _years_of_series(series: Series, *, per_day: int, argument: str) -> SampleYears:
    days, first_day = _by_days(series, per_day)
    dates = first_day + np.arange(len(days))
    sample_day, is_leap_day = _sample_days(dates)
    year = dates.astype("datetime64[Y]").astype(np.int64) + 1970
    first_year, counted = int(year[0]), ~is_leap_day
    values = np.full((int(year[-1]) - first_year + 1, DAYS, days.shape[1]), np.nan)
    values[year[counted] - first_year, sample_day[counted]] = days[counted]
    present = np.isfinite(values).mean(axis=(1, 2))
    complete = present >= _COMPLETE
    if not complete.any():
        rule = "a series with a complete calendar year (95 % of its intervals)"
        fullest = int(present.argmax())
        lacks = (1 - present[fullest]) * DAYS
        last = series.end - dt.timedelta(seconds=1)
        told = (
            f"{series.start:%Y-%m-%d} to {last:%Y-%m-%d}; "
            f"{first_year + fullest} lacks {lacks:.0f} of {DAYS} days"
        )
        raise InputError(argument, rule, told)
    return SampleYears(years=np.flatnonzero(complete) + first_year, values=values[complete])


def _by_days(series: Series, per_day: int) -> tuple[Floats, np.datetime64]:
    """Return a series as days of intervals, (days, I) or (days, 1), and its first day."""
    step_hours = series.step_hours
    midnight = dt.datetime.combine(series.start.date(), dt.time())
    before = round((series.start - midnight).total_seconds() / 3_600 / step_hours)
    steps_per_day = round(HOURS_PER_DAY / step_hours)
    n_days = -(-(before + len(series.values)) // steps_per_day)
    whole = np.full(n_days * steps_per_day, np.nan)
    whole[before : before + len(series.values)] = series.values
    days = whole.reshape(n_days, steps_per_day)
    if steps_per_day > 1:
        days = np.repeat(days, per_day // steps_per_day, axis=1)
    return days, np.datetime64(midnight.date(), "D")


def samples_of(power: SampleYears, price: SampleYears, *, per_day: int) -> Samples:
    """Return water and price on one clock, paired by the years that both have."""
    if power.years is not None and price.years is not None:
        _, in_power, in_price = np.intersect1d(power.years, price.years, return_indices=True)
        if len(in_power):
            return Samples(
                power_kw=power.values[in_power],
                price=price.values[in_price],
                paired=True,
                intervals_per_day=per_day,
            )
    return Samples(
        power_kw=power.values, price=price.values, paired=False, intervals_per_day=per_day
    )

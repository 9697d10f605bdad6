"""Date, weekday and hour that a clock on the wall shows, as plain numbers.

``local_start`` is (N,) datetime64[s] throughout. Whole-number arithmetic on the seconds is
several times faster than numpy's calendar casts, which a month then needs for its days only.
"""

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY, SECONDS_PER_DAY
from hydro_mining.economics.arrays import Instants, Integers

_SECONDS_PER_HOUR = SECONDS_PER_DAY // HOURS_PER_DAY
_DAYS_PER_WEEK = 7
# 1 January 1970, day 0 of datetime64, was a Thursday; Monday is 0.
_WEEKDAY_OF_DAY_0 = 3


def day_numbers(local_start: Instants) -> Integers:
    """Return (N,) local dates as days since 1970; ``view("datetime64[D]")`` gives dates."""
    seconds: Integers = local_start.astype("datetime64[s]", copy=False).view(np.int64)
    return seconds // SECONDS_PER_DAY


def hour_numbers(local_start: Instants) -> Integers:
    """Return (N,) local hours since the beginning of 1970: 24 times the day, and the hour."""
    seconds: Integers = local_start.astype("datetime64[s]", copy=False).view(np.int64)
    return seconds // _SECONDS_PER_HOUR


def hours_of_day(local_start: Instants) -> Integers:
    """Return (N,) local hours 0–23."""
    return hour_numbers(local_start) % HOURS_PER_DAY


def weekdays(day: Integers) -> Integers:
    """Return the weekdays of days since 1970, Monday 0 to Sunday 6."""
    return (day + _WEEKDAY_OF_DAY_0) % _DAYS_PER_WEEK


def month_numbers(day: Integers) -> Integers:
    """Return (N,) months since January 1970 of (N,) days since 1970."""
    if not len(day):
        return day
    first = day.min()
    calendar = np.arange(first, day.max() + 1).view("datetime64[D]")
    months = calendar.astype("datetime64[M]").view(np.int64)
    of_day: Integers = months[day - first]
    return of_day

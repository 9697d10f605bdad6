"""Hashprices of the past and of a forward curve, by local calendar date.

Both are taken by local date: a value holds from one local midnight to the next.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from hydro_mining.economics.arrays import Booleans, Figure, Floats, Instants, Integers, read_only
from hydro_mining.economics.checking import check_choice
from hydro_mining.economics.dispatch.local_clock import day_numbers
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

Interpolation: TypeAlias = Literal["flat", "linear"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HashpriceByDay:
    """A hashprice a day.

    Parameters
    ----------
    dates : (D,) datetime64[D], strictly increasing
    value : (D,) [currency/TH/day]
    carry_forward
        Let a missing date take the last value before it. Otherwise, and before the first
        date in any case, missing dates are refused.
    """

    dates: Instants
    value: Floats
    carry_forward: bool = False

    def __post_init__(self) -> None:
        _freeze(self, "dates", "datetime64[D]")

    def at(self, local_start: Instants) -> Floats:
        """Return (N,) [currency/TH/day] the value of each interval's local date.

        Raises
        ------
        InputError
            If dates are missing, with the first of them and how many there are.
        """
        wanted, place = _distinct(day_numbers(local_start))
        known = self.dates.view(np.int64)
        position = np.searchsorted(known, wanted, side="right") - 1
        missing = position < 0
        if not self.carry_forward:
            missing |= known[np.maximum(position, 0)] != wanted
        _refuse_missing(wanted.view("datetime64[D]")[missing], "date", "carry_forward")
        of_day: Floats = self.value[position]
        return of_day[place]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForwardCurve:
    """A hashprice a month.

    Parameters
    ----------
    months : (M,) datetime64[M], strictly increasing
    value : (M,) [currency/TH/day]
    interpolation
        ``flat``: the month's value on each of its days. ``linear``: the month's value in its
        middle, straight lines between the middles, a day taking its noon; before the first
        middle and after the last one the first and last value.
    carry
        Let the ends of the curve, and months that it lacks, take the nearest earlier value,
        or the first one before the beginning. Otherwise they are refused.
    """

    months: Instants
    value: Floats
    interpolation: Interpolation = "flat"
    carry: bool = False

    def __post_init__(self) -> None:
        check_choice("interpolation", self.interpolation, get_args(Interpolation))
        _freeze(self, "months", "datetime64[M]")

    def at(self, local_start: Instants) -> Floats:
        """Return (N,) [currency/TH/day] the curve at each interval's local date.

        Raises
        ------
        InputError
            If months are missing, with the first of them and how many there are.
        """
        wanted, place = _distinct(day_numbers(local_start))
        month: Integers = wanted.view("datetime64[D]").astype("datetime64[M]").view(np.int64)
        known = self.months.view(np.int64)
        position = np.searchsorted(known, month, side="right") - 1
        if not self.carry:
            missing = (position < 0) | (known[np.maximum(position, 0)] != month)
            absent = np.unique(month[missing]).view("datetime64[M]")
            _refuse_missing(absent, "month", "carry")
        if self.interpolation == "flat":
            of_day: Floats = self.value[np.maximum(position, 0)]
        else:
            of_day = np.interp(wanted + 0.5, _middles(self.months), self.value)
        return of_day[place]


def known_hashprices(
    *, dates: Instants, value: Floats, carry_forward: bool = False
) -> HashpriceByDay:
    """Return a hashprice a day from (D,) values of which those that are unknown are NaN."""
    known = np.isfinite(value)
    return HashpriceByDay(dates=dates[known], value=value[known], carry_forward=carry_forward)


def filled_hashprices(known: HashpriceByDay, *, dates: Instants, value: float) -> HashpriceByDay:
    """Return the hashprice of (D,) ``dates``, in order: what is known of each, else ``value``."""
    place = np.minimum(np.searchsorted(known.dates, dates), len(known.dates) - 1)
    filled = np.where(known.dates[place] == dates, known.value[place], value)
    return HashpriceByDay(dates=dates, value=filled)


HashpriceSource: TypeAlias = float | HashpriceByDay | ForwardCurve


def check_currency(of_hashprice: str | None, *, of_prices: str | None) -> None:
    """Refuse a hashprice in another currency than the prices, where both are known."""
    if of_hashprice is not None and of_prices not in {None, of_hashprice}:
        rule = f"in {of_prices}, like the prices: nothing is converted"
        raise InputError("hashprice", rule, of_hashprice)


def hashprice_at(source: HashpriceSource, *, local_start: Instants) -> Figure:
    """Return the hashprice [currency/TH/day]: a number for a constant, else (N,)."""
    if isinstance(source, HashpriceByDay | ForwardCurve):
        return source.at(local_start)
    return checked("hashprice", source)


def _middles(months: Instants) -> Floats:
    """Return the middles of months in days since 1970."""
    first: Integers = months.astype("datetime64[D]").view(np.int64)
    following: Integers = (months + 1).astype("datetime64[D]").view(np.int64)
    return (first + following) / 2


def _distinct(day: Integers) -> tuple[Integers, Integers]:
    """Return the days that occur, in order, and (N,) the position of each interval's day."""
    if not len(day):
        return day, day
    offset = day - day.min()
    occurs: Booleans = np.bincount(offset).astype(bool)
    return np.flatnonzero(occurs) + day.min(), (np.cumsum(occurs) - 1)[offset]


def _refuse_missing(missing: Instants, what: str, option: str) -> None:
    if len(missing):
        rule = f"a hashprice for every local {what} of the prices, unless {{option}} is chosen"
        first = f"none for {len(missing):,} of them, the first {missing[0]}"
        raise InputError("hashprice", rule, first, option=option)


def _freeze(series: Any, times: str, kind: str) -> None:
    """Replace times and value of a series by checked arrays that cannot be changed."""
    when = np.array(getattr(series, times), dtype=kind)
    value = read_only(series.value)
    if when.ndim != 1 or not len(when) or when.shape != value.shape:
        raise InputError(times, "as many as there are values, at least one", when.shape)
    if np.isnat(when).any() or not (np.diff(when).astype(np.int64) > 0).all():
        raise InputError(times, "in order of time, none twice", [str(time) for time in when[:3]])
    for entry in value[~((value >= 0) & np.isfinite(value))][:1]:
        checked("hashprice", float(entry))
    when.flags.writeable = False
    object.__setattr__(series, times, when)
    object.__setattr__(series, "value", value)

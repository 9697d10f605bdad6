"""Sample days as cells: sets of water and of price that meet each other in every pair.

An interval's energy is the mean over the samples that have it. Where the water stands still
during a day, or the price does, a day is one cell: its waters times its prices. Else an interval
is one. Sums over a cell's pairs then are products of a sum over its waters and a lookup in its
sorted prices, so that no hour is ever visited by a project day.

What no sample has takes the mean of that hour over its month: cells of other days stand in.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Booleans, Floats, Integers
from hydro_mining.economics.plan.clock import DAYS, MONTH_OF_DAY, Samples
from hydro_mining.economics.plan.price_rows import PriceRows, price_rows, without_price


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WaterRows:
    """Water of R cells: ``power_kw`` (R, A), and ``weight`` (R, A) that adds up to a mean."""

    power_kw: Floats
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleDays:
    """C cells on 365 sample days, in order of the days.

    Attributes
    ----------
    day : (C,)
        Sample day of each cell, 0 for 1 January.
    weight : (C,)
        Share with which a cell counts on its day: below 1 for one that stands in.
    water_row, price_row : (C,)
    paid : (R,)
        Hours times price of each row of prices, also where an exported MWh earns nothing.
    intervals_left_out
        Intervals that a sample lacks, counted over all samples.
    intervals_filled
        Intervals of the sample year that no sample has.
    """

    day: Integers
    weight: Floats
    water_row: Integers
    price_row: Integers
    water: WaterRows
    price: PriceRows
    paid: Floats
    intervals_left_out: int
    intervals_filled: int

    @property
    def energy_kwh(self) -> Floats:
        """Energy of the water of each cell (C,) [kWh], as it counts on its day."""
        mean_kw = (self.water.power_kw * self.water.weight).sum(axis=1)
        energy: Floats = self.weight * mean_kw[self.water_row] * self.price.hours[self.price_row]
        return energy


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Rows that are being collected: values and weights, NaN and 0 where there is nothing."""

    values: Floats
    weight: Floats


def sample_days(samples: Samples, *, is_deemed: bool = False) -> SampleDays:
    """Return the cells of samples of water and price.

    Where export is deemed, the decision knows a price of 0 alone.
    """
    power, price, per_day = samples.power_kw, samples.price, samples.intervals_per_day
    has_power, has_price = np.isfinite(power), np.isfinite(price)
    n_have = _samples_with(has_power, has_price, paired=samples.paired, per_day=per_day)
    in_days = power.shape[2] == 1 or price.shape[2] == 1
    day = np.arange(DAYS) if in_days else np.repeat(np.arange(DAYS), per_day)
    hour = None if in_days else np.tile(np.arange(per_day), DAYS)
    water, paid = _rows(samples, n_have, day, hour)
    day = np.tile(day, len(water.values) // len(day))
    weight = np.ones(len(day))
    water_row = price_row = np.arange(len(day))
    filled = np.argwhere(n_have == 0)
    if len(filled):
        more = _standing_in(samples, n_have, filled)
        water_row = np.concatenate([water_row, more.row + len(water.values)])
        price_row = np.concatenate([price_row, more.row + len(paid.values)])
        water, paid = _joined(water, more.water), _joined(paid, more.price)
        day, weight = np.concatenate([day, more.day]), np.concatenate([weight, more.weight])
    order = np.argsort(day, kind="stable")
    n_samples = len(power) if samples.paired else len(power) * len(price)
    in_order = price_rows(paid.values, paid.weight)
    return SampleDays(
        day=day[order],
        weight=weight[order],
        water_row=water_row[order],
        price_row=price_row[order],
        water=WaterRows(power_kw=np.nan_to_num(water.values), weight=water.weight),
        price=without_price(in_order) if is_deemed else in_order,
        paid=in_order.paid,
        intervals_left_out=int(n_samples * DAYS * per_day - n_have.sum()),
        intervals_filled=len(filled),
    )


def _samples_with(
    has_power: Booleans, has_price: Booleans, *, paired: bool, per_day: int
) -> Integers:
    """Return how many samples have each interval of the sample year, (365, I)."""
    if paired:
        n_have = (has_power & has_price).sum(axis=0)
    else:
        n_have = has_power.sum(axis=0) * has_price.sum(axis=0)
    return np.broadcast_to(n_have, (DAYS, per_day)).astype(np.int64)


def _at(values: Any, day: Integers, hour: Integers | None) -> Any:
    """Return the values (samples, cells, intervals of a cell) of days, or of intervals of them."""
    if hour is None:
        return values[:, day]
    return values[:, day, hour if values.shape[2] > 1 else 0][:, :, None]


def _rows(
    samples: Samples, n_have: Integers, day: Integers, hour: Integers | None
) -> tuple[_Rows, _Rows]:
    """Return water and price of cells: of whole days, or of an interval of each."""
    if samples.paired:
        return _paired_rows(samples, n_have, day, hour)
    return _crossed_rows(samples, day, hour)


def _crossed_rows(samples: Samples, day: Integers, hour: Integers | None) -> tuple[_Rows, _Rows]:
    """Return water and price of cells where every sample of one meets every one of the other."""
    rows = []
    for values, share in (
        (samples.power_kw, 1.0),
        (samples.price, _hours(samples, hour)),
    ):
        here = _at(values, day, hour)
        n_samples = np.maximum(np.isfinite(here).sum(axis=0), 1)
        weight = np.isfinite(here) / n_samples * (share / here.shape[2])
        rows.append(_Rows(_by_cell(here), _by_cell(weight)))
    return rows[0], rows[1]


def _paired_rows(
    samples: Samples, n_have: Integers, day: Integers, hour: Integers | None
) -> tuple[_Rows, _Rows]:
    """Return water and price of cells, first all of the first sample, then of the next."""
    hours = _hours(samples, hour)
    power, price = _at(samples.power_kw, day, hour), _at(samples.price, day, hour)
    has = np.isfinite(power) & np.isfinite(price)
    n_here = np.maximum(_at(n_have[None], day, hour), 1)[:, :, : has.shape[2]]
    share = has / n_here / has.shape[2]
    if power.shape[2] > price.shape[2]:
        water_weight, price_weight = share, np.isfinite(price) * hours
    else:
        water_weight, price_weight = np.ones_like(power), share * hours
    return tuple(  # type: ignore[return-value]
        _Rows(values.reshape(-1, values.shape[2]), weight.reshape(-1, values.shape[2]))
        for values, weight in ((power, water_weight), (price, price_weight))
    )


def _hours(samples: Samples, hour: Integers | None) -> float:
    """Return how long a cell is [h]: a day, or an interval."""
    return HOURS_PER_DAY / (1 if hour is None else samples.intervals_per_day)


def _by_cell(values: Floats) -> Floats:
    """Return (samples, cells, intervals) as (cells, samples × intervals)."""
    return np.ascontiguousarray(values.transpose(1, 0, 2)).reshape(values.shape[1], -1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _StandIns:
    """Cells of other days, and the days on which they count."""

    water: _Rows
    price: _Rows
    day: Integers
    weight: Floats
    row: Integers


def _standing_in(samples: Samples, n_have: Integers, filled: Integers) -> _StandIns:
    """Return what takes the place of intervals that no sample has: that hour over its month."""
    donors = [_donors(n_have, day, hour) for day, hour in filled.tolist()]
    n_donors = np.array([len(those) for those in donors])
    used, row = np.unique(np.concatenate(donors), axis=0, return_inverse=True)
    water, price = _rows(samples, n_have, used[:, 0], used[:, 1])
    n_cells = len(water.values) // len(used)
    row = (np.arange(n_cells)[:, None] * len(used) + row.ravel()).ravel()
    return _StandIns(
        water=water,
        price=price,
        day=np.tile(np.repeat(filled[:, 0], n_donors), n_cells),
        weight=np.tile(np.repeat(1 / n_donors, n_donors), n_cells),
        row=row,
    )


def _donors(n_have: Integers, day: int, hour: int) -> Integers:
    """Return the (day, interval) (N, 2) whose mean stands for one: of its hour in its month.

    Where none of them is there either, all hours of the month stand in, then all of the year.
    """
    in_month = (MONTH_OF_DAY[day] == MONTH_OF_DAY)[:, None] & (n_have > 0)
    at_hour = np.arange(n_have.shape[1]) == hour
    for found in (in_month & at_hour, in_month, n_have > 0):
        if found.any():
            return np.argwhere(found)
    return np.empty((0, 2), dtype=np.int64)


def _joined(rows: _Rows, more: _Rows) -> _Rows:
    width = max(rows.values.shape[1], more.values.shape[1])

    def padded(values: Floats, with_value: float) -> Floats:
        missing = ((0, 0), (0, width - values.shape[1]))
        return np.pad(values, missing, constant_values=with_value)

    return _Rows(
        np.concatenate([padded(rows.values, np.nan), padded(more.values, np.nan)]),
        np.concatenate([padded(rows.weight, 0.0), padded(more.weight, 0.0)]),
    )

"""Prices of a zone -> equal steps of local standard time, as a plan has them."""

import hashlib
import math

import numpy as np

from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.series import STEPS_HOURS, Series
from hydro_mining.imports.times import standard_offset

_HOUR_S, _DAY_S, _QUARTER_S = 3_600, 86_400, 900
# A day of 23 or 25 hours is one of the clock on the wall.
_SHORTEST_DAY_H = 23
_STEPS_S = sorted((round(step * _HOUR_S) for step in STEPS_HOURS), reverse=True)


def in_standard_time(
    prices: PriceSeries, *, source: str | None = None, data: bytes | None = None
) -> Series:
    """Return prices at equal steps of their zone's standard time; what is absent is a gap.

    A file that changes its resolution has the finer one; what is shorter than a quarter-hour is
    averaged.

    Parameters
    ----------
    source, data
        Name and bytes of the file that the prices are from.
    """
    start, length = _intervals(prices)
    step = _step(start, length)
    first = int(start[0]) // step
    # An interval that is longer than a step gives its price to several.
    n_steps = np.maximum(length // step, 1)
    within = np.arange(n_steps.sum()) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps)
    cell = np.repeat(start // step - first, n_steps) + within
    hours = np.repeat(np.minimum(length, step), n_steps).astype(np.float64)
    n_cells = int(cell.max()) + 1
    total = np.bincount(cell, hours, n_cells)
    paid = np.bincount(cell, hours * np.repeat(prices.price, n_steps), n_cells)
    values: Floats = np.full(n_cells, np.nan)
    np.divide(paid, total, out=values, where=total > 0)
    return Series(
        start=np.datetime64(first * step, "s").item(),
        step_hours=step / _HOUR_S,
        values=values,
        source=source,
        source_sha256=None if data is None else hashlib.sha256(data).hexdigest(),
    )


def _intervals(prices: PriceSeries) -> tuple[Integers, Integers]:
    """Return the beginning of each interval in standard time [s], and its length [s]."""
    if prices.hours.min() >= _SHORTEST_DAY_H:
        day = prices.local_start.astype("datetime64[D]").astype(np.int64) * _DAY_S
        return day, np.full(len(day), _DAY_S, dtype=np.int64)
    year = int(prices.start[0].astype("datetime64[Y]").astype(np.int64)) + 1970
    start = prices.start.astype("datetime64[s]").astype(np.int64)
    length: Integers = np.rint(prices.hours * _HOUR_S).astype(np.int64)
    return start + standard_offset(prices.timezone, year), length


def _step(start: Integers, length: Integers) -> int:
    """Return the longest step [s] on which all intervals begin and end."""
    common = math.gcd(*np.unique(start % _DAY_S).tolist(), *np.unique(length).tolist(), _DAY_S)
    return next((step for step in _STEPS_S if common % step == 0), _QUARTER_S)

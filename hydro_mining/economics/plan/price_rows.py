"""Prices of cells in rising order: hours and money below any price are a lookup."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hydro_mining.economics.arrays import Floats, Integers

__all__ = ["PriceRows", "price_rows", "without_price"]


@dataclass(frozen=True, kw_only=True, eq=False)
class PriceRows:
    """Prices of R cells, each row in rising order.

    Attributes
    ----------
    price : (R, N)
        Infinite where a row has fewer.
    hours_below : (R, N + 1) [h]
        Hours of the row's first 0, 1, … N prices.
    paid_below : (R, N + 1)
        Sum of hours times price of the row's first 0, 1, … N prices.
    """

    price: Floats
    hours_below: Floats
    paid_below: Floats

    @property
    def hours(self) -> Floats:
        """Hours of each row (R,) [h]."""
        return self.hours_below[:, -1]

    @property
    def paid(self) -> Floats:
        """Hours times price of each row (R,)."""
        return self.paid_below[:, -1]

    def counts_to(self, row: Integers, price: Floats, *, included: bool = True) -> Integers:
        """Return how many prices of ``row`` (K,) are at most ``price`` (..., K), or below it."""
        flat, before = self._padded.ravel(), row * self._padded.shape[1] - 1
        compares = np.less_equal if included else np.less
        last: Integers = before
        step = self._padded.shape[1] // 2
        while step:
            tried = last + step
            last = np.where(compares(flat.take(tried), price), tried, last)
            step //= 2
        counts: Integers = np.minimum(last - before, self.price.shape[1])
        return counts

    @cached_property
    def _padded(self) -> Floats:
        """Prices with infinite ones behind them, as many as make a power of two (R, 2^k > N)."""
        rows, width = self.price.shape
        padded = np.full((rows, 1 << width.bit_length()), np.inf)
        padded[:, :width] = self.price
        return padded


def price_rows(price: Floats, hours: Floats) -> PriceRows:
    """Return prices (R, N) that hold for hours (R, N) in order; of 0 hours there is none."""
    price = np.where(hours > 0, price, np.inf)
    order = np.argsort(price, axis=1, kind="stable")
    price, hours = (np.take_along_axis(array, order, axis=1) for array in (price, hours))
    paid = np.where(hours > 0, price, 0.0) * hours
    return PriceRows(price=price, hours_below=_running(hours), paid_below=_running(paid))


def without_price(rows: PriceRows) -> PriceRows:
    """Return rows of the same hours, all at a price of 0."""
    nothing = np.zeros((len(rows.price), 1))
    return PriceRows(
        price=nothing,
        hours_below=np.concatenate([nothing, rows.hours[:, None]], axis=1),
        paid_below=np.zeros((len(rows.price), 2)),
    )


def _running(values: Floats) -> Floats:
    """Return sums of the first 0, 1, … N of each row, (R, N + 1)."""
    sums = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    return sums

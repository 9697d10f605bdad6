"""Prices of cells in rising order: hours and money below any price are a lookup."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Integers


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

    def sums_to(
        self,
        row: Integers,
        price: Floats,
        *,
        included: bool = True,
        near: "PriceSums | None" = None,
    ) -> "PriceSums":
        """Return hours and money of the prices of ``row`` (K,) at most ``price`` (K,), or below it.

        ``near`` is what was returned for prices close by: only where it does not hold any more
        is looked anew.
        """
        if near is None:
            return self._sums(row, self._counts(row, price, included=included))
        moved = np.flatnonzero(~near.hold(price, included=included))
        if not len(moved):
            return near
        rows = row[moved]
        found = self._sums(rows, self._counts(rows, price[moved], included=included))
        return near.with_others(moved, found)

    def _counts(self, row: Integers, price: Floats, *, included: bool) -> Integers:
        """Return how many prices of ``row`` (K,) are at most ``price`` (K,), or below it."""
        flat, before = self._padded.ravel(), row * self._padded.shape[1]
        compares = np.less_equal if included else np.less
        last: Integers = before
        step = self._padded.shape[1] // 2
        while step:
            tried = last + step
            last = np.where(compares(flat.take(tried), price), tried, last)
            step //= 2
        counts: Integers = np.minimum(last - before, self.price.shape[1])
        return counts

    def _sums(self, row: Integers, counts: Integers) -> "PriceSums":
        at = row * self.hours_below.shape[1] + counts
        last = row * self._padded.shape[1] + counts
        return PriceSums(
            hours=self.hours_below.ravel().take(at),
            paid=self.paid_below.ravel().take(at),
            last=self._padded.ravel().take(last),
            following=self._padded.ravel().take(last + 1),
        )

    @cached_property
    def _padded(self) -> Floats:
        """Prices behind one that none is below, and before as many that none is above as make a
        power of two (R, 2^k > N + 1).
        """
        rows, width = self.price.shape
        padded = np.full((rows, 1 << (width + 1).bit_length()), np.inf)
        padded[:, 0] = -np.inf
        padded[:, 1 : width + 1] = self.price
        return padded


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PriceSums:
    """Hours [h] and hours times price of the lowest prices of K cells.

    ``last`` and ``following`` are the highest price among them and the lowest that is not.
    """

    hours: Floats
    paid: Floats
    last: Floats
    following: Floats

    def hold(self, price: Floats, *, included: bool) -> Booleans:
        """Tell for which cells these are the prices at most ``price`` (K,), or below it."""
        if included:
            return (self.last <= price) & (price < self.following)
        return (self.last < price) & (price <= self.following)

    def with_others(self, places: Integers, others: "PriceSums") -> "PriceSums":
        """Return the same with others in some places."""
        mended = {}
        for name in PriceSums.__slots__:
            mended[name] = getattr(self, name).copy()
            mended[name][places] = getattr(others, name)
        return PriceSums(**mended)


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

"""Electricity prices of one zone, interval by interval."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSeries:
    """Prices of N intervals, in order of time; intervals that are absent are not there.

    Attributes
    ----------
    zone
        Name of the price zone; ``site`` where a file names none.
    start : (N,) datetime64[s]
        Beginning of each interval in UTC, strictly increasing.
    local_start : (N,) datetime64[s]
        The same as a clock on the wall in ``timezone`` shows it, daylight saving included.
    hours : (N,) [h]
        Length of each interval.
    price : (N,) [currency/MWh]
    timezone
        IANA name: ``Europe/Oslo``.
    """

    zone: str
    start: NDArray[np.datetime64]
    local_start: NDArray[np.datetime64]
    hours: Floats
    price: Floats
    timezone: str

    def __len__(self) -> int:
        return len(self.price)

    def between(self, first: dt.date | None, last: dt.date | None) -> "PriceSeries":
        """Return the intervals whose local dates are from ``first`` to ``last``, both included."""
        day = self.local_start.astype("datetime64[D]")
        keep: NDArray[np.bool_] = np.ones(len(self), dtype=bool)
        if first is not None:
            keep &= day >= np.datetime64(first)
        if last is not None:
            keep &= day <= np.datetime64(last)
        return self if keep.all() else self._at(keep)

    def _at(self, keep: Any) -> "PriceSeries":
        return PriceSeries(
            zone=self.zone,
            start=self.start[keep],
            local_start=self.local_start[keep],
            hours=self.hours[keep],
            price=self.price[keep],
            timezone=self.timezone,
        )

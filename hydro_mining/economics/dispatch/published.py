"""Day-ahead prices beside the prices at which energy is settled."""

from collections.abc import Iterable, Mapping

import numpy as np

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.exceptions import InputError


def _published_for(prices: PriceSeries, published: PriceSeries) -> Floats:
    """Return (N,) [currency/MWh] the published price of each interval of ``prices``.

    A published price holds for its whole interval, such as an hour of four quarters.

    Raises
    ------
    InputError
        If an interval has none.
    """
    position = np.searchsorted(published.start, prices.start, side="right") - 1
    held = np.maximum(position, 0)
    length = np.round(published.hours[held] * 3_600).astype("timedelta64[s]")
    missing = (position < 0) | (prices.start >= published.start[held] + length)
    if missing.any():
        rule = f"a day-ahead price for every interval of zone {prices.zone}"
        first = f"none for {int(missing.sum()):,}, the first {prices.start[missing][0]} UTC"
        raise InputError("day_ahead", rule, first)
    of_interval: Floats = published.price[held]
    return of_interval


def published_prices(
    prices: Iterable[PriceSeries], day_ahead: Mapping[str, PriceSeries]
) -> dict[str, Floats]:
    """Return the published price of each interval by zone, for the zones that have any."""
    return {
        series.zone: _published_for(series, day_ahead[series.zone])
        for series in prices
        if series.zone in day_ahead
    }

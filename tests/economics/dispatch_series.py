"""Price series for the dispatch tests, in local hours that a reader can follow."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from hydro_mining.economics.dispatch import Facility, MachineClass
from hydro_mining.economics.prices import PriceSeries

# 0.06 per TH/s a day is 0.0025 an hour; a MW runs 40,000 TH/s of 25 W/TH: 100 a MWh.
HASHPRICE = 0.06
EFFICIENCY = 25.0


def series(
    price: Any,
    *,
    hours: Any = 1.0,
    begin: str = "2024-01-01",
    timezone: str = "UTC",
    zone: str = "Z",
) -> PriceSeries:
    """Return prices of intervals without gaps from a local midnight on."""
    price = np.asarray(price, dtype=float)
    length = np.broadcast_to(np.asarray(hours, dtype=float), price.shape).copy()
    tz = ZoneInfo(timezone)
    first = dt.datetime.fromisoformat(begin).replace(tzinfo=tz).timestamp()
    seconds = first + np.concatenate([[0], np.cumsum(length * 3600)[:-1]])[: len(price)]
    start = np.round(seconds).astype(np.int64)
    local = [dt.datetime.fromtimestamp(s, tz).replace(tzinfo=None) for s in start.tolist()]
    return PriceSeries(
        zone=zone,
        start=start.view("datetime64[s]"),
        local_start=np.array(local, dtype="datetime64[s]"),
        hours=length,
        price=price,
        timezone=timezone,
    )


def without(prices: PriceSeries, *positions: int) -> PriceSeries:
    """Return the series with a gap at each position."""
    keep = ~np.isin(np.arange(len(prices)), positions)
    return PriceSeries(
        zone=prices.zone,
        start=prices.start[keep],
        local_start=prices.local_start[keep],
        hours=prices.hours[keep],
        price=prices.price[keep],
        timezone=prices.timezone,
    )


def facility(power_mw: float = 50.0, **options: Any) -> Facility:
    """Return one class whose MWh mines 100 at ``HASHPRICE``."""
    machines = MachineClass(name="M", power_mw=power_mw, efficiency_w_per_th=EFFICIENCY)
    return Facility(classes=(machines,), **options)

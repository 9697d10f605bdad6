"""Sums of a schedule: over all of it, and by month, local day and hour of day."""

import dataclasses
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Floats, Instants, Integers, read_only
from hydro_mining.economics.dispatch.local_clock import (
    hour_numbers,
    month_numbers,
)
from hydro_mining.economics.tables import Frame, frame, plain

Period: TypeAlias = Literal["month", "day", "hour_of_day"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flows:
    """What happens in each of N intervals; arrays are (N,).

    Attributes
    ----------
    hours : [h]
    energy_mwh : [MWh]
    revenue, power_cost, operating_cost : [currency]
    """

    hours: Floats
    energy_mwh: Floats
    revenue: Floats
    power_cost: Floats
    operating_cost: Floats

    @property
    def profit(self) -> Floats:
        """(N,) [currency] revenue less power and operating cost."""
        profit: Floats = self.revenue - self.power_cost
        profit -= self.operating_cost
        return profit


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A schedule in a few figures; what would divide by nothing is NaN.

    Attributes
    ----------
    power_mw : [MW], of the facility
    price_hours : [currency/MWh × h], prices times hours
    starts
        Of all units.
    """

    power_mw: float
    intervals: int
    hours: float
    energy_mwh: float
    revenue: float
    power_cost: float
    operating_cost: float
    price_hours: float
    starts: int

    @property
    def profit(self) -> float:
        """Revenue less power and operating cost [currency]."""
        return self.revenue - self.power_cost - self.operating_cost

    @property
    def uptime_fraction(self) -> float:
        """Energy over what full power would take in the hours present [1]."""
        return _ratio(self.energy_mwh, self.power_mw * self.hours)

    @property
    def average_price_paid(self) -> float:
        """Power cost over energy [currency/MWh], a contract's settlement included."""
        return _ratio(self.power_cost, self.energy_mwh)

    @property
    def time_average_price(self) -> float:
        """Average of the prices over the hours present [currency/MWh]."""
        return _ratio(self.price_hours, self.hours)

    @property
    def revenue_per_mwh(self) -> float:
        """Revenue over energy [currency/MWh]."""
        return _ratio(self.revenue, self.energy_mwh)

    @property
    def gross_margin(self) -> float:
        """Share of the revenue that the power cost leaves [1]."""
        return _ratio(self.revenue - self.power_cost, self.revenue)

    @property
    def capture_rate(self) -> float:
        """Average price paid over the time-average price [1]; NaN where that is not above 0."""
        average = self.time_average_price
        return _ratio(self.average_price_paid, average) if average > 0 else math.nan

    def to_dict(self) -> dict[str, Any]:
        """Return all figures; undefined ones are None."""
        figures: dict[str, Any] = plain({name: getattr(self, name) for name in _FIGURES})
        return figures


_COLUMNS = (
    "intervals",
    "hours",
    "uptime_fraction",
    "energy_mwh",
    "revenue",
    "power_cost",
    "operating_cost",
    "profit",
)
_FIGURES = (
    *_COLUMNS,
    "starts",
    "average_price_paid",
    "time_average_price",
    "revenue_per_mwh",
    "gross_margin",
    "capture_rate",
)


def _ratio(amount: float, base: float) -> float:
    return amount / base if base else math.nan


def totals(flows: Flows, *, power_mw: float, price: Floats, starts: int) -> Totals:
    """Return the totals of (N,) flows at a facility of ``power_mw`` [MW]."""
    return Totals(
        power_mw=power_mw,
        intervals=len(flows.hours),
        hours=float(flows.hours.sum()),
        energy_mwh=float(flows.energy_mwh.sum()),
        revenue=float(flows.revenue.sum()),
        power_cost=float(flows.power_cost.sum()),
        operating_cost=float(flows.operating_cost.sum()),
        price_hours=float(np.dot(price, flows.hours)),
        starts=starts,
    )


def summed(parts: Iterable[Totals]) -> Totals:
    """Return the totals of several zones, each with a facility of the same power [MW]."""
    rows = list(parts)
    sums = {
        field.name: sum(getattr(row, field.name) for row in rows)
        for field in dataclasses.fields(Totals)
        if field.name != "power_mw"
    }
    return Totals(power_mw=rows[0].power_mw, **sums)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Breakdown(Flows):
    """Flows added up by period; only periods with intervals have a row; arrays are (K,).

    ``key`` is the month or day as a date, or the hour of day 0–23. Both hours of an autumn
    night that a clock shows twice belong to the same hour of day.
    """

    period: Period
    key: Any
    power_mw: float
    intervals: Floats

    @property
    def uptime_fraction(self) -> Floats:
        """(K,) [1] energy over what full power would take in the hours present."""
        uptime: Floats = self.energy_mwh / (self.power_mw * self.hours)
        return uptime

    def to_frame(self) -> Frame:
        """Return one row a period, indexed by it."""
        columns = {name: getattr(self, name) for name in _COLUMNS}
        columns["intervals"] = self.intervals.astype(np.int64)
        days = self.key.astype("datetime64[D]") if self.period == "month" else self.key
        keys = days.astype("datetime64[s]") if self.period != "hour_of_day" else days
        return frame({self.period: keys, **columns}, self.period)

    def to_dict(self) -> dict[str, Any]:
        """Return ``rows``, one a period; dates are text, YYYY-MM or YYYY-MM-DD."""
        columns = {
            self.period: self.key,
            **{name: getattr(self, name) for name in _COLUMNS},
            "intervals": self.intervals.astype(np.int64),
        }
        rows = zip(*(plain(column) for column in columns.values()), strict=True)
        return {"rows": [dict(zip(columns, row, strict=True)) for row in rows]}


_SUMS = tuple(item.name for item in dataclasses.fields(Flows))


def broken_down(
    flows: Flows, *, local_start: Instants, periods: tuple[Period, ...], power_mw: float
) -> tuple[Breakdown, ...]:
    """Return a breakdown of (N,) flows for each period asked for.

    One pass over the flows: they are added up by day and hour of day, and the few thousand
    sums then by each period.
    """
    columns = {name: getattr(flows, name) for name in _SUMS}
    cells, sums = _grouped(hour_numbers(local_start), columns)
    cell_day = cells // HOURS_PER_DAY
    keys = {"day": cell_day, "hour_of_day": cells % HOURS_PER_DAY}
    if "month" in periods:
        keys["month"] = month_numbers(cell_day)
    return tuple(_breakdown(period, keys[period], sums, power_mw) for period in periods)


_KEY_KINDS = {"month": "datetime64[M]", "day": "datetime64[D]", "hour_of_day": "int64"}


def _breakdown(
    period: Period, key: Integers, cells: dict[str, Floats], power_mw: float
) -> Breakdown:
    labels, sums = _grouped(key, cells)
    columns = {name: read_only(values) for name, values in sums.items()}
    return Breakdown(
        period=period, key=labels.view(_KEY_KINDS[period]), power_mw=power_mw, **columns
    )


def _grouped(key: Integers, columns: dict[str, Floats]) -> tuple[Integers, dict[str, Floats]]:
    """Return the keys that occur, in order, and each column added up for them.

    ``intervals`` are counted where there is no such column. Keys are whole numbers that lie
    close together, so counting is much faster than sorting.
    """
    if not len(key):
        return key, {name: np.zeros(0) for name in ("intervals", *_SUMS)}
    first = key.min()
    place = key - first
    count = np.bincount(place)
    present = np.flatnonzero(count)
    sums = {"intervals": count[present].astype(np.float64)}
    for name, values in columns.items():
        # Nothing costs nothing: most facilities have no operating cost.
        sums[name] = np.zeros(len(present))
        if values.any():
            sums[name] += np.bincount(place, weights=values)[present]
    return present + first, sums

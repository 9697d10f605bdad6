"""A facility at the prices of one zone under one strategy: decided, settled and summarised."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Booleans, Figure, Floats
from hydro_mining.economics.dispatch.commitment import commitments
from hydro_mining.economics.dispatch.contracts import Contract, check_fits, settled
from hydro_mining.economics.dispatch.facility import Facility
from hydro_mining.economics.dispatch.strategies import Knowledge, Strategy, scheduled
from hydro_mining.economics.dispatch.totals import (
    Breakdown,
    Flows,
    Period,
    Totals,
    broken_down,
    totals,
)
from hydro_mining.economics.dispatch.units import Unit, UnitSchedule, units_of
from hydro_mining.economics.prices import PriceSeries
from hydro_mining.economics.tables import Frame, frame

# A project year of 365 days; a leap year owes a day more.
_HOURS_PER_YEAR = 365 * HOURS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTotals:
    """Totals of one unit: a machine class, or the part of it on or off the contract.

    ``power_cost`` is what its energy costs at its own marginal price; what a contract owes
    anyway belongs to no unit. ``operating_cost`` has no fixed part.
    """

    name: str
    power_mw: float
    hours_on: float
    energy_mwh: float
    revenue: float
    power_cost: float
    operating_cost: float
    starts: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ZoneOutcome:
    """What a facility does in N intervals of one zone, and what that earns.

    Attributes
    ----------
    strategy
    prices
    power_mw : [MW], of the facility
    flows
        (N,) arrays; where every unit is off, what a contract owes and fixed costs remain.
    units
        In merit order, a class's contracted part first.
    """

    strategy: Strategy
    prices: PriceSeries
    power_mw: float
    flows: Flows
    units: tuple[UnitTotals, ...]

    @property
    def total(self) -> Totals:
        """All intervals together."""
        return totals(
            self.flows,
            power_mw=self.power_mw,
            price=self.prices.price,
            starts=sum(unit.starts for unit in self.units),
        )

    @property
    def is_on(self) -> Booleans:
        """(N,) whether any unit runs."""
        on: Booleans = self.flows.energy_mwh > 0
        return on

    def by(self, *periods: Period) -> tuple[Breakdown, ...]:
        """Return a breakdown for each of ``month``, ``day`` or ``hour_of_day`` asked for."""
        return broken_down(
            self.flows,
            local_start=self.prices.local_start,
            periods=periods,
            power_mw=self.power_mw,
        )

    def share_by_hour(self) -> tuple[np.datetime64, Floats]:
        """Return the first local day, and the share (D, 24) of each day's hours that was mined.

        It is NaN for an hour without prices; without any, one such day is returned.
        """
        when = self.prices.local_start
        day = when.astype("datetime64[D]").astype(np.int64)
        hour = when.astype("datetime64[h]").astype(np.int64) % HOURS_PER_DAY
        first, last = (int(day[0]), int(day[-1])) if len(day) else (0, 0)
        cell = (day - first) * HOURS_PER_DAY + hour
        size = (last - first + 1) * HOURS_PER_DAY
        full = np.bincount(cell, weights=self.power_mw * self.prices.hours, minlength=size)
        mined = np.bincount(cell, weights=self.flows.energy_mwh, minlength=size)
        share = np.divide(mined, full, out=np.full(size, np.nan), where=full > 0)
        return np.datetime64(first, "D"), share.reshape(-1, HOURS_PER_DAY)

    def to_frame(self) -> Frame:
        """Return one row an interval, indexed by its local beginning."""
        columns = {
            "local_start": self.prices.local_start,
            "start": self.prices.start,
            "hours": self.flows.hours,
            "price": self.prices.price,
            "energy_mwh": self.flows.energy_mwh,
            "revenue": self.flows.revenue,
            "power_cost": self.flows.power_cost,
            "operating_cost": self.flows.operating_cost,
            "profit": self.flows.profit,
        }
        return frame(columns, "local_start")


def zone_outcome(
    *,
    prices: PriceSeries,
    facility: Facility,
    hashprice: Figure,
    contract: Contract | None = None,
    threshold: float = 0.0,
    strategy: Strategy = "contract_aware",
    published_price: Floats | None = None,
    trailing_hours: float = 1.0,
) -> ZoneOutcome:
    """Return what a facility does at a zone's prices, and what it earns.

    Parameters
    ----------
    hashprice : () or (N,) [currency/TH/day]
    contract
        None: everything is bought at spot.
    threshold : [currency/MWh]
    strategy
        See ``strategies``; ``contract_aware`` mines where another MWh earns more than it costs.
    published_price : (N,) [currency/MWh]
        Day-ahead prices for the ``day_ahead`` strategy; None: the prices were known.
    trailing_hours : [h]
        How far the ``trailing`` strategy looks back.

    Raises
    ------
    InputError
        If a contract that cannot be resold is larger than the facility.
    """
    if contract is not None:
        check_fits(contract, facility_mw=facility.power_mw)
    units = units_of(
        facility=facility,
        prices=prices,
        hashprice=hashprice,
        contract=contract,
        published_price=published_price,
    )
    known = _knowledge(prices, facility, threshold, trailing_hours)
    parts = [
        _unit_flows(unit, scheduled(strategy, unit=unit, known=known), hours=prices.hours)
        for unit in units
    ]
    return ZoneOutcome(
        strategy=strategy,
        prices=prices,
        power_mw=facility.power_mw,
        flows=_added([flows for flows, _ in parts], prices, facility, contract),
        units=tuple(unit_totals for _, unit_totals in parts),
    )


def _knowledge(
    prices: PriceSeries, facility: Facility, threshold: float, trailing_hours: float
) -> Knowledge:
    limits = commitments(
        hours=prices.hours,
        min_run_hours=facility.min_run_hours,
        min_down_hours=facility.min_down_hours,
    )
    return Knowledge(
        prices=prices, limits=limits, threshold=threshold, trailing_hours=trailing_hours
    )


def _unit_flows(unit: Unit, run: UnitSchedule, *, hours: Floats) -> tuple[Flows, UnitTotals]:
    """Return what a unit earns and pays, interval by interval and in total."""
    energy = run.power_fraction * hours
    energy *= unit.power_mw
    if run.hashrate_fraction is run.power_fraction:
        revenue = energy * unit.mining_value
    else:
        revenue = run.hashrate_fraction * hours * unit.power_mw * unit.mining_value
    starts = run.starts
    operating: Floats = np.broadcast_to(0.0, hours.shape)
    if unit.variable_om_per_mwh or unit.start_cost:
        operating = unit.variable_om_per_mwh * energy + unit.start_cost * starts
    flows = Flows(
        hours=hours,
        energy_mwh=energy,
        revenue=revenue,
        power_cost=energy * unit.price,
        operating_cost=operating,
    )
    return flows, UnitTotals(
        name=unit.name,
        power_mw=unit.power_mw,
        hours_on=float(np.dot(run.is_on, hours)),
        energy_mwh=float(energy.sum()),
        revenue=float(flows.revenue.sum()),
        power_cost=float(flows.power_cost.sum()),
        operating_cost=float(operating.sum()),
        starts=int(np.count_nonzero(starts)),
    )


def _added(
    parts: list[Flows], prices: PriceSeries, facility: Facility, contract: Contract | None
) -> Flows:
    """Return the flows of all units with what is owed whatever they do."""
    cost, operating = parts[0].power_cost, parts[0].operating_cost
    energy, revenue = parts[0].energy_mwh, parts[0].revenue
    for part in parts[1:]:
        energy, revenue = energy + part.energy_mwh, revenue + part.revenue
        cost, operating = cost + part.power_cost, operating + part.operating_cost
    if contract is not None:
        cost = cost + settled(
            contract, price=prices.price, hours=prices.hours, local_start=prices.local_start
        )
    if facility.fixed_om_per_mw_year:
        per_hour = facility.fixed_om_per_mw_year * facility.power_mw / _HOURS_PER_YEAR
        operating = operating + per_hour * prices.hours
    columns = {
        "energy_mwh": energy,
        "revenue": revenue,
        "power_cost": cost,
        "operating_cost": operating,
    }
    for column in columns.values():
        column.flags.writeable = False
    return Flows(hours=prices.hours, **columns)

"""The parts of a facility that switch on their own, each with its value and its price.

A machine class is one unit. A contract that is paid per use, or taken or paid, gives its first
MW to the most efficient classes and cuts the class in which it ends in two: the machines that
run on the contract, and the others, which run on spot.
"""

from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Booleans, Figure, Floats, Integers
from hydro_mining.economics.dispatch.contracts import Contract, marginal_price
from hydro_mining.economics.dispatch.facility import Facility, MachineClass, ThrottleStep
from hydro_mining.economics.prices import PriceSeries


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """Machines that switch together over N intervals.

    Attributes
    ----------
    name
        Of the machine class.
    power_mw : [MW]
    mining_value : () or (N,) [currency/MWh], after the pool fee, at full power
    price, published_price : (N,) [currency/MWh]
        What another MWh costs: the contract's marginal price, or spot; and the same by what
        was published the day before.
    steps
        Ways to run, full power first.
    variable_om_per_mwh : [currency/MWh]
    start_cost : [currency]
    """

    name: str
    power_mw: float
    mining_value: Figure
    price: Floats
    published_price: Floats
    steps: tuple[ThrottleStep, ...]
    variable_om_per_mwh: float
    start_cost: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitSchedule:
    """How a unit runs in each interval: shares of full power and hashrate, (N,) [1], 0 off.

    Without throttle steps both are the same array.
    """

    power_fraction: Floats
    hashrate_fraction: Floats

    @property
    def is_on(self) -> Booleans:
        """(N,) whether the unit runs."""
        on: Booleans = self.power_fraction > 0
        return on

    @property
    def starts(self) -> Booleans:
        """(N,) whether it was off before the interval and runs in it; off before the first."""
        on = self.is_on
        started = on.copy()
        started[1:] &= ~on[:-1]
        return started


def units_of(
    *,
    facility: Facility,
    prices: PriceSeries,
    hashprice: Figure,
    contract: Contract | None,
    published_price: Floats | None = None,
) -> tuple[Unit, ...]:
    """Return the facility's units in merit order, a class's contracted part first.

    ``hashprice`` is a number or (N,) [currency/TH/day]; without (N,) published prices
    [currency/MWh] the spot prices were published.
    """
    spot = prices.price, prices.price if published_price is None else published_price
    contracted, left_mw = spot, 0.0
    if contract is not None and contract.settlement != "resale":
        left_mw = contract.power_mw
        local = prices.local_start
        contracted = (
            marginal_price(contract, price=spot[0], local_start=local),
            marginal_price(contract, price=spot[1], local_start=local),
        )
    found = []
    for machines in facility.merit_order:
        on_contract_mw = min(left_mw, machines.power_mw)
        left_mw -= on_contract_mw
        parts = (on_contract_mw, contracted), (machines.power_mw - on_contract_mw, spot)
        found += [
            _unit(facility, machines, power_mw, hashprice, price)
            for power_mw, price in parts
            if power_mw > 0
        ]
    return tuple(found)


def _unit(
    facility: Facility,
    machines: MachineClass,
    power_mw: float,
    hashprice: Figure,
    price: tuple[Floats, Floats],
) -> Unit:
    return Unit(
        name=machines.name,
        power_mw=power_mw,
        mining_value=facility.mining_value(machines, hashprice=hashprice),
        price=price[0],
        published_price=price[1],
        steps=machines.steps,
        variable_om_per_mwh=facility.variable_om_per_mwh,
        start_cost=facility.restart_cost * power_mw / facility.power_mw,
    )


def step_margins(unit: Unit, *, mining_value: Figure, price: Floats) -> list[Floats]:
    """Return a (N,) margin [currency per MWh at full power] for each step of the unit.

    ``hashrate fraction × v − power fraction × (variable O&M + p)``. Value and price are given
    so that a rule that does not know the unit's own can put in those it knows.
    """
    net = mining_value - unit.variable_om_per_mwh if unit.variable_om_per_mwh else mining_value
    return [
        net - price,
        *(
            step.hashrate_fraction * mining_value
            - step.power_fraction * (unit.variable_om_per_mwh + price)
            for step in unit.steps[1:]
        ),
    ]


def best_step(
    unit: Unit, margins: list[Floats], *, threshold: float
) -> tuple[Booleans, Integers | int]:
    """Return whether the margin exceeds the threshold [currency/MWh], and at which step most.

    Equal is not enough. Both are (N,); the step is 0, full power, for a unit without others.
    """
    if len(unit.steps) == 1:
        return margins[0] > threshold, 0
    excess = np.array(
        [m - s.power_fraction * threshold for m, s in zip(margins, unit.steps, strict=True)]
    )
    return excess.max(axis=0) > 0, excess.argmax(axis=0)


def at_step(unit: Unit, *, on: Booleans, step: Integers | int) -> UnitSchedule:
    """Return the unit running where ``on`` (N,), at the given step, a number or (N,)."""
    if len(unit.steps) == 1:
        fraction = on.astype(np.float64)
        return UnitSchedule(power_fraction=fraction, hashrate_fraction=fraction)
    power = np.array([s.power_fraction for s in unit.steps])
    hashrate = np.array([s.hashrate_fraction for s in unit.steps])
    return UnitSchedule(power_fraction=power[step] * on, hashrate_fraction=hashrate[step] * on)

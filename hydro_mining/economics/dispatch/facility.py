"""The machines of a facility, in classes that switch on their own."""

from dataclasses import dataclass

from hydro_mining.economics.arrays import Figure
from hydro_mining.economics.checking import check_name, check_names, check_numbers
from hydro_mining.economics.dispatch.strike import mining_value
from hydro_mining.exceptions import InputError

# Far beyond any mixed fleet; they bound the memory that a backtest can ask for.
_MOST_CLASSES = 50
_MOST_STEPS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleStep:
    """A way to run below full power: ``power_fraction`` [1] of the power gives
    ``hashrate_fraction`` [1] of the hashrate.
    """

    power_fraction: float
    hashrate_fraction: float

    def __post_init__(self) -> None:
        check_numbers(self)


_FULL = ThrottleStep(power_fraction=1, hashrate_fraction=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineClass:
    """Machines of one efficiency, which switch together.

    Parameters
    ----------
    name
    power_mw : [MW], drawn from the site at full load, cooling and losses included
    efficiency_w_per_th : [W/TH], of the machines alone, at full load
    throttle_steps
        Ways to run below full power; without any the class is on or off.
    """

    name: str
    power_mw: float
    efficiency_w_per_th: float
    throttle_steps: tuple[ThrottleStep, ...] = ()

    def __post_init__(self) -> None:
        check_name(self.name)
        check_numbers(self)
        object.__setattr__(self, "throttle_steps", tuple(self.throttle_steps))
        if len(self.throttle_steps) > _MOST_STEPS:
            rule = f"a list of up to {_MOST_STEPS}"
            raise InputError("throttle_steps", rule, len(self.throttle_steps))

    @property
    def steps(self) -> tuple[ThrottleStep, ...]:
        """All ways to run, full power first."""
        return _FULL, *self.throttle_steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """Machine classes, what running them costs, and how they may be switched.

    Parameters
    ----------
    classes
    pool_fee_fraction : [1], of what is mined
    overhead_fraction : [1], cooling and losses on top of the machines' own power
    fixed_om_per_mw_year : [currency/MW/year], owed by the hour, a year having 8,760
    variable_om_per_mwh : [currency/MWh]
    min_run_hours, min_down_hours : [h]
        Shortest time on and off, counted in hours that have a price.
    restart_cost : [currency]
        Cost of a start of the whole facility. Classes switch on their own, so a start of one
        costs its share of the facility's power, and all of them together cost this.

    Raises
    ------
    InputError
        If a value is out of its range, or a class stands twice or not at all.
    """

    classes: tuple[MachineClass, ...]
    pool_fee_fraction: float = 0.0
    overhead_fraction: float = 0.0
    fixed_om_per_mw_year: float = 0.0
    variable_om_per_mwh: float = 0.0
    min_run_hours: float = 0.0
    min_down_hours: float = 0.0
    restart_cost: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "classes", tuple(self.classes))
        check_names("classes", [other.name for other in self.classes], most=_MOST_CLASSES)
        check_numbers(self)

    @property
    def power_mw(self) -> float:
        """Power of all classes [MW]."""
        return sum(other.power_mw for other in self.classes)

    @property
    def merit_order(self) -> tuple[MachineClass, ...]:
        """The classes, the most efficient first."""
        return tuple(sorted(self.classes, key=lambda other: other.efficiency_w_per_th))

    def mining_value(self, machines: MachineClass, *, hashprice: Figure) -> Figure:
        """What a MWh of a class mines [currency/MWh] at () or (N,) hashprices, after the pool."""
        return mining_value(
            hashprice=hashprice,
            efficiency_w_per_th=machines.efficiency_w_per_th,
            pool_fee_fraction=self.pool_fee_fraction,
            overhead_fraction=self.overhead_fraction,
        )

"""What a plant makes of its river: the frozen inputs of water and machines."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.checking import check_choice, check_numbers
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

TurbineType: TypeAlias = Literal["francis", "kaplan", "propeller", "pelton", "turgo", "crossflow"]
TURBINES: tuple[TurbineType, ...] = get_args(TurbineType)
WATER_SOURCES = ("flow_m3_s", "monthly_flow_m3_s", "power_kw", "monthly_power_kw")
# Of a unit's design flow. Francis, Kaplan and Pelton as HYPER has them (Yildiz and Vrugt,
# Environmental Modelling & Software, 2019); propeller, turgo and cross-flow as the "Guide on how
# to develop a small hydropower plant" (ESHA, 2004), section 3.6, minimum technical flow.
_MINIMUM_FLOW_FRACTIONS: dict[str, float] = {
    "francis": 0.40,
    "kaplan": 0.20,
    "propeller": 0.75,
    "pelton": 0.11,
    "turgo": 0.20,
    "crossflow": 0.15,
}
_MONTHS = 12
_MOST_POINTS = 1_000
_FLOW_NEEDS = ("gross_head_m", "design_flow_m3_s", "turbine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Penstock:
    """A pressure pipe: ``diameter_m``, ``length_m`` [m], ``roughness_mm`` [mm] of its wall.

    ``local_loss_factor`` multiplies the friction loss for bends, valves and the intake.
    """

    diameter_m: float
    length_m: float
    roughness_mm: float
    local_loss_factor: float = 1.0

    def __post_init__(self) -> None:
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceedanceRule:
    """Residual flow that the record reaches during ``exceedance`` [1] of the time."""

    exceedance: float

    def __post_init__(self) -> None:
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsOffRule:
    """Residual flow of ``hands_off`` [m³/s] and of ``share_above`` [1] of what is above it."""

    hands_off: float
    share_above: float = 0.0

    def __post_init__(self) -> None:
        check_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurbineCurve:
    """Efficiency of a unit by its load, linear between N points.

    Parameters
    ----------
    load : (N,) [1]
        Flow over design flow, rising; below the first the unit stands, above the last the
        efficiency stays.
    efficiency : (N,) [1]
    """

    load: tuple[float, ...]
    efficiency: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in ("load", "efficiency"):
            values = _numbers(name, getattr(self, name), 0.0, 1.0)
            object.__setattr__(self, name, values)
        if not 1 <= len(self.load) == len(self.efficiency) <= _MOST_POINTS:
            told = f"{len(self.load)} and {len(self.efficiency)}"
            raise InputError("efficiency", "a value for every load, 1 to 1,000 of them", told)
        if any(after <= before for before, after in zip(self.load, self.load[1:], strict=False)):
            raise InputError("load", "rising from value to value", list(self.load))


@dataclass(frozen=True, slots=True, kw_only=True)
class HydroInputs:
    """Water and what turns it into power; of the four sources one at most.

    Without a source a study's plan has its site power times load factor at all hours.

    Parameters
    ----------
    flow_m3_s
        Flow of the river [m³/s].
    monthly_flow_m3_s : (12,) [m³/s]
        Mean of each month from January.
    power_kw
        Power at the generator's terminals [kW], measured or simulated elsewhere.
    monthly_power_kw : (12,) [kW]
    flow_scale : [1]
        Factor on the flows, as for a gauge elsewhere on the river.
    gross_head_m : [m]
    head_loss_fraction : [1]
        Loss at design flow as a share of the gross head; it grows with the flow's square.
    penstock
        Loss by friction instead of that.
    design_flow_m3_s : [m³/s]
        Of the whole plant.
    units
        Equal turbines.
    residual_flow_m3_s
        What stays in the river first [m³/s]: a number, twelve from January, or a rule.
    turbine
        A type of ``TURBINES``, or a curve of one's own.
    turbine_coefficient : [1]
        RETScreen's Rm, from 2.8 to 6.1; 4.5 is usual.
    jets
        Of a Pelton or turgo unit.
    minimum_flow_fraction : [1]
        Of a unit's design flow, below which it stands; None takes the type's.
    generator_efficiency : [1]
        Transformer included.
    outage_fraction : [1]
        Of the power of every interval.
    capacity_kw : [kW]
        Most power at the terminals, before outage; None is no limit.

    Raises
    ------
    InputError
        If a value is out of its range, two sources are given, or flow lacks what makes it power.
    """

    flow_m3_s: Series | None = None
    monthly_flow_m3_s: tuple[float, ...] | None = None
    power_kw: Series | None = None
    monthly_power_kw: tuple[float, ...] | None = None
    flow_scale: float = 1.0
    gross_head_m: float | None = None
    head_loss_fraction: float = 0.05
    penstock: Penstock | None = None
    design_flow_m3_s: float | None = None
    units: int = 1
    residual_flow_m3_s: float | tuple[float, ...] | ExceedanceRule | HandsOffRule = 0.0
    turbine: str | TurbineCurve | None = None
    turbine_coefficient: float = 4.5
    jets: int = 1
    minimum_flow_fraction: float | None = None
    generator_efficiency: float = 0.95
    outage_fraction: float = 0.0
    capacity_kw: float | None = None

    def __post_init__(self) -> None:
        self._check_sources()
        check_numbers(self)
        self._check_residual_flow()
        if self.turbine is not None and not isinstance(self.turbine, TurbineCurve):
            check_choice("turbine", self.turbine, TURBINES)
        if self.flow_m3_s is not None or self.monthly_flow_m3_s is not None:
            for name in _FLOW_NEEDS:
                if getattr(self, name) is None:
                    raise InputError(name, "given, where flow is", None)

    @property
    def minimum_fraction(self) -> float:
        """Share of a unit's design flow below which it stands, the type's if none is entered."""
        if self.minimum_flow_fraction is not None:
            return self.minimum_flow_fraction
        is_type = isinstance(self.turbine, str)
        return _MINIMUM_FLOW_FRACTIONS[self.turbine] if is_type else 0.0  # type: ignore[index]

    @property
    def has_water(self) -> bool:
        """Whether there is a flow or a power of its own."""
        return any(getattr(self, name) is not None for name in WATER_SOURCES)

    @property
    def river(self) -> Floats | None:
        """The river's flows [m³/s], scaled: of a series (N,), of months (12,), or None."""
        if self.flow_m3_s is not None:
            return read_only(self.flow_m3_s.values * self.flow_scale)
        if self.monthly_flow_m3_s is not None:
            return read_only(self.monthly_flow_m3_s) * self.flow_scale
        return None

    def _check_sources(self) -> None:
        given = [name for name in WATER_SOURCES if getattr(self, name) is not None]
        if len(given) > 1:
            raise InputError(given[1], f"left out, where {given[0]} is given", "both")
        for name in ("flow_m3_s", "power_kw"):
            series = getattr(self, name)
            if series is not None:
                _check_series(name, series)
        for name in ("monthly_flow_m3_s", "monthly_power_kw"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _twelve(name, getattr(self, name)))

    def _check_residual_flow(self) -> None:
        residual: Any = self.residual_flow_m3_s
        if isinstance(residual, ExceedanceRule | HandsOffRule):
            return
        if isinstance(residual, list | tuple | np.ndarray):
            value: Any = _twelve("residual_flow_m3_s", residual)
        else:
            value = checked("residual_flow_m3_s", residual)
        object.__setattr__(self, "residual_flow_m3_s", value)


def _check_series(name: str, series: Any) -> None:
    if not isinstance(series, Series):
        raise InputError(name, "a series of values with start and step_hours", series)
    negative = np.flatnonzero(series.values < 0)
    if len(negative):
        at = int(negative[0])
        rule = "a number of 0 or more, or null for a gap"
        raise InputError(f"{name}.values[{at}]", rule, float(series.values[at]))


def _twelve(name: str, given: Any) -> tuple[float, ...]:
    values = _numbers(name, given, 0.0, None)
    if len(values) != _MONTHS:
        raise InputError(name, "twelve numbers of 0 or more from January on", len(values))
    return values


def _numbers(name: str, given: Any, lower: float, upper: float | None) -> tuple[float, ...]:
    span = f"of {lower:g} or more" if upper is None else f"from {lower:g} to {upper:g}"
    try:
        values = tuple(float(value) for value in given)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(name, f"a list of numbers {span}", given) from error
    for at, value in enumerate(values):
        most = np.finfo(float).max if upper is None else upper
        if not lower <= value <= most:
            raise InputError(f"{name}[{at}]", f"a number {span}", value)
    return values

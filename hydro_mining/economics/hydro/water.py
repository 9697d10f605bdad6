"""The power of a site's water, from whatever source, with what is odd about it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from hydro_mining.economics.arrays import Figure, Floats, read_only
from hydro_mining.economics.hydro.inputs import HydroInputs
from hydro_mining.economics.hydro.power import (
    at_terminals,
    net_head_m,
    power_kw,
    residual_flow_m3_s,
)
from hydro_mining.economics.hydro.statistics import FEWEST_YEARS, annual_energy
from hydro_mining.economics.series import Series
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import formatted

_MONTHS = np.arange(1, 13)
# [m]. Below it RETScreen's correlation for Francis has an exponent below 0: 3.94 = 0.0195 * 600 /
# head**0.5 at 8.8 m.
_LEAST_FRANCIS_HEAD = 8.8
# Where a pipe's loss grows with the square of the flow, more loss than that costs power.
_MOST_LOSS = 1 / 3
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterPower:
    """Power at the terminals: a series, twelve months, or neither where no source is given.

    Attributes
    ----------
    series
        Power [kW] at the times of the record; a gap of the record is one here.
    monthly_kw : (12,) [kW]
        From January.
    warnings
        Sentences on water that is odd.
    """

    series: Series | None = None
    monthly_kw: Floats | None = None
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=32)
def water_power(hydro: HydroInputs) -> WaterPower:
    """Return the power that a site's water gives.

    Raises
    ------
    InputError
        If it gives none at any time; the argument is the field of ``hydro`` that is why.
    """
    series = hydro.flow_m3_s or hydro.power_kw
    if series is not None:
        power = _power(hydro, hydro.river, series.values, series.months())
        made = series.with_values(power)
        warnings = _warnings(hydro, power, made)
        return WaterPower(series=made, warnings=warnings)
    if hydro.monthly_flow_m3_s is None and hydro.monthly_power_kw is None:
        return WaterPower()
    power = _power(hydro, hydro.river, hydro.monthly_power_kw, _MONTHS)
    return WaterPower(monthly_kw=read_only(power), warnings=_warnings(hydro, power, None))


def _power(hydro: HydroInputs, river: Floats | None, power: Figure, month: Figure) -> Floats:
    """Return power [kW] from the river where there is one, else from power; never 0 throughout."""
    if river is None:
        source = "power_kw" if hydro.power_kw is not None else "monthly_power_kw"
        made: Floats = at_terminals(np.asarray(power, dtype=float), hydro)
        if not np.nanmax(made) > 0:
            is_out = np.nanmax(np.asarray(power, dtype=float)) > 0
            _refuse("outage_fraction" if is_out else source)
        return made
    try:
        made = power_kw(river, hydro, month=month)
    except InputError as error:
        raise error.under("hydro") from error
    if not np.nanmax(made) > 0:
        _refuse_dry(hydro, river, month)
    return made


def _refuse_dry(hydro: HydroInputs, river: Floats, month: Figure) -> None:
    """Refuse a river that gives no power at any time, for the first reason on its way."""
    most = float(np.nanmax(river))
    source = "flow_m3_s" if hydro.flow_m3_s is not None else "monthly_flow_m3_s"
    if most == 0:
        _refuse(source)
    left = float(np.nanmax(river - residual_flow_m3_s(river, hydro, month=month)))
    if left <= 0:
        rule = f"below the river at some time, whose highest flow is {_flow(most)}"
        raise InputError("hydro.residual_flow_m3_s", rule, hydro.residual_flow_m3_s)
    assert hydro.design_flow_m3_s is not None
    least = hydro.minimum_fraction * hydro.design_flow_m3_s / hydro.units
    if left < least:
        rule = (
            f"such that a turbine's minimum, now {_flow(least)}, is reached at some time: after "
            f"the residual flow the most is {_flow(left)}"
        )
        raise InputError("hydro.minimum_flow_fraction", rule, hydro.minimum_fraction)
    _refuse("outage_fraction" if hydro.outage_fraction == 1 else "turbine")


def _refuse(name: str) -> None:
    raise InputError(f"hydro.{name}", "such that there is power at some time", "none at any time")


def _flow(value: float) -> str:
    return formatted("flow_m3_s", value)


def _warnings(hydro: HydroInputs, power: Floats, series: Series | None) -> tuple[str, ...]:
    found = []
    if hydro.river is not None:
        found += _river_warnings(hydro, hydro.river, power)
    if series is None:
        return tuple(found)
    present = series.values[~np.isnan(series.values)]
    source = hydro.flow_m3_s or hydro.power_kw
    assert source is not None
    if len(present) > 1 and np.nanmin(source.values) == np.nanmax(source.values):
        found.append("The water is the same at all times: is that a record, or a mean?")
    n_years = len(annual_energy(series).years)
    if not n_years:
        found.append("The record has no whole calendar year: 95 % of its hours must be there.")
    elif n_years < FEWEST_YEARS:
        years = "1 whole calendar year" if n_years == 1 else f"{n_years} whole calendar years"
        found.append(f"The record has {years}: percentiles of fewer than five are weak.")
    return tuple(found)


def _river_warnings(hydro: HydroInputs, river: Floats, power: Floats) -> list[str]:
    assert hydro.design_flow_m3_s is not None
    assert hydro.gross_head_m is not None
    found = []
    most = float(np.nanmax(river))
    if hydro.design_flow_m3_s > most:
        found.append(
            f"The design flow, {_flow(hydro.design_flow_m3_s)}, is above anything in the record "
            f"(at most {_flow(most)}): the plant never runs full."
        )
    rated_head = float(net_head_m(hydro.design_flow_m3_s, hydro))
    if hydro.turbine == "francis" and rated_head < _LEAST_FRANCIS_HEAD:
        found.append(
            f"The correlation for Francis turbines does not hold for heads below "
            f"{_LEAST_FRANCIS_HEAD:g} m: choose Kaplan, propeller or cross-flow, or a curve."
        )
    lost = 1 - rated_head / hydro.gross_head_m
    if lost > _MOST_LOSS:
        found.append(
            f"At design flow {100 * lost:.0f} % of the head is lost; above a third, less water "
            "gives more power."
        )
    known = power[~np.isnan(power)]
    stands = float((known == 0).mean())
    if stands > _MOSTLY:
        found.append(
            f"The turbines stand {100 * stands:.0f} % of the time: after the residual flow the "
            "water is below their minimum."
        )
    return found

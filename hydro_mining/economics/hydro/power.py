"""River -> power at the generator's terminals, one function a step."""

from functools import partial

import numpy as np

from hydro_mining.constants import GRAVITY_M_S2
from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.hydro.inputs import ExceedanceRule, HandsOffRule, HydroInputs
from hydro_mining.economics.hydro.penstock import penstock_head_loss_m
from hydro_mining.economics.hydro.statistics import flow_at_exceedance
from hydro_mining.economics.hydro.turbines import turbine_efficiency
from hydro_mining.exceptions import InputError

# Of floating-point noise, so that a unit runs at its very minimum.
_NOISE = 1e-12


def power_kw(flow_m3_s: Figure, hydro: HydroInputs, *, month: Figure | None = None) -> Figure:
    """Return the power at the terminals for flows of the river at the intake [kW].

    ``9.81 * Q * net head * turbine efficiency * generator efficiency``, capped at the capacity,
    times ``1 - outage``. ``Q`` is the flow after the residual, at most the design flow. As many
    units run as give the most power, each between its minimum and its design flow: power need
    not rise with flow.

    Parameters
    ----------
    flow_m3_s : [m³/s]
        Of any shape, ``flow_scale`` already in it; NaN stays NaN.
    month
        Of each flow, 1 for January; needed for a residual flow of twelve.

    Raises
    ------
    InputError
        If a flow is below 0, or head, design flow, turbine or months are missing.

    Examples
    --------
    >>> weir = HydroInputs(gross_head_m=10, design_flow_m3_s=2, turbine="crossflow")
    >>> power_kw(np.array([0.1, 2.0]), weir).round(1)
    array([  0. , 139.9])
    """
    river = np.asarray(flow_m3_s, dtype=float)
    if (river < 0).any():
        raise InputError("flow_m3_s", "a number of 0 or more (m³/s)", float(np.nanmin(river)))
    if hydro.gross_head_m is None or hydro.design_flow_m3_s is None or hydro.turbine is None:
        names = ("gross_head_m", "design_flow_m3_s", "turbine")
        missing = next(name for name in names if getattr(hydro, name) is None)
        raise InputError(missing, "given, where flow is", None)
    left = river - residual_flow_m3_s(river, hydro, month=month)
    power = _most_power(np.clip(left, 0.0, hydro.design_flow_m3_s), hydro)
    return at_terminals(np.where(np.isnan(river), np.nan, power), hydro)[()]


def at_terminals(power: Figure, hydro: HydroInputs) -> Figure:
    """Return power [kW] within the capacity, less outage."""
    capacity_kw = np.inf if hydro.capacity_kw is None else hydro.capacity_kw
    return np.minimum(power, capacity_kw) * (1 - hydro.outage_fraction)


def residual_flow_m3_s(river: Figure, hydro: HydroInputs, *, month: Figure | None = None) -> Figure:
    """Return what stays in the river first, at most all of it [m³/s].

    Parameters
    ----------
    river : [m³/s]
        Flows at the intake.
    month
        Of each flow, 1 for January.

    An exceedance is of the record of ``hydro``; without one it is of ``river`` itself.
    """
    rule = hydro.residual_flow_m3_s
    if isinstance(rule, HandsOffRule):
        stays: Figure = rule.hands_off + rule.share_above * np.maximum(river - rule.hands_off, 0.0)
    elif isinstance(rule, ExceedanceRule):
        record = hydro.river
        stays = flow_at_exceedance(river if record is None else record, rule.exceedance)
    elif isinstance(rule, tuple):
        if month is None:
            raise InputError("month", "given, where the residual flow is of twelve months", None)
        stays = np.asarray(rule)[np.asarray(month) - 1]
    else:
        stays = rule
    return np.minimum(river, stays)


def net_head_m(flow_m3_s: Figure, hydro: HydroInputs) -> Figure:
    """Return the head at the turbines when they take ``flow_m3_s`` in all, 0 at least [m]."""
    assert hydro.gross_head_m is not None
    assert hydro.design_flow_m3_s is not None
    if hydro.penstock is None:
        lost = hydro.head_loss_fraction * (flow_m3_s / hydro.design_flow_m3_s) ** 2
        return hydro.gross_head_m * (1 - lost)
    pipe = hydro.penstock
    loss_m = penstock_head_loss_m(
        flow_m3_s,
        diameter_m=pipe.diameter_m,
        length_m=pipe.length_m,
        roughness_mm=pipe.roughness_mm,
        local_loss_factor=pipe.local_loss_factor,
    )
    return np.maximum(hydro.gross_head_m - loss_m, 0.0)


def _most_power(available: Floats, hydro: HydroInputs) -> Floats:
    """Return the power before the capacity [kW] with the best number of units running."""
    assert hydro.design_flow_m3_s is not None
    assert hydro.turbine is not None
    unit_flow = hydro.design_flow_m3_s / hydro.units
    rated_head = float(net_head_m(hydro.design_flow_m3_s, hydro))
    if rated_head <= 0:
        rule = f"less than the gross head, {hydro.gross_head_m:g} m, at design flow"
        named = "head_loss_fraction" if hydro.penstock is None else "penstock"
        raise InputError(named, f"such that the head lost is {rule}", "all of it")
    efficiency = partial(
        turbine_efficiency,
        hydro.turbine,
        design_flow_m3_s=unit_flow,
        head_m=rated_head,
        turbine_coefficient=hydro.turbine_coefficient,
        jets=hydro.jets,
    )
    most = np.zeros_like(available)
    for running in range(1, hydro.units + 1):
        taken = np.minimum(available, running * unit_flow)
        each = taken / running
        power = GRAVITY_M_S2 * taken * net_head_m(taken, hydro) * efficiency(each)
        runs = each >= hydro.minimum_fraction * unit_flow * (1 - _NOISE)
        most = np.where(runs, np.maximum(most, power), most)
    return most * hydro.generator_efficiency

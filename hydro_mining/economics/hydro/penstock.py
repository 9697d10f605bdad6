"""Head that a pressure pipe takes, by Darcy and Weisbach."""

import numpy as np

from hydro_mining.constants import GRAVITY_M_S2
from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

# Below it flow in a pipe is laminar.
_LAMINAR_REYNOLDS = 2_000.0
# Of the diameter; the friction formula means nothing above it.
_ROUGHEST = 0.05


def penstock_head_loss_m(
    flow_m3_s: Figure,
    *,
    diameter_m: float,
    length_m: float,
    roughness_mm: float,
    local_loss_factor: float = 1.0,
    kinematic_viscosity_m2_s: float = 1e-6,
) -> Figure:
    """Return the head lost in a penstock at flows of any shape [m].

    ``f * length / diameter * v**2 / (2 * g) * local_loss_factor``, with the friction factor of
    Swamee and Jain ("Explicit equations for pipe-flow problems", Journal of the Hydraulics
    Division, ASCE, 1976), which follows Colebrook's within 1 %; 64 / Re where flow is laminar.

    Parameters
    ----------
    flow_m3_s : [m³/s]
    diameter_m, length_m : [m]
    roughness_mm : [mm]
    local_loss_factor : [1]
        For bends, valves and the intake.
    kinematic_viscosity_m2_s : [m²/s]
        Of water: 1e-6 at 20 °C, 1.3e-6 at 10 °C.

    Raises
    ------
    InputError
        If a value is out of its range.

    Examples
    --------
    >>> round(float(penstock_head_loss_m(1, diameter_m=0.8, length_m=100, roughness_mm=0.1)), 2)
    0.34
    """
    flow = np.asarray(flow_m3_s, dtype=float)
    if (flow < 0).any():
        raise InputError("flow_m3_s", "a number of 0 or more (m³/s)", float(np.nanmin(flow)))
    diameter = checked("diameter_m", diameter_m)
    length = checked("length_m", length_m)
    factor = checked("local_loss_factor", local_loss_factor)
    roughness = checked("roughness_mm", roughness_mm) / 1_000 / diameter
    viscosity = checked("kinematic_viscosity_m2_s", kinematic_viscosity_m2_s)
    if roughness > _ROUGHEST:
        rule = f"at most {_ROUGHEST:.0%} of the pipe's diameter, {diameter:g} m (mm)"
        raise InputError("roughness_mm", rule, roughness_mm)
    velocity = 4 * flow / (np.pi * diameter**2)
    friction = _friction(velocity * diameter / viscosity, roughness)
    return (friction * length / diameter * velocity**2 / (2 * GRAVITY_M_S2) * factor)[()]


def _friction(reynolds: Floats, roughness: float) -> Floats:
    """Return the friction factor of Darcy; any where nothing flows."""
    turbulent = np.maximum(reynolds, _LAMINAR_REYNOLDS)
    swamee_jain = 0.25 / np.log10(roughness / 3.7 + 5.74 / turbulent**0.9) ** 2
    laminar = 64 / np.maximum(reynolds, 1e-9)
    return np.where(reynolds < _LAMINAR_REYNOLDS, laminar, swamee_jain)

"""Efficiency of turbines by flow: RETScreen's correlations for six types, or a curve of one's own.

Source: RETScreen International, "Clean Energy Project Analysis: RETScreen Engineering & Cases
Textbook", chapter Small Hydro Project Analysis, appendix A (Minister of Natural Resources Canada,
2001-2004, ISBN 0-662-35671-3). Sizes are in m, flows in m³/s, heads in m.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.checking import check_choice
from hydro_mining.economics.hydro.inputs import TURBINES, TurbineCurve
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import checked

_LARGE_RUNNER_M = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Design:
    """A unit at its design flow; ``coefficient`` is RETScreen's Rm."""

    flow_m3_s: float
    head_m: float
    coefficient: float
    jets: int

    @property
    def runner_m(self) -> float:
        """Throat of a reaction turbine's runner."""
        scale = float(self.flow_m3_s**0.473)
        return 0.46 * scale if 0.46 * scale < _LARGE_RUNNER_M else 0.41 * scale

    def specific_speed(self, factor: float) -> float:
        """Return the specific speed by flow of a reaction turbine."""
        return factor * float(self.head_m**-0.5)

    def peak(self, best: float, base: float, speed_loss: float) -> float:
        """Return the peak efficiency of a reaction turbine."""
        size_gain = (base + speed_loss) * (1 - 0.789 * float(self.runner_m**-0.2))
        return best - speed_loss + size_gain - 0.0305 + 0.005 * self.coefficient


def turbine_efficiency(
    turbine: str | TurbineCurve,
    flow_m3_s: Figure,
    *,
    design_flow_m3_s: float,
    head_m: float,
    turbine_coefficient: float = 4.5,
    jets: int = 1,
) -> Figure:
    """Return the efficiency of one unit at flows of any shape [1].

    Parameters
    ----------
    turbine
        One of ``TURBINES``, or a curve.
    flow_m3_s : [m³/s]
        Above the design flow the efficiency stays that of the design flow.
    design_flow_m3_s : [m³/s]
    head_m : [m]
        Rated: gross head less the loss at design flow.
    turbine_coefficient : [1]
        Rm, 2.8 to 6.1, for reaction turbines.
    jets
        For Pelton and turgo.

    Raises
    ------
    InputError
        If the type is unknown or a value out of its range.

    Examples
    --------
    >>> round(float(turbine_efficiency("crossflow", 0.5, design_flow_m3_s=1, head_m=10)), 3)
    0.715
    """
    flow = np.asarray(flow_m3_s, dtype=float)
    if (flow < 0).any():
        raise InputError("flow_m3_s", "a number of 0 or more (m³/s)", float(np.nanmin(flow)))
    design = _Design(
        flow_m3_s=checked("design_flow_m3_s", design_flow_m3_s),
        head_m=checked("head_m", head_m),
        coefficient=checked("turbine_coefficient", turbine_coefficient),
        jets=int(checked("jets", jets)),
    )
    load = np.minimum(flow / design.flow_m3_s, 1.0)
    if isinstance(turbine, TurbineCurve):
        return np.interp(load, turbine.load, turbine.efficiency, left=0.0)
    check_choice("turbine", turbine, TURBINES)
    # At a trickle the correlations fall below 0.
    efficiency = np.clip(_CORRELATIONS[turbine](load, design), 0.0, 1.0)
    return np.where(load == 0, 0.0, efficiency)[()]


def _francis(load: Floats, design: _Design) -> Floats:
    speed = design.specific_speed(600)
    peak = design.peak(0.919, 0.081, ((speed - 56) / 256) ** 2)
    best = 0.65 * speed**0.05
    below = np.clip((best - load) / best, 0, None)
    # Under 9 m of head the exponent is below 0 and the correlation means nothing.
    with np.errstate(over="ignore", divide="ignore"):
        drop = np.where(below > 0, below ** (3.94 - 0.0195 * speed), 0.0)
    full_load_drop = 0.0072 * speed**0.4 * peak
    above = np.clip((load - best) / (1 - best), 0, None) if best < 1 else 0.0
    efficiency: Floats = np.where(load <= best, (1 - 1.25 * drop) * peak, 0.0)
    return np.where(load > best, peak - above**2 * full_load_drop, efficiency)


def _axial_peak(design: _Design) -> float:
    return design.peak(0.905, 0.095, ((design.specific_speed(800) - 170) / 700) ** 2)


def _kaplan(load: Floats, design: _Design) -> Floats:
    return (1 - 3.5 * ((0.75 - load) / 0.75) ** 6) * _axial_peak(design)


def _propeller(load: Floats, design: _Design) -> Floats:
    return (1 - 1.25 * (1 - load) ** 1.13) * _axial_peak(design)


def _pelton(load: Floats, design: _Design) -> Floats:
    speed = 31 * (design.head_m * design.flow_m3_s / design.jets) ** 0.5
    diameter_m: float = 49.4 * design.head_m**0.5 * design.jets**0.02 / speed
    best = 0.662 + 0.001 * design.jets
    off = np.abs((best - load) / best) ** (5.6 + 0.4 * design.jets)
    efficiency: Floats = (1 - (1.31 + 0.025 * design.jets) * off) * 0.864 * diameter_m**0.04
    return efficiency


def _turgo(load: Floats, design: _Design) -> Floats:
    return _pelton(load, design) - 0.03


def _crossflow(load: Floats, _: _Design) -> Floats:
    return 0.79 - 0.15 * (1 - load) - 1.37 * (1 - load) ** 14


_CORRELATIONS: Mapping[str, Callable[[Floats, _Design], Floats]] = {
    "francis": _francis,
    "kaplan": _kaplan,
    "propeller": _propeller,
    "pelton": _pelton,
    "turgo": _turgo,
    "crossflow": _crossflow,
}

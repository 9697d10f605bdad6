"""How figures for 1 MW grow with power: multipliers whose every coefficient is a parameter."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Figure
from hydro_mining.economics.checking import check_numbers
from hydro_mining.exceptions import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplier:
    """``sqrt_coefficient * sqrt(m) + log_coefficient * ln(log_slope * m + 1) + constant``.

    ``m`` is power in MW. No coefficient is negative, so a multiplier never falls with power.

    Raises
    ------
    InputError
        If a coefficient is out of its range, or the multiplier is 0 at 1 MW, where it is the
        divisor of the ``consistent`` reading.

    >>> cost = Multiplier(log_coefficient=3, log_slope=2, constant=5)
    >>> round(float(cost.at(150)), 5)
    22.12133
    """

    sqrt_coefficient: float = 0.0
    log_coefficient: float = 0.0
    log_slope: float = 1.0
    constant: float = 0.0

    def __post_init__(self) -> None:
        check_numbers(self)
        if not self.at(1) > 0:
            rule = "a multiplier above 0 at 1 MW: one of its coefficients must be above 0"
            raise InputError("constant", rule, self.constant)

    def at(self, power_mw: ArrayLike) -> Figure:
        """Return the multiplier [1] at ``power_mw`` [MW], any shape."""
        power = np.asarray(power_mw, dtype=float)
        by_root = self.sqrt_coefficient * np.sqrt(power)
        by_log = self.log_coefficient * np.log(self.log_slope * power + 1)
        return by_root + by_log + self.constant

    def from_one_mw(self, power_mw: ArrayLike) -> Figure:
        """Return the multiplier over its value at 1 MW, so that 1 MW is the table's row."""
        return self.at(power_mw) / self.at(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthCoefficients:
    """The multipliers of the growth model; the defaults are those of SPEC section 3.

    ``cost`` scales energy, opex, amortisation, capex, taxes and total costs; ``revenue`` gross
    revenue, ``profit`` net profit and ``btc`` the mined coin.
    """

    cost: Multiplier = field(
        default_factory=lambda: Multiplier(log_coefficient=3.0, log_slope=2.0, constant=5.0)
    )
    revenue: Multiplier = field(
        default_factory=lambda: Multiplier(sqrt_coefficient=1.2, log_coefficient=1.4, constant=4.0)
    )
    profit: Multiplier = field(
        default_factory=lambda: Multiplier(sqrt_coefficient=1.5, log_coefficient=1.4, constant=4.5)
    )
    btc: Multiplier = field(default_factory=lambda: Multiplier(sqrt_coefficient=1.0))

"""What a MWh mines, and the power price below which mining pays."""

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Figure

_WATTS_PER_MEGAWATT = 1e6


def mining_value(
    *,
    hashprice: ArrayLike,
    efficiency_w_per_th: ArrayLike,
    pool_fee_fraction: ArrayLike = 0.0,
    overhead_fraction: ArrayLike = 0.0,
) -> Figure:
    """Return what a MWh mines [currency/MWh], after the pool fee.

    ``hashprice / 24 × 1e6 / eff × (1 − pool fee) / (1 + overhead)``; parameters broadcast:
    ``hashprice`` [currency/TH/day], ``efficiency_w_per_th`` [W/TH], fractions [1].

    >>> round(float(mining_value(hashprice=0.06, efficiency_w_per_th=25)), 9)
    100.0
    """
    # One expression: numpy then needs memory for one array, however long the hashprice is.
    return (
        np.asarray(hashprice)
        / HOURS_PER_DAY
        * _WATTS_PER_MEGAWATT
        / np.asarray(efficiency_w_per_th)
        * (1 - np.asarray(pool_fee_fraction))
        / (1 + np.asarray(overhead_fraction))
    )


def strike_price(
    *, mining_value: ArrayLike, threshold: ArrayLike = 0.0, variable_om_per_mwh: ArrayLike = 0.0
) -> Figure:
    """Return the power price [currency/MWh] below which mining clears the threshold."""
    return np.asarray(mining_value) - np.asarray(variable_om_per_mwh) - np.asarray(threshold)


def threshold_per_mwh(*, threshold_per_hour: float, power_mw: float) -> float:
    """Return a threshold for the whole site [currency/h] as one per MWh [currency/MWh]."""
    return threshold_per_hour / power_mw

"""What an interval's water does: mine, export or curtail, whichever earns most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Figure

# MWh of 1 J/TH: a TH/s for a day at 1 W/TH takes 24 Wh.
_WATTS_PER_MEGAWATT = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerUse:
    """Power (...) [kW] that is mined, exported and curtailed; together the power that there is."""

    mined_kw: Figure
    exported_kw: Figure
    curtailed_kw: Figure


def mining_value_per_efficiency(rev_per_th_per_day: ArrayLike) -> Figure:
    """Return what a MWh mined at 1 J/TH is worth (...) [£/MWh × J/TH]."""
    return np.asarray(rev_per_th_per_day) / HOURS_PER_DAY * _WATTS_PER_MEGAWATT


def mining_value(
    *,
    rev_per_th_per_day: ArrayLike,
    efficiency_j_per_th: ArrayLike,
    overhead_fraction: ArrayLike = 0.0,
) -> Figure:
    """Return what a MWh mined is worth (...) [£/MWh], the strike price of export.

    ``rev_per_th_per_day`` [£/TH/day] is net of the pool fee.

    >>> print(f"{mining_value(rev_per_th_per_day=0.03, efficiency_j_per_th=15):.2f}")
    83.33
    """
    joules = np.asarray(efficiency_j_per_th) * (1 + np.asarray(overhead_fraction))
    return mining_value_per_efficiency(rev_per_th_per_day) / joules


def decided(
    *,
    available_kw: ArrayLike,
    machines_kw: ArrayLike,
    export_limit_kw: ArrayLike | None,
    mined_is_worth: ArrayLike,
    exported_is_worth: ArrayLike,
) -> PowerUse:
    """Return the use of power that earns most; mining wins a tie.

    Parameters
    ----------
    available_kw, machines_kw, export_limit_kw : (...) [kW], no limit where it is None
    mined_is_worth, exported_is_worth : (...) [£/MWh], generation payment included
        What is worth less than 0 is not done.

    >>> use = decided(available_kw=8, machines_kw=4, export_limit_kw=2,
    ...               mined_is_worth=90, exported_is_worth=60)
    >>> float(use.mined_kw), float(use.exported_kw), float(use.curtailed_kw)
    (4.0, 2.0, 2.0)
    """
    mined_is_worth, exported_is_worth = np.asarray(mined_is_worth), np.asarray(exported_is_worth)
    available, limit = np.asarray(available_kw, dtype=float), _limit(export_limit_kw)
    to_machines = np.where(mined_is_worth >= 0, machines_kw, 0.0)
    to_grid = np.where(exported_is_worth >= 0, limit, 0.0)
    mines_first = mined_is_worth >= exported_is_worth
    mined = np.minimum(
        np.where(mines_first, available, np.maximum(available - to_grid, 0)), to_machines
    )
    exported = np.minimum(available - mined, to_grid)
    return PowerUse(mined_kw=mined, exported_kw=exported, curtailed_kw=available - mined - exported)


def _limit(export_limit_kw: ArrayLike | None) -> Figure:
    return np.inf if export_limit_kw is None else np.asarray(export_limit_kw, dtype=float)

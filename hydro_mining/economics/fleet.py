"""Machines at a site: what each earns, and how many the power carries."""

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import HOURS_PER_DAY, WATTS_PER_KILOWATT
from hydro_mining.economics.arrays import Figure
from hydro_mining.exceptions import InputError

# A quotient this close to the next whole number is that number: 1000 × 0.9 / 3 is 300 machines.
# Some ten roundings of double precision (2.2e-16 each) stand behind a count.
_COUNT_TOLERANCE = 1e-12
# Beyond it the tolerance is no longer small against one machine.
_MOST_MACHINES = 1e10


def efficiency(*, power_w: ArrayLike, hashrate_ths: ArrayLike) -> Figure:
    """Return the efficiency [J/TH]; always computed, never stored."""
    return np.asarray(power_w) / np.asarray(hashrate_ths)


def machine_power(*, power_w: ArrayLike, overhead_fraction: ArrayLike = 0.0) -> Figure:
    """Return what a machine draws from the site [kW], cooling and losses included."""
    return np.asarray(power_w) / WATTS_PER_KILOWATT * (1 + np.asarray(overhead_fraction))


def energy_per_day(*, power_w: ArrayLike, overhead_fraction: ArrayLike = 0.0) -> Figure:
    """Return a machine's energy [kWh/day], cooling and losses included."""
    return machine_power(power_w=power_w, overhead_fraction=overhead_fraction) * HOURS_PER_DAY


def breakeven_power_price(
    *, revenue_gbp_per_day: ArrayLike, energy_kwh_per_day: ArrayLike
) -> Figure:
    """Return the power price [£/kWh] at which revenue [£/day] pays for the energy [kWh/day]."""
    return np.asarray(revenue_gbp_per_day) / np.asarray(energy_kwh_per_day)


def power_cost_per_th(
    *,
    efficiency_j_per_th: ArrayLike,
    power_price_gbp_per_kwh: ArrayLike,
    overhead_fraction: ArrayLike = 0.0,
) -> Figure:
    """Return what a TH/s costs in power [£/TH/day]: J/TH × 24 h / 1000 × £/kWh."""
    kwh_per_th_per_day = energy_per_day(
        power_w=efficiency_j_per_th, overhead_fraction=overhead_fraction
    )
    return kwh_per_th_per_day * np.asarray(power_price_gbp_per_kwh)


def simple_payback(*, price_gbp: ArrayLike, profit_gbp_per_day: ArrayLike) -> Figure:
    """Return price [£] over profit [£/day] in days; NaN where the profit is not above 0."""
    profit = np.asarray(profit_gbp_per_day, dtype=float)
    earning = np.where(profit > 0, profit, np.nan)
    return np.asarray(price_gbp) / earning


def machine_count(*, effective_power_kw: ArrayLike, machine_power_kw: ArrayLike) -> Figure:
    """Return how many machines of ``machine_power_kw`` [kW] an average power [kW] runs.

    The floor is safe against floating-point noise.

    Raises
    ------
    InputError
        If a count would be too large to be exact.

    >>> int(machine_count(effective_power_kw=1000 * 0.9, machine_power_kw=3.0))
    300
    """
    power, one = np.asarray(effective_power_kw), np.asarray(machine_power_kw)
    with np.errstate(over="ignore"):  # of a machine that no power runs
        is_exact = power < _MOST_MACHINES * one
    if not is_exact.all():
        rule = f"below {_MOST_MACHINES:.0e} times the power of one machine (kW)"
        beyond = np.broadcast_to(power, is_exact.shape)[~is_exact]
        raise InputError("effective_power_kw", rule, beyond.item(0))
    return whole_count(power / one)


def whole_count(quotient: ArrayLike) -> Figure:
    """Return the floor of a quotient, safe against floating-point noise."""
    quotient = np.asarray(quotient)
    nearest = np.rint(quotient)
    is_whole = np.abs(quotient - nearest) <= _COUNT_TOLERANCE * np.maximum(quotient, nearest)
    return np.where(is_whole, nearest, np.floor(quotient)).astype(np.int64)[()]

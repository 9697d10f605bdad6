"""How the machines' figures move with the power price."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.fleet import power_cost_per_th, simple_payback
from hydro_mining.economics.results import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerPriceCurves:
    """Figures of M machines over P power prices of year 1.

    Attributes
    ----------
    power_price_gbp_per_kwh : (P,) [£/kWh]
    cost_gbp_per_th_per_day : (M, P) [£/TH/day]
    simple_payback_days : (M, P) [days], NaN where the machine does not earn its power
    """

    power_price_gbp_per_kwh: Floats
    cost_gbp_per_th_per_day: Floats
    simple_payback_days: Floats


def power_price_curves(result: Evaluation, power_price_gbp_per_kwh: ArrayLike) -> PowerPriceCurves:
    """Return cost per TH and payback of every machine at the given prices (P,) [£/kWh]."""
    prices = np.asarray(power_price_gbp_per_kwh, dtype=float)
    miners = result.miners
    profit = miners.revenue_gbp_per_day[:, None] - miners.kwh_per_day[:, None] * prices
    price_gbp = np.array([miner.price_gbp for miner in result.study.miners])
    return PowerPriceCurves(
        power_price_gbp_per_kwh=read_only(prices),
        cost_gbp_per_th_per_day=read_only(
            power_cost_per_th(
                efficiency_j_per_th=miners.efficiency_j_per_th[:, None],
                power_price_gbp_per_kwh=prices,
                overhead_fraction=result.study.site.overhead_fraction,
            )
        ),
        simple_payback_days=read_only(
            simple_payback(price_gbp=price_gbp[:, None], profit_gbp_per_day=profit)
        ),
    )

"""What would make a plan's machines pay: one figure at a time at which their NPV is 0.

Machine and count stay as they are; with none planned, see ``would_pay``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.economics.plan.fleet import count_worth, scenario_outlook
from hydro_mining.economics.plan.ground import plan_ground
from hydro_mining.economics.plan.results import Plan
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.scenarios import BASE_CASE, scenario_paths

# Factors on a figure that are tried: from next to nothing to a million times.
_LEAST, _MOST = 1e-9, 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPaysIf:
    """One figure at a time at which a plan's NPV is 0 in the base case; None: none does it.

    Attributes
    ----------
    miner_price_gbp, btc_price_usd
        Highest and lowest that pay.
    export_price_gbp_per_mwh : [£/MWh]
        Highest, as the mean over the sample year; all prices move by the same factor.
    """

    miner_price_gbp: float | None
    btc_price_usd: float | None
    export_price_gbp_per_mwh: float | None


def plan_pays_if(study: StudyInputs, plan: Plan) -> PlanPaysIf | None:
    """Return what the figures may be for a plan's machines to pay; None where it has none."""
    miner = study.miner_called(plan.chosen_miner)
    if miner is None:
        return None
    return PlanPaysIf(
        **{name: plan_level(study, miner, plan.n_miners, name) for name in PlanPaysIf.__slots__}
    )


def plan_level(study: StudyInputs, miner: Miner, count: int, name: str) -> float | None:
    """Return the value of one of ``PlanPaysIf`` at which ``count`` machines have an NPV of 0."""
    npv = fleet_npv(study, miner, count)
    if name == "btc_price_usd":
        coin = _factor_of(lambda factor: npv(factor, 1.0))
        return None if coin is None else coin * study.network.btc_price_usd
    if name == "export_price_gbp_per_mwh":
        export = _factor_of(lambda factor: npv(1.0, factor))
        return None if export is None else export * mean_export_price(study)
    finance = study.finance
    factors = discount_factors(rate_per_year=finance.discount_rate_per_year, periods=finance.years)
    kept = count * (1 - finance.residual_value_fraction * float(factors[-1]))
    price = miner.price_gbp + npv(1.0, 1.0) / kept if kept else -1.0
    return price if price >= 0 else None


def fleet_npv(study: StudyInputs, miner: Miner, count: int) -> Callable[[float, float], float]:
    """Return a function of factors on all revenue and all export prices: the base case's NPV [£].

    It is that of ``count`` machines.
    """
    base = scenario_outlook(study, scenario_paths(study), plan_ground(study), BASE_CASE)

    def npv(revenue: float, export: float) -> float:
        outlook = replace(
            base,
            mining_value=base.mining_value * revenue,
            price_growth=base.price_growth * export,
        )
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return count_worth(study, outlook, miner).npv(count)

    return npv


def mean_export_price(study: StudyInputs) -> float:
    """Return the mean of a study's export prices over the sample year [£/MWh]."""
    return plan_ground(study).mean_price


def _factor_of(npv: Callable[[float], float]) -> float | None:
    """Return the factor at which a rising or falling NPV is 0, None where none is."""
    from scipy.optimize import brentq  # noqa: PLC0415 - a plan itself needs no scipy

    ends = [npv(_LEAST), npv(_MOST)]
    if not np.isfinite(ends).all() or ends[0] * ends[1] > 0 or ends[0] == ends[1]:
        return None
    found = brentq(lambda log: npv(float(np.exp(log))), np.log(_LEAST), np.log(_MOST), xtol=1e-12)
    return float(np.exp(found))

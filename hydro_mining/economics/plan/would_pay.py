"""At which hashprice, machine price or export price a machine would pay, where none does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.fleet import machine_count
from hydro_mining.economics.inputs import Miner, StudyInputs
from hydro_mining.economics.plan.fleet import count_worth, eligible_miners, scenario_outlook
from hydro_mining.economics.plan.ground import Ground, plan_ground
from hydro_mining.economics.plan.outlook import Outlook
from hydro_mining.economics.plan.results import Plan
from hydro_mining.economics.scenarios import BASE_CASE, scenario_paths

# [1] of a factor on today's figure.
_EXACT = 1e-6
_MOST_FACTOR = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldPay:
    """One figure at a time at which the first machine pays, with that machine; None: none does.

    Attributes
    ----------
    hashprice_gbp_per_th_per_day : [£/TH/day]
        Lowest, as the mean of year 1 in the base case before the pool fee; the whole path moves
        by the same factor.
    miner_price_gbp : [£]
        Highest, of ``at_miner_price``.
    export_price_gbp_per_mwh : [£/MWh]
        Highest, as the mean of year 1; all prices move by the same factor.
    """

    hashprice_gbp_per_th_per_day: float | None
    at_hashprice: str | None
    miner_price_gbp: float | None
    at_miner_price: str | None
    export_price_gbp_per_mwh: float | None
    at_export_price: str | None


def none_pays(study: StudyInputs, plan: Plan) -> bool:
    """Return whether a plan builds nothing because no machine pays, and not by choice."""
    return plan.chosen_miner is None and study.finance.n_miners != 0


def would_pay(study: StudyInputs) -> WouldPay:
    """Return the figures at which a machine would pay at a site with a plan of none.

    Where machines pay as it is, they say how far each figure may move until none does. Found to
    six figures, with the machine that needs the least change.
    """
    paths, ground = scenario_paths(study), plan_ground(study)
    base = scenario_outlook(study, paths, ground, BASE_CASE)

    def with_hashprice(ease: float, miner: Miner) -> bool:
        outlook = replace(base, mining_value=base.mining_value * ease)
        return _pays(study, ground, outlook, miner)

    def with_miner_price(ease: float, miner: Miner) -> bool:
        return _pays(study, ground, base, replace(miner, price_gbp=miner.price_gbp / ease))

    def with_export_price(ease: float, miner: Miner) -> bool:
        outlook = replace(base, price_growth=base.price_growth / ease)
        return _pays(study, ground, outlook, miner)

    hashprice = _easiest(study, with_hashprice)
    miner_price = _easiest(study, with_miner_price)
    export_price = _easiest(study, with_export_price)
    kept = 1 - study.finance.pool_fee_fraction
    today = float(paths.rev_by_year[BASE_CASE, 0])
    return WouldPay(
        hashprice_gbp_per_th_per_day=hashprice and today / kept * hashprice.ease,
        at_hashprice=hashprice and hashprice.miner.name,
        miner_price_gbp=miner_price and miner_price.miner.price_gbp / miner_price.ease,
        at_miner_price=miner_price and miner_price.miner.name,
        export_price_gbp_per_mwh=export_price
        and ground.mean_price * float(base.price_growth[0]) / export_price.ease,
        at_export_price=export_price and export_price.miner.name,
    )


class _Easiest(NamedTuple):
    ease: float
    miner: Miner


def _pays(study: StudyInputs, ground: Ground, outlook: Outlook, miner: Miner) -> bool:
    worth = count_worth(study, outlook, miner)
    carried_kw = min(study.site.site_power_kw, ground.highest_kw)
    most = machine_count(effective_power_kw=carried_kw, machine_power_kw=worth.machine_kw)
    return worth.best_count(int(most)) > 0


def _easiest(study: StudyInputs, pays: Callable[[float, Miner], bool]) -> _Easiest | None:
    """Return the least factor in its favour with which a machine pays, and the machine.

    None where no factor does it, or any does.
    ``pays`` tells whether one does; with more it always does too.
    """
    found: _Easiest | None = None
    for miner in eligible_miners(study):
        if found is None:
            most = _first_power_of_two(lambda ease, one=miner: pays(ease, one))  # type: ignore[misc]
        else:
            most = found.ease if pays(found.ease * (1 - _EXACT), miner) else None
        if most is None:
            continue
        low, high = np.log(1 / _MOST_FACTOR), np.log(most)
        while high - low > _EXACT:
            middle = (low + high) / 2
            low, high = (low, middle) if pays(float(np.exp(middle)), miner) else (middle, high)
        found = _Easiest(float(np.exp(high)), miner)
    is_edge = found is not None and found.ease * _MOST_FACTOR > 1 + 2 * _EXACT
    return found if is_edge else None


def _first_power_of_two(pays: Callable[[float], bool]) -> float | None:
    ease = 1.0
    while not pays(ease):
        ease *= 2
        if ease > _MOST_FACTOR:
            return None
    return ease

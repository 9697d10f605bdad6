"""What would make a site pay: the value of one input at a time at which its NPV is 0.

With days switched off, NPV is no line in the power price or the bitcoin price but convex and made
of lines, one day leaving or joining at each of its edges; it is solved edge by edge, exactly.
"""

import math
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.cash_flow import other_capex, other_opex, yearly
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import PaysIf, SiteResult
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.scenarios import BASE_CASE, ScenarioPaths, power_price_growth
from hydro_mining.quantities import QUANTITIES


def pays_if(
    study: StudyInputs, paths: ScenarioPaths, site: SiteResult, *, miner_price_gbp: float
) -> PaysIf:
    """Return at which power price, machine price or bitcoin price the site's NPV is 0.

    Each is solved alone, for the base case and the machines of ``site`` [£ each], whatever their
    number would be elsewhere; None where no legal value does it. Where the NPV is 0 over a range
    of values, it is the end of it beside those that pay.
    """
    if not site.n_miners:
        return PaysIf(power_price_gbp_per_kwh=None, miner_price_gbp=None, btc_price_usd=None)
    days = _Days.of(study, paths, site)
    machines_gbp = site.n_miners * miner_price_gbp * (1 - days.residual_factor)
    fixed_gbp = days.other_gbp + machines_gbp
    btc_factor = _btc_price_factor(days, fixed_gbp)
    return PaysIf(
        power_price_gbp_per_kwh=_legal("power_price_gbp_per_kwh", _power_price(days, fixed_gbp)),
        miner_price_gbp=_legal("price_gbp", _miner_price(days, site.n_miners)),
        btc_price_usd=_legal("btc_price_usd", btc_factor * study.network.btc_price_usd),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """What each of D days of the base case is worth today, [£], and what stands beside the days.

    ``energy_kwh`` (D,) is what a power price of 1 £/kWh of the study would cost; ``other_gbp`` is
    the money out beside power and machines, ``residual_factor`` what a pound of machines fetches
    at the end.
    """

    revenue_gbp: Floats
    energy_kwh: Floats
    power_price_gbp_per_kwh: float
    other_gbp: float
    residual_factor: float
    switches_off: bool

    @classmethod
    def of(cls, study: StudyInputs, paths: ScenarioPaths, site: SiteResult) -> "_Days":
        finance, energy = study.finance, site.site_kwh_per_day
        today = discount_factors(
            rate_per_year=finance.discount_rate_per_year, periods=finance.years
        )
        revenue = site.site_hashrate_ths * yearly(paths.rev_per_th_per_day[BASE_CASE])
        growth = power_price_growth(study)[BASE_CASE]
        opex = float(other_opex(finance, energy_kwh_per_day=energy))
        return cls(
            revenue_gbp=(revenue * today[1:, None]).ravel(),
            energy_kwh=np.repeat(energy * growth * today[1:], DAYS_PER_PROJECT_YEAR),
            power_price_gbp_per_kwh=study.site.power_price_gbp_per_kwh,
            other_gbp=float(other_capex(finance, energy_kwh_per_day=energy))
            + opex * float(today[1:].sum()),
            residual_factor=finance.residual_value_fraction * float(today[-1]),
            switches_off=finance.switch_off_when_unprofitable,
        )

    def margin_gbp(self) -> float:
        """Return revenue less power cost of the days that count, added up."""
        margin = self.revenue_gbp - self.energy_kwh * self.power_price_gbp_per_kwh
        return float((np.maximum(margin, 0) if self.switches_off else margin).sum())


def _power_price(days: _Days, fixed_gbp: float) -> float:
    """Return [£/kWh]: a day's margin is its energy × (its own break-even price − the price)."""
    breakeven = days.revenue_gbp / days.energy_kwh
    return 0.0 - _level(days.energy_kwh, -breakeven, fixed_gbp, hinged=days.switches_off)


def _btc_price_factor(days: _Days, fixed_gbp: float) -> float:
    """Return times the study's price: a day's margin is its revenue × (it − the day's own)."""
    earns = days.revenue_gbp > 0
    cost = days.energy_kwh * days.power_price_gbp_per_kwh
    if not days.switches_off:
        fixed_gbp = fixed_gbp + float(cost[~earns].sum())
    revenue = days.revenue_gbp[earns]
    return _level(revenue, cost[earns] / revenue, fixed_gbp, hinged=days.switches_off)


def _miner_price(days: _Days, n_miners: int) -> float:
    kept = n_miners * (1 - days.residual_factor)
    return (days.margin_gbp() - days.other_gbp) / kept if kept else math.nan


def _level(weights: Floats, edges: Floats, target: float, *, hinged: bool) -> float:
    """Return the y at which ``sum(weights * (y - edges))`` is ``target``, NaN where none is.

    ``hinged``: only terms above 0 count, so that a target of 0 is met up to the lowest edge,
    which is returned, and none below 0. Weights (D,) are above 0.
    """
    if not len(weights):
        return math.nan
    order = np.argsort(edges)
    weight, edge = weights[order], edges[order]
    total, lifted = np.cumsum(weight), np.cumsum(weight * edge)
    if not hinged:
        return float((target + lifted[-1]) / total[-1])
    if target < 0:
        return math.nan
    # The sum at each edge, of the terms that are below it.
    at_edge = edge * total - lifted
    last = max(int(np.searchsorted(at_edge, target, side="right")) - 1, 0)
    return float((target + lifted[last]) / total[last])


def _legal(name: str, value: float) -> float | None:
    """Return a value of the input ``name`` if it is one, None if it is NaN or out of range."""
    legal = QUANTITIES[name].range
    assert legal is not None, f"{name} is no input"
    return value if legal.contains(value) else None

"""What a study's site would mine in each month at any level of revenue and power price.

Within a month the scenario's daily path keeps its shape; a future multiplies it. So what is mined
is a staircase over one factor: how far revenue over power cost is from the scenario's. Its steps
are sorted once, and a future is looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk.months import Months, months_of_scenario
from hydro_mining.economics.risk.work import Worked, coins_per_hash, pounds_per_coin
from hydro_mining.economics.risk_terms import Risk


@dataclass(frozen=True, slots=True, eq=False)
class Staircase:
    """Days of a month, the first to pay for their power first.

    Attributes
    ----------
    thresholds : (K,) ascending
        Factor on revenue over power cost from which each day is mined.
    sums : (3, K + 1)
        Revenue [£], power cost [£] and coin [BTC] of all days up to each.
    """

    thresholds: Floats
    sums: Floats

    def mined(self, factor: Floats) -> Floats:
        """Return revenue, power cost and coin (3, P) at each ``factor`` (P,)."""
        steps = np.searchsorted(self.thresholds, factor, side="right")
        return self.sums.take(steps, axis=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SiteWork:
    """A study's machines, off when they lose.

    Attributes
    ----------
    mean_load : [1], of the water
    power_kw, used_kw : [kW]
        What the site has at most, and what the machines draw.
    """

    months: Months
    stairs: Sequence[Staircase]
    mean_load: float
    power_kw: float
    used_kw: float

    def worked(self, risk: Risk, strayed: Deviations) -> Worked:
        """Return what the machines bring in each future."""
        share = self._share_of_hours(risk, strayed)
        income = np.empty_like(strayed.price)
        coin, worth = np.zeros((2, strayed.price.shape[-1]))
        for year, hours in enumerate(share):
            months = slice(year * MONTHS_PER_YEAR, (year + 1) * MONTHS_PER_YEAR)
            coins = coins_per_hash(self.months.subsidy_share, months, strayed)
            mining = pounds_per_coin(months, strayed) * coins * strayed.hashrate
            cost = strayed.power_price[months] * strayed.power
            revenue, power_cost, btc = self._mined(months, mining / cost)
            sold = revenue * mining
            np.multiply(hours, sold - power_cost * cost, out=income[months])
            _add_months(worth, hours * sold)
            _add_months(coin, hours * btc * coins * strayed.hashrate)
        return Worked(income_gbp=income, btc=coin, mined_gbp=worth)

    def _mined(self, months: slice, factors: Floats) -> Floats:
        """Return revenue, power cost and coin (3, M, P) of some months at their ``factors``."""
        mined = np.empty((3, *factors.shape))
        for month, (stairs, factor) in enumerate(zip(self.stairs[months], factors, strict=True)):
            mined[:, month] = stairs.mined(factor)
        return mined

    def _share_of_hours(self, risk: Risk, strayed: Deviations) -> Floats:
        """Return the share (T, P) of what the machines could do that water and uptime let them."""
        drawn_kw = self.used_kw * strayed.power
        if not risk.load_factor_cv:
            load = np.full_like(strayed.load_factor, self.mean_load)
            enough = drawn_kw <= self.mean_load * self.power_kw
        else:
            load = np.clip(self.mean_load * (1 + risk.load_factor_cv * strayed.load_factor), 0, 1)
            enough = np.zeros(len(drawn_kw), dtype=bool)
        water = np.divide(
            load * self.power_kw, drawn_kw, out=np.ones_like(load), where=drawn_kw > 0
        )
        share: Floats = np.where(enough, 1.0, np.minimum(water, 1.0)) * strayed.uptime
        return share


def site_work(result: Evaluation, scenario: int) -> SiteWork:
    """Return a study's site in one of its scenarios as what can be simulated."""
    study, site, paths = result.study, result.site, result.paths
    assert site is not None, "a site is needed to be mined at"
    revenue = site.site_hashrate_ths * paths.rev_per_th_per_day[scenario]
    power_price = np.repeat(paths.power_price_gbp_per_kwh[scenario], DAYS_PER_PROJECT_YEAR)
    coin_gbp = paths.btc_price_usd[scenario] * study.network.usd_to_gbp
    daily = np.stack([revenue, site.site_kwh_per_day * power_price, revenue / coin_gbp], axis=1)
    months = months_of_scenario(result, scenario)
    return SiteWork(
        months=months,
        stairs=[_staircase(daily[days]) for days in months.spans],
        mean_load=study.site.load_factor,
        power_kw=study.site.site_power_kw,
        used_kw=site.effective_power_kw - site.unused_power_kw,
    )


def _staircase(daily: Floats) -> Staircase:
    revenue, cost = daily[:, 0], daily[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        threshold = np.where(cost > 0, cost / revenue, 0.0)
    order = np.argsort(threshold, kind="stable")
    sums = np.vstack([np.zeros(3), np.cumsum(daily[order], axis=0)])
    return Staircase(threshold[order], np.ascontiguousarray(sums.T))


def _add_months(total: Floats, months: Floats) -> None:
    """Add months (M, P) to a total (P,), one after the other."""
    for month in months:
        total += month

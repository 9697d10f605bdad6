"""What each month of a study would mine at any level of revenue and power price.

Within a month the scenario's daily path keeps its shape; a future multiplies it. So what is mined
is a staircase over one factor: how far revenue over power cost is from the scenario's. Its steps
are sorted once, and a future is looked up.
"""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import (
    DAYS_PER_PROJECT_YEAR,
    MONTHS_PER_YEAR,
    SATOSHI_PER_BTC,
)
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.bitcoin import block_subsidy
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.scenarios import fees_btc_per_block

__all__ = ["Month", "Sums", "month_of_day", "months_of_study"]


@dataclass(frozen=True, slots=True)
class Sums:
    """Revenue [£], power cost [£] and coin [BTC] of what is mined, of one shape."""

    revenue_gbp: Floats
    power_cost_gbp: Floats
    btc: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month of the scenario.

    Attributes
    ----------
    days : [days]
    hashprice : [£/TH/day], its mean, before the pool fee
    subsidy_share : [1], of what the month's revenue is made of; the rest are fees
    thresholds : (K,) ascending
        Factor on revenue over power cost from which each step is mined.
    sums : (K + 1,), of all steps up to each
    """

    days: int
    hashprice: float
    subsidy_share: float
    thresholds: Floats
    sums: Sums

    def mined(self, factor: Floats) -> Sums:
        """Return what is mined at each ``factor`` (P,), at the scenario's own prices."""
        steps = np.searchsorted(self.thresholds, factor, side="right")
        return Sums(
            self.sums.revenue_gbp[steps], self.sums.power_cost_gbp[steps], self.sums.btc[steps]
        )


def month_of_day(days: int) -> Integers:
    """Return the month of 365/12 days that has each day's middle, (days,)."""
    middle = np.arange(days) + 0.5
    return (middle * MONTHS_PER_YEAR // DAYS_PER_PROJECT_YEAR).astype(np.int64)


def months_of_study(result: Evaluation, scenario: int) -> list[Month]:
    """Return the months of a study's site in one of its scenarios, machines off when they lose.

    The steps are days, the first to pay for their power first.
    """
    study, site, paths = result.study, result.site, result.paths
    assert site is not None, "a site is needed to be mined at"
    revenue_per_th = paths.rev_per_th_per_day[scenario]
    subsidy = block_subsidy(paths.block_height) / SATOSHI_PER_BTC
    fees = fees_btc_per_block(study)[scenario]
    share = np.divide(subsidy, subsidy + fees, out=np.ones_like(fees), where=subsidy + fees > 0)
    daily = Sums(
        site.site_hashrate_ths * revenue_per_th,
        site.site_kwh_per_day
        * np.repeat(paths.power_price_gbp_per_kwh[scenario], DAYS_PER_PROJECT_YEAR),
        site.site_hashrate_ths
        * revenue_per_th
        / (paths.btc_price_usd[scenario] * study.network.usd_to_gbp),
    )
    kept = 1 - study.finance.pool_fee_fraction
    hashprice = revenue_per_th / kept if kept else np.zeros_like(revenue_per_th)
    month = month_of_day(len(revenue_per_th))
    starts = np.flatnonzero(np.diff(month, prepend=-1))
    spans = zip(starts, [*starts[1:], len(month)], strict=True)
    return [_month(daily, hashprice, share, slice(first, end)) for first, end in spans]


def _month(daily: Sums, hashprice: Floats, share: Floats, days: slice) -> Month:
    revenue, cost, btc = daily.revenue_gbp[days], daily.power_cost_gbp[days], daily.btc[days]
    with np.errstate(divide="ignore", invalid="ignore"):
        threshold = np.where(cost > 0, cost / revenue, 0.0)
    order = np.argsort(threshold, kind="stable")
    total = revenue.sum()
    return Month(
        days=len(revenue),
        hashprice=float(hashprice[days].mean()),
        subsidy_share=float((revenue * share[days]).sum() / total) if total else 1.0,
        thresholds=threshold[order],
        sums=Sums(*(np.append(0.0, np.cumsum(each[order])) for each in (revenue, cost, btc))),
    )

"""What each alternative comes to in futures that stray from a scenario, month by month.

Within a month the scenario's days keep their shape; a future multiplies them, as in a risk run.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.economics.alternatives.coin import (
    bought_at_start,
    left_by_custody,
    monthly_purchases,
)
from hydro_mining.economics.alternatives.comparison import AlternativesResult
from hydro_mining.economics.alternatives.hosting import Hosting, hosting
from hydro_mining.economics.alternatives.venture import Venture, venture_of
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk.simulation import Venture as Site
from hydro_mining.economics.risk.simulation import water_share, worked
from hydro_mining.economics.risk_terms import Risk

__all__ = ["Scene", "scene_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One scenario of a study by its M months, from which P futures stray.

    Attributes
    ----------
    site
        Its machines, as a risk run has them.
    exported_gbp : (M,) [£], of exporting alone
    bought_btc : [BTC], what is left at the end of day 0's purchase
    saved_btc : (M,) [BTC], what is left at the end of each month's purchase
    kept_share : (M,) [1], what custody leaves of coin that is mined in a month
    gbp_per_btc_at_end : [£/BTC]
    hosted
        The machines at the host's.
    hosted_revenue_gbp_per_day : (D,) [£]
    first_days : (M,), of each month
    """

    terms: Alternatives
    capital_gbp: float
    site: Site
    exported_gbp: Floats
    bought_btc: float
    saved_btc: Floats
    kept_share: Floats
    gbp_per_btc_at_end: float
    hosted: Hosting
    hosted_revenue_gbp_per_day: Floats
    first_days: Integers

    @property
    def years(self) -> int:
        """Project years."""
        return self.site.years

    def money_at_end(self, risk: Risk, strayed: Deviations, shares: Floats) -> Mapping[str, Floats]:
        """Return what each alternative comes to in each future, (P,) [£] by key.

        ``shares`` (P,) is how far shares stray from their yield by the end.
        """
        terms, capital = self.terms, self.capital_gbp
        water = _by_month(water_share(self.site, risk, strayed, power=1.0))
        exports = strayed.power_price * water
        exported = self.exported_gbp @ exports
        per_coin = strayed.price * strayed.exchange_rate
        sold = self.gbp_per_btc_at_end * per_coin[-1] * (1 - terms.trading_fee_fraction)
        bought = self.bought_btc * sold
        saved = (self.saved_btc @ (exports / per_coin)) * sold

        def in_money(rate: float) -> Floats:
            at_end: Floats = capital * (1 + rate) ** self.years + exported
            return at_end

        index_fund = in_money(terms.index_yield_per_year) - exported
        return {
            "mine": self._mined(risk, strayed, sold) + exported,
            "export_only": exported,
            "buy_and_hold": bought + exported,
            "buy_and_dca": bought + saved,
            "hosted": self._hosted(strayed) + exported,
            "gilts": in_money(terms.gilt_yield_per_year),
            "savings": in_money(terms.savings_yield_per_year),
            "index_fund": index_fund * shares + exported,
        }

    def _mined(self, risk: Risk, strayed: Deviations, sold: Floats) -> Floats:
        """Return what mining brings beyond exporting, with kept coin and resale."""
        mined, site, kept = worked(self.site, risk, strayed).mined, self.site, self.terms
        cash = (1 - kept.hodl_fraction) * mined.revenue_gbp.sum(axis=0)
        cash = cash - mined.power_cost_gbp.sum(axis=0)
        coin = kept.hodl_fraction * (self.kept_share @ mined.btc)
        opex = site.other_opex_gbp_per_year * site.years
        profit: Floats = cash - opex + coin * sold + site.residual_gbp
        return profit

    def _hosted(self, strayed: Deviations) -> Floats:
        """Return what the host's machines leave, days that lose money left out."""
        power = self.hosted.power_gbp_per_day * strayed.power
        left = np.zeros_like(power)
        days = np.split(self.hosted_revenue_gbp_per_day, self.first_days[1:])
        for index, (month, revenue) in enumerate(zip(self.site.months, days, strict=True)):
            fees = month.subsidy_share + (1 - month.subsidy_share) * strayed.fees[index]
            earned = strayed.price[index] * strayed.exchange_rate[index] * fees
            per_th = earned / strayed.difficulty[index] * strayed.hashrate
            left += np.maximum(revenue[:, None] * per_th - power, 0).sum(axis=0)
        brought: Floats = self.hosted.kept_share * left + self.hosted.returned_at_end_gbp
        return brought


def scene_of(result: Evaluation, compared: AlternativesResult, site: Site, scenario: int) -> Scene:
    """Return a scenario of a study's result, whose alternatives and simulated site are given."""
    venture, terms = venture_of(result), compared.terms
    assert venture is not None, "there is capital"
    assert compared.hosted_machine is not None, "there is a machine"
    hosted = hosting(venture, terms.hosted, compared.hosted_machine)
    first = venture.first_days
    left = left_by_custody(venture.days_left, terms)
    saved = (monthly_purchases(venture, terms) * left)[scenario]
    return Scene(
        terms=terms,
        capital_gbp=venture.capital_gbp,
        site=site,
        exported_gbp=np.add.reduceat(venture.exported_gbp_per_day[scenario], first),
        bought_btc=float(bought_at_start(venture, terms).btc[scenario]),
        saved_btc=np.add.reduceat(saved, first),
        kept_share=_kept_share(venture, left, scenario),
        gbp_per_btc_at_end=float(venture.gbp_per_btc_at_end[scenario]),
        hosted=hosted,
        hosted_revenue_gbp_per_day=hosted.revenue_gbp_per_day[scenario],
        first_days=first,
    )


def _kept_share(venture: Venture, left: Floats, scenario: int) -> Floats:
    """Return what custody leaves of a month's coin (M,), as the scenario's days mine it."""
    first = venture.first_days
    coin = venture.mined_gbp_per_day[scenario] / venture.gbp_per_btc[scenario]
    total = np.add.reduceat(coin, first)
    days = np.diff(np.append(first, len(coin)))
    mean = np.add.reduceat(left, first) / days
    share: Floats = np.divide(np.add.reduceat(coin * left, first), total, out=mean, where=total > 0)
    return share


def _by_month(of_years: Floats) -> Floats:
    """Return figures of years (T, P) for each of their months (M, P)."""
    return np.repeat(of_years, MONTHS_PER_YEAR, axis=0)

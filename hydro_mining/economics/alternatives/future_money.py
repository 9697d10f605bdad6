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
from hydro_mining.economics.alternatives.future_water import Water, water_of
from hydro_mining.economics.alternatives.hosting import Hosting, hosting
from hydro_mining.economics.alternatives.venture import Venture
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk.months import Months
from hydro_mining.economics.risk.work import coins_per_hash, pounds_per_coin
from hydro_mining.economics.risk_terms import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """What a risk run says of mining in P futures, (P,).

    Attributes
    ----------
    gain_gbp : [£], beyond exporting and less the capital, coin sold daily, resale included
    worth_gbp : [£], btc : [BTC], of the coin
    """

    gain_gbp: Floats
    worth_gbp: Floats
    btc: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One scenario of a study by its M months, from which P futures stray.

    Attributes
    ----------
    exported_gbp : (M,) [£], of exporting alone
    bought_btc : [BTC], what is left at the end of day 0's purchase
    saved_btc : (M,) [BTC], what is left at the end of each month's purchase
    kept_share : [1], what custody leaves of the coin that the scenario mines
    gbp_per_btc_at_end : [£/BTC]
    hosted_revenue_gbp_per_day : (D,) [£]
    months : of the scenario
    """

    terms: Alternatives
    years: int
    capital_gbp: float
    water: Water
    exported_gbp: Floats
    bought_btc: float
    saved_btc: Floats
    kept_share: float
    gbp_per_btc_at_end: float
    hosted: Hosting
    hosted_revenue_gbp_per_day: Floats
    months: Months

    def money_at_end(
        self, risk: Risk, strayed: Deviations, shares: Floats, mined: Mined
    ) -> Mapping[str, Floats]:
        """Return what each alternative comes to in each future, (P,) [£] by key.

        ``shares`` (P,) is how far shares stray from their yield by the end.
        """
        terms = self.terms
        water = np.repeat(self.water.share(risk, strayed), MONTHS_PER_YEAR, axis=0)
        exports = strayed.power_price * water
        exported = self.exported_gbp @ exports
        per_coin = pounds_per_coin(slice(None), strayed)
        sold = self.gbp_per_btc_at_end * per_coin[-1] * (1 - terms.trading_fee_fraction)
        bought = self.bought_btc * sold
        kept = terms.hodl_fraction * (mined.btc * self.kept_share * sold - mined.worth_gbp)
        return {
            "mine": mined.gain_gbp + self.capital_gbp + kept + exported,
            "export_only": exported,
            "buy_and_hold": bought + exported,
            "buy_and_dca": bought + (self.saved_btc @ (exports / per_coin)) * sold,
            "hosted": self._hosted(strayed) + exported,
            "gilts": self._grown(terms.gilt_yield_per_year) + exported,
            "savings": self._grown(terms.savings_yield_per_year) + exported,
            "index_fund": self._grown(terms.index_yield_per_year) * shares + exported,
        }

    def _grown(self, rate: float) -> float:
        return self.capital_gbp * float((1 + rate) ** self.years)

    def _hosted(self, strayed: Deviations) -> Floats:
        """Return what the host's machines leave, days that lose money left out."""
        power = self.hosted.power_gbp_per_day * strayed.power
        left = np.zeros_like(power)
        for month, days in enumerate(self.months.spans):
            revenue = self.hosted_revenue_gbp_per_day[days]
            coins = coins_per_hash(self.months.subsidy_share, month, strayed)
            per_coin = pounds_per_coin(month, strayed)
            left += _over(revenue, per_coin * coins * strayed.hashrate, power)
        brought: Floats = self.hosted.kept_share * left + self.hosted.returned_at_end_gbp
        return brought


def _over(revenue: Floats, factor: Floats, cost: Floats) -> Floats:
    """Return what days of ``revenue`` (D,) times ``factor`` (P,) bring over ``cost`` a day (P,).

    Days that do not pay for it are left out: the others are looked up among all in their order.
    """
    rising = np.sort(revenue)
    of_the_best = np.concatenate([np.cumsum(rising[::-1])[::-1], [0.0]])
    with np.errstate(divide="ignore", invalid="ignore"):
        idle = np.searchsorted(rising, cost / factor, side="right")
    over: Floats = factor * of_the_best[idle] - cost * (len(rising) - idle)
    return over


def scene_of(result: Evaluation, venture: Venture, scenario: int, months: Months) -> Scene:
    """Return one of the scenarios of a study's result, by its index, with its months.

    Raises
    ------
    InputError
        If the terms do not fit the study.
    """
    terms = result.study.alternatives or Alternatives()
    hosted = hosting(venture, terms.hosted, venture.machine)
    first = months.first_day
    left = left_by_custody(venture.days_left, terms)
    saved = (monthly_purchases(venture, terms) * left)[scenario]
    return Scene(
        terms=terms,
        years=result.study.finance.years,
        capital_gbp=venture.capital_gbp,
        water=water_of(result, None if venture.basis == "study" else result.plan),
        exported_gbp=np.add.reduceat(venture.exported_gbp_per_day[scenario], first),
        bought_btc=float(bought_at_start(venture, terms).btc[scenario]),
        saved_btc=np.add.reduceat(saved, first),
        kept_share=_kept_share(venture, left, scenario),
        gbp_per_btc_at_end=float(venture.gbp_per_btc_at_end[scenario]),
        hosted=hosted,
        hosted_revenue_gbp_per_day=hosted.revenue_gbp_per_day[scenario],
        months=months,
    )


def _kept_share(venture: Venture, left: Floats, scenario: int) -> float:
    """Return what custody leaves of coin by the end, as the scenario's days mine it."""
    coin = venture.mined_gbp_per_day[scenario] / venture.gbp_per_btc[scenario]
    total = coin.sum()
    return float((coin * left).sum() / total) if total else float(left.mean())

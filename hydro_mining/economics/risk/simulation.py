"""A risk run: blocks of futures, each seeded by its number, put together in their order.

The same seed gives the same figures bit for bit, however many workers share the blocks.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.returns import discount_factors, payback
from hydro_mining.economics.risk.draws import Deviations, drawn
from hydro_mining.economics.risk.months import Month
from hydro_mining.economics.risk_terms import Risk

__all__ = ["BLOCK", "MOST_CHARTED", "Futures", "Venture", "simulated"]

# Futures of a block; a fixed number, since the draws of a future depend on it.
BLOCK = 1_000
# Month by month no more futures are kept: percentiles of a chart need none beyond.
MOST_CHARTED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Venture:
    """What is simulated: money at the start and end, and M months of a machine's work.

    Attributes
    ----------
    mean_load : [1], of the water
    power_kw, used_kw : [kW]
        What the site has at most, and what the machines draw.
    """

    months: Sequence[Month]
    capital_gbp: float
    residual_gbp: float
    other_opex_gbp_per_year: float
    discount_rate_per_year: float
    mean_load: float
    power_kw: float
    used_kw: float

    @property
    def years(self) -> int:
        """Project years."""
        return len(self.months) // MONTHS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """P futures; the first C of them month by month.

    Attributes
    ----------
    npv_gbp, payback_years, btc_mined : (P,)
        ``payback_years`` is NaN where the money does not come back.
    mined_gbp : (P,) [£], what the coin brings where it is sold daily
    cumulative_gbp : (M + 1, C) [£], hashprice : (M, C) [£/TH/day]
    """

    npv_gbp: Floats
    payback_years: Floats
    btc_mined: Floats
    mined_gbp: Floats
    cumulative_gbp: Floats
    hashprice: Floats


def simulated(
    venture: Venture, risk: Risk, *, paths: int, seed: int, executor: Executor | None = None
) -> Futures:
    """Return ``paths`` futures of a venture."""
    run = partial(_block, venture, risk, paths, seed)
    blocks = range(-(-paths // BLOCK))
    done = list((executor.map if executor else map)(run, blocks))
    npv, back, btc, mined = (np.concatenate([one[i] for one in done]) for i in range(4))
    cash, hashprice = (
        np.concatenate([one[i] for one in done if one[i] is not None], axis=-1) for i in (4, 5)
    )
    return Futures(
        npv_gbp=npv,
        payback_years=back,
        btc_mined=btc,
        mined_gbp=mined,
        cumulative_gbp=cash,
        hashprice=hashprice,
    )


def _block(
    venture: Venture, risk: Risk, paths: int, seed: int, block: int
) -> tuple[Floats, Floats, Floats, Floats, Floats | None, Floats | None]:
    """Return NPV, payback, coin, its worth and, for a chart, cash and hashprice of a block."""
    # A block is always drawn whole: the last one's draws do not depend on how many are wanted.
    count = min(BLOCK, paths - block * BLOCK)
    strayed = drawn(risk, years=venture.years, paths=BLOCK, seed=seed, block=block)
    worked = _worked(venture, risk, strayed)
    profit, btc, mined, hashprice = (each[..., :count] for each in worked)
    by_year = profit.reshape(venture.years, MONTHS_PER_YEAR, count).sum(axis=1)
    flows = np.vstack([np.full(count, -venture.capital_gbp), by_year]).T
    flows[:, -1] += venture.residual_gbp
    factors = discount_factors(rate_per_year=venture.discount_rate_per_year, periods=venture.years)
    npv = flows @ factors
    back = payback(flows, residual=np.full(count, venture.residual_gbp))
    if block * BLOCK >= MOST_CHARTED:
        return npv, back, btc, mined, None, None
    cash = np.cumsum(np.vstack([flows[:, :1].T, profit]), axis=0)
    cash[-1] += venture.residual_gbp
    return npv, back, btc, mined, cash, hashprice


def _worked(
    venture: Venture, risk: Risk, strayed: Deviations
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return profit (M, P) [£], coin and its worth (P,) [BTC, £], hashprice (M, P) [£/TH/day]."""
    share = _share_of_hours(venture, risk, strayed)
    profit = np.empty_like(strayed.price)
    hashprice = np.empty_like(strayed.price)
    coin, worth = np.zeros((2, strayed.price.shape[-1]))
    for index, month in enumerate(venture.months):
        per_coin = strayed.price[index] * strayed.exchange_rate[index]
        of_fees = month.subsidy_share + (1 - month.subsidy_share) * strayed.fees[index]
        coins = of_fees / strayed.difficulty[index]
        cost = strayed.power_price[index] * strayed.power
        earned = per_coin * coins
        mined = month.mined(earned * strayed.hashrate / cost)
        hours = share[index // MONTHS_PER_YEAR]
        hashprice[index] = month.hashprice * earned
        revenue = mined.revenue_gbp * earned * strayed.hashrate
        worth += hours * revenue
        profit[index] = hours * (
            revenue - mined.power_cost_gbp * cost
        ) - venture.other_opex_gbp_per_year * (month.days / DAYS_PER_PROJECT_YEAR)
        coin += hours * mined.btc * coins * strayed.hashrate
    return profit, coin, worth, hashprice


def _share_of_hours(venture: Venture, risk: Risk, strayed: Deviations) -> Floats:
    """Return the share (T, P) of what the machines could do that water and uptime let them."""
    load = np.clip(venture.mean_load * (1 + risk.load_factor_cv * strayed.load_factor), 0, 1)
    drawn_kw = venture.used_kw * strayed.power
    enough = drawn_kw <= venture.mean_load * venture.power_kw if not risk.load_factor_cv else False
    water = np.divide(load * venture.power_kw, drawn_kw, out=np.ones_like(load), where=drawn_kw > 0)
    return np.where(enough, 1.0, np.minimum(water, 1.0)) * strayed.uptime

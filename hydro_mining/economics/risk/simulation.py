"""A risk run: blocks of futures, each seeded by its number, put together in their order.

The same seed gives the same figures bit for bit, however many workers share the blocks.
"""

from concurrent.futures import Executor
from dataclasses import dataclass, fields
from functools import partial

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.returns import discount_factors, payback
from hydro_mining.economics.risk.draws import Deviations, drawn
from hydro_mining.economics.risk.work import Work
from hydro_mining.economics.risk_terms import Risk

# Futures of a block; a fixed number, since the draws of a future depend on it.
BLOCK = 1_000
# Month by month no more futures are kept: percentiles of a chart need none beyond.
MOST_CHARTED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Venture:
    """What is simulated: money at the start and end, and M months of the machines' work."""

    work: Work
    capital_gbp: float
    residual_gbp: float
    other_opex_gbp_per_year: float
    discount_rate_per_year: float

    @property
    def years(self) -> int:
        """Project years."""
        return len(self.work.months.days) // MONTHS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Futures:
    """P futures; the first C of them month by month.

    Attributes
    ----------
    npv_gbp, payback_years, btc_mined : (P,)
        ``payback_years`` is NaN where the money does not come back.
    mined_gbp : (P,) [£], what the coin brings where it is sold daily
    cumulative_gbp : (M + 1, C) [£]
    """

    npv_gbp: Floats
    payback_years: Floats
    btc_mined: Floats
    mined_gbp: Floats
    cumulative_gbp: Floats


def simulated(
    venture: Venture, risk: Risk, *, paths: int, seed: int, executor: Executor | None = None
) -> Futures:
    """Return ``paths`` futures of a venture."""
    run = partial(_block, venture, risk, paths, seed)
    blocks = range(-(-paths // BLOCK))
    done = list((executor.map if executor else map)(run, blocks))
    return Futures(
        **{
            item.name: np.concatenate([getattr(one, item.name) for one in done], axis=-1)
            for item in fields(Futures)
        }
    )


def _block(venture: Venture, risk: Risk, paths: int, seed: int, block: int) -> Futures:
    strayed, count = drawn_block(venture, risk, paths=paths, seed=seed, block=block)
    charted = count if block * BLOCK < MOST_CHARTED else 0
    return followed(venture, risk, strayed, count=count, charted=charted)


def drawn_block(
    venture: Venture, risk: Risk, *, paths: int, seed: int, block: int
) -> tuple[Deviations, int]:
    """Return the futures of a block, and how many of them are among the ``paths``.

    A block is always drawn whole: the last one's draws do not depend on how many are wanted.
    """
    strayed = drawn(risk, years=venture.years, paths=BLOCK, seed=seed, block=block)
    return strayed, min(BLOCK, paths - block * BLOCK)


def followed(
    venture: Venture, risk: Risk, strayed: Deviations, *, count: int, charted: int
) -> Futures:
    """Return the first ``count`` futures of a block, the first ``charted`` month by month."""
    worked = venture.work.worked(risk, strayed)
    opex = venture.other_opex_gbp_per_year / DAYS_PER_PROJECT_YEAR * venture.work.months.days
    profit = worked.income_gbp[:, :count] - opex[:, None]
    by_year = profit.reshape(venture.years, MONTHS_PER_YEAR, count).sum(axis=1)
    flows = np.vstack([np.full(count, -venture.capital_gbp), by_year]).T
    flows[:, -1] += venture.residual_gbp
    factors = discount_factors(rate_per_year=venture.discount_rate_per_year, periods=venture.years)
    cash = np.cumsum(np.vstack([flows[:, :1].T, profit])[:, :charted], axis=0)
    cash[-1] += venture.residual_gbp
    return Futures(
        npv_gbp=flows @ factors,
        payback_years=payback(flows, residual=np.full(count, venture.residual_gbp)),
        btc_mined=worked.btc[:count],
        mined_gbp=worked.mined_gbp[:count],
        cumulative_gbp=cash,
    )

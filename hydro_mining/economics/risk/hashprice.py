"""How the hashprice swings, which neither machines nor power change: kept while those do."""

from functools import lru_cache

import numpy as np

from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.economics.risk.draws import drawn
from hydro_mining.economics.risk.months import Months
from hydro_mining.economics.risk.simulation import BLOCK, MOST_CHARTED
from hydro_mining.economics.risk.spread import Spread, spread
from hydro_mining.economics.risk.work import coins_per_hash, pounds_per_coin
from hydro_mining.economics.risk_terms import Risk

# Scenarios at hand, a few kilobytes each.
_KEPT = 64


def hashprice_spread(months: Months, risk: Risk, *, paths: int, seed: int) -> Spread:
    """Return the spread (M,) [£/TH/day] of each month's hashprice over the futures of a run.

    Of many futures it is over the first that are kept month by month, as cash is.
    """
    scenario = (tuple(months.hashprice.tolist()), tuple(months.subsidy_share.tolist()))
    return _spread(risk, min(paths, MOST_CHARTED), seed, *scenario)


@lru_cache(maxsize=_KEPT)
def _spread(
    risk: Risk, paths: int, seed: int, hashprice: tuple[float, ...], share: tuple[float, ...]
) -> Spread:
    years, mean = len(hashprice) // MONTHS_PER_YEAR, np.array(hashprice)[:, None]
    blocks, every = [], slice(None)
    for block in range(-(-paths // BLOCK)):
        strayed = drawn(risk, years=years, paths=BLOCK, seed=seed, block=block)
        coins = coins_per_hash(np.array(share), every, strayed)
        blocks.append(pounds_per_coin(every, strayed) * coins * mean)
    return spread(np.concatenate(blocks, axis=-1)[:, :paths])

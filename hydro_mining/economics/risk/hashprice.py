"""How the hashprice swings around a scenario's: neither machines nor prices of today change it."""

from functools import lru_cache

import numpy as np

from hydro_mining.constants import MONTHS_PER_YEAR
from hydro_mining.economics.risk.draws import drawn
from hydro_mining.economics.risk.months import Months
from hydro_mining.economics.risk.simulation import BLOCK, MOST_CHARTED
from hydro_mining.economics.risk.spread import Spread, spread
from hydro_mining.economics.risk.work import coins_per_hash, pounds_per_coin
from hydro_mining.economics.risk_terms import Risk

# Runs at hand, some ten kilobytes each.
_KEPT = 64


def hashprice_spread(months: Months, risk: Risk, *, paths: int, seed: int) -> Spread:
    """Return the spread (M,) [£/TH/day] of each month's hashprice over the futures of a run.

    Of many futures it is over the first that are kept month by month, as cash is.
    """
    share = tuple(months.subsidy_share.tolist())
    factor = _factor(risk, min(paths, MOST_CHARTED), seed, share)
    of_percentiles = {at: months.hashprice * one for at, one in factor.percentiles.items()}
    return Spread(months.hashprice * factor.mean, of_percentiles)


@lru_cache(maxsize=_KEPT)
def _factor(risk: Risk, paths: int, seed: int, subsidy_share: tuple[float, ...]) -> Spread:
    """Return the spread (M,) of the factor on each month's hashprice."""
    years = len(subsidy_share) // MONTHS_PER_YEAR
    every_month = slice(None)
    blocks = []
    for block in range(-(-paths // BLOCK)):
        strayed = drawn(risk, years=years, paths=BLOCK, seed=seed, block=block)
        coins = coins_per_hash(np.array(subsidy_share), every_month, strayed)
        blocks.append(pounds_per_coin(every_month, strayed) * coins)
    return spread(np.concatenate(blocks, axis=-1)[:, :paths])

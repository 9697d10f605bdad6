"""Coin that is bought or kept, and what it is worth at the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.economics.alternatives.venture import Venture
from hydro_mining.economics.arrays import Floats

__all__ = ["CoinKept", "bought_at_start", "bought_monthly", "mined_and_kept"]


@dataclass(frozen=True, slots=True)
class CoinKept:
    """Coin at the end, (S,) [BTC], and what selling it brings then, (S,) [£]."""

    btc: Floats
    worth_gbp: Floats

    def with_more(self, more: "CoinKept") -> "CoinKept":
        """Return both together."""
        return CoinKept(self.btc + more.btc, self.worth_gbp + more.worth_gbp)


def bought_at_start(venture: Venture, terms: Alternatives) -> CoinKept:
    """Return the coin that the capital buys on day 0."""
    paid = venture.capital_gbp * (1 - terms.trading_fee_fraction)
    days = venture.gbp_per_btc.shape[-1]
    return _kept(paid / venture.gbp_per_btc[:, 0] * _left_by_custody(days, terms), venture, terms)


def bought_monthly(venture: Venture, terms: Alternatives) -> CoinKept:
    """Return the coin that each month's export income buys, at the month's mean price.

    It is kept from the month's end on.
    """
    first = venture.first_days
    last = np.append(first[1:], venture.gbp_per_btc.shape[-1]) - 1
    income = np.add.reduceat(venture.exported_gbp_per_day, first, axis=-1)
    price = np.add.reduceat(venture.gbp_per_btc, first, axis=-1) / (last - first + 1)
    coin = income * (1 - terms.trading_fee_fraction) / price
    left = _left_by_custody(venture.days_left[last], terms)
    return _kept((coin * left).sum(axis=-1), venture, terms)


def mined_and_kept(venture: Venture, terms: Alternatives) -> CoinKept:
    """Return the share of the mined coin that is not sold, kept from its day on."""
    coin = terms.hodl_fraction * venture.mined_gbp_per_day / venture.gbp_per_btc
    left = _left_by_custody(venture.days_left, terms)
    return _kept((coin * left).sum(axis=-1), venture, terms)


def _left_by_custody(days: ArrayLike, terms: Alternatives) -> Floats:
    years = np.asarray(days) / DAYS_PER_PROJECT_YEAR
    left: Floats = (1 - terms.custody_fee_per_year) ** years
    return left


def _kept(btc: Floats, venture: Venture, terms: Alternatives) -> CoinKept:
    sold = btc * venture.gbp_per_btc_at_end * (1 - terms.trading_fee_fraction)
    return CoinKept(btc, sold)

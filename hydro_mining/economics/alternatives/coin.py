"""Coin that is bought or kept, and what it is worth at the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.economics.alternatives.venture import Venture
from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.cash_flow import yearly


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
    days = venture.gbp_per_btc.shape[-1]
    return _kept(purchase(venture, terms) * left_by_custody(days, terms), venture, terms)


def bought_monthly(venture: Venture, terms: Alternatives) -> CoinKept:
    """Return the coin that each month's export income buys, at the month's mean price.

    It is kept from the month's end on.
    """
    left = left_by_custody(venture.days_left, terms)
    return _kept((monthly_purchases(venture, terms) * left).sum(axis=-1), venture, terms)


def mined_and_kept(venture: Venture, terms: Alternatives) -> CoinKept:
    """Return the share of the mined coin that is not sold, kept from its day on."""
    left = left_by_custody(venture.days_left, terms)
    return _kept((unsold(venture, terms) * left).sum(axis=-1), venture, terms)


def purchase(venture: Venture, terms: Alternatives) -> Floats:
    """Return the coin that the capital buys on day 0, (S,) [BTC]."""
    paid = venture.capital_gbp * (1 - terms.trading_fee_fraction)
    coin: Floats = paid / venture.gbp_per_btc[:, 0]
    return coin


def monthly_purchases(venture: Venture, terms: Alternatives) -> Floats:
    """Return the coin bought on each day (S, D) [BTC]: on the last of a month, with its income."""
    first = venture.first_days
    last = np.append(first[1:], venture.gbp_per_btc.shape[-1]) - 1
    income = np.add.reduceat(venture.exported_gbp_per_day, first, axis=-1)
    price = np.add.reduceat(venture.gbp_per_btc, first, axis=-1) / (last - first + 1)
    coin = np.zeros_like(venture.gbp_per_btc)
    coin[:, last] = income * (1 - terms.trading_fee_fraction) / price
    return coin


def unsold(venture: Venture, terms: Alternatives) -> Floats:
    """Return the mined coin that is not sold, by day (S, D) [BTC]."""
    coin: Floats = terms.hodl_fraction * venture.mined_gbp_per_day / venture.gbp_per_btc
    return coin


def held_by_year(at_start: Floats, by_day: Floats, terms: Alternatives) -> Floats:
    """Return the coin held at the start and at each year's end, (S, T + 1) [BTC].

    Parameters
    ----------
    at_start : (S,) [BTC], before the first day
    by_day : (S, D) [BTC], from each day's end on
    """
    left = left_by_custody(np.arange(DAYS_PER_PROJECT_YEAR)[::-1], terms)
    added = (yearly(by_day) * left).sum(axis=-1)
    held = [at_start]
    for year in range(added.shape[-1]):
        held.append(held[-1] * (1 - terms.custody_fee_per_year) + added[:, year])
    return np.stack(held, axis=-1)


def left_by_custody(days: ArrayLike, terms: Alternatives) -> Floats:
    """Return the share of coin that is left after days of safe keeping."""
    years = np.asarray(days) / DAYS_PER_PROJECT_YEAR
    left: Floats = (1 - terms.custody_fee_per_year) ** years
    return left


def _kept(btc: Floats, venture: Venture, terms: Alternatives) -> CoinKept:
    sold = btc * venture.gbp_per_btc_at_end * (1 - terms.trading_fee_fraction)
    return CoinKept(btc, sold)

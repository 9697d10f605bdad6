"""What a future is asked: what the machines bring in each month."""

from dataclasses import dataclass
from typing import Protocol

from hydro_mining.economics.arrays import Floats
from hydro_mining.economics.risk.draws import Deviations
from hydro_mining.economics.risk.months import Months
from hydro_mining.economics.risk_terms import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What machines bring in P futures.

    Attributes
    ----------
    income_gbp : (M, P) [£], before other opex
    btc, mined_gbp : (P,) [BTC], [£]
        Coin, and what it brings where it is sold daily.
    """

    income_gbp: Floats
    btc: Floats
    mined_gbp: Floats


class Work(Protocol):
    """Machines at a site, or those of a plan."""

    @property
    def months(self) -> Months:
        """Months of the scenario."""

    def worked(self, risk: Risk, strayed: Deviations) -> Worked:
        """Return what the machines bring in each future."""


def coins_per_hash(subsidy_share: Floats, span: int | slice, strayed: Deviations) -> Floats:
    """Return the factor, (P,) or (M, P), on the coin that a hash earns in a month or some.

    ``subsidy_share`` (M,) [1] is the subsidy's share of the months' revenue; the rest are fees.
    """
    share = subsidy_share[span][..., None]
    of_fees = share + (1 - share) * strayed.fees[span]
    coins: Floats = of_fees / strayed.difficulty[span]
    return coins


def pounds_per_coin(span: int | slice, strayed: Deviations) -> Floats:
    """Return the factor, (P,) or (M, P), on the pounds that a coin brings in a month or some."""
    pounds: Floats = strayed.price[span] * strayed.exchange_rate[span]
    return pounds

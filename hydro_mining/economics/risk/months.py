"""The months of a scenario: their days, hashprice and what their revenue is made of."""

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Months:
    """M months of 365/12 days of a scenario; arrays are (M,).

    Attributes
    ----------
    first_day, days : [days]
    hashprice : [£/TH/day], its mean, before the pool fee
    subsidy_share : [1], of what the month's revenue is made of; the rest are fees
    """

    first_day: Integers
    days: Integers
    hashprice: Floats
    subsidy_share: Floats

    @property
    def spans(self) -> list[slice]:
        """Days of each month."""
        ends = self.first_day + self.days
        return [slice(*span) for span in zip(self.first_day.tolist(), ends.tolist(), strict=True)]


def first_days(days: int) -> Integers:
    """Return the first day of each month of 365/12 days; a day is of the month of its middle."""
    month = (np.arange(days) + 0.5) * MONTHS_PER_YEAR // DAYS_PER_PROJECT_YEAR
    return np.flatnonzero(np.diff(month, prepend=-1))


def months_of_scenario(result: Evaluation, scenario: int) -> Months:
    """Return the months of one of a study's scenarios, by its index."""
    study, paths = result.study, result.paths
    revenue = paths.rev_per_th_per_day[scenario]
    subsidy = block_subsidy(paths.block_height) / SATOSHI_PER_BTC
    fees = fees_btc_per_block(study)[scenario]
    share = np.divide(subsidy, subsidy + fees, out=np.ones_like(fees), where=subsidy + fees > 0)
    kept = 1 - study.finance.pool_fee_fraction
    first = first_days(len(revenue))
    days = np.diff(first, append=len(revenue))
    total = np.add.reduceat(revenue, first)
    of_subsidy = np.add.reduceat(revenue * share, first)
    return Months(
        first_day=first,
        days=days,
        hashprice=total / days / kept if kept else np.zeros(len(first)),
        subsidy_share=np.divide(of_subsidy, total, out=np.ones(len(first)), where=total > 0),
    )

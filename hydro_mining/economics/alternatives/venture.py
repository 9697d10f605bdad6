"""What all alternatives share: the capital, the water's income and the paths."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, MONTHS_PER_YEAR
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.results import Evaluation
from hydro_mining.economics.scenarios import btc_price

__all__ = ["Venture", "venture_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Venture:
    """The owner's capital, water and paths over S scenarios, T years and D = 365 T days.

    Attributes
    ----------
    capital_gbp : [£], what mining takes
    gain_flows : (S, T + 1) [£], what mining brings beyond exporting, residual included
    mined_gbp_per_day, exported_gbp_per_day : (S, D) [£]
        Revenue of mining after the pool fee, and what exporting alone brings.
    gbp_per_btc : (S, D) [£/BTC]
    gbp_per_btc_at_end : (S,) [£/BTC], at the last day's end
    rev_per_th_per_day : (S, D) [£/TH/day], after the pool fee
    """

    study: StudyInputs
    capital_gbp: float
    gain_flows: Floats
    mined_gbp_per_day: Floats
    exported_gbp_per_day: Floats
    gbp_per_btc: Floats
    gbp_per_btc_at_end: Floats
    rev_per_th_per_day: Floats

    @property
    def exported_gbp_by_year(self) -> Floats:
        """Income of exporting alone, (S, T) [£]."""
        total: Floats = yearly(self.exported_gbp_per_day).sum(axis=-1)
        return total

    @property
    def days_left(self) -> Integers:
        """Days from the end of each day to the end of the study, (D,)."""
        return np.arange(self.gbp_per_btc.shape[-1])[::-1].copy()

    @property
    def first_days(self) -> Integers:
        """First day of each month of 365/12 days, (12 T,); a day is of the month of its middle."""
        days = np.arange(self.gbp_per_btc.shape[-1])
        month = (days + 0.5) * MONTHS_PER_YEAR // DAYS_PER_PROJECT_YEAR
        return np.flatnonzero(np.diff(month, prepend=-1))


def venture_of(result: Evaluation) -> Venture | None:
    """Return what a study's result is compared on, None where no machine is built.

    Without a plan, what mining uses is sold at the power price at all hours.
    """
    study, site, paths = result.study, result.site, result.paths
    if site is None:
        return None
    flows = np.array([scenario.cashflows for scenario in result.scenarios.values()])
    revenue = site.site_hashrate_ths * paths.rev_per_th_per_day
    cost = site.site_kwh_per_day * np.repeat(
        paths.power_price_gbp_per_kwh, DAYS_PER_PROJECT_YEAR, axis=-1
    )
    runs = revenue >= cost if study.finance.switch_off_when_unprofitable else True
    fx = study.network.usd_to_gbp
    end = study.days_to_start + paths.btc_price_usd.shape[-1]
    return Venture(
        study=study,
        capital_gbp=-float(flows[0, 0]),
        gain_flows=flows,
        mined_gbp_per_day=revenue * runs,
        exported_gbp_per_day=cost,
        gbp_per_btc=paths.btc_price_usd * fx,
        gbp_per_btc_at_end=btc_price(study, end)[:, 0] * fx,
        rev_per_th_per_day=paths.rev_per_th_per_day,
    )

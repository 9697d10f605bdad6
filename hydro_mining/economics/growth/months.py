"""A year of the growth model by months, under a load profile."""

from dataclasses import dataclass

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.economics.growth.results import Growth
from hydro_mining.economics.load_profile import MONTHS, LoadProfile, days_of_months
from hydro_mining.economics.tables import Frame, frame

MONTH_COLUMNS = ("mean_power_mw", "energy_mwh", "btc_generated", "gross_rev", "energy_cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthMonths:
    """One scenario's year at one power, by months; arrays are (12,), money in US dollars.

    Attributes
    ----------
    mean_power_mw : [MW], energy_mwh : [MWh], btc_generated : [BTC]
    gross_rev, energy_cost : [$]
    usable_share : [1]
        Share of the energy that machines sized to the year's mean power can use without
        storage; what a month has above the mean is lost to them.
    """

    year: int
    mean_power_mw: Floats
    energy_mwh: Floats
    btc_generated: Floats
    gross_rev: Floats
    energy_cost: Floats
    usable_share: float

    def to_frame(self) -> Frame:
        """Return one row a month, indexed by its name."""
        months = [f"{month} {self.year}" for month in MONTHS]
        return frame({"month": months, **{n: getattr(self, n) for n in MONTH_COLUMNS}}, "month")


def growth_months(
    growth: Growth, profile: LoadProfile, *, scenario: int, year_index: int, power: int = 0
) -> GrowthMonths:
    """Return a year spread over its months in proportion to the profile's energy.

    The months add up to the year; prices are those of the year in every month.
    """
    year = growth.year[year_index]
    share = profile.energy_share(year)
    hours = days_of_months(year) * HOURS_PER_DAY
    spread = {
        name: read_only(float(getattr(growth, name)[scenario, power, year_index]) * share)
        for name in MONTH_COLUMNS[1:]
    }
    mean_power = spread["energy_mwh"] / hours
    year_mean = spread["energy_mwh"].sum() / hours.sum()
    used = (np.minimum(mean_power, year_mean) * hours).sum()
    total = float(spread["energy_mwh"].sum())
    return GrowthMonths(
        year=year,
        mean_power_mw=read_only(mean_power),
        **spread,
        usable_share=float(used) / total if total else 1.0,
    )

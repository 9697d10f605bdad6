"""What one scenario offers on each project day, and what machines gain by it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.arrays import Floats, Integers
from hydro_mining.economics.plan.price_rows import PriceSums
from hydro_mining.economics.plan.sample_days import SampleDays


@dataclass(frozen=True, kw_only=True, eq=False)
class ProjectDays:
    """Project days with the cells of their sample days: K visits, in order of the days.

    Attributes
    ----------
    day, cell : (K,)
        Project day, 0 for go-live, and cell of each visit.
    years
        Of the project, 365 days each.
    """

    samples: SampleDays
    day: Integers
    cell: Integers
    years: int

    @cached_property
    def year(self) -> Integers:
        """Project year of each visit (K,), 0 for the first."""
        return self.day // DAYS_PER_PROJECT_YEAR

    @cached_property
    def weight(self) -> Floats:
        """Share with which each visit counts (K,)."""
        return self.samples.weight[self.cell]

    @cached_property
    def water_row(self) -> Integers:
        """Row of water of each visit (K,)."""
        return self.samples.water_row[self.cell]

    @cached_property
    def price_row(self) -> Integers:
        """Row of prices of each visit (K,)."""
        return self.samples.price_row[self.cell]

    @cached_property
    def by_level(self) -> "Levels":
        """Every water of every row, in rising order of power."""
        water = self.samples.water
        counts = water.weight.ravel() > 0
        flat = np.flatnonzero(counts)
        order = flat[np.argsort(water.power_kw.ravel()[flat], kind="stable")]
        return Levels(
            power_kw=water.power_kw.ravel()[order],
            row=order // water.power_kw.shape[1],
            weight=water.weight.ravel()[order],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """Powers [kW] in rising order, each of a row of water and with its weight in it."""

    power_kw: Floats
    row: Integers
    weight: Floats


def project_days(samples: SampleDays, sample_day: Integers) -> ProjectDays:
    """Return the visits of project days whose sample days (D,) are given, D = 365 × years."""
    first = np.searchsorted(samples.day, np.arange(DAYS_PER_PROJECT_YEAR + 1))
    n_cells = np.diff(first)[sample_day]
    day = np.repeat(np.arange(len(sample_day)), n_cells)
    place = np.arange(len(day)) - np.repeat(np.cumsum(n_cells) - n_cells, n_cells)
    return ProjectDays(
        samples=samples,
        day=day,
        cell=first[sample_day[day]] + place,
        years=len(sample_day) // DAYS_PER_PROJECT_YEAR,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlook:
    """One scenario on project days.

    Attributes
    ----------
    mining_value : (D,) [£/MWh × J/TH]
        Of a MWh mined at 1 J/TH, before the machines' own share of the network.
    network_ths : (D,) [TH/s]
    price_growth : (T,) [1]
        Factor on export prices in each project year.
    export_limit_kw
        Infinite where there is none.
    generation_payment_gbp_per_mwh, kept_when_mining
    """

    days: ProjectDays
    mining_value: Floats
    network_ths: Floats
    price_growth: Floats
    export_limit_kw: float = np.inf
    generation_payment_gbp_per_mwh: float = 0.0
    kept_when_mining: bool = True

    def mined_gbp_per_mwh(self, joules_per_th: float, own_ths: float) -> Floats:
        """Return what a MWh mined earns on each day (D,) [£/MWh].

        ``joules_per_th`` has the overhead in it; ``own_ths`` [TH/s] joins the network.
        """
        share = self.network_ths / (self.network_ths + own_ths)
        return self.mining_value / joules_per_th * share

    def worth_of_mining(self, mined_gbp_per_mwh: Floats) -> Floats:
        """Return that with the payment for generation, for each visit (K,) [£/MWh]."""
        kept = self.generation_payment_gbp_per_mwh * self.kept_when_mining
        return (mined_gbp_per_mwh + kept)[self.days.day]

    @cached_property
    def first_year(self) -> "Outlook":
        """The same for year 1 alone."""
        visits = int(np.searchsorted(self.days.day, DAYS_PER_PROJECT_YEAR))
        days = replace(self.days, day=self.days.day[:visits], cell=self.days.cell[:visits], years=1)
        return replace(self, days=days)

    @cached_property
    def growth(self) -> Floats:
        """Factor on export prices of each visit (K,)."""
        return self.price_growth[self.days.year]

    @cached_property
    def refused(self) -> PriceSums:
        """What export would cost money for: the prices of each visit below that."""
        floor = -self.generation_payment_gbp_per_mwh / self.growth
        price = self.days.samples.price
        return price.sums_to(self.days.price_row, floor, included=False)

    def before_export(self, worth_of_mining: Floats, *, near: PriceSums | None = None) -> PriceSums:
        """Return hours and prices of each visit in which mining comes first.

        ``near`` is what was returned for much the same worth: most of it holds.
        """
        strike = (worth_of_mining - self.generation_payment_gbp_per_mwh) / self.growth
        return self.days.samples.price.sums_to(self.days.price_row, strike, near=near)

    def margin(self, worth_of_mining: Floats, first: PriceSums) -> Floats:
        """Return hours times what mining earns over export or nothing, where it does (K,).

        ``first`` is what ``before_export`` returned.
        """
        refused, payment = self.refused, self.generation_payment_gbp_per_mwh
        margin: Floats = first.hours * worth_of_mining - self.growth * (first.paid - refused.paid)
        return margin - payment * (first.hours - refused.hours) if payment else margin

    @cached_property
    def export_worth(self) -> Floats | None:
        """What an exported MWh earns or 0 (K,) [£/MWh], where each row has one price."""
        price = self.days.samples.price.price
        if price.shape[1] > 1:
            return None
        worth = price[self.days.price_row, 0] * self.growth
        earned: Floats = np.maximum(worth + self.generation_payment_gbp_per_mwh, 0)
        return earned

    @cached_property
    def unsold_levels(self) -> Levels:
        """What of every water is above the export limit."""
        levels = self.days.by_level
        first = int(np.searchsorted(levels.power_kw, self.export_limit_kw, side="right"))
        return Levels(
            power_kw=levels.power_kw[first:] - self.export_limit_kw,
            row=levels.row[first:],
            weight=levels.weight[first:],
        )

"""What one scenario offers on each project day, and what machines gain by it."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, KWH_PER_MWH
from hydro_mining.economics.arrays import Figure, Floats, Integers
from hydro_mining.economics.plan.sample_days import SampleDays

__all__ = ["GainCurve", "Outlook", "ProjectDays", "project_days"]


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
    def by_level(self) -> "_Levels":
        """Every water of every row, in rising order of power."""
        water = self.samples.water
        counts = water.weight.ravel() > 0
        flat = np.flatnonzero(counts)
        order = flat[np.argsort(water.power_kw.ravel()[flat], kind="stable")]
        return _Levels(
            power_kw=water.power_kw.ravel()[order],
            row=order // water.power_kw.shape[1],
            weight=water.weight.ravel()[order],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Levels:
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
    def refused(self) -> tuple[Floats, Floats]:
        """Hours (K,) in which export would cost money, and hours times price (K,) of them."""
        price = self.days.samples.price
        floor = -self.generation_payment_gbp_per_mwh / self.growth
        return self._sums(price.counts_to(self.days.price_row, floor, included=False))

    def before_export(self, worth_of_mining: Floats) -> tuple[Floats, Floats]:
        """Return hours (K,) in which mining comes first, and hours times price (K,) of them."""
        price = self.days.samples.price
        strike = (worth_of_mining - self.generation_payment_gbp_per_mwh) / self.growth
        return self._sums(price.counts_to(self.days.price_row, strike))

    def _over_export(self, worth_of_mining: Floats) -> Floats:
        """Return hours times what mining earns over export or nothing, where it does (K,)."""
        if self._export_worth is not None:
            hours = self.days.samples.price.hours[self.days.price_row]
            return hours * np.maximum(worth_of_mining - self._export_worth, 0)
        hours, paid = self.before_export(worth_of_mining)
        refused_hours, refused_paid = self.refused
        margin: Floats = hours * worth_of_mining - self.growth * (paid - refused_paid)
        return margin - self.generation_payment_gbp_per_mwh * (hours - refused_hours)

    @cached_property
    def _export_worth(self) -> Floats | None:
        """What an exported MWh earns or 0 (K,) [£/MWh], where each row has one price."""
        price = self.days.samples.price.price
        if price.shape[1] > 1:
            return None
        worth = price[self.days.price_row, 0] * self.growth
        earned: Floats = np.maximum(worth + self.generation_payment_gbp_per_mwh, 0)
        return earned

    def _sums(self, counts: Integers) -> tuple[Floats, Floats]:
        price = self.days.samples.price
        at = self.days.price_row * price.hours_below.shape[1] + counts
        return price.hours_below.ravel()[at], price.paid_below.ravel()[at]

    def gain_curve(self, own_ths: float, *, joules_per_th: float, discount: Floats) -> "GainCurve":
        """Return the present value of what machines gain over export alone, by their power.

        Parameters
        ----------
        joules_per_th : [J/TH], overhead in it
        own_ths : [TH/s]
            Hashrate that has joined the network.
        discount : (T,) [1]
            Factor of each year.

        Notes
        -----
        With K kW of machines, W of water and a limit L an interval gains ``m * U + (m − e)⁺ *
        (min(W, K) − U)`` with ``U = min((W − L)⁺, K)``, the power that cannot be exported, m the
        worth of mining and e that of export or 0: see ``decided``.
        """
        visits, samples = self.days, self.days.samples
        worth = self.worth_of_mining(self.mined_gbp_per_mwh(joules_per_th, own_ths))
        margin = self._over_export(worth)
        per_kwh = visits.weight * discount[visits.year] / KWH_PER_MWH
        n_rows, levels = len(samples.water.weight), visits.by_level
        over_export = np.bincount(visits.water_row, per_kwh * margin, n_rows)[levels.row]
        unsold = None
        if np.isfinite(self.export_limit_kw):
            all_hours = per_kwh * samples.price.hours[visits.price_row] * worth
            whole = np.bincount(visits.water_row, all_hours, n_rows)[levels.row]
            unsold = _Minima(
                np.maximum(levels.power_kw - self.export_limit_kw, 0),
                (whole - over_export) * levels.weight,
            )
        return GainCurve(used=_Minima(levels.power_kw, over_export * levels.weight), unsold=unsold)


@dataclass(frozen=True, eq=False)
class _Minima:
    """``sum(weight * min(level, x))`` of rising levels, for any x."""

    level: Floats
    weight: Floats

    def at(self, x: Figure) -> Figure:
        below = np.searchsorted(self.level, x, side="right")
        above = self._weight_below[-1] - self._weight_below[below]
        return self._weighted_below[below] + x * above

    def at_once(self, x: float) -> float:
        """Return the same of one x: quicker, if few are asked for."""
        return float(self.weight @ np.minimum(self.level, x))

    @cached_property
    def _weight_below(self) -> Floats:
        return _running(self.weight)

    @cached_property
    def _weighted_below(self) -> Floats:
        return _running(self.weight * self.level)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GainCurve:
    """Present value of the gain over all years [£] by the machines' power; concave."""

    used: _Minima
    unsold: _Minima | None

    def at(self, machines_kw: Figure) -> Figure:
        """Return the value (...) [£] with machines of (...) [kW]."""
        gain = self.used.at(machines_kw)
        return gain if self.unsold is None else gain + self.unsold.at(machines_kw)

    def at_once(self, machines_kw: float) -> float:
        """Return the value [£] with one power [kW] of machines: quicker, if few are asked for."""
        gain = self.used.at_once(machines_kw)
        return gain if self.unsold is None else gain + self.unsold.at_once(machines_kw)


def _running(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])

"""What machines of one kind gain over export alone, by the hashrate that has joined the network."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hydro_mining.constants import KWH_PER_MWH
from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.plan.outlook import Outlook

if TYPE_CHECKING:
    from hydro_mining.economics.plan.price_rows import PriceSums


class Gains:
    """The gain of one kind of machines in an outlook, a curve for each hashrate.

    Parameters
    ----------
    joules_per_th : [J/TH], overhead in it
    discount : (T,) [1]
        Factor of each year.

    Notes
    -----
    With K kW of machines, W of water and a limit L an interval gains ``m * U + (m − e)⁺ *
    (min(W, K) − U)`` with ``U = min((W − L)⁺, K)``, the power that cannot be exported, m the
    worth of mining and e that of export or 0: see ``decided``.
    """

    def __init__(self, outlook: Outlook, *, joules_per_th: float, discount: Floats) -> None:
        self._outlook, self._joules_per_th = outlook, joules_per_th
        days = outlook.days
        self._per_kwh = days.weight * discount[days.year] / KWH_PER_MWH
        # Of the curve before: a little more hashrate moves few of the strike prices past a price.
        self._first: PriceSums | None = None

    def curve(self, own_ths: float) -> "GainCurve":
        """Return the gain's present value by the machines' power, ``own_ths`` [TH/s] joined."""
        outlook, days = self._outlook, self._outlook.days
        worth = outlook.worth_of_mining(outlook.mined_gbp_per_mwh(self._joules_per_th, own_ths))
        levels = days.by_level
        over_export = self._by_row(self._over_export(worth) * self._per_kwh)
        used = _Minima(levels.power_kw, over_export[levels.row] * levels.weight)
        if not np.isfinite(outlook.export_limit_kw):
            return GainCurve(used=used, unsold=None)
        unsold = outlook.unsold_levels
        lost = self._by_row(self._all_hours * worth) - over_export
        return GainCurve(
            used=used, unsold=_Minima(unsold.power_kw, lost[unsold.row] * unsold.weight)
        )

    @cached_property
    def _all_hours(self) -> Floats:
        days = self._outlook.days
        return self._per_kwh * days.samples.price.hours[days.price_row]

    def _by_row(self, per_visit: Floats) -> Floats:
        days = self._outlook.days
        n_rows = len(days.samples.water.weight)
        return np.bincount(days.water_row, per_visit, n_rows).astype(np.float64, copy=False)

    def _over_export(self, worth_of_mining: Floats) -> Floats:
        """Return hours times what mining earns over export or nothing, where it does (K,)."""
        outlook = self._outlook
        if outlook.export_worth is not None:
            hours = outlook.days.samples.price.hours[outlook.days.price_row]
            return hours * np.maximum(worth_of_mining - outlook.export_worth, 0)
        first = self._first = outlook.before_export(worth_of_mining, near=self._first)
        return outlook.margin(worth_of_mining, first)


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

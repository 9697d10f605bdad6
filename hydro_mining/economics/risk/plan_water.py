"""How much water each month's machines meet, in a drawn year and with machines that draw more.

A kilowatt of water is used twice: what the grid cannot take, ``unsold``, is mined whatever the
prices; what it could take, ``displacing``, is mined where mining comes first.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Integers
from hydro_mining.economics.plan.sample_days import WaterRows

_NODES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What limits the use of water [kW]; no limit of export is infinite."""

    power_kw: float
    export_limit_kw: float

    def unsold(self, water_kw: Floats, draws: Floats | float = 1.0) -> Floats:
        """Return the power (...) [kW] that is mined beside export; ``draws`` scales theirs."""
        over = np.maximum(water_kw - self.export_limit_kw, 0)
        power: Floats = np.minimum(over, self.power_kw * draws)
        return power

    def displacing(self, water_kw: Floats, draws: Floats | float = 1.0) -> Floats:
        """Return the power (...) [kW] that can be mined instead of exported."""
        power: Floats = np.minimum(water_kw, self.power_kw * draws)
        return power - self.unsold(water_kw, draws)


class Water(Protocol):
    """What the sums of a month are multiplied with."""

    def factors(self, year: Integers, load: Floats, draws: Floats) -> tuple[Floats, Floats]:
        """Return factors (P,) on displacing and unsold water.

        Parameters
        ----------
        year : (P,), of the water, by its place in the record
        load : (P,), on the water where it is no series
        draws : (P,), on the power that the machines draw
        """


@dataclass(frozen=True, slots=True)
class ConstantWater:
    """Water of one level [kW]; the sums are of one kilowatt."""

    level_kw: float
    machines: Machines

    def factors(self, year: Integers, load: Floats, draws: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002
        """Return kilowatts, exactly."""
        water = self.level_kw * load
        return self.machines.displacing(water, draws), self.machines.unsold(water, draws)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnWater:
    """Water of Y years; the sums are of machines that draw what is stated.

    With machines that draw more or less, a month's sum moves as that month's water lets it, while
    its shape over prices stays: exact where they draw what is stated, and where the water is
    above or below the machines' power all month.

    Attributes
    ----------
    nodes : (Q,) rising, at equal steps
        Factors on the machines' power.
    displacing, unsold : (Y, Q) [1]
        A month's sums at each of them over those at 1.
    """

    nodes: Floats
    displacing: Floats
    unsold: Floats

    def factors(self, year: Integers, load: Floats, draws: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002
        """Return shares of the month's sums, linear between the nodes."""
        if len(self.nodes) == 1:
            return np.ones_like(draws), np.ones_like(draws)
        place = (draws - self.nodes[0]) / (self.nodes[1] - self.nodes[0])
        below = np.clip(place.astype(np.int64), 0, len(self.nodes) - 2)
        far = place - below
        return self._between(self.displacing, year, below, far), self._between(
            self.unsold, year, below, far
        )

    @staticmethod
    def _between(table: Floats, year: Integers, below: Integers, far: Floats) -> Floats:
        found: Floats = table[year, below] * (1 - far) + table[year, below + 1] * far
        return found


def tolerance_nodes(power_tolerance: float) -> Floats:
    """Return factors on the machines' power at which water is summed, 1 in their middle."""
    if not power_tolerance:
        return np.ones(1)
    return 1 + power_tolerance * np.linspace(-1, 1, _NODES)


def by_water_year(water: WaterRows, power_kw: Floats, years: int) -> Floats:
    """Return the mean power of each row in each of its years, (years, R) [kW].

    ``power_kw`` (R, A) is what comes of ``water.power_kw``; the columns are of one year after the
    other. A year that lacks a row takes the mean of those that have it.
    """
    rows = len(power_kw)
    weight = water.weight.reshape(rows, years, -1)
    share = weight.sum(axis=2)
    total = (weight * power_kw.reshape(rows, years, -1)).sum(axis=2)
    mean = (water.weight * power_kw).sum(axis=1)
    # Hours that stand in on days of many intervals have no column of their own a year.
    has_columns = weight.shape[2] == 1 or water.weight[:, years:].any(axis=1)
    has: Booleans = (share > 0) & np.reshape(has_columns, (-1, 1))
    by_year = np.divide(total, share, out=np.repeat(mean[:, None], years, axis=1), where=has)
    # The weights of a row add up to its share of the day, which stays.
    by_year *= np.where(has, water.weight.sum(axis=1)[:, None], 1.0)
    return np.ascontiguousarray(by_year.T)

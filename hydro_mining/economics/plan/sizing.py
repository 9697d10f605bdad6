"""How many machines: the count with the highest NPV, found exactly.

For a fixed hashrate x that has joined the network, NPV is concave in the count; for a fixed count
it is convex in x, which falls on every day's revenue as ``network / (network + x)``. So between two
counts the NPVs at their two hashrates, weighted by the distance, bound the diluted NPV from
above. Counts whose bound is below an NPV that is reached are left out, until those that remain
have been computed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from hydro_mining.economics.arrays import Figure
from hydro_mining.economics.plan.outlook import GainCurve

__all__ = ["CountWorth"]

# NPVs that differ by less than this share of the gain are equal: rounding.
_ROUNDING = 1e-12
# Counts of which all bounds are computed at once.
_WIDE = 4_096
# As few are computed one by one.
_FEW = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountWorth:
    """What n machines of one kind are worth.

    Parameters
    ----------
    curve_of
        Returns the gain's curve when a hashrate [TH/s] has joined the network.
    machine_kw : [kW]
        Of one machine with its overhead.
    machine_ths : [TH/s]
        Of one machine, 0 where dilution is left out.
    cost_gbp : [£]
        Present cost of a machine over all years.
    fixed_cost_gbp : [£]
        Present cost of building at all; without a machine nothing is built.
    """

    curve_of: Callable[[float], GainCurve]
    machine_kw: float
    machine_ths: float
    cost_gbp: float
    fixed_cost_gbp: float = 0.0
    _curves: dict[float, GainCurve] = field(default_factory=dict, repr=False)
    _worths: dict[int, float] = field(default_factory=dict, repr=False)

    def npv(self, count: int) -> float:
        """Return the NPV [£] of ``count`` machines, 0 of none."""
        return self.before_fixed_cost(count) - (self.fixed_cost_gbp if count else 0.0)

    def before_fixed_cost(self, count: int) -> float:
        """Return the NPV [£] without the cost of building at all; concave without dilution."""
        if count not in self._worths:
            curve, machines_kw = self._curve(count), count * self.machine_kw
            # With dilution each count has a curve of its own.
            gain = curve.at_once(machines_kw) if self.machine_ths else curve.at(machines_kw)
            self._worths[count] = float(gain) - count * self.cost_gbp
        return self._worths[count]

    def best_count(self, most: int) -> int:
        """Return the count from 0 to ``most`` with the highest NPV, the smallest on a tie."""
        if not np.isfinite(self.before_fixed_cost(most)):
            return 0
        best = _Best()
        ranges = [(0, most)]
        while ranges:
            low, high = ranges.pop()
            for count in {low, high}:
                best.meets(count, self.before_fixed_cost(count), self._tolerance(count))
            if high - low > 1:
                ranges += self._narrowed(low, high, best)
        return best.count if best.npv > self.fixed_cost_gbp else 0

    def _narrowed(self, low: int, high: int, best: "_Best") -> list[tuple[int, int]]:
        """Return ranges that may hold a better count, after computing one or a few."""
        if high - low > _WIDE:
            return self._halved(low, high, best)
        counts = np.arange(low, high + 1)
        far = (counts - low) / (high - low)
        bound = (1 - far) * self._bound(counts, low) + far * self._bound(counts, high)
        top = int(counts[bound.argmax()])
        best.meets(top, self.before_fixed_cost(top), self._tolerance(top))
        left = counts[bound >= best.npv - self._tolerance(top)]
        if len(left) <= _FEW or not self.machine_ths:
            for count in left[:_FEW].tolist():
                best.meets(count, self.before_fixed_cost(count), self._tolerance(count))
            return []
        first, last = int(left[0]), int(left[-1])
        if last - first > (high - low) // 2:
            middle = (first + last) // 2
            return [(middle, last), (first, middle)]
        return [(first, last)]

    def _halved(self, low: int, high: int, best: "_Best") -> list[tuple[int, int]]:
        """Return the part of a long range whose concave bound is high enough, or its halves."""

        def bound(count: int) -> float:
            return float(self._bound(count, low))

        top = _last_rise(bound, low, high)
        best.meets(top, self.before_fixed_cost(top), self._tolerance(top))
        enough = best.npv - self._tolerance(top)
        if bound(top) < enough:
            return []
        first = _first_true(lambda n: bound(n) >= enough, low, top)
        if not self.machine_ths:
            best.meets(first, self.before_fixed_cost(first), self._tolerance(first))
            return []
        last = _first_true(lambda n: bound(n) < enough, top, high + 1) - 1
        if last - first <= (high - low) // 2:
            return [(first, last)]
        middle = (first + last) // 2
        return [(middle, last), (first, middle)]

    def _bound(self, count: Figure, joined: int) -> Figure:
        """Return the NPV of (...) counts when the hashrate of ``joined`` has joined."""
        gain = self._curve(joined).at(np.asarray(count) * self.machine_kw)
        return gain - np.asarray(count) * self.cost_gbp

    def _curve(self, joined: int) -> GainCurve:
        own_ths = joined * self.machine_ths
        if own_ths not in self._curves:
            self._curves[own_ths] = self.curve_of(own_ths)
        return self._curves[own_ths]

    def _tolerance(self, count: int) -> float:
        gain = self.before_fixed_cost(count) + count * self.cost_gbp
        return _ROUNDING * (gain + count * self.cost_gbp)


@dataclass(slots=True)
class _Best:
    """The best count so far."""

    count: int = 0
    npv: float = -np.inf

    def meets(self, count: int, npv: float, tolerance: float) -> None:
        is_equal = abs(npv - self.npv) <= tolerance
        if (is_equal and count < self.count) or (npv > self.npv and not is_equal):
            self.count, self.npv = count, npv


def _first_true(is_true: Callable[[int], bool], low: int, high: int) -> int:
    """Return the first of ``low`` … ``high`` from which on it is true; ``high`` is taken to be."""
    while low < high:
        middle = (low + high) // 2
        if is_true(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _last_rise(value: Callable[[int], float], low: int, high: int) -> int:
    """Return where a concave function of whole numbers is highest."""
    return _first_true(lambda n: n == high or value(n + 1) <= value(n), low, high)

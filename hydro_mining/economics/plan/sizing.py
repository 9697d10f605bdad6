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

from hydro_mining.economics.arrays import Figure, Floats, Integers
from hydro_mining.economics.plan.gains import GainCurve

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
        if not np.isfinite(self._bound(most, 0)):
            return 0
        best = _Best()
        ranges = [(0, most)]
        while ranges:
            low, high = ranges.pop()
            ranges += self._narrowed(low, high, best)
        return best.count if best.npv > self.fixed_cost_gbp else 0

    def _narrowed(self, low: int, high: int, best: "_Best") -> list[tuple[int, int]]:
        """Return ranges that may hold a better count, after computing one or a few."""
        if high - low > _WIDE:
            return self._halved(low, high, best)
        counts = np.arange(low, high + 1)
        left = self._left(counts, self._bound(counts, low), best)
        if self.machine_ths and len(left) > _FEW:
            counts = np.arange(left[0], left[-1] + 1)
            left = self._left(counts, self._bound_between(counts), best)
        if len(left) <= _FEW or not self.machine_ths:
            for count in left[:_FEW].tolist():
                self._meet(count, best)
            return []
        first, last = int(left[0]), int(left[-1])
        if last - first > (high - low) // 2:
            middle = (first + last) // 2
            return [(middle, last), (first, middle)]
        return [(first, last)]

    def _left(self, counts: Integers, bound: Floats, best: "_Best") -> Integers:
        """Return the counts that may be better, after computing that of the highest bound."""
        top = int(counts[bound.argmax()])
        self._meet(top, best)
        left: Integers = counts[bound >= best.npv - self._tolerance(top)]
        return left

    def _meet(self, count: int, best: "_Best") -> None:
        best.meets(count, self.before_fixed_cost(count), self._tolerance(count))

    def _halved(self, low: int, high: int, best: "_Best") -> list[tuple[int, int]]:
        """Return the part of a long range whose concave bound is high enough, or its halves."""

        def bound(count: int) -> float:
            return float(self._bound(count, low))

        top = _last_rise(bound, low, high)
        self._meet(top, best)
        enough = best.npv - self._tolerance(top)
        if bound(top) < enough:
            return []
        first = _first_true(lambda n: bound(n) >= enough, low, top)
        if not self.machine_ths:
            self._meet(first, best)
            return []
        last = _first_true(lambda n: bound(n) < enough, top, high + 1) - 1
        if last - first <= (high - low) // 2:
            return [(first, last)]
        middle = (first + last) // 2
        return [(middle, last), (first, middle)]

    def _bound_between(self, counts: Integers) -> Floats:
        """Return what the NPVs at the hashrates of the first and the last count allow (N,)."""
        first, last = int(counts[0]), int(counts[-1])
        far = (counts - first) / (last - first)
        bound: Floats = (1 - far) * self._bound(counts, first) + far * self._bound(counts, last)
        return bound

    def _bound(self, count: Figure, joined: int) -> Figure:
        """Return the NPV of (...) counts when the hashrate of ``joined`` has joined.

        Of ``joined`` and more it is above the NPV.
        """
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

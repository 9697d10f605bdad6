"""All positive roots of a polynomial, however unlike its coefficients are.

The eigenvalues of a companion matrix lose roots among coefficients of very different size and
miscount double ones. Here the roots are bracketed one by one in ``log v``, which is exact up to
rounding; for a mine's cash flows, with one or two changes of sign, it is as fast.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul

import numpy as np

from hydro_mining.economics.arrays import Floats

# Roots closer than this, relative, are one: a double root that rounding split.
_SAME_ROOT = 1e-6
_HALVINGS_BEFORE_NEWTON = 8
_MOST_NEWTON_STEPS = 50
# Newton's method going further than this, relative, has left for another root.
_NEIGHBOURHOOD = 1e-3
_EPSILON = float(np.finfo(float).eps)
# Brent's method ends where doubles are dense, the closest that it takes.
_CLOSEST, _SMALLEST = 4 * _EPSILON, float(np.finfo(float).tiny)
# Roundings in the sum itself, and per unit of the exponents' size.
_ROUNDINGS, _ROUNDINGS_PER_EXPONENT = 20, 2


def positive_roots(coefficients: Floats) -> list[float]:
    """Return the positive roots of ``sum(c_k v**k)``, ascending; a double root once.

    >>> [round(v, 12) for v in positive_roots(np.array([6.0, -5.0, 1.0]))]
    [2.0, 3.0]
    """
    scaled = coefficients / np.max(np.abs(coefficients))
    with np.errstate(all="ignore"):
        starts = np.exp(_log_roots(scaled))
        return [_polished(scaled, float(v)) for v in starts if 0 < v < np.inf]


def sign_changes(coefficients: Floats) -> int:
    """Return how often the sign changes along the coefficients, zeros left out."""
    signs = np.sign(coefficients[coefficients != 0])
    return int(np.count_nonzero(np.diff(signs)))


@dataclass(frozen=True, slots=True)
class _Polynomial:
    """Terms by exponent, with sign and logarithm of size apart, as a function of ``log v``.

    In plain numbers: with the few terms that years of cash make, arrays take many times as long.
    """

    exponents: tuple[float, ...]
    signs: tuple[float, ...]
    sizes: tuple[float, ...]

    @classmethod
    def of(cls, coefficients: Floats) -> "_Polynomial":
        exponents = np.flatnonzero(coefficients)
        present = coefficients[exponents]
        return cls(
            tuple(exponents.astype(float).tolist()),
            tuple(np.sign(present).tolist()),
            tuple(np.log(np.abs(present)).tolist()),
        )

    def sign_at(self, log_v: float) -> float:
        """Return the value's sign, 0 if the value is nothing but rounding."""
        terms = self._terms(log_v)
        roundings = _ROUNDINGS + _ROUNDINGS_PER_EXPONENT * self.exponents[-1] * abs(log_v)
        total = sum(terms)
        return 0.0 if abs(total) <= _EPSILON * roundings * sum(map(abs, terms)) else total

    def newton_step(self, log_v: float) -> float:
        """Return value over slope with respect to ``log v``."""
        terms = self._terms(log_v)
        slope = sum(map(mul, self.exponents, terms))
        return sum(terms) / slope if slope else math.inf

    def _terms(self, log_v: float) -> list[float]:
        """Return the terms, all divided by the largest."""
        logs = [
            size + exponent * log_v
            for size, exponent in zip(self.sizes, self.exponents, strict=True)
        ]
        most = max(logs)
        return [sign * math.exp(log - most) for sign, log in zip(self.signs, logs, strict=True)]

    def bounds(self) -> tuple[float, float]:
        """Return ``log v`` below and above all roots (Fujiwara, 1916), with room to spare."""
        (first, *_, last), (least, *_, most) = self.sizes, self.exponents
        terms = list(zip(self.sizes, self.exponents, strict=True))
        falls = max((size - last) / (most - exponent) for size, exponent in terms[:-1])
        rises = max((size - first) / (exponent - least) for size, exponent in terms[1:])
        return -math.log(2) - rises - 1, math.log(2) + falls + 1


def _log_roots(coefficients: Floats) -> list[float]:
    """Return ``log v`` of the positive roots, ascending.

    Between two roots of ``sum(c_k v**k)`` lies one of ``sum((k - s) c_k v**k)``, its derivative
    once divided by ``v**s``. With s where the signs change, that has one change fewer
    (Laguerre's proof of Descartes' rule), so its roots part those that are sought.
    """
    polynomial = _Polynomial.of(coefficients)
    changes = np.flatnonzero(np.diff(polynomial.signs))
    if not changes.size:
        return []
    change = changes[len(changes) // 2]
    between = sum(polynomial.exponents[change : change + 2]) / 2
    powers = np.arange(len(coefficients))
    turns = _log_roots(coefficients * (powers - between)) if changes.size > 1 else []
    low, high = polynomial.bounds()
    edges = [low, *(turn for turn in turns if low < turn < high), high]
    distinct: list[float] = []
    for root in _bracketed(polynomial, edges):
        if not distinct or root - distinct[-1] > _SAME_ROOT:
            distinct.append(root)
    return distinct


def _bracketed(polynomial: _Polynomial, edges: Sequence[float]) -> Iterator[float]:
    """Yield the roots at the edges and between them, ascending."""
    signs = [polynomial.sign_at(edge) for edge in edges]
    yield from (edges[0],) if signs[0] == 0 else ()
    for i in range(1, len(edges)):
        if signs[i - 1] * signs[i] < 0:
            yield _between(polynomial, edges[i - 1], edges[i])
        elif signs[i] == 0:
            yield edges[i]


def _between(polynomial: _Polynomial, low: float, high: float) -> float:
    """Return the one root between two edges; Newton's method is trusted if it stays there."""
    inner_low, inner_high, sign = low, high, polynomial.sign_at(low)
    for _ in range(_HALVINGS_BEFORE_NEWTON):
        middle = (inner_low + inner_high) / 2
        value = polynomial.sign_at(middle)
        if value == 0:
            return middle
        inner_low, inner_high = (middle, inner_high) if value * sign > 0 else (inner_low, middle)
    root = _converged(polynomial, (inner_low + inner_high) / 2)
    if root is not None and inner_low < root < inner_high:
        return root
    # A quarter of a second to load, for what is needed beside double roots only.
    from scipy.optimize import brentq  # noqa: PLC0415

    return float(brentq(polynomial.sign_at, inner_low, inner_high, xtol=_SMALLEST, rtol=_CLOSEST))


def _converged(polynomial: _Polynomial, start: float) -> float | None:
    log_v = start
    for _ in range(_MOST_NEWTON_STEPS):
        step = polynomial.newton_step(log_v)
        log_v -= step
        if abs(step) <= _EPSILON * max(abs(log_v), 1.0):
            return log_v
    return None


def _polished(coefficients: Floats, start: float) -> float:
    factor = start
    for _ in range(_MOST_NEWTON_STEPS):
        terms = _terms(coefficients, factor)
        slope = terms @ np.arange(len(coefficients))
        step = factor * terms.sum() / slope if slope else 0.0
        if not abs(factor - step - start) <= _NEIGHBOURHOOD * start:
            break
        factor -= step
        if abs(step) <= _EPSILON * factor:
            break
    return float(min(start, factor, key=lambda v: abs(_relative_value(coefficients, v))))


def _relative_value(coefficients: Floats, factor: float) -> float:
    terms = _terms(coefficients, factor)
    return float(terms.sum() / np.abs(terms).sum())


def _terms(coefficients: Floats, factor: float) -> Floats:
    """Return the terms, all divided by one power of the factor against overflow."""
    powers = np.arange(len(coefficients)) - (len(coefficients) - 1 if factor > 1 else 0)
    terms: Floats = coefficients * float(factor) ** powers
    return terms

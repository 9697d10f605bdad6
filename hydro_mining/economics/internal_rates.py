"""The rate at which an investment's NPV is 0, why there is none, and all of them.

Cash flows run from t = 0 to t = T in whole years on the last axis; money out is negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Booleans, Figure, Floats
from hydro_mining.economics.positive_roots import positive_roots, sign_changes

# [1] of 1 + rate. Two of Newton's steps then leave rounding alone: 1e-6, 1e-12, 1e-24.
_NEAR, _NEWTON_STEPS = 1e-6, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalRate:
    """The IRR, or why there is none, with every real root above −100 %."""

    rate_per_year: float | None
    note: str | None
    roots: tuple[float, ...]


def internal_rate(cash_flows: ArrayLike) -> InternalRate:
    """Return the rate [1/year] at which NPV is 0 if exactly one such rate exists.

    Otherwise the rate is None and the note says why: "no investment" (nothing is paid at
    t = 0), "no sign change", "no real root" or "several roots".

    >>> internal_rate([1.0, 2.0, 3.0]).note
    'no sign change'
    """
    flows = np.asarray(cash_flows, dtype=float)
    roots = internal_rate_roots(flows)
    note = _reason_without_rate(flows, roots)
    return InternalRate(rate_per_year=None if note else roots[0], note=note, roots=roots)


def _reason_without_rate(flows: Floats, roots: Sequence[float]) -> str | None:
    if flows[0] == 0:
        return "no investment"
    if not sign_changes(flows):
        return "no sign change"
    if not roots:
        return "no real root"
    return "several roots" if len(roots) > 1 else None


def internal_rate_roots(cash_flows: ArrayLike) -> tuple[float, ...]:
    """Return all real rates above −100 % at which NPV is 0, ascending; a double root once.

    In ``v = 1 / (1 + r)`` the NPV is a polynomial whose positive roots are wanted.
    """
    flows = np.trim_zeros(np.asarray(cash_flows, dtype=float))
    if not np.all(np.isfinite(flows)) or not sign_changes(flows):
        return ()
    rates = [1 / factor - 1 for factor in reversed(positive_roots(flows))]
    return tuple(rate for rate in rates if rate > -1)


def internal_rates(cash_flows: ArrayLike) -> Figure:
    """Return the IRR (...) [1/year] of each row, NaN where ``internal_rate`` gives none.

    Rows whose sign changes once have exactly one (Descartes' rule) and are solved together;
    those whose sign never changes have none, and the others are solved one by one.
    """
    flows = np.asarray(cash_flows, dtype=float)
    rows = flows.reshape(-1, flows.shape[-1])
    rates = np.full(len(rows), np.nan)
    with np.errstate(all="ignore"):
        once = _changes_once(rows)
        if once.any():
            rates[once] = _single_rates(rows[once])
    for index in np.flatnonzero(_changes(rows) & ~np.isfinite(rates)):
        found = internal_rate(rows[index]).rate_per_year
        rates[index] = np.nan if found is None else found
    return rates.reshape(flows.shape[:-1])[()]


def _changes(rows: Floats) -> Booleans:
    """Tell in which rows money goes both ways; NaN goes neither."""
    changes: Booleans = (rows.min(axis=1) < 0) & (rows.max(axis=1) > 0)
    return changes


def _changes_once(rows: Floats) -> Booleans:
    """Tell which rows start with money out or in, and change its direction once for good."""
    signs = np.sign(rows)
    first = signs[:, :1]
    turned = np.maximum.accumulate(signs == -first, axis=1)
    turned_back = turned & (signs == first)
    once: Booleans = turned.any(axis=1) & ~turned_back.any(axis=1)
    once &= (first[:, 0] != 0) & np.isfinite(rows).all(axis=1)
    return once


def _single_rates(rows: Floats) -> Floats:
    """Return the one IRR of each row, in ``x = log(1 + r)``; NaN where it was not found."""
    # A quarter of a second to load, which the commands, with a few rows each, do without.
    from scipy.optimize import elementwise  # noqa: PLC0415

    columns = tuple((rows / np.abs(rows).max(axis=1, keepdims=True)).T)
    bracket = elementwise.bracket_root(_worth, -0.5, 0.5, args=columns)
    found = elementwise.find_root(
        _worth, bracket.bracket, args=columns, tolerances={"xatol": _NEAR}
    )
    log_growth = found.x
    years = np.arange(rows.shape[1])
    for _ in range(_NEWTON_STEPS):
        terms = np.stack(columns) * np.exp(-np.outer(years, log_growth))
        log_growth = log_growth + terms.sum(axis=0) / (years @ terms)
    rates: Floats = np.where(bracket.success & found.success, np.expm1(log_growth), np.nan)
    return rates


def _worth(log_growth: Floats, *cash_flows: Floats) -> Floats:
    """Return NPV where the cash flows of each t = 0..T are given one after the other."""
    factor = np.exp(-log_growth)
    worth = np.zeros_like(factor)
    for flow in reversed(cash_flows):
        worth = worth * factor + flow
    return worth

"""What an investment returns: NPV, IRR with all its roots, MIRR and paybacks.

Cash flows run from t = 0 (undiscounted) to t = T in whole years; money out is negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Figure, Floats
from hydro_mining.economics.positive_roots import positive_roots, sign_changes

__all__ = [
    "InternalRate",
    "cumulative_discounted",
    "discount_factors",
    "ends_below_zero",
    "internal_rate",
    "internal_rate_roots",
    "modified_internal_rate",
    "net_present_value",
    "payback",
]

# A sum is zero to rounding when below this share of the sum of its absolute terms.
_ROUNDING = 1e-13


def discount_factors(*, rate_per_year: ArrayLike, periods: int) -> Floats:
    """Return ``1 / (1 + r)**t`` for t = 0..periods; last axis is time."""
    factors: Floats = (1 + np.asarray(rate_per_year, dtype=float)[..., None]) ** -np.arange(
        periods + 1
    )
    return factors


def net_present_value(*, rate_per_year: ArrayLike, cash_flows: ArrayLike) -> Figure:
    """Return ``sum(CF_t / (1 + r)**t, t = 0..T)``; cash flows on the last axis.

    >>> flows = [-15000, 1500, 2500, 3500, 4500, 6000]
    >>> print(f"{net_present_value(rate_per_year=0.05, cash_flows=flows):.2f}")
    122.89
    """
    return cumulative_discounted(rate_per_year=rate_per_year, cash_flows=cash_flows)[..., -1]


def cumulative_discounted(*, rate_per_year: ArrayLike, cash_flows: ArrayLike) -> Floats:
    """Return the discounted cash flows added up from t = 0; same shape as ``cash_flows``."""
    flows = np.asarray(cash_flows, dtype=float)
    factors = discount_factors(rate_per_year=rate_per_year, periods=flows.shape[-1] - 1)
    total: Floats = np.cumsum(flows * factors, axis=-1)
    return total


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


def modified_internal_rate(
    cash_flows: ArrayLike, *, finance_rate_per_year: float, reinvest_rate_per_year: float
) -> float | None:
    """Return the MIRR [1/year], None unless money goes both out and in.

    ``(future value of what comes in / present value of what goes out) ** (1 / T) - 1``.
    """
    flows = np.asarray(cash_flows, dtype=float)
    paid, earned = np.minimum(flows, 0), np.maximum(flows, 0)
    if not (paid.any() and earned.any()):
        return None
    periods = len(flows) - 1
    present = -net_present_value(rate_per_year=finance_rate_per_year, cash_flows=paid)
    future = net_present_value(rate_per_year=reinvest_rate_per_year, cash_flows=earned) * (
        (1 + reinvest_rate_per_year) ** periods
    )
    return float((future / present) ** (1 / periods) - 1)


def payback(cash_flows: ArrayLike, *, residual: float = 0.0) -> float | None:
    """Return when the cumulative cash first reaches 0 [years], None if it does not.

    Interpolated inside the year. ``residual`` is the part of the last cash flow that arrives
    at the very end: a crossing that only it achieves is at T. Without an investment there is
    nothing to pay back. Give discounted cash flows (and residual) for the discounted payback.

    >>> payback([-900.0, 400.0, 400.0, 400.0])
    2.25
    """
    flows = np.array(cash_flows, dtype=float)
    invested = -flows[0]
    if not invested > 0:
        return None
    zero = -min(_rounding(flows), _ROUNDING * len(flows) * invested)
    flows[-1] -= residual
    balance = np.cumsum(flows)
    crossed = np.flatnonzero(balance[1:] >= zero)
    if crossed.size:
        year = int(crossed[0])
        return year + float(np.clip(-balance[year] / flows[year + 1], 0, 1))
    return float(len(flows) - 1) if balance[-1] + residual >= zero else None


def ends_below_zero(cash_flows: ArrayLike) -> bool:
    """Tell whether the cash flows add up to a loss, rounding aside."""
    flows = np.asarray(cash_flows, dtype=float)
    return bool(flows.sum() < -_rounding(flows))


def _rounding(flows: Floats) -> float:
    """Return how far from zero a sum of ``flows`` may be and still be zero.

    It keeps an exact crossing at the horizon from becoming "never".
    """
    return float(_ROUNDING * len(flows) * np.abs(flows).sum())

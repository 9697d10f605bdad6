"""What an investment returns: NPV, IRR with all its roots, MIRR, ROIC and paybacks.

Cash flows run from t = 0 (undiscounted) to t = T in whole years on the last axis; money out is
negative. ``returns_of`` says everything about one investment; the functions below it take any
number at once, (..., T + 1), and give NaN for what is undefined.
"""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hydro_mining.economics.arrays import Figure, Floats, known, read_only
from hydro_mining.economics.internal_rates import internal_rate

# A sum is zero to rounding when below this share of the sum of its absolute terms.
_ROUNDING = 1e-13


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """What one investment of T years returns; arrays are (T + 1,) [£], money out negative.

    ``irr_note`` says why there is no IRR, ``irr_roots`` has every rate at which NPV is 0.
    Paybacks are None when the cash does not return within the horizon; ``ends_below_zero``
    tells that it returned and was lost again.
    """

    cashflows: Floats
    discounted_cumulative_gbp: Floats
    npv_gbp: float
    irr: float | None
    irr_note: str | None
    irr_roots: tuple[float, ...]
    mirr: float | None
    roic: float | None
    simple_payback_years: float | None
    discounted_payback_years: float | None
    ends_below_zero: bool

    @property
    def cumulative_gbp(self) -> Floats:
        """Cash flows added up from the investment on, (T + 1,) [£]."""
        return np.cumsum(self.cashflows)

    def fields(self) -> dict[str, Any]:
        """Return the values by name, for a result that holds more than returns."""
        return {item.name: getattr(self, item.name) for item in fields(Returns)}


def returns_of(
    cash_flows: ArrayLike, *, discount_rate_per_year: float, residual: float = 0.0
) -> Returns:
    """Return what an investment returns.

    Parameters
    ----------
    cash_flows : (T + 1,) [£], without the residual
    discount_rate_per_year : [1/year], also that of financing and reinvesting
    residual : [£]
        What arrives at the end of the last year and is no profit of it.
    """
    rate = discount_rate_per_year
    flows = with_residual(cash_flows, residual)
    factors = discount_factors(rate_per_year=rate, periods=len(flows) - 1)
    discounted = cumulative_discounted(rate_per_year=rate, cash_flows=flows)
    internal = internal_rate(flows)
    # Both at once: one costs as much.
    both = payback(np.stack([flows, flows * factors]), residual=residual * factors[[0, -1]])
    simple, discounted_years = map(known, both)
    return Returns(
        cashflows=read_only(flows),
        discounted_cumulative_gbp=read_only(discounted),
        npv_gbp=float(discounted[-1]),
        irr=internal.rate_per_year,
        irr_note=internal.note,
        irr_roots=internal.roots,
        mirr=known(
            modified_internal_rate(flows, finance_rate_per_year=rate, reinvest_rate_per_year=rate)
        ),
        roic=known(return_on_investment(cash_flows)),
        simple_payback_years=simple,
        discounted_payback_years=discounted_years,
        ends_below_zero=simple is not None and bool(ends_below_zero(flows)),
    )


def with_residual(cash_flows: ArrayLike, residual: ArrayLike) -> Floats:
    """Return (..., T + 1) cash flows with a residual (...) added to the last year."""
    flows = np.array(cash_flows, dtype=float)
    flows[..., -1] += residual
    return flows


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


def modified_internal_rate(
    cash_flows: ArrayLike, *, finance_rate_per_year: float, reinvest_rate_per_year: float
) -> Figure:
    """Return the MIRR (...) [1/year], NaN where nothing is invested or nothing comes in.

    ``(future value of what comes in / present value of what goes out) ** (1 / T) - 1``.
    """
    flows = np.asarray(cash_flows, dtype=float)
    periods = flows.shape[-1] - 1
    paid, earned = np.minimum(flows, 0), np.maximum(flows, 0)
    present = -net_present_value(rate_per_year=finance_rate_per_year, cash_flows=paid)
    future = net_present_value(rate_per_year=reinvest_rate_per_year, cash_flows=earned) * (
        (1 + reinvest_rate_per_year) ** periods
    )
    is_defined = (flows[..., 0] != 0) & paid.any(axis=-1) & earned.any(axis=-1)
    with np.errstate(all="ignore"):
        rate = (future / present) ** (1 / periods) - 1 if periods else np.nan
    return np.where(is_defined, rate, np.nan)[()]


def return_on_investment(cash_flows: ArrayLike) -> Figure:
    """Return the ROIC (...) [1]: mean of the later cash flows over the first, NaN without one.

    Give cash flows without a residual, which is no profit of a year.
    """
    flows = np.asarray(cash_flows, dtype=float)
    invested = -flows[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = flows[..., 1:].mean(axis=-1) / invested
    return np.where(invested != 0, share, np.nan)[()]


def payback(cash_flows: ArrayLike, *, residual: ArrayLike = 0.0) -> Figure:
    """Return when the cumulative cash first reaches 0 (...) [years], NaN where it does not.

    Interpolated inside the year. ``residual`` is the part of the last cash flow that arrives
    at the very end: a crossing that only it achieves is at T. Without an investment there is
    nothing to pay back. Give discounted cash flows (and residual) for the discounted payback.

    >>> float(payback([-900.0, 400.0, 400.0, 400.0]))
    2.25
    """
    flows, late = np.array(cash_flows, dtype=float), np.asarray(residual)
    periods = flows.shape[-1] - 1
    invested = -flows[..., 0]
    zero = -np.minimum(_rounding(flows), _ROUNDING * (periods + 1) * invested)
    flows[..., -1] -= late
    balance = np.cumsum(flows, axis=-1)
    crosses = balance >= zero[..., None]
    year = crosses.argmax(axis=-1)[..., None]
    before = np.take_along_axis(balance, year - 1, axis=-1)[..., 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(-before / np.take_along_axis(flows, year, axis=-1)[..., 0], 0, 1)
    at_end = np.where(balance[..., -1] + late >= zero, periods, np.nan)
    years = np.where(crosses.any(axis=-1), year[..., 0] - 1 + share, at_end)
    return np.where(invested > 0, years, np.nan)[()]


def ends_below_zero(cash_flows: ArrayLike) -> Figure:
    """Tell whether the cash flows (..., T + 1) add up to a loss, rounding aside."""
    flows = np.asarray(cash_flows, dtype=float)
    return flows.sum(axis=-1) < -_rounding(flows)


def _rounding(flows: Floats) -> Figure:
    """Return how far from zero a sum of ``flows`` may be and still be zero.

    It keeps an exact crossing at the horizon from becoming "never".
    """
    return _ROUNDING * flows.shape[-1] * np.abs(flows).sum(axis=-1)

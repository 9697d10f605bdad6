"""At which value of one input a site earns what is wanted of it: solved by bracketing."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq

from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.returns import cumulative_discounted, discount_factors
from hydro_mining.economics.risk.pinned import npv_of
from hydro_mining.economics.study_fields import value_at, with_value
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked

__all__ = ["BREAK_EVEN_FIELDS", "BreakEven", "break_even"]

# What can be solved for, by the path in a pinned study.
BREAK_EVEN_FIELDS = (
    "site.power_price_gbp_per_kwh",
    "network.btc_price_usd",
    "scenarios[0].difficulty_growth_per_year",
    "miners[0].price_gbp",
    "finance.years",
)
_YEARS = "finance.years"
# Where a range has no end, up to so many times today's value; its open end is kept off.
_FARTHEST, _OFF_THE_END = 1e6, 1e-9
_EXACT = 1e-12
_MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Today's value of a field, and the one sought: None where no legal one does it."""

    path: str
    today: float
    value: float | None


def break_even(study: StudyInputs, path: str, *, irr: float | None = None) -> BreakEven:
    """Return the value of one field at which a pinned study's NPV is 0, or its IRR ``irr``.

    For ``finance.years`` it is the fewest whole years that do it.

    Raises
    ------
    InputError
        If the field cannot be solved for or the rate is none.
    """
    if path not in BREAK_EVEN_FIELDS:
        raise InputError("solve", f"one of {', '.join(BREAK_EVEN_FIELDS)}", path)
    if irr is not None:
        rate = checked("discount_rate_per_year", irr)
        study = replace(study, finance=replace(study.finance, discount_rate_per_year=rate))
    today = float(value_at(study, path))
    if path == _YEARS:
        return BreakEven(path, today, _fewest_years(study))
    return BreakEven(
        path, today, _root(lambda value: npv_of(with_value(study, path, value)), path, today)
    )


def _root(npv: Callable[[float], float], path: str, today: float) -> float | None:
    low, high = _ends(path, today)
    at_low, at_high = npv(low), npv(high)
    if not np.isfinite([at_low, at_high]).all() or at_low * at_high > 0:
        return None
    found: float = brentq(npv, low, high, xtol=_EXACT * max(abs(today), low, _EXACT), rtol=1e-12)
    return found


def _ends(path: str, today: float) -> tuple[float, float]:
    """Return the ends of the field's legal range, short of an end that is not legal itself."""
    legal = QUANTITIES[path.rsplit(".", 1)[-1]].range
    assert legal is not None, f"{path} has no range"
    lower = -np.inf if legal.lower is None else legal.lower
    upper = max(today, 1.0) * _FARTHEST if legal.upper is None else legal.upper
    return lower if legal.lower_is_legal else lower + _OFF_THE_END, upper


def _fewest_years(study: StudyInputs) -> float | None:
    """Return the first horizon whose NPV, resale at its end included, is 0 or more."""
    longest = with_value(study, _YEARS, _MOST_YEARS)
    finance = replace(longest.finance, residual_value_fraction=0.0)
    result = evaluate(replace(longest, finance=finance))
    (flows,) = result.scenarios.values()
    if result.site is None:
        return None
    rate = study.finance.discount_rate_per_year
    resale = result.site.capex_miners_gbp * study.finance.residual_value_fraction
    npv = cumulative_discounted(rate_per_year=rate, cash_flows=flows.cashflows)
    npv = npv + resale * discount_factors(rate_per_year=rate, periods=len(npv) - 1)
    pays = np.flatnonzero(npv[1:] >= 0)
    return float(pays[0] + 1) if len(pays) else None

"""At which value of one input a site earns what is wanted of it.

What ``pays_if`` and a plan's ``plan_level`` solve is theirs; the rest is solved by bracketing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from hydro_mining.economics.evaluation import evaluate
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import has_plan
from hydro_mining.economics.plan.levers import plan_level
from hydro_mining.economics.returns import cumulative_discounted, discount_factors
from hydro_mining.economics.risk.pinned import EXPORT_PRICE, npv_of, value_today
from hydro_mining.economics.study_fields import with_value
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked

# What can be solved for, by the path in a pinned study.
BREAK_EVEN_FIELDS = (
    "site.power_price_gbp_per_kwh",
    "network.btc_price_usd",
    "scenarios[0].difficulty_growth_per_year",
    "miners[0].price_gbp",
    "finance.years",
)
_POWER_PRICE, _YEARS = "site.power_price_gbp_per_kwh", "finance.years"
# Those that a study, or its plan, solves by itself, with their names there.
_OF_STUDY = {
    _POWER_PRICE: "power_price_gbp_per_kwh",
    "network.btc_price_usd": "btc_price_usd",
    "miners[0].price_gbp": "miner_price_gbp",
}
_OF_PLAN = {
    EXPORT_PRICE: "export_price_gbp_per_mwh",
    "network.btc_price_usd": "btc_price_usd",
    "miners[0].price_gbp": "miner_price_gbp",
}
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


def break_even_fields(study: StudyInputs) -> tuple[str, ...]:
    """Return what moves a study's NPV and can be solved for.

    With a plan the export price takes the place of the power price.
    """
    if not has_plan(study):
        return BREAK_EVEN_FIELDS
    return tuple(EXPORT_PRICE if path == _POWER_PRICE else path for path in BREAK_EVEN_FIELDS)


def break_even(study: StudyInputs, path: str, *, irr: float | None = None) -> BreakEven:
    """Return the value of one field at which a pinned study's NPV is 0, or its IRR ``irr``.

    For ``finance.years`` it is the fewest whole years that do it; for ``EXPORT_PRICE`` the mean
    over the sample year, in pounds, where all prices move by the same factor.

    Raises
    ------
    InputError
        If the field cannot be solved for or the rate is none.
    """
    fields = dict.fromkeys((*BREAK_EVEN_FIELDS, *break_even_fields(study)))
    if path not in fields:
        raise InputError("solve", f"one of {', '.join(fields)}", path)
    if irr is not None:
        rate = checked("discount_rate_per_year", irr)
        study = replace(study, finance=replace(study.finance, discount_rate_per_year=rate))
    return BreakEven(path, value_today(study, path), _level(study, path))


def _level(study: StudyInputs, path: str) -> float | None:
    if path == _YEARS:
        return _fewest_years(study)
    if has_plan(study) and path in _OF_PLAN:
        count = study.finance.n_miners
        assert count is not None, "a pinned study has its plan's count"
        return plan_level(study, study.miners[0], count, _OF_PLAN[path])
    if not has_plan(study) and path in _OF_STUDY:
        levels = evaluate(study).pays_if
        found: float | None = None if levels is None else getattr(levels, _OF_STUDY[path])
        return found
    today = value_today(study, path)
    return _root(lambda value: npv_of(with_value(study, path, value)), path, today)


def _root(npv: Callable[[float], float], path: str, today: float) -> float | None:
    # A quarter of a second to load, which the start of a dashboard does without.
    from scipy.optimize import brentq  # noqa: PLC0415

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
    (flows,) = (result.scenarios if result.plan is None else result.plan.scenarios).values()
    if result.plan is not None:
        price_gbp = study.miners[0].price_gbp * result.plan.n_miners
    elif result.site is not None:
        price_gbp = result.site.capex_miners_gbp
    else:
        return None
    rate = study.finance.discount_rate_per_year
    resale = price_gbp * study.finance.residual_value_fraction
    npv = cumulative_discounted(rate_per_year=rate, cash_flows=flows.cashflows)
    npv = npv + resale * discount_factors(rate_per_year=rate, periods=len(npv) - 1)
    pays = np.flatnonzero(npv[1:] >= 0)
    return float(pays[0] + 1) if len(pays) else None

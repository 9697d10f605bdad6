"""The form of a record's results: what ``hydro-mining evaluate`` prints."""

from collections.abc import Mapping
from typing import Any, TypedDict, get_type_hints

from hydro_mining.economics.results import METRICS
from hydro_mining.economics.returns import Returns
from hydro_mining.reports.run_record.answer_results import AlternativesFigures, RiskRunFigures
from hydro_mining.reports.run_record.plan_results import PlanFigures

__all__ = ["ADDED_METRICS", "ADDED_RESULTS", "Results"]


class MinerRow(TypedDict):
    """A machine in year 1 of the base case; null is undefined or not viable."""

    name: str
    efficiency_j_per_th: float | None
    kwh_per_day: float | None
    revenue_gbp_per_day: float | None
    power_cost_gbp_per_day: float | None
    profit_gbp_per_day: float | None
    breakeven_power_price_gbp_per_kwh: float | None
    simple_payback_days: float | None
    n_miners: float | None
    site_npv_gbp: float | None


class SiteFigures(TypedDict):
    """The site filled with the machine that is built, in year 1 of the base case."""

    effective_power_kw: float | None
    n_miners: float | None
    unused_power_kw: float | None
    site_hashrate_ths: float | None
    site_kwh_per_day: float | None
    site_power_cost_per_day: float | None
    capex_miners_gbp: float | None
    site_revenue_per_day: float | None
    site_gross_profit_per_day: float | None


class AnnualRow(TypedDict):
    """A year of a scenario, the first one 1."""

    year: int
    rev_per_th_per_day: float | None
    annual_revenue_gbp: float | None
    annual_power_cost_gbp: float | None
    annual_profit_gbp: float | None
    days_mined: float | None


class _OfEveryRecord(TypedDict):
    """What a scenario has in the records of every version; a new metric needs no line here."""

    annual: list[AnnualRow]
    cashflows: list[float | None]
    irr_roots: list[float | None]
    npv_gbp: float | None
    irr: float | None
    irr_note: str | None
    mirr: float | None
    roic: float | None
    simple_payback_years: float | None
    discounted_payback_years: float | None
    ends_below_zero: bool


# Metrics that were added since: a record that an older version wrote does not have them.
ADDED_METRICS = tuple(name for name in METRICS if name not in get_type_hints(_OfEveryRecord))
_ADDED_TYPES: Any = {name: get_type_hints(Returns)[name] | None for name in ADDED_METRICS}
_Added = TypedDict("_Added", _ADDED_TYPES, total=False)  # type: ignore[misc]  # known at run time


class ScenarioFigures(_OfEveryRecord, _Added):
    """A scenario; cash flows start with the investment in year 0."""


class WinnerFigures(TypedDict):
    """The site with the machine that a rule chooses; cash flows of the base case."""

    miner: str
    n_miners: float
    cashflows: list[float | None]
    npv_gbp: float | None
    simple_payback_years: float | None


class Winners(TypedDict):
    """What each rule chooses; null where it finds no machine."""

    payback: WinnerFigures | None
    npv: WinnerFigures | None


class PaysIfFigures(TypedDict):
    """Values of one input at a time at which the NPV is zero; null where there is none."""

    power_price_gbp_per_kwh: float | None
    miner_price_gbp: float | None
    btc_price_usd: float | None


class _ResultsOfEveryRecord(TypedDict):
    miners: list[MinerRow]
    chosen_miner: str | None
    best_npv_miner: str | None
    rev_per_th_per_day_y1: float | None
    power_price_gbp_per_kwh_y1: float | None
    viable_below_gbp_per_kwh: float | None
    site: SiteFigures | None
    scenarios: Mapping[str, ScenarioFigures]
    warnings: list[str]


class Results(_ResultsOfEveryRecord, total=False):
    """As hydro-mining evaluate prints them, with risk and alternatives; null is undefined."""

    winners: Winners
    pays_if: PaysIfFigures | None
    plan: PlanFigures | None
    risk: RiskRunFigures | None
    alternatives: AlternativesFigures | None


# What stands beside the scenarios and was added since, as the metrics above.
ADDED_RESULTS = tuple(name for name in get_type_hints(Results) if name in Results.__optional_keys__)

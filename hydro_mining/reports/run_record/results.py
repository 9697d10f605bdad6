"""The form of a record's results: what ``hydro-mining evaluate`` prints, and answers beside it.

Figures that the core names are not named again here: a form has them as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypedDict, get_type_hints

from hydro_mining.economics.plan.results import PLAN_FIGURES
from hydro_mining.economics.results import (
    ANNUAL_FIGURES,
    METRICS,
    MinerResults,
    PaysIf,
    SiteResult,
)
from hydro_mining.economics.returns import Returns
from hydro_mining.economics.risk import PERCENTILES

_SPREAD = ("mean", *(f"p{at}" for at in PERCENTILES))


def _with(*names: str, of: Any = float | None) -> Callable[[type], Any]:
    """Return a decorator that adds figures to a form, numbers or null where undefined."""

    def added(form: type) -> Any:
        make: Any = TypedDict
        made = make(form.__name__, get_type_hints(form) | dict.fromkeys(names, of))
        made.__doc__ = form.__doc__
        return made

    return added


def _names(kind: Any) -> list[str]:
    return [item.name for item in fields(kind)]


@_with(*_names(MinerResults)[1:])
class MinerRow(TypedDict):
    """A machine in year 1 of the base case; null is undefined or not viable."""

    name: str


@_with(*_names(SiteResult))
class SiteFigures(TypedDict):
    """The site filled with the machine that is built, in year 1 of the base case."""


@_with(*ANNUAL_FIGURES)
class AnnualRow(TypedDict):
    """A year of a scenario, the first one 1."""

    year: int


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


@_with(*_names(PaysIf))
class PaysIfFigures(TypedDict):
    """Values of one input at a time at which the NPV is zero; null where there is none."""


class SampleFigures(TypedDict):
    """What a plan's water and prices rest on."""

    water_years: int
    price_years: int
    paired: bool
    intervals_left_out: int
    intervals_filled: int


class LastMachineFigures(TypedDict):
    """The last of the machines: its hours in year 1, and the NPV that it adds."""

    hours_per_year_y1: float | None
    npv_gbp: float | None


class PlanMachineRow(TypedDict):
    """How many of one machine, and what they are worth in the base case."""

    name: str
    n: float
    npv_gbp: float | None
    floor_rule_n: float
    npv_gbp_at_floor_rule: float | None
    last_machine: LastMachineFigures | None


@_with(*PLAN_FIGURES)
class PlanYear(TypedDict):
    """A year of a plan, the first one 1."""

    year: int


class PlanScenarioFigures(TypedDict):
    """A scenario of a plan; cash flows start with the investment in year 0."""

    annual: list[PlanYear]
    cashflows: list[float | None]
    npv_gbp: float | None
    irr: float | None
    irr_note: str | None
    irr_roots: list[float | None]
    mirr: float | None
    simple_payback_years: float | None
    discounted_payback_years: float | None


class PlanFigures(TypedDict):
    """Water, grid and machines on one clock; machine and year 1 are null where none pays."""

    samples: SampleFigures
    annual_energy_mwh: float | None
    mean_power_kw: float | None
    capacity_factor: float | None
    machines: list[PlanMachineRow]
    chosen_miner: str | None
    n_miners: float
    y1: PlanYear | None
    scenarios: Mapping[str, PlanScenarioFigures]


@_with(*_SPREAD)
class SpreadFigures(TypedDict):
    """Mean and percentiles over all futures; a tenth of them is below p10."""


class NpvFigures(SpreadFigures):
    """Those of the NPV, with the standard error of its mean."""

    standard_error: float | None


@_with(*_SPREAD, of=list[float | None])
class MonthlyFigures(TypedDict):
    """Mean and percentiles over all futures, month by month."""


class DrawnFigures(TypedDict):
    """Which futures were drawn."""

    scenario: str
    paths: int
    seed: int
    numpy_version: str


class RiskRunFigures(DrawnFigures):
    """A risk run, as hydro-mining risk prints it; cash begins with the investment at month 0."""

    npv: NpvFigures
    probability_of_loss: float | None
    probability_of_loss_standard_error: float | None
    probability_never_pays_back: float | None
    probability_never_pays_back_standard_error: float | None
    probability_pays_back_before_next_halving: float | None
    probability_pays_back_before_next_halving_standard_error: float | None
    expected_shortfall_10: float | None
    cumulative_cash_gbp: MonthlyFigures
    hashprice: MonthlyFigures
    btc_mined: SpreadFigures


class AlternativeFigures(TypedDict):
    """One use of the capital in one scenario; cash flows start with the capital in year 0."""

    cashflows: list[float | None]
    value_at_end_gbp: float | None
    btc_held: float | None
    npv_gbp: float | None
    irr: float | None
    irr_note: str | None
    multiple: float | None


class AlternativesRiskFigures(DrawnFigures):
    """The alternatives in drawn futures, pair by pair."""

    value_at_end_gbp: Mapping[str, SpreadFigures]
    probability_ends_above: Mapping[str, Mapping[str, float | None]]
    probability_ends_above_standard_error: Mapping[str, Mapping[str, float | None]]


class AlternativesFigures(TypedDict):
    """Other uses of the capital, as hydro-mining alternatives prints them.

    Figures are null and the scenarios empty where no machine is built.
    """

    basis: str | None
    capital_gbp: float | None
    mine_machine: str | None
    mine_n_miners: int | None
    hosted_machine: str | None
    hosted_n_miners: int | None
    scenarios: Mapping[str, Mapping[str, AlternativeFigures]]
    risk: AlternativesRiskFigures | None


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

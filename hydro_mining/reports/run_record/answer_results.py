"""The form of a record's answers beside its study: drawn futures, and other uses of the capital."""

from collections.abc import Mapping
from typing import TypedDict

__all__ = ["AlternativesFigures", "RiskRunFigures"]


class SpreadFigures(TypedDict):
    """Mean and percentiles over all futures; a tenth of them is below p10."""

    mean: float | None
    p5: float | None
    p10: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    p95: float | None


class NpvFigures(SpreadFigures):
    """Those of the NPV, with the standard error of its mean."""

    standard_error: float | None


class MonthlyFigures(TypedDict):
    """Mean and percentiles over all futures, month by month."""

    mean: list[float | None]
    p5: list[float | None]
    p10: list[float | None]
    p25: list[float | None]
    p50: list[float | None]
    p75: list[float | None]
    p90: list[float | None]
    p95: list[float | None]


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

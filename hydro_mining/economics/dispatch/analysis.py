"""All that a backtest says of one zone: composed here once, for whoever shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hydro_mining.economics.arrays import Figure, Integers
from hydro_mining.economics.dispatch.backtesting import Backtest
from hydro_mining.economics.dispatch.comparison import Comparison, compared
from hydro_mining.economics.dispatch.hashprices import hashprice_at
from hydro_mining.economics.dispatch.outcome import ZoneOutcome
from hydro_mining.economics.dispatch.risk import DailyRisk, daily_risk, extreme_days
from hydro_mining.economics.dispatch.runs import Runs, on_off_runs
from hydro_mining.economics.dispatch.sensitivity import ProfitSensitivity, profit_sensitivity
from hydro_mining.economics.dispatch.strategies import Strategy
from hydro_mining.economics.dispatch.strike import strike_price
from hydro_mining.economics.dispatch.totals import Breakdown
from hydro_mining.economics.tables import plain

# How many of the best and of the worst days are named.
_EXTREME_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DispatchAnalysis:
    """One zone of a backtest in all its parts.

    Attributes
    ----------
    backtest
        All zones, and the inputs on which everything here rests.
    outcome
        Of the zone, under the strategy of the inputs.
    comparison
        All strategies.
    months, hours_of_day
    risks
        Of the local days under each strategy, which they hold too.
    best_days, worst_days
        Positions among the days of ``risk``, the extreme first.
    runs
    sensitivity
    strike_price : () or (N,) [currency/MWh]
        Price below which the most efficient machines mine.
    """

    backtest: Backtest
    outcome: ZoneOutcome
    comparison: Comparison
    months: Breakdown
    hours_of_day: Breakdown
    risks: Mapping[Strategy, DailyRisk]
    best_days: Integers
    worst_days: Integers
    runs: Runs
    sensitivity: ProfitSensitivity
    strike_price: Figure

    @property
    def zone(self) -> str:
        """Name of the zone."""
        return self.outcome.prices.zone

    @property
    def risk(self) -> DailyRisk:
        """That of the strategy of the inputs."""
        return self.risks[self.outcome.strategy]

    def to_dict(self) -> dict[str, Any]:
        """Return strategies, periods, risk, runs and sensitivity; undefined figures are None."""
        return {
            "strategies": self.comparison.to_dict()["strategies"],
            "months": self.months.to_dict()["rows"],
            "hours_of_day": self.hours_of_day.to_dict()["rows"],
            "risk": self.risk.to_dict(),
            "best_days": [_day_row(self.risk, index) for index in self.best_days],
            "worst_days": [_day_row(self.risk, index) for index in self.worst_days],
            "runs": self.runs.to_dict()["rows"],
            "sensitivity": self.sensitivity.to_dict(),
        }


def analysed(result: Backtest, *, zone: str) -> DispatchAnalysis:
    """Return everything about one zone of a backtest; it rests on the backtest's inputs alone."""
    outcome = result.zones[zone]
    months, hours_of_day = outcome.by("month", "hour_of_day")
    comparison = compared(result, zone=zone)
    risks = {strategy: daily_risk(other) for strategy, other in comparison.outcomes.items()}
    best, worst = extreme_days(risks[outcome.strategy], count=_EXTREME_DAYS)
    return DispatchAnalysis(
        backtest=result,
        outcome=outcome,
        comparison=comparison,
        months=months,
        hours_of_day=hours_of_day,
        risks=risks,
        best_days=best,
        worst_days=worst,
        runs=on_off_runs(outcome),
        sensitivity=profit_sensitivity(result, zone=zone),
        strike_price=_strike_price(result, outcome),
    )


def dispatch_document(
    result: Backtest,
    analyses: Iterable[DispatchAnalysis] = (),
    *,
    currency: str | None,
    price_import: Mapping[str, Any],
    notes: Iterable[str],
) -> dict[str, Any]:
    """Return a backtest as JSON has it, with zones in detail where they were analysed.

    Parameters
    ----------
    currency
        Of the prices; None where they name none.
    price_import
        What was understood of the price file.
    notes
        Sentences on the hashprice.
    """
    document = {
        **result.to_dict(),
        "currency": currency,
        "import": dict(price_import),
        "notes": list(notes),
    }
    details = {analysis.zone: analysis.to_dict() for analysis in analyses}
    return document | ({"details": details} if details else {})


def _strike_price(result: Backtest, outcome: ZoneOutcome) -> Figure:
    facility, local_start = result.inputs.facility, outcome.prices.local_start
    hashprice = hashprice_at(result.inputs.hashprice, local_start=local_start)
    return strike_price(
        mining_value=facility.mining_value(facility.merit_order[0], hashprice=hashprice),
        threshold=result.inputs.threshold,
        variable_om_per_mwh=facility.variable_om_per_mwh,
    )


def _day_row(risk: DailyRisk, index: int) -> dict[str, Any]:
    return {"day": str(risk.day[index]), "profit": plain(risk.profit[index])}

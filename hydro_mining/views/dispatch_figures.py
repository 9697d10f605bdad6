"""The figures of the Dispatch screen as cards and tables."""

from typing import Any

import numpy as np

from hydro_mining.economics.dispatch import (
    Backtest,
    Breakdown,
    Comparison,
    DailyRisk,
    DispatchAnalysis,
    Runs,
    ZoneOutcome,
    extreme_days,
)
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.cells import a_row_each, figure_card, gain_tone
from hydro_mining.views.markup import Card, Table

__all__ = [
    "comparison_rows",
    "day_rows",
    "dispatch_answer",
    "dispatch_cards",
    "month_rows",
    "run_rows",
    "strategy_in_words",
    "zone_rows",
]

_ZONE = (
    "uptime_fraction",
    "energy_mwh",
    "revenue",
    "power_cost",
    "profit",
    "average_price_paid",
    "revenue_per_mwh",
    "gross_margin",
    "capture_rate",
)
_MONTH = ("uptime_fraction", "energy_mwh", "revenue", "power_cost", "operating_cost", "profit")
_COMPARED = ("profit", "regret", "uptime_fraction", "starts", "average_price_paid")
_DAYS = 5
_ONLY_ZONE = "site"
_RUNS = 8
_STRATEGIES = {
    "always_on": "Always on",
    "threshold": "Threshold on spot",
    "contract_aware": "Contract-aware",
    "optimal": "Optimum with perfect foresight",
    "day_ahead": "Day-ahead plan",
    "trailing": "Trailing rule",
}


def strategy_in_words(name: str) -> str:
    """Return what a strategy is called on screen."""
    return _STRATEGIES[name]


def dispatch_answer(analysis: DispatchAnalysis, currency: Currency) -> str:
    """Return what the backtest says in a sentence."""
    outcome = analysis.outcome
    total = outcome.total
    always = analysis.comparison.outcomes["always_on"].total.profit
    days = outcome.prices.local_start[[0, -1]].astype("datetime64[D]")
    gained = formatted("profit", abs(total.profit - always), currency)
    than = "less" if total.profit < always else "more"
    # A file without zones has one of no interest.
    where = "" if analysis.zone == _ONLY_ZONE else f" in zone {analysis.zone}"
    return (
        f"From {days[0]} to {days[1]} {outcome.power_mw:,.10g} MW would have made "
        f"{formatted('profit', total.profit, currency)}{where}, "
        f"{formatted('uptime_fraction', total.uptime_fraction)} of the time on: {gained} {than} "
        "than always on. A backtest of past prices, and no forecast."
    )


def dispatch_cards(outcome: ZoneOutcome, risk: DailyRisk, currency: Currency) -> list[Card]:
    """Return the cards of one zone."""
    total = outcome.total.to_dict()

    def card(name: str, value: Any, note: str, tone: str = "") -> Card:
        return figure_card(name, value, note, currency, tone=tone)

    def amount(name: str) -> str:
        return formatted(name, total[name], currency)

    shortfall = formatted("expected_shortfall", risk.expected_shortfall, currency)
    return [
        card(
            "profit",
            total["profit"],
            f"{strategy_in_words(outcome.strategy)}, after power and operation",
            gain_tone(total["profit"]),
        ),
        card("revenue", total["revenue"], f"{amount('revenue_per_mwh')} a MWh"),
        card("power_cost", total["power_cost"], f"{amount('average_price_paid')} a MWh paid"),
        card(
            "uptime_fraction",
            total["uptime_fraction"],
            f"{amount('energy_mwh')} in {formatted('intervals', total['hours'])} h",
        ),
        card(
            "capture_rate",
            total["capture_rate"],
            f"price paid over the average of {amount('time_average_price')}",
        ),
        card("starts", total["starts"], "times switched on"),
        card(
            "value_at_risk",
            risk.value_at_risk,
            f"loss of a bad day; mean of the worst: {shortfall}",
        ),
        card("worst_drawdown", risk.drawdown.amount, "deepest fall of the profit added up"),
    ]


def zone_rows(result: Backtest, currency: Currency) -> Table:
    """Return headings and rows of all zones side by side, with their sum."""
    document = result.to_dict()
    zones = dict(document["zones"])
    if len(zones) > 1:
        zones["All zones"] = document["total"]
    return a_row_each("Zone", _ZONE, zones.items(), currency)


def comparison_rows(comparison: Comparison, currency: Currency) -> Table:
    """Return headings and rows of the strategies side by side."""
    strategies = comparison.to_dict()["strategies"]
    records = ((strategy_in_words(name), row) for name, row in strategies.items())
    return a_row_each("Strategy", _COMPARED, records, currency)


def month_rows(months: Breakdown, currency: Currency) -> Table:
    """Return headings and rows of the months."""
    records = ((row["month"], row) for row in months.to_dict()["rows"])
    return a_row_each("Month", _MONTH, records, currency)


def day_rows(risk: DailyRisk, currency: Currency) -> Table:
    """Return headings and rows of the best and the worst days."""
    best, worst = extreme_days(risk, count=_DAYS)
    rows = [
        [
            f"{place + 1}",
            *(
                text
                for day in (good, bad)
                for text in (
                    str(risk.day[day].astype("datetime64[D]")),
                    formatted("profit", float(risk.profit[day]), currency),
                )
            ),
        ]
        for place, (good, bad) in enumerate(zip(best, worst, strict=True))
    ]
    return ["", "Best day", "Profit", "Worst day", "Profit"], rows


def run_rows(runs: Runs, currency: Currency) -> Table:
    """Return headings and rows of the longest stretches on and off."""
    longest = np.argsort(-runs.hours, kind="stable")[:_RUNS]
    rows = [
        [
            str(runs.local_start[i]).replace("T", " ")[:16],
            "on" if runs.is_on[i] else "off",
            formatted("hours", float(runs.hours[i])),
            formatted("profit", float(runs.profit[i]), currency),
        ]
        for i in longest
    ]
    return ["Local beginning", "Mine", label("hours"), label("profit")], rows

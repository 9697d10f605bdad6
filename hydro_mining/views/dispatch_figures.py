"""The figures of the Dispatch screen as cards and tables."""

from typing import Any

import numpy as np

from hydro_mining.economics.dispatch import (
    Backtest,
    Breakdown,
    Comparison,
    DailyRisk,
    Runs,
    ZoneOutcome,
    extreme_days,
)
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.cells import a_row_each, figure_card, gain_tone
from hydro_mining.views.dispatch_words import strategy_in_words
from hydro_mining.views.markup import Card, Table

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
_RUNS = 8


def dispatch_cards(
    outcome: ZoneOutcome, risk: DailyRisk, currency: Currency, *, is_made_up: bool
) -> list[Card]:
    """Return the cards of one zone; what rests on made-up prices is neither good nor bad."""
    total = outcome.total.to_dict()

    def card(name: str, value: Any, note: str, tone: str = "") -> Card:
        return figure_card(name, value, note, currency, tone=tone)

    def amount(name: str) -> str:
        return formatted(name, total[name], currency)

    return [
        card(
            "profit",
            total["profit"],
            f"{strategy_in_words(outcome.strategy)}, after power and operation",
            "" if is_made_up else gain_tone(total["profit"]),
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
        _bad_day(risk, currency),
        card("worst_drawdown", risk.drawdown.amount, "deepest fall of the profit added up"),
    ]


def _bad_day(risk: DailyRisk, currency: Currency) -> Card:
    """Return what a bad day loses or, where even that earns, what it earns."""
    value, worst = risk.value_at_risk, risk.expected_shortfall
    mean = formatted("expected_shortfall", abs(worst), currency)
    if value >= 0:
        note = f"loss of a bad day; mean loss of the worst 5 %: {mean}"
        return figure_card("value_at_risk", value, note, currency)
    note = (
        f"95 % of the days earn more; the worst 5 % {'lose' if worst > 0 else 'earn'} {mean} each"
    )
    return figure_card("value_at_risk", -value, note, currency, title="A bad day still earns")


def zone_rows(result: Backtest, currency: Currency) -> Table:
    """Return headings and rows of all zones side by side: one site has no sum of them."""
    return a_row_each("Zone", _ZONE, result.to_dict()["zones"].items(), currency)


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
                    _day_in_words(risk, int(day)),
                    formatted("profit", float(risk.profit[day]), currency),
                )
            ),
        ]
        for place, (good, bad) in enumerate(zip(best, worst, strict=True))
    ]
    return ["", "Best day", "Profit", "Worst day", "Profit"], rows


def _day_in_words(risk: DailyRisk, day: int) -> str:
    """Return the date of a day, and that it lacks prices where it does."""
    said = str(risk.day[day].astype("datetime64[D]"))
    return said if risk.is_whole[day] else f"{said} (part of the day: prices are missing)"


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
    return ["Local beginning", "Machines", label("hours"), label("profit")], rows

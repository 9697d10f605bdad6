"""The figures of the Growth screen as cards and tables."""

import dataclasses

from hydro_mining.economics.growth import READINGS, Growth, GrowthComparison, GrowthReading
from hydro_mining.economics.growth.aggregates import AGGREGATE_COLUMNS, GrowthAggregates
from hydro_mining.economics.growth.months import MONTH_COLUMNS, GrowthMonths
from hydro_mining.economics.load_profile import MONTHS
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.growth_words import in_mw
from hydro_mining.views.markup import Card

__all__ = [
    "aggregate_rows",
    "growth_cards",
    "month_rows",
    "reading_rows",
    "year_rows",
]

_YEAR_COLUMNS = (
    "btc_generated",
    "gross_rev",
    "energy_cost",
    "opex",
    "capex_amort",
    "tot_costs",
    "taxes",
    "net_profits",
    "payback",
    "roi",
)
_COMPARED = (
    "btc_generated",
    "gross_rev",
    "energy_cost",
    "tot_costs",
    "taxes",
    "net_profits",
    "capex_tot",
    "roi",
    "payback",
)
_BEFORE_TAX = "not counted"


def growth_cards(comparison: GrowthComparison, currency: Currency) -> list[Card]:
    """Return the cards of the chosen year, power, scenario and reading."""
    inputs = comparison.inputs

    def card(name: str, note: str) -> Card:
        return Card(key=name, label=label(name), value=_cell(comparison, name, currency), note=note)

    def amount(name: str) -> str:
        return formatted(name, comparison.figure(name), currency)

    profit = comparison.figure("net_profits")
    taxes = "before tax" if inputs.reading == "physical" else f"after taxes of {amount('taxes')}"
    net = card("net_profits", taxes)
    return [
        Card(key="year", label="Year", value=f"{inputs.year}", note=_year_note(comparison)),
        Card(
            key="power_mw",
            label=label("power_mw"),
            value=in_mw(inputs.power_mw),
            note=f"{inputs.scenario}, {inputs.reading} reading",
        ),
        card("btc_generated", f"at {amount('btc_price')} a bitcoin"),
        card("gross_rev", "income of the year"),
        card("tot_costs", f"energy {amount('energy_cost')}, opex {amount('opex')}"),
        dataclasses.replace(net, tone="good" if profit is not None and profit > 0 else "bad"),
        card("roi", f"net profit over {amount('capex_tot')} invested"),
        card("payback", "investment over this year's net profit"),
    ]


def _year_note(comparison: GrowthComparison) -> str:
    number = comparison.inputs.year_index + 1
    if comparison.inputs.reading == "physical":
        return f"project year {number} from {comparison.site.study.start_date:%d %b %Y}"
    return f"row {number} of the yearly table"


def _cell(
    comparison: GrowthComparison,
    name: str,
    currency: Currency,
    reading: GrowthReading | None = None,
) -> str:
    used = reading or comparison.inputs.reading
    if used not in comparison.at_power:
        return "–"
    value = comparison.figure(name, used)
    if used == "physical" and name == "taxes":
        return _BEFORE_TAX
    if name == "payback" and value is None:
        return "never"
    return formatted(name, value, currency)


def year_rows(
    growth: Growth, scenario: int, currency: Currency
) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of the yearly table of one scenario at one power."""
    rows = [
        [
            f"{row['year']}",
            *(_year_cell(growth, name, row[name], currency) for name in _YEAR_COLUMNS),
        ]
        for row in growth.rows(scenario=scenario)
    ]
    return ["Year", *map(label, _YEAR_COLUMNS)], rows


def _year_cell(growth: Growth, name: str, value: float | None, currency: Currency) -> str:
    if growth.reading == "physical" and name == "taxes":
        return _BEFORE_TAX
    return "never" if name == "payback" and value is None else formatted(name, value, currency)


def reading_rows(
    comparison: GrowthComparison, currency: Currency
) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of the three readings side by side."""
    rows = [
        [label(name), *(_cell(comparison, name, currency, reading) for reading in READINGS)]
        for name in _COMPARED
    ]
    return ["", *(reading.capitalize() for reading in READINGS)], rows


def aggregate_rows(
    aggregates: GrowthAggregates, currency: Currency, *, is_before_tax: bool
) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of what all years add up to: one scenario a column."""
    columns = [aggregates.row(scenario=s) for s in range(len(aggregates.scenarios))]

    def cell(name: str, value: float | None) -> str:
        if is_before_tax and name == "total_taxes":
            return _BEFORE_TAX
        return formatted(name, value, currency)

    rows = [
        [label(name), *(cell(name, column[name]) for column in columns)]
        for name in AGGREGATE_COLUMNS
    ]
    return ["All years", *aggregates.scenarios], rows


def month_rows(months: GrowthMonths, currency: Currency) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows of the year by months."""
    rows = [
        [month, *(formatted(name, getattr(months, name)[i], currency) for name in MONTH_COLUMNS)]
        for i, month in enumerate(MONTHS)
    ]
    return [f"{months.year}", *map(label, MONTH_COLUMNS)], rows

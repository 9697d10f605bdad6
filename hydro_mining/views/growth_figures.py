"""The figures of the Growth screen as cards and tables."""

import dataclasses

from hydro_mining.economics.growth import Growth, GrowthComparison, GrowthReading
from hydro_mining.economics.growth.aggregates import AGGREGATE_COLUMNS, GrowthAggregates
from hydro_mining.economics.growth.months import MONTH_COLUMNS, GrowthMonths
from hydro_mining.economics.load_profile import MONTHS
from hydro_mining.quantities import Currency, formatted, label
from hydro_mining.views.cells import a_column_each, a_row_each, figure_card, gain_tone
from hydro_mining.views.growth_words import READING_NAMES, in_mw
from hydro_mining.views.markup import Card, Table
from hydro_mining.wording import years_in_words

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
_OWN_YEAR_COLUMNS = tuple(n for n in _YEAR_COLUMNS if n not in {"payback", "roi"})
_BEFORE_TAX = "not counted"
_TAXES = ("taxes", "total_taxes")


def growth_cards(comparison: GrowthComparison, currency: Currency) -> list[Card]:
    """Return the cards of the chosen year, power, scenario and reading."""
    inputs = comparison.inputs
    if inputs.reading == "physical":
        return [*_cards_of_all_years(comparison, currency), *_cards_of_year(comparison, currency)]

    def card(name: str, note: str) -> Card:
        value = _cell(name, comparison.figure(name), currency)
        return Card(key=name, label=label(name), value=value, note=note)

    def amount(name: str) -> str:
        return formatted(name, comparison.figure(name), currency)

    net = card("net_profits", f"after taxes of {amount('taxes')}")
    return [
        Card(key="year", label="Year", value=f"{inputs.year}", note=_year_note(comparison)),
        _power_card(comparison, f"{inputs.reading} reading"),
        card("btc_generated", f"at {amount('btc_price')} a bitcoin"),
        card("gross_rev", "income of the year"),
        card("tot_costs", f"energy {amount('energy_cost')}, opex {amount('opex')}"),
        dataclasses.replace(net, tone=gain_tone(comparison.figure("net_profits") or 0)),
        card("roi", f"net profit over {amount('capex_tot')} invested"),
        card("payback", "investment over this year's net profit"),
    ]


def _cards_of_all_years(comparison: GrowthComparison, currency: Currency) -> list[Card]:
    """Return what the visitor's site comes to over the years."""
    inputs, aggregates, s = comparison.inputs, comparison.aggregates, comparison.scenario_index
    assert aggregates is not None
    put_in, left = (
        float(values[s, 0]) for values in (aggregates.investment, aggregates.cash_at_the_end)
    )
    years = years_in_words(len(inputs.table.year))
    written = _payback_words(comparison)
    return [
        figure_card(
            "investment", put_in, "machines and set-up, once", currency, title="You put in"
        ),
        figure_card(
            "back",
            put_in + left,
            "over what the power costs, before tax",
            currency,
            title=f"You get back in {years}",
            written_as="cash_at_the_end",
        ),
        figure_card(
            "cash_at_the_end",
            left,
            f"undiscounted; your money is back: {written}",
            currency,
            title="Left in the end",
            tone=gain_tone(left),
        ),
    ]


def _cards_of_year(comparison: GrowthComparison, currency: Currency) -> list[Card]:
    """Return what the visitor's site comes to in the chosen year."""
    inputs = comparison.inputs

    def card(name: str, note: str) -> Card:
        return figure_card(name, comparison.figure(name), note, currency)

    return [
        _power_card(comparison, _year_note(comparison)),
        card("btc_generated", f"in {inputs.year}"),
        card("gross_rev", f"income of {inputs.year}"),
        card("tot_costs", f"of {inputs.year}, with the machines written off"),
        card("net_profits", f"of {inputs.year}, before tax"),
    ]


def _power_card(comparison: GrowthComparison, note: str) -> Card:
    value = in_mw(comparison.inputs.power_mw)
    note = f"{comparison.inputs.scenario}, {note}"
    return Card(key="power_mw", label=label("power_mw"), value=value, note=note)


def _payback_words(comparison: GrowthComparison) -> str:
    years = comparison.payback_years
    return "never" if years is None else f"after {formatted('payback', years)}"


def _year_note(comparison: GrowthComparison) -> str:
    number = comparison.inputs.year_index + 1
    if comparison.inputs.reading == "physical":
        return f"project year {number} from {comparison.site.study.start_date:%d %b %Y}"
    return f"row {number} of the yearly table"


def _cell(name: str, value: float | None, currency: Currency) -> str:
    return "never" if name == "payback" and value is None else formatted(name, value, currency)


def _cell_before_tax(name: str, value: float | None, currency: Currency) -> str:
    return _BEFORE_TAX if name in _TAXES else _cell(name, value, currency)


# The physical reading is before tax.
_CELLS = {"published": _cell, "consistent": _cell, "physical": _cell_before_tax}


def year_rows(growth: Growth, scenario: int, currency: Currency) -> Table:
    """Return headings and rows of the yearly table of one scenario at one power."""
    records = ((f"{row['year']}", row) for row in growth.rows(scenario=scenario))
    names = _OWN_YEAR_COLUMNS if growth.reading == "physical" else _YEAR_COLUMNS
    return a_row_each("Year", names, records, currency, _CELLS[growth.reading])


def reading_rows(comparison: GrowthComparison, currency: Currency) -> Table:
    """Return headings and rows of the three readings side by side."""

    def cell(name: str, reading: GrowthReading) -> str:
        if reading not in comparison.at_power:
            return "–"
        if name == "payback" and reading == "physical":
            return _payback_words(comparison)
        return _CELLS[reading](name, comparison.figure(name, reading), currency)

    rows = [
        [label(name), *(cell(name, reading) for reading in READING_NAMES)] for name in _COMPARED
    ]
    return ["", *READING_NAMES.values()], rows


def aggregate_rows(
    aggregates: GrowthAggregates, currency: Currency, *, is_before_tax: bool
) -> Table:
    """Return headings and rows of what all years add up to: one scenario a column."""
    records = ((name, aggregates.row(scenario=s)) for s, name in enumerate(aggregates.scenarios))
    cell = _cell_before_tax if is_before_tax else _cell
    return a_column_each("All years", AGGREGATE_COLUMNS, records, currency, cell)


def month_rows(months: GrowthMonths, currency: Currency) -> Table:
    """Return headings and rows of the year by months."""
    records = (
        (month, {name: getattr(months, name)[i] for name in MONTH_COLUMNS})
        for i, month in enumerate(MONTHS)
    )
    return a_row_each(f"{months.year}", MONTH_COLUMNS, records, currency)

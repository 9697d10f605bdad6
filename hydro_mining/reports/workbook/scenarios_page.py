"""The scenarios: the live ones as named inputs, the others as the product's figures."""

from dataclasses import fields

import numpy as np

from hydro_mining.economics import Scenario
from hydro_mining.economics.results import ANNUAL_FIGURES
from hydro_mining.quantities import heading
from hydro_mining.reports.input_words import described
from hydro_mining.reports.workbook.cell_formats import number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, METRICS, Layout
from hydro_mining.reports.workbook.pages import (
    Book,
    Column,
    Page,
    quantity_column,
    several_roots,
)

_TERMS = tuple(field.name for field in fields(Scenario) if field.name != "name")
# Terms behind figures that stand in the daily sheets as values.
_AS_EXPORTED = {"hashrate_elasticity", "hashrate_half_life_months"}
_FIRST = 3


def write_scenarios(book: Book, layout: Layout) -> None:
    """Write the sheet ``Scenarios``: a column each, the first is the base case."""
    columns = [
        Column("Term", 22),
        Column("Unit", 18),
        Column("Meaning", 30),
        *(Column(f"Scenario {s + 1}", 16) for s in range(layout.live)),
    ]
    page = book.table(
        "Scenarios",
        "The first is the base case, which also decides the machine. Growth is a year of 365 days. "
        "How difficulty follows the price stays as it was at export: a changed cell is not used.",
        columns,
        height=24,
        frozen=_FIRST,
    )
    page.words(FIRST_ROW, ("Name", "text"))
    for s, scenario in enumerate(layout.live_scenarios):
        page.text(FIRST_ROW, _FIRST + s, scenario.name, "input")
        book.name(f"scenario_name_{s + 1}", page, FIRST_ROW, _FIRST + s)
    for row, name in enumerate(_TERMS, start=FIRST_ROW + 1):
        page.words(row, described(name))
        for s, scenario in enumerate(layout.live_scenarios):
            value = getattr(scenario, name)
            role = "fixed" if name in _AS_EXPORTED else "input"
            page.value(row, _FIRST + s, value, role, number_format(name))
            if role == "input":
                page.legal(row, _FIRST + s, name)
            book.name(f"{name}_{s + 1}", page, row, _FIRST + s)


def write_other_scenarios(book: Book, layout: Layout) -> None:
    """Write the product's figures of the scenarios without formulas, if there are any."""
    if not layout.other_scenarios:
        return
    columns = [
        Column("Scenario", 24),
        *(quantity_column(name, _heading(name)) for name in (*_TERMS, *METRICS)),
        Column(_heading("irr_roots"), 24),
    ]
    page = book.table(
        "Other scenarios",
        "The product's figures at export; they do not follow when an input is changed.",
        columns,
        height=42,
    )
    for row, scenario in enumerate(layout.other_scenarios, start=FIRST_ROW):
        result = layout.result.scenarios.get(scenario.name)
        page.text(row, 0, scenario.name)
        for place, name in enumerate(_TERMS, start=1):
            page.value(row, place, getattr(scenario, name), "fixed", number_format(name))
        for place, name in enumerate(METRICS, start=1 + len(_TERMS)):
            page.value(row, place, getattr(result, name, None), "fixed", number_format(name))
        page.text(row, 1 + len(_TERMS) + len(METRICS), several_roots(result), "fixed")
    _write_their_years(page, layout, FIRST_ROW + len(layout.other_scenarios) + 2)


def _heading(name: str) -> str:
    words = {"irr_note": "Why no IRR", "irr_roots": "All internal rates"}
    return words.get(name) or heading(name)


def _write_their_years(page: Page, layout: Layout, header_row: int) -> None:
    names = ("year", *ANNUAL_FIGURES, "cash_flow_gbp", "cumulative_cash_flow_gbp")
    page.headings(header_row, ("Scenario", *map(heading, names)))
    page.sheet.set_row(header_row - 1, 42)
    row = header_row
    for scenario in layout.other_scenarios:
        if scenario.name not in layout.result.scenarios:
            continue
        columns = layout.result.scenarios[scenario.name].columns()
        columns["year"] = np.arange(layout.years + 1.0)
        for year in range(layout.years + 1):
            row += 1
            page.text(row, 0, scenario.name)
            for place, name in enumerate(names, start=1):
                page.value(row, place, columns[name][year], "fixed", number_format(name))

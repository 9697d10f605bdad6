"""The sheet of results in the currency that was shown: each a live figure in pounds at the rate.

The model is in pounds, and so are the other sheets.
"""

from typing import Any

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from hydro_mining.quantities import Currency, heading, label, unit
from hydro_mining.reports.workbook.annual_page import annual_figures
from hydro_mining.reports.workbook.cell_formats import money_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout, PlanLayout
from hydro_mining.reports.workbook.pages import Book, Column, Page
from hydro_mining.reports.workbook.plan_page import plan_figures

_WIDTH = 16.0
_OF_THE_STUDY = (
    "annual_revenue_gbp",
    "annual_power_cost_gbp",
    "annual_other_opex_gbp",
    "annual_profit_gbp",
)
_OF_THE_PLAN = (
    "mining_gbp",
    "export_gbp",
    "generation_payment_gbp",
    "deemed_export_gbp",
    "export_only_gbp",
    "other_opex_gbp_per_year",
    "annual_profit_gbp",
)
_CASH = "cumulative_cash_flow_gbp"
_OF_BOTH = ("cash_flow_gbp", _CASH, "discounted_cumulative_cash_flow_gbp")
_A_DAY = (
    "site_revenue_per_day",
    "site_power_cost_per_day",
    "site_gross_profit_per_day",
    "capex_miners_gbp",
)


def currency_sheet(currency: Currency) -> str:
    """Return the sheet's name."""
    return f"In {currency.code}"


def cumulative_cash(layout: Layout, scenario: int) -> str:
    """Return the cells of a scenario's cumulative cash on this sheet."""
    letter = xl_col_to_name(2 + _keys(layout).index(_CASH))
    first, last = (layout.annual_row(scenario, year) for year in (0, layout.years))
    return f"'{currency_sheet(layout.currency)}'!${letter}${first}:${letter}${last}"


def write_in_currency(book: Book, layout: Layout, sentence: str) -> None:
    """Write the sheet; ``layout`` has the answer's cash flows, ``sentence`` says the rate."""
    currency, keys = layout.currency, _keys(layout)
    page = book.table(
        currency_sheet(currency),
        sentence,
        [
            Column("Scenario", 18),
            Column("Year", 6),
            *(Column(heading(key, currency), _WIDTH) for key in keys),
        ],
        height=56,
        frozen=2,
        title=f"Results in {currency.code}",
    )
    for scenario in range(layout.live):
        figures = _figures(layout, scenario)
        for year in range(layout.years + 1):
            row = layout.annual_row(scenario, year)
            name = layout.study.scenarios[scenario].name
            page.formula(row, 0, f"={layout.scenario_name(scenario)}", name)
            page.value(row, 1, year, "index", "0")
            for place, key in enumerate(keys, start=2):
                figure = figures[key][year] if key in figures else None
                _write(page, (row, place), layout.annual(scenario, key, year), figure, currency)
    _write_beside(book, page, layout, len(keys) + 3)


def _write_beside(book: Book, page: Page, layout: Layout, column: int) -> None:
    """Write the figures that are of no year, each under a name of its own."""
    currency = layout.currency
    for place, (text, width) in enumerate((("Figure", 34), ("Value", 18), ("Unit", 12))):
        page.text(FIRST_ROW - 1, column + place, text, "header")
        page.sheet.set_column(column + place, column + place, width)
    row = FIRST_ROW
    for name, words, quantity, address, figure in _beside(layout):
        page.text(row, column, words)
        page.text(row, column + 2, unit(quantity, currency), "small")
        _write(page, (row, column + 1), address, figure, currency)
        book.name(f"{name}_shown", page, row, column + 1)
        row += 1


def _beside(layout: Layout) -> list[tuple[str, str, str, str, Any]]:
    """Return name, words, quantity, address in pounds and figure in pounds."""
    rows: list[tuple[str, str, str, str, Any]] = []
    if not isinstance(layout, PlanLayout):
        site = layout.result.site
        rows += [
            (name, label(name), name, name, None if site is None else getattr(site, name))
            for name in _A_DAY
        ]
    for scenario in range(layout.live):
        result = layout.scenario_result(scenario)
        words = f"{label('npv_gbp')}, {layout.study.scenarios[scenario].name}"
        npv = None if result is None else result.npv_gbp
        address = layout.metric(scenario, "npv_gbp")
        rows.append((f"npv_gbp_{scenario + 1}", words, "npv_gbp", address, npv))
    return rows


def _write(page: Page, at: tuple[int, int], address: str, pounds: Any, currency: Currency) -> None:
    known = pounds is not None and np.isfinite(pounds)
    figure = pounds * currency.rate if known else None
    formula = f'=IF(ISNUMBER({address}),{address}*currency_rate,"")'
    page.formula(*at, formula, figure, money_format(currency))


def _keys(layout: Layout) -> tuple[str, ...]:
    return (*(_OF_THE_PLAN if isinstance(layout, PlanLayout) else _OF_THE_STUDY), *_OF_BOTH)


def _figures(layout: Layout, scenario: int) -> dict[str, Any]:
    if isinstance(layout, PlanLayout):
        return plan_figures(layout, scenario)
    return annual_figures(layout, scenario)

"""The sheet of annual cash flows: a row a year and scenario, from revenue to payback."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.scenarios import power_price_by_year
from hydro_mining.reports.workbook.cell_formats import DATE, number_format
from hydro_mining.reports.workbook.layout import ANNUAL_KEYS, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page, quantity_column, serial

WIDTH = 13.5
_MONEY = number_format("npv_gbp")
_Layout = TypeVar("_Layout", bound=Layout)


class YearFormulas(NamedTuple):
    """Formulas by column: of year 0, of each other year, what the last has too, and of all.

    r is the row's number, p that of the year before, s the scenario's, d and k the tolerances,
    revenue the cells with the year's days. The letters are those of the layout's keys.
    """

    start: Mapping[str, str]
    year: Mapping[str, str]
    end: Mapping[str, str]
    always: Mapping[str, str]


# Those that are no plain quantities.
COLUMNS = {
    "scenario": Column("Scenario", 18),
    "year": Column("Year", 6, "0"),
    "first_day": Column("First day", 12, DATE),
    "last_day": Column("Last day", 12, DATE),
    "rev_per_th_per_day": quantity_column(
        "rev_per_th_per_day", "Mean revenue per TH [£/TH/day]", WIDTH
    ),
    "days_mined": quantity_column("days_mined", width=8),
    "mined_per_th": Column("Revenue that counts [£/TH/year]", WIDTH, "£#,##0.0000"),
    "investment": Column("Investment [£]", WIDTH, _MONEY),
    "residual": Column("Resale of machines [£]", WIDTH, _MONEY),
    "discount_factor": Column("Discount factor", WIDTH, "0.000000"),
    "discounted": Column("Discounted cash flow [£]", WIDTH, _MONEY),
    "sign": Column("Sign of cash, zeros skipped", 9, "0"),
    "payback": Column("Crossing in this year [years]", WIDTH, "0.00"),
    "discounted_payback": Column("Discounted crossing [years]", WIDTH, "0.00"),
}

FORMULAS = YearFormulas(
    start={
        "investment": (
            '=IF(is_built,-(capex_miners_gbp+other_capex_gbp+other_capex_gbp_per_kw*machines_kw),"")'
        ),
        "cash_flow_gbp": '=IF(is_built,M{r},"")',
        "cumulative_cash_flow_gbp": '=IF(is_built,O{r},"")',
        "discounted_cumulative_cash_flow_gbp": '=IF(is_built,R{r},"")',
        "sign": '=IF(is_built,SIGN(O{r}),"")',
    },
    year={
        "first_day": "=INT(start_date)+(B{r}-1)*days_per_project_year",
        "last_day": "=INT(start_date)+B{r}*days_per_project_year-1",
        "power_price_gbp_per_kwh": (
            "=power_price_gbp_per_kwh*(1+power_price_shock_{s})"
            "*(1+power_price_growth_per_year_{s})^(B{r}-1)"
        ),
        "rev_per_th_per_day": "=AVERAGE({revenue})",
        "days_mined": (
            "=IF(is_built,IF(switches_off,"
            "SUMPRODUCT((site_hashrate_ths*{revenue}>=site_kwh_per_day*E{r})*1),"
            'days_per_project_year),"")'
        ),
        "mined_per_th": (
            "=IF(is_built,IF(switches_off,"
            "SUMPRODUCT((site_hashrate_ths*{revenue}>=site_kwh_per_day*E{r})*{revenue}),"
            'SUM({revenue})),"")'
        ),
        "annual_revenue_gbp": '=IF(is_built,site_hashrate_ths*H{r},"")',
        "annual_power_cost_gbp": '=IF(is_built,site_kwh_per_day*E{r}*G{r},"")',
        "annual_other_opex_gbp": (
            '=IF(is_built,other_opex_gbp_per_year+other_opex_gbp_per_kw_per_year*machines_kw,"")'
        ),
        "annual_profit_gbp": '=IF(is_built,I{r}-J{r}-K{r},"")',
        "cash_flow_gbp": '=IF(is_built,L{r}+N{r},"")',
        "cumulative_cash_flow_gbp": '=IF(is_built,P{p}+O{r},"")',
        "discounted_cumulative_cash_flow_gbp": '=IF(is_built,S{p}+R{r},"")',
        "sign": '=IF(is_built,IF(O{r}=0,T{p},SIGN(O{r})),"")',
        "payback": (
            "=IF(is_built,IF(P{r}-N{r}>=-{k},B{p}+"
            'IF(O{r}-N{r}>0,MIN(1,MAX(0,-P{p}/(O{r}-N{r}))),0),""),"")'
        ),
        "discounted_payback": (
            "=IF(is_built,IF(S{r}-N{r}*Q{r}>=-{d},B{p}+"
            'IF(R{r}-N{r}*Q{r}>0,MIN(1,MAX(0,-S{p}/(R{r}-N{r}*Q{r}))),0),""),"")'
        ),
    },
    end={"residual": '=IF(is_built,capex_miners_gbp*residual_value_fraction,"")'},
    always={
        "discount_factor": "=1/(1+discount_rate_per_year)^B{r}",
        "discounted": '=IF(is_built,O{r}*Q{r},"")',
    },
)


def write_annual(book: Book, layout: Layout) -> None:
    """Write the sheet ``Annual``."""
    page = write_years(
        book,
        layout,
        "Annual cash flows",
        "Year 0 is the investment; a project year has 365 days from go-live. The last columns "
        "lead to IRR and payback on the sheet Metrics.",
        columns=COLUMNS,
        formulas=FORMULAS,
        figures_of=annual_figures,
    )
    price = ANNUAL_KEYS.index("power_price_gbp_per_kwh")
    for scenario in range(layout.live):
        for year in range(1, layout.years + 1):
            name = layout.power_price_name(scenario, year)
            book.name(name, page, layout.annual_row(scenario, year), price)


def write_years(
    book: Book,
    layout: _Layout,
    title: str,
    sentence: str,
    *,
    columns: Mapping[str, Column],
    formulas: YearFormulas,
    figures_of: Callable[[_Layout, int], dict[str, Any]],
) -> Page:
    """Write and return a sheet of years; ``figures_of`` gives a scenario's by column."""
    kept = {
        key: columns.get(key) or quantity_column(key, width=WIDTH) for key in layout.annual_keys
    }
    page = book.table(
        layout.annual_sheet, sentence, kept.values(), height=56, frozen=2, title=title
    )
    for scenario in range(layout.live):
        figures = figures_of(layout, scenario)
        for year in range(layout.years + 1):
            row = layout.annual_row(scenario, year)
            name = layout.study.scenarios[scenario].name
            page.formula(row, 0, f"={layout.scenario_name(scenario)}", name)
            page.value(row, 1, year, "fixed", "0")
            of_year = _of_year(layout, formulas, scenario, year)
            for place, key in enumerate(layout.annual_keys[2:], start=2):
                figure = figures[key][year] if key in figures else None
                if key in of_year:
                    role = "result" if key == "cash_flow_gbp" else "formula"
                    page.formula(row, place, of_year[key], figure, kept[key].fmt, role=role)
                else:
                    page.value(row, place, figure, "fixed", kept[key].fmt)
    return page


def _of_year(layout: Layout, formulas: YearFormulas, scenario: int, year: int) -> dict[str, str]:
    row = layout.annual_row(scenario, year)
    names: dict[str, Any] = {"r": row, "p": row - 1, "s": scenario + 1}
    if year:
        names |= {
            "revenue": layout.daily_range(scenario, "rev_per_th_per_day", year),
            "k": layout.metric(scenario, "tolerance"),
            "d": layout.metric(scenario, "discounted_tolerance"),
        }
    found = {**(formulas.year if year else formulas.start), **formulas.always}
    if year == layout.years:
        found |= formulas.end
    return {key: formula.format(**names) for key, formula in found.items()}


def annual_figures(layout: Layout, scenario: int) -> dict[str, Any]:
    """Return the core's figures of years 0 to T by column, None or NaN where there are none.

    Steps between them that the core does not have are left for the spreadsheet to compute.
    """
    study, result, site = layout.study, layout.study_result(scenario), layout.result.site
    nothing: list[Any] = [None] * layout.years
    starts = serial(study.start_date) + DAYS_PER_PROJECT_YEAR * np.arange(layout.years)
    factors = discount_factors(
        rate_per_year=study.finance.discount_rate_per_year, periods=layout.years
    )
    revenue = yearly(layout.result.paths.rev_per_th_per_day[scenario]).mean(axis=-1)
    figures: dict[str, Any] = {
        "first_day": [None, *starts],
        "last_day": [None, *(starts + DAYS_PER_PROJECT_YEAR - 1)],
        "power_price_gbp_per_kwh": [None, *power_price_by_year(study)[scenario]],
        "rev_per_th_per_day": [None, *revenue],
        "discount_factor": factors,
    }
    if result is None or site is None:
        return figures
    return {
        **figures,
        **result.columns(),
        "investment": [result.cashflows[0], *nothing],
        "residual": [*nothing, site.capex_miners_gbp * study.finance.residual_value_fraction],
        "discounted": result.cashflows * factors,
    }

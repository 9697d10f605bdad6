"""The sheet of annual cash flows: a row a year and scenario, from revenue to payback."""

from typing import Any

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.returns import discount_factors
from hydro_mining.economics.scenarios import power_price_by_year
from hydro_mining.reports.workbook.cell_formats import DATE, number_format
from hydro_mining.reports.workbook.layout import ANNUAL_KEYS, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page, quantity_column, serial

__all__ = ["CASH_COLUMNS", "CASH_FORMULAS", "annual_figures", "write_annual"]

_WIDTH = 13.5
_MONEY = number_format("npv_gbp")
# Those that are no plain quantities.
_COLUMNS = {
    "scenario": Column("Scenario", 18),
    "year": Column("Year", 6, "0"),
    "first_day": Column("First day", 12, DATE),
    "last_day": Column("Last day", 12, DATE),
    "rev_per_th_per_day": quantity_column(
        "rev_per_th_per_day", "Mean revenue per TH [£/TH/day]", _WIDTH
    ),
    "days_mined": quantity_column("days_mined", width=8),
    "mined_per_th": Column("Revenue that counts [£/TH/year]", _WIDTH, "£#,##0.0000"),
    "investment": Column("Investment [£]", _WIDTH, _MONEY),
    "residual": Column("Resale of machines [£]", _WIDTH, _MONEY),
    "discount_factor": Column("Discount factor", _WIDTH, "0.000000"),
    "discounted": Column("Discounted cash flow [£]", _WIDTH, _MONEY),
    "sign": Column("Sign of cash, zeros skipped", 9, "0"),
    "payback": Column("Crossing in this year [years]", _WIDTH, "0.00"),
    "discounted_payback": Column("Discounted crossing [years]", _WIDTH, "0.00"),
}

# r is the row's number, p that of the year before, d and k the tolerances, revenue the cells
# with the year's days. The letters are those of ANNUAL_KEYS.
_OF_A_YEAR = {
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
}
_OF_THE_START = {
    "investment": (
        '=IF(is_built,-(capex_miners_gbp+other_capex_gbp+other_capex_gbp_per_kw*machines_kw),"")'
    ),
    "cash_flow_gbp": '=IF(is_built,M{r},"")',
    "cumulative_cash_flow_gbp": '=IF(is_built,O{r},"")',
    "discounted_cumulative_cash_flow_gbp": '=IF(is_built,R{r},"")',
    "sign": '=IF(is_built,SIGN(O{r}),"")',
}
_OF_THE_END = {"residual": '=IF(is_built,capex_miners_gbp*residual_value_fraction,"")'}
_ALWAYS = {
    "discount_factor": "=1/(1+discount_rate_per_year)^B{r}",
    "discounted": '=IF(is_built,O{r}*Q{r},"")',
}
_BOLD = {"cash_flow_gbp"}
_CASH = ANNUAL_KEYS[ANNUAL_KEYS.index("cash_flow_gbp") :]
# From the cash flow on a plan's columns are the same: of the start, of a year, and always.
CASH_COLUMNS = {key: _COLUMNS[key] for key in _CASH if key in _COLUMNS}
CASH_FORMULAS = tuple(
    {key: formula for key, formula in formulas.items() if key in _CASH}
    for formulas in (_OF_THE_START, _OF_A_YEAR, _ALWAYS)
)


def write_annual(book: Book, layout: Layout) -> None:
    """Write the sheet ``Annual``."""
    page = book.page("Annual")
    page.table(
        "Annual cash flows",
        "Year 0 is the investment; a project year has 365 days from go-live. The last columns "
        "lead to IRR and payback on the sheet Metrics.",
        [_column(key) for key in ANNUAL_KEYS],
        height=56,
        frozen=2,
    )
    for scenario in range(layout.live):
        figures = annual_figures(layout, scenario)
        for year in range(layout.years + 1):
            _write_year(page, layout, scenario, year, figures)
            if year:
                price = ANNUAL_KEYS.index("power_price_gbp_per_kwh")
                name = layout.power_price_name(scenario, year)
                book.name(name, page, layout.annual_row(scenario, year), price)


def _column(key: str) -> Column:
    return _COLUMNS.get(key) or quantity_column(key, width=_WIDTH)


def _write_year(
    page: Page, layout: Layout, scenario: int, year: int, figures: dict[str, Any]
) -> None:
    row = layout.annual_row(scenario, year)
    name = layout.study.scenarios[scenario].name
    page.formula(row, 0, f"={layout.scenario_name(scenario)}", name)
    page.value(row, 1, year, "fixed", "0")
    formulas = {**(_OF_A_YEAR if year else _OF_THE_START), **_ALWAYS}
    if year == layout.years:
        formulas |= _OF_THE_END
    names: dict[str, Any] = {"r": row, "p": row - 1, "s": scenario + 1}
    if year:
        names |= {
            "revenue": layout.daily_range(scenario, "rev_per_th_per_day", year),
            "k": layout.metric(scenario, "tolerance"),
            "d": layout.metric(scenario, "discounted_tolerance"),
        }
    for place, key in enumerate(ANNUAL_KEYS[2:], start=2):
        fmt = _column(key).fmt
        if key in formulas:
            role = "result" if key in _BOLD else "formula"
            figure = figures[key][year] if key in figures else None
            page.formula(row, place, formulas[key].format(**names), figure, fmt, role=role)
        else:
            page.value(row, place, None, "fixed", fmt)


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

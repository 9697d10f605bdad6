"""A sheet for each live scenario with its daily grid: the step from growth to revenue."""

import numpy as np

from hydro_mining.constants import DAYS_PER_PROJECT_YEAR, SATOSHI_PER_BTC
from hydro_mining.economics.bitcoin import block_subsidy, btc_per_th_per_day
from hydro_mining.quantities import heading
from hydro_mining.reports.workbook.cell_formats import DATE, WHOLE
from hydro_mining.reports.workbook.layout import DAILY_KEYS, FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page, quantity_column, serial

_COLUMNS = {
    "day": Column("Day from go-live", 9, WHOLE),
    "date": Column("Date", 13, DATE),
    "year": Column("Project year", 9, "0"),
    "growth_years": Column("Years of growth since the network figures", 15, "0.0000"),
    "height": Column("Block height at the day's start [blocks]", 14, WHOLE),
    "subsidy_sat": Column("Block subsidy [sat]", 14, WHOLE),
    "btc_price_usd": Column(heading("btc_price_usd"), 15, "#,##0.00"),
    "difficulty": Column(heading("difficulty"), 22, WHOLE),
    "fees_btc_per_block": Column(heading("fees_btc_per_block"), 14, "0.000000"),
    "btc_per_th_per_day": Column("Bitcoin per TH [BTC/TH/day]", 15, "0.0000E+00"),
    "rev_per_th_per_day": quantity_column("rev_per_th_per_day"),
}

# r is the row's number, s the scenario's. The days know nothing of the site: LibreOffice 7.4
# computes columns in threads and loses figures where a column leads back to its own sheet.
_FORMULAS = {
    "date": "=INT(start_date)+A{r}",
    "growth_years": "=(A{r}+days_to_start)/days_per_project_year",
    "height": "=block_height+blocks_per_day*(A{r}+days_to_start)",
    "subsidy_sat": (
        "=IF(E{r}>=first_height_without_subsidy,0,"
        "INT(first_block_subsidy_sat/2^INT(E{r}/blocks_per_halving)))"
    ),
    "btc_price_usd": (
        "=btc_price_usd*(1+btc_price_shock_{s})*(1+btc_price_growth_per_year_{s})^D{r}"
    ),
    "difficulty": "=difficulty*(1+difficulty_shock_{s})*(1+difficulty_growth_per_year_{s})^D{r}",
    "fees_btc_per_block": "=fees_btc_per_block*(1+fee_growth_per_year_{s})^D{r}",
    "btc_per_th_per_day": (
        "=hashes_per_terahash*seconds_per_day/(H{r}*hashes_per_difficulty)"
        "*(F{r}/satoshi_per_btc+I{r})"
    ),
    "rev_per_th_per_day": "=J{r}*G{r}*usd_to_gbp*(1-pool_fee_fraction)",
}
_FOLLOWS_PRICE = (
    "Difficulty follows this scenario's bitcoin price: its column is the product's figures at "
    "export and stays when an input is changed. "
)


def write_daily(book: Book, layout: Layout, scenario: int) -> None:
    """Write the daily sheet of one scenario, counted from 0."""
    follows_price = bool(layout.study.scenarios[scenario].hashrate_elasticity)
    page = book.table(
        layout.daily_name(scenario),
        (_FOLLOWS_PRICE if follows_price else "")
        + "A day takes the subsidy at the height with which it starts; orange: the first day after "
        "a halving; red: revenue below the site's power cost.",
        _COLUMNS.values(),
        height=58,
        frozen=2,
        title="Daily grid",
        gridlines=True,
    )
    name = layout.study.scenarios[scenario].name
    page.formula(1, 2, f"={layout.scenario_name(scenario)}", name, role="title")
    figures = _figures(layout, scenario)
    days = layout.years * DAYS_PER_PROJECT_YEAR
    for day in range(days):
        _write_day(page, scenario, day, figures, follows_price=follows_price)
    for year in range(1, layout.years + 1):
        _mark_losses(page, layout, scenario, year)
    page.sheet.conditional_format(
        FIRST_ROW,
        0,
        FIRST_ROW + days - 2,
        len(DAILY_KEYS) - 1,
        {
            "type": "formula",
            "criteria": f"=$F{FIRST_ROW + 1}<>$F{FIRST_ROW}",
            "format": page.formats.overlay("halving"),
        },
    )


def _mark_losses(page: Page, layout: Layout, scenario: int, year: int) -> None:
    """Colour the revenue of the days of a year that does not cover the site's power."""
    first = FIRST_ROW + (year - 1) * DAYS_PER_PROJECT_YEAR
    column = DAILY_KEYS.index("rev_per_th_per_day")
    # A name, since a conditional format may not refer to another sheet.
    power = layout.power_price_name(scenario, year)
    page.sheet.conditional_format(
        first - 1,
        column,
        first + DAYS_PER_PROJECT_YEAR - 2,
        column,
        {
            "type": "formula",
            "criteria": f"=site_hashrate_ths*$K{first}<site_kwh_per_day*{power}",
            "format": page.formats.overlay("bad"),
        },
    )


def _write_day(
    page: Page, scenario: int, day: int, figures: dict[str, list[float]], *, follows_price: bool
) -> None:
    row = FIRST_ROW + day
    page.value(row, 0, day, "grid", WHOLE)
    page.value(row, 2, day // DAYS_PER_PROJECT_YEAR + 1, "grid", "0")
    for key, formula in _FORMULAS.items():
        if key == "difficulty" and follows_price:
            place = DAILY_KEYS.index(key)
            page.value(row, place, figures[key][day], "fixed", _COLUMNS[key].fmt)
            continue
        page.formula(
            row,
            DAILY_KEYS.index(key),
            formula.format(r=row, s=scenario + 1),
            figures[key][day],
            _COLUMNS[key].fmt,
            role="grid",
        )


def _figures(layout: Layout, scenario: int) -> dict[str, list[float]]:
    """Return the core's figures of every day, by column."""
    study, paths = layout.study, layout.result.paths
    days = np.arange(layout.years * DAYS_PER_PROJECT_YEAR)
    years = (days + study.days_to_start) / DAYS_PER_PROJECT_YEAR
    growth = study.scenarios[scenario].fee_growth_per_year
    fees = study.network.fees_btc_per_block * (1 + growth) ** years
    subsidy = block_subsidy(paths.block_height)
    btc = btc_per_th_per_day(
        difficulty=paths.difficulty[scenario],
        reward_btc_per_block=subsidy / SATOSHI_PER_BTC + fees,
    )
    figures = {
        "date": days + serial(study.start_date),
        "growth_years": years,
        "height": paths.block_height,
        "subsidy_sat": subsidy,
        "btc_price_usd": paths.btc_price_usd[scenario],
        "difficulty": paths.difficulty[scenario],
        "fees_btc_per_block": fees,
        "btc_per_th_per_day": btc,
        "rev_per_th_per_day": paths.rev_per_th_per_day[scenario],
    }
    return {key: row.tolist() for key, row in figures.items()}

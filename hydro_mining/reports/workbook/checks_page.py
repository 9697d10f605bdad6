"""The sheet of checks: the workbook's figures beside the product's own."""

import math
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, NamedTuple

from hydro_mining.economics import SiteResult
from hydro_mining.quantities import QUANTITIES, label, unit
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.workbook.alternatives_page import alternatives_checks
from hydro_mining.reports.workbook.cell_formats import number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, METRICS, Layout, PlanLayout
from hydro_mining.reports.workbook.machines_page import MACHINE_CHECKS
from hydro_mining.reports.workbook.pages import Book, Column, Page
from hydro_mining.reports.workbook.pays_if_page import pays_if_tests

ALL_AGREE = "OK: every figure agrees with the product's"
_SOME_DIFFER = "DIFFERS: an input was changed since the export (or a figure is wrong)"
_COLUMNS = (
    Column("Figure", 26),
    Column("Scenario", 18),
    Column("Year", 7),
    Column("Unit", 15),
    Column("Product's figure", 24),
    Column("This workbook's figure", 24),
    Column("Relative difference", 13),
    Column("Check", 12),
    Column("Name in the product", 34),
)
_SITE = tuple(field.name for field in fields(SiteResult))


class _Check(NamedTuple):
    name: str
    product: Any
    address: str
    scenario: int | None = None
    year: int | None = None


def write_checks(book: Book, layout: Layout, told: Told) -> None:
    """Write the sheet ``Checks`` with the overall verdict in its third row."""
    page = book.table(
        "Checks",
        "The product's figures are fixed at export; when an input is changed, the workbook's "
        "move on and the check says DIFFERS.",
        _COLUMNS,
        height=30,
    )
    row = FIRST_ROW - 1
    for row, check in enumerate(_checks(layout, told), start=FIRST_ROW):
        _write_check(page, layout, row, check)
    checks = f"$H${FIRST_ROW}:$H${row}"
    formula = (
        f'=IF(COUNTIF({checks},"DIFFERS")+COUNTIF({MACHINE_CHECKS},"DIFFERS")'
        f'+COUNTIF({pays_if_tests(layout)},"DIFFERS")=0,'
        f'"{ALL_AGREE}","{_SOME_DIFFER}")'
    )
    page.formula(3, 0, formula, ALL_AGREE, role="text")
    book.name("check_status", page, 3, 0)
    page.good_or_bad((3, 0), (3, 0))
    page.good_or_bad((FIRST_ROW, 7), (row, 7))
    page.sheet.autofilter(FIRST_ROW - 2, 0, row - 1, len(_COLUMNS) - 1)


def _checks(layout: Layout, told: Told) -> Iterator[_Check]:
    result = layout.result
    yield _Check("chosen_miner", result.chosen_miner or "none", "chosen_miner")
    for name in (
        "rev_per_th_per_day_y1",
        "power_price_gbp_per_kwh_y1",
        "viable_below_gbp_per_kwh",
    ):
        yield _Check(name, getattr(result, name), name)
    for name in _SITE:
        site = result.site
        effective = layout.study.site.site_power_kw * layout.study.site.load_factor
        unbuilt = effective if name == "effective_power_kw" else None
        product = unbuilt if site is None else getattr(site, name)
        yield _Check(name, product, name)
    for scenario in range(layout.live if result.scenarios else 0):
        yield from _scenario_checks(layout, scenario)
    if result.plan is not None and result.plan.chosen_miner is not None:
        yield from _plan_checks(PlanLayout(result=result))
    for name, product, address, scenario in alternatives_checks(layout, told):
        yield _Check(name, product, address, scenario)


def _scenario_checks(layout: Layout, scenario: int) -> Iterator[_Check]:
    result = layout.study_result(scenario)
    assert result is not None, "only what is built is checked"
    for name in METRICS:
        yield _Check(name, getattr(result, name), layout.metric(scenario, name), scenario)
    columns: dict[str, Any] = {
        **result.columns(),
        "power_price_gbp_per_kwh": [math.nan, *result.power_price_gbp_per_kwh],
    }
    # The sheet has investment and resale in columns of their own.
    del columns["investment_and_resale_gbp"]
    for year in range(layout.years + 1):
        for name, column in columns.items():
            if not math.isnan(column[year]):
                address = layout.annual(scenario, name, year)
                yield _Check(name, column[year], address, scenario, year)


def _plan_checks(layout: PlanLayout) -> Iterator[_Check]:
    for scenario in range(layout.live):
        result = layout.scenario_result(scenario)
        assert result is not None, "only what is built is checked"
        for name in METRICS:
            product, address = getattr(result, name), layout.metric(scenario, name)
            yield _Check(f"plan.{name}", product, address, scenario)
        for year, flow in enumerate(result.cashflows):
            address = layout.annual(scenario, "cash_flow_gbp", year)
            yield _Check("plan.cash_flow_gbp", flow, address, scenario, year)


def _write_check(page: Page, layout: Layout, row: int, check: _Check) -> None:
    of, _, quantity = check.name.removesuffix("_y1").rpartition(".")
    known = quantity in QUANTITIES
    fmt = number_format(quantity)
    called = label(quantity) if known else _words(quantity)
    page.text(row, 0, f"{called}, {of}" if of else called)
    page.text(row, 3, unit(quantity) if known else "", "small")
    page.text(row, 8, check.name, "small")
    if check.scenario is not None:
        name = layout.study.scenarios[check.scenario].name
        page.formula(row, 1, f"={layout.scenario_name(check.scenario)}", name)
    if check.year is not None:
        page.value(row, 2, check.year, "fixed", "0")
    page.value(row, 4, check.product, "fixed", fmt)
    page.formula(row, 5, f"={check.address}", check.product, fmt)
    smallest = "check_smallest_gbp" if fmt.startswith("£#") else "0"
    page.formula(
        row,
        6,
        f"=IF(AND(ISNUMBER(E{row}),ISNUMBER(F{row})),IF(ABS(F{row}-E{row})<={smallest},0,"
        f"ABS(F{row}-E{row})/MAX(ABS(E{row}),ABS(F{row}))),"
        f'IF(EXACT(E{row}&"",F{row}&""),0,1))',
        0.0,
        "0.0E+00",
    )
    page.formula(row, 7, f'=IF(G{row}<=check_tolerance,"OK","DIFFERS")', "OK", role="status")


def _words(name: str) -> str:
    return {
        "chosen_miner": "Chosen machine",
        "irr_note": "Why there is no IRR",
        "viable_below_gbp_per_kwh": "A machine is viable below",
    }[name]

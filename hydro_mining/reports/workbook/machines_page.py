"""The sheet of machines: what each earns in year 1 of the base case, and its rank."""

import numpy as np

from hydro_mining.economics.fleet import machine_power
from hydro_mining.reports.workbook.cell_formats import WHOLE
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page, quantity_column

MACHINE_CHECKS = "machine_checks"
_COLUMNS = {
    "number": Column("No.", 6, WHOLE),
    "name": Column("Machine", 30),
    "hashrate_ths": quantity_column("hashrate_ths", width=13),
    "power_w": quantity_column("power_w", width=13),
    "price_gbp": quantity_column("price_gbp", width=13),
    "efficiency_j_per_th": quantity_column("efficiency_j_per_th", width=13),
    "machine_power_kw": Column("Power drawn, cooling included [kW]", 14, "#,##0.000"),
    "n_miners": quantity_column("n_miners", "How many fit [machines]", 13),
    "kwh_per_day": quantity_column("kwh_per_day", width=13),
    "revenue_gbp_per_day": quantity_column("revenue_gbp_per_day", width=13),
    "power_cost_gbp_per_day": quantity_column("power_cost_gbp_per_day", width=13),
    "profit_gbp_per_day": quantity_column("profit_gbp_per_day", width=13),
    "breakeven_power_price_gbp_per_kwh": quantity_column(
        "breakeven_power_price_gbp_per_kwh", width=13
    ),
    "simple_payback_days": quantity_column("simple_payback_days", "Payback [days]", 13),
    "viable": Column("Viable", 9),
    "rank": Column("Rank by payback", 9, WHOLE),
    "chosen": Column("Chosen", 10),
    "site_npv_gbp": quantity_column("site_npv_gbp", "NPV of the site as exported [£]", 13),
    "product_profit": quantity_column("profit_gbp_per_day", "Product's profit a day [£/day]", 13),
    "check": Column("Check", 11),
}
_PLACES = {key: place for place, key in enumerate(_COLUMNS)}
_NAMED = ("number", "name", "hashrate_ths", "power_w", "price_gbp", "machine_power_kw",
          "kwh_per_day", "revenue_gbp_per_day", "power_cost_gbp_per_day", "profit_gbp_per_day",
          "breakeven_power_price_gbp_per_kwh", "simple_payback_days", "n_miners")  # fmt: skip
_INPUTS = ("hashrate_ths", "power_w", "price_gbp")

# Row by row, r is the row's number; the letters are those of the keys above.
_FORMULAS = {
    "efficiency_j_per_th": "=D{r}/C{r}",
    "machine_power_kw": "=D{r}/watts_per_kilowatt*(1+overhead_fraction)",
    "n_miners": (
        "=IF(ABS(effective_power_kw/G{r}-ROUND(effective_power_kw/G{r},0))"
        "<=1E-12*effective_power_kw/G{r},"
        "ROUND(effective_power_kw/G{r},0),INT(effective_power_kw/G{r}))"
    ),
    "kwh_per_day": "=G{r}*hours_per_day",
    "revenue_gbp_per_day": "=C{r}*rev_per_th_per_day_y1",
    "power_cost_gbp_per_day": "=I{r}*power_price_gbp_per_kwh_y1",
    "profit_gbp_per_day": "=J{r}-K{r}",
    "breakeven_power_price_gbp_per_kwh": "=J{r}/I{r}",
    "simple_payback_days": '=IF(L{r}>0,E{r}/L{r},"")',
    "viable": '=IF(L{r}>0,"yes","no")',
    "rank": '=IF(L{r}>0,RANK(N{r},machine_simple_payback_days,1),"")',
    "chosen": '=IF(A{r}=chosen_row,"chosen","")',
    "check": (
        "=IF(ABS(L{r}-S{r})<=MAX(check_tolerance*MAX(ABS(L{r}),ABS(S{r})),check_smallest_gbp),"
        '"OK","DIFFERS")'
    ),
}


def write_machines(book: Book, layout: Layout) -> None:
    """Write the sheet ``Machines``."""
    page = book.table(
        "Machines",
        "Year 1 of the base case. The shortest payback, or with choose_by npv the highest NPV of "
        "the site, is chosen unless a machine is named on the sheet Inputs; the first in the list "
        "wins a tie.",
        _COLUMNS.values(),
        height=56,
        frozen=2,
    )
    last = FIRST_ROW + len(layout.study.miners) - 1
    for key in _NAMED:
        book.name(f"machine_{key.removeprefix('machine_')}", page, FIRST_ROW, _PLACES[key],
                  last_row=last)  # fmt: skip
    book.name(MACHINE_CHECKS, page, FIRST_ROW, _PLACES["check"], last_row=last)
    values = _values(layout)
    for index in range(len(layout.study.miners)):
        _write_machine(page, layout, index, values)
    page.good_or_bad((FIRST_ROW, _PLACES["check"]), (last, _PLACES["check"]))
    page.sheet.autofilter(FIRST_ROW - 2, 0, last - 1, len(_COLUMNS) - 1)


def _values(layout: Layout) -> dict[str, list[object]]:
    """Return the core's figures of all machines, by column."""
    miners = layout.result.miners
    overhead = layout.study.site.overhead_fraction
    power_w = [miner.power_w for miner in layout.study.miners]
    payback = miners.simple_payback_days
    ranks: list[object] = [
        int(np.sum(payback < days)) + 1 if days >= 0 else None for days in payback
    ]
    own: dict[str, list[object]] = {
        "machine_power_kw": machine_power(power_w=power_w, overhead_fraction=overhead).tolist(),
        "viable": ["yes" if viable else "no" for viable in miners.viable],
        "rank": ranks,
        "chosen": ["chosen" if n == layout.result.chosen_miner else "" for n in miners.name],
        "check": ["OK"] * len(miners.name),
    }
    return {key: own[key] if key in own else getattr(miners, key).tolist() for key in _FORMULAS}


def _write_machine(page: Page, layout: Layout, index: int, values: dict[str, list[object]]) -> None:
    row, miner = FIRST_ROW + index, layout.study.miners[index]
    page.value(row, 0, index + 1, "index", WHOLE)
    page.text(row, 1, miner.name, "input")
    for key in _INPUTS:
        place = _PLACES[key]
        page.value(row, place, getattr(miner, key), "input", _COLUMNS[key].fmt)
        page.legal(row, place, key)
    for key, formula in _FORMULAS.items():
        role = "status" if key in {"viable", "rank", "chosen", "check"} else "formula"
        page.formula(
            row,
            _PLACES[key],
            formula.format(r=row),
            values[key][index],
            _COLUMNS[key].fmt,
            role=role,
        )
    figures = layout.result.miners
    for key, figure in (
        ("site_npv_gbp", figures.site_npv_gbp[index]),
        ("product_profit", figures.profit_gbp_per_day[index]),
    ):
        page.value(row, _PLACES[key], figure, "fixed", _COLUMNS[key].fmt)

"""The sheet of machines: what each earns in year 1 of the base case, and its rank."""

import numpy as np

from hydro_mining.economics.fleet import machine_power
from hydro_mining.quantities import heading
from hydro_mining.reports.workbook.cell_formats import WHOLE
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page, quantity_column

__all__ = ["MACHINE_CHECKS", "write_machines"]

MACHINE_CHECKS = "machine_checks"
_KEYS = (
    "number",
    "name",
    "hashrate_ths",
    "power_w",
    "price_gbp",
    "efficiency_j_per_th",
    "machine_power_kw",
    "n_miners",
    "kwh_per_day",
    "revenue_gbp_per_day",
    "power_cost_gbp_per_day",
    "profit_gbp_per_day",
    "breakeven_power_price_gbp_per_kwh",
    "simple_payback_days",
    "viable",
    "rank",
    "chosen",
    "site_npv_gbp",
    "product_profit",
    "check",
)
_HEADINGS = {
    "number": "No.",
    "name": "Machine",
    "machine_power_kw": "Power drawn, cooling included [kW]",
    "n_miners": "How many fit [machines]",
    "simple_payback_days": "Payback [days]",
    "viable": "Viable",
    "rank": "Rank by payback",
    "chosen": "Chosen",
    "site_npv_gbp": "NPV of the site as exported [£]",
    "product_profit": "Product's profit a day [£/day]",
    "check": "Check",
}
_NAMED = ("number", "name", "hashrate_ths", "power_w", "price_gbp", "machine_power_kw",
          "kwh_per_day", "revenue_gbp_per_day", "power_cost_gbp_per_day", "profit_gbp_per_day",
          "breakeven_power_price_gbp_per_kwh", "simple_payback_days", "n_miners")  # fmt: skip
_WIDTHS = {"number": 6, "name": 30, "viable": 9, "rank": 9, "chosen": 10, "check": 11}
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
    page = book.page("Machines")
    page.table(
        "Machines",
        "Year 1 of the base case. The shortest payback is chosen unless a machine is named "
        "on the sheet Inputs; the first in the list wins a tie.",
        [_column(key) for key in _KEYS],
        height=56,
        frozen=2,
    )
    last = FIRST_ROW + len(layout.study.miners) - 1
    for key in _NAMED:
        book.name(f"machine_{key.removeprefix('machine_')}", page, FIRST_ROW, _KEYS.index(key),
                  last_row=last)  # fmt: skip
    book.name(MACHINE_CHECKS, page, FIRST_ROW, _KEYS.index("check"), last_row=last)
    values = _values(layout)
    for index in range(len(layout.study.miners)):
        _write_machine(page, layout, index, values)
    page.good_or_bad((FIRST_ROW, _KEYS.index("check")), (last, _KEYS.index("check")))
    page.sheet.autofilter(FIRST_ROW - 2, 0, last - 1, len(_KEYS) - 1)


def _column(key: str) -> Column:
    words = _HEADINGS.get(key) or heading(key)
    if key in {"number", "rank"}:
        return Column(words, _WIDTHS[key], WHOLE)
    if key == "machine_power_kw":
        return Column(words, fmt="#,##0.000")
    source = "profit_gbp_per_day" if key == "product_profit" else key
    return quantity_column(source, words, _WIDTHS.get(key, 13))


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
        place = _KEYS.index(key)
        page.value(row, place, getattr(miner, key), "input", _column(key).fmt)
        page.legal(row, place, key)
    for key, formula in _FORMULAS.items():
        role = "status" if key in {"viable", "rank", "chosen", "check"} else "formula"
        page.formula(
            row,
            _KEYS.index(key),
            formula.format(r=row),
            values[key][index],
            _column(key).fmt,
            role=role,
        )
    figures = layout.result.miners
    for key, figure in (
        ("site_npv_gbp", figures.site_npv_gbp[index]),
        ("product_profit", figures.profit_gbp_per_day[index]),
    ):
        page.value(row, _KEYS.index(key), figure, "fixed", _column(key).fmt)

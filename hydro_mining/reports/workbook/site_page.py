"""The sheet of the site: which machine, how many, and what they do in year 1."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.reports.input_words import described
from hydro_mining.reports.workbook.cell_formats import WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column

_COLUMNS = (
    Column("Figure", 34),
    Column("Value", 30),
    Column("Unit", 14),
    Column("Name of the cell", 32),
    Column("How it follows", 78),
)
# Beside the vocabulary: label, unit, how it follows.
_WORDS = {
    "rev_per_th_per_day_y1": (
        "Revenue per TH, year 1",
        "£/TH/day",
        "Mean of year 1 of the base case.",
    ),
    "power_price_gbp_per_kwh_y1": (
        "Power price, year 1",
        "£/kWh",
        "The base case's, its shock included.",
    ),
    "chosen_row": (
        "Its number in the list",
        "",
        "The named machine, else that of the rule choose_by on the sheet Inputs.",
    ),
    "best_npv_row": (
        "Number of the highest NPV",
        "",
        "The product's figure at export; 0: none fits. It does not follow changes.",
    ),
    "is_built": ("Something is built", "", "FALSE where no machine earns its power."),
    "chosen_miner": ("Chosen machine", "", "Its name."),
    "viable_below_gbp_per_kwh": (
        "A machine is viable below",
        "£/kWh",
        "Only where none is: best break-even.",
    ),
    "site_note": ("Remark", "", "What a reader must know before using the figures."),
    "power_drawn_kw": ("Power of one machine", "kW", "Cooling and losses included."),
    "machines_quotient": (
        "Average power over it",
        "machines",
        "Before cutting to whole machines.",
    ),
    "n_miners": ("Machines", "machines", "Cut; a hair below a whole number counts as it."),
    "machines_kw": ("Power that they draw", "kW", "Cooling and losses included."),
}
_FORMATS = {
    "rev_per_th_per_day_y1": number_format("rev_per_th_per_day"),
    "power_price_gbp_per_kwh_y1": number_format("power_price_gbp_per_kwh"),
    "chosen_row": WHOLE,
    "best_npv_row": WHOLE,
    "machines_kw": "#,##0.000",
    "power_drawn_kw": "#,##0.000",
    "machines_quotient": "#,##0.000000",
}


def _chosen(column: str) -> str:
    return f"INDEX(machine_{column},chosen_row)"


def _built(expression: str) -> str:
    return f'=IF(is_built,{expression},"")'


# None is the product's figure, which is fixed.
_CHOICE: Mapping[str, str | None] = {
    "best_npv_row": None,
    "chosen_row": (
        '=IF(miner<>"",SUMPRODUCT(EXACT(machine_name,miner)*machine_number),'
        "IF(COUNT(machine_simple_payback_days)=0,0,"
        'IF(AND(choose_by="npv",best_npv_row>0),best_npv_row,'
        "MATCH(MIN(machine_simple_payback_days),machine_simple_payback_days,0))))"
    ),
    "is_built": "=chosen_row>0",
    "chosen_miner": '=IF(is_built,INDEX(machine_name,chosen_row),"none")',
    "viable_below_gbp_per_kwh": (
        "=IF(COUNT(machine_simple_payback_days)=0,"
        'MAX(machine_breakeven_power_price_gbp_per_kwh),"")'
    ),
    "site_note": (
        '=IF(is_built,IF(n_miners=0,"No machine of this kind fits.",'
        f'IF({_chosen("profit_gbp_per_day")}>0,"","Built because it was named: '
        'it does not earn its power in year 1.")),IF(miner<>"",'
        '"No machine has the name asked for.","No machine earns its power here."))'
    ),
}
_COUNT = {
    "effective_power_kw": "=site_power_kw*load_factor",
    "power_drawn_kw": _built(_chosen("power_kw")),
    "machines_quotient": _built("effective_power_kw/power_drawn_kw"),
    "n_miners": _built(
        "IF(ABS(machines_quotient-ROUND(machines_quotient,0))<=1E-12*machines_quotient,"
        "ROUND(machines_quotient,0),INT(machines_quotient))"
    ),
    "machines_kw": _built("n_miners*power_drawn_kw"),
    "unused_power_kw": _built("MAX(effective_power_kw-n_miners*power_drawn_kw,0)"),
}
_DAY = {
    "site_hashrate_ths": _built(f"n_miners*{_chosen('hashrate_ths')}"),
    "site_kwh_per_day": _built(f"n_miners*{_chosen('kwh_per_day')}"),
    "site_revenue_per_day": _built(f"n_miners*{_chosen('revenue_gbp_per_day')}"),
    "site_power_cost_per_day": _built(f"n_miners*{_chosen('power_cost_gbp_per_day')}"),
    "site_gross_profit_per_day": _built("site_revenue_per_day-site_power_cost_per_day"),
    "capex_miners_gbp": _built(f"n_miners*{_chosen('price_gbp')}"),
}


def write_site(book: Book, layout: Layout) -> None:
    """Write the sheet ``Site``."""
    page = book.table(
        "Site", "The site filled with one machine, in year 1 of the base case.", _COLUMNS, height=24
    )
    values = _values(layout)
    first_year = {
        f"{key}_y1": f"={layout.annual(0, key, 1)}"
        for key in ("rev_per_th_per_day", "power_price_gbp_per_kwh")
    }
    row = FIRST_ROW
    for title, formulas in (
        ("Which machine", {**first_year, **_CHOICE}),
        ("How many", _COUNT),
        ("What the site does", _DAY),
    ):
        page.text(row, 0, title, "section")
        for name, formula in formulas.items():
            row += 1
            book.name(name, page, row, 1)
            label, unit, meaning = _WORDS.get(name) or described(name)
            page.text(row, 0, label)
            page.text(row, 2, unit, "small")
            page.text(row, 3, name, "small")
            page.text(row, 4, meaning, "small")
            fmt = _FORMATS.get(name) or number_format(name)
            if formula is None:
                page.value(row, 1, values[name], "fixed", fmt)
            else:
                page.formula(row, 1, formula, values.get(name), fmt, role="result")
        row += 2


def _values(layout: Layout) -> Mapping[str, Any]:
    """Return the core's figures by the names of their cells."""
    result, site = layout.result, layout.result.site
    names = result.miners.name
    chosen, best = (
        0 if name is None else names.index(name) + 1
        for name in (result.chosen_miner, result.best_npv_miner)
    )
    return {
        "best_npv_row": best,
        "rev_per_th_per_day_y1": result.rev_per_th_per_day_y1,
        "power_price_gbp_per_kwh_y1": result.power_price_gbp_per_kwh_y1,
        "chosen_row": chosen,
        "is_built": chosen > 0,
        "chosen_miner": result.chosen_miner or "none",
        "viable_below_gbp_per_kwh": result.viable_below_gbp_per_kwh,
        "site_note": _note(layout, chosen),
        "effective_power_kw": layout.study.site.site_power_kw * layout.study.site.load_factor,
        **(
            {}
            if site is None
            else {**dataclasses.asdict(site), "machines_kw": site.site_kwh_per_day / HOURS_PER_DAY}
        ),
    }


def _note(layout: Layout, chosen: int) -> str:
    site = layout.result.site
    if site is None:
        return "No machine earns its power here."
    if site.n_miners == 0:
        return "No machine of this kind fits."
    if layout.result.miners.viable[chosen - 1]:
        return ""
    return "Built because it was named: it does not earn its power in year 1."

"""The sheets of a plan: what it builds, and its years from the water's energy to the cash flow.

Energy and income are sums over the hours of a year, values as exported; all that follows from
them, from the gain to payback and IRR, is live.
"""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from hydro_mining.constants import HOURS_PER_DAY
from hydro_mining.economics.cash_flow import other_opex
from hydro_mining.economics.returns import discount_factors
from hydro_mining.quantities import label, unit
from hydro_mining.reports.workbook.annual_page import (
    COLUMNS,
    FORMULAS,
    WIDTH,
    YearFormulas,
    write_years,
)
from hydro_mining.reports.workbook.cell_formats import WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, PLAN_KEYS, PlanLayout
from hydro_mining.reports.workbook.metrics_page import write_metrics
from hydro_mining.reports.workbook.pages import Book, Column, Page, quantity_column
from hydro_mining.reports.workbook.profile_page import write_profile
from hydro_mining.views.plan_words import plan_answer, samples_sentence

_MONEY = number_format("npv_gbp")
_COLUMNS = {
    **COLUMNS,
    "other_opex_gbp_per_year": Column("Other running cost [£]", WIDTH, _MONEY),
    "annual_profit_gbp": quantity_column("gain_gbp", width=WIDTH),
}
_SUMS = PLAN_KEYS[2 : PLAN_KEYS.index("other_opex_gbp_per_year")]
# Names of the study's cells that the plan has of its own, before which its formulas say plan_.
_OWN = re.compile("is_built|n_miners|machines_kw|miner_price_gbp")
# What does not follow from the cash flow as in the study; the letters are those of PLAN_KEYS.
_FORMULAS = YearFormulas(
    start={
        "investment": (
            "=IF(is_built,-(n_miners*miner_price_gbp+other_capex_gbp+"
            'other_capex_gbp_per_kw*machines_kw),"")'
        ),
    },
    year={
        "other_opex_gbp_per_year": FORMULAS.year["annual_other_opex_gbp"],
        "annual_profit_gbp": '=IF(is_built,F{r}+G{r}+H{r}+I{r}-J{r}-K{r},"")',
    },
    end={"residual": '=IF(is_built,n_miners*miner_price_gbp*residual_value_fraction,"")'},
    always={},
)
# What the plan builds: label, unit, formula or None for a value, how it follows.
_BUILT: Mapping[str, tuple[str, str, str | None, str]] = {
    "chosen_row": ("Number of the machine in the list", "", None, "0: none is built."),
    "is_built": ("Something is built", "", "=plan_chosen_row>0", "Else export everything."),
    "chosen_miner": (
        "Machine",
        "",
        '=IF(plan_is_built,INDEX(machine_name,plan_chosen_row),"none")',
        "Its name.",
    ),
    "n_miners": ("Machines", "machines", None, "The hours below are of this number."),
    "miner_price_gbp": (
        "Price of one",
        "£",
        '=IF(plan_is_built,INDEX(machine_price_gbp,plan_chosen_row),"")',
        "Live: change it on the sheet Machines.",
    ),
    "machines_kw": (
        "Power that they draw",
        "kW",
        '=IF(plan_is_built,plan_n_miners*INDEX(machine_power_kw,plan_chosen_row),"")',
        "Cooling and losses included.",
    ),
}


def write_plan(book: Book, layout: PlanLayout) -> None:
    """Write the sheets of the plan: its answer, its years, its metrics, its NPV profile."""
    _write_answer(book, layout)
    write_years(
        book,
        layout,
        "Plan: annual cash flows",
        "Energy and income are the product's sums over the hours of each year at export and do "
        "not follow when an input is changed; from Other running cost on everything is live. Year "
        "0 is the investment.",
        columns=_COLUMNS,
        formulas=YearFormulas(*map(_of_plan, FORMULAS, _FORMULAS)),
        figures_of=plan_figures,
    )
    write_metrics(book, layout)
    write_profile(book, layout)


def _write_answer(book: Book, layout: PlanLayout) -> None:
    columns = [
        Column("Figure", 34),
        Column("Value", 30),
        Column("Unit", 14),
        Column("Name of the cell", 32),
        Column("How it follows", 60),
    ]
    page = book.table("Plan", plan_answer(layout.result), columns, height=24)
    page.text(3, 0, samples_sentence(layout.plan.samples), "note")
    values, row = _values(layout), FIRST_ROW
    for name, (words, of, formula, meaning) in _BUILT.items():
        book.name(f"plan_{name}", page, row, 1)
        for place, text in ((0, words), (2, of), (3, f"plan_{name}"), (4, meaning)):
            page.text(row, place, text, "small" if place else "text")
        fmt = WHOLE if name in {"chosen_row", "n_miners"} else number_format(name)
        if formula is None:
            page.value(row, 1, values[name], "fixed", fmt)
        else:
            page.formula(row, 1, formula, values[name], fmt, role="result")
        row += 1
    for name in ("annual_energy_mwh", "mean_power_kw", "capacity_factor"):
        page.text(row, 0, label(name))
        page.text(row, 2, unit(name), "small")
        page.value(row, 1, getattr(layout.plan, name), "fixed", number_format(name))
        row += 1
    _write_machines(page, layout, row + 1)


def _values(layout: PlanLayout) -> dict[str, Any]:
    plan = layout.plan
    names = [miner.name for miner in layout.study.miners]
    row = 0 if plan.chosen_miner is None else names.index(plan.chosen_miner) + 1
    return {
        "chosen_row": row,
        "is_built": row > 0,
        "chosen_miner": plan.chosen_miner or "none",
        "n_miners": plan.n_miners,
        "miner_price_gbp": layout.study.miners[row - 1].price_gbp if row else None,
        "machines_kw": plan.machines_kw if row else None,
    }


def _write_machines(page: Page, layout: PlanLayout, row: int) -> None:
    """Write how many of each machine would pay best, as exported."""
    names = ("n_miners", "npv_gbp", "floor_rule_n", "npv_gbp_at_floor_rule")
    page.text(row, 0, "Machines, as exported", "section")
    page.headings(row + 1, ("Machine", *(quantity_column(n).heading for n in names)))
    for line, one in enumerate(layout.plan.machines, start=row + 2):
        page.text(line, 0, one.name)
        for place, name in enumerate(names, start=1):
            value = one.n if name == "n_miners" else getattr(one, name)
            page.value(line, place, value, "fixed", number_format(name))


def _of_plan(study: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """Return formulas of the study with the plan's own, all with the plan's cells."""
    return {key: _OWN.sub(r"plan_\g<0>", one) for key, one in {**study, **own}.items()}


def plan_figures(layout: PlanLayout, scenario: int) -> dict[str, Any]:
    """Return the core's figures of years 0 to T by column; without machines the sums alone."""
    study, nothing = layout.study, [None] * layout.years
    one = layout.plan.scenarios[study.scenarios[scenario].name]
    factors = discount_factors(
        rate_per_year=study.finance.discount_rate_per_year, periods=layout.years
    )
    figures: dict[str, Any] = {name: [None, *getattr(one, name)] for name in _SUMS}
    figures["discount_factor"] = factors
    if layout.scenario_result(scenario) is None:
        return figures
    price = _values(layout)["miner_price_gbp"]
    energy = layout.plan.machines_kw * HOURS_PER_DAY
    opex = float(other_opex(study.finance, energy_kwh_per_day=energy))
    residual = layout.plan.n_miners * price * study.finance.residual_value_fraction
    return {
        **figures,
        "other_opex_gbp_per_year": [None, *[opex] * layout.years],
        "annual_profit_gbp": [None, *one.gain_gbp],
        "investment": [one.cashflows[0], *nothing],
        "residual": [*nothing, residual],
        "cash_flow_gbp": one.cashflows,
        "cumulative_cash_flow_gbp": one.cumulative_gbp,
        "discounted": one.cashflows * factors,
        "discounted_cumulative_cash_flow_gbp": np.asarray(one.discounted_cumulative_gbp),
    }

"""The sheets of plan, futures and alternatives: LibreOffice recalculates, the core judges.

As exported, nothing differs from what is stored; with other inputs typed in, what is live is what
the core says of the changed study. The plan's machines and their number are named, so that the
hours, which stand as values, stay what they are.
"""

import dataclasses
import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.alternatives import Alternatives, compare_alternatives
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.title_block import TitleBlock
from hydro_mining.reports.run_record import RunRecord, answered, record_of_study
from hydro_mining.reports.workbook import workbook
from tests.reports.workbooks import Sheet, recalculated, stored, type_in

NOW = dt.datetime(2026, 11, 21, 19, 21, tzinfo=dt.UTC)
TYPED = {
    "discount_rate_per_year": 0.05,
    "other_capex_gbp": 10_000.0,
    "other_opex_gbp_per_year": 7_000.0,
    "residual_value_fraction": 0.1,
}
TERMS = {
    "gilt_yield_per_year": 0.1,
    "index_yield_per_year": -0.02,
    "trading_fee_fraction": 0.01,
    "custody_fee_per_year": 0.02,
}
METRICS = ("npv_gbp", "irr", "mirr", "roic", "simple_payback_years", "discounted_payback_years")
NAMES = {
    "mine": "Mine",
    "export_only": "Export only",
    "buy_and_hold": "Buy bitcoin",
    "buy_and_dca": "Buy, add monthly",
    "gilts": "Gilts",
    "savings": "Savings",
    "index_fund": "Index fund",
}


def whole(study: StudyInputs) -> tuple[RunRecord, Evaluation]:
    """Return a study's record with its answers, and its result."""
    result = evaluate(study)
    record = record_of_study(study, now=NOW)
    sections = {"title_block": TitleBlock(plant="Glen =1+1", client="Board")}
    return answered(dataclasses.replace(record, sections=sections), result), result


def changed(study: StudyInputs) -> StudyInputs:
    """Return the study with what is typed."""
    finance = dataclasses.replace(study.finance, **TYPED)
    return dataclasses.replace(study, finance=finance, alternatives=Alternatives(**TERMS))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return, by study, its stored cells, its sheets as exported, and those with what is typed."""
    folder = tmp_path_factory.mktemp("answers")
    studies, cells, files = _studies(), {}, []
    for name, study in studies.items():
        data = workbook(whole(study)[1], whole(study)[0])
        cells[name] = stored(data)
        for kind, typed in (("exported", {}), ("typed", {**TYPED, **TERMS})):
            files.append(folder / f"{name} {kind}.xlsx")
            type_in(data, typed, files[-1])
    sheets = {path.stem: Sheet(path) for path in recalculated(files, folder)}
    return {"studies": studies, "cells": cells, "sheets": sheets}


def _studies() -> dict[str, StudyInputs]:
    from hydro_mining.imports.bundled import default_study_inputs

    study = default_study_inputs()
    finance = dataclasses.replace(study.finance, miner="Antminer S21", years=3)
    plain = dataclasses.replace(study, finance=finance)
    finance = dataclasses.replace(finance, n_miners=90)
    return {
        "study": plain,
        "plan": dataclasses.replace(plain, finance=finance, market=MarketInputs(), dilute=False),
    }


KINDS = pytest.mark.parametrize("kind", ["study", "plan"])


@KINDS
def test_what_is_stored_is_what_a_recalculation_gives(made: dict[str, Any], kind: str) -> None:
    """On every sheet, and every check is OK."""
    sheet = made["sheets"][f"{kind} exported"]
    assert sheet.errors() == []
    assert sheet.figure("check_status") == "OK: every figure agrees with the product's"
    compared = 0
    for (page, place), (formula, value) in made["cells"][kind].items():
        computed = sheet.book[page][place].value
        if computed in {None, ""}:
            assert value is None, (page, place, formula)
        elif isinstance(value, float) and isinstance(computed, int | float):
            near = math.isclose(value, computed, rel_tol=1e-9, abs_tol=1e-6)
            assert near, (page, place, value, computed)
            compared += page in {"Summary", "Plan annual", "Plan metrics", "Alternatives"}
    assert compared > 100


def test_a_plan_s_money_follows_its_inputs(made: dict[str, Any]) -> None:
    """Discount rate, other cost and resale move NPV, rates and paybacks as in the core."""
    sheet, study = made["sheets"]["plan typed"], changed(made["studies"]["plan"])
    plan = evaluate(study).plan
    assert plan is not None
    assert sheet.figure("plan_n_miners") == plan.n_miners == 90
    for number, one in enumerate(plan.scenarios.values(), start=1):
        for name in METRICS:
            found, expected = sheet.figure(f"plan_{name}_{number}"), getattr(one, name)
            assert found == (None if expected is None else pytest.approx(expected, rel=1e-9)), name


@KINDS
def test_live_alternatives_follow_their_terms(made: dict[str, Any], kind: str) -> None:
    """Yields and fees move NPV and money at the end as in the core; a host's row says values."""
    sheet, study = made["sheets"][f"{kind} typed"], changed(made["studies"][kind])
    compared = compare_alternatives(evaluate(study))
    rows = list(sheet.book["Alternatives"].iter_rows(values_only=True))
    heads = next(row for row in rows if row[0] == "Scenario")
    end, npv = heads.index("Money at the end [£]"), heads.index("NPV [£]")
    found = {(row[0], row[1]): row for row in rows if row[2] in {"live", "values"}}
    assert {row[2] for (_, name), row in found.items() if name == "Hosted mining"} == {"values"}
    for scenario, by_key in compared.scenarios.items():
        for key, name in NAMES.items():
            row, one = found[scenario, name], by_key[key]
            assert row[2] == "live"
            if key == "buy_and_dca":
                continue  # Its monthly coin is a value, bought without the new fees.
            assert row[end] == pytest.approx(one.value_at_end_gbp, rel=1e-9), (scenario, name)
            assert row[npv] == pytest.approx(one.npv_gbp, rel=1e-9), (scenario, name)


@KINDS
def test_the_summary_says_whose_site_and_what_each_way_leaves(
    made: dict[str, Any], kind: str
) -> None:
    """A name that looks like a formula is a text; selling leaves what exporting brings."""
    page = made["sheets"][f"{kind} exported"].book["Summary"]
    rows = {row[0]: row for row in page.iter_rows(values_only=True) if row[0]}
    assert {"Plant: Glen =1+1", "Client: Board", "Date: 21 November 2026"} < set(rows)
    _, put_in, brings, leaves, npv = rows["Sell that power instead"][:5]
    assert (put_in, npv) == (0, 0)
    assert brings == leaves
    result = evaluate(made["studies"][kind])
    base = next(iter((result.plan or result).scenarios.values()))
    sold = base.export_only_gbp if kind == "plan" else base.annual_power_cost_gbp
    assert brings == pytest.approx(float(sold.sum()), rel=1e-9)


def test_futures_stand_as_values_with_their_seed(made: dict[str, Any]) -> None:
    """The run that the record holds: no cell of it is a formula."""
    assert not [page for page, _ in made["cells"]["study"] if page.startswith("Risk")]
    page = made["sheets"]["study exported"].book["Risk"]
    rows = {row[0]: row[1] for row in page.iter_rows(values_only=True)}
    told = whole(made["studies"]["study"])[0].results["risk"]
    assert (rows["Futures drawn"], rows["Seed"]) == (told["paths"], told["seed"])
    assert rows["NPV that 10 % of futures stay below"] == pytest.approx(told["npv"]["p10"])
    assert rows["Chance of a loss"] == pytest.approx(told["probability_of_loss"])


def test_where_no_machine_pays_the_sheets_say_so(study: Callable[..., StudyInputs]) -> None:
    """A plan that builds nothing has its sums, and no cash flow that is a number."""
    dear = study(site={"power_price_gbp_per_kwh": 5.0})
    record, result = whole(dataclasses.replace(dear, market=MarketInputs()))
    assert result.plan is not None
    assert result.plan.chosen_miner is None
    cells = stored(workbook(result, record))
    flows = [value for (page, _), (_, value) in cells.items() if page == "Plan metrics"]
    assert not [value for value in flows if isinstance(value, float)]

"""The spreadsheet in another currency: LibreOffice recalculates, pounds times the rate judge.

Whatever is typed, the rates among it, each figure that is shown is the core's at the rate of now.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.imports.study import read_study
from hydro_mining.views.answer import answer_of
from tests.reports.workbooks import Sheet, exported, recalculated, stored, type_in

ROOT = Path(__file__).resolve().parents[2]
# 10 kroner for a dollar and £0.80 for one are 12.50 kroner for a pound.
PER_USD, USD_TO_GBP, RATE = 10.0, 0.8, 12.5
TYPED: dict[str, Any] = {"currency_per_usd": PER_USD, "usd_to_gbp": USD_TO_GBP}


def _studies() -> dict[str, StudyInputs]:
    """Return a study, and one with a plan, whose hours stand as values in its file."""
    study = read_study((ROOT / "data" / "example_study.json").read_bytes())
    finance = replace(study.finance, years=3, discount_rate_per_year=0.1)
    plan = replace(
        study,
        finance=finance,
        hydro=HydroInputs(monthly_power_kw=(500.0,) * 12),
        market=MarketInputs(export_price_gbp_per_mwh=20.0),
    )
    return {"study": study, "plan": plan}


@pytest.fixture(scope="module")
def studies() -> dict[str, StudyInputs]:
    """The exported studies."""
    return _studies()


@pytest.fixture(scope="module")
def sheets(studies: dict[str, StudyInputs], tmp_path_factory: Any) -> dict[str, Sheet]:
    """Return the files in kroner, the study's with other rates, recalculated in one run."""
    folder = tmp_path_factory.mktemp("kroner")
    files = [folder / "study.xlsx", folder / "plan.xlsx"]
    type_in(exported(studies["study"], "NOK"), TYPED, files[0])
    type_in(exported(studies["plan"], "NOK"), {"currency_per_usd": PER_USD}, files[1])
    return {path.stem: Sheet(path) for path in recalculated(files, folder)}


def _changed(study: StudyInputs) -> Evaluation:
    return evaluate(replace(study, network=replace(study.network, usd_to_gbp=USD_TO_GBP)))


def _columns(sheet: Sheet) -> dict[str, list[Any]]:
    """Return the columns of the sheet in kroner by heading."""
    headings, *rows = sheet.book["In NOK"].iter_rows(min_row=4, values_only=True)
    return {name: [row[at] for row in rows] for at, name in enumerate(headings) if name}


def test_results_follow_the_rates(sheets: dict[str, Sheet], studies: Any) -> None:
    """Each year and the day are the core's pounds at 12.50 kroner, as typed."""
    sheet, result = sheets["study"], _changed(studies["study"])
    assert sheet.errors() == []
    assert sheet.figure("currency_rate") == pytest.approx(RATE, rel=1e-12)
    site, columns = result.site, _columns(sheet)
    assert site is not None
    for name in ("site_revenue_per_day", "site_gross_profit_per_day", "capex_miners_gbp"):
        assert sheet.figure(f"{name}_shown") == pytest.approx(getattr(site, name) * RATE, rel=1e-9)
    years = studies["study"].finance.years
    for number, (name, scenario) in enumerate(result.scenarios.items(), start=1):
        first = columns["Scenario"].index(name)
        rows = slice(first, first + years + 1)
        assert columns["Cash flow [NOK]"][rows] == pytest.approx(
            scenario.cashflows * RATE, rel=1e-9
        )
        assert columns["Revenue [NOK]"][rows][1:] == pytest.approx(
            scenario.annual_revenue_gbp * RATE, rel=1e-9
        )
        found = sheet.figure(f"npv_gbp_{number}_shown")
        assert found == pytest.approx(scenario.npv_gbp * RATE, rel=1e-9)


def test_the_summary_is_in_the_currency(sheets: dict[str, Sheet], studies: Any) -> None:
    """What mining and selling leave stands there in kroner, and nothing in pounds."""
    answer = answer_of(_changed(studies["study"]))
    assert answer is not None
    rows = list(sheets["study"].book["Summary"].iter_rows(values_only=True))
    texts = [str(cell) for row in rows for cell in row if cell is not None]
    assert not [text for text in texts if "£" in text]
    (mine,) = (row for row in rows if str(row[0]).startswith("Mine"))
    amounts = (answer.put_in_gbp, answer.sold_gbp + answer.back_gbp, answer.mined_gbp)
    for found, pounds in zip(mine[1:], (*amounts, answer.npv_gbp), strict=True):
        assert found == pytest.approx(pounds * RATE, rel=1e-9)


def test_a_plan_s_results_are_in_the_currency(sheets: dict[str, Sheet], studies: Any) -> None:
    """At the study's own £0.75 for a dollar a pound is 13.33 kroner."""
    sheet, study = sheets["plan"], studies["plan"]
    assert sheet.errors() == []
    plan = evaluate(study).plan
    assert plan is not None
    rate = PER_USD / study.network.usd_to_gbp
    base = plan.base_case
    assert sheet.figure("npv_gbp_1_shown") == pytest.approx(base.npv_gbp * rate, rel=1e-9)
    columns = _columns(sheet)
    of_base = slice(0, study.finance.years + 1)
    assert columns["Cash flow [NOK]"][of_base] == pytest.approx(base.cashflows * rate, rel=1e-9)
    exported_alone = columns["Income of export alone [NOK]"][of_base][1:]
    assert exported_alone == pytest.approx(base.export_only_gbp * rate, rel=1e-9)


def test_what_is_stored_is_what_is_computed(studies: dict[str, StudyInputs]) -> None:
    """A viewer that computes nothing shows the amounts in kroner too."""
    result, cells = evaluate(studies["study"]), stored(exported(studies["study"], "NOK"))
    _, rate = next(
        cell for cell in cells.values() if cell[0].endswith("currency_per_usd/usd_to_gbp")
    )
    npv = next(iter(result.scenarios.values())).npv_gbp
    found = [value for (sheet, _), (_, value) in cells.items() if sheet == "In NOK"]
    assert any(isinstance(value, float) and value == pytest.approx(npv * rate) for value in found)


def test_in_dollars_there_is_one_rate(studies: dict[str, StudyInputs]) -> None:
    """The pound's own."""
    cells = stored(exported(studies["study"], "USD"))
    rates = [formula for (sheet, _), (formula, _) in cells.items() if sheet == "Inputs"]
    assert "1/usd_to_gbp" in [formula.removeprefix("=") for formula in rates]


def test_in_pounds_nothing_is_added(studies: dict[str, StudyInputs]) -> None:
    """No sheet, no rate."""
    cells = stored(exported(studies["study"]))
    assert not [formula for formula, _ in cells.values() if "currency_rate" in formula]
    assert not [sheet for sheet, _ in cells if sheet.startswith("In ")]

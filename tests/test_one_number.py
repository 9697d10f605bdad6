"""Mining's NPV is one number, whoever says it."""

import dataclasses
import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from hydro_mining.app.alternatives.screen import AlternativesScreen
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.risk.screen import RiskScreen
from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.alternatives import capital_uses, compare_alternatives
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import PERCENTILES, Risk, risk_of
from hydro_mining.economics.risk.break_even import break_even, break_even_fields
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.economics.risk.settings import RiskSettings
from hydro_mining.economics.risk.stress import stressed
from hydro_mining.quantities import POUNDS, formatted
from hydro_mining.reports.board_paper import board_paper
from hydro_mining.reports.page import report_page
from hydro_mining.reports.run_record import answered, record_of_study, record_text
from hydro_mining.reports.workbook import workbook
from hydro_mining.views.answer import answer_of
from tests.app.driver import Visit
from tests.reports.workbooks import stored

Build = Callable[..., StudyInputs]
NOW = dt.datetime(2026, 11, 21, 19, 21, tzinfo=dt.UTC)
FEW = RiskSettings(paths=100)
CERTAIN = Risk(
    **{
        **{one.name: 0.0 for one in dataclasses.fields(Risk) if "half_life" not in one.name},
        "uptime_mean": 1.0,
    }
)


@pytest.fixture(params=[None, MarketInputs(export_price_gbp_per_mwh=80.0)], ids=["study", "plan"])
def built(request: pytest.FixtureRequest, study: Build) -> StudyInputs:
    """Return a study without uncertainty, by itself and with a plan."""
    finance = {"switch_off_when_unprofitable": True, "other_opex_gbp_per_year": 20_000.0}
    return dataclasses.replace(study(finance=finance), market=request.param, risk=CERTAIN)


def npv_of_mining(result: Evaluation) -> float:
    """Return the NPV of the study, or of its plan where it has one."""
    base = result.scenarios["Base"] if result.plan is None else result.plan.base_case
    return base.npv_gbp


def test_mining_s_npv_is_one_number(built: StudyInputs) -> None:
    """The study's or its plan's, in alternatives, without uncertainty, held, and under stress."""
    result = evaluate(built)
    one = pytest.approx(npv_of_mining(result), rel=1e-9)
    compared = compare_alternatives(result)
    by_key = compared.scenarios["Base"]
    assert by_key["mine"].npv_gbp - by_key["export_only"].npv_gbp == one
    assert capital_uses(result, compared).scenarios["Base"]["mine"].npv_gbp == one
    told = risk_of(built, paths=50)
    assert [told.npv_gbp.percentiles[at] for at in PERCENTILES] == [one] * len(PERCENTILES)
    assert npv_of(pinned(result)) == one
    assert all(turn.npv_today_gbp == one for turn in stressed(result))


def card(html: str, key: str) -> str:
    """Return the figure of a card."""
    found = re.search(rf'data-figure="{key}".*?class="hm-value[^"]*">([^<]*)<', html, re.DOTALL)
    assert found is not None, key
    return found[1]


def test_screens_reports_and_records_say_that_number(built: StudyInputs) -> None:
    """Overview, Alternatives and Risk, page, paper, spreadsheet and record alike."""
    result = evaluate(built)
    npv = npv_of_mining(result)
    bare = dataclasses.replace(record_of_study(built, now=NOW), sections={"risk": FEW})
    record = answered(bare, result)
    assert answer_of(result).npv_gbp == npv
    held = record.results if result.plan is None else record.results["plan"]
    assert held["scenarios"]["Base"]["npv_gbp"] == npv
    assert record.results["risk"]["npv"]["p50"] == pytest.approx(npv, rel=1e-9)
    cells = stored(workbook(result, record)).items()
    assert npv in [value for (sheet, _), (_, value) in cells if sheet == "Summary"]
    # 8 figures and more: no other amount reads like it by chance.
    said = formatted("npv_gbp", npv)
    assert card(report_page(result, record, POUNDS), "over_selling") == said
    paper = PdfReader(io.BytesIO(board_paper(result, record, POUNDS)))
    assert said in "".join(paper.pages[0].extract_text().split())
    visit = Visit(screens=(OverviewScreen, AlternativesScreen, RiskScreen))
    visit.open_record(record_text(record))
    assert card(visit.screen_text, "over_selling") == said
    visit.open("alternatives")
    assert said in visit.screen_text
    visit.open("risk")
    assert card(visit.screen_text, "npv_p50") == said


def test_the_levers_of_the_first_view_are_the_break_even_s(study: Build) -> None:
    """Bit for bit: one solver, also where days that lose are left out."""
    built = study(
        network={"block_height": 1_000_000, "fees_btc_per_block": 0.1},
        finance={"switch_off_when_unprofitable": True, "years": 4},
        scenarios=[{"name": "Base", "difficulty_growth_per_year": 0.6}],
    )
    result = evaluate(built)
    held, levers = pinned(result), result.pays_if
    found = {path: break_even(held, path).value for path in break_even_fields(held)}
    assert found["site.power_price_gbp_per_kwh"] == levers.power_price_gbp_per_kwh
    assert found["network.btc_price_usd"] == levers.btc_price_usd
    assert found["miners[0].price_gbp"] == levers.miner_price_gbp

"""One visitor's heavy case or fast hand leaves the others, and the newest figures, no long wait."""

import dataclasses
import re

import pytest
from playwright.sync_api import expect
from waiting import waits_of

from hydro_mining.app import new_case
from hydro_mining.app.records import case_record
from hydro_mining.imports.bundled import default_study_inputs
from hydro_mining.reports.link import case_text

# [ms]. On a quiet machine nobody waits for 100; tests share theirs with others.
PATIENCE_MS = 5_000
HEAVY_MS = 90_000


@pytest.fixture(scope="module")
def heavy_case() -> str:
    """A link's case of as many scenarios and years as are legal."""
    study = default_study_inputs()
    base = study.scenarios[0]
    scenarios = tuple(
        dataclasses.replace(base, name=f"Future {i}", btc_price_growth_per_year=i / 1000)
        for i in range(1, 101)
    )
    case = new_case()
    case.study.take(
        dataclasses.replace(
            study, scenarios=scenarios, finance=dataclasses.replace(study.finance, years=50)
        )
    )
    return case_text(case_record(case))


def test_a_heavy_case_leaves_others_no_long_wait(dashboard, browser, served, heavy_case):
    """It opens, its screens show the first scenarios and others on demand; others are answered."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(HEAVY_MS)
    page.goto(served.url)
    page.wait_for_selector("#first-paint", state="detached")
    before = dashboard.figure("site_gross_profit_per_day").inner_text()
    with waits_of(served) as waits:
        page.evaluate(f"location.hash = 'case={heavy_case}'")
        expect(page.get_by_text(re.compile("^From a link"))).to_be_visible(timeout=HEAVY_MS)
        page.get_by_role("tab", name="Scenarios").click()
        expect(page.get_by_text("Future 7: NPV")).to_be_visible(timeout=HEAVY_MS)
        expect(page.get_by_text("Future 8: NPV")).to_have_count(0)
        dashboard.enter("Power price", "0.05")
        expect(dashboard.figure("site_gross_profit_per_day")).not_to_have_text(before)
        page.get_by_role("combobox", name="Scenarios shown").click()
        page.get_by_role("menuitem", name="8 to 14 of 100").click()
        expect(page.get_by_text("Future 14: NPV")).to_be_visible(timeout=HEAVY_MS)
        page.get_by_role("tab", name="Growth").click()
        expect(page.get_by_text("Of 100 scenarios 1 to 7 are shown")).to_be_visible(
            timeout=HEAVY_MS
        )
    page.close()
    assert waits.longest_ms < PATIENCE_MS


def test_a_report_is_made_while_others_are_answered(dashboard, served):
    """The spreadsheet comes from a process of its own."""
    dashboard.screen("Data & proof")
    with waits_of(served) as waits, dashboard.page.expect_download(timeout=HEAVY_MS) as download:
        dashboard.page.get_by_role("button", name="Spreadsheet (xlsx)").click()
        expect(dashboard.page.get_by_text("Making it: Spreadsheet")).to_be_visible()
    assert download.value.suggested_filename == "hydro-mining.xlsx"
    expect(dashboard.page.get_by_text("Making it: Spreadsheet")).to_have_count(0)
    assert waits.longest_ms < PATIENCE_MS


def test_a_fast_hand_is_followed(dashboard):
    """Twenty moves on each of four screens in a row: the last figures stand there soon."""
    page = dashboard.page
    for screen in ("Overview", "Scenarios", "Growth", "Dispatch"):
        dashboard.screen(screen)
        page.locator("input[type=range]").nth(2).focus()
        for _ in range(20):
            page.keyboard.press("ArrowRight")
    dashboard.screen("Overview")
    expect(page.get_by_text("Loading …").filter(visible=True)).to_have_count(0, timeout=15_000)
    slider = page.locator("input[type=range]").nth(2)
    entered = page.get_by_role("textbox", name=re.compile(r"^Power price \[")).input_value()
    assert float(entered) == pytest.approx(float(slider.input_value()))
    expect(page.get_by_text(f"at £{float(entered):.3f} per kWh").first).to_be_visible()

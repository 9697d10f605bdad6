"""The consultant's job: a plant in kroner, own scenarios, a machine, a report, and the record."""

import re

import pytest
from playwright.sync_api import expect
from serving import served_live
from upstream import running_upstream

from hydro_mining.economics import evaluate
from hydro_mining.quantities import formatted
from hydro_mining.reports.run_record import read_record

PLANT = "20 MW Norwegian storage plant"


def downloaded(visit, button):
    """Return what a button downloads."""
    with visit.page.expect_download(timeout=90_000) as download:
        visit.page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


@pytest.fixture
def live(tmp_path):
    """The address of a dashboard whose providers, which know kroner, are a stand-in."""
    with running_upstream() as upstream, served_live(upstream.url, tmp_path / "cache") as served:
        yield served.url


@pytest.fixture
def consultant(browser, live, open_dashboard):
    """The page with the consultant's plant, years, currency and scenarios."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    visit = open_dashboard(context.new_page(), live)
    page = visit.page
    expect(page.get_by_text(re.compile("^(Live: all|Network figures fetched)"))).to_be_visible()
    visit.choose("Start from an example", PLANT)
    visit.enter("Site power", "12000")
    visit.choose("Show money in", "NOK")
    page.get_by_role("button", name="8 years", exact=True).click()
    visit.enter("Years", "10")
    visit.screen("Scenarios")
    visit.open("Edit the scenarios")
    growth = page.get_by_role("textbox", name="Price growth").first
    visit.type_into(growth, "15")
    expect(page.get_by_text("The bitcoin price grows by 15 % a year")).to_be_visible()
    page.get_by_role("button", name="Add a scenario").click()
    expect(visit.figure("npv_gbp:New scenario")).to_be_visible()
    yield visit
    context.close()
    assert visit.errors == []


def test_the_plant_is_studied_reported_and_opened_again(consultant, open_dashboard):
    """Figures are the core's in kroner; a machine is added and taken back; the record is whole."""
    page = consultant.page
    npv = consultant.figure("npv_gbp:Base").inner_text()
    consultant.screen("Overview")
    expect(consultant.figure("over_selling")).to_have_text(npv)
    consultant.open("Edit or upload the machines")
    name = page.get_by_role("textbox", name="Name of a machine to add")
    consultant.type_into(name, "My own machine", then="Tab")
    page.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("table", name="All machines", exact=True).get_by_text("My own machine")
    expect(row).to_be_attached()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(row).to_have_count(0)
    expect(consultant.figure("over_selling")).to_have_text(npv)

    consultant.screen("Data & proof")
    saved = downloaded(consultant, "Run record (JSON)")
    record = read_record(saved)
    study = record.study
    assert (study.site.site_power_kw, study.finance.years, record.currency) == (12_000, 10, "NOK")
    assert [one.name for one in study.scenarios] == ["Base", "Bear", "Bull", "New scenario"]
    assert study.scenarios[0].btc_price_growth_per_year == 0.15
    result = evaluate(study)
    computed = result.to_dict()
    assert {name: record.results[name] for name in computed} == computed
    kroner = record.snapshot.currencies(study.network.usd_to_gbp)["NOK"]
    assert npv == formatted("npv_gbp", result.scenarios["Base"].npv_gbp, kroner)
    assert npv.encode() in downloaded(consultant, "Report (HTML)")
    consultant.screen("Scenarios")
    for name, scenario in result.scenarios.items():
        written = formatted("npv_gbp", scenario.npv_gbp, kroner)
        expect(consultant.figure(f"npv_gbp:{name}")).to_have_text(written)
    accounts = page.get_by_role("table", name="Base: annual cash flows")
    total = formatted("cash_flow_gbp", float(result.scenarios["Base"].cashflows.sum()), kroner)
    expect(accounts.locator("tr", has_text="Total").locator("td").nth(5)).to_have_text(total)

    other = open_dashboard(page.context.new_page(), consultant.url)
    other.screen("Data & proof")
    expect(other.page.get_by_role("heading", name="Take it with you")).to_be_visible()
    other.page.locator("input[type=file]").first.set_input_files(
        {"name": "record.json", "mimeType": "application/json", "buffer": saved}
    )
    expect(other.page.get_by_text(re.compile("^From a record of"))).to_be_visible()
    other.screen("Overview")
    expect(other.figure("over_selling")).to_have_text(npv)
    example = other.page.get_by_role("combobox", name="Start from an example")
    expect(example).to_have_text("Own case")
    assert other.errors == []

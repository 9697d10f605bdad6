"""The consultant's job: a plant in kroner, own scenarios, a machine, a report, and the record."""

import re

import pytest
from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.models import ScenarioInputs
from hydro_mining.quantities import formatted
from hydro_mining.reports.run_record import read_record

SNAPSHOT = bundled_network()
NOK = SNAPSHOT.currencies(SNAPSHOT.network.usd_to_gbp)["NOK"]
PLANT = "20 MW Norwegian storage plant"
# What stands on the page at the moment that the banner of a record appears.
_SEEN_WITH_THE_BANNER = """() => {
  const all = (root, selector) => [...root.querySelectorAll("*")].flatMap(
    (part) => part.shadowRoot
      ? [...part.shadowRoot.querySelectorAll(selector), ...all(part.shadowRoot, selector)] : [])
  window.seen = null
  const look = () => {
    if (all(document, ".hm-notice").some((part) => part.textContent.startsWith("From a record")))
      window.seen = all(document, '[data-figure="over_selling"] .hm-value')[0].textContent
    else requestAnimationFrame(look)
  }
  look()
}"""


def consultants_study():
    """Return the study of a 12 MW plant over ten years, with a scenario of the consultant's own."""
    study = default_study()
    study.apply(next(preset.values for preset in site_presets() if preset.name == PLANT))
    with study.together():
        study.enter(study.site, "site_power_kw", 12_000)
        study.enter(study.finance, "years", 10)
        study.enter(study.scenarios[0], "btc_price_growth_per_year", 0.15)
        study.add_scenario(ScenarioInputs(title="New scenario"))
    return study


def npv(study, name="Base"):
    """Return a scenario's NPV as the page writes it."""
    return formatted("npv_gbp", study.result.scenarios[name].npv_gbp, NOK)


@pytest.fixture
def consultant(dashboard):
    """The page with the consultant's plant, years, currency and scenarios."""
    page = dashboard.page
    dashboard.choose("Start from an example", PLANT)
    dashboard.enter("Site power", "12000")
    dashboard.choose("Show money in", "NOK")
    page.get_by_role("button", name="8 years", exact=True).click()
    dashboard.enter("Years", "10")
    dashboard.screen("Scenarios")
    dashboard.open("Edit the scenarios")
    growth = page.get_by_role("textbox", name="Price growth").first
    growth.fill("15")
    growth.press("Enter")
    expect(page.get_by_text("The bitcoin price grows by 15 % a year")).to_be_visible()
    page.get_by_role("button", name="Add a scenario").click()
    expect(dashboard.figure("npv_gbp:New scenario")).to_be_visible()
    return dashboard


def test_the_plant_is_studied_reported_and_opened_again(consultant, open_dashboard):
    """Figures are the core's in kroner; a machine is added and taken back; the record is whole."""
    page, study = consultant.page, consultants_study()
    for name in study.result.scenarios:
        expect(consultant.figure(f"npv_gbp:{name}")).to_have_text(npv(study, name))
    base = page.get_by_role("table", name="Base: annual cash flows")
    flows = study.result.scenarios["Base"].cashflows
    expect(base.get_by_role("row", name="Total").get_by_role("cell").nth(5)).to_have_text(
        formatted("cash_flow_gbp", float(flows.sum()), NOK)
    )

    consultant.screen("Overview")
    consultant.open("Edit or upload the machines")
    name = page.get_by_role("textbox", name="Name of a machine to add")
    name.fill("My own machine")
    name.press("Tab")
    page.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("table", name="All machines", exact=True).get_by_text("My own machine")
    expect(row).to_be_attached()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(row).to_have_count(0)
    expect(consultant.figure("over_selling")).to_have_text(npv(study))

    consultant.screen("Data & proof")
    saved = {}
    for button in ("Report (HTML)", "Run record (JSON)"):
        with page.expect_download(timeout=60_000) as download:
            page.get_by_role("button", name=button).click()
        saved[button] = download.value.path().read_bytes()
    assert npv(study).encode() in saved["Report (HTML)"]
    record = read_record(saved["Run record (JSON)"])
    assert (record.currency, record.study.finance.years) == ("NOK", 10)
    assert dict(record.results) == study.result.to_dict()

    other = open_dashboard(page.context.new_page(), consultant.url)
    other.screen("Data & proof")
    upload = other.page.locator("input[type=file]").first
    upload.wait_for(state="attached")
    other.screen("Overview")
    expect(other.figure("over_selling")).not_to_have_text(npv(study))
    other.page.evaluate(_SEEN_WITH_THE_BANNER)
    other.screen("Data & proof")
    upload.set_input_files(
        {
            "name": "record.json",
            "mimeType": "application/json",
            "buffer": saved["Run record (JSON)"],
        }
    )
    expect(other.page.get_by_text(re.compile("^From a record of"))).to_be_visible()
    other.screen("Overview")
    expect(other.figure("over_selling")).to_have_text(npv(study))
    expect(other.page.get_by_role("combobox", name="Start from an example")).to_have_text(
        "Own case"
    )
    assert other.errors == []

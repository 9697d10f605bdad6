"""The Scenarios screen as a person sees it."""

import re

from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.quantities import formatted
from tests.browser.chart_numbers import MINUS, WRITTEN

# Press a section's head in the moment in which it is put into the page.
PRESS_AT_ONCE = """(title) => new Promise((pressed) => {
  const hosts = (root) => [...root.querySelectorAll("*")].filter((part) => part.shadowRoot)
  const heads = (root) => [
    ...root.querySelectorAll(".MuiAccordionSummary-root"),
    ...hosts(root).flatMap((host) => heads(host.shadowRoot)),
  ]
  const look = () => {
    const head = heads(document).find((one) => one.textContent.startsWith(title))
    if (!head) return setTimeout(look)
    head.click()
    pressed()
  }
  look()
})"""
HOSTILE = "<img src=x onerror=\"document.title='pwned'\">"


def assert_shows(dashboard, study):
    """Assert that each scenario's card shows the core's NPV."""
    for name, scenario in study.result.scenarios.items():
        expect(dashboard.figure(f"npv_gbp:{name}")).to_have_text(
            formatted("npv_gbp", scenario.npv_gbp)
        )


def test_three_scenarios_show_the_core_s_figures(looked_at):
    """Cards, metrics and annual table agree with the core for the default site."""
    looked_at.screen("Scenarios")
    study = default_study()
    assert_shows(looked_at, study)
    metrics = looked_at.page.get_by_role("table", name="Metrics")
    mirr = [formatted("mirr", scenario.mirr) for scenario in study.result.scenarios.values()]
    expect(metrics.locator("tr", has_text="MIRR").locator("td")).to_have_text(mirr)
    annual = looked_at.page.get_by_role("table", name="Bull: annual cash flows")
    cells = annual.locator("tbody tr").nth(2).locator("td")
    revenue = study.result.scenarios["Bull"].annual_revenue_gbp[1]
    expect(cells.first).to_have_text(formatted("annual_revenue_gbp", revenue))


def test_charts_write_a_minus_sign(looked_at):
    """Numbers along axes and at the pointer are written as those of the page around them."""
    looked_at.screen("Scenarios")
    expect(looked_at.page.locator(".bk-Figure:visible").first).to_be_visible()
    assert looked_at.page.evaluate(WRITTEN) == MINUS


def test_scenarios_follow_the_site_and_can_be_edited_and_added(dashboard):
    """With Scenarios open an entry of the sidebar changes its figures.

    An edited growth and a new scenario under a hostile name are shown.
    """
    dashboard.screen("Scenarios")
    dashboard.enter("Power price", "2")
    study = default_study()
    study.site.power_price_gbp_per_kwh = 0.02
    assert_shows(dashboard, study)
    dashboard.open("Edit the scenarios")
    growth = dashboard.page.get_by_role("textbox", name="Price growth").first
    growth.click()
    dashboard.type_into(growth, "40")
    study.scenarios[0].btc_price_growth_per_year = 0.4
    assert_shows(dashboard, study)
    dashboard.page.get_by_role("button", name="Add a scenario").click()
    added = dashboard.page.get_by_role("textbox", name=re.compile("^Name ")).nth(3)
    expect(added).to_have_value("New scenario")
    expect(dashboard.figure("npv_gbp:New scenario")).to_be_visible()
    dashboard.type_into(added, HOSTILE)
    expect(dashboard.page.get_by_text(f"{HOSTILE}: NPV")).to_be_visible()
    assert dashboard.page.title() != "pwned"


def test_a_section_opens_however_early_its_head_is_pressed(dashboard):
    """A press that comes before the head follows what it opens is not lost."""
    page = dashboard.page
    expect(page.get_by_role("tab", name="Scenarios")).to_be_visible()
    page.get_by_role("tab", name="Scenarios").click()
    page.evaluate(PRESS_AT_ONCE, "Edit the scenarios")
    expect(page.get_by_role("textbox", name="Price growth").first).to_be_visible()


def test_illegal_growth_is_said_beside_the_entry(looked_at):
    """A growth of −100 % is refused with its rule; the figures stay."""
    looked_at.screen("Scenarios")
    looked_at.open("Edit the scenarios")
    growth = looked_at.page.get_by_role("textbox", name="Difficulty growth").first
    growth.click()
    looked_at.type_into(growth, "-100")
    rule = "Must be a number above -100 up to 1,000 (%); you entered -100."
    expect(looked_at.page.get_by_text(rule).first).to_be_visible()
    assert_shows(looked_at, default_study())

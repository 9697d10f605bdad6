"""The Growth screen as a person sees it."""

import re

import pytest
from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.economics.growth import GrowthInputs, compare_growth
from hydro_mining.imports.bundled import bundled_growth_table
from hydro_mining.quantities import DOLLARS, formatted
from hydro_mining.views.answer import answer_of_study
from hydro_mining.views.verdict import about

CARDS = ("btc_generated", "gross_rev", "tot_costs", "net_profits", "roi", "payback")


@pytest.fixture
def own(dashboard):
    """The dashboard with Growth open, which shows the visitor's own site."""
    dashboard.screen("Growth")
    expect(dashboard.figure("power_mw")).to_have_text("1 MW")
    return dashboard


@pytest.fixture
def growth(own):
    """Growth with the consistent form of the table, in its dollars."""
    own.choose("Reading", "Table, closed")
    own.choose("Money here in", "USD (table's)")
    expect(own.figure("net_profits")).to_have_text(re.compile(r"\$"))
    expect(own.figure("payback")).to_be_visible()
    return own


def test_the_visitor_s_own_site_comes_first_and_as_on_overview(own):
    """The amounts of Overview's verdict, and the published table below them."""
    overview = answer_of_study(default_study().result)
    lead = own.page.locator('[data-figure="growth-answer"]')
    expect(lead).to_contain_text(f"puts in {about(overview.put_in_gbp)} ")
    expect(lead).to_contain_text(f"gets {about(overview.back_gbp)} back over 5 years")
    expect(own.figure("investment")).to_be_in_viewport()
    expect(own.figure("cash_at_the_end")).to_have_text(re.compile("−£"))
    compared = own.page.get_by_role("heading", name="Compare with a published table")
    compared.scroll_into_view_if_needed()
    expect(own.page.get_by_text("would need machines of 5.8 J/TH")).to_be_visible()


def slider(dashboard, index):
    """Return the year's (0) or the power's (1) slider; four stand in the sidebar."""
    return dashboard.page.locator("input[type=range]").nth(4 + index)


def assert_shows(dashboard, *, power_mw, year, reading="consistent", scenario="Base"):
    """Assert that the cards show the core's figures."""
    inputs = GrowthInputs(
        table=bundled_growth_table(),
        power_mw=power_mw,
        year=year,
        reading=reading,
        scenario=scenario,
    )
    comparison = compare_growth(inputs, default_study().result)
    expect(dashboard.figure("power_mw")).to_have_text(f"{power_mw} MW")
    expect(dashboard.figure("year")).to_have_text(f"{year}")
    for name in CARDS:
        value = comparison.figure(name)
        is_never = name == "payback" and value is None
        text = "never" if is_never else formatted(name, value, DOLLARS)
        expect(dashboard.figure(name)).to_have_text(text)


def test_the_cards_show_the_core_s_figures(growth):
    """At 1 MW in 2026 and, both sliders at their ends, at 300 MW in 2030.

    301 MW is refused with its rule, and the figures stay. Between them the table as published.
    """
    assert_shows(growth, power_mw=1, year=2026)
    growth.enter("Power", "301")
    rule = growth.page.get_by_text("Must be a number from 1 to 300 (MW); you entered 301.")
    expect(rule).to_be_visible()
    assert_shows(growth, power_mw=1, year=2026)
    assert_reading_scenario_and_currency_count(growth)
    growth.choose("Reading", "Table, closed")
    growth.choose("Money here in", "USD (table's)")
    slider(growth, 1).press("End")
    assert_shows(growth, power_mw=300, year=2030)


def assert_reading_scenario_and_currency_count(growth):
    """Assert the figures of SPEC section 3, as published: 150 MW in 2030, and what does not close.

    Before that Bear at 1 MW in 2026; after it the same profit in pounds.
    """
    growth.choose("Reading", "Table, published")
    growth.choose("Scenario", "Bear")
    assert_shows(growth, power_mw=1, year=2026, reading="published", scenario="Bear")
    growth.choose("Scenario", "Base")
    growth.enter("Power", "150")
    slider(growth, 0).press("End")
    expect(growth.figure("gross_rev")).to_have_text("$98,769,140")
    expect(growth.figure("tot_costs")).to_have_text("$21,426,721")
    expect(growth.figure("net_profits")).to_have_text("$78,914,795")
    expect(growth.figure("btc_generated")).to_have_text("391.92 BTC")
    expect(growth.figure("payback")).to_have_text("0.56 years")
    expect(growth.figure("roi")).to_have_text("178.4 %")
    # 98,769,140.08 − 21,426,721.01 − 5,413,310.86 = 71,929,108.21; 78,914,794.57 less it is
    # 6,985,686.36. 391.9184 BTC × 120,000 = 47,030,203.
    for amount in ("$71,929,108", "$6,985,686 too much", "$47,030,203"):
        expect(growth.page.get_by_text(amount).first).to_be_visible()
    growth.choose("Money here in", "GBP (page's)")
    expect(growth.figure("net_profits")).to_have_text(re.compile("£"))


def assert_an_own_table_counts(growth):
    """Assert that a semicolon table with commas for points is taken; a bad cell names its place."""
    growth.open("Your own yearly table")
    upload = growth.page.locator("input[type=file]").last
    heading = "Year;BTC Price (USD);BTC/MW;Energy Cost;OPEX;CAPEX Amort.;CAPEX Tot;Taxes"
    good = f"{heading}\n2027;50000,5;2;60000;0;0;100000;0\n"
    upload.set_input_files({"name": "own.csv", "mimeType": "text/csv", "buffer": good.encode()})
    # 50,000.50 $ × 2 BTC = 100,001 $; less 60,000 $ of energy leaves 40,001 $.
    expect(growth.figure("gross_rev")).to_have_text("$100,001")
    expect(growth.figure("net_profits")).to_have_text("$40,001")
    bad = good.replace("60000", "cheap")
    upload.set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": bad.encode()})
    expect(growth.page.get_by_text("Not taken, the table is as before")).to_be_visible()
    expect(growth.page.get_by_text(re.compile("line 2.*energy_cost"))).to_be_visible()
    expect(growth.figure("gross_rev")).to_have_text("$100,001")


def test_the_years_can_be_downloaded_and_spread_over_months(growth):
    """The CSV holds the core's figures in full, with units in the headings.

    An own load profile is twelve numbers on any scale; of a text among them the months stay. An
    own table takes the place of the built-in one.
    """
    table = growth.page.get_by_role("table", name="Base, consistent reading, 1 MW")
    expect(table.locator("tbody tr")).to_have_count(5)
    with growth.page.expect_download() as event:
        growth.page.get_by_role("button", name="Download CSV").nth(3).click()
    head, first, *_ = event.value.path().read_text().splitlines()
    assert "Gross revenue [$]" in head
    assert first.startswith("Base,1.0,2026,")
    assert "3000000.0" in first
    growth.choose("Load profile", "My own")
    january = growth.page.get_by_role("textbox", name="Jan", exact=True)
    growth.type_into(january, "0")
    months = growth.page.get_by_role("table", name="2026 by months")
    expect(months.locator("tbody tr").first.locator("td").first).to_have_text("0.00 MW")
    growth.type_into(january, "wet")
    expect(growth.page.get_by_text("Jan of the load profile must be")).to_be_visible()
    expect(months.locator("tbody tr").first.locator("td").first).to_have_text("0.00 MW")
    assert_an_own_table_counts(growth)

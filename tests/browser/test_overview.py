"""The Overview screen as a person sees it."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from hydro_mining import evaluate
from hydro_mining.app import default_study
from hydro_mining.quantities import formatted
from tests.browser.conftest import PHONE, WIDE
from tests.browser.layout import wait_for_boxes, wait_for_fit

HOSTILE = "<img src=x onerror=\"document.title='pwned'\">"
SITE_FIGURES = (
    "site_gross_profit_per_day",
    "site_revenue_per_day",
    "site_power_cost_per_day",
    "n_miners",
    "capex_miners_gbp",
    "site_hashrate_ths",
)


def assert_shows(dashboard, study):
    """Assert that the cards show what the core says of a study."""
    result = evaluate(study.inputs())
    for name in SITE_FIGURES:
        expect(dashboard.figure(name)).to_have_text(formatted(name, getattr(result.site, name)))
    base = next(iter(result.scenarios.values()))
    expect(dashboard.figure("npv_gbp")).to_have_text(formatted("npv_gbp", base.npv_gbp))


def test_default_site_shows_the_core_s_figures(looked_at):
    """The cards of a new visit are the core's figures of the first example."""
    assert_shows(looked_at, default_study())


def test_first_figures_come_with_the_page_itself(browser, served):
    """The served HTML holds the figures before any script has run."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url)
    npv = default_study().result.scenarios["Base"].npv_gbp
    expect(page.locator('[data-figure="over_selling"] .hm-value')).to_have_text(
        formatted("npv_gbp", npv)
    )
    context.close()


def test_a_moved_slider_and_another_machine_change_the_figures(dashboard):
    """One step of the power price's slider gives the core's figures at that price.

    A machine that is picked by hand is built instead of the shortest payback.
    """
    slider = dashboard.page.locator("input[type=range]").nth(2)
    slider.focus()
    dashboard.page.keyboard.press("ArrowRight")
    study = default_study()
    study.site.power_price_gbp_per_kwh = 0.046
    assert_shows(dashboard, study)
    expect(dashboard.page.get_by_role("textbox", name="Power price")).to_have_value("4.6")
    dashboard.choose("Machine to build", "Antminer S23 Hyd")
    study.finance.miner = "Antminer S23 Hyd"
    assert_shows(dashboard, study)
    marked = dashboard.page.locator("tr.hm-marked th")
    expect(marked).to_have_text("Antminer S23 Hyd")


def test_figures_that_stay_behind_are_told_of_and_quick_ones_are_not(looked_at):
    """It comes after half a second, in the window wherever it is scrolled, and moves nothing."""
    looked_at.screen("Overview")
    looked_at.page.get_by_role("heading", name="What this page does").scroll_into_view_if_needed()
    at_once = looked_at.page.locator(".hm-verdict").evaluate("""verdict => {
      const sign = Object.assign(document.createElement("p"), { className: "hm-behind" })
      sign.textContent = "Computing"
      verdict.after(sign)
      return [getComputedStyle(sign).visibility, getComputedStyle(sign).position]
    }""")
    assert at_once == ["hidden", "fixed"]
    sign = looked_at.page.locator(".hm-behind")
    expect(sign).to_be_visible()
    expect(sign).to_be_in_viewport(ratio=1)
    sign.evaluate("sign => sign.remove()")


def test_impossible_entry_keeps_the_last_good_figures(dashboard):
    """An impossible load factor says so beside its control and changes no figure.

    An emptied power price is refused too; zero is taken as zero.
    """
    dashboard.enter("Load factor", "120")
    message = dashboard.page.get_by_text("Must be a number above 0 up to 100 (%); you entered 120.")
    expect(message.first).to_be_visible()
    expect(
        dashboard.page.get_by_text("The figures below still rest on the last valid inputs.")
    ).to_be_visible()
    assert_shows(dashboard, default_study())
    dashboard.enter("Load factor", "50")
    expect(message.first).not_to_be_visible()
    study = default_study()
    study.site.load_factor = 0.5
    assert_shows(dashboard, study)
    dashboard.enter("Power price", "")
    expect(dashboard.page.get_by_text("you entered nothing").first).to_be_visible()
    dashboard.enter("Power price", "0")
    expect(dashboard.figure("site_power_cost_per_day")).to_have_text("£0")


def test_example_sets_site_and_money_together(dashboard):
    """Another example shows its own figures, beyond the slider's first range too."""
    dashboard.choose("Start from an example", "20 MW Norwegian storage plant")
    study = default_study()
    study.site.param.update(
        site_power_kw=20_000,
        load_factor=0.6,
        power_price_gbp_per_kwh=0.025,
        overhead_fraction=0.04,
    )
    study.finance.param.update(
        other_capex_gbp_per_kw=420,
        other_opex_gbp_per_kw_per_year=21,
        years=8,
        discount_rate_per_year=0.1,
    )
    assert_shows(dashboard, study)


def test_screens_can_be_changed_to_and_fro(looked_at):
    """Going between the screens leaves no error and the figures of both."""
    for _ in range(3):
        looked_at.screen("Scenarios")
        expect(looked_at.figure("npv_gbp:Base")).to_be_visible()
        looked_at.screen("Overview")
        expect(looked_at.figure("npv_gbp")).to_be_visible()


def test_break_even_chart_downloads(looked_at):
    """Nothing covers the button below the break-even chart."""
    looked_at.open("Machines by power price")
    with looked_at.page.expect_download() as download:
        looked_at.page.get_by_role("button", name="Download CSV").nth(4).click()
    assert download.value.suggested_filename == "breakeven.csv"


def test_impossible_sites_are_said_in_words(dashboard):
    """A site smaller than a machine, and no viable machine, give a sentence and no crash."""
    dashboard.enter("Site power", "5")
    assert_said_on_both_screens(dashboard, "is too little for one Antminer S21.")
    dashboard.screen("Overview")
    dashboard.enter("Site power", "1000")
    assert_shows(dashboard, default_study())
    dashboard.enter("Power price", "400")
    dashboard.page.get_by_role("button", name="400p", exact=True).click()
    assert_said_on_both_screens(dashboard, "No machine earns its power here")


def assert_said_on_both_screens(dashboard, sentence):
    """Assert that Overview, which is open, says a sentence, and Scenarios does."""
    expect(dashboard.page.get_by_text(sentence).first).to_be_visible()
    dashboard.screen("Scenarios")
    expect(dashboard.page.get_by_text("do to the money")).to_be_visible()
    expect(dashboard.page.get_by_text(sentence).last).to_be_visible()


def test_table_sorts_by_a_heading_and_downloads(looked_at):
    """A click on a heading sorts; the CSV has the core's numbers in full."""
    table = looked_at.page.locator(".hm-sortable table").first
    table.get_by_role("button", name="Efficiency").click()
    expect(table.locator("tbody tr").first.locator("th")).to_have_text("Antminer S23 Hyd")
    with looked_at.page.expect_download() as download:
        looked_at.page.get_by_role("button", name="Download CSV").nth(1).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text())))
    miners = default_study().result.miners
    assert [row["Machine"] for row in rows] == list(miners.name)
    assert [float(row["Payback [days]"]) for row in rows] == list(miners.simple_payback_days)


def test_uploaded_machines_replace_the_list_and_run_nothing(dashboard):
    """A CSV with a hostile name is shown as text; a broken one changes nothing."""
    dashboard.open("Edit or upload the machines")
    upload = dashboard.page.locator("input[type=file]")
    heading = "name,hashrate_ths,power_w,price,currency,price_date,source\n"
    row = f'"{HOSTILE.replace(chr(34), chr(34) * 2)}",300,3300,1000,GBP,2026-11-01,here\n'
    upload.set_input_files(
        {"name": "m.csv", "mimeType": "text/csv", "buffer": (heading + row).encode()}
    )
    dashboard.page.get_by_role("button", name=re.compile("^Replace all")).click()
    expect(dashboard.page.get_by_text("Machines: 1; in use: 1.")).to_be_visible()
    expect(dashboard.figure("n_miners")).to_have_text("129")  # 450 kW / (3.3 kW × 1.05) = 129.9
    broken = (heading + "X,300,-5,1000,GBP,2026-11-01,here\n").encode()
    upload.set_input_files({"name": "b.csv", "mimeType": "text/csv", "buffer": broken})
    expect(dashboard.page.get_by_text("Not taken, the machines are as before")).to_be_visible()
    expect(dashboard.figure("n_miners")).to_have_text("129")
    assert dashboard.page.title() != "pwned"


def test_every_figure_shows_its_working(looked_at):
    """The section of workings holds the formula with the values of the site."""
    looked_at.open("How these figures were computed")
    expect(looked_at.page.get_by_text("1,000 kW × 45 % = 450 kW")).to_be_visible()


@pytest.mark.parametrize("dashboard", [PHONE, WIDE], indirect=True)
def test_nothing_runs_out_of_the_screen(dashboard):
    """Neither screen is wider than the window, and every chart has a size."""
    page, charts = dashboard.page, dashboard.page.locator(".bk-Figure:visible")
    width = page.viewport_size["width"]
    for screen in ("Scenarios", "Overview"):
        dashboard.screen(screen)
        if screen == "Overview":
            dashboard.open("Machines by power price")
        expect(charts).to_have_count(4)
        expect(page.locator(".hm-cards:visible").first).to_be_visible()
        wait_for_fit(page)
        wait_for_boxes("boxes.every((box) => box.width > 200 && box.height > 150)", charts)
        wait_for_boxes(f"boxes.every((box) => box.right <= {width + 1})", charts)

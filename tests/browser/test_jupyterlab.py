"""The notebook in JupyterLab: the dashboard inline, and Python in the next cell."""

import shutil

import pytest
from playwright.sync_api import expect
from serving import NOTEBOOK, served_lab

from hydro_mining.app import default_study
from hydro_mining.quantities import formatted

# [ms]. A kernel starts and imports beside others' work.
LAB_MS = 180_000


@pytest.fixture
def lab(tmp_path):
    """The address of JupyterLab over a folder that holds a copy of the notebook."""
    shutil.copy(NOTEBOOK, tmp_path)
    with served_lab(tmp_path) as running:
        yield running.url


def test_dashboard_stands_in_a_cell_and_python_in_the_next(browser, lab):
    """All cells run; the inline dashboard answers a slider, its charts too; hvplot draws."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LAB_MS)
    page.goto(f"{lab}/{NOTEBOOK.name}")
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=LAB_MS)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    profit = page.locator('[data-figure="site_gross_profit_per_day"] .hm-value').first
    study = default_study()
    before = study.result.site.site_gross_profit_per_day
    expect(profit).to_have_text(formatted("site_gross_profit_per_day", before), timeout=LAB_MS)
    # What is pressed before the kernel listens is lost, here as for a person.
    expect(page.get_by_text("| Idle")).to_be_visible(timeout=LAB_MS)
    page.locator("input[type=range]").nth(2).focus()
    study.site.power_price_gbp_per_kwh = 0.046
    after = study.result.site.site_gross_profit_per_day
    page.keyboard.press("ArrowRight")
    _expect_despite_lost_keys(page, profit, formatted("site_gross_profit_per_day", after))
    page.get_by_role("button", name="Machines by power price").click()
    page.wait_for_function(_SITE_PRICE_OF_THE_CHARTS)
    bars = page.locator(".jp-Cell").last.locator(".bk-Figure")
    bars.first.scroll_into_view_if_needed()
    expect(bars).to_have_count(1)
    context.close()


def _expect_despite_lost_keys(page, shown, text):
    """JupyterLab may lose an event while it opens its channel: move to and fro once more then."""
    for _ in range(2):
        try:
            expect(shown).to_have_text(text, timeout=10_000)
        except AssertionError:
            page.keyboard.press("ArrowLeft")
            page.keyboard.press("ArrowRight")
        else:
            return
    expect(shown).to_have_text(text, timeout=20_000)


# The charts' marks of the site's price [p/kWh]: sources with a single x.
_SITE_PRICE_OF_THE_CHARTS = """() => {
  const models = Bokeh.documents.flatMap((document) => [...document._all_models.values()])
  const marks = models.filter((m) => m.type === "ColumnDataSource" && m.data.x?.length === 1)
  return marks.filter((mark) => Math.abs(mark.data.x[0] - 4.6) < 1e-9).length >= 2
}"""

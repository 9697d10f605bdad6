"""Light and dark: whose choice it is, and that charts follow it."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect

from hydro_mining.views.colors import ON_DARK, PAPER, YELLOW

DARK_PAPER = "rgb(16, 25, 29)"  # #10191d
LOOKS, A_LOOK_MS = 20, 2000
TURNED = {**ON_DARK, "as given": "turned"}  # the latter is what a column's colours are
# Of each chart on the screen: the colours that its lines, fields and texts are drawn in.
COLORS = """() => {
  const found = new Set()
  for (const { glyph } of Bokeh.documents[0].all_models) {
    if (!glyph || glyph.fill_alpha?.value === 0) continue
    for (const part of ["line_color", "fill_color", "text_color"]) {
      const given = glyph[part]
      if (given?.value) found.add(given.value)
      if (given?.field) found.add(given.transform ? "turned" : "as given")
    }
  }
  return [...found].sort()
}"""


@pytest.fixture
def owner(browser, served, open_dashboard):
    """An owner whose browser is set to dark pages."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    visit = open_dashboard(context.new_page(), served.url)
    yield visit
    context.close()
    assert visit.errors == []


def expect_theme(page, name):
    """Assert that the page says it has a theme."""
    expect(page.locator("html")).to_have_attribute("data-theme", name)


def wait_for_chart(page):
    """Wait until a chart has come."""
    expect(page.locator(".bk-Figure:visible").first).to_be_visible()
    page.wait_for_function(f"() => ({COLORS})().length > 0")


def wait_for_colors(page, colors):
    """Wait until the charts are drawn in just these colours."""
    page.wait_for_function(f"(colors) => ({COLORS})().join() === colors.join()", arg=colors)


def test_a_choice_is_kept_and_charts_follow_it(dashboard):
    """From light to dark, over a new load of the page, and back to the same colours."""
    page = dashboard.page
    button = page.get_by_role("button", name="Dark theme")
    wait_for_chart(page)
    light = page.evaluate(COLORS)
    expect_theme(page, "light")
    assert set(light) <= set(TURNED)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("body")).to_have_css("background-color", DARK_PAPER)
    dark = sorted({TURNED[color] for color in light})
    assert not set(dark) & set(light)
    wait_for_colors(page, dark)
    page.reload()
    page.wait_for_selector("#first-paint", state="detached")
    expect_theme(page, "dark")
    wait_for_colors(page, dark)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    wait_for_colors(page, light)


def test_a_first_visit_is_as_the_browser_is_set(owner):
    """Dark; so are charts that come later, a colour for each bar, and what a pointer is told."""
    page = owner.page
    expect_theme(page, "dark")
    wait_for_chart(page)
    owner.open("Machines by power price")
    page.wait_for_function(f"() => ({COLORS})().includes('turned')")
    dark = {*ON_DARK.values(), "turned"} - (set(ON_DARK) - {YELLOW, PAPER})
    page.wait_for_function(
        f"(dark) => ({COLORS})().every((one) => dark.includes(one))", arg=sorted(dark)
    )
    owner.screen("Growth")
    bars = page.locator(".bk-Figure:visible").first
    said = page.locator(".bk-Tooltip")
    expect(bars).to_be_visible()
    # Until the bars are painted there is nothing at the pointer.
    for _ in range(LOOKS):
        box = bars.bounding_box()
        bars.hover(position={"x": 0.22 * box["width"], "y": 0.6 * box["height"]})
        with suppress(NotInTime):
            said.wait_for(timeout=A_LOOK_MS)
            break
        page.mouse.move(0, 0)
    expect(said).to_have_css("background-color", DARK_PAPER)

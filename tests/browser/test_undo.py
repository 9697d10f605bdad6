"""Nothing is lost: undo, redo, starting over, examples that ask, and the browser's own memory."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

SITE_POWER = re.compile(r"^Site power \[")


def power(visit):
    """Return the entry of the site power."""
    return visit.page.get_by_role("textbox", name=SITE_POWER)


def example(visit):
    """Return the select of the examples."""
    return visit.page.get_by_role("combobox", name="Start from an example")


def test_entries_are_taken_back_and_brought_back(dashboard):
    """Buttons and keys, one step an entry; a text keeps its own keys; starting over asks."""
    page = dashboard.page
    first = dashboard.figure("over_selling").inner_text()
    undo, redo = (page.get_by_role("button", name=n, exact=True) for n in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    dashboard.enter("Site power", "640")
    expect(dashboard.figure("over_selling")).not_to_have_text(first)
    second = dashboard.figure("over_selling").inner_text()
    expect(example(dashboard)).to_have_text("Own case")
    dashboard.enter("Load factor", "50")
    expect(dashboard.figure("over_selling")).not_to_have_text(second)

    undo.click()
    expect(dashboard.figure("over_selling")).to_have_text(second)
    page.keyboard.press("Control+z")  # the button has the focus
    expect(dashboard.figure("over_selling")).to_have_text(first)
    expect(example(dashboard)).to_have_text("1 MW Scottish run-of-river")
    page.keyboard.press("Control+Shift+z")
    expect(dashboard.figure("over_selling")).to_have_text(second)
    power(dashboard).focus()
    page.keyboard.press("Control+z")
    expect(redo).to_be_enabled()
    expect(dashboard.figure("over_selling")).to_have_text(second)

    start_over = page.get_by_role("button", name="Start over", exact=True)
    page.get_by_role("heading", name="What this page does").scroll_into_view_if_needed()
    start_over.click()
    question = page.get_by_text("Start over? Everything that you entered goes")
    expect(question).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Keep my entries").click()
    expect(dashboard.figure("over_selling")).to_have_text(second)
    start_over.click()
    page.get_by_role("button", name="Yes, start over").click()
    expect(dashboard.figure("over_selling")).to_have_text(first)
    undo.click()
    expect(power(dashboard)).to_have_value("640")


def test_an_example_asks_before_it_overwrites(dashboard):
    """What would go is named; refused, all stays; agreed, the example stands there."""
    dashboard.choose("Start from an example", "250 kW micro-hydro")
    expect(power(dashboard)).to_have_value("250")
    dashboard.enter("Site power", "640")
    expect(example(dashboard)).to_have_text("Own case")
    dashboard.choose("Start from an example", "5 MW alpine stream")
    row = dashboard.page.get_by_role("row", name="Site power")
    expect(row.get_by_role("cell")).to_have_text(["640 kW", "5,000 kW"])
    dashboard.page.get_by_role("button", name="Keep mine").click()
    expect(power(dashboard)).to_have_value("640")
    dashboard.choose("Start from an example", "5 MW alpine stream")
    dashboard.page.get_by_role("button", name="Replace", exact=True).click()
    expect(power(dashboard)).to_have_value("5,000")
    expect(example(dashboard)).to_have_text("5 MW alpine stream")


def test_the_case_stands_in_the_address_and_in_the_browser(dashboard, open_dashboard):
    """Loaded again the page shows the same case; a later visit is offered it."""
    assert "#" not in dashboard.page.url
    dashboard.enter("Site power", "640")
    dashboard.page.wait_for_url(re.compile("#case="))
    figure = dashboard.figure("over_selling").inner_text()
    later = open_dashboard(dashboard.page.context.new_page(), dashboard.url)
    expect(power(later)).to_have_value("1,000")
    last_time = later.page.get_by_text(re.compile(r"Last time, \d\d [A-Z][a-z]+ \d{4}, \d\d:\d\d:"))
    expect(last_time).to_contain_text("640 kW at 4.5p a kWh")
    later.page.get_by_role("button", name="Go on with it").click()
    expect(power(later)).to_have_value("640")
    expect(later.figure("over_selling")).to_have_text(figure)
    assert later.errors == []
    dashboard.page.reload()
    dashboard.page.wait_for_selector("#first-paint", state="detached")
    expect(power(dashboard)).to_have_value("640")
    expect(dashboard.figure("over_selling")).to_have_text(figure)


@pytest.mark.parametrize("dashboard", [PHONE], indirect=True)
def test_on_a_phone_every_screen_is_in_reach(dashboard):
    """A select in groups instead of tabs; nothing is cut, and the keyboard turns it."""
    expect(dashboard.page.get_by_role("tab")).to_have_count(0)
    select = dashboard.page.get_by_role("combobox", name="Screen")
    expect(select).to_be_in_viewport(ratio=1)
    groups = select.locator("optgroup")
    names = ["Does it pay?", "What water?", "How sure?", "What else?", "Tools", "Proof"]
    expect(groups).to_have_count(len(names))
    for place, name in enumerate(names):
        expect(groups.nth(place)).to_have_attribute("label", name)
    select.focus()
    dashboard.page.keyboard.press("End")
    expect(dashboard.page.get_by_role("heading", name="Take it with you")).to_be_visible()
    expect(select).to_have_value("proof")
    for name in ("Undo", "Redo", "Start over"):
        expect(dashboard.page.get_by_role("button", name=name, exact=True)).to_be_in_viewport(
            ratio=1
        )

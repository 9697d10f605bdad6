"""The Alternatives screen as a person sees it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE
from tests.browser.layout import wait_for_fit

_WORDS_FIT = """titles => titles.every(title => {
  const words = document.createRange()
  words.selectNodeContents(title)
  return words.getBoundingClientRect().right <= innerWidth
})"""


@pytest.fixture
def alternatives(dashboard):
    """The dashboard with Alternatives open."""
    dashboard.screen("Alternatives")
    expect(dashboard.page.locator('[data-figure="alternatives-answer"]')).to_contain_text(
        "Over 5 years £172,661 in bitcoin would become"
    )
    return dashboard


def test_the_answer_comes_first_and_the_futures_follow(alternatives):
    """The sentence of the futures is drawn in the background; a changed site draws it anew.

    Terms that are entered after that count.
    """
    odds = alternatives.page.locator('[data-figure="alternatives-odds"]')
    expect(odds).to_contain_text(re.compile(r"futures? buying wins over mining \(2,000 drawn"))
    titles = alternatives.page.locator(".hm-scroll:visible caption")
    expect(titles.first).to_contain_text("The capital alone")
    for width in (PHONE["width"], WIDE["width"]):  # tables scroll within themselves, not titles
        alternatives.page.set_viewport_size({**WIDE, "width": width})
        wait_for_fit(alternatives.page)
        alternatives.page.wait_for_function(_WORDS_FIT, arg=titles.element_handles())
    alternatives.enter("Load factor", "60")
    answer = alternatives.page.locator('[data-figure="alternatives-answer"]')
    expect(answer).not_to_contain_text("£172,661")
    expect(odds).to_contain_text("buying wins over mining")
    assert_terms_count(alternatives)


def assert_terms_count(alternatives):
    """Assert that gilts at 5 % are in the table, and $0.05 × 0.75 £/$ stands in pounds."""
    page = alternatives.page
    alternatives.open("Terms, each with its source and date")
    alternatives.enter("Gilts", "5")
    expect(page.get_by_text("Gilts 5.0 % (yours)")).to_be_visible()
    alternatives.enter("Quoted power", "0.05")
    page.get_by_role("button", name="Convert and use").click()
    expect(page.get_by_text("$0.05/kWh × 0.75 £/$ = £0.03750 a kWh.")).to_be_visible()
    hosts_power = page.get_by_role("textbox", name=re.compile("^Host's power, all in"))
    expect(hosts_power).to_have_value("0.0375")

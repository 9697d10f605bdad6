"""The guide of a first visit."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import PHONE
from tests.browser.layout import wait_for_boxes

STEPS = ("What this page answers", "Put in your site", "Read the verdict")


@pytest.fixture
def first_visit(browser, served, open_dashboard):
    """Return what opens the page in a browser that has never seen it."""
    contexts = []

    def opened(**size):
        contexts.append(browser.new_context(viewport=size))
        visit = open_dashboard(contexts[-1].new_page(), served.url, is_first=True)
        assert visit.errors == []
        return visit.page

    yield opened
    for context in contexts:
        context.close()


def test_three_steps_are_shown_once_and_come_back_when_asked(first_visit):
    """By keyboard alone: read, closed with Escape, gone after a reload, back by the link."""
    page = first_visit(width=1440, height=900)
    guide = page.get_by_role("complementary", name="Guide")
    for place, step in enumerate(STEPS, start=1):
        expect(guide.get_by_role("heading", name=step)).to_be_visible()
        expect(guide.get_by_role("heading")).to_have_count(1)
        expect(guide.get_by_text(f"{place} of 3")).to_be_visible()
        if step != STEPS[-1]:
            guide.get_by_role("button", name="Next").press("Enter")
    assert findings(page, Axe(), impacts={"serious", "critical"}) == []
    page.keyboard.press("Escape")
    expect(guide).to_be_hidden()
    page.reload()
    page.wait_for_selector("#first-paint", state="detached")
    expect(guide).to_be_hidden()
    link = page.get_by_role("button", name="Guide", exact=True)
    link.press("Enter")
    expect(guide.get_by_role("heading", name=STEPS[0])).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_on_a_phone_it_leaves_the_verdict_free(first_visit):
    """It begins as a line at the foot; opened, it still stands below verdict and sliders."""
    page = first_visit(**PHONE)
    guide = page.get_by_role("complementary", name="Guide")
    verdict = page.locator('[data-figure="verdict"]')
    expect(verdict).to_be_visible()
    expect(guide).to_be_visible()
    wait_for_boxes("boxes[0].height < 50", guide)
    guide.get_by_role("button", name="New here?").click()
    for _ in STEPS[1:]:
        guide.get_by_role("button", name="Next").click()
        price = page.locator("input[type=range]:visible").nth(2)
        in_order = "boxes[0].y < boxes[1].y && boxes[1].y < boxes[2].y"
        wait_for_boxes(in_order, verdict, price, guide)
    guide.get_by_role("button", name="Close the guide").click()
    expect(guide).to_be_hidden()
    expect(page.get_by_role("button", name="Guide", exact=True)).to_be_visible()

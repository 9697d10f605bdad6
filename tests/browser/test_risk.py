"""The Risk screen as a person sees it."""

import re

from playwright.sync_api import expect

# The first futures of a server come with its first pictures.
LONG_MS = 60_000
SENTENCE = '[data-figure="risk-answer"]'


def test_the_sentence_comes_first_and_follows_an_entry(dashboard):
    """Dear power never pays back in more futures; the pictures have room."""
    dashboard.screen("Risk")
    page = dashboard.page
    expect(page.locator(SENTENCE)).to_contain_text(
        re.compile(r"In \d+ of 10 futures this site"), timeout=LONG_MS
    )
    expect(page.get_by_text("power at 4.5p a kWh")).to_be_visible()
    doubled = page.get_by_role("button", name="Power prices doubled")
    expect(doubled).to_be_visible(timeout=LONG_MS)
    first = page.locator(SENTENCE).inner_text()
    dashboard.enter("Power price", "1")
    expect(page.get_by_text("power at 1p a kWh")).to_be_visible(timeout=LONG_MS)
    expect(page.locator(SENTENCE)).not_to_have_text(first, timeout=LONG_MS)


def test_a_bad_turn_is_pressed(dashboard):
    """It says what it sets."""
    dashboard.screen("Risk")
    dashboard.page.get_by_role("button", name="Power prices doubled").click(timeout=LONG_MS)
    turn = dashboard.page.locator('[data-figure="bad-turn"]')
    expect(turn).to_contain_text("Power prices doubled: the NPV goes from")


def test_a_long_run_says_how_far_it_is_and_can_be_stopped(dashboard):
    """A million futures are told of, given up, and offered again."""
    dashboard.screen("Risk")
    page = dashboard.page
    expect(page.get_by_role("textbox", name=re.compile("^Futures"))).to_be_visible(timeout=LONG_MS)
    dashboard.enter("Futures", "1,000,000")
    expect(page.get_by_text(re.compile(r"[\d,]+ of 1,000,000"))).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. What stands here")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("button", name="Draw again")).to_be_visible()

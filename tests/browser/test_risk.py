"""The Risk screen as a person sees it."""

import re

from playwright.sync_api import expect

# The first futures of a server come with its first pictures.
LONG_MS = 60_000
SENTENCE = '[data-figure="risk-answer"]'


def test_the_sentence_comes_first_a_turn_is_pressed_and_a_long_run_stopped(dashboard):
    """Each futures' picture has room; a bad turn says what it sets; a new price is followed.

    A million futures are told of, given up, and offered again.
    """
    dashboard.screen("Risk")
    page, sentence = dashboard.page, dashboard.page.locator(SENTENCE)
    expect(sentence).to_contain_text(re.compile(r"In \d+ of 10 futures this site"), timeout=LONG_MS)
    expect(page.get_by_text("power at 4.5p a kWh")).to_be_visible()
    first = sentence.inner_text()
    page.get_by_role("button", name="Power prices doubled").click(timeout=LONG_MS)
    turn = page.locator('[data-figure="bad-turn"]')
    expect(turn).to_contain_text("Power prices doubled: the NPV goes from")

    dashboard.enter("Power price", "1")
    expect(page.get_by_text("power at 1p a kWh")).to_be_visible(timeout=LONG_MS)
    expect(sentence).not_to_have_text(first, timeout=LONG_MS)

    dashboard.enter("Futures", "1,000,000")
    expect(page.get_by_text(re.compile(r"[\d,]+ of 1,000,000"))).to_be_visible(timeout=LONG_MS)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. What stands here")).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("button", name="Draw again")).to_be_visible()

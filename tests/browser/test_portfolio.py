"""The Portfolio screen as a person sees it."""

import re

from playwright.sync_api import expect

from tests.browser.layout import wait_for_fit

# Nothing of an upload reaches over the lower border around it.
_IS_FRAMED = """root => {
  const around = root.getRootNode().host
  const inner = around.getBoundingClientRect().top + around.clientTop + around.clientHeight
  return [root, ...root.children].every(part => part.getBoundingClientRect().bottom <= inner)
}"""


def test_the_example_is_computed_ranked_and_opened(dashboard):
    """Twelve made-up sites in a click, the best first; a row is asked for and becomes the study."""
    page = dashboard.page
    dashboard.screen("Portfolio")
    answer = page.locator('[data-figure="portfolio-answer"]')
    expect(answer).to_contain_text("Upload a list with a row a site")
    upload = page.locator(".filepond--root")
    page.wait_for_function(_IS_FRAMED, arg=upload.element_handle())
    page.get_by_role("button", name="See a made-up example").click()
    expect(page.get_by_text("These sites are made up")).to_be_visible()
    page.get_by_role("button", name="Compute 12 sites").click()
    # Processes are started for the first list.
    expect(answer).to_contain_text("of 12 sites: it earns more there", timeout=60_000)
    expect(answer).to_contain_text("The best is Fossen Eksempel")
    row = page.locator("tr.hm-pick").first
    expect(row).to_contain_text("Fossen Eksempel (made up)")
    row.click()
    page.get_by_role("button", name="Open Fossen Eksempel (made up)").click()
    expect(page.get_by_text("Fossen Eksempel (made up) is the study now")).to_be_visible()
    power = page.get_by_role("textbox", name=re.compile("^Site power"))
    expect(power).to_have_value("20,000")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(answer).to_be_visible()
    wait_for_fit(page)

"""Every screen, for people who listen to it or have no mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from hydro_mining.app.screens import SCREENS
from tests.browser.axe import findings
from tests.browser.conftest import PHONE, TWO_FRAMES, WIDE

CONTRAST = ["color-contrast"]
# Press the next closed section once the last stands open, and tell whether none was and all have
# come: until then one holds a remark that it is loading, and others may stand in it.
OPEN_ALL = """() => {
  const shown = (root) => [...root.querySelectorAll("*")].flatMap((part) =>
    [...(part.checkVisibility() ? [part] : []), ...(part.shadowRoot ? shown(part.shadowRoot) : [])])
  const parts = shown(document)
  const closed = parts.filter((part) =>
    part.matches(".MuiAccordionSummary-root[aria-expanded=false]"))
  if (!closed.includes(window.pressedSection)) {
    window.pressedSection = closed[0]
    closed[0]?.click()
  }
  return closed.length === 0 && !parts.some((part) => part.matches(".hm-loading"))
}"""
LOOK_EACH_MS = 200  # walking all parts takes longer than a frame
# What stands on a screen when it is drawn.
HEADINGS = {
    "Overview": "mining would not pay here.",
    "Scenarios": "What the scenarios do to the money",
    "Hydro": "Water, grid and machines",
    "Risk": "How sure is this?",
    "Alternatives": "Why not just buy bitcoin?",
    "Growth": "Growth 2",
    "Dispatch": "When to mine, hour by hour",
    "Portfolio": "Many sites at once",
    "Data & proof": "Data & proof",
}


def open_sections(page):
    """Open each closed section, and those that stand in one."""
    page.wait_for_function(OPEN_ALL, polling=LOOK_EACH_MS)


def each_screen(visit):
    """Go to each screen in turn, and give its name when it is drawn and its sections are open."""
    for screen, heading in HEADINGS.items():
        visit.screen(screen)
        expect(visit.page.get_by_role("heading", name=heading)).to_be_visible()
        open_sections(visit.page)
        yield screen


def test_axe_finds_nothing_on_any_screen(dashboard):
    """The sidebar on a wide screen, each screen on a phone, sections open; then all in dark."""
    page, axe = dashboard.page, Axe()
    assert [screen.title for screen in SCREENS] == list(HEADINGS)
    expect(page.get_by_role("heading", name=HEADINGS["Overview"])).to_be_visible()
    open_sections(page)
    assert findings(page, axe) == []
    page.get_by_role("button", name="Close drawer").click()
    page.mouse.move(0, 0)  # what the button does is no longer said beside it
    page.set_viewport_size(PHONE)
    for screen in each_screen(dashboard):
        assert (screen, findings(page, axe)) == (screen, [])
    page.get_by_role("button", name="Dark theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    for screen in each_screen(dashboard):
        assert (screen, findings(page, axe, runOnly=CONTRAST)) == (screen, [])
    page.set_viewport_size(WIDE)
    page.get_by_role("button", name="Open drawer").click()
    expect(page.get_by_text("Your site", exact=True)).to_be_in_viewport()
    assert findings(page, axe, runOnly=CONTRAST) == []


def focused(page):
    """Return the name of what has the focus, and the width of the line around it."""
    return page.evaluate(
        """() => {
          let at = document.activeElement
          while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
          return [at.tagName, at.textContent, parseFloat(getComputedStyle(at).outlineWidth)]
        }"""
    )


def tab_to(page, text):
    """Press Tab until the button or tab of a text has the focus, which is to be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        tag, said, outline = focused(page)
        if tag == "BUTTON" and said.startswith(text):
            assert outline >= 2
            return
    pytest.fail(f"no Tab leads to {text}")


def test_the_owners_job_by_keyboard_alone(dashboard):
    """Enter a power price, read the verdict, set a lever, open another screen: no mouse."""
    page, keys = dashboard.page, dashboard.page.keyboard
    entry = page.get_by_role("textbox", name=re.compile(r"^Power price \["))
    expect(entry).to_be_visible()
    for _ in range(40):
        keys.press("Tab")
        if entry.evaluate("entry => entry.getRootNode().activeElement === entry"):
            break
    keys.press("ControlOrMeta+A")
    keys.type("4.2")
    page.evaluate(TWO_FRAMES)
    keys.press("Enter")
    verdict = page.locator('[data-figure="verdict"] h2')
    expect(verdict).to_have_text("At 4.2p a kWh, mining would not pay here.")
    tab_to(page, "Overview")
    tab_to(page, "Set ")
    keys.press("Enter")
    expect(verdict).to_contain_text("mining would pay here.")
    while focused(page)[1] != "Overview":
        keys.press("Shift+Tab")
    keys.press("ArrowRight")
    expect(page.get_by_role("tab", name="Scenarios")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", name=HEADINGS["Scenarios"])).to_be_visible()

"""Run records, links and recent cases as a person meets them."""

import json
import re

import pytest
from playwright.sync_api import expect

from hydro_mining.economics import evaluate
from hydro_mining.quantities import formatted
from hydro_mining.reports.run_record import read_record

BANNER = re.compile("^From a")


def screen(dashboard):
    """Go where reports and records are."""
    dashboard.screen("Data & proof")
    expect(dashboard.page.get_by_role("heading", name="Take it with you")).to_be_visible()


def downloaded(dashboard, button: str) -> bytes:
    """Return what a button downloads."""
    with dashboard.page.expect_download() as download:
        dashboard.page.get_by_role("button", name=button).click()
    return download.value.path().read_bytes()


def uploaded(dashboard, data: bytes, name: str = "record.json") -> None:
    """Open a file as a record."""
    dashboard.page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": data}
    )


@pytest.fixture
def changed(dashboard):
    """The dashboard with a study that is not the one it opens with."""
    dashboard.enter("Site power", "640")
    dashboard.enter("Power price", "3.1")
    dashboard.choose("Show money in", "USD")
    expect(dashboard.figure("over_selling")).to_contain_text("$")
    screen(dashboard)
    return dashboard


def test_a_record_goes_round_the_dashboard_unchanged(changed, open_dashboard):
    """What a new visit saves after it opened a record is that record, byte by byte.

    What was chosen on other screens stands in their controls again. The link beside it opens the
    same case.
    """
    choose_growth_and_dispatch(changed)
    screen(changed)
    saved = downloaded(changed, "Run record (JSON)")
    record = read_record(saved)
    assert record.study.site.site_power_kw == 640
    assert record.currency == "USD"
    found = evaluate(record.study).to_dict()
    assert {name: record.results[name] for name in found} == found
    growth, dispatch = record.sections["growth"], record.sections["dispatch"]
    assert (growth.growth_power_mw, growth.reading) == (150, "published")
    assert (dispatch.threshold, dispatch.hashprice_source) == (7, "constant")

    other = open_dashboard(changed.page.context.new_page(), changed.url)
    other.screen("Growth")  # the screen as it was before gives way
    expect(other.figure("net_profits")).to_be_visible()
    screen(other)
    uploaded(other, saved)
    expect(other.page.get_by_text(BANNER)).to_contain_text("From a record of")
    expect(other.page.get_by_text("all figures come out as they were stored")).to_be_visible()
    assert downloaded(other, "Run record (JSON)") == saved
    other.screen("Overview")
    entry = other.page.get_by_role("textbox", name=re.compile("^Site power"))
    expect(entry).to_have_value("640")
    assert_growth_and_dispatch_are_as_chosen(other)
    assert other.errors == []
    other.page.close()
    assert_a_link_opens(changed, open_dashboard)


def choose_growth_and_dispatch(dashboard):
    """Enter something on the screens beside the study."""
    dashboard.screen("Growth")
    dashboard.enter("Power", "150")
    dashboard.choose("Reading", "Table, published")
    dashboard.screen("Dispatch")
    expect(dashboard.figure("profit")).to_be_visible()
    dashboard.enter("Threshold", "7")
    dashboard.choose("Hashprice", "A constant")


def assert_growth_and_dispatch_are_as_chosen(dashboard):
    """Assert that the controls have what was entered."""
    page = dashboard.page
    dashboard.screen("Growth")
    power = page.get_by_role("textbox", name=re.compile("^Power \\["))
    expect(power).to_have_value("150")
    expect(page.get_by_role("combobox", name="Reading")).to_have_text("Table, published")
    dashboard.screen("Dispatch")
    threshold = page.get_by_role("textbox", name=re.compile("^Threshold"))
    expect(threshold).to_have_value("7")
    expect(page.get_by_role("combobox", name="Hashprice")).to_have_text("A constant")


def assert_wrong_records_are_told(changed):
    """Assert that a broken one changes nothing, and a changed NPV is shown as computed now."""
    saved = downloaded(changed, "Run record (JSON)")
    document = json.loads(saved)
    document["inputs"]["study"]["site"] |= {"site_power_kw": 5, "load_factor": 7}
    uploaded(changed, json.dumps(document).encode())
    expect(changed.page.get_by_text("Not opened, everything is as before")).to_contain_text(
        "inputs.study.site.load_factor must be a number above 0 up to 1"
    )
    entry = changed.page.get_by_role("textbox", name=re.compile("^Site power"))
    expect(entry).to_have_value("640")

    document = json.loads(saved)
    npv = document["results"]["scenarios"]["Bear"]["npv_gbp"]
    document["results"]["scenarios"]["Bear"]["npv_gbp"] = npv * (1 + 1e-9)
    uploaded(changed, json.dumps(document).encode())
    expect(changed.page.get_by_text("1 figure comes out otherwise")).to_be_visible()
    expect(changed.page.get_by_text("scenarios.Bear.npv_gbp: stored")).to_be_visible()


def link_of(dashboard):
    """Return the case's link, which is made beside the page."""
    entry = dashboard.page.get_by_label("Link to this case")
    expect(entry).not_to_have_value("")
    return entry.input_value()


# What stands on the page in the frame in which the banner appears.
_SEEN_WITH_THE_BANNER = """() => new Promise((done) => {
  const all = (root, selector) => [...root.querySelectorAll("*")].flatMap(
    (part) => part.shadowRoot
      ? [...part.shadowRoot.querySelectorAll(selector), ...all(part.shadowRoot, selector)] : [])
  const look = () => {
    const notices = all(document, ".hm-notice").map((part) => part.textContent)
    if (notices.some((text) => text.startsWith("From a link")))
      done(all(document, '[data-figure="over_selling"] .hm-value')[0].textContent)
    else requestAnimationFrame(look)
  }
  location.hash = window.wanted
  look()
})"""


def assert_a_link_opens(changed, open_dashboard):
    """Assert that the copied address shows the same money in another visit, and says whence.

    In the frame in which it says so, the case's figures are there. A link that lost its end
    leaves the page as it is, with one line about it.
    """
    link = link_of(changed)
    changed.screen("Overview")
    expect(changed.figure("over_selling")).to_be_visible()
    figure = changed.figure("over_selling").inner_text()

    other = open_dashboard(changed.page.context.new_page(), link[:-40])
    expect(other.page.get_by_text("Not opened, everything is as before")).to_be_visible()
    expect(other.figure("over_selling")).not_to_have_text(figure)
    other.page.evaluate("link => { window.wanted = link }", link[link.index("#") :])
    assert other.page.evaluate(_SEEN_WITH_THE_BANNER) == figure
    assert other.errors == []

    third = open_dashboard(changed.page.context.new_page(), link)
    expect(third.page.get_by_text(BANNER)).to_contain_text("From a link of")
    entry = third.page.get_by_role("textbox", name=re.compile("^Site power"))
    expect(entry).to_have_value("640")
    third.page.get_by_role("button", name="Use the current network figures").click()
    expect(third.page.get_by_text(BANNER)).to_have_count(0)
    expect(entry).to_have_value("640")
    assert third.errors == []


def test_recent_cases_open_again(changed):
    """What was saved stands among the browser's recent cases and opens from there.

    After that records with something wrong in them are tried.
    """
    record = read_record(downloaded(changed, "Run record (JSON)"))
    power = formatted("site_power_kw", record.study.site.site_power_kw)
    case = changed.page.get_by_role("button", name=re.compile(f"^{re.escape(power)} at"))
    expect(case).to_be_visible()
    changed.enter("Site power", "900")
    case.click()
    entry = changed.page.get_by_role("textbox", name=re.compile("^Site power"))
    expect(entry).to_have_value("640")
    changed.page.get_by_role("button", name=re.compile(f"^Compare {re.escape(power)}")).click()
    same = changed.page.get_by_text("The two cases have the same inputs and the same results.")
    expect(same).to_be_visible(timeout=30_000)
    changed.page.get_by_role("button", name="Forget them").click()
    expect(case).to_have_count(0)
    assert_wrong_records_are_told(changed)


def test_a_hostile_storage_is_no_harm(dashboard):
    """Whatever another page wrote into the browser's storage is text, or nothing."""
    hostile = [
        {"name": "<img src=x onerror=alert(1)>", "text": "x", "at": "never"},
        {"name": 3, "text": {}, "at": None},
        "text",
    ]
    dashboard.page.evaluate(
        "cases => localStorage.setItem('hydro_mining.cases', JSON.stringify(cases))", hostile
    )
    screen(dashboard)
    case = dashboard.page.get_by_role("button", name="<img src=x onerror=alert(1)>", exact=True)
    case.click()
    expect(dashboard.page.get_by_text("Not opened, everything is as before")).to_be_visible()

"""The owner's job: is mining worth it at my site, what would make it so, and show it to others."""

import math
import re

import pytest
from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.quantities import POUNDS, formatted
from hydro_mining.views.answer import answer_of_study
from hydro_mining.views.figures import machine_frame
from hydro_mining.views.verdict import verdict_headline, verdict_sentences
from tests.browser.conftest import PHONE
from tests.browser.layout import wait_for_fit


def owners_study():
    """Return the study of a 600 kW scheme at 48 % that is paid 4.2p a kWh."""
    study = default_study()
    with study.together():
        study.enter(study.site, "site_power_kw", 600)
        study.enter(study.site, "load_factor", 0.48)
        study.enter(study.site, "power_price_gbp_per_kwh", 0.042)
    return study


def assert_verdict(visit, study):
    """Assert that the page says the verdict of a study, in words and in its last figure."""
    answer = answer_of_study(study.result)
    verdict = visit.page.locator('[data-figure="verdict"]')
    expect(verdict.locator("h2")).to_have_text(verdict_headline(answer, POUNDS))
    expect(verdict.locator("p")).to_have_text(verdict_sentences(answer, POUNDS)[0])
    npv = formatted("npv_gbp", study.result.scenarios["Base"].npv_gbp)
    expect(visit.figure("over_selling")).to_have_text(npv)


@pytest.fixture
def owner(dashboard):
    """The page with the owner's site: power, load factor, and pounds typed for pence."""
    dashboard.enter("Site power", "600")
    dashboard.enter("Load factor", "48")
    dashboard.enter("Power price", "0.042")
    dashboard.page.get_by_role("button", name="4.2p", exact=True).click()
    return dashboard


def test_the_verdict_stands_first_and_what_decides_is_in_the_first_view(owner):
    """What the site comes to is said in a sentence; what was assumed moved with the site.

    The button of an assumption leads to its entry, and a click switches the machine.
    """
    study = owners_study()
    assert_verdict(owner, study)
    heading = owner.page.get_by_role("heading", name="At 4.2p a kWh, mining would not pay here.")
    expect(heading).to_be_in_viewport()
    expect(owner.page.get_by_text("You would stop in April 2028")).to_be_in_viewport()
    expect(owner.page.get_by_role("button", name="Set-up £200/kW")).to_be_in_viewport()
    # At 1440 × 900 nothing needs a scroll: figures, picture, levers, machine, assumptions.
    page = owner.page
    for name in ("put_in", "back", "money_back", "over_selling"):
        expect(page.locator(f'[data-figure="{name}"]')).to_be_in_viewport(ratio=1)
    for name in ("pays_if:power_price_gbp_per_kwh", "pays_if:btc_price_usd", "winner:npv"):
        expect(page.locator(f'[data-figure="{name}"]')).to_be_in_viewport(ratio=1)
    expect(page.locator(".bk-Figure").first).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("combobox", name="Machine to build")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Pool fee 1 %")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Set-up £200/kW").click()
    owner.enter("Other investment per kW", "150")
    study.finance.other_capex_gbp_per_kw = 150
    assert_verdict(owner, study)
    expect(page.get_by_role("button", name="Set-up £150/kW")).to_be_visible()
    assert_switches_machines(owner, study)


def test_a_lever_that_is_pulled_makes_it_pay(owner):
    """The power price that the page names is set by a click, and then mining pays."""
    study = owners_study()
    machine = study.result.chosen_miner
    level = study.result.pays_if.power_price_gbp_per_kwh * 100
    pence = math.floor(level * 1000) / 1000  # rounded towards what pays, to four figures
    button = owner.page.get_by_role("button", name=re.compile(r"^Set [\d.]+p$"))
    expect(button).to_have_text(f"Set {pence:g}p")
    button.click()
    study.enter(study.site, "power_price_gbp_per_kwh", round(pence / 100, 8))
    if study.result.chosen_miner != machine:
        study.enter(study.finance, "miner", machine)
    assert study.result.scenarios["Base"].npv_gbp >= 0
    expect(owner.page.get_by_role("heading", name="mining would pay here.")).to_be_visible()
    assert_verdict(owner, study)


def assert_switches_machines(owner, study):
    """Assert that both machines stand beside each other, and the better value's can be built.

    A click on a machine's row of the table names it.
    """
    for rule in ("npv", "payback"):
        winner = owner.page.locator(f'[data-figure="winner:{rule}"]')
        expect(winner).to_contain_text(study.result.winners[rule].miner)
    owner.page.get_by_role("button", name="Best value over the years").click()
    study.finance.choose_by = "npv"
    assert study.result.chosen_miner == study.result.best_npv_miner
    assert_verdict(owner, study)
    expect(owner.page.locator(".hm-built")).to_have_attribute("data-figure", "winner:npv")
    ranked = machine_frame(study.result).sort_values("site_npv_gbp", ascending=False).index
    rows = owner.page.locator(".hm-sortable tbody tr")
    expect(rows.locator("th")).to_have_text(list(ranked))
    rows.nth(3).click()
    study.finance.miner = name = ranked[3]
    assert_verdict(owner, study)
    expect(owner.page.locator("tr.hm-marked th")).to_have_text(name)


def assert_a_quote_counts(owner):
    """Assert that the price that a dealer named replaces the asks of the list."""
    entry = owner.page.get_by_role("textbox", name="My quote for one")
    owner.type_into(entry, "500")
    study = owners_study()
    machine = study.result.chosen_miner
    study.catalogue.edit(machine, today=study.network.as_of.date(), price_gbp=500.0)
    assert study.result.chosen_miner == machine
    assert_verdict(owner, study)


def test_the_link_opens_on_a_phone_and_the_verdict_stays_in_sight(owner, open_dashboard):
    """The case is the same; while the sliders on the page are moved the verdict is to be seen.

    Back on the first page a dealer's price counts.
    """
    owner.page.get_by_role("button", name="Save and share").click()
    entry = owner.page.get_by_label("Link to this case")
    expect(entry).not_to_have_value("")
    link = entry.input_value()
    page = owner.page.context.new_page()
    page.set_viewport_size(PHONE)
    phone = open_dashboard(page, link)
    study = owners_study()
    assert_verdict(phone, study)
    slider = phone.page.get_by_role("slider", name="Power price").last
    slider.scroll_into_view_if_needed()
    slider.focus()
    phone.page.keyboard.press("ArrowLeft")
    study.enter(study.site, "power_price_gbp_per_kwh", 0.041)
    assert_verdict(phone, study)
    phone.page.locator(".hm-sortable").first.scroll_into_view_if_needed()
    expect(phone.page.locator('[data-figure="verdict"]')).to_be_in_viewport(ratio=1)
    wait_for_fit(phone.page)
    assert phone.errors == []
    page.close()
    owner.screen("Overview")
    assert_a_quote_counts(owner)

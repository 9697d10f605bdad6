"""The Hydro screen as a person sees it."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.economics import evaluate
from hydro_mining.imports.example_water import example_water
from tests.browser.conftest import PHONE
from tests.browser.layout import wait_for_boxes, wait_for_fit

# Others load the machine, and the first charts of a process take their time.
DRAWN_MS = 60_000
NPV = "against exporting everything (NPV)"


@pytest.fixture
def hydro(dashboard):
    """The dashboard with Hydro open, without water yet."""
    dashboard.screen("Hydro")
    expect(answer(dashboard)).to_contain_text("Enter your water below", timeout=DRAWN_MS)
    return dashboard


def answer(visit):
    """Return the locator of the screen's answer."""
    return visit.page.locator('[data-figure="plan-answer"]')


def example_drawn(visit) -> str:
    """Press the example, and return the answer when all charts are there."""
    visit.page.get_by_role("button", name="See an example").click()
    expect(answer(visit)).to_contain_text(NPV, timeout=DRAWN_MS)
    expect(visit.page.locator(".bk-Figure:visible")).to_have_count(7, timeout=DRAWN_MS)
    return answer(visit).inner_text()


def machines_in_words() -> str:
    """Return the machines of the example's plan, as the core has them."""
    study = default_study()
    inputs = study.settings
    rates = study.catalogue.gbp_per(inputs.network.usd_to_gbp)
    water, grid = example_water(inputs.site.site_power_kw, rates)
    study.plan.param.update(hydro=water, market=grid)
    plan = evaluate(study.settings).plan
    return f"{plan.n_miners:,} × {plan.chosen_miner}"


@pytest.mark.parametrize("dashboard", [PHONE], indirect=True)
def test_nothing_is_clipped_on_a_phone(dashboard):
    """Every chart is as wide as its place, and the page no wider than the screen."""
    page = dashboard.page
    dashboard.screen("Hydro")
    example_drawn(dashboard)
    dashboard.open("Your water, plant and grid")
    expect(page.get_by_text("Drag & Drop your files")).to_be_visible(timeout=DRAWN_MS)
    wait_for_fit(page)
    figures = page.locator(".bk-Figure:visible")
    wait_for_boxes("boxes.every((box) => box.x >= 0 && box.right <= 391)", figures)


def uploaded(visit, name: str, text: str) -> None:
    """Drop a water file."""
    visit.page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )


def test_the_example_stands_without_scrolling_and_a_file_takes_its_place(hydro):
    """Of a file what was understood comes first; the plan moves with the button, not for a poem.

    The example is one click: the answer is the core's; duration curve and optimum are in sight at
    1440 × 900.
    """
    first = example_drawn(hydro)
    assert "its water and its prices are made up" in first
    assert machines_in_words() in first
    figures = hydro.page.locator(".bk-Figure:visible")
    for place in range(2):
        wait_for_boxes("boxes[0].width > 300 && boxes[0].bottom <= 900", figures.nth(place))
    expect(hydro.page.get_by_text("Duration of the water's power")).to_be_in_viewport()
    expect(hydro.page.get_by_text("NPV by size")).to_be_in_viewport()
    hydro.open("Your water, plant and grid")
    rows = "".join(
        f"{dt.date(2023, 1, 1) + dt.timedelta(days=day)},{900 + 4 * (day % 200)}\n"
        for day in range(365)
    )
    uploaded(hydro, "burn.csv", f"date,flow_l_s\n{rows}")
    expect(hydro.page.get_by_text(re.compile("burn.csv: .*l/s"))).to_be_visible(timeout=DRAWN_MS)
    expect(answer(hydro)).to_have_text(first)
    hydro.page.get_by_role("button", name="Use this water").click()
    expect(answer(hydro)).to_contain_text("The prices of this plan are made up", timeout=DRAWN_MS)
    expect(answer(hydro)).to_contain_text("One would at", timeout=DRAWN_MS)
    own = answer(hydro).inner_text()
    uploaded(hydro, "poem.csv", "roses,violets\nred,blue\n")
    refused = hydro.page.get_by_text("Not taken, the water is as before")
    expect(refused).to_be_visible(timeout=DRAWN_MS)
    expect(answer(hydro)).to_have_text(own)


def test_a_page_that_is_loaded_anew_has_its_water(dashboard):
    """A record of ten years fits no address; the tab keeps it, another says it has not."""
    put_in = dashboard.figure("put_in")
    without = put_in.inner_text()
    dashboard.page.locator("label").filter(has_text="With made-up water").click()
    expect(dashboard.page.get_by_text("This is the answer of the plan")).to_be_visible(
        timeout=DRAWN_MS
    )
    expect(put_in).not_to_have_text(without)
    shown = put_in.inner_text()
    dashboard.page.wait_for_function("location.hash === '#kept'", timeout=DRAWN_MS)
    dashboard.page.reload()
    kept = dashboard.page.get_by_text(re.compile("^From what this tab kept"))
    expect(kept).to_be_visible(timeout=DRAWN_MS)
    expect(put_in).to_have_text(shown)
    other = dashboard.page.context.new_page()
    other.goto(dashboard.page.url)
    lost = other.get_by_text(re.compile("upload its files again, water on Hydro"))
    expect(lost).to_be_visible(timeout=DRAWN_MS)
    expect(other.locator('[data-figure="put_in"] .hm-value')).not_to_have_text(shown)
    other.close()

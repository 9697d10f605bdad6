"""The HTML report as its reader opens it: from a disk, without Python and without a network."""

import dataclasses
import datetime as dt
import json
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect

from hydro_mining.economics import evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.title_block import TitleBlock
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network, default_study_inputs
from hydro_mining.quantities import POUNDS, formatted
from hydro_mining.reports.page import report_page
from hydro_mining.reports.page.selections import selectors
from hydro_mining.reports.run_record import answered, new_record, record_of_study, record_text
from hydro_mining.views.colors import ON_DARK, PAPER
from hydro_mining.views.levers import pays_if_rows, winner_rows
from hydro_mining.views.plan_words import plan_answer
from tests.browser.chart_numbers import MINUS, WRITTEN
from tests.browser.conftest import PHONE, TWO_FRAMES, WIDE
from tests.browser.layout import wait_for_fit, wait_until

LOOKS, A_LOOK_MS = 20, 2000
NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "@{y} $name {{7*7}} \"quoted' & <b>",
)


def written(record, path):
    """Write a record's page."""
    result = evaluate(record.study)
    path.write_text(report_page(result, record, POUNDS), encoding="utf-8")
    return result


class Report:
    """A page opened from disk with the network blocked, and everything that it tried."""

    def __init__(self, page, path):
        self.page = page
        self.requests, self.messages, self.dialogs = [], [], []
        self._heard = {
            "request": lambda request: self.requests.append(request.url),
            "pageerror": lambda error: self.messages.append(str(error)),
            "console": self._on_console,
            "dialog": lambda dialog: (self.dialogs.append(1), dialog.dismiss()),
        }
        for event, hear in self._heard.items():
            page.on(event, hear)
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-drawn]")

    def leave(self):
        """Listen to the page no more: another report may be opened in its tab."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)

    def _on_console(self, message):
        if message.type in {"error", "warning"}:
            self.messages.append(message.text)

    def card(self, place, label):
        """Return the value of a card by its label."""
        cards = self.page.locator(f"#{place} .hm-card")
        return cards.filter(has=self.page.get_by_text(label, exact=True)).locator(".hm-value")

    def expect_hover_tells(self, chart, text):
        """Assert that the first bar says a text when the mouse is on it."""
        chart.scroll_into_view_if_needed()
        tip = self.page.locator(".bk-tooltip-content").first
        # Until the bars are painted there is nothing at the pointer.
        for look in range(LOOKS):
            chart.hover(position={"x": 102 + look % 2, "y": 170})
            with suppress(NotInTime):
                tip.wait_for(timeout=A_LOOK_MS)
                break
        expect(tip).to_contain_text(text, use_inner_text=True)

    def drag(self, start, end, steps=5):
        """Drag the mouse, and let the page draw between the steps, as it does for a hand."""
        self.page.mouse.move(*start)
        self.page.evaluate(TWO_FRAMES)
        self.page.mouse.down()
        for step in range(1, steps + 1):
            self.page.evaluate(TWO_FRAMES)
            self.page.mouse.move(
                *(a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
            )
        self.page.evaluate(TWO_FRAMES)
        self.page.mouse.up()

    def column(self, source, name):
        """Return a column of a chart's data source."""
        return self.page.evaluate(
            "([s, c]) => Array.from(Bokeh.documents[0].get_model_by_name(s).data[c])",
            [source, name],
        )


@pytest.fixture(scope="module")
def tab(browser):
    """The tab that reports are read in one after the other: it has compiled their scripts."""
    context = browser.new_context(offline=True, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(tab, tmp_path, record, usual):
    """Return what opens a record's page; in the end nothing was asked for and nothing failed."""
    tab.set_viewport_size(WIDE)
    tab.emulate_media(media="screen", color_scheme="light")
    tab.mouse.move(0, 0)
    visits = []

    def visit(of):
        path, result = usual
        if of is not record:
            path = tmp_path / "report.html"
            result = written(of, path)
        report = Report(tab, path)
        visits.append((report, path))
        return report, result

    yield visit
    for report, path in visits:
        report.leave()
        assert report.requests == [path.as_uri()]
        assert report.messages == []
        assert report.dialogs == []


@pytest.fixture(scope="module")
def usual(record, tmp_path_factory):
    """The page of the usual record, and what it is of."""
    path = tmp_path_factory.mktemp("usual") / "report.html"
    return path, written(record, path)


@pytest.fixture(scope="module")
def record():
    """The study that the dashboard opens with, as a record."""
    return new_record(
        evaluate(default_study_inputs()),
        entries=bundled_catalogue(),
        snapshot=bundled_network(),
        created_at=NOW,
    )


def test_first_figures_are_the_cores(opened, record):
    """The page opens with the study as it is: cards, tables and charts."""
    report, result = opened(record)
    profit = result.site.site_gross_profit_per_day
    expect(report.card("site-cards", "Gross profit a day")).to_have_text(
        formatted("site_gross_profit_per_day", profit)
    )
    for number, scenario in enumerate(result.scenarios.values()):
        expect(report.card("scenario-cards", f"{scenario.name}: NPV")).to_have_text(
            formatted("npv_gbp", scenario.npv_gbp)
        )
        assert report.column(f"annual:s{number}", "flow") == scenario.cashflows.tolist()
        assert report.column(f"cumulative:s{number}", "y") == scenario.cumulative_gbp.tolist()
    expect(report.page.locator("canvas").first).to_be_visible()


def test_selectors_show_what_the_core_computes(opened, record):
    """Scenario, machine and power price move texts, tables and charts without Python."""
    report, result = opened(record)
    offered = selectors(result)
    machine, price = 4, 1
    report.page.locator("select#scenario").select_option(index=2)
    report.page.locator("select#machine").select_option(index=machine)
    report.page.get_by_label("Power price").select_option(index=price)
    study = dataclasses.replace(
        result.study,
        finance=dataclasses.replace(result.study.finance, miner=offered.machines[machine]),
        site=dataclasses.replace(result.study.site, power_price_gbp_per_kwh=offered.prices[price]),
    )
    expected = evaluate(study)
    bull = expected.scenarios["Bull"]
    for table, rows in (
        ("pays-if-table", pays_if_rows(expected, POUNDS)),
        ("winners-table", winner_rows(expected, POUNDS)[1]),
    ):
        lines = report.page.locator(f"#{table} tbody tr")
        expect(lines).to_have_count(len(rows))
        for place, texts in enumerate(rows):
            expect(lines.nth(place).locator("th, td")).to_have_text(texts)
    expect(report.card("site-cards", "Machines")).to_have_text(
        formatted("n_miners", expected.site.n_miners)
    )
    expect(report.card("scenario-cards", "Bull: NPV")).to_have_text(
        formatted("npv_gbp", bull.npv_gbp)
    )
    annual = report.page.locator("#annual-table")
    expect(annual.locator("caption")).to_have_text("Bull: annual cash flows")
    last = formatted("cumulative_cash_flow_gbp", float(bull.cumulative_gbp[-1]))
    expect(annual.locator("tbody tr").last).to_contain_text(last)
    assert report.column("annual:s2", "flow") == bull.cashflows.tolist()
    assert report.column("annual:s2", "top") == [max(flow, 0) for flow in bull.cashflows]
    assert report.column("discounted:s2", "y") == bull.discounted_cumulative_gbp.tolist()
    expect(report.page.locator("#machines-table .hm-marked th")).to_have_text(
        offered.machines[machine]
    )
    expect(report.page.locator("#chosen")).to_contain_text(f"Scenario Bull; {study.finance.miner}")


def test_charts_answer_the_hand(opened, record):
    """A hover tells a figure, a click in the legend hides a series, a box zooms."""
    report, _ = opened(record)
    chart = report.page.locator("#chart-annual")
    report.expect_hover_tells(chart, "Scenario: Base")
    box = chart.bounding_box()

    root = "Bokeh.documents[0].roots()[0]"
    legend = report.page.evaluate(
        f"(() => {{const view = [...Bokeh.index].find(v => v.model === {root});"
        "const legend = view.model.above.find(m => m.type === 'Legend');"
        "const box = view.views.find_one(legend).bbox;"
        "return [legend.click_policy, box.left, box.top, box.height]})()"
    )
    assert legend[0] == "hide"
    visible = f"{root}.renderers.map(r => r.visible)"
    assert report.page.evaluate(visible) == [True] * 3
    report.page.mouse.click(box["x"] + legend[1] + 20, box["y"] + legend[2] + legend[3] / 2)
    wait_until(report.page, f"{visible}.join() === 'false,true,true'")

    start = f"{root}.x_range.start"
    whole = report.page.evaluate(start)
    report.page.evaluate(f"{root}.toolbar.tools.find(t => t.type === 'BoxZoomTool').active = true")
    report.drag((box["x"] + 200, box["y"] + 100), (box["x"] + 350, box["y"] + 220))
    wait_until(report.page, f"{start} > {whole}")


def test_charts_write_a_minus_sign_and_pence(opened, record):
    """Numbers along axes and at the pointer are written as those of the page around them."""
    report, _ = opened(record)
    assert report.page.evaluate(WRITTEN) == MINUS
    titles = report.page.evaluate(
        "[...Bokeh.documents[0].all_models].map(model => model.axis_label).filter(Boolean)"
    )
    assert "Power price [p/kWh]" in titles
    assert not any("£/kWh" in title for title in titles)
    assert "4.5p per kWh (the study's)" in report.page.locator("#price").inner_text()


def test_the_embedded_record_is_saved_byte_by_byte(opened, record):
    """The button gives the very record that the page was made from."""
    report, _ = opened(record)
    with report.page.expect_download() as download:
        report.page.get_by_role("button", name="Save the run record").click()
    assert download.value.suggested_filename == "hydro-mining-record.json"
    assert download.value.path().read_bytes() == record_text(record).encode()


def test_hostile_names_are_texts(opened, record):
    """Names of scenarios and machines that are markup, templates or hover fields stay names."""
    study = dataclasses.replace(
        record.study,
        scenarios=tuple(
            dataclasses.replace(scenario, name=name)
            for scenario, name in zip(record.study.scenarios, HOSTILE, strict=True)
        ),
        miners=tuple(
            dataclasses.replace(miner, name=name)
            for miner, name in zip(record.study.miners[:3], HOSTILE, strict=True)
        ),
    )
    report, _ = opened(record_of_study(study, now=NOW))
    for index in range(len(HOSTILE)):
        report.page.locator("select#scenario").select_option(index=index)
        report.page.locator("select#machine").select_option(index=index + 1)
        expect(report.page.locator("#annual-table caption")).to_have_text(
            f"{HOSTILE[index]}: annual cash flows"
        )
    chart = report.page.locator("#chart-annual")
    report.expect_hover_tells(chart, f"Scenario: {HOSTILE[0]}")
    assert report.page.locator("img[src=x]").count() == 0
    assert report.page.locator("script").count() == 5


def test_a_study_without_a_viable_machine_says_so(opened, record):
    """Where nothing earns its power the page has words, and another price has figures."""
    site = dataclasses.replace(record.study.site, power_price_gbp_per_kwh=0.2)
    study = dataclasses.replace(record.study, site=site)
    report, result = opened(record_of_study(study, now=NOW))
    assert result.site is None
    expect(report.page.locator("#summary")).to_contain_text("No machine earns its power here")
    expect(report.page.locator("#money")).to_be_hidden()
    assert set(report.column("breakeven:site", "price")) == {20}
    report.page.get_by_label("Power price").select_option(index=0)
    cheaper = dataclasses.replace(site, power_price_gbp_per_kwh=0.1)
    profit = evaluate(dataclasses.replace(study, site=cheaper)).site.site_gross_profit_per_day
    expect(report.card("site-cards", "Gross profit a day")).to_have_text(
        formatted("site_gross_profit_per_day", profit)
    )
    expect(report.page.locator("#chart-annual canvas").first).to_be_visible()
    headings = report.page.locator("#metrics-table thead th")
    expect(headings).to_have_text(["Metric", "Base", "Bear", "Bull"])
    expect(report.page.locator("#annual-table thead th")).to_have_count(10)


def test_on_paper_there_are_no_controls(opened, record):
    """Printing leaves out selectors and buttons, and says what was chosen."""
    report, _ = opened(record)
    report.page.locator("select#scenario").select_option(index=1)
    report.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    report.page.emulate_media(media="print")
    expect(report.page.locator("select#scenario")).to_be_hidden()
    expect(report.page.get_by_role("button", name="Save the run record")).to_be_hidden()
    expect(report.page.locator("#chosen")).to_contain_text("Scenario Bear")
    expect(report.page.locator(".rp-chart img:visible")).to_have_count(8)
    assert json.loads(report.page.locator("#drawing").text_content())["roots"].keys() == {
        *("annual", "cumulative", "discounted", "path", "cost", "payback", "breakeven"),
        "board",
    }


# Of each chart: the paper that it is drawn on, and the first pixel of its picture.
PAPERS = """() => [...Bokeh.documents[0].all_models]
  .filter((model) => model.type === "Figure").map((model) => model.background_fill_color)"""
FIRST_PIXELS = """async () => {
  const pixels = []
  for (const image of document.querySelectorAll(".rp-chart img")) {
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.getContext("2d").drawImage(image, -5, -5)
    pixels.push([...canvas.getContext("2d").getImageData(0, 0, 1, 1).data].join())
  }
  return pixels
}"""


def test_a_dark_reader_has_it_dark_and_paper_is_light(opened, record):
    """Page and charts follow the reader's setting; what is printed is dark on white."""
    page = opened(record)[0].page
    body = page.locator("body")
    assert set(page.evaluate(PAPERS)) == {PAPER}
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_css("background-color", "rgb(16, 25, 29)")
    dark = ON_DARK[PAPER]
    wait_until(page, f"({PAPERS})().every((one) => one === '{dark}')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    expect(body).to_have_css("background-color", "rgb(255, 255, 255)")
    assert set(page.evaluate(FIRST_PIXELS)) == {"255,255,255,255"}
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert set(page.evaluate(PAPERS)) == {dark}


def test_a_plan_its_futures_and_alternatives_are_chapters(opened, record):
    """Each has its answer and its charts; the summary above names whose site it is."""
    study = dataclasses.replace(record.study, market=MarketInputs(export_price_gbp_per_mwh=20))
    made = record_of_study(study, now=NOW)
    made = dataclasses.replace(made, sections={"title_block": TitleBlock(plant=HOSTILE[0])})
    report, result = opened(answered(made, evaluate(study)))
    expect(report.page.locator(".rp-block dd").first).to_have_text(HOSTILE[0])
    expect(report.page.locator("#plan .hm-lead")).to_have_text(plan_answer(result))
    for chapter, charts in (("plan", 3), ("risk", 1), ("alternatives", 1)):
        expect(report.page.locator(f"#{chapter} .rp-chart")).to_have_count(charts)
    fan = report.page.locator("#chart-fan canvas").first
    fan.scroll_into_view_if_needed()
    expect(fan).to_be_visible()
    board = report.page.locator("#board tbody tr")
    expect(board.locator("th").get_by_text("Sell that power instead", exact=True)).to_be_visible()
    assert report.page.locator("img[src=x]").count() == 0


def test_a_phone_has_no_sideways_scroll(opened, record, tab):
    """At 390 pixels the page is as wide as the phone."""
    tab.set_viewport_size(PHONE)
    opened(record)
    wait_for_fit(tab)
    assert tab.evaluate("document.documentElement.clientWidth") == 390

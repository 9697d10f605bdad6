"""The Dispatch screen as a person sees it."""

import csv
import json
import re
import shlex

import numpy as np
import pytest
from playwright.sync_api import expect

from hydro_mining.app import default_study
from hydro_mining.cli import main
from hydro_mining.economics.dispatch import (
    BacktestInputs,
    backtest,
    daily_risk,
    facility_of_study,
    with_study_figures,
)
from hydro_mining.imports.bundled import dispatch_example
from hydro_mining.imports.prices import read_prices
from hydro_mining.quantities import amounts_in, formatted

# A day and a half in a plain file: stamps in UTC, one negative price, one hour without a price.
HOURS = [
    *(f"2025-05-01 {h:02d}:00Z" for h in range(24)),
    *(f"2025-05-02 {h:02d}:00Z" for h in range(12)),
]
PRICES = [30, 20, -5, *([90] * 9), "", *([40] * 11), *([150] * 12)]
FILE = "time,price_eur_per_mwh\n" + "".join(
    f"{t},{p}\n" for t, p in zip(HOURS, PRICES, strict=True)
)
EUR = amounts_in("EUR")


def on_dispatch(visit):
    """Return a visit with Dispatch open, which shows the sample year."""
    visit.screen("Dispatch")
    expect(visit.figure("profit")).to_be_visible()
    return visit


@pytest.fixture
def dispatch(dashboard):
    """The dashboard with Dispatch open, to be changed."""
    return on_dispatch(dashboard)


@pytest.fixture
def sample(looked_at):
    """The dashboard with Dispatch open, whose case is left as it is."""
    return on_dispatch(looked_at)


def uploaded(dispatch, data=FILE, name="prices.csv"):
    """Upload a price file."""
    dispatch.page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data.encode()}
    )


def by_the_core(hashprice=0.04):
    """Return the core's outcome of the file with the machines of the study that opens."""
    read = read_prices(FILE.encode())
    site = facility_of_study(default_study().result)
    facility = with_study_figures(dispatch_example().facility, site)
    inputs = BacktestInputs(
        prices=tuple(read.series.values()), facility=facility, hashprice=hashprice
    )
    return backtest(inputs).zones["site"]


def test_the_sample_is_called_synthetic(sample):
    """Before anything is uploaded the screen shows the project's own year, and says so."""
    expect(sample.page.get_by_text("SYNTHETIC prices, not a market's")).to_be_visible()
    expect(sample.figure("profit")).to_have_text(re.compile("€"))


DRAWN = """() => [...Bokeh.documents[0]._all_models.values()]
  .filter(m => m.type == "Figure" && m.renderers.some(r => r.glyph?.type == "Segment"))
  .map(m => m.renderers[0].data_source.length)[0]"""
ZOOM = """() => [...Bokeh.documents[0]._all_models.values()]
  .filter(m => m.type == "Figure" && m.x_range.type == "Range1d")[0]
  .x_range.setv({start: Date.UTC(2025, 0, 10), end: Date.UTC(2025, 0, 20)})"""


def test_prices_are_bands_for_the_eye_and_exact_on_zoom(sample):
    """A year of hours is drawn in 600 columns; ten days of it are 240 hours, each drawn."""
    sample.page.wait_for_function(f"({DRAWN})() == 600")
    sample.page.evaluate(ZOOM)
    sample.page.wait_for_function(f"({DRAWN})() == 240")


def assert_undoing_brings_back_the_file_of_before(dispatch):
    """Assert that it is not the sample that comes back; redoing brings the later file."""
    files = {
        name: dispatch.page.get_by_text(f"{name}: 35 prices of 1 zone in EUR")
        for name in ("first.csv", "later.csv")
    }
    for name, said in files.items():
        uploaded(dispatch, FILE.replace("150", "151") if name == "later.csv" else FILE, name)
        expect(said).to_be_visible()
    for button, name in (("Undo", "first.csv"), ("Redo", "later.csv")):
        dispatch.page.get_by_role("button", name=button, exact=True).click()
        expect(files[name]).to_be_visible()


def test_a_file_is_read_explained_run_and_downloaded(dispatch):
    """The report first, then the figures, which are the core's, on screen and in the CSV.

    Before that two other files come and go. A change of the facility is computed at once.
    """
    assert_undoing_brings_back_the_file_of_before(dispatch)
    dispatch.choose("Hashprice", "A constant")
    uploaded(dispatch)
    expect(dispatch.page.get_by_text("prices.csv: 35 prices of 1 zone in EUR")).to_be_visible()
    expect(dispatch.figure("profit")).not_to_be_visible()
    dispatch.open("What was understood of the file")
    report = dispatch.page.get_by_role("table", name="prices.csv")
    expect(report.locator("tr", has_text="Rows")).to_contain_text("36 read, 35 used")
    expect(report.locator("tr", has_text="Dropped")).to_contain_text("line 14")
    dispatch.page.get_by_role("button", name="Run the backtest").click()
    outcome = by_the_core()
    total = outcome.total.to_dict()
    for name in ("profit", "revenue", "power_cost", "uptime_fraction", "capture_rate", "starts"):
        expect(dispatch.figure(name)).to_have_text(formatted(name, total[name], EUR))
    fall = daily_risk(outcome).drawdown.amount
    expect(dispatch.figure("worst_drawdown")).to_have_text(formatted("worst_drawdown", fall, EUR))
    with dispatch.page.expect_download() as event:
        dispatch.page.get_by_role("button", name="Download every interval").click()
    rows = list(csv.DictReader(event.value.path().read_text().splitlines()))
    assert len(rows) == 35
    assert [float(row["Profit [€]"]) for row in rows] == pytest.approx(list(outcome.flows.profit))
    with dispatch.page.expect_download() as event:
        dispatch.page.get_by_role("button", name="Download the results (JSON)").click()
    document = json.loads(event.value.path().read_text())
    assert document["zones"]["site"]["profit"] == pytest.approx(total["profit"])
    assert document["import"]["rows_used"] == 35
    assert_follows_the_facility(dispatch, outcome)


def assert_follows_the_facility(dispatch, outcome):
    """Assert that 5 MW earn in proportion, and a contract of as much is settled on top."""
    dispatch.enter("Power", "5")
    profit = outcome.total.profit * 5 / outcome.power_mw
    expect(dispatch.figure("profit")).to_have_text(formatted("profit", profit, EUR))
    expect(dispatch.page.get_by_text("Your own entries.")).to_be_visible()
    powers = dispatch.page.get_by_role("textbox", name=re.compile(r"^Power \["))
    dispatch.open("Fixed-price contract")
    expect(powers).to_have_count(2)
    dispatch.type_into(powers.last, "5")
    dispatch.page.get_by_label("With a contract").check()
    prices = np.array([p for p in PRICES if p != ""], dtype=float)
    # 5 MW at 35 €/MWh in all hours, settled against spot: (p − 35) × 5 MW × 1 h each.
    settled = float(((prices - 35) * 5).sum())
    expect(dispatch.figure("profit")).to_have_text(formatted("profit", profit + settled, EUR))


def test_a_bad_file_is_refused_with_its_place_and_changes_nothing(sample):
    """A word among the prices is named with line and column; the sample's figures stay."""
    before = sample.figure("profit").inner_text()
    uploaded(sample, FILE.replace(",20\n", ",cheap\n"), "bad.csv")
    expect(sample.page.get_by_text("Not taken, the prices are as before")).to_be_visible()
    expect(sample.page.get_by_text(re.compile("line 3.*cheap"))).to_be_visible()
    expect(sample.figure("profit")).to_have_text(before)


def test_an_illegal_power_is_said_beside_its_entry(sample):
    """0 MW is refused with its rule."""
    sample.enter("Power", "0")
    expect(sample.page.get_by_text("Must be a number above 0 (MW); you entered 0.")).to_be_visible()


LOCAL = FILE.replace("Z,", ",").replace("price_eur_per_mwh", "price")
NAME = "spot prices.csv"


def test_the_analyst_s_job(dispatch, tmp_path, monkeypatch, capsys):
    """A file is settled, a contract put in force, and the copied line gives the same figure."""
    page = dispatch.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    uploaded(dispatch, LOCAL, NAME)
    run = page.get_by_role("button", name="Run the backtest")
    expect(page.get_by_text("Which currency are the prices in?")).to_be_visible()
    expect(run).to_be_disabled()
    for answer in ("EUR", "A MWh", "Central Europe"):
        page.get_by_role("button", name=answer, exact=True).click()
    expect(page.get_by_text(f"{NAME}: 35 prices of 1 zone in EUR")).to_be_visible()
    expect(run).to_be_enabled()
    run.click()
    expect(page.get_by_text("without a contract would have made")).to_be_visible()
    dispatch.open("Fixed-price contract")
    page.get_by_label("With a contract").check()
    dispatch.choose("Block, local time", "5x16")
    dispatch.choose("Settlement", "Pay per use: nothing owed when off")
    expect(page.get_by_text("(5x16, nothing owed when off) would have made")).to_be_visible()
    command = page.get_by_label("The same as a command")
    expect(command).to_have_value(re.compile("--ppa-settlement"))
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    line = page.evaluate("navigator.clipboard.readText()")
    with page.expect_download() as event:
        page.get_by_role("button", name="Download the results (JSON)").click()
    shown = json.loads(event.value.path().read_text())["zones"]["site"]["profit"]

    (tmp_path / NAME).write_text(LOCAL)
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(line)
    assert program == "hydro-mining"
    assert main([*words, "--json"]) == 0
    profit = json.loads(capsys.readouterr().out)["zones"]["site"]["profit"]
    assert round(profit, 2) == round(shown, 2)
    expect(dispatch.figure("profit")).to_have_text(formatted("profit", profit, EUR))

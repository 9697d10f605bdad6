"""The Dispatch screen without a browser: files, figures, choices, downloads and records."""

import asyncio
import csv
import dataclasses
import datetime as dt
import hashlib
import io
import json
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import panel as pn
import panel_material_ui as pmui
import pytest
from panel.widgets.base import WidgetBase

from hydro_mining.app import new_case
from hydro_mining.app.components.blocks import csv_button
from hydro_mining.app.components.markup import Markup
from hydro_mining.app.dispatch import screen as screen_module
from hydro_mining.app.dispatch.backtest import BacktestRequest
from hydro_mining.app.dispatch.screen import DispatchScreen
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.dispatch import (
    STRATEGIES,
    BacktestInputs,
    Contract,
    DispatchAnalysis,
    Facility,
    ForwardCurve,
    HashpriceByDay,
    MachineClass,
    analysed,
    backtest,
    dispatch_document,
    published_prices,
)
from hydro_mining.imports.bundled import bundled_network, dispatch_example
from hydro_mining.imports.prices import read_prices
from hydro_mining.network_data import FeedState, History
from hydro_mining.quantities import amounts_in, formatted
from tests.app.feeds import HOSTILE, Feed, now

# A day and a half: stamps in UTC, a negative price, an hour without a price.
HOURS = [f"2025-05-{d:02d} {h:02d}:00Z" for d, n in ((1, 24), (2, 12)) for h in range(n)]
PRICES = [30, 20, -5, *([90] * 9), "", *([40] * 11), *([150] * 12)]
FILE = "time,price_eur_per_mwh\n" + "".join(
    f"{t},{p}\n" for t, p in zip(HOURS, PRICES, strict=True)
)
DIGEST = hashlib.sha256(FILE.encode()).hexdigest()
ZONES = """time,zone,price_usd_per_mwh
2025-05-01T00:00Z,NORTH,30
2025-05-01T01:00Z,NORTH,90
2025-05-01T00:00Z,SOUTH,10
2025-05-01T01:00Z,SOUTH,20
"""
# Two hours whose day-ahead prices mislead.
PUBLISHED = """time,real_time_usd_per_mwh,day_ahead_usd_per_mwh
2025-05-01T00:00Z,30,80
2025-05-01T01:00Z,90,20
"""
BY_DAY = b"date,hashprice_usd_per_th_per_day\n2025-05-01,0.05\n2025-05-02,0.06\n"
SITE = dispatch_example().facility
EUR = amounts_in("EUR")
REPORT_FIRST = "Read what was understood of the file, then run the backtest."


class Visit:
    """A Dispatch screen without a page, and what a reader does and sees on it."""

    def __init__(self, *, feed: Any = None, **chosen: Any) -> None:
        self.case = new_case(feed=feed, screens=(DispatchScreen,))
        self.section = self.case.section("dispatch")
        self.section.reset(dispatch_example())
        if chosen:
            self.section.param.update(**chosen)
        self.screen = DispatchScreen(self.case)
        self.screen.is_open = True
        for item in self.everything(pmui.Accordion):
            item.active = [0]

    def everything(self, kind: type) -> list[Any]:
        """Return all parts of a kind."""
        return list(dict.fromkeys(self.screen.layout.select(kind)))

    def widget(self, label: str) -> Any:
        """Return the first entry whose label begins with ``label``."""
        entries = self.everything(WidgetBase)
        return next(w for w in entries if (w.label or w.name or "").startswith(label))

    def press(self, label: str) -> None:
        """Press a button."""
        self.widget(label).param.trigger("clicks")

    def upload(self, text: str = FILE, name: str = "prices.csv") -> None:
        """Upload a price file."""
        (dropper,) = self.everything(pn.widgets.FileDropper)
        dropper.value = {}  # the same file may come again
        dropper.value = {name: text}

    def run(self, text: str = FILE, name: str = "prices.csv") -> None:
        """Upload a price file and ask for its figures."""
        self.upload(text, name)
        self.press("Run the backtest")

    def upload_hashprice(self, data: bytes) -> None:
        """Upload a hashprice."""
        self.everything(pn.widgets.FileInput)[0].value = data

    @property
    def text(self) -> str:
        """All that stands on the screen, hidden results left out."""
        shown = self.screen.layout.select(lambda part: isinstance(part, Markup))
        parts = [] if self.has_results else self.screen._results.parts
        hidden = [pane for part in parts for pane in part.select(Markup)]
        return "\n".join(str(pane.object) for pane in shown if pane not in hidden)

    @property
    def has_results(self) -> bool:
        """Whether there are figures to be seen."""
        return all(part.visible for part in self.screen._results.parts)

    @property
    def problem(self) -> str:
        """What stands in the way of figures."""
        return str(self.screen._problem.object)

    def figure(self, name: str) -> str:
        """Return what a card says."""
        pattern = rf'data-figure="{name}".*?hm-value">(.*?)</div>'
        found = re.search(pattern, self.text)
        assert found is not None, name
        return found[1]

    def download(self, filename: str) -> str:
        """Return the contents of a download."""
        button = next(b for b in self.everything(pmui.FileDownload) if b.filename == filename)
        return str(button.callback().getvalue())


@pytest.fixture(scope="module")
def shared() -> Visit:
    """Return the visit that the tests of this file share, with the figures of ``FILE``."""
    made = Visit(feed=Feed())
    made.run()
    return made


@pytest.fixture
def visit(shared: Visit) -> Iterator[Visit]:
    """Return a visit with the figures of ``FILE`` for the example site, put back afterwards."""
    settings, screen = shared.section.settings, shared.screen
    prices = screen.file.prices
    yield shared
    screen.hashprice.uploads = {}
    shared.case.network.feed_state = None
    if screen.file.prices is not prices:
        screen.file._options.reset()
        shared.run()
    shared.section.take(settings)
    screen.file.is_accepted = True
    assert shared.problem == ""
    assert shared.figure("profit") == profit_of(by_the_core(hashprice=network_in_euros()))


@pytest.fixture
def constant(visit: Visit) -> Visit:
    """Return a visit whose hashprice is the example's constant, 0.04 a TH and day."""
    visit.section.hashprice_source = "constant"
    return visit


@pytest.fixture(scope="module")
def sample() -> Visit:
    """Return a visit as it begins."""
    return Visit()


def network_in_euros() -> float:
    """Return the built-in hashprice [EUR/TH/day]."""
    snapshot = bundled_network()
    return network_hashprice(snapshot.network) * snapshot.per_usd["EUR"].value


def by_the_core(text: str = FILE, *, zone: str = "site", **changed: Any) -> DispatchAnalysis:
    """Return the core's analysis of a file with the example's values unless ``changed``."""
    read = read_prices(text.encode())
    series = tuple(read.series.values())
    published = published_prices(series, read.day_ahead)
    known = {"facility": SITE, "hashprice": 0.04, "trailing_hours": 3, **changed}
    inputs = BacktestInputs(prices=series, published_price=published, **known)
    return analysed(backtest(inputs), zone=zone)


def profit_of(analysis: DispatchAnalysis, currency: str = "EUR") -> str:
    """Return the profit as a card shows it."""
    return formatted("profit", analysis.outcome.total.profit, amounts_in(currency))


# --- the sample, and files ------------------------------------------------------------------------


def test_the_sample_year_is_shown_at_once_and_called_made_up(sample: Visit) -> None:
    """A whole year in euros, which nobody has to ask for; looking at it is no entry."""
    assert "These prices are made up." in sample.text
    assert "SYNTHETIC prices, not a market&#x27;s" in sample.text
    assert sample.figure("profit").startswith("€")
    assert sample.case.settings() == {}


def test_a_file_s_report_comes_before_its_figures(constant: Visit) -> None:
    """36 rows read, 35 used; nothing is computed until the reader asks for it."""
    constant.upload()
    assert "prices.csv: 35 prices of 1 zone in EUR per MWh" in constant.text
    assert "36 read, 35 used" in constant.text
    assert REPORT_FIRST in constant.text
    assert not constant.has_results
    constant.section.threshold = 1
    assert not constant.has_results
    constant.section.threshold = 0
    constant.press("Run the backtest")
    assert "made up" not in constant.text
    assert "10 MW without a contract would have made" in constant.text
    assert "from 01 May 2025 to 02 May 2025" in constant.text
    assert constant.figure("profit") == profit_of(by_the_core())


def test_figures_are_the_core_s(constant: Visit) -> None:
    """Cards, the tables' CSV, every interval and the JSON."""
    analysis = by_the_core()
    total = analysis.outcome.total.to_dict()
    for name in ("revenue", "power_cost", "uptime_fraction", "capture_rate", "starts"):
        assert constant.figure(name) == formatted(name, total[name], EUR)
    fall = analysis.risk.drawdown.amount
    assert constant.figure("worst_drawdown") == formatted("worst_drawdown", fall, EUR)
    rows = list(csv.DictReader(io.StringIO(constant.download("schedule.csv"))))
    profits = [float(row["Profit [€]"]) for row in rows]
    assert profits == pytest.approx(list(analysis.outcome.flows.profit))
    tables = {
        "strategies.csv": analysis.comparison,
        "months.csv": analysis.months,
        "days.csv": analysis.risk,
        "runs.csv": analysis.runs,
    }
    for filename, result in tables.items():
        assert len(constant.download(filename).splitlines()) == 1 + len(result.to_frame())
    document = dispatch_document(
        analysis.backtest,
        [analysis],
        currency="EUR",
        price_import=read_prices(FILE.encode()).report.to_dict(),
        notes=[],
    )
    assert json.loads(constant.download("dispatch.json")) == json.loads(json.dumps(document))


def test_a_day_with_holes_is_marked_among_the_best_and_worst(constant: Visit) -> None:
    """Of three days the last has two hours: the least profit, of a part of the day."""
    times = [f"2025-05-{1 + h // 24:02d} {h % 24:02d}:00Z" for h in range(50)]
    constant.run("time,price_eur_per_mwh\n" + "".join(f"{time},30\n" for time in times))
    assert "2025-05-03 (part of the day: prices are missing)" in constant.text
    assert "2025-05-01 (part" not in constant.text
    constant.run()


def test_a_bad_file_is_refused_with_its_place_and_changes_nothing(visit: Visit) -> None:
    """A word among the prices is named with line and column; the figures of before stay."""
    before = visit.figure("profit")
    visit.upload(FILE.replace(",20\n", ",cheap\n"), "bad.csv")
    assert "Not taken, the prices are as before" in visit.text
    assert re.search("line 3.*cheap", visit.text)
    assert visit.figure("profit") == before
    assert visit.section.prices_name == "prices.csv"


def test_what_was_settled_of_one_file_is_dropped_for_the_next(visit: Visit) -> None:
    """A currency settled for a file without one is not that of another file."""
    plain = FILE.replace("price_eur_per_mwh", "price")
    visit.upload(plain, "plain.csv")
    assert "in a currency that is not named" in visit.text
    visit.widget("Currency").value = "NOK"
    visit.press("Read the file again")
    assert "plain.csv: 35 prices of 1 zone in NOK" in visit.text
    visit.upload(plain, "next.csv")
    assert "next.csv: 35 prices of 1 zone in a currency that is not named" in visit.text
    assert visit.screen.file._options.is_open("currency")


def test_the_section_tells_which_file_its_figures_rest_on(visit: Visit) -> None:
    """The name and the digest of what was uploaded; the sample has neither."""
    visit.upload()
    assert visit.section.settings.prices_name == "prices.csv"
    assert visit.section.settings.prices_sha256 == DIGEST
    visit.press("Use the sample year")
    assert (visit.section.settings.prices_name, visit.section.settings.prices_sha256) == ("", "")


def test_zones_are_chosen_where_there_are_several(constant: Visit) -> None:
    """The first one is shown in detail, then the one that is chosen; all stand side by side."""
    assert not constant.widget("Zone").visible
    constant.run(ZONES)
    assert constant.widget("Zone").visible
    assert list(constant.widget("Zone").options) == ["NORTH", "SOUTH"]
    assert "The same site in each zone" in constant.text
    assert "All zones" not in constant.text
    assert constant.figure("profit") == profit_of(by_the_core(ZONES, zone="NORTH"), "USD")
    constant.widget("Zone").value = "SOUTH"
    assert "in zone SOUTH" in constant.text
    assert constant.figure("profit") == profit_of(by_the_core(ZONES, zone="SOUTH"), "USD")


def test_published_prices_of_the_file_are_the_day_ahead_plan_s(constant: Visit) -> None:
    """At 0.04 a MWh is worth 75 $: planned is the hour of 20 $, which then costs 90 $."""
    constant.run(PUBLISHED)
    constant.section.strategy = "day_ahead"
    analysis = by_the_core(PUBLISHED, strategy="day_ahead")
    assert list(analysis.outcome.flows.energy_mwh) == [0, 10]
    assert constant.figure("profit") == profit_of(analysis, "USD")


def test_a_hostile_name_is_escaped(visit: Visit) -> None:
    """Neither a file's name nor a zone's becomes markup."""
    visit.run(ZONES.replace("NORTH", "<img src=x>"), f"{HOSTILE}.csv")
    assert "<img" not in visit.text
    assert "&lt;img" in visit.text


# --- choices --------------------------------------------------------------------------------------


def test_each_strategy_is_the_core_s(constant: Visit) -> None:
    """The select changes the section, and the figures follow."""
    for strategy in STRATEGIES:
        constant.widget("Strategy").value = strategy
        assert constant.section.settings.strategy == strategy
        assert constant.figure("profit") == profit_of(by_the_core(strategy=strategy)), strategy


def test_entries_of_the_facility_are_the_core_s(constant: Visit) -> None:
    """Costs, limits and a second class, each as it is typed."""
    typed = {
        "Pool fee": "2",
        "Variable O&M": "1.5",
        "Fixed O&M": "8760",
        "Minimum run": "2",
        "Minimum down": "3",
        "Restart cost": "50",
        "Further classes": "S19; 4; 29.5; 0.7; 0.8\nS21; 3; 17.5",
    }
    for label, text in typed.items():
        constant.widget(label).value = text
    machines = (
        *SITE.classes,
        MachineClass(
            name="S19",
            power_mw=4,
            efficiency_w_per_th=29.5,
            throttle_steps=constant.section.facility.others[0].throttle_steps,
        ),
        MachineClass(name="S21", power_mw=3, efficiency_w_per_th=17.5),
    )
    (step,) = machines[1].throttle_steps
    assert (step.power_fraction, step.hashrate_fraction) == (0.7, 0.8)
    facility = Facility(
        classes=machines,
        pool_fee_fraction=0.02,
        overhead_fraction=0.05,
        variable_om_per_mwh=1.5,
        fixed_om_per_mw_year=8760,
        min_run_hours=2,
        min_down_hours=3,
        restart_cost=50,
    )
    assert constant.section.settings.facility == facility
    assert constant.figure("profit") == profit_of(by_the_core(facility=facility))


def test_a_contract_is_settled_on_top(constant: Visit) -> None:
    """5 MW at 35 €/MWh in all hours, settled against spot: (p − 35) × 5 MW × 1 h each."""
    before = by_the_core().outcome.total.profit
    constant.widget("With a contract").value = True
    prices = np.array([p for p in PRICES if p != ""], dtype=float)
    settled = float(((prices - 35) * 5).sum())
    assert constant.figure("profit") == formatted("profit", before + settled, EUR)


def test_peak_hours_and_holidays_of_a_contract_count(constant: Visit) -> None:
    """1 and 2 May 2025 are a Thursday and a Friday; the second is made a holiday."""
    constant.upload(FILE.replace("Z,", ","))
    constant.widget("Time zone").value = "Europe/Oslo"
    constant.press("Read the file again")
    constant.press("Run the backtest")
    constant.widget("With a contract").value = True
    constant.widget("Block").value = "5x16"
    constant.widget("Peak begins").value = "8"
    constant.widget("Peak ends").value = "20"
    constant.widget("Holidays").value = "2025-05-02"
    contract = Contract(
        power_mw=5,
        price=35,
        block="5x16",
        peak_start_hour=8,
        peak_end_hour=20,
        holidays=(dt.date(2025, 5, 2),),
    )
    assert constant.section.settings.contract == contract
    # The peak from 8 to 20 of the Thursday alone: four hours at 90, one without a price, seven
    # at 40, each less 35, for 5 MW; the file's stamps are on the same clock either way.
    settled = 5 * (4 * (90 - 35) + 7 * (40 - 35))
    profit = by_the_core().outcome.total.profit
    assert constant.figure("profit") == formatted("profit", profit + settled, EUR)


ENTRIES = [
    ("Power [MW]", "0", "Must be a number above 0 (MW); you entered 0."),
    ("Peak begins", "7.5", "whole number"),
    ("Peak ends", "5", "Must be above peak_start_hour, 6 (local hour)."),
    ("Holidays", "2025-12-25, Easter", "Each holiday must be a date such as 2025-12-25"),
    ("Further classes", "S19", "line 1 must be of the form: name; MW; W/TH"),
    ("Further classes", "machines; 1; 20", "Must be different from the names before it."),
]


@pytest.mark.parametrize(("label", "text", "rule"), ENTRIES, ids=[e[1] for e in ENTRIES])
def test_what_is_wrong_is_said_beside_its_entry(
    visit: Visit, label: str, text: str, rule: str
) -> None:
    """The text stays, the settings and the figures are those of before."""
    before, figure = visit.section.settings, visit.figure("profit")
    entry = visit.widget(label)
    was = entry.value
    entry.value = text
    assert rule in entry.helper_text
    assert entry.error_state
    assert visit.section.settings == before
    assert visit.figure("profit") == figure
    entry.value = was
    assert not entry.error_state
    assert entry.helper_text == ""


def test_what_does_not_fit_together_is_said_and_the_figures_stay(constant: Visit) -> None:
    """12 MW to be taken or paid are more than the facility's 10 MW."""
    before = constant.figure("profit")
    constant.widget("With a contract").value = True
    constant.widget("Settlement").value = "take_or_pay"
    middle = constant.figure("profit")
    assert middle != before
    constant.section.enter(constant.section.contract, "power_mw", 12)
    assert "contract.power_mw must be up to the facility&#x27;s 10 MW" in constant.problem
    assert constant.figure("profit") == middle
    constant.section.enter(constant.section.contract, "power_mw", 5)
    assert constant.problem == ""


def test_a_block_of_local_hours_needs_a_known_clock(constant: Visit) -> None:
    """The stamps of the file do not tell whose midnight they are after."""
    constant.widget("With a contract").value = True
    assert constant.problem == ""
    constant.widget("Block").value = "7x8"
    said = "Time zone must be given for the block 7x8: the file does not tell its zone"
    assert said in constant.problem


def test_the_study_s_other_inputs_ask_for_nothing(visit: Visit) -> None:
    """A change of the site on the sidebar is none of the backtest's."""
    asked = visit.screen._results.analysis
    study = visit.case.study
    study.enter(study.site, "load_factor", 0.3)
    assert visit.screen._results.analysis is asked
    study.reset()


# --- hashprice ------------------------------------------------------------------------------------


def test_the_network_s_hashprice_is_taken_in_the_currency_of_the_prices(visit: Visit) -> None:
    """Dollars by the day's figures, times euros for a dollar; the note says so in the JSON too."""
    found = network_in_euros()
    assert f"From difficulty and price above: {found:.4f} EUR a TH and day" in visit.text
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=found))
    (note,) = json.loads(visit.download("dispatch.json"))["notes"]
    assert note.startswith("From difficulty and price above")


def test_nothing_is_said_of_the_hashprice_of_an_earlier_file(visit: Visit) -> None:
    """A file in dollars is in hand: what was said in euros has gone until the backtest is run."""
    assert "EUR a TH and day" in visit.text
    visit.upload(FILE.replace("_eur_", "_usd_"), name="dollars.csv")
    assert "a TH and day" not in visit.text
    visit.press("Run the backtest")
    assert "USD a TH and day" in visit.text
    assert "EUR a TH and day" not in visit.text


def test_another_bitcoin_price_is_another_hashprice(visit: Visit) -> None:
    """Twice the price is twice the revenue of the hours that were mined anyway."""
    visit.section.strategy = "always_on"
    before = visit.screen._results.analysis.outcome.total.revenue
    study = visit.case.study
    study.enter(study.network, "btc_price_usd", 2 * study.network.btc_price_usd)
    after = visit.screen._results.analysis.outcome.total.revenue
    assert after == pytest.approx(2 * before)
    study.reset()


def test_a_currency_without_a_rate_is_told(visit: Visit) -> None:
    """There is no rate of the złoty; a constant needs none."""
    visit.run(FILE.replace("price_eur_per_mwh", "price (PLN/MWh)"))
    assert "Hashprice must be entered as a constant: there is no rate of PLN" in visit.problem
    assert not visit.has_results
    visit.widget("Hashprice").value = "constant"
    assert visit.problem == ""
    assert visit.has_results


def test_a_constant_is_entered_where_it_is_chosen(visit: Visit) -> None:
    """Its entry and the upload of a file are seen only then."""
    entry = visit.widget("Hashprice [")
    (upload,) = visit.everything(pn.widgets.FileInput)
    assert not entry.visible
    visit.widget("Hashprice").value = "constant"
    assert (entry.visible, upload.visible) == (True, False)
    entry.value = "0.05"
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=0.05))
    visit.widget("Hashprice").value = "file"
    assert (entry.visible, upload.visible) == (False, True)


def test_a_file_by_day_and_a_curve_by_month_are_taken(visit: Visit) -> None:
    """Missing, it is asked for; another currency than the prices' is refused."""
    visit.run(FILE.replace("price_eur", "price_usd"))
    visit.widget("Hashprice").value = "file"
    assert "Hashprice must be uploaded as a file with a date and a value a row" in visit.problem
    visit.upload_hashprice(BY_DAY)
    by_day = HashpriceByDay(
        dates=np.array(["2025-05-01", "2025-05-02"], dtype="datetime64[D]"),
        value=np.array([0.05, 0.06]),
    )
    assert visit.problem == ""
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=by_day), "USD")
    visit.widget("Hashprice").value = "curve"
    assert "uploaded as a file with a month and a value a row" in visit.problem
    visit.upload_hashprice(b"month,hashprice_usd_per_th_per_day\n2025-05,0.07\n")
    curve = ForwardCurve(
        months=np.array(["2025-05"], dtype="datetime64[M]"), value=np.array([0.07])
    )
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=curve), "USD")
    visit.run()
    assert "The hashprice of the file must be in EUR, like the prices" in visit.problem


def test_a_hashprice_file_that_cannot_be_read_is_refused(visit: Visit) -> None:
    """Nothing is taken of it."""
    visit.widget("Hashprice").value = "file"
    visit.upload_hashprice(b"date,hashprice\n2025-05-01,much\n")
    assert "Not taken: " in visit.text
    assert visit.screen.hashprice.uploads == {}


def test_what_is_to_be_said_of_a_hashprice_s_file_is_said(visit: Visit) -> None:
    """Converted figures, and figures above any of a market, also in the JSON."""
    visit.widget("Hashprice").value = "file"
    visit.upload_hashprice(
        b"date,hashprice_eur_ph_day\n2025-05-01,50\n2025-05-02,\n2025-05-02,60\n"
    )
    notes = [
        "By local date, in EUR.",
        "Figures are divided by 1,000 to be per TH a day.",
        "Rows without a hashprice, dropped: 1.",
    ]
    assert json.loads(visit.download("dispatch.json"))["notes"] == notes
    assert all(note in visit.text for note in notes)
    visit.widget("Hashprice").value = "curve"
    visit.upload_hashprice(b"month,hashprice_eur_per_th_per_day\n2025-05,70\n")
    unusual = "The hashprice is 70 a TH and day, above any since 2021"
    assert unusual in visit.text
    assert json.loads(visit.download("dispatch.json"))["notes"][1].startswith(unusual)


def test_days_without_a_hashprice_are_told(visit: Visit) -> None:
    """The prices' second day has none."""
    visit.widget("Hashprice").value = "file"
    visit.upload_hashprice(b"date,hashprice_eur_per_th_per_day\n2025-05-01,0.05\n")
    assert "hashprice must be a hashprice for every local date" in visit.problem
    assert "none for 1 of them, the first 2025-05-02" in visit.problem


def past_year() -> History:
    """Return two days of May 2025."""
    ones = np.ones(2)
    return History(
        days=np.array(["2025-05-01", "2025-05-02"], dtype="datetime64[D]"),
        btc_price_usd=ones,
        difficulty=ones,
        block_height=ones,
        fees_btc_per_block=ones,
        hashprice_usd_per_th_per_day=np.array([0.05, 0.06]),
        observed_usd_per_th_per_day=np.full(2, np.nan),
        sources={},
        fetched_at=now(),
    )


def test_the_past_year_is_asked_for_and_taken_when_it_arrives(visit: Visit) -> None:
    """Until then that there is none yet."""
    feed = visit.case.network.feed
    asked = feed.histories
    visit.widget("Hashprice").value = "history"
    assert feed.histories == asked + 1
    assert "Hashprice must be that of a year that has been fetched" in visit.problem
    visit.case.network.feed_state = FeedState(snapshot=bundled_network(), history=past_year())
    rate = bundled_network().per_usd["EUR"].value
    by_day = HashpriceByDay(dates=past_year().days, value=np.array([0.05, 0.06]) * rate)
    assert visit.problem == ""
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=by_day))


def test_the_past_year_in_hand_is_decided_once(visit: Visit) -> None:
    """The feed that says something else decides nothing again, another year or rate does."""
    visit.widget("Hashprice").value = "history"
    state = FeedState(snapshot=bundled_network(), history=past_year())
    network, results = visit.case.network, visit.screen._results
    network.feed_state = state
    first = results.analysis
    network.feed_state = dataclasses.replace(state, is_asking=True)
    assert results.analysis is first
    network.feed_state = dataclasses.replace(state, history=past_year())
    second = results.analysis
    assert second is not first
    visit.run(FILE.replace("price_eur", "price_usd"))
    in_dollars = HashpriceByDay(dates=past_year().days, value=np.array([0.05, 0.06]))
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=in_dollars), "USD")


# --- records --------------------------------------------------------------------------------------


def recorded(**changed: Any) -> Any:
    """Return settings as a record has them, none of them the example's."""
    return dataclasses.replace(
        dispatch_example(),
        hashprice_source="constant",
        hashprice=0.05,
        threshold=2,
        strategy="trailing",
        trailing_hours=6,
        has_contract=True,
        contract=Contract(
            power_mw=2,
            price=40,
            block="5x16",
            settlement="pay_per_use",
            peak_start_hour=7,
            peak_end_hour=23,
            holidays=(dt.date(2025, 12, 25),),
        ),
        **changed,
    )


SHOWN = {
    "Strategy": "trailing",
    "Hashprice": "constant",
    "Hashprice [": "0.05",
    "Threshold": "2",
    "Hours looked back": "6",
    "With a contract": True,
    "Block": "5x16",
    "Settlement": "pay_per_use",
    "Peak begins": "7",
    "Peak ends": "23",
    "Holidays": "2025-12-25",
}


def test_an_opened_record_stands_in_the_widgets_that_are_there(sample: Visit) -> None:
    """And in the figures; a case without the section's entries returns to the example."""
    before = {label: sample.widget(label).value for label in SHOWN}
    sample.section.take(recorded())
    assert {label: sample.widget(label).value for label in SHOWN} == SHOWN
    assert sample.screen._results.analysis.backtest.inputs.strategy == "trailing"
    assert sample.screen._results.analysis.backtest.inputs.contract == recorded().contract
    sample.section.reset()
    assert {label: sample.widget(label).value for label in SHOWN} == before
    assert sample.screen._results.analysis.backtest.inputs.strategy == "contract_aware"


def test_a_record_of_another_file_is_shown_with_the_sample_and_says_so(visit: Visit) -> None:
    """The section still tells the record's file, so that the record can be saved as it was."""
    settings = recorded(prices_name=f"{HOSTILE}.csv", prices_sha256="ab")
    visit.section.take(settings)
    assert "The record rests on the prices of" in visit.text
    assert "<img" not in visit.text
    assert "These prices are made up." in visit.text
    assert visit.has_results
    visit.widget("Threshold").value = "3"
    assert "The record rests on the prices of" in visit.text
    assert visit.section.settings == dataclasses.replace(settings, threshold=3)


def test_a_record_of_the_file_in_hand_keeps_it(visit: Visit) -> None:
    """By the digest, whatever the file is called."""
    visit.section.take(recorded(prices_name="renamed.csv", prices_sha256=DIGEST))
    assert "The record rests on" not in visit.text
    assert visit.screen.file.prices.title == "prices.csv"


def test_a_record_of_the_sample_brings_it_back(visit: Visit) -> None:
    """At once, since the sample needs no explaining."""
    visit.upload()
    assert not visit.has_results
    visit.section.take(recorded())
    assert "These prices are made up." in visit.text
    assert visit.has_results


# --- work that has become stale -------------------------------------------------------------------


class Held:
    """Answers requests when it is let go; it remembers what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[BacktestRequest] = []
        self.is_asked, self.may_answer = threading.Event(), threading.Event()
        answer = screen_module._answer

        def held(request: BacktestRequest) -> Any:
            self.asked.append(request)
            self.is_asked.set()
            assert self.may_answer.wait(10)
            return answer(request)

        monkeypatch.setattr(screen_module, "_answer", held)


def in_a_loop(steps: Callable[[], Any]) -> None:
    """Run ``steps`` on a running loop as on a server, and what it starts to its end."""

    async def all_of_it() -> None:
        await steps()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            await asyncio.gather(*others)

    asyncio.run(all_of_it())


def test_the_answer_for_an_earlier_file_is_dropped(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another file that arrives while an earlier one is computed with shows its report first."""
    held = Held(monkeypatch)

    async def steps() -> None:
        visit.section.strategy = "always_on"
        assert await asyncio.to_thread(held.is_asked.wait, 10)
        taken = asyncio.Event()
        watcher = visit.screen.file.param.watch(lambda _: taken.set(), "prices")
        visit.upload(ZONES, "zones.csv")
        await taken.wait()
        visit.screen.file.param.unwatch(watcher)
        held.may_answer.set()

    in_a_loop(steps)
    assert not visit.has_results
    assert REPORT_FIRST in visit.text
    assert visit.problem == ""
    assert [request.prices.name for request in held.asked] == ["prices.csv"]


def test_what_is_chosen_meanwhile_is_answered_once(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three changes during an answer the last one is computed, with settings of its own."""
    held = Held(monkeypatch)

    async def steps() -> None:
        visit.section.strategy = "always_on"
        assert await asyncio.to_thread(held.is_asked.wait, 10)
        for threshold in (1, 2, 3):
            visit.section.threshold = threshold
        held.may_answer.set()

    in_a_loop(steps)
    assert [request.settings.threshold for request in held.asked] == [0, 3]
    assert visit.screen._results.analysis.backtest.inputs.threshold == 3


def test_nothing_is_drawn_for_a_visitor_who_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is answered after that finds no page."""
    visit, held = Visit(), Held(monkeypatch)
    before = visit.screen._results.analysis

    async def steps() -> None:
        visit.section.strategy = "always_on"
        assert await asyncio.to_thread(held.is_asked.wait, 10)
        visit.case.is_closed = True
        held.may_answer.set()

    in_a_loop(steps)
    assert visit.screen._results.analysis is before


def test_a_large_file_is_never_answered_on_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the first answer of all, as after a hashprice that was not there for the sample."""
    visit = Visit(hashprice_source="history")
    visit.run()
    assert not visit.has_results
    monkeypatch.setattr(screen_module, "_FEW", 34)  # the file has 35
    threads: list[threading.Thread] = []
    answer = screen_module._answer

    def told(request: BacktestRequest) -> Any:
        threads.append(threading.current_thread())
        return answer(request)

    monkeypatch.setattr(screen_module, "_answer", told)

    async def steps() -> None:
        visit.section.hashprice_source = "constant"

    in_a_loop(steps)
    assert visit.figure("profit") == profit_of(by_the_core())
    assert len(threads) == 1
    assert threading.main_thread() not in threads


# --- downloads ------------------------------------------------------------------------------------


def test_a_download_button_warns_of_nothing() -> None:
    """Panel's own alias of a button's look is not touched."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        button = csv_button("table.csv", lambda: "a,b")
    assert button.variant == "text"
    assert button.callback().getvalue() == "a,b"


# --- whose site -----------------------------------------------------------------------------------


def test_the_site_is_the_study_s_until_a_figure_is_entered() -> None:
    """The study's power moves it without an entry; one of the reader's stays, and is told."""
    case = new_case(screens=(DispatchScreen,))
    screen, section = DispatchScreen(case), case.section("dispatch")
    assert section.facility.power_mw == pytest.approx(0.44835)  # 122 × 3.5 kW × 1.05
    case.study.site.site_power_kw = 600
    assert section.facility.power_mw == pytest.approx(0.268275)  # 73 machines
    assert "73 × Antminer S21, 0.268 MW" in screen._site.object
    assert case.settings() == {}
    section.enter(section.facility, "power_mw", 3)
    assert "Your own entries. Your study has 73 ×" in screen._site.object
    case.study.site.site_power_kw = 900
    assert section.facility.power_mw == 3
    assert section.settings.facility_of is None
    section.is_of_study = True
    assert section.facility.power_mw < 1
    assert section.settings.facility_of == "study"


def test_made_up_prices_are_faint_and_never_good(sample: Visit, visit: Visit) -> None:
    """A file's figures are clear again."""
    assert all(part.styles["opacity"] != "1" for part in sample.screen._results.parts)
    assert "hm-good" not in sample.screen._results._cards.object
    assert all(part.styles["opacity"] == "1" for part in visit.screen._results.parts)
    assert "hm-good" in visit.screen._results._cards.object


def test_each_day_s_hashprice_is_taken_where_it_is_known(visit: Visit) -> None:
    """The file's two days are the year's; until it arrives the network's is said to be used."""
    visit.section.hashprice_source = "days"
    assert "At the network&#x27;s hashprice of 10 Oct 2026 in all hours" in visit.text
    network = visit.case.network
    network.feed_state = FeedState(snapshot=bundled_network(), history=past_year())
    assert "At each day&#x27;s own hashprice, 10 MW without a contract" in visit.text
    rate = bundled_network().per_usd["EUR"].value
    by_day = HashpriceByDay(dates=past_year().days, value=np.array([0.05, 0.06]) * rate)
    assert visit.figure("profit") == profit_of(by_the_core(hashprice=by_day))
    assert "--hashprice-csv hashprice.csv" in visit.screen._results._command.line.text


def test_equal_strategies_say_why(visit: Visit) -> None:
    """Without a contract, limits and day-ahead prices four of them are one."""
    assert "Threshold on spot and contract-aware earn the same: there is no contract." in visit.text
    assert "switching is free" in visit.text
    assert "the file has no day-ahead prices" in visit.text

"""Records on a page: saved, opened, changed, refused and left again."""

import asyncio
import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from panel.io.state import set_curdoc

from hydro_mining.app import default_study
from hydro_mining.app.network import NetworkBar
from hydro_mining.app.records import RecordBanner
from hydro_mining.app.records.case_record import case_record, shown
from hydro_mining.app.sidebar import CurrencySelect
from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_catalogue, bundled_network
from hydro_mining.provenance import NETWORK_VALUES, Status
from hydro_mining.reports.link import case_text
from hydro_mining.reports.run_record import (
    new_record,
    read_record,
    record_of_study,
    record_text,
)
from tests.app.driver import Blank, Visit, drawing, in_session
from tests.app.feeds import Feed, fetched

CREATED = dt.datetime(2026, 10, 12, 8, 30, 0, tzinfo=dt.UTC)


@pytest.fixture
def page() -> Visit:
    """Return a new page without live data, and with nothing on its screen."""
    return new_page()


def new_page(feed: Feed | None = None) -> Visit:
    return Visit(feed=feed, screens=(Blank,))


def saved(**entered: Any) -> str:
    """Return a record that another page saved a while ago, of its own inputs and in euros."""
    study = default_study()
    for name, value in {"site_power_kw": 640.0, **entered}.items():
        group = study.site if name in study.site.param else study.finance
        assert study.enter(group, name, value)
    record = new_record(
        study.result,
        entries=study.catalogue.entries,
        snapshot=bundled_network(),
        created_at=CREATED,
        currency="EUR",
    )
    return record_text(record)


def live() -> str:
    """Return a record with figures that were live when it was saved."""
    snapshot = fetched(btc_price_usd=91_000.0)
    base = default_study().inputs()
    record = new_record(
        evaluate(dataclasses.replace(base, network=snapshot.network)),
        entries=bundled_catalogue(),
        snapshot=snapshot,
        created_at=CREATED,
    )
    return record_text(record)


def changed(text: str, change: Callable[[dict[str, Any]], Any]) -> str:
    """Return a record with something changed in its JSON."""
    document = json.loads(text)
    change(document)
    return json.dumps(document)


# --- round trip ---------------------------------------------------------------------------------


def test_an_opened_record_is_saved_as_it_was(page: Visit) -> None:
    """Record -> page -> record is identical, though it was made at another time."""
    text = saved()
    page.open_record(text)
    assert page.record_text == text
    assert page.study.inputs() == read_record(text.encode()).study
    assert page.money.value == "EUR"


@pytest.mark.parametrize("kind", ["live", "entered", "of a study file", "not viable"])
def test_records_of_all_kinds_go_round(
    kind: str, page: Visit, study: Callable[..., StudyInputs]
) -> None:
    """Whatever the origin of its figures and machines, a record is saved as it was opened."""
    text = {
        "live": live,
        "entered": lambda: saved(load_factor=0.31, start_date=dt.date(2027, 2, 28)),
        "of a study file": lambda: record_text(record_of_study(study(), now=CREATED)),
        "not viable": lambda: saved(power_price_gbp_per_kwh=5.0),
    }[kind]()
    page.open_record(text)
    assert page.record_text == text


def test_a_page_s_own_record_opens_on_another(page: Visit) -> None:
    """What one page saves another saves again, an entered price and all."""
    page.study.enter(page.study.network, "btc_price_usd", 99_000.0)
    page.study.enter(page.study.scenarios[1], "title", "</script>\"'&")
    page.money.value = "CAD"
    text = page.record_text
    assert '"status": "entered"' in text
    other = new_page()
    other.open_record(text)
    assert other.record_text == text
    assert other.money.value == "CAD"


def test_a_case_of_a_link_opens(page: Visit) -> None:
    """A link's case has its record's inputs; its results are new, and so is what is saved."""
    record = read_record(saved().encode())
    page.open_link(case_text(record))
    assert "From a link of 12 Oct 2026 08:30 UTC" in page.banner
    assert "stored" not in page.banner
    made = page.record
    assert made.created_at > CREATED
    assert record_text(dataclasses.replace(made, created_at=CREATED)) == record_text(record)


def test_a_record_whose_figures_differ_is_not_saved_as_if_they_were(page: Visit) -> None:
    """What is saved holds the figures on the page, with the time at which they were computed."""

    def falsify(document: dict[str, Any]) -> None:
        document["results"]["scenarios"]["Base"]["npv_gbp"] = 1e9

    page.open_record(changed(saved(), falsify))
    result, record, _ = shown(page.case)
    assert record.created_at > CREATED
    assert record.results["scenarios"]["Base"]["npv_gbp"] == result.scenarios["Base"].npv_gbp


def test_what_a_record_had_as_entered_stays_when_it_is_left(page: Visit) -> None:
    """Live figures come back for what was fetched; an entered price is the client's own."""
    other = new_page()
    other.study.enter(other.study.network, "btc_price_usd", 123_456)
    text = other.record_text
    reading = json.loads(text)["network_snapshot"]["values"]["btc_price_usd"]
    assert (reading["status"], reading["source"]) == ("entered", "")
    page.open_record(text)
    page.leave_record()
    assert page.study.network.btc_price_usd == 123_456


def test_an_opened_record_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server, study, network, currency and banner change together, and are drawn once."""
    drawn = drawing(monkeypatch, Blank, NetworkBar, RecordBanner, CurrencySelect)

    async def use(visit: Visit, session: Any, _: Any) -> None:
        drawn.clear()
        opened = asyncio.Event()
        visit.case.param.watch(lambda _: opened.set(), "opened")
        with set_curdoc(session.document):
            visit.open_record(saved())
            async with asyncio.timeout(60):
                await opened.wait()  # it is read and computed in a thread
            for _ in range(20):
                await asyncio.sleep(0)
        assert sorted(drawn) == ["CurrencySelect", "NetworkBar", "RecordBanner", "blank"]
        assert visit.money.value == "EUR"
        assert "From a record of 12 Oct 2026" in visit.banner
        session.destroy()

    asyncio.run(in_session(new_page, use))


# --- what is said -------------------------------------------------------------------------------


def test_nothing_is_said_of_a_page_that_opened_nothing(page: Visit) -> None:
    """Without a record there is neither a banner nor a button."""
    assert page.banner == ""
    assert not page.offers_to_leave


def test_an_opened_record_tells_of_itself(page: Visit) -> None:
    """The banner has time, version and the network's day, and that all figures agree."""
    page.open_record(changed(saved(), lambda d: d.update(product_version="<b>0\n9")))
    assert "From a record of 12 Oct 2026 08:30 UTC, made by version &lt;b&gt;0 9" in page.banner
    assert "with the network figures of 10 Oct 2026" in page.banner
    assert "all figures come out as they were stored" in page.banner
    assert page.offers_to_leave


def test_figures_that_differ_are_named(page: Visit) -> None:
    """Up to five are named with both values, the rest are counted."""

    def one(document: dict[str, Any]) -> None:
        document["results"]["scenarios"]["Base"]["npv_gbp"] = 1.0

    page.open_record(changed(saved(), one))
    assert "Computed again, 1 figure comes out otherwise than stored:" in page.banner
    assert "scenarios.Base.npv_gbp: stored 1.0, now " in page.banner

    def many(document: dict[str, Any]) -> None:
        for name in document["results"]["site"]:
            document["results"]["site"][name] = 0.5  # nine figures

    page.open_record(changed(saved(), many))
    assert "Computed again, 9 figures come out otherwise than stored:" in page.banner
    assert page.banner.count(": stored 0.5, now ") == 5
    assert "And 4 more" in page.banner


def test_a_changed_input_is_said_and_a_new_record_is_made(page: Visit) -> None:
    """After a change the record is this page's own, until the change is taken back."""
    text = saved()
    page.open_record(text)
    page.study.enter(page.study.site, "load_factor", 0.25)
    assert "Inputs have been changed since it was opened." in page.banner
    mine = read_record(page.record_text.encode())
    assert mine.study.site.load_factor == 0.25
    assert mine.created_at > CREATED
    assert mine.results == page.study.result.to_dict()
    before = read_record(text.encode()).study.site.load_factor
    page.study.enter(page.study.site, "load_factor", before)
    assert "Inputs have been changed" not in page.banner
    assert page.record_text == text


def test_another_currency_is_another_record(page: Visit) -> None:
    """The currency is part of a record."""
    text = saved()
    page.open_record(text)
    page.money.value = "USD"
    assert read_record(page.record_text.encode()).currency == "USD"
    page.money.value = "EUR"
    assert page.record_text == text


def test_there_is_no_record_of_entries_that_do_not_fit(page: Visit) -> None:
    """While the figures are those of before, they are not saved under the new entries."""
    page.study.enter(page.study.finance, "start_date", dt.date(2020, 1, 1))
    with pytest.raises(InputError, match=r"^the entries must be settled where they are marked"):
        case_record(page.case)


def test_hostile_text_of_a_record_is_text(page: Visit) -> None:
    """Names, sources and remarks of a record are shown as they are, never as markup."""
    evil = "<img src=x onerror=alert(1)>"

    def change(document: dict[str, Any]) -> None:
        document["product_version"] = evil
        document["inputs"]["study"]["scenarios"][0]["name"] = evil
        document["results"]["scenarios"] = {evil: document["results"]["scenarios"]["Base"]}
        for reading in document["network_snapshot"]["values"].values():
            reading.update(source=evil, note=evil, unit=evil)

    page.open_record(changed(saved(), change))
    assert page.study.scenarios[0].title == evil
    assert "&lt;img" in page.banner
    said = [page.banner, page.bar, page.notices]
    assert not [text for text in said if "<img" in text]


# --- what is refused ----------------------------------------------------------------------------


def _overflow(document: dict[str, Any]) -> None:
    document["inputs"]["study"]["network"]["btc_price_usd"] = 1e308
    document["network_snapshot"]["values"]["btc_price_usd"]["value"] = 1e308


# How a sound record is spoilt.
SPOILT: dict[str, Callable[[str], str]] = {
    "empty": lambda _: "",
    "page": lambda _: "<!doctype html>",
    "cut": lambda text: text[:-50],
    "unknown": lambda text: changed(text, lambda d: d["inputs"].update({"<img src=x>": 1})),
    "range": lambda text: changed(
        text, lambda d: d["inputs"]["study"]["site"].update(load_factor=2)
    ),
    "rate": lambda text: changed(text, lambda d: d["network_snapshot"]["per_usd"].pop("EUR")),
    "overflow": lambda text: changed(text, _overflow),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("after", ["nothing", "a record"])
def test_a_refused_file_changes_nothing(after: str, page: Visit) -> None:
    """Inputs, figures, snapshot and currency are those of before, and one line says why."""
    if after == "a record":
        page.open_record(saved())
    page.study.enter(page.study.site, "site_power_kw", 777.0)
    text, before = saved(load_factor=0.123), page.state()
    for name, spoil in SPOILT.items():
        page.open_record(spoil(text))
        assert page.state() == before, name
        assert "Not opened, everything is as before: " in page.banner, name
        assert "<img" not in page.banner
        assert page.offers_to_leave == (after == "a record"), name
    page.open_record(text)
    assert "Not opened" not in page.banner
    assert page.record_text == text


def test_a_refused_link_changes_nothing(page: Visit) -> None:
    """The text of an address is as little believed as a file."""
    before = page.state()
    for text in ("", "A", "x" * 9_000, "AAAA", "%3Cscript%3E"):
        page.open_link(text)
        assert "Not opened, everything is as before: link must be " in page.banner
        assert page.state() == before
        assert not page.offers_to_leave


def test_a_refusal_is_forgotten_when_something_else_is_computed(page: Visit) -> None:
    """It belongs to the figures that it was said over."""
    page.open_link("AAAA")
    assert "Not opened" in page.banner
    page.study.enter(page.study.site, "load_factor", 0.25)
    assert page.banner == ""


# --- the feed -----------------------------------------------------------------------------------


def test_news_do_not_touch_a_held_record() -> None:
    """While a record is open the feed may say what it likes; left, it is followed at once."""
    page = new_page(Feed())
    text = saved()
    page.open_record(text)
    page.tell(snapshot=fetched(btc_price_usd=123_000.0, usd_to_gbp=0.6))
    assert page.record_text == text
    assert page.study.network.btc_price_usd == 82_826
    assert page.network.snapshot.values["btc_price_usd"].value == 82_826
    page.leave_record()
    assert page.study.network.btc_price_usd == 123_000
    assert page.study.network.usd_to_gbp == 0.6
    assert page.study.site.site_power_kw == 640.0
    assert page.banner == ""
    page.tell(snapshot=fetched(btc_price_usd=124_000.0))
    assert page.study.network.btc_price_usd == 124_000
    assert read_record(page.record_text.encode()).snapshot.values["btc_price_usd"].status == "live"


def test_what_the_user_entered_stays_when_a_record_is_left() -> None:
    """A price typed over the record's is the user's own, and follows nobody."""
    page = new_page(Feed())
    page.open_record(saved())
    page.study.enter(page.study.network, "btc_price_usd", 50_000.0)
    page.tell(snapshot=fetched(btc_price_usd=123_000.0, difficulty=140e12))
    page.leave_record()
    assert page.study.network.btc_price_usd == 50_000
    assert page.study.network.difficulty == 140e12


def test_without_a_feed_a_record_is_left_for_the_built_in_figures(page: Visit) -> None:
    """Nothing is live: what the page began with is what it goes back to."""
    page.open_record(live())
    assert page.study.network.btc_price_usd == 91_000
    page.leave_record()
    assert page.study.network.btc_price_usd == 82_826
    assert page.study.network.as_of == bundled_network().as_of
    assert page.network.snapshot == bundled_network()


def test_leaving_nothing_changes_nothing(page: Visit) -> None:
    """A page that holds no record has nothing to leave."""
    before = page.state()
    page.leave_record()
    assert page.state() == before


def test_live_figures_are_recorded_ones_once_they_are_opened(page: Visit) -> None:
    """A record's figures are never called live; the record itself says what they were."""
    text = live()
    page.open_record(text)
    readings = page.network.sourced_values()
    assert {readings[name].status for name in NETWORK_VALUES} == {Status.RECORDED}
    page.study.enter(page.study.site, "site_power_kw", 5.0)
    made = read_record(page.record_text.encode())
    assert {r.status for r in made.snapshot.values.values()} == {Status.RECORDED}
    assert made.snapshot.values["btc_price_usd"].fetched_at is not None
    site = read_record(text.encode()).study.site
    page.study.enter(page.study.site, "site_power_kw", site.site_power_kw)
    assert page.record_text == text
    assert {r.status for r in read_record(page.record_text.encode()).snapshot.values.values()} == {
        Status.LIVE
    }

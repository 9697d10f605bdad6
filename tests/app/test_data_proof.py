"""The Data & proof screen: origin of each value, how the providers do, and the past year."""

import csv
import dataclasses
import datetime as dt
import io
import re
from typing import Any

import numpy as np
import panel_material_ui as pmui
import pytest

from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.app.data_proof.screen import DataProofScreen
from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import History
from hydro_mining.proof import Verdict
from hydro_mining.provenance import Status
from tests.app.driver import Blank, Visit
from tests.app.feeds import HOSTILE, Feed, fetched, now, told

NAN = np.nan


def record(name: str = "CoinGecko", **changed: Any) -> ProviderRecord:
    """Return a provider that answered a minute ago."""
    facts: dict[str, Any] = {
        "name": name,
        "last_success_at": now() - dt.timedelta(minutes=1),
        "last_error_at": None,
        "last_error": "",
        "failed_rounds": 0,
        "paused_until": None,
        "calls_today": 3,
        "calls_a_day": 50,
        "error_rate": 0.0,
        "latency_ms": 120.0,
    }
    return ProviderRecord(**(facts | changed))


def health(state: State = State.HEALTHY, **changed: Any) -> Health:
    """Return a health with one provider."""
    facts: dict[str, Any] = {
        "state": state,
        "reasons": (),
        "providers": (record(),),
        "checked_at": now(),
        "is_keyless": True,
    }
    return Health(**(facts | changed))


def history(**changed: Any) -> History:
    """Return three days with a gap in the middle."""
    days = np.arange(np.datetime64("2026-11-01"), np.datetime64("2026-11-04"))
    facts: dict[str, Any] = {
        "days": days,
        "btc_price_usd": np.array([80_000.0, NAN, 82_000.0]),
        "difficulty": np.full(3, 132.7e12),
        "block_height": np.array([974_000.0, 974_144.0, 974_288.0]),
        "fees_btc_per_block": np.full(3, 0.02),
        "hashprice_usd_per_th_per_day": np.array([0.04, NAN, 0.041]),
        "observed_usd_per_th_per_day": np.full(3, NAN),
        "sources": {"btc_price_usd": "CoinGecko", "difficulty": "mempool.space"},
        "fetched_at": now() - dt.timedelta(minutes=5),
    }
    return History(**(facts | changed))


def opened(feed: Feed | None) -> Visit:
    """Return a page with the Data & proof screen alone."""
    return Visit(feed=feed, screens=(DataProofScreen,))


def open_rates(visit: Visit) -> None:
    """Open the section of the exchange rates."""
    open_section(visit, "Exchange rates")


def open_section(visit: Visit, title: str) -> None:
    """Open a section by its title."""
    section = next(one for one in visit.screen.layout.select(pmui.Accordion) if title in one._names)
    section.active = [0]


def row(visit: Visit, heading: str) -> str:
    """Return the table's row of a heading."""
    return re.search(rf"<tr><th[^>]*>{heading}.*?</tr>", visit.screen_text).group()


# --- without live data -------------------------------------------------------------------------


def test_without_a_feed_the_built_in_values_have_their_days() -> None:
    """Live data off: five values with their days, no provider, no chart, no promise of one."""
    visit = opened(None)
    assert "Live data are off: the built-in figures are used" in visit.screen_text
    assert visit.screen_text.count("10 Oct 2026") >= 5
    assert "The providers" not in visit.screen_text
    assert "There are no figures" not in visit.screen_text
    assert (visit.charts, visit.shows("blocks")) == ([], False)


def test_live_data_that_are_on_are_not_called_off() -> None:
    """While the first reading is on its way, or health is unknown, nothing is said to be off."""
    assert "are off" not in opened(Feed()).screen_text
    assert "are off" not in opened(Feed(snapshot=fetched())).screen_text


def test_the_past_year_is_asked_for_when_the_screen_is_opened_and_not_before() -> None:
    """Only who looks at the year causes its calls; once a page."""
    feed = Feed()
    visit = Visit(feed=feed, screens=(Blank, DataProofScreen))
    assert feed.histories == 0
    for screen in ("proof", "blank", "proof"):
        visit.open(screen)
    visit.tell(snapshot=fetched())
    assert feed.histories == 1
    assert "There are no figures of the past year yet." in visit.screen_text


# --- health ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.HEALTHY, "All network figures are fresh and every provider answers."),
        (State.DEGRADED, "The figures can be used, but something is amiss."),
        (State.DOWN, "No network figure is fresh."),
    ],
)
def test_the_health_is_said_in_a_sentence(state: State, sentence: str) -> None:
    """Three states, three sentences."""
    assert sentence in opened(Feed(snapshot=fetched(), health=health(state))).screen_text


def test_what_is_amiss_is_named() -> None:
    """Who reads that something is amiss finds on the same screen what it is."""
    amiss = "The folder for stored values cannot be used."
    visit = opened(Feed(snapshot=fetched(), health=health(State.DEGRADED, reasons=(amiss,))))
    assert amiss in visit.screen_text


def test_each_provider_has_a_row() -> None:
    """Providers are listed in their order, and the missing key is told."""
    records = (record(), record("Frankfurter", calls_today=1, calls_a_day=10))
    visit = opened(Feed(snapshot=fetched(), health=health(providers=records)))
    text = visit.screen_text
    assert text.index("CoinGecko</th>") < text.index("Frankfurter</th>")
    assert "<td>1 of 10</td>" in row(visit, "Frankfurter")
    assert "No key is set: the providers&#x27; free limits hold." in text


def test_a_provider_s_row_says_how_it_does() -> None:
    """State, last error in plain words, error rate, latency and calls against the budget."""
    error = "CoinGecko could not be reached"
    failing = record(last_error=error, last_error_at=now(), error_rate=0.25)
    visit = opened(Feed())
    visit.tell(snapshot=fetched(), health=health(State.DEGRADED, providers=(failing,)))
    its_row = row(visit, "CoinGecko")
    assert f"{error}, under 1 min ago" in its_row
    for cell in ("25%", "120 ms", "3 of 50"):
        assert f">{cell}</td>" in its_row
    assert "something is amiss" in visit.screen_text


def test_with_a_key_nothing_is_said_about_keys() -> None:
    """A key that is set is not mentioned."""
    assert "No key is set" not in opened(Feed(health=health(is_keyless=False))).screen_text


def test_those_who_gave_the_values_are_named() -> None:
    """CoinGecko and Frankfurter ask for a mention."""
    text = opened(Feed(snapshot=fetched(), health=health())).screen_text
    assert "CoinGecko (coingecko.com)" in text
    assert "European Central Bank by Frankfurter" in text


# --- the past year -----------------------------------------------------------------------------


def test_without_a_year_that_is_said() -> None:
    """Before the year is there its place says so, and no empty chart stands there."""
    visit = opened(Feed(snapshot=fetched(), health=health()))
    assert "There are no figures of the past year yet." in visit.screen_text
    assert (visit.charts, visit.shows("blocks")) == ([], False)


def test_the_year_has_its_charts_sources_and_age() -> None:
    """Price and hashprice are drawn, with who said them and how long ago they were fetched."""
    visit = opened(Feed(snapshot=fetched(), health=health(), history=history()))
    assert visit.shows("blocks")
    assert len(visit.charts) == 2
    assert "Price by CoinGecko; difficulty by mempool.space." in visit.screen_text
    assert "5 min ago" in visit.screen_text


def test_a_gap_of_the_year_is_a_gap_of_the_chart() -> None:
    """A day without a value is drawn as none, and the days around it as they are."""
    visit = opened(Feed(snapshot=fetched(), health=health(), history=history()))
    drawn = visit.drawn_data("price", "price")["y"]
    assert [drawn[0], drawn[2]] == [80_000, 82_000]
    assert np.isnan(drawn[1])


def test_the_year_comes_later() -> None:
    """A year that arrives while the screen is open is drawn then, and not again without news."""
    feed = Feed(snapshot=fetched(), health=health())
    visit = opened(feed)
    visit.tell(history=history())
    first = visit.charts
    assert len(first) == 2
    visit.tell(snapshot=fetched(btc_price_usd=90_000.0))
    assert visit.charts == first


def test_a_year_that_failed_keeps_the_last_one() -> None:
    """The feed's old year stays drawn when a new snapshot comes without one."""
    visit = opened(Feed(snapshot=fetched(), health=health(), history=history()))
    visit.tell(snapshot=fetched(btc_price_usd=90_000.0))
    assert len(visit.charts) == 2


def test_the_download_is_the_year_in_full() -> None:
    """A row a day, an empty cell for a gap, headings with units, and no other column."""
    visit = opened(Feed(snapshot=fetched(), health=health(), history=history()))
    buttons = visit.screen.layout.select(pmui.FileDownload)
    button = next(button for button in buttons if button.label == "Download CSV")
    rows = list(csv.reader(io.StringIO(button.callback().getvalue())))
    assert len(rows) == 4
    by_name = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    price = next(name for name in rows[0] if name.startswith("Bitcoin price"))
    assert "$" in price
    assert [row[price] for row in by_name] == ["80000.0", "", "82000.0"]
    assert rows[1][0].startswith("2026-11-01")


# --- provenance --------------------------------------------------------------------------------


def test_rates_are_there_when_they_are_opened() -> None:
    """The section of the rates is filled when opened, with every currency."""
    visit = opened(Feed(snapshot=fetched(), health=health()))
    open_rates(visit)
    assert "Units of each currency for a dollar" in visit.screen_text
    for code in bundled_network().per_usd:
        assert f">{code}</th>" in visit.screen_text


def test_each_value_has_its_row() -> None:
    """Value, state, source and both times are in a table."""
    visit = opened(Feed())
    visit.tell(snapshot=fetched(btc_price_usd=90_000.0), health=health())
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row(visit, "Bitcoin price"))
    assert cells[:3] == ["$90,000", "Live", "Test"]
    assert "All network figures are fresh and every provider answers." in visit.screen_text


def test_the_user_s_own_value_is_called_so() -> None:
    """An entered price is the user's in the table too."""
    visit = opened(Feed(snapshot=fetched(), health=health()))
    visit.study.enter(visit.study.network, "btc_price_usd", 100_000)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row(visit, "Bitcoin price"))
    assert cells[:3] == ["$100,000", "Yours", "you"]


def test_hostile_words_of_providers_stay_text() -> None:
    """Names, errors, notes, details, sources and codes of currencies never become markup."""
    snapshot = fetched()
    evil = {"source": HOSTILE, "note": HOSTILE, "detail": HOSTILE, "status": Status.STALE}
    snapshot = told(snapshot, snapshot.values, **evil)
    rate = dataclasses.replace(snapshot.per_usd["EUR"], source=HOSTILE)
    snapshot = dataclasses.replace(snapshot, per_usd={**snapshot.per_usd, HOSTILE: rate})
    failing = record(HOSTILE, last_error=HOSTILE, last_error_at=now())
    feed = Feed(
        snapshot=snapshot,
        health=health(State.DEGRADED, reasons=(HOSTILE,), providers=(failing,)),
        history=history(sources={"btc_price_usd": HOSTILE}),
    )
    visit = opened(feed)
    open_rates(visit)
    assert "<img" not in visit.screen_text
    assert visit.screen_text.count("&lt;img") >= 5


# --- published figures -------------------------------------------------------------------------


def test_published_figures_are_counted_and_listed() -> None:
    """The count at once; the table when it is opened, and of it one verdict at a time."""
    visit = opened(None)
    assert "142 published figures computed again: 134 reproduced and 8" in visit.screen_text
    open_section(visit, "Published figures, computed again")
    (listed,) = visit.screen.layout.select(SortableTable)
    assert len(listed.rows) == 162
    (shown,) = (one for one in visit.screen.layout.select(pmui.Select) if one.label == "Show")
    shown.value = Verdict.SOURCE_IN_ERROR
    assert [row[0] for row in listed.rows] == [
        *("PROT-04", "REV-02", "REV-07", "HP-15", "HW-04", "HYE-01", "HYE-07", "HYE-26")
    ]
    assert all(row[6] for row in listed.rows)
    published = listed.headings.index("Published")
    assert listed.keys[1][published] == 17.35

"""The Data & proof screen: origin of each value, how the providers do, and the past year."""

import csv
import dataclasses
import datetime as dt
import io
from typing import Any

import numpy as np
import panel as pn
import panel_material_ui as pmui
import pytest

from hydro_mining.app import Dashboard, default_study
from hydro_mining.health import Health, ProviderRecord, State
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.network_data import History
from hydro_mining.provenance import Status
from tests.app.feeds import HOSTILE, Feed, fetched, now, told

DATA_AND_PROOF = 4
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


class Visit:
    """A page with the Data & proof screen open, and what can be read on it."""

    def __init__(self, feed: Feed | None) -> None:
        self.dashboard = Dashboard(
            default_study(), snapshot=bundled_network(), presets=site_presets(), feed=feed
        )
        self.dashboard._tabs.active = DATA_AND_PROOF

    @property
    def screen(self) -> Any:
        """The screen itself."""
        return self.dashboard._screens["Data & proof"]

    @property
    def text(self) -> str:
        """All HTML of the screen."""
        panes = self.screen.layout.select(pn.pane.HTML)
        return "\n".join(str(pane.object) for pane in panes)

    @property
    def charts(self) -> list[Any]:
        """The figures that are drawn."""
        drawn = [pane.object for pane in self.screen.layout.select(pn.pane.Bokeh)]
        return [figure for figure in drawn if figure is not None]

    def open_rates(self) -> None:
        """Open the section of the exchange rates."""
        self.screen.layout.select(pmui.Accordion)[0].active = [0]


# --- without live data -------------------------------------------------------------------------


def test_without_a_feed_the_built_in_values_have_their_days() -> None:
    """Live data off: five values with their days, no provider, no chart, no promise of one."""
    visit = Visit(None)
    assert "Live data are off: the built-in figures are used" in visit.text
    assert visit.text.count("10 Oct 2026") >= 5
    assert "The providers" not in visit.text
    assert "There are no figures" not in visit.text
    assert (visit.charts, visit.screen._blocks.visible) == ([], False)


def test_live_data_that_are_on_are_not_called_off() -> None:
    """While the first reading is on its way, or health is unknown, nothing is said to be off."""
    assert "are off" not in Visit(Feed()).text
    assert "are off" not in Visit(Feed(snapshot=fetched())).text


def test_the_past_year_is_asked_for_when_the_screen_is_opened_and_not_before() -> None:
    """Only who looks at the year causes its calls; once a page."""
    feed = Feed()
    dashboard = Dashboard(
        default_study(), snapshot=bundled_network(), presets=site_presets(), feed=feed
    )
    assert feed.histories == 0
    for screen in (DATA_AND_PROOF, 0, DATA_AND_PROOF):
        dashboard._tabs.active = screen
    assert feed.histories == 1


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
    assert sentence in Visit(Feed(snapshot=fetched(), health=health(state))).text


def test_what_is_amiss_is_named() -> None:
    """Who reads that something is amiss finds on the same screen what it is."""
    amiss = "The folder for stored values cannot be used."
    visit = Visit(Feed(snapshot=fetched(), health=health(State.DEGRADED, reasons=(amiss,))))
    assert amiss in visit.text


def test_each_provider_has_a_row() -> None:
    """Providers are listed in their order, and the missing key is told."""
    records = (record(), record("Frankfurter", calls_today=1, calls_a_day=10))
    text = Visit(Feed(snapshot=fetched(), health=health(providers=records))).text
    assert text.index("CoinGecko</th>") < text.index("Frankfurter</th>")
    assert "<td>1 of 10</td>" in text
    assert "No key is set: the providers&#x27; free limits hold." in text


def test_with_a_key_nothing_is_said_about_keys() -> None:
    """A key that is set is not mentioned."""
    assert "No key is set" not in Visit(Feed(health=health(is_keyless=False))).text


def test_those_who_gave_the_values_are_named() -> None:
    """CoinGecko and Frankfurter ask for a mention."""
    text = Visit(Feed(snapshot=fetched(), health=health())).text
    assert "CoinGecko (coingecko.com)" in text
    assert "European Central Bank by Frankfurter" in text


# --- the past year -----------------------------------------------------------------------------


def test_without_a_year_that_is_said() -> None:
    """Before the year is there its place says so, and no empty chart stands there."""
    visit = Visit(Feed(snapshot=fetched(), health=health()))
    assert "There are no figures of the past year yet." in visit.text
    assert (visit.charts, visit.screen._blocks.visible) == ([], False)


def test_the_year_has_its_charts_sources_and_age() -> None:
    """Price and hashprice are drawn, with who said them and how long ago they were fetched."""
    visit = Visit(Feed(snapshot=fetched(), health=health(), history=history()))
    assert visit.screen._blocks.visible
    assert len(visit.charts) == 2
    assert "Price by CoinGecko; difficulty by mempool.space." in visit.text
    assert "5 min ago" in visit.text


def test_the_year_comes_later() -> None:
    """A year that arrives while the screen is open is drawn then, and not again without news."""
    feed = Feed(snapshot=fetched(), health=health())
    visit = Visit(feed)
    feed.state = dataclasses.replace(feed.state, history=history())
    visit.dashboard._redraw()
    first = visit.charts
    assert len(first) == 2
    visit.dashboard._redraw()
    assert visit.charts == first


def test_a_year_that_failed_keeps_the_last_one() -> None:
    """The feed's old year stays drawn when a new snapshot comes without one."""
    feed = Feed(snapshot=fetched(), health=health(), history=history())
    visit = Visit(feed)
    feed.state = dataclasses.replace(feed.state, snapshot=fetched(btc_price_usd=90_000.0))
    visit.dashboard._redraw()
    assert len(visit.charts) == 2


def test_the_download_is_the_year_in_full() -> None:
    """A row a day, an empty cell for a gap, headings with units, and no other column."""
    visit = Visit(Feed(snapshot=fetched(), health=health(), history=history()))
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
    visit = Visit(Feed(snapshot=fetched(), health=health()))
    visit.open_rates()
    assert "Units of each currency for a dollar" in visit.text
    for code in bundled_network().per_usd:
        assert f">{code}</th>" in visit.text


def test_the_user_s_own_value_is_called_so() -> None:
    """An entered price is the user's in the table too."""
    visit = Visit(Feed(snapshot=fetched(), health=health()))
    visit.dashboard._study.enter(visit.dashboard._study.network, "btc_price_usd", 100_000)
    visit.dashboard._redraw()
    row = next(r for r in visit.text.split("<tr>") if "Bitcoin price</th>" in r)
    assert "<td>$100,000</td><td>Yours</td><td>you</td>" in row


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
    visit = Visit(feed)
    visit.open_rates()
    assert "<img" not in visit.text
    assert visit.text.count("&lt;img") >= 5

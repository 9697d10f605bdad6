"""Accepted values as rows: what was kept comes back whole, or not at all."""

import datetime as dt
import math
from collections.abc import Iterator

import pytest

from hydro_mining.network_data._store import Store
from hydro_mining.network_data._values import (
    AcceptedValue,
    keep_rates,
    keep_value,
    last_rates,
    last_value,
)
from tests.network_data.conftest import accepted

NOW = dt.datetime(2026, 11, 21, 12, 0, 0, 250_000, tzinfo=dt.UTC)
ROW = {
    "value": 83_000.0,
    "source": "CoinGecko",
    "as_of": "2026-11-21T11:59:00+00:00",
    "fetched_at": "2026-11-21T12:00:00+00:00",
    "note": "",
    "is_fallback": False,
}


def rate(value: float, source: str = "Frankfurter") -> AcceptedValue:
    return accepted(value, NOW, source=source)


@pytest.fixture
def store(folder) -> Iterator[Store]:
    """Return a store in a folder of its own."""
    opened = Store(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize("as_of", [None, NOW - dt.timedelta(minutes=1)])
def test_a_value_comes_back_as_it_was_kept(store, folder, as_of):
    """Also in another process, with both its times and its words."""
    kept = AcceptedValue(
        value=83_000.1 + 0.2,
        source="Coinbase",
        as_of=as_of,
        fetched_at=NOW,
        note="CoinGecko could not be reached.",
        is_fallback=True,
    )
    keep_value(store, "btc_price_usd", kept)
    assert last_value(store, "btc_price_usd") == kept
    other = Store(folder)
    assert last_value(other, "btc_price_usd") == kept
    other.close()


def test_the_next_value_is_compared_with_the_last(store):
    """What was kept is the last good value, of the time it was fetched."""
    keep_value(store, "btc_price_usd", accepted(83_000, NOW))
    last = last_value(store, "btc_price_usd")
    assert last is not None
    assert (last.value, last.fetched_at) == (83_000, NOW)
    assert last_value(store, "difficulty") is None


@pytest.mark.parametrize(
    "changed",
    [
        {"value": None},
        {"value": "many"},
        {"value": math.nan},
        {"value": math.inf},
        {"value": -1},
        {"value": 10**400},
        {"value": []},
        {"fetched_at": None},
        {"fetched_at": 5},
        {"fetched_at": "soon"},
        {"fetched_at": "2026-11-21T12:00:00"},
        {"as_of": "2026-11-21T11:59:00"},
        {"as_of": 5},
        {"as_of": "soon"},
    ],
    ids=lambda changed: str(changed)[:24],
)
def test_a_row_that_makes_no_sense_counts_as_none(store, changed):
    """Without a finite value and times with a zone there is no reading."""
    store.set("value:btc_price_usd", ROW)
    assert last_value(store, "btc_price_usd") is not None
    store.set("value:btc_price_usd", ROW | changed)
    assert last_value(store, "btc_price_usd") is None


@pytest.mark.parametrize("missing", ROW)
def test_a_row_without_a_field_counts_as_none(store, missing):
    """A row of an older make is fetched anew."""
    store.set("value:btc_price_usd", {k: v for k, v in ROW.items() if k != missing})
    assert last_value(store, "btc_price_usd") is None


def test_a_currency_that_is_not_renewed_keeps_its_rate(store):
    """Where the second provider knows no krone, the first one's stays."""
    keep_rates(store, {"GBP": rate(0.75), "NOK": rate(10.1)})
    keep_rates(store, {"GBP": rate(0.76, "mempool.space")})
    found = last_rates(store)
    assert {code: kept.value for code, kept in found.items()} == {"GBP": 0.76, "NOK": 10.1}
    assert found["NOK"].source == "Frankfurter"


@pytest.mark.parametrize("rows", [None, [], "GBP", {"GBP": None}, {"GBP": ROW | {"value": "x"}}])
def test_rates_that_make_no_sense_are_none(store, rows):
    """A damaged row of rates, or one rate of them, is left out."""
    assert last_rates(store) == {}
    store.set("per_usd", {"rates": rows})
    assert last_rates(store) == {}

"""Readings and snapshots: values from outside as a study's input."""

import dataclasses
import datetime as dt

import pytest

from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
VALUES = {
    "btc_price_usd": 83_000.5,
    "difficulty": 130e12,
    "block_height": 976_800.0,
    "fees_btc_per_block": 0.02,
    "usd_to_gbp": 0.76,
}


def snapshot(**status: Status) -> Snapshot:
    sourceds = {
        name: SourcedValue(
            value=value,
            unit="unit",
            source="source",
            as_of=None,
            status=status.get(name, Status.STATIC),
        )
        for name, value in VALUES.items()
    }
    return Snapshot(as_of=NOON, values=sourceds, per_usd={})


@pytest.mark.parametrize(
    ("status", "is_fresh"),
    [
        (Status.LIVE, True),
        (Status.CACHED, True),
        (Status.STALE, False),
        (Status.STATIC, False),
        (Status.ENTERED, False),
    ],
)
def test_fresh_is_what_a_provider_gave_recently(status, is_fresh):
    """Neither an old, nor a built-in, nor a typed value is fresh."""
    assert status.is_fresh is is_fresh


def test_every_status_has_the_word_that_is_shown():
    """The words are those of the specification, what a record holds and what the user typed."""
    words = ["live", "cached", "recorded", "stale", "static", "entered"]
    assert [str(status) for status in Status] == words


def test_a_value_is_static_until_it_is_said_otherwise():
    """Nothing is called live by default, and no time is made up."""
    sourced = SourcedValue(value=5, unit="$", source="nobody", as_of=None)
    assert (sourced.status, sourced.fetched_at, sourced.note) == (Status.STATIC, None, "")
    assert not sourced.is_fallback
    with pytest.raises(dataclasses.FrozenInstanceError):
        sourced.value = 6


def test_a_snapshot_is_a_studys_network():
    """Each value stands under its own name; the height is whole."""
    network = snapshot().network
    assert network.as_of == NOON
    assert network.btc_price_usd == 83_000.5
    assert network.difficulty == 130e12
    assert network.block_height == 976_800
    assert isinstance(network.block_height, int)
    assert network.fees_btc_per_block == 0.02
    assert network.usd_to_gbp == 0.76
    assert set(NETWORK_VALUES) == {f.name for f in dataclasses.fields(network)} - {"as_of"}


def test_an_entered_value_is_the_user_s_until_it_is_written_down():
    """Whoever reads a record need not have entered what it holds; a file's name stays."""
    own = SourcedValue(value=5, unit="$", source="", as_of=None, status=Status.ENTERED)
    dated = dataclasses.replace(own, as_of=NOON)
    of_file = dataclasses.replace(own, source="the study file")
    assert own.told_by(user="entered by you") == "entered by you"
    assert dated.told_by(user="entered by you") == "of 21 Nov 2026, entered by you"
    assert of_file.told_by(user="entered by you") == "the study file"
    held = Snapshot(as_of=NOON, values={"own": own, "dated": dated, "file": of_file}, per_usd={})
    told = [v.told_by(user="entered by you") for v in held.recorded().values.values()]
    assert told == ["entered by hand", "of 21 Nov 2026, entered by hand", "the study file"]


def test_a_rate_to_the_pound_is_as_old_as_its_older_part():
    """A dollar's is the pound's; none is of a day where a part is entered, undated or missing."""
    held = snapshot()
    day = {n: dt.datetime(2026, 11, n, tzinfo=dt.UTC) for n in (19, 20)}
    pound = dataclasses.replace(held.values["usd_to_gbp"], as_of=day[20])
    euro = dataclasses.replace(pound, value=0.95, as_of=day[19])
    undated = dataclasses.replace(euro, as_of=None)
    dated = dataclasses.replace(
        held, values={**held.values, "usd_to_gbp": pound}, per_usd={"EUR": euro, "NOK": undated}
    )
    found = {code: dated.day_of_rate(code) for code in ("GBP", "USD", "EUR", "NOK", "SEK")}
    assert found == {
        "GBP": None,
        "USD": dt.date(2026, 11, 20),
        "EUR": dt.date(2026, 11, 19),
        "NOK": None,
        "SEK": None,
    }
    assert dataclasses.replace(dated, values=held.values).day_of_rate("EUR") is None

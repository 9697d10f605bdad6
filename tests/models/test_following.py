"""A study that follows the network, except where its user entered a value."""

import dataclasses
import datetime as dt

import pytest

from hydro_mining.app import default_study
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.models import follow, values_in_use
from hydro_mining.provenance import Snapshot, SourcedValue, Status

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
VALUES = {
    "btc_price_usd": 90_000.0,
    "difficulty": 140e12,
    "block_height": 976_800.0,
    "fees_btc_per_block": 0.03,
    "usd_to_gbp": 0.8,
}


@pytest.fixture
def old() -> Snapshot:
    """Return the built-in snapshot, of 10 October 2026."""
    return bundled_network()


@pytest.fixture
def new(old) -> Snapshot:
    """Return a live snapshot of 21 November 2026, in which a euro is a dollar."""
    readings = {
        name: dataclasses.replace(
            old.values[name], value=value, source="A provider", as_of=NOW, fetched_at=NOW,
            status=Status.LIVE,
        )
        for name, value in VALUES.items()
    }  # fmt: skip
    euro = SourcedValue(value=1.0, unit="EUR/$", source="Bank", as_of=NOW, status=Status.LIVE)
    return Snapshot(as_of=NOW, values=readings, per_usd={**old.per_usd, "EUR": euro})


@pytest.fixture
def study():
    """Return the default study, on the built-in values."""
    return default_study()


def test_a_new_snapshot_is_one_evaluation_of_its_values(study, old, new):
    """All five values and their time arrive together: no result mixes two snapshots."""
    results = []
    study.param.watch(lambda event: results.append(event.new), "result")
    follow(study, old=old, new=new)
    assert len(results) == 1
    assert results[0].study.network == new.network


def test_an_entered_value_stays(study, old, new):
    """What the user typed is not overwritten; the other values follow."""
    study.enter(study.network, "btc_price_usd", 100_000)
    follow(study, old=old, new=new)
    assert study.network.btc_price_usd == 100_000
    assert study.network.difficulty == 140e12
    used = values_in_use(study.result.study.network, new)
    assert used["btc_price_usd"].status is Status.ENTERED
    assert used["btc_price_usd"].told_by(user="entered by you") == "entered by you"
    assert used["difficulty"].status is Status.LIVE


@pytest.mark.parametrize(
    ("field", "value"),
    [("block_height", 1_000_000), ("as_of", dt.datetime(2026, 12, 1, tzinfo=dt.UTC))],
)
def test_height_and_day_belong_together(study, old, new, field, value):
    """Who enters one of the two keeps both: a height is of a day."""
    study.enter(study.network, field, value)
    height, day = study.network.block_height, study.network.as_of
    follow(study, old=old, new=new)
    assert (study.network.block_height, study.network.as_of) == (height, day)
    assert study.network.btc_price_usd == 90_000


def test_an_entered_day_is_told(study, old):
    """The height of another day than the snapshot's is the user's."""
    study.enter(study.network, "as_of", dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    used = values_in_use(study.result.study.network, old)["block_height"]
    assert used.status is Status.ENTERED
    assert used.told_by(user="entered by you") == "of 01 Dec 2026, entered by you"


def test_prices_in_other_currencies_follow_the_rates(study, old, new):
    """£0.80 a dollar and a euro a dollar make £0.80 a euro."""
    follow(study, old=old, new=new)
    assert study.catalogue.gbp_per(study.network.usd_to_gbp)["EUR"] == 0.8
    assert study.catalogue.gbp_per(study.network.usd_to_gbp)["GBP"] == 1


def test_back_to_the_built_in_values(study, old, new):
    """A study that followed there follows back."""
    before = study.result.to_dict()
    follow(study, old=old, new=new)
    follow(study, old=new, new=old)
    assert study.result.to_dict() == before


def test_a_go_live_that_time_has_overtaken_is_told(study, old, new):
    """A go-live before the new figures is a problem in words, and the last result stays."""
    study.enter(study.finance, "start_date", dt.date(2026, 11, 1))
    before = study.result
    follow(study, old=old, new=new)
    assert "2026-11-21" in str(next(iter(study.problems.values())))
    assert study.result is before
    study.enter(study.finance, "start_date", None)
    assert study.problems == {}
    assert study.result.study.network == new.network

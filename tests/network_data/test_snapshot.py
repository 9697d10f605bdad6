"""A snapshot of what is stored: each state, and its exact sentence for the reader."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from hydro_mining.network_data._answers import FaultKind, Trouble
from hydro_mining.network_data._snapshot import Stored, assembled
from hydro_mining.network_data._values import AcceptedValue
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from tests.network_data.conftest import accepted, is_static

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)  # a Saturday
DAY = dt.timedelta(days=1)
BUILT_IN = dt.datetime(2026, 10, 10, tzinfo=dt.UTC)
DEFAULT_VALUES = {
    "btc_price_usd": 80_000.0,
    "difficulty": 130e12,
    "block_height": 970_748,
    "fees_btc_per_block": 0.02,
    "usd_to_gbp": 0.75,
}
UNAVAILABLE = "Live data temporarily unavailable"
LIMITED = "Live data limit reached for today"


def built_in(value: float, as_of: dt.datetime | None = BUILT_IN) -> SourcedValue:
    return SourcedValue(value=value, unit="unit", source="built in", as_of=as_of)


def trouble(provider: str, reason: str) -> tuple[Trouble, ...]:
    return (Trouble(provider, FaultKind.UNREACHABLE, reason),)


def snapshot(
    *,
    values: dict[str, AcceptedValue] | None = None,
    rates: dict[str, AcceptedValue] | None = None,
    troubles: dict[str, tuple[Trouble, ...]] | None = None,
    limited: frozenset[str] = frozenset(),
    renewed: frozenset[str] = frozenset(),
    now: dt.datetime = NOW,
    defaults: Snapshot | None = None,
) -> Snapshot:
    """Return a snapshot of what is stored, over built-in values of 10 October."""
    stored = Stored(
        values=values or {},
        rates=rates or {},
        troubles=troubles or {},
        limited=limited,
        renewed=renewed,
        now=now,
        ttl=DAY,
    )
    return assembled(stored, defaults or default_snapshot())


def default_snapshot(**changed: SourcedValue) -> Snapshot:
    readings = {name: built_in(value) for name, value in DEFAULT_VALUES.items()} | changed
    per_usd = {"EUR": built_in(0.87), "CAD": built_in(1.44)}
    return Snapshot(as_of=BUILT_IN, values=readings, per_usd=per_usd)


def price(value: AcceptedValue, **stored: Any) -> SourcedValue:
    return snapshot(values={"btc_price_usd": value}, **stored).values["btc_price_usd"]


def test_without_anything_stored_the_built_in_values_stand():
    """Nothing was asked, so nothing is excused and nothing is reckoned on."""
    found = snapshot()
    assert found.values == default_snapshot().values
    assert list(found.values) == list(NETWORK_VALUES)
    assert found.as_of == BUILT_IN
    assert is_static(found)


def test_what_was_fetched_just_now_is_live():
    """A live value has its provenance and needs no sentence."""
    seen = NOW - dt.timedelta(minutes=1)
    found = price(accepted(83_000, as_of=seen), renewed=frozenset({"btc_price_usd"}))
    assert found == SourcedValue(
        value=83_000,
        unit="$/BTC",
        source="CoinGecko",
        as_of=seen,
        fetched_at=NOW,
        status=Status.LIVE,
    )


@pytest.mark.parametrize("age", [dt.timedelta(), DAY, dt.timedelta(minutes=-5)])
def test_within_its_time_to_live_a_value_is_cached(age):
    """Up to a day, and five minutes ahead where two machines share a clock's time badly."""
    found = price(accepted(83_000, NOW - age))
    assert (found.status, found.note) == (Status.CACHED, "")


def test_beyond_its_time_to_live_a_value_is_stale():
    """The sentence names the moment of the last fetch."""
    found = price(accepted(83_000, NOW - DAY - dt.timedelta(minutes=1)))
    assert found.status is Status.STALE
    assert found.note == f"{UNAVAILABLE}, using last cached data from 20 Nov 2026 11:59 UTC."


def test_a_spent_limit_is_told_as_such():
    """Who has no calls left today is not unavailable."""
    found = price(
        accepted(83_000, NOW - 2 * DAY),
        troubles={"btc_price_usd": trouble("CoinGecko", "has had its 50 calls of today")},
        limited=frozenset({"btc_price_usd"}),
    )
    assert found.note == f"{LIMITED}, using last cached data from 19 Nov 2026 12:00 UTC."
    assert found.detail == "CoinGecko has had its 50 calls of today."


def test_a_failed_renewal_is_told_while_the_value_is_fresh():
    """The value stays cached, and says since when it could not be renewed."""
    found = price(
        accepted(83_000, NOW - dt.timedelta(hours=3)),
        troubles={"btc_price_usd": trouble("CoinGecko", "could not be reached")},
    )
    assert found.status is Status.CACHED
    assert found.note == f"{UNAVAILABLE}, using last cached data from 21 Nov 2026 09:00 UTC."
    assert found.detail == "CoinGecko could not be reached."


def test_a_value_of_a_fallback_says_whose_it_is():
    """What the first provider did, and who gave the value instead."""
    value = accepted(
        83_000, source="Coinbase Exchange", note="CoinGecko rejected the key.", is_fallback=True
    )
    found = price(value)
    assert found.note == "CoinGecko rejected the key. This value is of Coinbase Exchange."
    assert (found.status, found.is_fallback) == (Status.CACHED, True)


def test_a_note_without_a_fallback_stands_alone():
    """A halving is told, not excused."""
    assert price(accepted(83_000, note="A halving took place.")).note == "A halving took place."


def test_a_value_of_the_future_is_stale():
    """A clock that was set back is not younger data."""
    found = price(accepted(83_000, NOW + dt.timedelta(hours=2)))
    assert found.status is Status.STALE
    assert found.note == (
        f"{UNAVAILABLE}, using last cached data from 21 Nov 2026 14:00 UTC. "
        "That is later than this machine's clock says it is now."
    )


def test_a_source_with_old_data_is_not_live():
    """Nine hours old at the fetch, so stale however fresh the fetch was."""
    found = price(
        accepted(83_000, as_of=NOW - dt.timedelta(hours=9)), renewed=frozenset({"btc_price_usd"})
    )
    assert (found.status, found.note) == (Status.STALE, "CoinGecko's own data are 9 h old.")


def test_a_price_of_its_hour_does_not_age_in_the_cache():
    """What was a minute old when it was fetched stays cached for its time to live."""
    fetched = NOW - dt.timedelta(hours=20)
    found = price(accepted(83_000, fetched, as_of=fetched - dt.timedelta(minutes=1)))
    assert found.status is Status.CACHED


def test_a_value_that_never_came_is_excused():
    """The built-in value stands with its day and with what the providers did."""
    down = trouble("CoinGecko", "could not be reached")
    found = snapshot(troubles={"btc_price_usd": down}).values["btc_price_usd"]
    assert found.status is Status.STATIC
    assert found.note == f"{UNAVAILABLE}, using the built-in value of 10 Oct 2026."
    assert found.detail == "CoinGecko could not be reached."
    found = snapshot(troubles={"btc_price_usd": down}, limited=frozenset({"btc_price_usd"})).values[
        "btc_price_usd"
    ]
    assert found.note == f"{LIMITED}, using the built-in value of 10 Oct 2026."


def test_a_built_in_value_without_a_day_has_none():
    """No day is made up."""
    defaults = default_snapshot(btc_price_usd=built_in(80_000, None))
    found = snapshot(troubles={"btc_price_usd": trouble("X", "is down")}, defaults=defaults)
    note = found.values["btc_price_usd"].note
    assert note == f"{UNAVAILABLE}, using the built-in value."


def height(
    value: float, age: dt.timedelta, now: dt.datetime = NOW
) -> tuple[SourcedValue, Snapshot]:
    found = snapshot(values={"block_height": accepted(value, now - age)}, now=now)
    return found.values["block_height"], found


def test_a_fresh_height_is_not_reckoned_on():
    """The network's time is when the height was fetched."""
    reading, found = height(976_800, dt.timedelta(hours=20))
    assert (reading.value, reading.note) == (976_800, "")
    assert found.as_of == NOW - dt.timedelta(hours=20)


def test_an_old_height_is_reckoned_on_at_144_a_day():
    """Two days are 288 blocks, said in words; the network's time is now."""
    reading, found = height(976_800, 2 * DAY)
    assert (reading.value, reading.status) == (977_088, Status.STALE)
    assert reading.note == (
        f"{UNAVAILABLE}, using last cached data from 19 Nov 2026 12:00 UTC. "
        "Reckoned from 976,800 on 19 Nov 2026 12:00 UTC at 144 blocks a day."
    )
    assert found.as_of == NOW
    assert found.network.block_height == 977_088


@pytest.mark.parametrize(("last", "passes"), [(1_049_711, False), (1_049_712, True)])
def test_a_reckoned_height_may_pass_a_halving(last, passes):
    """Two days on, 1,049,712 becomes 1,050,000 = 5 × 210,000, the first block after it."""
    reading, _ = height(last, 2 * DAY)
    assert reading.value == last + 288
    said = reading.note.endswith(" It passes a halving, which the subsidy follows.")
    assert said is passes


def test_a_built_in_height_is_reckoned_on_beside_fetched_values():
    """42.5 days × 144 = 6,120 blocks after 970,748."""
    found = snapshot(values={"btc_price_usd": accepted(83_000)})
    reading = found.values["block_height"]
    assert (reading.value, reading.status) == (976_868, Status.STATIC)
    assert reading.note == "Reckoned from 970,748 on 10 Oct 2026 at 144 blocks a day."
    assert found.as_of == NOW
    assert not is_static(found)


def test_a_clock_set_back_reckons_nothing():
    """A height of tomorrow stays as it is, at its own time."""
    reading, found = height(976_800, -DAY)
    assert (reading.value, reading.status) == (976_800, Status.STALE)
    assert "Reckoned" not in reading.note
    assert found.as_of == NOW + DAY


def test_a_clock_of_1970_reckons_nothing():
    """At boot a clock may stand at 1970: the values stay, and say what is wrong."""
    boot = dt.datetime(1970, 1, 1, 0, 5, tzinfo=dt.UTC)
    found = snapshot(values={"block_height": accepted(976_800, NOW)}, now=boot)
    reading = found.values["block_height"]
    assert reading.value == 976_800
    assert reading.note.endswith("That is later than this machine's clock says it is now.")


def rate(now: dt.datetime, day: dt.datetime) -> SourcedValue:
    value = accepted(0.76, now, source="Frankfurter", as_of=day)
    return snapshot(rates={"GBP": value}, now=now).values["usd_to_gbp"]


FRIDAY = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


@pytest.mark.parametrize("days", [0.5, 1, 2, 3, 4, 5])
def test_fridays_rate_holds_over_a_weekend_and_a_holiday(days):
    """Until Wednesday's start Friday's rate is the valid one."""
    found = rate(FRIDAY + dt.timedelta(days=days), FRIDAY)
    assert (found.status, found.note) == (Status.CACHED, "")
    assert found.value == 0.76


def test_after_four_working_days_a_rate_is_old():
    """On Thursday the bank has set others, however freshly this one was fetched."""
    found = rate(FRIDAY + dt.timedelta(days=6, minutes=1), FRIDAY)
    assert (found.status, found.note) == (
        Status.STALE,
        "Frankfurter's own data are 6 days old.",
    )


def test_a_rate_ages_in_the_cache():
    """Fetched in time, a rate of last Monday is still not Saturday's."""
    monday = dt.datetime(2026, 11, 16, tzinfo=dt.UTC)
    value = accepted(0.76, NOW - DAY, source="Frankfurter", as_of=monday)
    found = snapshot(rates={"GBP": value}).values["usd_to_gbp"]
    assert (found.status, found.note) == (
        Status.STALE,
        "Frankfurter's own data are 5 days old.",
    )


def test_rates_of_all_currencies_stand_over_the_built_in_ones():
    """What was fetched replaces what is built in; the rest stays."""
    rates = {"GBP": accepted(0.76, as_of=FRIDAY), "EUR": accepted(0.88, as_of=FRIDAY)}
    found = snapshot(rates=rates)
    assert {code: r.value for code, r in found.per_usd.items()} == {
        "EUR": 0.88,
        "CAD": 1.44,
        "GBP": 0.76,
    }
    assert found.per_usd["EUR"].unit == "EUR/$"
    assert found.per_usd["CAD"].status is Status.STATIC
    assert found.values["usd_to_gbp"].unit == "£/$"


def test_a_snapshot_is_never_changed():
    """Neither its fields nor its readings can be set."""
    found = snapshot()
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.as_of = NOW
    with pytest.raises(TypeError, match="does not support item assignment"):
        found.values["btc_price_usd"] = built_in(1)


@pytest.mark.usefixtures("upstream")
def test_an_hours_limit_is_not_the_days(service, refreshed, clock):
    """mempool.space allows 30 calls an hour, three a round: the eleventh waits, not today."""
    for _ in range(10):
        refreshed(service(), force=True)
        clock.advance(minutes=5, seconds=1)
    reading = refreshed(service(), force=True).values["fees_btc_per_block"]
    assert reading.detail == "mempool.space has had its 30 calls of this hour."
    assert "for today" not in reading.note

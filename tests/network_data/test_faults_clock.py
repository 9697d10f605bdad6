"""Faults 72 to 76: the machine's clock jumps, is wrong, or changes its zone."""

import asyncio
import datetime as dt
import time

import httpx
import pytest

from hydro_mining.economics.bitcoin import block_subsidy
from hydro_mining.provenance import NETWORK_VALUES, Status
from tests.network_data.conftest import HEIGHT, NOW
from tests.network_data.faults import fault, page_of, timed

EPOCH = dt.datetime(1970, 1, 1, 0, 5, tzinfo=dt.UTC)


@fault(72)
def test_a_jump_by_25_hours_makes_old_and_is_healed(service, upstream, refreshed, clock):
    """Everything is old at once, which the page says, and the next round makes it live."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    page = page_of(one, one.snapshot())
    assert {page.chip(name).status for name in NETWORK_VALUES} == {"stale"}
    assert "25 h ago" in page.chip("btc_price_usd").text
    at_now(upstream, clock)
    page = page_of(one, refreshed(one))
    assert page.headline == "Live: all network figures were fetched just now"
    assert page.notices == ()


@fault(73)
@pytest.mark.parametrize("back", [{"minutes": 10}, {"hours": 25}, {"days": 400}], ids=str)
def test_a_clock_that_is_put_back_makes_nothing_young(service, upstream, refreshed, clock, back):
    """Values of the future are old, with the reason; no age is negative; a round heals it."""
    one = service()
    refreshed(one)
    clock.advance(**{unit: -length for unit, length in back.items()})
    page = page_of(one, one.snapshot())
    chip = page.chip("btc_price_usd")
    assert chip.status == "stale"
    assert "That is later than this machine's clock says it is now." in chip.title
    assert "fetched under 1 min ago" in chip.text
    at_now(upstream, clock)
    page = page_of(one, refreshed(one))
    assert page.headline == "Live: all network figures were fetched just now"


@fault(73)
def test_a_clock_put_back_a_little_is_no_event(service, refreshed, upstream, clock):
    """Four minutes are a clock that was set right: cached, no notice, no call."""
    one = service()
    refreshed(one)
    calls = upstream.calls
    clock.advance(minutes=-4)
    page = page_of(one, one.snapshot())
    assert {page.chip(name).status for name in NETWORK_VALUES} == {"cached"}
    assert page.notices == ()
    assert upstream.calls == calls


@fault(74)
@pytest.mark.usefixtures("upstream")
def test_a_clock_of_1970_is_noticed(service, refreshed, clock):
    """What tells a time is refused as ahead of the clock; what tells none is shown."""
    clock.time = EPOCH
    one = service()
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    assert "a time that lies ahead of this machine's clock" in page.chip("btc_price_usd").title
    assert snapshot.values["btc_price_usd"].source == "Coinbase"
    assert page.chip("usd_to_gbp").status == "static"
    assert any("ahead of this machine's clock" in reason for reason in page.health.reasons)
    assert snapshot.network.block_height == HEIGHT


@fault(74)
@pytest.mark.usefixtures("upstream")
def test_a_clock_that_is_set_right_after_1970_heals(service, refreshed, clock):
    """With the right time all values are 56 years old, are asked for again and are live."""
    clock.time = EPOCH
    one = service()
    refreshed(one)
    clock.time = NOW
    page = page_of(one, refreshed(one))
    assert page.headline == "Live: all network figures were fetched just now"


@fault(74)
def test_no_height_is_reckoned_from_1970(service, upstream, refreshed, clock):
    """56 years at 144 blocks a day would end the subsidy; the height of now is no such thing."""
    clock.time = EPOCH
    one = service()
    refreshed(one)
    clock.time = NOW
    upstream.fail(httpx.ConnectError("offline"))
    snapshot = refreshed(one)
    page_of(one, snapshot)
    assert block_subsidy(snapshot.network.block_height) == 312_500_000


@fault(75)
@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/New_York", "Asia/Kolkata"])
def test_the_night_of_the_clock_change_is_like_any_other(
    service, upstream, refreshed, clock, monkeypatch, zone
):
    """At 1 h UTC on 25 Oct 2026 London's clocks go back; ages and times stay UTC everywhere."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        clock.time = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
        at_now(upstream, clock)
        one = service(daily_call_limit=3)
        refreshed(one)
        clock.time = dt.datetime(2026, 10, 25, 2, 0, tzinfo=dt.UTC)
        page = page_of(one, one.snapshot())
        chip = page.chip("btc_price_usd")
        assert chip.status == "cached"
        assert "fetched 25 Oct 2026 00:30 UTC (1 h ago)" in chip.title
        # The day of the call limit is UTC's as well.
        assert page.record("mempool.space").calls_today == 3
    finally:
        monkeypatch.undo()
        time.tzset()


@fault(76)
@pytest.mark.parametrize("jump", [-86_400.0, -3_600.0, 3_600.0, 86_400.0])
def test_the_deadline_is_not_the_wall_clocks(upstream, folder, jump):
    """While the wall clock jumps, silent providers end a round in 15 s as ever."""

    async def silence(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("never")

    upstream.fail(silence)

    def wall(seconds: float) -> dt.datetime:
        return NOW + dt.timedelta(seconds=seconds + (jump if seconds > 1 else 0))

    round_ = timed(folder, NOW, now=wall)
    assert round_.seconds <= 15
    assert round_.page.chip("fees_btc_per_block").status == "static"


@fault(76)
@pytest.mark.parametrize("deadline", [2.0, 5.0])
def test_the_deadline_is_the_operators(upstream, folder, deadline):
    """What is there by the deadline is live; the rest says after how long it was given up."""

    async def silence(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("never")

    for route in (upstream.price, upstream.ticker, upstream.spot):
        route.mock(side_effect=silence)
    round_ = timed(folder, NOW, deadline_s=deadline)
    assert round_.seconds == deadline
    assert round_.snapshot.values["usd_to_gbp"].status is Status.LIVE
    assert f"No answer within {deadline:g} seconds." in round_.page.chip("btc_price_usd").title


def at_now(upstream, clock) -> None:
    """Let all answers that tell a time tell the clock's."""
    seconds = int(clock.time.timestamp())
    upstream.price.respond(
        json={"bitcoin": {"usd": 83_000, "last_updated_at": max(seconds - 60, 0)}}
    )
    upstream.adjustments.respond(json=[[seconds - 86_400, 975_744, 132_716_002_350_731.2, 1.01]])
    day = (clock.time - dt.timedelta(days=1)).date().isoformat()
    upstream.rates.respond(
        json={"amount": 1.0, "base": "USD", "date": day, "rates": {"GBP": 0.76, "EUR": 0.87}}
    )

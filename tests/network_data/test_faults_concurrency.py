"""Faults 77, 80 to 83, 89 and 90: many at once, limits, missing keys, and health itself."""

import asyncio
import dataclasses
import datetime as dt

import httpx
import pytest

from hydro_mining.health import State
from hydro_mining.network_data import NetworkFeed, NetworkService
from hydro_mining.provenance import NETWORK_VALUES
from tests.network_data.conftest import HEIGHT, NOW
from tests.network_data.faults import KEYED, fault, page_of

LIMITED = "Live data limit reached for today, using "


@fault(77)
def test_twenty_sessions_make_one_round(service, upstream):
    """Twenty at once on an empty cache: six calls, and each of the twenty sees live figures."""

    async def visit() -> list:
        return await asyncio.gather(*(one.refresh() for _ in range(20)))

    one = service()
    snapshots = asyncio.run(visit())
    assert upstream.calls == 6
    for route in (upstream.price, upstream.q_difficulty, upstream.height, upstream.rates):
        assert route.call_count == 1
    for snapshot in snapshots:
        assert page_of(one, snapshot).headline.startswith("Live")


@fault(77)
def test_twenty_offline_make_one_round(service, upstream):
    """An outage is met once, not twenty times."""
    upstream.fail(httpx.ReadTimeout("late"))

    async def visit() -> None:
        await asyncio.gather(*(one.refresh(force=True) for _ in range(20)))

    one = service()
    asyncio.run(visit())
    assert upstream.price.call_count == 1
    assert page_of(one, one.snapshot()).record("CoinGecko").failed_rounds == 1


@fault(80)
def test_a_hammered_button_asks_once(service, upstream, refreshed, clock):
    """A hundred forced refreshes in ten seconds: six calls, and the next time is told."""
    one = service()
    for _ in range(100):
        page = page_of(one, refreshed(one, force=True))
        clock.advance(seconds=0.1)
    assert upstream.calls == 6
    assert page.record("CoinGecko").calls_today == 1
    # The round ended within some seconds of noon; five minutes later another may be made.
    until = one.next_round_at()
    assert until is not None
    assert dt.timedelta(minutes=5) <= until - NOW < dt.timedelta(minutes=5, seconds=10)
    assert not one.is_due(force=True)
    clock.time = until
    assert one.next_round_at() is None
    assert one.is_due(force=True)


@fault(80)
def test_after_a_failure_the_button_waits_a_minute(service, upstream, refreshed, clock):
    """While a provider fails, a round a minute is enough."""
    upstream.fail(httpx.ReadTimeout("late"))
    one = service()
    for _ in range(20):
        refreshed(one, force=True)
    assert upstream.price.call_count == 1
    until = one.next_round_at()
    assert until is not None
    assert until - clock.time <= dt.timedelta(minutes=1)


@fault(81)
def test_without_calls_left_the_cached_values_stay(service, upstream, refreshed, clock):
    """With three calls a day each, a fourth round asks only who has some left, and says why."""
    one = service(daily_call_limit=3)
    refreshed(one)
    for _ in range(2):
        clock.advance(minutes=6)
        refreshed(one, force=True)
    calls = upstream.calls
    clock.advance(minutes=6)
    snapshot = refreshed(one, force=True)
    page = page_of(one, snapshot)
    chip = page.chip("fees_btc_per_block")
    assert chip.status == "cached"
    assert f"{LIMITED}last cached data from 21 Nov 2026 12:00 UTC." in chip.title
    assert "mempool.space has had its 3 calls of today." in chip.title
    assert upstream.rewards.call_count == 1
    # CoinGecko's three are used up too: Coinbase Exchange stands in, once.
    assert upstream.calls == calls + 1
    assert page.chip("btc_price_usd").status == "live"
    assert "CoinGecko has had its 3 calls of today." in page.chip("btc_price_usd").title


@fault(81)
def test_without_calls_left_old_values_say_so(service, upstream, refreshed, clock):
    """Beyond its time to live a value is old, for the limit's sake; the next day it is live."""
    one = service(daily_call_limit=3, cache_ttl_s=3_600)
    refreshed(one)
    clock.advance(hours=2)
    page = page_of(one, refreshed(one))
    chip = page.chip("fees_btc_per_block")
    assert chip.status == "stale"
    assert f"{LIMITED}last cached data from 21 Nov 2026 12:00 UTC." in chip.title
    assert upstream.rewards.call_count == 1
    clock.advance(hours=12)
    page = page_of(one, refreshed(one))
    assert page.chip("fees_btc_per_block").status == "live"
    assert LIMITED not in str(page.notices)


@fault(81)
def test_a_limit_of_zero_makes_no_call(service, upstream, refreshed):
    """An operator who allows no call gets the built-in figures, with the reason."""
    one = service(daily_call_limit=0)
    page = page_of(one, refreshed(one, force=True))
    assert upstream.calls == 0
    assert {page.chip(name).status for name in NETWORK_VALUES} == {"static"}
    for name in NETWORK_VALUES:
        assert f"{LIMITED}the built-in value of 10 Oct 2026." in page.chip(name).title
    assert page.health.state is State.DOWN


@fault(81)
@pytest.mark.usefixtures("upstream")
def test_a_single_call_reads_well(service, refreshed, clock):
    """One call is not "1 calls"."""
    one = service(daily_call_limit=1)
    refreshed(one)
    clock.advance(minutes=6)
    page = page_of(one, refreshed(one, force=True))
    assert "1 calls" not in str(page)


@fault(81)
def test_the_limit_of_an_hour_is_not_todays(service, upstream, refreshed, clock):
    """Ten rounds of three use up mempool.space's 30 an hour; the notice does not say today."""
    one = service()
    for _ in range(11):
        snapshot = refreshed(one, force=True)
        clock.advance(minutes=5, seconds=1)
        bitcoin = {"usd": 83_000, "last_updated_at": int(clock.time.timestamp())}
        upstream.price.respond(json={"bitcoin": bitcoin})
    page = page_of(one, snapshot)
    chip = page.chip("fees_btc_per_block")
    assert chip.status == "cached"
    assert "mempool.space has had its 30 calls of this hour." in chip.title
    assert LIMITED not in chip.title


@fault(81)
@pytest.mark.usefixtures("upstream")
def test_todays_limit_is_not_tomorrows(service, refreshed, clock):
    """After midnight UTC the notice no longer says that today's limit is reached."""
    one = service(daily_call_limit=3)
    refreshed(one)
    clock.advance(minutes=6)
    page = page_of(one, refreshed(one, force=True))
    assert LIMITED in page.chip("fees_btc_per_block").title
    clock.time = dt.datetime(2026, 11, 22, 0, 30, tzinfo=dt.UTC)
    page = page_of(one, one.snapshot())
    assert page.chip("fees_btc_per_block").status == "cached"
    assert LIMITED not in str(page)


@fault(82)
def test_a_snapshot_never_changes(service, upstream, refreshed, clock):
    """What a calculation holds is of one round, whatever rounds follow."""
    one = service()
    before = refreshed(one)
    network, page = before.network, page_of(one, before)
    clock.advance(minutes=6)
    bitcoin = {"usd": 90_000, "last_updated_at": int(clock.time.timestamp())}
    upstream.price.respond(json={"bitcoin": bitcoin})
    upstream.height.respond(text=str(HEIGHT + 1))
    after = refreshed(one, force=True)
    assert (after.network.btc_price_usd, after.network.block_height) == (90_000, HEIGHT + 1)
    assert before.network == network
    assert page.chip("btc_price_usd").text.startswith("Bitcoin price Live $83,000")
    with pytest.raises(TypeError, match="does not support item assignment"):
        before.values["btc_price_usd"] = after.values["btc_price_usd"]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign"):
        before.as_of = NOW  # type: ignore[misc]


@fault(82)
def test_a_value_that_arrives_mid_round_is_seen_with_the_round(service, upstream):
    """While a round waits for a price, the page's values are those of before."""

    async def run() -> None:
        is_asked, go = asyncio.Event(), asyncio.Event()
        good = upstream.price.return_value

        async def slow(_: httpx.Request) -> httpx.Response:
            is_asked.set()
            await go.wait()
            return good

        upstream.price.mock(side_effect=slow)
        one = service()
        waiting = asyncio.create_task(one.refresh())
        await is_asked.wait()
        page = page_of(one, one.snapshot())
        assert page.chip("btc_price_usd").status == "static"
        go.set()
        assert page_of(one, await waiting).headline.startswith("Live")

    asyncio.run(run())


@fault(83)
def test_a_visitor_who_leaves_does_not_end_the_round(service, upstream):
    """Its waiter is cancelled; the round goes on for who comes next, and no task is left."""

    async def run() -> None:
        is_asked, go = asyncio.Event(), asyncio.Event()
        good = upstream.price.return_value

        async def slow(_: httpx.Request) -> httpx.Response:
            is_asked.set()
            await go.wait()
            return good

        upstream.price.mock(side_effect=slow)
        one = service()
        leaving = asyncio.create_task(one.refresh())
        await is_asked.wait()
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        coming = asyncio.create_task(one.refresh())
        go.set()
        snapshot = await coming
        page = page_of(one, snapshot)
        assert page.headline == "Live: all network figures were fetched just now"
        assert upstream.price.call_count == 1
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


@fault(83)
def test_a_round_that_is_cancelled_gives_its_lease_back(service, upstream):
    """A program that ends within a round leaves no lease behind: the next one asks at once."""

    async def run() -> None:
        is_asked = asyncio.Event()

        async def slow(_: httpx.Request) -> httpx.Response:
            is_asked.set()
            await asyncio.Event().wait()
            raise AssertionError("never")

        upstream.rates.mock(side_effect=slow)
        waiting = asyncio.create_task(service().refresh())
        await is_asked.wait()
        waiting.cancel()

    asyncio.run(run())
    body = {"amount": 1.0, "base": "USD", "date": "2026-11-20", "rates": {"GBP": 0.76}}
    upstream.rates.mock(side_effect=None, return_value=httpx.Response(200, json=body))
    two = service()
    page = page_of(two, asyncio.run(two.refresh()))
    assert page.chip("usd_to_gbp").status == "live"


@fault(89)
def test_without_keys_all_is_live_and_health_says_keyless(service, upstream, refreshed):
    """No request carries a key header, and the figures are live."""
    one = service()
    page = page_of(one, refreshed(one))
    assert page.health.is_keyless
    assert page.headline.startswith("Live")
    for call in upstream.router.calls:
        assert "x-cg-demo-api-key" not in call.request.headers
    assert [r.name for r in page.health.providers if r.name == "Hashrate Index"] == []


@fault(89)
@pytest.mark.usefixtures("upstream")
def test_with_a_key_health_says_so(service, refreshed):
    """One key is enough not to be keyless; the index is asked only with its own."""
    one = service(**KEYED)
    page = page_of(one, refreshed(one))
    assert not page.health.is_keyless
    assert page.record("Hashrate Index").last_success_at is None


ROWS = {
    "text": {"calls": "many"},
    "number": {"calls": 5},
    "null": {"calls": None, "outcomes": None},
    "outcome": {"outcomes": [["noon", True, 1.0]]},
    "latency": {"outcomes": [[NOW.timestamp(), True, "fast"]]},
    "error": {"last_error": "down"},
    "error time": {"last_error": {"at": "noon", "reason": "is down"}},
    "error year": {"last_error": {"at": 1e300, "reason": "is down"}},
    "success": {"last_success_at": 1e300},
    "success text": {"last_success_at": "noon"},
    "not a number": {"last_success_at": float("nan")},
    "pause": {"paused_until": 1e300},
    "rounds": {"failed_rounds": "three"},
    "rounds null": {"failed_rounds": None},
}


@fault(90)
@pytest.mark.parametrize("is_failing", [False, True], ids=["well", "failing"])
@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_record_of_no_sense_is_an_unknown_one(service, upstream, refreshed, row, is_failing):
    """Health's own row is spoilt: it counts as unknown, and the figures come as ever."""
    one = service()
    one._store.set("provider:CoinGecko", row)
    page = page_of(one, one.snapshot())
    record = page.record("CoinGecko")
    assert record.last_error == ""
    assert record.error_rate is None
    if is_failing:
        upstream.price.respond(404)
    page = page_of(one, refreshed(one))
    assert page.chip("btc_price_usd").status == "live"
    assert page.chip("difficulty").status == "live"


@fault(23, 90)
def test_a_provider_that_is_dead_for_weeks_does_not_stop_the_others(service, upstream, refreshed):
    """After two thousand failed rounds its pause is 15 minutes as ever, and the rest is live."""
    one = service()
    one._store.set("provider:CoinGecko", {"failed_rounds": 2_000})
    upstream.price.respond(404)
    page = page_of(one, refreshed(one))
    until = page.record("CoinGecko").paused_until
    assert until is not None
    assert dt.timedelta(minutes=14) < until - one.now() <= dt.timedelta(minutes=15)
    assert page.chip("difficulty").status == "live"


@fault(90)
@pytest.mark.usefixtures("upstream")
@pytest.mark.parametrize(
    "row",
    [
        {"ended_at": "noon", "troubles": {}, "limited": []},
        {"ended_at": None, "troubles": None, "limited": None},
        {"ended_at": NOW.isoformat(), "troubles": [], "limited": {}},
        {"ended_at": "2026-11-21T11:59:59", "troubles": {}, "limited": []},
        {"ended_at": NOW.isoformat(), "troubles": {"difficulty": "words of an older version"}},
        {"ended_at": "9999-12-31T23:59:59+00:00", "troubles": {}, "limited": []},
        {},
    ],
)
def test_a_round_of_no_sense_counts_as_none(service, refreshed, row):
    """The record of the last round is spoilt: a round is made and all is live."""
    one = service()
    one._store.set("round", row)
    page = page_of(one, refreshed(one))
    assert page.headline.startswith("Live")


@fault(90)
@pytest.mark.usefixtures("upstream")
def test_health_that_fails_leaves_the_figures(service, monkeypatch):
    """If health cannot be told at all, a feed still hands on the round's live figures."""

    def broken(*_: object) -> None:
        raise RuntimeError("health is broken")

    one = service()
    feed = NetworkFeed(lambda: one, one._defaults)
    feed._service = one
    with monkeypatch.context() as patch:
        patch.setattr(NetworkService, "health", broken)
        asyncio.run(feed._round(force=True))
    feed._loop.close()
    assert page_of(one, feed.state.snapshot).headline.startswith("Live")
    assert feed.state.health is None
    assert not feed.state.is_asking

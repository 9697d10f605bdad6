"""Health: the state that a monitor reads, and the reasons in sentences."""

import asyncio
import dataclasses
import datetime as dt

import httpx
import pytest

from hydro_mining.environment import Secret
from hydro_mining.health import ProviderRecord, State
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data._answers import FaultKind, Trouble
from hydro_mining.network_data._snapshot import health_of
from hydro_mining.provenance import Status


@pytest.mark.usefixtures("upstream")
def test_after_a_good_round_all_is_well(service, refreshed, clock):
    """Every value fresh, every provider well, no reason to name."""
    one = service()
    health = one.health(refreshed(one))
    assert (health.state, health.reasons) == (State.HEALTHY, ())
    assert health.checked_at == clock.time
    assert health.is_keyless


@pytest.mark.usefixtures("upstream")
def test_each_provider_that_may_be_asked_has_a_record(service):
    """An index without a key is not asked, so it is not there."""
    names = [record.name for record in service().health(service().snapshot()).providers]
    assert names == [
        "CoinGecko",
        "Coinbase Exchange",
        "Coinbase",
        "Blockchain.info",
        "Blockchain.info charts",
        "mempool.space",
        "Frankfurter",
    ]
    keyed = service(hashrate_index_api_key=Secret("luxor-canary"))
    health = keyed.health(keyed.snapshot())
    assert [record.name for record in health.providers][-1] == "Hashrate Index"
    assert not health.is_keyless
    assert "luxor-canary" not in repr(health)


def test_one_failing_provider_degrades(service, upstream, refreshed):
    """A fallback gave the value, so only the provider is a reason."""
    upstream.price.respond(404)
    one = service()
    health = one.health(refreshed(one))
    assert health.state is State.DEGRADED
    assert health.reasons == ("CoinGecko no longer answers at this address.",)


def test_a_value_that_is_not_fresh_is_a_reason(service, upstream, refreshed):
    """Fees have one provider: their state, their sentence and what was answered are told."""
    upstream.rewards.respond(404)
    one = service()
    health = one.health(refreshed(one))
    assert health.state is State.DEGRADED
    assert health.reasons[0] == (
        "Fees per block is built in. Live data temporarily unavailable, using the built-in value "
        "of 10 Oct 2026. mempool.space no longer answers at this address."
    )


def test_without_a_fresh_value_all_is_down(service, upstream, refreshed):
    """Offline on the first start nothing can be relied on, and each reason is told once."""
    upstream.fail(httpx.ConnectError("name or service not known"))
    one = service()
    health = one.health(refreshed(one))
    assert health.state is State.DOWN
    assert " ".join(health.reasons).count("CoinGecko could not be reached.") == 1


def test_a_provider_that_recovers_is_no_reason_any_more(service, upstream, refreshed, clock):
    """The last outcome counts."""
    upstream.price.respond(404)
    one = service()
    refreshed(one)
    upstream.price.respond(
        json={"bitcoin": {"usd": 83_000, "last_updated_at": int(clock.time.timestamp())}}
    )
    clock.advance(minutes=6)
    health = one.health(refreshed(one, force=True))
    assert (health.state, health.reasons) == (State.HEALTHY, ())


@pytest.mark.usefixtures("upstream")
def test_trouble_with_the_disk_degrades(service, refreshed, tmp_path):
    """A folder that is a file is told; the values are live all the same."""
    file = tmp_path / "file"
    file.write_text("x")
    one = service(cache_folder=file)
    snapshot = refreshed(one)
    health = one.health(snapshot)
    assert {r.status for r in snapshot.values.values()} == {Status.LIVE}
    assert health.state is State.DEGRADED
    assert health.reasons == (
        "The folder for stored values cannot be used, so values are kept only until the "
        "program ends.",
    )


def test_asking_for_health_asks_nobody(service, upstream):
    """Health is read from what is stored."""
    one = service()
    health = one.health(one.snapshot())
    assert health.state is State.DOWN
    assert health.reasons == (
        "Bitcoin price, Difficulty, Block height, Fees per block and Pounds for a dollar are "
        "built in.",
    )
    assert upstream.calls == 0


def test_a_call_that_the_deadline_cut_is_told(service, upstream):
    """A round that ends for its deadline leaves its provider's fault behind."""

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    upstream.rates.mock(side_effect=never)
    one = service(call_timeout_s=0.05)
    health = one.health(asyncio.run(one.refresh()))
    assert health.reasons == ("Frankfurter did not answer in time.",)
    record = next(r for r in health.providers if r.name == "Frankfurter")
    assert (record.error_rate, record.calls_today, record.calls_a_day) == (1.0, 1, 10)
    assert dataclasses.replace(record).is_failing


def test_words_of_a_note_do_not_silence_a_provider():
    """What was told is known by provider and fault, not by finding its words in a sentence."""
    now = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
    down = Trouble("CoinGecko", FaultKind.UNREACHABLE, "could not be reached")
    record = ProviderRecord(
        name="CoinGecko",
        last_success_at=None,
        last_error_at=now,
        last_error="CoinGecko could not be reached",
        failed_rounds=1,
        paused_until=None,
        calls_today=1,
        calls_a_day=50,
        error_rate=1.0,
        latency_ms=5.0,
    )
    built_in = bundled_network()
    price = built_in.values["btc_price_usd"]
    noted = dataclasses.replace(price, note=f"Somebody said: {down.sentence}")
    snapshot = dataclasses.replace(built_in, values={"btc_price_usd": noted})

    def reasons(**troubles: tuple[Trouble, ...]) -> list[str]:
        health = health_of(
            snapshot,
            troubles=troubles,
            providers=[(record, down)],
            notice="",
            now=now,
            is_keyless=True,
        )
        return list(health.reasons)

    value = f"Bitcoin price is built in. Somebody said: {down.sentence}"
    assert reasons() == [value, down.sentence]
    assert reasons(btc_price_usd=(down,)) == [f"{value} {down.sentence}"]
    assert reasons(difficulty=(down,)) == [value, down.sentence]

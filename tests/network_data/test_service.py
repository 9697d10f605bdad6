"""The service: a snapshot of what is stored, and one round for however many ask."""

import asyncio

import httpx

from hydro_mining.provenance import Status


def test_a_first_refresh_asks_each_provider_once(service, upstream, refreshed):
    """Six calls give five live values; no second source is asked while the first answers."""
    snapshot = refreshed(service())
    assert {r.status for r in snapshot.values.values()} == {Status.LIVE}
    assert upstream.calls == 6
    assert snapshot.network.btc_price_usd == 83_000
    assert snapshot.network.block_height == 976_800
    assert snapshot.network.fees_btc_per_block == 0.02
    assert snapshot.network.usd_to_gbp == 0.76


def test_what_is_fresh_is_used_without_a_call(service, upstream, refreshed, clock):
    """Within its time to live a value is cached, also for another process."""
    refreshed(service())
    clock.advance(hours=23)
    snapshot = refreshed(service())
    assert {r.status for r in snapshot.values.values()} == {Status.CACHED}
    assert upstream.calls == 6


def test_twenty_at_once_make_one_round(service, upstream):
    """Twenty visitors on an empty cache cause one call to each provider."""

    async def visit() -> None:
        one = service()
        await asyncio.gather(*(one.refresh() for _ in range(20)))

    asyncio.run(visit())
    assert upstream.calls == 6


def test_offline_is_static_and_says_of_when(service, upstream, refreshed):
    """Without a network and a cache the built-in values stand, with their day."""
    upstream.fail(httpx.ConnectError("name or service not known"))
    snapshot = refreshed(service())
    price = snapshot.values["btc_price_usd"]
    assert price.status is Status.STATIC
    assert price.note == (
        "Live data temporarily unavailable, using the built-in value of 10 Oct 2026."
    )
    assert "CoinGecko could not be reached." in price.detail

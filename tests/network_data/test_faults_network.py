"""Faults 1 to 11: the provider cannot be reached."""

import asyncio
import ssl

import httpx
import pytest

from hydro_mining.environment import Environment
from hydro_mining.health import State
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import PROVIDERS, Clock, NetworkService
from hydro_mining.network_data._store import Store
from hydro_mining.network_data._transport import client_factory
from hydro_mining.provenance import Status
from tests.network_data.conftest import NOW
from tests.network_data.faults import KEYED, fault, page_of, timed

DNS = httpx.ConnectError("[Errno -2] Name or service not known")
REFUSED = httpx.ConnectError("[Errno 111] Connection refused")
RESET = httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def certificate_error() -> httpx.ConnectError:
    """Return what httpx raises at a captive portal: the cause is the TLS library's."""
    error = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")
    error.__cause__ = ssl.SSLCertVerificationError(1, "CERTIFICATE_VERIFY_FAILED")
    return error


@fault(1, 2)
@pytest.mark.parametrize("error", [DNS, REFUSED], ids=["dns", "refused"])
def test_an_unreachable_provider_is_replaced(service, upstream, refreshed, error):
    """The price is Coinbase Exchange's and says why; CoinGecko was tried twice."""
    upstream.price.mock(side_effect=error)
    one = service(**KEYED)
    page = page_of(one, refreshed(one))
    chip = page.chip("btc_price_usd")
    assert chip.status == "live"
    assert "Live, 2nd source" in chip.text
    note = "CoinGecko could not be reached. This value is of Coinbase Exchange."
    assert note in chip.title
    assert page.notices == (f"Bitcoin price: {note}",)
    assert page.record("CoinGecko").last_error == "CoinGecko could not be reached"
    assert page.health.state is State.DEGRADED
    assert (upstream.price.call_count, upstream.ticker.call_count) == (2, 1)
    assert upstream.spot.call_count == 0


@fault(1, 2, 3, 4)
@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (DNS, "could not be reached"),
        (REFUSED, "could not be reached"),
        (httpx.ConnectTimeout("timed out"), "did not answer in time"),
        (httpx.ReadTimeout("timed out"), "did not answer in time"),
        (httpx.WriteTimeout("timed out"), "did not answer in time"),
        (httpx.PoolTimeout("timed out"), "did not answer in time"),
    ],
    ids=["dns", "refused", "connect", "read", "write", "pool"],
)
def test_an_outage_leaves_the_last_values(service, upstream, refreshed, clock, error, trouble):
    """A day later, without a network, each value is the last one, called old, with its time."""
    one = service(**KEYED)
    refreshed(one)
    upstream.fail(error)
    clock.advance(hours=25)
    snapshot = refreshed(one)
    page = page_of(one, snapshot)
    last = "Live data temporarily unavailable, using last cached data from 21 Nov 2026 12:00 UTC."
    for name, value in (
        ("btc_price_usd", 83_000),
        ("fees_btc_per_block", 0.02),
        ("usd_to_gbp", 0.76),
    ):
        assert snapshot.values[name].value == value
        assert page.chip(name).status == "stale"
        assert last in page.chip(name).title
    assert f"CoinGecko {trouble}." in page.chip("btc_price_usd").title
    # 25 hours and some seconds of tries at 144 blocks a day are 150 blocks more.
    assert snapshot.values["block_height"].value == 976_950
    assert page.headline == "Not live: last fetched 25 h ago"
    assert page.health.state is State.DOWN


@fault(3, 4)
@pytest.mark.parametrize("error", [httpx.ConnectTimeout("late"), httpx.ReadTimeout("late")])
def test_a_timeout_is_not_tried_again(service, upstream, refreshed, error):
    """A provider that did not answer is asked once; the time goes to the next."""
    upstream.price.mock(side_effect=error)
    one = service()
    page = page_of(one, refreshed(one))
    note = "CoinGecko did not answer in time. This value is of Coinbase Exchange."
    assert note in page.chip("btc_price_usd").title
    assert upstream.price.call_count == 1


@fault(3, 4)
def test_silence_of_all_ends_in_twelve_seconds(upstream, folder):
    """Three providers that never answer cost a price 3 × 4 s, and the round no more."""

    async def silence(_: httpx.Request) -> httpx.Response:
        raise await _never()

    upstream.fail(silence)
    round_ = timed(folder, NOW)
    assert round_.seconds <= 15
    assert "CoinGecko did not answer in time." in round_.page.chip("btc_price_usd").title
    assert "Coinbase did not answer in time." in round_.page.chip("btc_price_usd").title


async def _never() -> Exception:
    await asyncio.Event().wait()
    return AssertionError("never")


@fault(1, 2, 23)
@pytest.mark.parametrize("answer", [DNS, httpx.Response(503)], ids=["dns", "503"])
def test_a_second_difficulty_is_not_held_up(upstream, folder, answer):
    """While Blockchain.info fails, mempool.space's difficulty is live before the deadline."""
    failing = {"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}
    upstream.q_difficulty.mock(**failing)
    round_ = timed(folder, NOW)
    difficulty = round_.snapshot.values["difficulty"]
    assert (difficulty.status, difficulty.source) == (Status.LIVE, "mempool.space")
    assert round_.seconds < 12


@fault(1, 2, 23)
@pytest.mark.parametrize("answer", [DNS, httpx.Response(503)], ids=["dns", "503"])
def test_a_second_height_is_found_in_time(upstream, folder, answer):
    """While mempool.space fails, Blockchain.info's height and difficulty are live."""
    failing = {"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}
    for route in (upstream.height, upstream.adjustments, upstream.rewards, upstream.prices):
        route.mock(**failing)
    round_ = timed(folder, NOW)
    for name in ("block_height", "difficulty"):
        assert round_.snapshot.values[name].status is Status.LIVE
        assert round_.snapshot.values[name].source == "Blockchain.info"
    assert round_.seconds <= 15


@fault(7)
def test_a_reset_is_tried_once_more(service, upstream, refreshed):
    """A truncated answer is followed by a good one: live, and nobody need know."""
    upstream.price.side_effect = [RESET, upstream.price.return_value]
    one = service()
    page = page_of(one, refreshed(one))
    assert page.chip("btc_price_usd").status == "live"
    assert page.notices == ()
    assert (upstream.price.call_count, upstream.ticker.call_count) == (2, 0)


@fault(7)
def test_resets_for_good_go_to_the_second_source(service, upstream, refreshed):
    """CoinGecko is tried twice, then the price is Coinbase Exchange's."""
    upstream.price.mock(side_effect=RESET)
    one = service()
    page = page_of(one, refreshed(one))
    assert "CoinGecko could not be reached." in page.chip("btc_price_usd").title
    assert upstream.price.call_count == 2


@fault(8)
def test_a_certificate_problem_is_said_and_not_tried_again(service, upstream, refreshed):
    """A captive portal's certificate: one try, a row in health, and the second source."""
    upstream.price.mock(side_effect=certificate_error())
    one = service(**KEYED)
    page = page_of(one, refreshed(one))
    reason = "CoinGecko has a certificate problem; nothing was sent"
    assert page.record("CoinGecko").last_error == reason
    assert f"{reason}. This value is of Coinbase Exchange." in page.chip("btc_price_usd").title
    assert upstream.price.call_count == 1


@fault(8)
def test_certificates_are_always_checked():
    """The client demands a certificate for the host it asks."""
    context = client_factory(Environment())()._transport._pool._ssl_context
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@fault(7, 8)
@pytest.mark.parametrize(
    ("cause", "trouble"),
    [
        (
            ssl.SSLCertVerificationError(1, "self-signed"),
            "has a certificate problem; nothing was sent",
        ),
        (ssl.SSLEOFError(8, "EOF occurred in violation of protocol"), "could not be reached"),
    ],
    ids=["certificate", "reset"],
)
def test_a_reset_within_tls_is_no_certificate_problem(folder, clock, cause, trouble):
    """A connection that breaks off while TLS begins is a reset, which is tried again."""
    asked: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        raise httpx.ConnectError("TLS failed") from cause

    one = NetworkService(
        environment=Environment(cache_folder=folder),
        store=Store(folder),
        client=lambda: httpx.AsyncClient(transport=httpx.MockTransport(handle)),
        clock=Clock(now=clock.now, sleep=clock.sleep),
        defaults=bundled_network(),
        providers=PROVIDERS,
    )
    page = page_of(one, asyncio.run(one.refresh()))
    one.close()
    assert page.record("CoinGecko").last_error == f"CoinGecko {trouble}"
    assert asked.count("api.coingecko.com") == (1 if "certificate" in trouble else 2)


@fault(9)
def test_a_first_start_offline_shows_the_built_in_day(service, upstream, refreshed):
    """All chips are built in; the headline has the day and age of the set: 10 Oct to 21 Nov."""
    upstream.fail(DNS)
    one = service()
    page = page_of(one, refreshed(one))
    assert page.headline == "Market data of 10 Oct 2026, 42 days old, built in"
    assert "hm-is-static" in page.bar.split("</p>")[0]
    note = "Live data temporarily unavailable, using the built-in value of 10 Oct 2026."
    for name in ("btc_price_usd", "difficulty", "block_height", "fees_btc_per_block"):
        assert page.chip(name).status == "static"
        assert note in page.chip(name).title
    assert len(page.notices) == 1
    assert page.notices[0].endswith(note)
    assert page.health.state is State.DOWN


@fault(10)
def test_back_online_everything_is_live(service, upstream, refreshed, clock):
    """A minute after an outage the same service asks again; no notice is left."""
    answers = [(route, route.return_value) for route in upstream.router.routes]
    upstream.fail(DNS)
    one = service()
    refreshed(one)
    calls = upstream.calls
    refreshed(one)
    assert upstream.calls == calls
    for route, answer in answers:
        route.mock(return_value=answer)
    clock.advance(seconds=61)
    page = page_of(one, refreshed(one))
    assert page.headline == "Live: all network figures were fetched just now"
    assert page.notices == ()


@fault(10)
def test_back_online_health_is_well_again(service, upstream, refreshed, clock):
    """A second source that failed in the outage and is not needed now is no reason for alarm."""
    answers = [(route, route.return_value) for route in upstream.router.routes]
    upstream.fail(DNS)
    one = service()
    refreshed(one)
    for route, answer in answers:
        route.mock(return_value=answer)
    clock.advance(seconds=61)
    page = page_of(one, refreshed(one))
    assert page.health.reasons == ()
    assert page.health.state is State.HEALTHY


@fault(11)
def test_an_unreachable_proxy_is_named_by_its_host(service, upstream, refreshed, monkeypatch):
    """The proxy's host is in the reason, its user and password are not."""
    monkeypatch.setenv("HTTPS_PROXY", "http://mallory:hunter2@proxy.example:3128")
    upstream.fail(httpx.ProxyError("407 Proxy Authentication Required"))
    one = service(**KEYED)
    page = page_of(one, refreshed(one))
    title = page.chip("btc_price_usd").title
    assert "CoinGecko could not be reached through the proxy proxy.example." in title
    assert "hunter2" not in str(page)
    assert "mallory" not in str(page)
    assert page.chip("btc_price_usd").status == "static"


@fault(11)
@pytest.mark.parametrize("proxy", ["foo://proxy", "http://mallory:hunter2@proxy:port"])
def test_a_proxy_variable_without_sense_is_said(
    service, upstream, refreshed, monkeypatch, clock, caplog, proxy
):
    """No call is made, the last values stay, and the reason is the proxy variable."""
    one = service()
    refreshed(one)
    calls = upstream.calls
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    clock.advance(hours=25)
    page = page_of(one, refreshed(one))
    chip = page.chip("btc_price_usd")
    assert chip.status == "stale"
    assert "The proxy that the environment names cannot be used." in chip.title
    assert "hunter2" not in str(page) + caplog.text
    assert upstream.calls == calls


@fault(11)
def test_a_host_past_the_proxy_does_not_blame_it(service, upstream, refreshed, monkeypatch):
    """Where NO_PROXY names the provider, the proxy is not between and is not mentioned."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "api.coingecko.com")
    upstream.price.mock(side_effect=DNS)
    one = service()
    page = page_of(one, refreshed(one))
    assert page.record("CoinGecko").last_error == "CoinGecko could not be reached"

"""Keys and the user agent of the environment reach their headers and nothing else.

The same walk is made well and under each fault: log, cache, command, texts of every object and
of every error on the way.
"""

import asyncio
import contextlib
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from hydro_mining.app import Dashboard, new_case
from hydro_mining.app.components.markup import Markup
from hydro_mining.cli import main
from hydro_mining.cli import network as network_module
from hydro_mining.environment import Environment, read_environment
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_network, site_presets
from hydro_mining.network_data import Clock, NetworkFeed, NetworkService, opened_service
from hydro_mining.network_data import _requests as requests_module
from hydro_mining.network_data._store import Store
from hydro_mining.network_data._transport import client_factory
from tests.network_data.conftest import SetClock, Upstream

COINGECKO, LUXOR = "CANARY-coingecko-4711", "CANARY-luxor-0815"
AGENT = "CANARY-agent-1234 (hydro@example.org)"
ENVIRONMENT = {
    "LIVE_DATA": "on",
    "COINGECKO_API_KEY": COINGECKO,
    "HASHRATE_INDEX_API_KEY": LUXOR,
    "LIVE_DATA_USER_AGENT": AGENT,
}
MEMPOOL = "/api/v1/mining"
Outcome = Callable[[Upstream], None]


def _answer(status: int, **response: Any) -> Outcome:
    return lambda upstream: upstream.answer(status, **response)


def _fail(error: type[Exception]) -> Outcome:
    return lambda upstream: upstream.fail(error(f"no answer for {COINGECKO} {LUXOR} {AGENT}"))


# What a provider may do, some of it with our own secrets in its answer.
OUTCOMES: dict[str, Outcome] = {
    "well": lambda _: None,
    "401": _answer(401, json={"status": {"error_code": 10002, "error_message": COINGECKO}}),
    "403": _answer(403, text=f"<html>{AGENT}</html>"),
    "429": _answer(429, headers={"Retry-After": "119"}, text=COINGECKO),
    "429 with junk": _answer(429, headers={"Retry-After": COINGECKO}),
    "redirect": _answer(302, headers={"Location": f"https://evil.example/?key={COINGECKO}"}),
    "503": _answer(503, text=f"{COINGECKO} {LUXOR}"),
    "echo": _answer(200, json={"error": f"{COINGECKO} {LUXOR} {AGENT}"}),
    "echo as text": _answer(200, text=f"{COINGECKO} {LUXOR} {AGENT}"),
    "timeout": _fail(httpx.ReadTimeout),
    "unreachable": _fail(httpx.ConnectError),
    "protocol": _fail(httpx.RemoteProtocolError),
    "proxy": _fail(httpx.ProxyError),
    "invalid address": _fail(httpx.UnsupportedProtocol),
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Set the keys in the environment, and a cache folder of the test's own."""
    for name, text in ENVIRONMENT.items():
        monkeypatch.setenv(name, text)
    monkeypatch.setenv("LIVE_DATA_CACHE_DIR", str(folder))


@pytest.fixture
def index(upstream: Upstream) -> Any:
    """Let the history's providers answer too; return the route of the one with a key."""
    seconds = 1_795_000_000
    prices = [[(seconds - day * 86_400) * 1000, 80_000 + day] for day in range(30)]
    upstream.router.get(
        host="api.coingecko.com", path="/api/v3/coins/bitcoin/market_chart"
    ).respond(json={"prices": prices})
    blocks = f"{MEMPOOL}/difficulty-adjustments/2y"
    upstream.router.get(host="mempool.space", path=blocks).respond(
        json=[[seconds - i * 1_209_600, 974_000 - i * 2_016, 130e12, 1.01] for i in range(3)]
    )
    upstream.router.get(host="mempool.space", path=f"{MEMPOOL}/blocks/fees/1y").respond(503)
    upstream.router.route(host="api.blockchain.info").respond(503)
    return upstream.router.route(host="api.hashrateindex.com").respond(503, text=LUXOR)


@pytest.fixture
def made(clock: SetClock) -> Iterator[Callable[[Environment, Any], NetworkService]]:
    """Return what makes a service on the test's clock; all are closed in the end."""
    services: list[NetworkService] = []

    def make(settings: Environment, defaults: Any) -> NetworkService:
        services.append(
            opened_service(settings, defaults, clock=Clock(now=clock.now, sleep=clock.sleep))
        )
        return services[-1]

    yield make
    for service in services:
        service.close()


def texts_of(*objects: object) -> str:
    """Return every form in which an object may be printed."""
    return "\n".join(f"{one!r} {one!s} {one}" for one in objects)


def stored(folder: Path) -> bytes:
    """Return all files of the cache, and their rows unpacked."""
    found = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    store = Store(folder)
    assert store._disk is not None
    rows = {key: store._disk.get(key) for key in store._disk.iterkeys()}
    store.close()
    return b"\n".join([*found, json.dumps({str(key): row for key, row in rows.items()}).encode()])


def assert_silent(told: str | bytes) -> None:
    """Assert that none of the secrets stands in a text, nor a part that tells it."""
    shown = told.decode("utf-8", "replace") if isinstance(told, bytes) else told
    for secret in (COINGECKO, LUXOR, "CANARY-agent", "hydro@example.org"):
        assert secret.lower() not in shown.lower()


async def _renew(service: NetworkService) -> Any:
    snapshot = await service.refresh(force=True)
    await service.history.refresh()
    return snapshot


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.usefixtures("environment", "index")
def test_no_secret_is_logged_stored_or_printed(
    outcome: str, upstream: Upstream, made: Any, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a provider does, log, cache, health, snapshot and history hold no secret."""
    caplog.set_level(logging.DEBUG)
    OUTCOMES[outcome](upstream)
    settings = read_environment()
    service = made(settings, bundled_network())
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)  # as an operator may, who looks for a fault
    snapshot = asyncio.run(_renew(service))
    assert upstream.calls > 0
    history = service.history.history()
    health = service.health(snapshot)
    assert_silent(caplog.text)
    assert_silent(texts_of(settings, service._gateway, *service._gateway.providers.values()))
    assert_silent(texts_of(snapshot, history, health, service, service.__dict__))
    service.close()
    assert_silent(stored(folder))


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.usefixtures("environment")
def test_no_command_prints_a_secret(
    outcome: str,
    upstream: Upstream,
    made: Any,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Neither stdout nor stderr of any command holds a secret, as JSON of a round or as a table.

    Each command makes a round on an empty cache; its table is then of what that round stored.
    """
    OUTCOMES[outcome](upstream)
    monkeypatch.setattr(network_module, "opened_service", made)
    for command in (["network", "--live"], ["health"]):
        monkeypatch.setenv("LIVE_DATA_CACHE_DIR", str(folder / command[0]))
        calls = upstream.calls
        for form in (["--json"], []):
            assert main([*command, *form]) in {0, 1, 2}
            printed = capfd.readouterr()
            assert printed.out
            assert_silent(printed.out + printed.err)
        assert upstream.calls > calls


@pytest.mark.usefixtures("environment")
def test_a_key_goes_to_its_own_provider_only(upstream: Upstream, index: Any, made: Any) -> None:
    """CoinGecko sees its key, the index its own, nobody another's, and no address has any."""
    asyncio.run(_renew(made(read_environment(), bundled_network())))
    own = {"api.coingecko.com": COINGECKO, "api.hashrateindex.com": LUXOR}
    seen = set()
    for call in upstream.router.calls:
        host, headers = call.request.url.host, call.request.headers
        carried = {key for key in (COINGECKO, LUXOR) if key in str(headers.raw)}
        assert carried == ({own[host]} if host in own else set())
        assert headers["User-Agent"] == AGENT
        assert_silent(str(call.request.url))
        assert call.request.content == b""
        seen.add(host)
    assert index.called
    assert seen >= {*own, "mempool.space", "blockchain.info", "api.frankfurter.dev"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.usefixtures("environment", "index")
def test_a_key_follows_no_redirect(status: int, upstream: Upstream, made: Any) -> None:
    """A provider that sends us elsewhere sends nothing of ours there."""
    foreign = upstream.router.route(host="evil.example").respond(200)
    upstream.price.respond(status, headers={"Location": "https://evil.example/steal"})
    asyncio.run(_renew(made(read_environment(), bundled_network())))
    assert not foreign.called


@pytest.mark.parametrize("outcome", ["401", "redirect", "timeout", "unreachable", "echo"])
@pytest.mark.usefixtures("environment", "index")
def test_no_fault_s_own_text_tells_a_secret(
    outcome: str, upstream: Upstream, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the transport raises can be printed: its text and its repr hold nothing of ours."""
    faults: list[Exception] = []
    call = requests_module.call

    async def watched(*arguments: Any, **options: Any) -> bytes:
        try:
            return await call(*arguments, **options)
        except Exception as fault:
            faults.append(fault)
            raise

    monkeypatch.setattr(requests_module, "call", watched)
    OUTCOMES[outcome](upstream)
    asyncio.run(_renew(made(read_environment(), bundled_network())))
    assert faults
    for fault in faults:
        assert_silent(texts_of(fault))
        assert_silent("".join(traceback.format_exception_only(fault)))


@pytest.mark.usefixtures("environment")
def test_settings_and_what_they_raise_tell_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings print without keys, and the whole traceback of a refused key is without it too."""
    settings = read_environment()
    assert_silent(texts_of(settings, settings.coingecko_api_key, settings.user_agent))
    assert_silent(texts_of(client_factory(settings)))
    with contextlib.suppress(TypeError):
        assert_silent(json.dumps(settings, default=str))
    for name in ("COINGECKO_API_KEY", "HASHRATE_INDEX_API_KEY", "LIVE_DATA_USER_AGENT"):
        with monkeypatch.context() as patch:
            patch.setenv(name, f"{COINGECKO}\u00fc")
            with pytest.raises(InputError) as refused:
                read_environment()
            assert_silent(texts_of(refused.value, refused.value.value))
            assert_silent("".join(traceback.format_exception(refused.value)))


@pytest.mark.usefixtures("environment", "index")
def test_no_screen_or_download_holds_a_secret(
    upstream: Upstream, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All HTML of all screens, every widget's value and every CSV are without secrets.

    One walk sees a value that is well, one whose first provider refused the key and one whose
    only provider answered with our own secrets.
    """
    import panel_material_ui as pmui

    monkeypatch.setattr("hydro_mining.app.operator_settings", lambda: (read_environment(), ""))
    refused = {"status": {"error_code": 10002, "error_message": COINGECKO}}
    upstream.price.respond(401, json=refused)
    upstream.rewards.respond(200, text=f"{COINGECKO} {LUXOR} {AGENT}")
    service = made(read_environment(), bundled_network())
    values = asyncio.run(_renew(service)).values
    assert values["difficulty"].status == "live"
    assert values["btc_price_usd"].is_fallback
    assert values["fees_btc_per_block"].status == "static"
    feed = NetworkFeed(lambda: service, bundled_network())
    feed.state = feed._seen(service, service.snapshot())
    feed.state = type(feed.state)(
        snapshot=feed.state.snapshot, health=feed.state.health, history=service.history.history()
    )
    page = Dashboard(new_case(feed=feed), presets=site_presets())
    for screen in range(len(page._tabs)):
        page._tabs.active = screen
    parts = [part for area in (*page.page.sidebar, *page.page.main) for part in area.select()]
    for accordion in [part for part in parts if isinstance(part, pmui.Accordion)]:
        accordion.active = [0]
    parts = [part for area in (*page.page.sidebar, *page.page.main) for part in area.select()]
    downloads = [part for part in parts if isinstance(part, pmui.FileDownload)]
    assert len(downloads) > 3
    for part in parts:
        assert_silent(str({name: repr(value) for name, value in part.param.values().items()}))
        if isinstance(part, Markup):
            assert_silent(str(part.object))
    for download in downloads:
        # A chart without its history has no table, nor have results that are not there yet.
        with contextlib.suppress(AssertionError, AttributeError):
            assert_silent(download.callback().getvalue())
    feed._loop.close()

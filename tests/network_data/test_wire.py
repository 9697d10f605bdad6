"""Faults of the wire that a mocked transport cannot play: a loopback server misbehaves."""

import asyncio
import dataclasses
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest
from upstream import Upstream, providers_at, running_upstream

from hydro_mining.environment import Environment
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import NetworkService, opened_service
from hydro_mining.provenance import Snapshot, Status
from tests.network_data.faults import fault

HEAD = b"HTTP/1.1 200 OK\r\n"


def drip(text: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Return what sends a text and then a byte every 20 ms for as long as anybody listens."""

    def send(connection: socket.socket, stop: threading.Event) -> None:
        connection.sendall(text)
        while not stop.wait(0.02):
            connection.sendall(b" ")

    return send


def send_all(*parts: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Return what sends its parts and closes the connection."""

    def send(connection: socket.socket, _: threading.Event) -> None:
        for part in parts:
            connection.sendall(part)

    return send


def flood(connection: socket.socket, stop: threading.Event) -> None:
    """Send a body without end, in chunks."""
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"1" * 65_536 + b"\r\n"
    while not stop.is_set():
        connection.sendall(chunk)


def reset(connection: socket.socket, _: threading.Event) -> None:
    """Break the connection off without a word."""
    linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def bomb() -> Callable[[socket.socket, threading.Event], None]:
    """Return what sends 200 MB of zeros packed into 200 kB, which nobody asked to be packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    length = f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    return send_all(HEAD, length, packed)


@pytest.fixture
def misbehaving() -> Iterator[Callable[..., str]]:
    """Return what starts a server that answers each connection as told, and gives its address."""
    stop, servers = threading.Event(), []

    def start(behave: Callable[[socket.socket, threading.Event], None]) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

        def answer(connection: socket.socket) -> None:
            with connection:
                try:
                    connection.recv(65_536)
                    behave(connection, stop)
                except OSError:
                    pass  # the client has heard enough

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}"

    yield start
    stop.set()
    for server in servers:
        server.close()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """Return well-behaved providers on a loopback server."""
    with running_upstream() as running:
        yield running


@pytest.fixture
def make(folder, upstream) -> Iterator[Callable[..., NetworkService]]:
    """Return a factory of services; ``coingecko`` is another address for CoinGecko."""
    made: list[NetworkService] = []

    def build(*, coingecko: str | None = None, **settings: float) -> NetworkService:
        chosen = Environment(**{"cache_folder": folder, "call_timeout_s": 0.4, **settings})
        providers = {key: _quick(one) for key, one in providers_at(upstream.url).items()}
        if coingecko is not None:
            lying = dataclasses.replace(providers["coingecko"], base_url=coingecko)
            providers["coingecko"] = lying
        made.append(opened_service(chosen, bundled_network(), providers=providers))
        return made[-1]

    yield build
    for service in made:
        service.close()


def _quick(provider):
    """Return a provider that need not be left alone between calls, so that a test is quick."""
    return dataclasses.replace(provider, spacing_s=0.0)


def refreshed(service: NetworkService) -> Snapshot:
    """Run a round to its end."""
    return asyncio.run(service.refresh())


def why_second(snapshot: Snapshot) -> str:
    """Return why the price is Coinbase's, as its chip says it; all values must be live."""
    assert {reading.status for reading in snapshot.values.values()} == {Status.LIVE}
    price = snapshot.values["btc_price_usd"]
    assert (price.source, price.is_fallback) == ("Coinbase Exchange", True)
    before, after = "CoinGecko ", ". This value is of Coinbase Exchange."
    assert price.note.startswith(before)
    assert price.note.endswith(after)
    return price.note.removeprefix(before).removesuffix(after)


@fault(5)
def test_dripped_headers_are_cut(make, misbehaving):
    """A server that sends a header byte by byte is left after the call's time."""
    service = make(coingecko=misbehaving(drip(HEAD + b"X-Slow: ")))
    started = time.perf_counter()
    snapshot = refreshed(service)
    assert time.perf_counter() - started < 5
    assert why_second(snapshot) == "did not answer in time"


@fault(6)
def test_a_dripped_body_is_cut(make, misbehaving):
    """A server that sends its body byte by byte is left after the call's time."""
    service = make(coingecko=misbehaving(drip(HEAD + b"Content-Length: 100000\r\n\r\n")))
    assert why_second(refreshed(service)) == "did not answer in time"


@fault(7)
@pytest.mark.parametrize(
    "behave",
    [reset, send_all(HEAD + b'Content-Length: 500\r\n\r\n{"bitcoin": {"usd": 83')],
    ids=["reset", "truncated"],
)
def test_a_broken_connection_is_no_answer(make, misbehaving, behave):
    """Neither a reset nor half a body is taken for data."""
    service = make(coingecko=misbehaving(behave))
    assert why_second(refreshed(service)) == "could not be reached"


@fault(29)
def test_a_flood_is_cut_at_two_megabytes(make, misbehaving):
    """A body without end is left as soon as it is too large."""
    service = make(coingecko=misbehaving(flood), call_timeout_s=4.0)
    assert why_second(refreshed(service)) == "gave an unexpected answer (more than 2 MB)"


@fault(30)
def test_a_packed_bomb_is_not_unpacked(make, misbehaving):
    """A packed body that nobody asked for is refused before it takes 20 MB of memory."""
    service = make(coingecko=misbehaving(bomb()), call_timeout_s=4.0)
    tracemalloc.start()
    try:
        snapshot = refreshed(service)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    reason = "gave an unexpected answer (a packed body that was not asked for)"
    assert why_second(snapshot) == reason
    assert peak < 20_000_000


def test_a_round_ends_at_its_deadline(make, upstream):
    """When all providers are slow, the round ends in time and the built-in values say why."""
    upstream.delay_s = 3
    service = make(call_timeout_s=2.5, deadline_s=1.0)
    started = time.perf_counter()
    snapshot = refreshed(service)
    assert time.perf_counter() - started < 2.5
    for reading in snapshot.values.values():
        assert reading.status is Status.STATIC
        assert reading.detail == "No answer within 1 seconds."


@fault(84)
def test_slow_providers_do_not_block_the_loop(make, upstream):
    """While a round waits a second for its providers, a task that wakes every 5 ms goes on."""
    upstream.delay_s = 1.0
    service = make(call_timeout_s=5.0)

    async def late() -> list[float]:
        gaps, running = [], asyncio.create_task(service.refresh())
        while not running.done():
            before = time.perf_counter()
            await asyncio.sleep(0.005)
            gaps.append(time.perf_counter() - before - 0.005)
        return sorted(gaps)

    gaps = asyncio.run(late())
    assert len(gaps) > 20
    # The very longest may be another process's doing on a shared machine.
    assert gaps[-3] < 0.5

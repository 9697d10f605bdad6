"""One call: what each answer means, what is never sent, and where a body ends."""

import asyncio
import datetime as dt
import ssl
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
import respx

from hydro_mining.environment import Environment, Secret
from hydro_mining.network_data._answers import FaultKind, ProviderError
from hydro_mining.network_data._providers import Provider
from hydro_mining.network_data._transport import call, client_factory

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
KEY = "CG-canary-4711"
PROVIDER = Provider(name="Source", base_url="https://source.example/base", per_day=9)
KEYED = Provider(
    name="Source",
    base_url="https://source.example/base",
    per_day=9,
    key_header="x-cg-demo-api-key",
    key=Secret(KEY),
)


@pytest.fixture
def router() -> Iterator[respx.MockRouter]:
    """Return the mocked network; any request that is not mocked is an error."""
    with respx.mock(assert_all_mocked=True, assert_all_called=False) as mocked:
        yield mocked


@pytest.fixture
def source(router: respx.MockRouter) -> respx.Route:
    """Return the provider's only route."""
    return router.get(host="source.example", path="/base/price")


def asked(
    provider: Provider = PROVIDER,
    parameters: Mapping[str, str] | None = None,
    *,
    timeout_s: float = 5,
) -> bytes:
    """Return the body that one call gets."""

    async def ask() -> bytes:
        async with client_factory(Environment(user_agent=Secret("hydro-mining tests")))() as client:
            return await call(
                client, provider, "/price", parameters or {}, timeout_s=timeout_s, now=lambda: NOW
            )

    return asyncio.run(ask())


def answered(handler: Callable[[httpx.Request], httpx.Response]) -> bytes:
    """Return the body of an answer that respx cannot give: it unpacks, and loses causes."""

    async def ask() -> bytes:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
            return await call(client, PROVIDER, "/price", {}, timeout_s=5, now=lambda: NOW)

    return asyncio.run(ask())


def encoded(encoding: str, body: bytes) -> bytes:
    """Return what comes of an answer with a content encoding."""
    headers = {"content-encoding": encoding}
    return answered(lambda _: httpx.Response(200, headers=headers, stream=httpx.ByteStream(body)))


def refused(provider: Provider = PROVIDER, **options: Any) -> ProviderError:
    """Return the fault that one call meets."""
    with pytest.raises(ProviderError) as raised:
        asked(provider, **options)
    return raised.value


def test_a_good_answer_is_its_body(source):
    """Status 200 and no error in it: the bytes are handed on as they came."""
    source.respond(content=b' {"price": 5}\n')
    assert asked() == b' {"price": 5}\n'


def test_the_operator_is_named_and_no_packing_is_asked_for(source):
    """The request has the operator's identity and asks for a plain body."""
    source.respond(text="5")
    asked(parameters={"ids": "bitcoin"})
    request = source.calls.last.request
    assert str(request.url) == "https://source.example/base/price?ids=bitcoin"
    assert request.headers["user-agent"] == "hydro-mining tests"
    assert request.headers["accept-encoding"] == "identity"
    assert request.headers["accept"] == "application/json, text/plain"


def test_a_key_travels_in_its_header_only(source):
    """The key stands in one header, and in no URL."""
    source.respond(text="5")
    asked(KEYED, parameters={"ids": "bitcoin"})
    request = source.calls.last.request
    assert request.headers["x-cg-demo-api-key"] == KEY
    assert KEY not in str(request.url)
    assert [name for name, value in request.headers.items() if KEY in value] == [
        "x-cg-demo-api-key"
    ]


def test_without_a_key_there_is_no_key_header(source):
    """A keyless provider sends no empty header."""
    source.respond(text="5")
    asked(Provider(name="S", base_url=PROVIDER.base_url, per_day=9, key_header="x-k"))
    assert "x-k" not in source.calls.last.request.headers


def test_a_fault_shows_neither_key_nor_address(source):
    """What is logged and shown of a fault holds nothing of the request."""
    for answer in ({"status_code": 401}, {"status_code": 503}, {"status_code": 302}):
        source.respond(**answer)
        fault = refused(KEYED)
        assert KEY not in f"{fault} {fault!r} {vars(fault)} {KEYED!r}"
        assert "source.example" not in str(fault)
    source.mock(side_effect=httpx.ConnectError(f"https://source.example {KEY}"))
    fault = refused(KEYED)
    assert KEY not in f"{fault} {fault!r} {vars(fault)}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(router, source, status):
    """The other host receives nothing, and so no key."""
    elsewhere = router.get(host="elsewhere.example")
    source.respond(status, headers={"location": "https://elsewhere.example/steal"})
    fault = refused(KEYED)
    assert (fault.kind, fault.reason) == (
        FaultKind.MOVED,
        "moved to another address, which is not followed",
    )
    assert not fault.is_transient
    assert elsewhere.call_count == 0


@pytest.mark.parametrize(
    ("status", "kind", "reason", "is_transient"),
    [
        (204, FaultKind.BAD_ANSWER, "gave an unexpected answer (status 204)", False),
        (206, FaultKind.BAD_ANSWER, "gave an unexpected answer (status 206)", False),
        (400, FaultKind.BAD_ANSWER, "gave an unexpected answer (status 400)", False),
        (401, FaultKind.KEY_REJECTED, "asks for a key", False),
        (403, FaultKind.BLOCKED, "blocked the request", False),
        (404, FaultKind.CHANGED, "no longer answers at this address", False),
        (408, FaultKind.SERVER_ERROR, "had a server error (408)", True),
        (410, FaultKind.CHANGED, "no longer answers at this address", False),
        (418, FaultKind.BAD_ANSWER, "gave an unexpected answer (status 418)", False),
        (500, FaultKind.SERVER_ERROR, "had a server error (500)", True),
        (501, FaultKind.BAD_ANSWER, "gave an unexpected answer (status 501)", False),
        (502, FaultKind.SERVER_ERROR, "had a server error (502)", True),
        (503, FaultKind.SERVER_ERROR, "had a server error (503)", True),
        (504, FaultKind.SERVER_ERROR, "had a server error (504)", True),
        (520, FaultKind.BAD_ANSWER, "gave an unexpected answer (status 520)", False),
    ],
)
def test_each_status_is_a_fault_of_its_kind(source, status, kind, reason, is_transient):
    """Only what may heal by itself is worth another try."""
    source.respond(status, text="")
    fault = refused()
    assert (fault.kind, fault.reason, fault.is_transient) == (kind, reason, is_transient)


def test_a_block_is_a_quarter_of_an_hours_pause(source):
    """Who blocks us is left alone for 15 minutes."""
    source.respond(403, html="<html></html>")
    assert refused().pause == dt.timedelta(minutes=15)


@pytest.mark.parametrize(
    ("text", "wait_s"),
    [
        ("0", 0),
        ("2", 2),
        (" 5 ", 5),
        ("Sat, 21 Nov 2026 12:00:03 GMT", 3),
        ("Sat, 21 Nov 2026 13:00:03 +0100", 3),
    ],
)
def test_a_short_wait_is_worth_it(source, text, wait_s):
    """Up to five seconds are waited for, in seconds or as a date."""
    source.respond(429, headers={"retry-after": text})
    fault = refused()
    assert (fault.kind, fault.reason) == (FaultKind.RATE_LIMITED, "asks us to wait")
    assert (fault.is_transient, fault.wait_s, fault.pause) == (True, wait_s, None)


@pytest.mark.parametrize(
    ("text", "pause_s"),
    [
        ("6", 6),
        ("119", 119),
        ("0000000000119", 119),
        ("86400", 21_600),
        ("9" * 400, 21_600),
        ("Sat, 21 Nov 2026 12:02:00 GMT", 120),
        ("Sun, 22 Nov 2026 12:00:00 GMT", 21_600),
        ("Sat, 21 Nov 2026 12:02:00", 120),
        (None, 60),
        ("", 60),
        ("soon", 60),
        ("-5", 60),
        ("1.5", 60),
        ("１２０", 60),
        ("٣", 60),
        ("Sat, 21 Nov 2026 11:59:59 GMT", 60),
        ("Sat, 31 Feb 2026 12:00:00 GMT", 60),
        ("Sat, 21 Nov 99999999999999999999 12:00:00 GMT", 60),
        ("Sat, 21 Nov 2026 12:00:00 +99999999999999999999", 60),
    ],
)
def test_a_longer_wait_is_a_pause(source, text, pause_s):
    """Six hours at most; a minute where the header is missing, past or makes no sense."""
    headers = {} if text is None else {b"retry-after": text.encode()}
    source.mock(return_value=httpx.Response(429, headers=headers))
    fault = refused()
    assert fault.kind is FaultKind.RATE_LIMITED
    assert (fault.is_transient, fault.pause) == (False, dt.timedelta(seconds=pause_s))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"status": {"error_code": 429}}, FaultKind.RATE_LIMITED),
        ({"error": {"status": {"error_code": 429}}}, FaultKind.RATE_LIMITED),
        ({"status": {"error_code": 10002}}, FaultKind.KEY_REJECTED),
        ({"status": {"error_code": 10010}}, FaultKind.KEY_REJECTED),
        ({"status": {"error_code": 10011}}, FaultKind.KEY_REJECTED),
        ({"status": {"error_code": 10005}}, FaultKind.NOT_IN_PLAN),
        ({"error": {"status": {"error_code": 10012}}}, FaultKind.NOT_IN_PLAN),
        ({"status": {"error_code": 1020}}, FaultKind.BAD_ANSWER),
        ({"error": "Service Temporarily Unavailable"}, FaultKind.BAD_ANSWER),
        ({"errors": [{"id": "x"}]}, FaultKind.BAD_ANSWER),
        ({"success": False}, FaultKind.BAD_ANSWER),
        ({"bitcoin": {"usd": 5}, "error": {"code": 1}}, FaultKind.BAD_ANSWER),
    ],
    ids=str,
)
def test_an_error_with_status_200_is_an_error(source, body, kind):
    """The body's own code counts, wherever it stands, also beside data."""
    source.respond(200, json=body)
    assert refused().kind is kind


@pytest.mark.parametrize(
    "body",
    [
        {"status": "ok", "values": []},
        {"status": {"timestamp": "2026"}},
        {"error": None},
        {"error": ""},
        {"errors": []},
        {"success": True},
        {"message": "x"},
    ],
    ids=str,
)
def test_a_word_like_error_is_none(source, body):
    """A status of "ok", an empty error and success are no errors."""
    source.respond(200, json=body)
    assert asked()


def test_an_error_is_seen_behind_a_byte_order_mark(source):
    """A mark before the body does not hide a rate limit."""
    source.respond(200, content=b'\xef\xbb\xbf {"status":{"error_code":429}}')
    assert refused().kind is FaultKind.RATE_LIMITED


def test_a_code_of_its_own_says_more_than_the_status(source):
    """A 403 that says "not in this plan" blocks nobody."""
    source.respond(403, json={"error": {"status": {"error_code": 10012}}})
    fault = refused()
    assert (fault.kind, fault.pause) == (FaultKind.NOT_IN_PLAN, None)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"error":' * 100_000, b'{"a":NaN}', b"{"])
def test_a_hostile_body_passes_to_its_reader(source, body):
    """What is no JSON is no error that the transport knows; its reader refuses it."""
    source.respond(200, content=body)
    assert asked() == body


def test_a_body_of_two_megabytes_is_read_and_no_more(source):
    """2,000,000 bytes pass; one more ends the call."""
    whole = b"5" * 2_000_000
    source.respond(200, content=whole)
    assert asked() == whole
    source.respond(200, content=whole + b"5")
    fault = refused()
    assert fault.kind is FaultKind.BAD_ANSWER
    assert fault.reason == "gave an unexpected answer (more than 2 MB)"


def test_an_endless_body_is_cut(source):
    """A server that never ends is left after two megabytes."""
    sent = 0

    async def endless():
        nonlocal sent
        while True:
            sent += 1
            yield b"5" * 100_000

    source.mock(side_effect=lambda _: httpx.Response(200, content=endless()))
    assert refused().reason == "gave an unexpected answer (more than 2 MB)"
    assert sent == 21


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "gzip, identity", "x-bomb"])
def test_a_packed_body_is_not_unpacked(encoding):
    """What was not asked for is refused before a byte of it is read."""
    with pytest.raises(ProviderError, match="a packed body that was not asked for") as raised:
        encoded(encoding, b"\x1f\x8b" + b"0" * 10)
    assert raised.value.kind is FaultKind.BAD_ANSWER


@pytest.mark.parametrize("encoding", ["identity", "Identity", ""])
def test_a_plain_body_may_say_so(encoding):
    """Names of encodings are the same in capitals (RFC 9110, 8.4.1)."""
    assert encoded(encoding, b"5") == b"5"


@pytest.mark.parametrize("depth", [1, 2])
def test_a_failed_handshake_is_a_certificate_problem(depth):
    """The cause may hide two errors deep; asking again does not heal it."""

    def handler(_: httpx.Request) -> httpx.Response:
        cause: Exception = ssl.SSLCertVerificationError("self-signed certificate")
        for _ in range(depth - 1):
            outer = OSError("connection failed")
            outer.__cause__ = cause
            cause = outer
        raise httpx.ConnectError("handshake") from cause

    with pytest.raises(ProviderError, match="has a certificate problem; nothing was") as raised:
        answered(handler)
    assert raised.value.kind is FaultKind.CERTIFICATE
    assert not raised.value.is_transient


@pytest.mark.parametrize(
    ("make", "kind", "reason", "is_transient"),
    [
        (
            lambda: httpx.ConnectError("name or service not known"),
            FaultKind.UNREACHABLE,
            "could not be reached",
            True,
        ),
        (
            lambda: httpx.RemoteProtocolError("peer closed connection"),
            FaultKind.UNREACHABLE,
            "could not be reached",
            True,
        ),
        (lambda: httpx.ReadError(""), FaultKind.UNREACHABLE, "could not be reached", True),
        (
            lambda: httpx.ConnectTimeout(""),
            FaultKind.TIMEOUT,
            "did not answer in time",
            False,
        ),
        (lambda: httpx.ReadTimeout(""), FaultKind.TIMEOUT, "did not answer in time", False),
        (lambda: httpx.PoolTimeout(""), FaultKind.TIMEOUT, "did not answer in time", False),
        (
            lambda: httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] verify failed"),
            FaultKind.CERTIFICATE,
            "has a certificate problem; nothing was sent",
            False,
        ),
        (lambda: httpx.ProxyError("403"), FaultKind.PROXY, "could not be reached", False),
        (
            lambda: httpx.InvalidURL("Invalid port: 'abc'"),
            FaultKind.UNREACHABLE,
            "could not be asked",
            False,
        ),
    ],
)
def test_what_a_client_raises_is_a_fault(
    source,
    monkeypatch,
    make: Callable[[], Exception],
    kind: FaultKind,
    reason: str,
    is_transient: bool,
):
    """Each of httpx's errors has its kind, and only a lost connection is tried again."""
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    source.mock(side_effect=make())
    fault = refused()
    assert (fault.kind, fault.reason, fault.is_transient) == (kind, reason, is_transient)


def test_a_proxy_is_named_by_its_host_alone(source, monkeypatch):
    """Its user name and password are not shown."""
    monkeypatch.setenv("https_proxy", "http://anna:s3cret@proxy.example:3128")
    source.mock(side_effect=httpx.ProxyError("407"))
    fault = refused()
    assert fault.reason == "could not be reached through the proxy proxy.example"
    assert "s3cret" not in repr(vars(fault))


def test_a_call_ends_at_its_deadline(source):
    """A server that never answers is left, whatever its reads do."""

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    source.mock(side_effect=never)
    fault = refused(timeout_s=0.01)
    assert (fault.kind, fault.reason) == (FaultKind.TIMEOUT, "did not answer in time")

"""One call to a provider: a hard deadline, a size limit, and what its answer means.

The only module that knows httpx.
"""

import asyncio
import datetime as dt
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

# httpx loads httpcore with the first client, and httpcore tries a module that need not exist.
# In the feed's thread that would be while Panel walks through the loaded modules.
import httpcore  # noqa: F401
import httpx

from hydro_mining.environment import Environment
from hydro_mining.network_data._answers import FaultKind, ProviderError, bad_answer, document
from hydro_mining.network_data._providers import Provider

Client: TypeAlias = httpx.AsyncClient

_LARGEST_BODY = 2_000_000
_DEFAULT_PAUSE_S = 60.0
# A wait up to this is worth it inside a refresh; a longer one is a pause.
_LONGEST_WAIT_S = 5.0
_LONGEST_PAUSE_S = 6 * 3_600.0
_BLOCKED_PAUSE = dt.timedelta(minutes=15)
_TRANSIENT_STATUS = {408, 500, 502, 503, 504}
_KEY_CODES, _PLAN_CODES = {10002, 10010, 10011}, {10005, 10012}
_TOO_MANY = 429


def client_factory(environment: Environment) -> Callable[[], Client]:
    """Return what makes a client: no redirects, no encodings, the operator's identity."""

    def make() -> Client:
        return httpx.AsyncClient(
            follow_redirects=False,
            timeout=environment.call_timeout_s,
            headers={
                "User-Agent": environment.user_agent.reveal(),
                "Accept": "application/json, text/plain",
                "Accept-Encoding": "identity",
            },
        )

    return make


async def call(
    client: Client,
    provider: Provider,
    path: str,
    parameters: Mapping[str, str],
    *,
    timeout_s: float,
    now: Callable[[], dt.datetime],
) -> bytes:
    """Return the body of a good answer; any other is a ``ProviderError``.

    ``timeout_s`` [s] ends the call for good: httpx's own timeouts are per read, and a server
    that drips outlives them.
    """
    url, key = provider.base_url + path, provider.key
    headers = {provider.key_header: key.reveal()} if key else {}
    with _faults_for(provider):
        async with (
            asyncio.timeout(timeout_s),
            client.stream("GET", url, params=parameters or None, headers=headers) as response,
        ):
            body = await _body(response)
    _check(response, body, now(), has_key=key is not None)
    return body


async def _body(response: httpx.Response) -> bytes:
    if response.headers.get("content-encoding", "").lower() not in {"", "identity"}:
        raise bad_answer("a packed body that was not asked for")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > _LARGEST_BODY:
            raise bad_answer(f"more than {_LARGEST_BODY // 1_000_000} MB")
    return bytes(body)


@contextmanager
def _faults_for(provider: Provider) -> Iterator[None]:
    """Turn what a client raises into faults; their texts could hold URLs and are not used."""
    try:
        yield
    except (TimeoutError, httpx.TimeoutException) as error:
        # Not tried again: the time is better spent on the next provider.
        raise ProviderError(FaultKind.TIMEOUT, "did not answer in time") from error
    except httpx.ProxyError as error:
        raise ProviderError(FaultKind.PROXY, f"could not be reached{_proxy(provider)}") from error
    except httpx.TransportError as error:
        if _is_certificate(error):
            reason = "has a certificate problem; nothing was sent"
            raise ProviderError(FaultKind.CERTIFICATE, reason) from error
        reason = f"could not be reached{_proxy(provider)}"
        raise _transient(FaultKind.UNREACHABLE, reason) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderError(FaultKind.UNREACHABLE, "could not be asked") from error


def _transient(kind: FaultKind, reason: str) -> ProviderError:
    return ProviderError(kind, reason, is_transient=True)


def _is_certificate(error: BaseException) -> bool:
    """Whether TLS failed, which the next try will not heal; it may hide two causes deep."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return False  # the connection broke off
        if isinstance(cause, ssl.SSLError) or "CERTIFICATE" in str(cause).upper():
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _proxy(provider: Provider) -> str:
    """Return which proxy stands between, by its host alone."""
    asked = urlsplit(provider.base_url)
    proxy = getproxies().get(asked.scheme)
    if not proxy or proxy_bypass(asked.hostname or ""):
        return ""
    try:
        host = urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname
    except ValueError:
        host = None
    return f" through the proxy {host or 'that the environment names'}"


def _check(response: httpx.Response, body: bytes, now: dt.datetime, *, has_key: bool) -> None:
    """Raise the fault that an answer is, whatever its status says."""
    code, status = _error_code(body), response.status_code
    if _TOO_MANY in {status, code}:
        raise _rate_limited(response.headers.get("retry-after"), now)
    if code in _KEY_CODES:
        raise _key_rejected(has_key=has_key)
    if code in _PLAN_CODES:
        raise ProviderError(FaultKind.NOT_IN_PLAN, "does not offer this in the key's plan")
    if status != HTTPStatus.OK:
        raise _refused(status, has_key=has_key)
    if code is not None:
        raise bad_answer("an error with status 200")


def _key_rejected(*, has_key: bool) -> ProviderError:
    reason = "rejected the key" if has_key else "asks for a key"
    return ProviderError(FaultKind.KEY_REJECTED, reason)


def _refused(status: int, *, has_key: bool) -> ProviderError:
    if status == HTTPStatus.UNAUTHORIZED:
        return _key_rejected(has_key=has_key)
    if status == HTTPStatus.FORBIDDEN:
        return ProviderError(FaultKind.BLOCKED, "blocked the request", pause=_BLOCKED_PAUSE)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return ProviderError(FaultKind.CHANGED, "no longer answers at this address")
    if 300 <= status < 400:  # noqa: PLR2004  # redirections, never followed
        return ProviderError(FaultKind.MOVED, "moved to another address, which is not followed")
    if status in _TRANSIENT_STATUS:
        return _transient(FaultKind.SERVER_ERROR, f"had a server error ({int(status)})")
    return bad_answer(f"status {status}")


def _rate_limited(retry_after: str | None, now: dt.datetime) -> ProviderError:
    wait_s = _retry_after_s(retry_after, now)
    if wait_s <= _LONGEST_WAIT_S:
        return ProviderError(
            FaultKind.RATE_LIMITED, "asks us to wait", is_transient=True, wait_s=wait_s
        )
    pause = dt.timedelta(seconds=min(wait_s, _LONGEST_PAUSE_S))
    until = now + pause + dt.timedelta(seconds=59)  # the minute in which it is surely over
    reason = f"asks us to wait until {until:%H:%M} UTC"
    return ProviderError(FaultKind.RATE_LIMITED, reason, pause=pause)


def _retry_after_s(text: str | None, now: dt.datetime) -> float:
    """Return a ``Retry-After`` in seconds; a minute where it is missing or makes no sense."""
    if text is None:
        return _DEFAULT_PAUSE_S
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip())
    try:
        time = parsedate_to_datetime(text)
        seconds = (time.replace(tzinfo=time.tzinfo or dt.UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return _DEFAULT_PAUSE_S
    return seconds if seconds >= 0 else _DEFAULT_PAUSE_S


def _error_code(body: bytes) -> int | None:
    """Return the code of an error body, 0 for one without a code, None for another body."""
    if not body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return None
    try:
        found: Any = document(body)
    except ProviderError:
        return None
    error = found.get("error")
    for holder in (found, error if isinstance(error, dict) else {}):
        status = holder.get("status")
        if isinstance(status, dict) and isinstance(status.get("error_code"), int):
            return int(status["error_code"])
    is_error = bool(error) or found.get("success") is False or bool(found.get("errors"))
    return 0 if is_error else None

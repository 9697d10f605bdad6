"""Who may come in: Host and Origin of every request are compared with the names served.

Bokeh asks its list of origins only where a browser's Origin differs from Host: a foreign name that
resolves to this machine (DNS rebinding) has both alike, and would be let in. Here Host must be this
machine's own name or one that ``--allow-websocket-origin`` names, and Origin must be Host or one of
those. A websocket must also bring a token that Bokeh can read.

Pages that start hold the server up, and those who are in would wait for their sliders: of many who
come at once some are asked to come again, which their browsers do by themselves.
"""

import logging
import re
import time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from bokeh.server.tornado import BokehTornado
from bokeh.server.util import check_allowlist
from bokeh.settings import settings
from bokeh.util.token import check_token_signature, get_token_payload
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, HTTPServerRequest
from tornado.web import Application, OutputTransform, RequestHandler

from hydro_mining.app.serving.session_handler import SESSION_PATH, LivingSession
from hydro_mining.logs import log_event

_LOG = logging.getLogger(__name__)
# What a request for this machine calls it, whatever the port: no foreign page has such a name.
_OWN_NAMES = ("localhost", "127.0.0.1")
# Panel (1.9) cannot read another, such as an address of IPv6.
_HOST = re.compile(r"([a-z0-9._-]+)(:[0-9]{1,5})?")
_EQUIPPED: WeakSet[BokehTornado] = WeakSet()
_PARTS_OF_PROTOCOL = 2
_STRANGE_HOST = (
    "This server does not answer under that name. If it should, start it with "
    "--allow-websocket-origin NAME:PORT, the name and port as they stand in the address."
)
_STRANGE_ORIGIN = "Pages of another address may not use this server."
_BUSY = "Many visitors have come at once. This page opens by itself in a few seconds."
_COME_AGAIN_S = 3
# A page whose browser has not come by then will not come: a robot's, or one that was closed.
_START_WITHIN_MS = 10_000
_NO_PAGE = "This connection belongs to no page of this server. Please load the page again."
# `frame-ancestors`: no foreign page shows this one within itself, where a click could be stolen.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
}


def guard(*, most_starting: int) -> None:
    """Guard every server of this process, those that run already too.

    ``most_starting`` is how many of a server's pages may be on their way to a browser at a time.
    """

    def find_handler(
        application: BokehTornado, request: HTTPServerRequest, **kwargs: Any
    ) -> HTTPMessageDelegate:
        _equip(application)
        refusal = _refusal(application, request)
        if refusal is not None:
            status, text = refusal
            named = {"status": status, "text": text}
            return application.get_handler_delegate(request, _Refused, named)
        if _starting(application, request) >= most_starting:
            return application.get_handler_delegate(request, _Later)
        return Application.find_handler(application, request, **kwargs)

    BokehTornado.find_handler = find_handler


def _starting(application: BokehTornado, request: HTTPServerRequest) -> int:
    """Return how many sessions wait for their browsers, where a request asks for one more."""
    path = request.path.removeprefix(application.prefix).rstrip("/") or "/"
    asked = application.applications.get(path)
    if asked is None or request.method != "GET":
        return 0
    return sum(
        session.connection_count == 0
        and session.milliseconds_since_last_unsubscribe < _START_WITHIN_MS
        for session in asked.sessions
    )


def _equip(application: BokehTornado) -> None:
    """Give an application our headers, and an answer to who asks for a session."""
    if application in _EQUIPPED:
        return
    _EQUIPPED.add(application)
    application.add_transform(_OwnHeaders)
    application.add_handlers(
        ".*",
        [
            (f"{application.prefix}{url.rstrip('/')}/{SESSION_PATH}", LivingSession, {"of": of})
            for url, of in application.applications.items()
        ],
    )


def _refusal(
    application: BokehTornado, request: HTTPServerRequest
) -> tuple[HTTPStatus, str] | None:
    served = set(settings.allowed_ws_origin()) or application.websocket_origins
    host, origin = request.host.lower(), request.headers.get("Origin")
    parts = _HOST.fullmatch(host)
    if parts is None or not (parts[1] in _OWN_NAMES or check_allowlist(host, served)):
        return HTTPStatus.FORBIDDEN, _STRANGE_HOST
    if origin is not None:
        asking = urlsplit(origin.lower()).netloc
        if asking != host and not check_allowlist(asking, served):
            return HTTPStatus.FORBIDDEN, _STRANGE_ORIGIN
    if request.headers.get("Upgrade", "").lower() == "websocket" and not _has_token(
        application, request
    ):
        return HTTPStatus.FORBIDDEN, _NO_PAGE
    return None


def _has_token(application: BokehTornado, request: HTTPServerRequest) -> bool:
    """Whether Bokeh would open a websocket: of any other it writes a traceback into the log."""
    protocols = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    if len(protocols) != _PARTS_OF_PROTOCOL or protocols[0].strip() != "bokeh":
        return False
    token = protocols[1].strip()
    try:
        return bool(
            check_token_signature(
                token, secret_key=application.secret_key, signed=application.sign_sessions
            )
            and get_token_payload(token)["session_expiry"] > time.time()
        )
    except Exception:  # noqa: BLE001  # of a text that is no token Bokeh's reader raises anything
        return False


class _Refused(RequestHandler):
    """Answers who may not come in."""

    def initialize(self, status: HTTPStatus, text: str) -> None:
        self._status, self._text = status, text

    def prepare(self) -> None:
        # Before the answer: whoever has it finds the line in the log.
        log_event(_LOG, logging.WARNING, "request refused", reason=self._text)
        self.set_status(self._status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self._text + "\n")

    def _log(self) -> None:
        """Write no line of tornado's beside the reason."""


class _Later(RequestHandler):
    """Asks a visitor to come again, with the same address, as the browser does by itself."""

    def prepare(self) -> None:
        self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Retry-After", str(_COME_AGAIN_S))
        self.set_header("Cache-Control", "no-store")
        self.finish(
            f'<!doctype html><html lang="en"><meta http-equiv="refresh" content="{_COME_AGAIN_S}">'
            '<meta name="viewport" content="width=device-width"><title>Hydro mining</title>'
            f'<p style="font: 1.1rem/1.5 sans-serif; margin: 3rem">{_BUSY}</p></html>'
        )

    def _log(self) -> None:
        """Log the reason, in the place of tornado's line."""
        log_event(_LOG, logging.INFO, "page put off", reason="too many start")


class _OwnHeaders(OutputTransform):
    """Adds our headers to every answer."""

    def transform_first_chunk(
        self,
        status_code: int,
        headers: HTTPHeaders,
        chunk: bytes,
        _: bool,  # noqa: FBT001
    ) -> tuple[int, HTTPHeaders, bytes]:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        return status_code, headers, chunk

"""A visitor without a browser: asks for a page, opens its connection, reads its document, moves a
slider. Many of them cost this process little, so that what is measured is the server's.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any, Self

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

_PATIENCE_S = 300
_LARGEST = 2**28
_TOKEN = re.compile(r'"token":\s*"([^"]+)"')
_COME_AGAIN = 503
_NOTHING: dict[str, Any] = {"type": "map", "entries": []}
# What a browser says once it has drawn the document: from then on it is told of changes together.
_DRAWN = {
    "kind": "MessageSent",
    "msg_type": "bokeh_event",
    "msg_data": {
        "type": "event",
        "name": "document_ready",
        "values": _NOTHING,
    },
}


class PutOff(Exception):  # noqa: N818  # it is an answer, and no fault
    """The server asked to come again."""


class RawPage:
    """A page whose document has been read."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self._socket = socket
        self._count = 0
        self.document: Any = None
        self.document_bytes = 0

    @classmethod
    async def opened(cls, url: str) -> Self:
        """Ask for the page at ``url`` and read its document; raise PutOff where it is not given."""
        asked = HTTPRequest(url, request_timeout=_PATIENCE_S, connect_timeout=_PATIENCE_S)
        answer = await AsyncHTTPClient().fetch(asked, raise_error=False)
        if answer.code == _COME_AGAIN:
            raise PutOff
        answer.rethrow()
        found = _TOKEN.search(answer.body.decode())
        assert found is not None, "the page has no token"
        socket = await websocket_connect(
            HTTPRequest(f"{url.replace('http', 'ws', 1)}/ws", request_timeout=_PATIENCE_S),
            subprotocols=["bokeh", found[1]],
            max_message_size=_LARGEST,
        )
        page = cls(socket)
        await page.heard("ACK")
        await page._ask("PULL-DOC-REQ", {})
        page.document = (await page.heard("PULL-DOC-REPLY"))["doc"]
        page.document_bytes = len(json.dumps(page.document))
        await page._ask("PATCH-DOC", {"events": [_DRAWN]})
        return page

    def models(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the document's models of a name, in the order in which they are written."""
        yield from _models(self.document, name)

    async def set(self, model: str, attribute: str, value: Any) -> None:
        """Set an attribute of the model of an id, as a control does."""
        change = {"kind": "ModelChanged", "model": {"id": model}, "attr": attribute, "new": value}
        await self._ask("PATCH-DOC", {"events": [change]})

    async def heard(self, kind: str) -> Any:
        """Wait for a message of a kind and return its content."""
        while True:
            heard, content = await self._message()
            if heard == kind:
                return content

    async def follow(self) -> None:
        """Read what the server sends, and tell it that it is drawn, as a browser does."""
        while True:
            _, content = await self._message()
            for event in content.get("events", ()):
                if event.get("attr") == "drawn_asked":
                    await self._tell_drawn(event["model"]["id"], event["new"])

    async def _tell_drawn(self, data: str, count: int) -> None:
        whole = next(one for one in _objects(self.document) if _data_of(one) == data)
        told = [["model", {"id": whole["id"]}], ["data", _as_map([["drawn", count]])]]
        event = {"type": "event", "name": "data_event", "values": _as_map(told)}
        sent = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
        await self._ask("PATCH-DOC", {"events": [sent]})

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    async def _message(self) -> tuple[str, Any]:
        header = json.loads(await self._next())
        await self._next()
        content = json.loads(await self._next())
        for _ in range(2 * header.get("num_buffers", 0)):
            await self._next()
        return header["msgtype"], content

    async def _next(self) -> str | bytes:
        part = await asyncio.wait_for(self._socket.read_message(), _PATIENCE_S)
        assert part is not None, "the server closed the connection"
        return part

    async def _ask(self, kind: str, content: Any) -> None:
        self._count += 1
        header = {"msgid": str(self._count), "msgtype": kind}
        for part in (header, {}, content):
            await self._socket.write_message(json.dumps(part))


def _as_map(entries: list[list[Any]]) -> dict[str, Any]:
    return {**_NOTHING, "entries": entries}


def _data_of(written: dict[str, Any]) -> str | None:
    """Return the id of the data that a component has, None where it has none."""
    data = written.get("attributes", {}).get("data")
    return data.get("id") if isinstance(data, dict) else None


def _models(part: Any, name: str) -> Iterator[dict[str, Any]]:
    return (one for one in _objects(part) if one.get("name") == name)


def _objects(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for one in part.values():
            yield from _objects(one)
    elif isinstance(part, list):
        for one in part:
            yield from _objects(one)

"""A message describes what a browser does not have, refers to what it has, and is sent once."""

import asyncio
import json
import socket
from types import SimpleNamespace
from typing import Any

import panel.io.document
from bokeh.document import Document
from bokeh.document.events import ModelChangedEvent
from bokeh.models import Column, Div
from bokeh.protocol import Protocol
from tornado.iostream import IOStream

from hydro_mining.app.quick import quicken

quicken()


def a_page() -> tuple[Document, Column, list[ModelChangedEvent]]:
    """Return a page that a browser has, its column, and a list that its changes come into."""
    column = Column(children=[Div(text="known")])
    document = Document()
    document.add_root(column)
    document.models.flush_synced()
    events: list[ModelChangedEvent] = []
    document.on_change(events.append)
    return document, column, events


def told(events: list[ModelChangedEvent]) -> Any:
    """Return what a message says of the changes."""
    message = Protocol().create("PATCH-DOC", events)
    events.clear()
    (event,) = json.loads(message.content_json)["events"]
    return event["new"]


def test_a_model_is_described_until_the_browser_has_it() -> None:
    """It is described once in a message, referred to after that, and anew when it comes back."""
    _, column, events = a_page()
    (known,) = column.children
    new = Div(text="new")
    outer = Column(children=[new])
    described = {
        "type": "object",
        "name": "Div",
        "id": new.id,
        "attributes": {"text": "new"},
    }
    column.children = [known, new, outer]
    assert told(events) == [
        {"id": known.id},
        described,
        {
            "type": "object",
            "name": "Column",
            "id": outer.id,
            "attributes": {"children": [{"id": new.id}]},
        },
    ]
    column.children = [new]
    assert told(events) == [{"id": new.id}]
    column.children = []
    assert told(events) == []
    column.children = [new]
    assert told(events) == [described]


def test_what_a_message_leaves_out_is_still_new() -> None:
    """A model that came with a change of another message is described in that one."""
    _, column, events = a_page()
    first, second = Div(text="first"), Div(text="second")
    column.children = [first]
    column.tags = [second]
    (of_first, of_second) = events
    assert told([of_second])[0]["attributes"] == {"text": "second"}
    assert told([of_first])[0]["attributes"] == {"text": "first"}


class Counting(IOStream):
    """A stream that counts what it hands to the system."""

    handed = 0

    def write_to_fd(self, data: memoryview) -> int:
        """Hand data over."""
        self.handed += 1
        return super().write_to_fd(data)


class Socket(SimpleNamespace):
    """A socket as Panel sees it: a message is written as it is, with a mark at its end."""

    def is_closing(self) -> bool:
        """Whether it takes no more."""
        return self.stream.closed()

    def write_message(self, message: str, **_: Any) -> Any:
        """Write a part of a message."""
        return self.stream.write(message.encode() + b"|")


def test_a_message_goes_to_the_system_once() -> None:
    """Its three parts arrive in their order; after the end nothing is sent, and nothing raised."""

    async def all_of_it() -> None:
        ours, theirs = socket.socketpair()
        stream, browser = Counting(ours), IOStream(theirs)
        wire = Socket(stream=stream)
        connection = SimpleNamespace(_socket=SimpleNamespace(ws_connection=wire))
        message = SimpleNamespace(
            header_json="header", metadata_json="metadata", content_json="content", _buffers=[]
        )
        send = panel.io.document.dispatch_tornado
        sent = send(connection, msg=message)
        assert len(sent) == 3
        assert await browser.read_bytes(24) == b"header|metadata|content|"
        await asyncio.gather(*sent)
        assert stream.handed == 1
        stream.close()
        browser.close()
        assert send(connection, msg=message) == []

    asyncio.run(all_of_it())

"""A message to a browser names no model beside those it tells of, and its parts go together.

Bokeh (3.9) begins each with a reference to every model that the browser has; here those that a
message tells of are looked up. Panel (1.9) hands each part of a message to the system by itself;
here short ones make one piece.
"""
# ruff: noqa: SLF001 - all of this is within what Bokeh, Panel and Tornado keep to themselves

from typing import Any

import panel.io.document
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.document.events import DocumentPatchedEvent
from bokeh.model import Model
from bokeh.protocol.messages.patch_doc import PatchJson, patch_doc

_sent_by_panel = panel.io.document.dispatch_tornado


def quicken_sending() -> None:
    """Let Bokeh and Panel do so."""
    patch_doc.create = _message
    panel.io.document.dispatch_tornado = _sent


class _OfDocument(Serializer):
    """Writes what changed in a document, whose models a browser has but for the new ones."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._held = document.models

    def has_ref(self, obj: Any) -> bool:
        """Return whether the browser has it, or the message so far."""
        return super().has_ref(obj) or self._is_there(obj)

    def get_ref(self, obj: Any) -> Any:
        """Return how it is referred to, None where it is not there yet."""
        return obj.ref if self._is_there(obj) else super().get_ref(obj)

    def _is_there(self, obj: Any) -> bool:
        held = self._held
        is_held = isinstance(obj, Model) and held.get_by_id(obj.id) is obj
        return is_held and obj not in held._new_models


def _message(events: list[DocumentPatchedEvent], **metadata: Any) -> patch_doc:
    """Return the message of a document's events."""
    (document,) = {event.document for event in events}
    serializer = _OfDocument(document)
    message = patch_doc(
        patch_doc.create_header(), metadata, PatchJson(events=serializer.encode(events))
    )
    message.add_buffers(*serializer.buffers)
    document.models.flush_synced(lambda model: not serializer.has_ref(model))
    return message


def _sent(connection: Any, events: Any = None, msg: Any = None) -> Any:
    """Send a message: as while it connects, the stream keeps what is written until the end."""
    stream = getattr(getattr(connection._socket, "ws_connection", None), "stream", None)
    if stream is None or stream.closed():
        return _sent_by_panel(connection, events, msg)
    stream._connecting = True
    try:
        return _sent_by_panel(connection, events, msg)
    finally:
        stream._connecting = False
        if not stream.closed():
            stream.write(b"")

"""Pages that are closed, or cut off, while the server writes to them: no fault, and no line of log.

Bokeh warns of one, Panel in the same words, and asyncio prints the traceback of a message that
nobody waits for.
"""

import logging

from tornado.websocket import WebSocketClosedError

_WARN = frozenset({"bokeh.server.views.ws", "panel.io.document"})
_WARNING = "Failed sending message as connection was closed"


def pass_over_closed_pages() -> None:
    """Keep what Bokeh, Panel and asyncio say of closed pages out of this process's log."""
    for name in ("asyncio", *_WARN):
        logging.getLogger(name).addFilter(_is_worth_a_line)


def _is_worth_a_line(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    is_warning = record.name in _WARN and record.msg == _WARNING
    return not (is_warning or isinstance(error, WebSocketClosedError))

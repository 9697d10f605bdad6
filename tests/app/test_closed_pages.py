"""A page that is closed while the server writes to it leaves no line in the log; faults do."""

import asyncio
import gc
import logging

import pytest
from tornado.websocket import WebSocketClosedError

from hydro_mining.app.serving.closed_pages import pass_over_closed_pages


def logged_of(caplog, error: Exception) -> list[str]:
    """Return what asyncio says of a task that ended in an error which nobody waits for."""

    async def write() -> None:
        raise error

    async def leave() -> None:
        asyncio.get_running_loop().create_task(write())
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    caplog.clear()
    asyncio.run(leave())
    gc.collect()
    return [str(record.exc_info[1]) for record in caplog.records]


def test_only_a_write_to_a_closed_page_is_passed_over(caplog):
    """An error of another kind is told still."""
    pass_over_closed_pages()
    assert logged_of(caplog, WebSocketClosedError()) == []
    assert logged_of(caplog, ValueError("a bug")) == ["a bug"]


@pytest.mark.parametrize("name", ["bokeh.server.views.ws", "panel.io.document"])
def test_other_warnings_stay(caplog, name):
    """A library's warning of a closed page goes; that something is amiss is told."""
    pass_over_closed_pages()
    library = logging.getLogger(name)
    library.warning("Failed sending message as connection was closed")
    library.warning("something is amiss")
    assert [record.message for record in caplog.records] == ["something is amiss"]

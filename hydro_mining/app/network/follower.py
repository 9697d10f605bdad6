"""Brings what the shared feed says, in its own thread, to one page's case."""

import asyncio
import contextlib
from typing import Any

import panel as pn

from hydro_mining.models import Case
from hydro_mining.network_data import FeedState


class FeedFollower:
    """Follows the case's feed on the page's own thread, until the visitor leaves."""

    def __init__(self, case: Case) -> None:
        self._case, self._feed = case, case.network.feed
        self._is_due = False
        self._document, self._loop = _own_thread()
        if self._feed is None:
            return
        self._take(self._feed.state)
        self._feed.request()
        # What changes between sending a page and its first sign of life can be lost on the way
        # to controls of the ESM kind (Panel 1.9), so a served page follows from then on.
        if self._document is None:
            self._feed.subscribe(self)
        else:
            pn.state.onload(self._subscribe)

    def leave(self) -> None:
        """Take no new state any more: the page's visitor has left."""
        # Panel keeps things by document for as long as something holds the document.
        self._document = self._loop = None

    def on_feed(self, _: FeedState) -> None:
        """Take a new state soon, on the page's own thread."""
        if self._is_due or self._case.is_closed:
            return
        loop = self._loop  # once, since the page's thread may be leaving
        if loop is not None:
            self._is_due = True
            with contextlib.suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._wait_for_turn)

    def take_newest(self) -> None:
        """Take what the feed says now."""
        self._is_due = False
        if not self._case.is_closed:
            self._take(self._feed.state)

    def _wait_for_turn(self) -> None:
        """Wait for the document's turn, on the server's thread.

        Bokeh's current document is global, and stays a dead one if another thread asks it.
        """
        if self._document is None:
            self.take_newest()
        elif not (self._case.is_closed or self._document.session_context.destroyed):
            self._document.add_next_tick_callback(self.take_newest)

    def _subscribe(self) -> None:
        self._feed.subscribe(self)
        self.take_newest()

    def _take(self, state: FeedState) -> None:
        self._case.network.follow(state.snapshot)
        self._case.network.feed_state = state


def _own_thread() -> tuple[Any, asyncio.AbstractEventLoop | None]:
    """Return the page's document if a server sends it, else a notebook's loop if there is one."""
    document = pn.state.curdoc
    is_served = document is not None and document.session_context is not None
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    return (document if is_served else None), loop

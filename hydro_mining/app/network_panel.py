"""The network figures on a page: their bar, what is amiss, and the button that renews them."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.pieces import REFRESH_ICON, markup
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.inputs import Network
from hydro_mining.models import Study, follow, values_in_use
from hydro_mining.network_data import FeedState, NetworkFeed
from hydro_mining.provenance import Snapshot, SourcedValue, Status
from hydro_mining.views.markup import notice, plain
from hydro_mining.views.network_bar import network_bar, network_headline, network_notices

__all__ = ["NetworkPanel"]


class NetworkPanel:
    """Follows a feed on behalf of one page.

    The study takes a new snapshot's values where its user entered none; ``on_change`` is called
    on the page's own thread when there is something new to draw.
    """

    def __init__(
        self,
        study: Study,
        *,
        snapshot: Snapshot,
        feed: NetworkFeed | None,
        on_change: Callable[[], None],
    ) -> None:
        self._study, self._feed, self._on_change = study, feed, on_change
        self._message = ""
        self._is_due = self._is_left = self._is_requested = self._is_held = False
        self._first = self.snapshot = self._used = snapshot
        self._bar, self._notices = markup(), markup(margin=(2, 10))
        self._headline, self._hint = markup(sizing_mode=None), markup(sizing_mode=None)
        self._button = pmui.Button(
            label="Refresh data",
            icon=REFRESH_ICON,
            variant="outlined",
            size="small",
            width=140,
            height=32,
            margin=(4, 10),
            visible=feed is not None,
            on_click=lambda _: self._refresh(),
        )
        self._first_line = pn.FlexBox(
            self._headline,
            self._button,
            self._hint,
            align_items="center",
            sizing_mode="stretch_width",
            margin=0,
        )
        self.layout = pn.Column(
            self._first_line,
            self._bar,
            self._notices,
            sizing_mode="stretch_width",
            margin=0,
        )
        self._document, self._loop = _own_thread()
        if feed is not None:
            self._take(feed.state)
            feed.request()
            # What changes between sending a page and its first sign of life can be lost on the
            # way to controls of the ESM kind (Panel 1.9), so a served page follows from then on.
            if self._document is None:
                feed.subscribe(self)
            else:
                pn.state.onload(self._follow_feed)

    def add_button(self, button: Any) -> None:
        """Place a button of the whole page beside those of the bar."""
        self._first_line.insert(2, button)

    @property
    def html(self) -> str:
        """The bar as HTML, for the page's first paint."""
        return f"{self._headline.object}{self._bar.object}"

    @property
    def state(self) -> FeedState:
        """What the feed said last."""
        if self._feed is None:
            return FeedState(snapshot=self.snapshot)
        return dataclasses.replace(self._feed.state, snapshot=self.snapshot)

    @property
    def feed(self) -> NetworkFeed | None:
        """The feed that is followed."""
        return self._feed

    def readings(self) -> dict[str, SourcedValue]:
        """Return the origin of each value that the figures below rest on."""
        if self._study.is_current:
            self._used = self.snapshot
        return values_in_use(self._network(), self._used)

    def hold(self, snapshot: Snapshot) -> None:
        """Rest on ``snapshot``, which the study has taken, whatever the feed says."""
        self._is_held = True
        self.snapshot = self._used = snapshot

    def release(self) -> None:
        """Follow the feed again, from its present state on."""
        if self._is_held:
            self._is_held = False
            self._take(self._followed())
            self._on_change()

    def show(self) -> None:
        """Bring the bar up to date; it belongs to the figures below it."""
        readings, network = self.readings(), self._network()
        self._headline.object = network_headline(readings, _now())
        self._bar.object = network_bar(
            readings, now=_now(), hashprice_usd_per_th_per_day=network_hashprice(network)
        )
        tone = "bad" if _is_built_in_for_need(readings) else "warn"
        sentences = network_notices(readings)
        if self.state.notice and not self._is_held:
            sentences.append(self.state.notice)
        self._notices.object = notice(sentences, tone=tone)
        self._show_button()

    def leave(self) -> None:
        """Take no new state any more: the page's visitor has left."""
        self._is_left = True
        # Panel keeps things by document for as long as something holds the document.
        self._document = self._loop = None

    def on_feed(self, _: FeedState) -> None:
        """Take a new state soon, on the page's own thread."""
        if self._is_due or self._is_left:
            return
        if self._loop is not None:
            self._is_due = True
            with contextlib.suppress(RuntimeError):  # the loop is closed
                self._loop.call_soon_threadsafe(self._leave_word)

    def _leave_word(self) -> None:
        """Wait for the document's turn, on the server's thread.

        Bokeh's current document is global, and stays a dead one if another thread asks it.
        """
        if self._document is None:
            self._take_newest()
        elif not (self._is_left or self._document.session_context.destroyed):
            self._document.add_next_tick_callback(self._take_newest)

    def _follow_feed(self) -> None:
        assert self._feed is not None
        self._feed.subscribe(self)
        self._take_newest()

    def _take_newest(self) -> None:
        self._is_due = self._is_requested = False
        if self._is_left or self._feed is None:
            return
        self._message = ""
        self._take(self._feed.state)
        self._on_change()

    def _take(self, state: FeedState) -> None:
        if self._is_held:
            return
        old, self.snapshot = self.snapshot, state.snapshot
        follow(self._study, old=old, new=state.snapshot)

    def _followed(self) -> FeedState:
        return FeedState(snapshot=self._first) if self._feed is None else self._feed.state

    def _refresh(self) -> None:
        """Ask for a round, or say when one can be made."""
        assert self._feed is not None
        if self._is_requested or self.state.is_asking:
            return
        until = self._feed.state.next_round_at
        if until is not None and until > _now():
            self._message = f"Just asked; the providers can be asked again at {until:%H:%M:%S} UTC."
        else:
            self._message = "Asking the providers …"
            self._is_requested = True
            self._feed.request(force=True)
        self._show_button()

    def _show_button(self) -> None:
        # What a record holds is not renewed: the banner below leads back to the live figures.
        self._button.visible = self._feed is not None and not self._is_held
        is_asking = self.state.is_asking
        said = "Asking the providers …" if is_asking else self._message
        self._hint.object = f'<p class="hm-hint" role="status">{plain(said)}</p>' if said else ""

    def _network(self) -> Network:
        result = self._study.result
        return self.snapshot.network if result is None else result.study.network


def _own_thread() -> tuple[Any, asyncio.AbstractEventLoop | None]:
    """Return the page's document if a server sends it, else a notebook's loop if there is one."""
    document = pn.state.curdoc
    is_served = document is not None and document.session_context is not None
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    return (document if is_served else None), loop


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def _is_built_in_for_need(readings: dict[str, SourcedValue]) -> bool:
    return any(r.status is Status.STATIC and r.note for r in readings.values())

"""The bar of the network figures: their ages, what is amiss, and the button that renews them."""

import datetime as dt
from typing import Any

import param

from hydro_mining.app.components.blocks import REFRESH_ICON, small_button
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.screen import Part, drawn_on
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.models import Case
from hydro_mining.provenance import Status
from hydro_mining.views.markup import hint, notice
from hydro_mining.views.network_bar import (
    is_all_built_in,
    network_bar,
    network_headline,
    network_notices,
)
from hydro_mining.views.network_clock import network_clock, network_terms

_ASKING = "Asking the providers …"
_TRIES_AGAIN = "The page asks again by itself."
_SHOW, _HIDE = "Details", "Less"


class NetworkBar(Part):
    """Belongs to the figures below it: it shows what the result rests on."""

    message = param.String(default="", doc="What the button had to say last.")

    def __init__(self, case: Case, *, button: Any) -> None:
        super().__init__(case)
        self._is_requested = False
        self._bar, self._notices = markup(), markup(margin=(2, 10))
        # What stands beside it goes to the right, on a phone below.
        self._headline = markup(sizing_mode=None, styles={"flex": "1 1 360px"})
        self._hint = markup(sizing_mode=None)
        self._button = small_button(
            "Refresh data",
            self._refresh,
            icon=REFRESH_ICON,
            width=130,
            height=32,
            margin=(4, 4),
            # What a record holds is not renewed: its banner leads back to the live figures.
            visible=(case.network.param.is_held.rx.not_() | case.param.opened.rx.is_(None))
            & (case.network.feed is not None),
        )
        self._clock = markup(visible=False)
        self._bar.visible = False
        self._tiles = small_button(
            _SHOW, self._turn_tiles, variant="text", width=74, height=32, margin=(4, 2)
        )
        first_line = flow(
            self._headline, self._tiles, self._button, button, self._hint, align_items="center"
        )
        self.layout = column(first_line, self._bar, self._clock, self._notices)

    @property
    def html(self) -> str:
        """The line as HTML, for the page's first paint."""
        return str(self._headline.object)

    follow_case = drawn_on(
        "case.currency_in_use",
        "case.study.result",
        "case.study.problems",
        "case.network.snapshot",
        "case.network.is_held",
        "message",
    )

    @param.depends("case.network.feed_state", watch=True)
    def answered(self) -> None:
        """Forget the button's word: the feed has said something new."""
        self._is_requested = False
        self.message = ""
        self.draw_soon()

    def draw(self) -> None:
        """Bring the bar up to date."""
        network, state = self.case.network, self.case.network.feed_state
        values = network.sourced_values()
        hashprice = network_hashprice(network.network)
        self._headline.object = network_headline(
            values, _now(), hashprice, network.used.values["btc_price_usd"]
        )
        self._bar.object = network_bar(
            values,
            now=_now(),
            hashprice_usd_per_th_per_day=hashprice,
            currency=self.case.currency,
        )
        if self._clock.visible:
            self._show_clock()
        amiss = network_notices(values)
        is_tried = state is not None and not network.is_held
        if is_tried and any(value.note and not value.status.is_fresh for value in values.values()):
            amiss.append(_TRIES_AGAIN)
        # Where nothing could be fetched the headline has said so: no need to be loud.
        is_calm = is_all_built_in(values)
        loud = [] if is_calm else amiss
        if is_tried and state.notice:
            loud.append(state.notice)
        is_built_in = any(value.status is Status.STATIC for value in values.values())
        calm = hint(" ".join(amiss)) if is_calm else ""
        self._notices.object = calm + notice(loud, tone="bad" if is_built_in else "warn")
        said = _ASKING if state is not None and state.is_asking else self.message
        self._hint.object = hint(said, is_status=True)

    def _turn_tiles(self) -> None:
        """Show the figures one by one, or hide them."""
        self._bar.visible = self._clock.visible = not self._bar.visible
        self._show_clock()
        self._tiles.label = _HIDE if self._bar.visible else _SHOW

    def _show_clock(self) -> None:
        self._clock.object = network_clock(self.case.network.network, _now()) + network_terms()

    def _refresh(self) -> None:
        """Ask for a round, or say when one can be made; what is held is let go."""
        self.case.network.release()
        feed = self.case.network.feed
        if self._is_requested or feed.state.is_asking:
            return
        until = feed.state.next_round_at
        if until is not None and until > _now():
            self.message = f"Just asked; the providers can be asked again at {until:%H:%M:%S} UTC."
        else:
            self._is_requested = True
            self.message = _ASKING
            feed.request(force=True)


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)

"""The page's connection to its server: watched by the browser, which keeps the case meanwhile.

The browser keeps it in the page's address and among its recent cases too.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, ClassVar

import panel as pn
import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.records import case_name, case_record_maker, open_kept
from hydro_mining.app.screen import Part
from hydro_mining.app.serving.closed_pages import pass_over_closed_pages
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, Newest, changed_fields
from hydro_mining.reports.link import kept_text

# A drag is one change: what it settles on is sent when it has stood still for as long.
_QUIET_MS = 300


# Bokeh registers no model whose name starts with an underscore: the page would not come up.
class Watch(JSComponent):
    """The browser's side; ``assets/connection.js`` has what it says and does."""

    session = param.String(default="", doc="Name of the page's session.")
    title = param.String(default="", doc="What the case is called among the recent ones.")
    text = param.String(default="", doc="The case as a browser keeps it; empty as it began.")
    problem = param.String(default="", doc="Why the case cannot be kept.")
    pong = param.Integer(default=0, doc="Counts what was heard from the browser.")
    drawn_asked = param.Integer(default=0, doc="Counts how often it was asked to tell of that.")

    _esm: ClassVar[str] = asset("case_storage.js") + asset("connection.js")

    def __init__(self, **params: Any) -> None:
        super().__init__(width=0, height=0, margin=0, **params)
        self.heard: Any = None
        self.opened: Any = None
        self.drawn: Callable[[], None] = _nothing

    def _handle_msg(self, message: Any) -> None:
        if not isinstance(message, dict):
            return
        if message.get("ping"):
            self.pong += 1
            self.heard()
        elif message.get("drawn") == self.drawn_asked:
            tell, self.drawn = self.drawn, _nothing
            tell()
        elif isinstance(message.get("open"), str):
            self.opened(message["open"])


class Connection(Part):
    """Gives the browser the case after each change, for the day that the server is gone."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        pass_over_closed_pages()
        self._document = pn.state.curdoc
        self.layout = Watch(session=self._document.session_context.id)
        self.layout.heard = self.draw_soon
        self.layout.opened = lambda text: pn.state.onload(lambda: open_kept(case, text))
        self._changed_at = 0.0
        self._texts = Newest()
        self._known = case.state()
        self._first = self._known.own

    def when_drawn(self, call: Callable[[], None]) -> None:
        """Call when the browser has drawn what it was sent; a later call takes its place."""
        self.layout.drawn = call
        self.layout.drawn_asked += 1

    @param.depends("case.currency_code", "case.study.result", "case.network.snapshot", watch=True)
    def draw_soon(self) -> None:
        """Draw when nothing has changed for a moment."""
        self._changed_at = time.monotonic()
        if not (self._is_due or self.case.is_closed):
            self._is_due = True
            self._document.add_timeout_callback(self._draw_when_quiet, _QUIET_MS)

    def draw(self) -> None:
        """Send the case if it has changed."""
        state = self.case.state()
        if state is self._known:
            return
        self._known = state
        if not changed_fields(self._first, state.own):
            self._texts.drop()
            self.layout.param.update(text="", problem="")
            return
        try:
            make = case_record_maker(self.case)
        except InputError as error:
            self._texts.drop()
            self._tell_not_kept(error)
        else:
            name = case_name(self.case.result, self.case.currency)
            show = partial(self._show, name)
            self._texts.ask(self.case.run, lambda: kept_text(make()), show)

    def _show(self, name: str, outcome: Future[str]) -> None:
        if self.case.is_closed:
            return
        try:
            text = outcome.result()
        except InputError as error:
            self._tell_not_kept(error)
        else:
            self.layout.param.update(title=name, text=text, problem="")

    def _tell_not_kept(self, error: InputError) -> None:
        # The address of an earlier case would be a wrong one.
        self.layout.param.update(text="", problem=str(error))

    def _draw_when_quiet(self) -> None:
        left_ms = _QUIET_MS - 1000 * (time.monotonic() - self._changed_at)
        if left_ms > 0 and not self.case.is_closed:
            self._document.add_timeout_callback(self._draw_when_quiet, int(left_ms) + 1)
        else:
            self.draw_now()


def _nothing() -> None:
    """Nobody waits for it."""

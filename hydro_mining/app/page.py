"""The dashboard: what stands around the screens, and which of them is open."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from bokeh.document import Document
from panel.viewable import Viewer

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.blocks import DOWNLOAD_ICON, small_button
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.data_proof.screen import DataProofScreen
from hydro_mining.app.frame import framed
from hydro_mining.app.history_bar import HistoryBar
from hydro_mining.app.navigation import Navigation
from hydro_mining.app.network import FeedFollower, NetworkBar
from hydro_mining.app.placing import Placing
from hydro_mining.app.records import LastCase, RecordBanner, open_link
from hydro_mining.app.screen import Screen
from hydro_mining.app.screens import SCREENS
from hydro_mining.app.serving import Connection, in_threads
from hydro_mining.app.sidebar import sidebar
from hydro_mining.app.steps import Steps
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.models import Case, History
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency
from hydro_mining.reports.link import CASE_KEY
from hydro_mining.views.field_words import field_quantity
from hydro_mining.views.markup import behind, hint, notice
from hydro_mining.views.opening import opening

# What a screen calls the fields that are no quantities.
_FIELDS = {
    "miner": "Machine to build",
    "start_date": "Go-live",
    "name": "Name of a scenario",
    "catalogue": "Machines",
}
_BEHIND = "Computing with the newest entries: until then the figures are those of before …"
_FAILED = (
    "This screen met an error of the program, so some of its figures may be those of before. "
    "Press Undo, or change what you entered last."
)
_KEPT = "The figures below still rest on the last valid inputs."
_MEND = "Correct the entry that is marked, or press Undo."
# What a page has of its first screen when it is sent; the rest follows before a browser asks.
_FIRST_PARTS = 4


class Dashboard(Viewer):
    """One visitor's dashboard over one case; only the open screen is built and drawn."""

    case = param.ClassSelector(class_=Case, constant=True)
    open_key = param.String(doc="Key of the open screen.")

    def __init__(
        self,
        case: Case,
        *,
        presets: Sequence[SitePreset],
        notes: Sequence[str] = (),
        screens: Sequence[type[Screen]] = SCREENS,
    ) -> None:
        super().__init__(case=case, open_key=screens[0].key)
        case.one_message = pn.io.hold
        self._types = {screen.key: screen for screen in screens}
        self._screens: dict[str, Screen] = {}
        # A screen that is not whole in its tab yet waits while another is open.
        self._placings: dict[str, Placing] = {}
        self._follower = FeedFollower(case)
        self._navigation = Navigation(screens, self._turned)
        self._tabs = self._navigation.tabs
        self._network = NetworkBar(case, button=self._save_button())
        self._banner = RecordBanner(case, is_drawn=self._is_drawn)
        self._behind = markup(margin=0)
        # Once a screen that follows the result knows that it is to be drawn.
        case.study.param.watch(self._tell_behind, "is_computing", precedence=1)
        # Never hidden: Bokeh's side stumbles over that while a phone's drawer is closed.
        self._beside = markup(margin=(0, 4))
        document = pn.state.curdoc
        is_served = document is not None and document.session_context is not None
        history = History(case)
        steps = HistoryBar(history, is_served=is_served)
        self._connection = Connection(case) if is_served else None
        main = self._main(notes, history, is_served=is_served)
        side = column(margin=8)
        self.page = framed(main, side, [markup(opening(has_guide=is_served), margin=0), steps])
        self._network.draw_now()
        self.open_screen()
        self._paint_first()
        self._rest = Steps(lambda: not case.is_closed)
        self._rest.begin(self._follow_first(side, presets))
        if is_served:
            self._join(document)

    def _main(self, notes: Sequence[str], history: History, *, is_served: bool) -> pn.Column:
        """Return what stands beside the sidebar; a server adds what hears of its visitor."""
        case = self.case
        problems = markup(
            case.study.param.problems.rx.pipe(lambda found: _problem_notice(found, case.currency))
            + notice(notes, tone="warn"),
            margin=(2, 10),
        )
        return column(
            self._network,
            self._banner,
            problems,
            *([_last_case(case, history)] if is_served else []),
            self._navigation.select,
            self._tabs,
            self._behind,
            *([] if self._connection is None else [self._connection]),
        )

    def _join(self, document: Document) -> None:
        """Follow the session that a server has for the page: its threads, address and end."""
        self.case.run_in(in_threads(document), long=in_threads(document, may_be_long=True))
        pn.state.on_session_destroyed(lambda _: self._leave())
        self._follow_address()
        document.template_variables.update(
            guide=asset("guide.html"), quick_styles=asset("quick_styles.js")
        )

    def __panel__(self) -> Any:
        """Return the page."""
        return self.page

    @property
    def screen(self) -> Screen:
        """The open screen."""
        return self._screens[self.open_key]

    def _is_drawn(self) -> bool:
        """Tell whether the open screen shows the figures of now."""
        screen = self._screens.get(self.open_key)
        return screen is None or not screen.is_behind

    def _tell_behind(self, *_: Any) -> None:
        """Say so while the entries are ahead of the figures, or stay so for an error.

        A browser shows it if it lasts.
        """
        screen = self._screens.get(self.open_key)
        said = _FAILED if screen is not None and screen.has_failed else ""
        if self.case.study.is_computing or not self._is_drawn():
            said = _BEHIND
        self._behind.object = behind(said) if said else ""

    @param.depends("open_key", watch=True)
    def open_screen(self) -> None:
        """Build the open screen if it is its first time, and draw it alone from now on."""
        self._navigation.show(self.open_key)
        self._beside.object = hint(self._types[self.open_key].beside)
        for key, screen in self._screens.items():
            screen.is_open = key == self.open_key
        if self.open_key in self._placings:
            self._placings[self.open_key].go_on()
        elif self.open_key not in self._screens:
            made = self._types[self.open_key](self.case)
            is_first = not self._screens
            self._screens[self.open_key] = made
            made.param.watch(self._tell_behind, ["is_behind", "has_failed"])
            with param.parameterized.discard_events(made):
                made.is_open = True
            if is_first or not isinstance(made.layout, pn.Column):
                made.draw_now()
                self._navigation.place(self.open_key)[:] = [made]
            else:
                made.is_window_placed = False
                placing = self._placings[self.open_key] = Placing(
                    made.layout,
                    made.in_window,
                    is_wanted=lambda: made.is_open and not self.case.is_closed,
                    window_placed=lambda: made.param.update(is_window_placed=True),
                    is_window_filled=lambda: made.is_window_filled,
                    when_drawn=self._when_drawn,
                )
                made.param.watch(lambda _: placing.go_on(), "is_window_filled")
                self._navigation.place(self.open_key)[:] = [made]
                made.draw_soon()
                placing.go_on()

    def _follow_first(self, side: pn.Column, presets: Sequence[SitePreset]) -> Iterator[None]:
        """Leave for the server's next turns what a page can be sent without."""
        layout = self.screen.layout
        if isinstance(layout, pn.Column):
            rest = layout[_FIRST_PARTS:]
            layout[:] = layout[:_FIRST_PARTS]
            yield
            layout.extend(rest)
        yield
        side.extend(sidebar(self.case, presets, self._beside))

    def _when_drawn(self, call: Callable[[], None]) -> None:
        """Call when the browser has drawn what it was sent; on the next turn where none tells."""
        if self._connection is None:
            pn.state.execute(call, schedule=True)
        else:
            self._connection.when_drawn(call)

    def _turned(self, key: str) -> None:
        if key != self.open_key:
            # The tab turns at once; what it shows follows.
            pn.state.execute(self._open_turned, schedule=True)

    def _open_turned(self) -> None:
        """Open the screen whose tab stands open by now: a visitor may have gone on from others."""
        self.open_key = self._navigation.key

    def _save_button(self) -> pmui.Button:
        return small_button(
            "Save and share",
            lambda: self.param.update(open_key=DataProofScreen.key),
            icon=DOWNLOAD_ICON,
            width=142,
            height=32,
            margin=(4, 4),
            visible=DataProofScreen.key in self._types,
        )

    def _follow_address(self) -> None:
        """Open the case in the page's address, now and when the address changes."""
        location = pn.state.location
        if location is None:
            return

        def opened(*_: Any) -> None:
            key, _, text = location.hash.removeprefix("#").partition("=")
            if key == CASE_KEY:
                open_link(self.case, text)

        def loaded() -> None:
            location.param.watch(opened, "hash")
            opened()

        # What changes before the page's first sign of life is lost on its way to the controls.
        pn.state.onload(loaded)

    def _paint_first(self) -> None:
        """Give the page's frame the first figures, if a server is about to send it."""
        if pn.state.curdoc is None or self.case.result is None:
            return
        pn.state.curdoc.template_variables.update(
            first_paint=f"{self._network.html}{self._types[self.open_key].first_paint(self.case)}",
            first_paint_css=asset("theme.css"),
        )

    def _leave(self) -> None:
        """Draw nothing any more: what still arrives finds a document that is taken apart."""
        self.case.is_closed = True
        self._follower.leave()


def _last_case(case: Case, history: History) -> LastCase:
    offer = LastCase(
        lambda text: open_link(case, text), sizing_mode="stretch_width", margin=(2, 10)
    )
    history.param.watch(lambda event: offer.param.update(is_first=event.new), "is_first")
    return offer


def _problem_notice(problems: dict[str, InputError], currency: Currency) -> str:
    if not problems:
        return ""
    sentences = [_problem(field, error, currency) for field, error in problems.items()]
    return notice([*sentences, _KEPT, _MEND], tone="bad")


def _problem(field: str, error: InputError, currency: Currency = POUNDS) -> str:
    name = field.rpartition(".")[2]
    if name in QUANTITIES:
        quantity = field_quantity(field, currency)
        return f"{quantity.label}: {problem_sentence(name, error, quantity)}"
    if name in _FIELDS:
        return error.called(_FIELDS[name]).sentence
    return error.sentence

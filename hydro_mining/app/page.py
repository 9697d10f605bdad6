"""The page: which screen is visible, and when it is redrawn."""

from collections.abc import Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
from panel.util import edit_readonly

from hydro_mining.app.assets import asset
from hydro_mining.app.controls import problem_sentence
from hydro_mining.app.currency_select import CurrencySelect
from hydro_mining.app.data_proof import DataProofScreen
from hydro_mining.app.dispatch import DispatchScreen
from hydro_mining.app.growth import GrowthScreen
from hydro_mining.app.network_panel import NetworkPanel
from hydro_mining.app.overview import OverviewScreen, lead
from hydro_mining.app.pieces import DOWNLOAD_ICON, loading_note, markup
from hydro_mining.app.record_desk import RecordDesk
from hydro_mining.app.scenarios import ScenariosScreen
from hydro_mining.app.sidebar import sidebar
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.models import Study
from hydro_mining.network_data import NetworkFeed
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import QUANTITIES, label
from hydro_mining.reports.link import CASE_KEY
from hydro_mining.views.figures import site_cards
from hydro_mining.views.markup import card_grid, notice

__all__ = ["Dashboard"]

# What a screen calls the fields that are no quantities.
_FIELDS = {
    "miner": "Machine to build",
    "start_date": "Go-live",
    "name": "Name of a scenario",
    "catalogue": "Machines",
}
_SCREENS = {
    "Overview": OverviewScreen,
    "Scenarios": ScenariosScreen,
    "Growth": GrowthScreen,
    "Dispatch": DispatchScreen,
    "Data & proof": DataProofScreen,
}
_PLACE_OF_REPORTS = list(_SCREENS).index("Data & proof")
_OF_CHOICES = ("Growth", "Dispatch")
_THEME = {
    "palette": {"primary": {"main": "#0b5c6b"}, "secondary": {"main": "#c77700"}},
    "shape": {"borderRadius": 8},
    "typography": {"button": {"textTransform": "none", "fontSize": "0.95rem"}},
}


class Dashboard:
    """One visitor's dashboard over one study.

    Only the visible screen is drawn, and only once however many changes arrived since: a
    redraw that is due takes the newest result.
    """

    def __init__(
        self,
        study: Study,
        *,
        snapshot: Snapshot,
        presets: tuple[SitePreset, ...],
        feed: NetworkFeed | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        self._study, self._notes = study, notes
        self._screens: dict[str, Any] = {}
        self._redraw_is_due = self._is_left = False
        self._currency = CurrencySelect(self._redraw_soon)
        self._problems = markup(margin=(2, 10))
        self._network = NetworkPanel(
            study, snapshot=snapshot, feed=feed, on_change=self._redraw_soon
        )
        self._desk = RecordDesk(
            study,
            self._network,
            self._currency,
            changed=self._redraw_soon,
            rebuild=self._rebuild_screens,
        )
        self._tabs = pmui.Tabs(
            *(
                (name, pn.Column(loading_note(), sizing_mode="stretch_width", margin=0))
                for name in _SCREENS
            ),
            sizing_mode="stretch_width",
        )
        self._network.add_button(self._save_button())
        self.page = self._made_page(presets)
        _release_from_busy_state(self.page)
        study.param.watch(lambda _: self._redraw_soon(), ["result", "problems"])
        self._tabs.param.watch(lambda _: self._redraw_soon(), "active")
        self._redraw()
        self._paint_first()
        if pn.state.curdoc is not None and pn.state.curdoc.session_context is not None:
            pn.state.on_session_destroyed(lambda _: self._leave())
            self._follow_address()

    def _made_page(self, presets: Sequence[SitePreset]) -> pmui.Page:
        return pmui.Page(
            title="Hydro mining",
            sidebar=[
                pn.Column(
                    *sidebar(self._study, presets, currency=self._currency.parts),
                    sizing_mode="stretch_width",
                    margin=8,
                )
            ],
            main=[
                pn.Column(
                    self._network.layout,
                    self._desk.layout,
                    self._problems,
                    self._tabs,
                    sizing_mode="stretch_width",
                )
            ],
            theme_config=_THEME,
            sidebar_width=330,
            busy_indicator=None,
            theme_toggle=False,
            template=asset("page.html"),
        )

    def _save_button(self) -> pmui.Button:
        return pmui.Button(
            label="Save and share",
            icon=DOWNLOAD_ICON,
            variant="outlined",
            size="small",
            width=150,
            height=32,
            margin=(4, 4),
            on_click=lambda _: self._tabs.param.update(active=_PLACE_OF_REPORTS),
        )

    def _follow_address(self) -> None:
        """Open the case in the page's address, now and when the address changes."""
        location = pn.state.location
        if location is None:
            return

        def opened(*_: Any) -> None:
            key, _, text = location.hash.removeprefix("#").partition("=")
            if key == CASE_KEY:
                self._desk.open_case(text)

        def loaded() -> None:
            location.param.watch(opened, "hash")
            opened()

        # What changes before the page's first sign of life is lost on its way to the controls.
        pn.state.onload(loaded)

    def _paint_first(self) -> None:
        """Give the page's frame the first figures, if a server is about to send it."""
        if pn.state.curdoc is None or self._study.result is None:
            return
        cards = card_grid(site_cards(self._study.result))
        pn.state.curdoc.template_variables.update(
            first_paint=f"{self._network.html}{lead(self._study.result)}{cards}",
            first_paint_css=asset("theme.css"),
        )

    def _leave(self) -> None:
        """Draw nothing any more: what still arrives finds a document that is taken apart."""
        self._is_left = True
        self._network.leave()

    def _redraw_soon(self) -> None:
        if not self._redraw_is_due:
            self._redraw_is_due = True
            pn.state.execute(self._redraw, schedule=True)

    def _redraw(self) -> None:
        self._redraw_is_due = False
        if self._is_left:
            return
        with pn.io.hold():
            self._network.show()
            self._desk.show()
            problems = notice(_problem_sentences(self._study), tone="bad")
            self._problems.object = problems + notice(self._notes, tone="warn")
            currency = self._currency.follow(self._network.snapshot, self._network.readings())
            if self._study.result is not None:
                self._screen().show(self._study.result, currency)

    def _rebuild_screens(self) -> None:
        """Build the screens of choices anew when they are shown next: others hold now."""
        for place, name in enumerate(_SCREENS):
            if name in _OF_CHOICES and self._screens.pop(name, None) is not None:
                self._tabs[place][:] = [loading_note()]

    def _screen(self) -> Any:
        name = list(_SCREENS)[self._tabs.active]
        if name not in self._screens:
            self._screens[name] = _SCREENS[name](
                self._study, self._network, self._redraw_soon, self._desk
            )
            self._tabs[self._tabs.active][:] = [self._screens[name].layout]
        return self._screens[name]


def _problem_sentences(study: Study) -> list[str]:
    if not study.problems:
        return []
    sentences = [_problem(field, error) for field, error in study.problems.items()]
    return [*sentences, "The figures below still rest on the last valid inputs."]


def _problem(field: str, error: InputError) -> str:
    name = field.rpartition(".")[2]
    if name in QUANTITIES:
        return f"{label(name)}: {problem_sentence(name, error)}"
    if name in _FIELDS:
        return f"{_FIELDS[name]}{str(error).removeprefix(error.argument)}."
    return f"{error}."


def _release_from_busy_state(page: pmui.Page) -> None:
    """Cut the page's reference to the global busy state, which would keep it alive for ever.

    ``Page`` links itself to ``pn.state.param.busy`` and nothing unlinks it when its session
    ends (panel-material-ui 0.16), so each visit would leave some 3 MB behind.
    """
    with edit_readonly(page):
        page.busy = False
    watchers = pn.state.param.watchers.get("busy", {}).get("value", [])
    for watcher in list(watchers):
        owner = getattr(watcher.fn, "__self__", None)
        if getattr(owner, "self_or_cls", None) is page:
            pn.state.param.unwatch(watcher)

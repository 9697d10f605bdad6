"""A dashboard without a browser: what a visitor does on it, and what can be read there.

The tests of the page know it through this module alone, which knows the page's parts.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.application.handlers import FunctionHandler
from bokeh.application.handlers.document_lifecycle import DocumentLifecycleHandler
from bokeh.server.contexts import ApplicationContext
from panel.io.application import Application
from panel.io.state import set_curdoc
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.ioloop import IOLoop

from hydro_mining.app import Dashboard, new_case
from hydro_mining.app.components.markup import Markup
from hydro_mining.app.records.case_record import (
    case_record,
    leave_record,
    open_file,
    open_link,
)
from hydro_mining.app.screen import Part, Screen
from hydro_mining.app.screens import SCREENS
from hydro_mining.imports.bundled import site_presets
from hydro_mining.models import Case, Study
from hydro_mining.reports.run_record import RunRecord, record_text

# Where parts of the page, and models of charts, have what is read.
_READ = (
    *("object", "label", "description", "placeholder", "value", "options", "helper_text"),
    *("caption", "headings", "rows", "buttons", "text", "title"),
)
_READ_OF_MODELS = ("text", "axis_label", "title", "format", "tooltips", "labels")


class Blank(Screen):
    """A screen with nothing on it, for what stands around the screens."""

    key = "blank"
    title = "Blank"

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.layout = pn.Column()

    def draw(self) -> None:
        """There is nothing to draw."""


class Other(Blank):
    """Another one."""

    key = "other"
    title = "Other"

    def draw(self) -> None:
        """There is nothing to draw here either."""


class Visit:
    """One visitor's dashboard; without a server each change is drawn at once."""

    def __init__(
        self,
        study: Study | None = None,
        *,
        feed: Any = None,
        screens: Sequence[type[Screen]] = SCREENS,
    ) -> None:
        self.feed = feed
        self.case = new_case(study, feed=feed, screens=screens)
        self.dashboard = Dashboard(self.case, presets=site_presets(), screens=screens)
        self.study, self.network = self.case.study, self.case.network

    # --- what a visitor does -------------------------------------------------------------------

    def open(self, key: str) -> None:
        """Turn to the tab of a screen."""
        self.dashboard._tabs.active = list(self.dashboard._types).index(key)

    def open_all_sections(self) -> None:
        """Open what is closed at first on the sidebar and the screens."""
        for item in self.everything(pmui.Accordion):
            item.active = [0]

    def open_section(self, title: str) -> None:
        """Open one of the closed sections."""
        for item in self.everything(pmui.Accordion):
            if title in item._names:
                item.active = [0]

    def press(self, label: str = "Refresh data") -> None:
        """Press a button."""
        self.button(label).clicks += 1

    def open_record(self, data: str | bytes) -> None:
        """Open a run record's file."""
        open_file(self.case, data.encode() if isinstance(data, str) else data)

    def open_link(self, text: str) -> None:
        """Open the case of a link."""
        open_link(self.case, text)

    def leave_record(self) -> None:
        """Go back to the current network figures."""
        leave_record(self.case)

    def leave(self) -> None:
        """End the visit, as a session that is destroyed does."""
        self.dashboard._leave()

    def upload_record(self, name: str, data: str | bytes) -> None:
        """Drop a file where records are opened; the browser calls some of them text."""
        (dropper,) = self.screen.layout.select(pn.widgets.FileDropper)
        dropper.value = {name: data}

    def download(self, label: str) -> bytes:
        """Press the button of a download."""
        (button,) = (b for b in self.everything(pmui.FileDownload) if b.label == label)
        return button.callback().getvalue()

    # --- what happens to the page --------------------------------------------------------------

    def tell(self, **changed: Any) -> None:
        """Let the feed say something new, and the page take it on its own thread."""
        self.feed.tell(**changed)
        self.take_newest()

    def take_newest(self) -> None:
        """Take what the feed says now, as the page's turn on its thread does."""
        self.follower.take_newest()

    @contextmanager
    def left_as_it_was(self) -> Iterator[None]:
        """Put case and open screen back to what they are now; no record may be open."""
        study, before, key = self.study, self.study.result, self.dashboard.open_key
        entries, scenarios = study.catalogue.entries, study.scenarios
        groups = [study.network, study.site, study.finance, *scenarios]
        values = [(group, name, v) for group in groups for name, v in group.fields().items()]
        snapshot, currency_code = self.network.snapshot, self.case.currency_code
        runners = self.case.run, self.case.run_long
        try:
            yield
        finally:
            self.case.run_in(runners[0], long=runners[1])
            self.screen.is_open = False  # until all is back
            self.leave_record()
            self.network.follow(snapshot)
            with study.together():
                study.catalogue.entries = entries
                study.scenarios = scenarios
                for group, name, value in values:
                    study.enter(group, name, value)
            self.case.currency_code = currency_code
            self.open(key)
            self.dashboard.open_screen()
        assert study.problems == {}
        assert study.result is before or study.result.to_dict() == before.to_dict()

    # --- what can be read on it ----------------------------------------------------------------

    @property
    def page(self) -> Any:
        """The page itself."""
        return self.dashboard.page

    @property
    def screens(self) -> dict[str, Screen]:
        """The screens that have been built, by key."""
        return self.dashboard._screens

    @property
    def screen(self) -> Any:
        """The open screen."""
        return self.dashboard.screen

    def on_screen(self, name: str) -> Any:
        """Return what a named pane of the open screen shows, such as its ``lead`` or ``cards``."""
        return getattr(self.screen, f"_{name}").object

    def shows(self, name: str) -> bool:
        """Tell whether a named part of the open screen is to be seen."""
        return bool(getattr(self.screen, f"_{name}").visible)

    def drawn_data(self, chart: str, layer: str) -> Any:
        """Return the columns that a layer of a chart of the open screen is drawn from."""
        return self.screen._charts[chart]._sources[layer].data

    @property
    def charts(self) -> list[Any]:
        """The figures that are drawn on the open screen."""
        drawn = [pane.object for pane in self.screen.layout.select(pn.pane.Bokeh)]
        return [figure for figure in drawn if figure is not None]

    def everything(self, kind: Any) -> list[Any]:
        """Return all parts of a kind, of the sidebar and of the screens that were opened."""
        areas = (*self.page.sidebar, *self.page.main)
        parts = dict.fromkeys(part for area in areas for part in area.select())
        return [part for part in parts if isinstance(part, kind)]

    def select(self, label: str) -> Any:
        """Return the one selection of this label."""
        (found,) = (w for w in self.everything(pmui.Select) if w.label == label)
        return found

    def button(self, label: str) -> Any:
        """Return the one button of this label."""
        (found,) = (b for b in self.everything(pmui.Button) if b.label == label)
        return found

    @property
    def text(self) -> str:
        """All HTML of the page."""
        return "\n".join(str(pane.object) for pane in self.everything(Markup))

    @property
    def screen_text(self) -> str:
        """All HTML of the open screen."""
        panes = self.screen.layout.select(Markup)
        return "\n".join(str(pane.object) for pane in panes)

    @property
    def readable(self) -> list[str]:
        """Every text that stands on the page: markup, labels, entries, choices, tables, charts."""
        parts = dict.fromkeys(
            part
            for area in (*self.page.header, *self.page.sidebar, *self.page.main)
            for part in area.select()
        )
        shown = [part for part in parts if not isinstance(part, pn.pane.Bokeh)]
        texts = [text for part in shown for text in _texts_of(part)]
        for figure in (part.object for part in parts if isinstance(part, pn.pane.Bokeh)):
            if figure is not None:
                texts += [text for model in figure.references() for text in _texts_of_model(model)]
        return [words(text) for text in texts]

    @property
    def money(self) -> Any:
        """The selection of the currency."""
        return self.select("Show money in")

    @property
    def bar(self) -> str:
        """The network figures above the screens, the line and the tiles that it opens to."""
        network = self.dashboard._network
        return f"{network._headline.object}{network._bar.object}"

    @property
    def hint(self) -> str:
        """What stands beside the buttons of the bar, without its markup."""
        return words(self.hint_html)

    @property
    def hint_html(self) -> str:
        """What stands beside the buttons of the bar."""
        return str(self.dashboard._network._hint.object)

    @property
    def notices(self) -> str:
        """What is said to be amiss with the network figures."""
        return str(self.dashboard._network._notices.object)

    @property
    def banner(self) -> str:
        """What is said of the record that was opened; empty where nothing is shown."""
        banner = self.dashboard._banner
        return str(banner._said.object) if banner.layout.visible else ""

    @property
    def offers_to_leave(self) -> bool:
        """Whether there is a way from a record back to the current network figures."""
        ways = (b for b in self.everything(pmui.Button) if b.label.startswith("Use the current"))
        return any(button.visible for button in ways)

    @property
    def shelf(self) -> Any:
        """The link to the case and the recent cases, on the screen of reports."""
        return self.screen._reports._shelf

    @property
    def problems(self) -> str:
        """What stands above the figures."""
        (area,) = self.page.main
        return str(area[2].object)

    @property
    def record(self) -> RunRecord:
        """The record that the page would save now."""
        return case_record(self.case)

    @property
    def record_text(self) -> str:
        """The record that the page would save now, as text."""
        return record_text(self.record)

    @property
    def follower(self) -> Any:
        """What takes the feed's news to the case."""
        return self.dashboard._follower

    def state(self) -> tuple[Any, ...]:
        """Return what a visitor has entered and sees the figures of."""
        return (
            self.study.inputs(),
            id(self.study.result),
            self.study.catalogue.entries,
            self.study.catalogue.per_usd,
            self.network.snapshot,
            self.network.sourced_values(),
            self.money.value,
            self.money.options,
        )


def _texts_of(part: Any) -> Iterator[str]:
    """Return what can be read of a part of the page."""
    for name in _READ:
        if name in part.param:
            yield from _flat(getattr(part, name))


def _texts_of_model(model: Any) -> Iterator[str]:
    """Return what can be read of a model of a chart: titles, axes, tooltips, legends."""
    for name in _READ_OF_MODELS:
        if name in model.properties():
            yield from _flat(getattr(model, name))


def _flat(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key in found:
            yield from _flat(key)
    elif isinstance(found, list | tuple):
        for one in found:
            yield from _flat(one)


def drawing(monkeypatch: pytest.MonkeyPatch, *kinds: type[Part]) -> list[str]:
    """Return the list of what is drawn from now on: a screen's key, or what a part is called."""
    seen: list[str] = []
    for kind in kinds:

        def draw(self: Any, kind: Any = kind, real: Any = kind.draw) -> Any:
            seen.append(getattr(kind, "key", kind.__name__))
            return real(self)

        monkeypatch.setattr(kind, "draw", draw)
    return seen


def words(html: str) -> str:
    """Return a text without its markup."""
    return re.sub(r"<[^>]+>", "", html)


def in_turns(run: Callable[[], Any]) -> None:
    """Run a test in a loop, as in a notebook, where the page takes what the feed tells.

    A ``yield`` lets the loop come to what is waiting.
    """

    async def inside() -> None:
        for _ in run():
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    asyncio.run(inside())


async def in_session(
    make: Callable[[], Visit], use: Callable[[Visit, Any, Any], Awaitable[None]]
) -> None:
    """Let a server make a visit in a session of its own, and use it: visit, session, context."""
    made: list[Visit] = []

    def serve(document: Any) -> None:
        with set_curdoc(document):
            visit = make()
            visit.page.servable()
        made.append(visit)

    application = Application(FunctionHandler(serve))
    application.add(DocumentLifecycleHandler())
    context = ApplicationContext(application, io_loop=IOLoop.current(), url="/")
    request = HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"),
        headers=HTTPHeaders({"Host": "localhost"}),
    )
    session = await context.create_session_if_needed("visit", request, None)
    while made[0].dashboard._rest.are_left:  # noqa: ASYNC110 - the turns of the loop itself
        await asyncio.sleep(0)
    await use(made.pop(), session, context)

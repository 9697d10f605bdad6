"""What a visitor takes along: reports, tables, the run record, a link; and the way back."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

import panel as pn

from hydro_mining.app.components.blocks import download_button
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import file_dropper, file_row
from hydro_mining.app.records.case_record import (
    case_name,
    case_record_maker,
    open_file,
    open_link,
)
from hydro_mining.app.records.case_shelf import CaseShelf
from hydro_mining.app.records.comparison import CaseComparisonSection
from hydro_mining.app.records.title_entries import title_entries
from hydro_mining.app.screen import Part
from hydro_mining.app.serving.threads import in_process
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, CaseState, Newest
from hydro_mining.reports.forms import file_of
from hydro_mining.reports.link import case_text
from hydro_mining.reports.run_record import LARGEST_RECORD_MIB, RunRecord, record_text
from hydro_mining.views.markup import hint, loading, notice, screen_title

_TOO_LONG = (
    "This case is too long for a link, as with a file of water or prices: save the run record."
)
_EXPLAINED = (
    "The report is one page that opens anywhere without internet, with its charts alive. The board "
    "paper is two A4 pages to print or send. The spreadsheet has live formulas to follow the "
    "arithmetic. The run record opens here again and gives the same figures; so does a report that "
    "it is part of. What you type here stands at the head of report, board paper and spreadsheet:"
)


# What a button says, and the file that it gives.
_DOWNLOADS = {
    "Report (HTML)": "hydro-mining-report.html",
    "Board paper (PDF)": "hydro-mining-board.pdf",
    "Spreadsheet (xlsx)": "hydro-mining.xlsx",
    "All tables (CSV)": "hydro-mining-tables.zip",
    "Run record (JSON)": "hydro-mining-record.json",
}


class ReportsSection(Part):
    """Downloads of the result on the page, the opening of a record, and the case's link."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._message = markup(margin=(0, 10))
        self._texts = Newest()
        # The case that was last taken along, and when it first was.
        self._first_taken: tuple[CaseState, dt.datetime] | None = None
        document = pn.state.curdoc
        self._is_served = document is not None and document.session_context is not None
        self._comparison = CaseComparisonSection(case)
        self._shelf = CaseShelf(
            lambda text: open_link(case, text),
            self._comparison.compare,
            is_served=self._is_served,
            sizing_mode="stretch_width",
            margin=(4, 10),
        )
        title = case.section("title_block")
        title.param.watch(lambda *_: self.draw_soon(), "settings")
        upload = file_dropper(f"{LARGEST_RECORD_MIB}MB", lambda _, data: open_file(case, data))
        self.layout = column(
            markup(screen_title("Take it with you"), margin=(4, 10, 0, 10)),
            markup(hint(_EXPLAINED), margin=(0, 10)),
            title_entries(title),
            flow(
                *(self._button(title, filename) for title, filename in _DOWNLOADS.items()),
                margin=(4, 4),
            ),
            self._message,
            file_row("Open a run record, or a report that holds one:", upload, width=210),
            self._shelf,
            self._comparison,
            margin=(0, 0, 18, 0),
        )

    def draw(self) -> None:
        """Bring the link up to date with what the page shows."""
        self._shelf.title = case_name(self.case.result, self.case.currency)
        try:
            make = case_record_maker(self.case)
        except InputError as error:
            self._texts.drop()
            self._tell_no_link(error)
        else:
            self._texts.ask(self.case.run, lambda: case_text(make()), self._show_link)

    def _show_link(self, outcome: Future[str]) -> None:
        if self.case.is_closed:
            return
        try:
            self._shelf.param.update(text=outcome.result(), problem="")
        except InputError as error:
            self._tell_no_link(error)

    def _tell_no_link(self, error: InputError) -> None:
        said = _TOO_LONG if error.argument == "link" else f"There is no link: {error.sentence}"
        self._shelf.param.update(text="", problem=said)

    def _button(self, title: str, filename: str) -> Any:
        ending = PurePath(filename).suffix

        def made() -> bytes:
            with self._told(title):
                return file_of(record_text(self._record_maker()()), ending)

        async def made_elsewhere() -> bytes:
            with self._told(title):
                make = self._record_maker()
                text = await asyncio.to_thread(lambda: record_text(make()))
                return await in_process(file_of, text, ending)

        style = {"sx": {"border": "1px solid"}, "width": 190, "height": 36, "margin": (6, 6)}
        return download_button(
            title, filename, made_elsewhere if self._is_served else made, **style
        )

    def _record_maker(self) -> Callable[[], RunRecord]:
        """Return what makes the record of the page: of one case it is one, at whatever button.

        So the hash on a paper is that of the record's file, if nothing was changed between them.
        """
        state = self.case.state()
        if self._first_taken is None or self._first_taken[0] is not state:
            self._first_taken = state, dt.datetime.now(tz=dt.UTC)
        return case_record_maker(self.case, created_at=self._first_taken[1])

    @contextmanager
    def _told(self, title: str) -> Iterator[None]:
        """Say that a file is being made, and why it was not if so; keep the case of one made."""
        self._message.object = loading(f"Making it: {title} …") if self._is_served else ""
        try:
            yield
        except InputError as error:
            self._message.object = notice([f"Not made: {error.sentence}"], tone="bad")
            raise
        self._message.object = ""
        self._keep()

    def _keep(self) -> None:
        """Keep the case among the recent ones of the browser."""
        if self._shelf.text:
            now = dt.datetime.now(tz=dt.UTC).isoformat()
            self._shelf.kept = {"name": self._shelf.title, "text": self._shelf.text, "at": now}

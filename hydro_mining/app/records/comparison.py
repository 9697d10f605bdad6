"""Two cases side by side: saved ones, or a saved one and the page as it is now."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, NamedTuple

import param

from hydro_mining.app.components.blocks import LazySection, small_button
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import file_dropper
from hydro_mining.app.screen import Part
from hydro_mining.economics import Evaluation
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, Newest, computed
from hydro_mining.reports.case_comparison import (
    compare_cases,
    compared_rows,
    comparison_sentence,
)
from hydro_mining.reports.link import read_case
from hydro_mining.reports.run_record import (
    LARGEST_RECORD_MIB,
    RunRecord,
    read_record,
    title_block,
)
from hydro_mining.views.markup import hint, lead_paragraph, loading, notice, table
from hydro_mining.wording import time_in_words

_EXPLAINED = (
    "Drop a run record here, or press Compare beside a recent case: it is set against the page as "
    "it is now. A second one is set against the first. What you enter stays as it is."
)
_NOW = "The page now"
_MOST_PICKED = 2
_LONGEST_NAME = 40


class _Picked(NamedTuple):
    """A saved case, and what its study comes to."""

    called: str
    result: Evaluation


class CaseComparisonSection(Part):
    """Which inputs and results differ between two cases."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._picked: list[_Picked] = []
        self._reading = Newest()
        self._said, self._inputs, self._results = (markup() for _ in range(3))
        self._again = small_button("Start again", self._start_again, visible=False)
        self.layout = LazySection("Compare two cases", self._build)

    def compare(self, text: str) -> None:
        """Take the case of a link, the browser's, among those that are compared, and show them."""
        self.layout.open()
        self._take("the recent case", lambda: read_case(text))

    @param.depends("case.currency_code", "case.study.result", watch=True)
    def follow_case(self) -> None:
        """Draw when the page's own case or its currency has changed."""
        if self._picked:
            self.draw_soon()

    def draw(self) -> None:
        """Bring the tables up to date with the cases that were picked and with the page."""
        self._again.visible = bool(self._picked)
        if not self._picked or self.case.result is None:
            self._show("", "", "")
            return
        now = _Picked(_NOW, self.case.result)
        first, second = [*self._picked, now][:_MOST_PICKED]
        found, money = compare_cases(first.result, second.result), self.case.currency
        tables = [
            table(*compared_rows(pairs, first.called, second.called, money), caption=caption)
            if pairs
            else ""
            for pairs, caption in (
                (found.inputs, "Inputs that differ"),
                (found.results, "Results that differ"),
            )
        ]
        self._show(lead_paragraph(comparison_sentence(found)), *tables)

    def _build(self) -> list[Any]:
        upload = file_dropper(
            f"{LARGEST_RECORD_MIB}MB",
            lambda _, data: self._take("the record", partial(read_record, data)),
        )
        return [
            markup(hint(_EXPLAINED)),
            flow(upload, self._again, align_items="center"),
            self._said,
            self._inputs,
            self._results,
        ]

    def _take(self, what: str, read: Callable[[], RunRecord]) -> None:
        self._said.object = loading(f"Reading {what} …")

        def work() -> _Picked:
            record = read()
            return _Picked(_called(record), computed(record.study))

        def done(outcome: Future[_Picked]) -> None:
            if self.case.is_closed:
                return
            try:
                picked = outcome.result()
            except InputError as error:
                self._said.object = notice([f"Not compared: {error.sentence}"], tone="bad")
                return
            self._picked = [*self._picked, picked][-_MOST_PICKED:]
            self.draw_now()

        self._reading.ask(self.case.run, work, done)

    def _start_again(self) -> None:
        self._picked = []
        self.draw_now()

    def _show(self, said: str, inputs: str, results: str) -> None:
        self._said.object, self._inputs.object, self._results.object = said, inputs, results


def _called(record: RunRecord) -> str:
    """Return what a saved case is called above its column."""
    plant = title_block(record).plant
    called = f"{plant[:_LONGEST_NAME]}, saved" if plant else "Saved"
    return f"{called} {time_in_words(record.created_at)}"

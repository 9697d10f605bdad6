"""What is said above the screens of a record or link that the case was opened from."""

from collections.abc import Callable
from typing import Any

import panel_material_ui as pmui

from hydro_mining.app.components.blocks import small_button
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.records.case_record import Opened, Origin, leave_record
from hydro_mining.app.screen import Part, drawn_on
from hydro_mining.exceptions import one_line
from hydro_mining.models import Case
from hydro_mining.reports.run_record import Difference, RunRecord
from hydro_mining.views.markup import notice
from hydro_mining.wording import time_in_words

# More would hide the figures; the command line names them all.
_MOST_NAMED = 5
_NOT_DRAWN = (
    "Its drawn futures are kept as they are and were not drawn again; hydro-mining check does that."
)


class RecordBanner(Part):
    """Says what the page was opened from and what has become of it since.

    ``is_drawn`` tells whether the open screen shows the figures of now: until then the banner
    stays as it is, since what it says is said of them.
    """

    def __init__(self, case: Case, *, is_drawn: Callable[[], bool]) -> None:
        super().__init__(case)
        self._is_drawn = is_drawn
        self._said = markup(margin=(2, 10))
        self._leave: pmui.Button | None = None
        self.layout = column(visible=False)

    follow_case = drawn_on("case.opened", "case.study.result")

    def draw_now(self) -> None:
        """Draw when the figures below are those that the banner speaks of."""
        if self._is_drawn():
            super().draw_now()
        else:
            self._is_due = False
            self.draw_soon()

    def draw(self) -> None:
        """Bring the banner up to date."""
        opened = self.case.opened
        self._said.object = "" if opened is None else _said(opened, self.case)
        if self._leave is None and opened is not None:
            self._leave = self._way_back()
        if self._leave is not None:
            self._leave.visible = opened is not None and opened.record is not None
            if not len(self.layout):
                self.layout[:] = [self._said, self._leave]
        self.layout.visible = bool(self._said.object)

    def _way_back(self) -> pmui.Button:
        return small_button(
            "Use the current network figures",
            lambda: leave_record(self.case),
            margin=(2, 10, 6, 10),
        )


def _said(opened: Opened, case: Case) -> str:
    said = ""
    # What was refused is of no interest any more when something else was computed.
    if opened.problem is not None and opened.shown is case.result:
        said = notice(
            [f"Not opened, everything is as before: {opened.problem.sentence}"], tone="bad"
        )
    if opened.record is None:
        return said
    is_changed = opened.is_changed(case)
    said += notice(_sentences(opened, opened.record, is_changed=is_changed), tone="info")
    return said if is_changed else said + notice(_named(opened.differences), tone="warn")


def _sentences(opened: Opened, record: RunRecord, *, is_changed: bool) -> list[str]:
    made = (
        f"From {opened.origin} of {time_in_words(record.created_at)}, made by version "
        f"{one_line(record.version)}, with the network figures of "
        f"{time_in_words(record.snapshot.as_of)}."
    )
    if is_changed:
        return [made, "Inputs have been changed since it was opened."]
    if opened.origin is not Origin.RECORD:
        return [made]
    if opened.differences:
        count = len(opened.differences)
        what = "figure comes" if count == 1 else "figures come"
        return [made, f"Computed again, {count:,} {what} out otherwise than stored:"]
    return [
        made,
        "Computed again, all figures come out as they were stored.",
        *([_NOT_DRAWN] if record.results.get("risk") else []),
    ]


def _named(found: tuple[Difference, ...]) -> list[Any]:
    named = [f"{one_line(str(difference))}." for difference in found[:_MOST_NAMED]]
    more = len(found) - _MOST_NAMED
    return [*named, f"And {more:,} more; hydro-mining check names them all."] if more > 0 else named

"""What a screen is: a title, a place in the page, and how it is brought up to date.

A part of the page declares what it depends on and draws itself from the case; it is drawn on
the server's next turn, once however much changed, and only while a reader sees it. Drawing may go
in steps, between which the server may answer others: what is drawn anew begins with its first step.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, ClassVar

import panel as pn
import param

from hydro_mining.app.components.layouts import WithLayout
from hydro_mining.app.steps import Step, Steps
from hydro_mining.models import Case, Section


def drawn_on(*changes: str) -> Any:
    """Return a method of a part that draws soon when one of these Parameters has changed."""

    @param.depends(*changes, watch=True)
    def follow(part: "Part") -> None:
        part.draw_soon()

    return follow


class Part(WithLayout):
    """A part of the page over a case; ``layout`` is what stands in the page."""

    case = param.ClassSelector(class_=Case, constant=True)
    is_open = param.Boolean(default=True, doc="Whether a reader sees it; only then it is drawn.")
    is_behind = param.Boolean(
        default=False, doc="Whether it is drawn, or drawn on, on one of the server's next turns."
    )
    has_failed = param.Boolean(
        default=False, doc="Whether drawing met an error, so that what stands there may be old."
    )

    def __init__(self, case: Case, **params: Any) -> None:
        super().__init__(case=case, **params)
        self._is_due = False
        self._steps = Steps(
            lambda: self.is_open and not self.case.is_closed,
            taken=self._tell_behind,
            run=lambda work, done: self.case.run(work, done),
        )

    def draw(self) -> Iterator[Step] | None:
        """Bring everything on the part up to date with the case; a generator ends its steps."""
        raise NotImplementedError

    @param.depends("is_open", watch=True)
    def draw_soon(self) -> None:
        """Draw on the server's next turn; what changes until then is drawn with it."""
        if self.is_open and not self._is_due and not self.case.is_closed:
            self._is_due = True
            self.case.due.append(self.draw_now)
            if len(self.case.due) == 1:
                pn.state.execute(self._draw_all_due, schedule=True)
        self._tell_behind()

    def _draw_all_due(self) -> None:
        """Draw all parts of the page that are due, of which a browser hears in one message."""
        due, self.case.due = self.case.due, []
        with pn.io.hold(), ExitStack() as last_first:  # one that fails keeps no other from it
            for draw in reversed(due):
                last_first.callback(draw)

    def draw_now(self) -> None:
        """Draw at once, unless nobody looks."""
        self._is_due = False
        self._steps.drop()  # those of before are stale
        if not self.is_open or self.case.is_closed:
            self._tell_behind()
            return
        self._steps.begin(self._drawn())

    def _drawn(self) -> Iterator[Step]:
        steps = self.draw()
        if steps is not None:
            yield from steps

    def _tell_behind(self) -> None:
        self.param.update(
            is_behind=self.is_open and (self._is_due or self._steps.are_left),
            has_failed=self._steps.have_failed,
        )


class Screen(Part):
    """A tab of the page, built when it is first opened.

    ``group`` is the question that it helps to answer; screens of a group stand beside each other.
    ``beside`` says on the sidebar what its entries are to the open screen.
    ``in_window`` is how many parts of its column, the first, a reader's window has room for.
    ``section`` makes the section of the case that the screen's entries belong to; None where
    they belong to the study alone. It is kept in run records under the screen's ``key``.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[str] = "Tools"
    beside: ClassVar[str] = ""
    in_window: ClassVar[int] = 6
    section: ClassVar[Callable[[Case], Section] | None] = None

    is_open = param.Boolean(default=False)
    is_window_placed = param.Boolean(
        default=True, doc="Whether what a reader's window has room for was given its place."
    )
    is_window_filled = param.Boolean(
        default=True, doc="Whether it is filled too, or will not be: what stands below may come."
    )

    @staticmethod
    def first_paint(_: Case) -> str:
        """Return what a page that opens with the screen shows before its controls are there."""
        return ""

    def draw_now(self) -> None:
        """Draw at once, unless nobody looks or nothing could be computed yet."""
        if self.case.result is None:
            self._is_due = False
            self._tell_behind()
        else:
            super().draw_now()

    # What is the case's own comes first: Param 2.4 follows all that hangs on one object as it
    # follows the first, and would call nothing for a currency that stood behind a result.
    follow_case = drawn_on("case.currency_code", "case.study.result", "case.network.snapshot")

"""What the figures of a price file rest on, asked or offered to who disagrees, with buttons."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import panel as pn
import param

from hydro_mining.app.components.blocks import small_button
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.dispatch.file_options import FileOptions
from hydro_mining.imports.prices import PriceReport
from hydro_mining.views.markup import hint

_ANOTHER = "Another"
_ASKED_FIRST = (
    "The file does not say all that its figures rest on. Answer first, then run the backtest."
)


class _Question(NamedTuple):
    """A question, what stands before the same answers where it has one, and these answers."""

    text: str
    otherwise: str
    answers: Mapping[str, str]


# By the option of the file that an answer settles.
_QUESTIONS: Mapping[str, _Question] = MappingProxyType(
    {
        "currency": _Question(
            "Which currency are the prices in?",
            "Currency:",
            {code: code for code in ("EUR", "USD", "GBP", "NOK", "SEK", "DKK")},
        ),
        "unit": _Question(
            "What is a price for?",
            "A price is for:",
            {"A MWh": "MWh", "A kWh": "kWh", "A kWh, in cents or pence": "c/kWh"},
        ),
        "timezone": _Question(
            "Whose clock do the times show?",
            "Time zone:",
            {
                "UTC": "UTC",
                "Britain": "Europe/London",
                "Central Europe": "Europe/Berlin",
                "US Central": "America/Chicago",
                "US Eastern": "America/New_York",
                "US Pacific": "America/Los_Angeles",
            },
        ),
    }
)


def open_questions(report: PriceReport) -> list[str]:
    """Return the options on which nothing but a guess is known."""
    is_open = {
        "currency": report.currency is None,
        "unit": report.unit_evidence == "assumed",
        "timezone": report.is_clock_guess,
    }
    return [option for option in _QUESTIONS if is_open[option]]


class FileQuestions(WithLayout):
    """The questions that are ``asked``; when the last one is answered the file is read again.

    Parameters
    ----------
    is_offer
        Whether each has an answer that a reader may disagree with: another one counts at once.
    settled
        Called when all that is asked has an answer.
    others
        Called where a reader wants another answer than the buttons have.
    """

    asked = param.List(default=[], doc="Options of the file that are to be settled.")

    def __init__(
        self,
        options: FileOptions,
        *,
        is_offer: bool = False,
        settled: Callable[[], Any],
        others: Callable[[], Any],
    ) -> None:
        super().__init__()
        self._options, self._settled, self._is_offer = options, settled, is_offer
        self._others = others
        # Made when they are first asked, for most are never; then shown and hidden: a button that
        # is replaced while it is pressed makes Bokeh warn.
        self._buttons: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, pn.FlexBox] = {}
        self._first = [] if is_offer else [markup(hint(_ASKED_FIRST))]
        self.layout = column(visible=False)

    def ask(self, options: Sequence[str]) -> None:
        """Ask these questions and no others; other options have none."""
        self.asked = [option for option in options if option in _QUESTIONS]
        new = [option for option in self.asked if option not in self._rows]
        for option in new:
            self._rows[option] = self._row(option, _QUESTIONS[option])
        for option, row in self._rows.items():
            row.visible = option in options
            self._mark(option)
        if new:
            ordered = [self._rows[option] for option in _QUESTIONS if option in self._rows]
            self.layout[:] = [*self._first, *ordered]
        self.layout.visible = bool(self.asked)

    def _row(self, option: str, question: _Question) -> pn.FlexBox:
        self._buttons[option] = {
            value: small_button(title, partial(self._answer, option, value), margin=(6, 4))
            for title, value in question.answers.items()
        }
        return flow(
            _words(question, is_offer=self._is_offer),
            *self._buttons[option].values(),
            small_button(_ANOTHER, self._others, margin=(6, 4)),
            align_items="center",
        )

    def _answer(self, option: str, value: str) -> None:
        setattr(self._options, option, value)
        self._mark(option)
        if self._is_offer or not any(self._options.is_open(asked) for asked in self.asked):
            self._settled()

    def _mark(self, option: str) -> None:
        """Fill the button of the answer that was given."""
        for value, button in self._buttons[option].items():
            is_given = getattr(self._options, option) == value
            button.variant = "contained" if is_given else "outlined"


def _words(question: _Question, *, is_offer: bool) -> Any:
    if is_offer:
        return markup(hint(question.otherwise), sizing_mode=None, width=120)
    return markup(hint(question.text), sizing_mode=None, width=230)

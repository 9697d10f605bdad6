"""A question before something that a reader entered is overwritten."""

from collections.abc import Callable, Mapping

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.blocks import markup
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.views.markup import notice

__all__ = ["Question"]

_MOST_ANSWERS = 2


class Question(WithLayout):
    """Seen while it is open; nothing is done until a reader answers, and then only that."""

    def __init__(self, *, keep: str = "Keep as it is") -> None:
        super().__init__()
        self._keep = keep
        self._actions: list[Callable[[], None]] = []
        self._text = markup(margin=(2, 4))
        self._answers: list[pmui.Button] = []
        self.layout = column(visible=False)

    def ask(
        self, text: str, answers: Mapping[str, Callable[[], None]], *, preview: str = ""
    ) -> None:
        """Ask ``text``, above ``preview`` (HTML); each answer has what it does."""
        if not self._answers:
            self._answers = [self._button(place) for place in range(_MOST_ANSWERS)]
        self._actions = list(answers.values())
        self._text.object = notice([text], tone="info") + preview
        titles = [*answers, *[""] * (_MOST_ANSWERS - len(answers))]
        for button, title in zip(self._answers, titles, strict=True):
            button.param.update(label=title, visible=bool(title))
        if not len(self.layout):
            self._place()
        self.layout.visible = True

    def drop(self) -> None:
        """Ask no longer."""
        self._actions = []
        self.layout.visible = False

    def _place(self) -> None:
        """Put the answers into the page, as they are to be seen: in most, nothing is ever asked.

        A word that changes while a browser makes its button may not reach it.
        """
        # Shown and hidden: a button that is replaced while it is pressed makes Bokeh warn.
        refusal = pmui.Button(label=self._keep, variant="text", size="small", margin=(4, 4))
        refusal.on_click(lambda _: self.drop())
        self.layout[:] = [
            self._text,
            pn.FlexBox(*self._answers, refusal, align_items="center"),
        ]

    def _button(self, place: int) -> pmui.Button:
        button = pmui.Button(label="", variant="outlined", size="small", margin=(4, 4))
        button.on_click(lambda _: self._answered(place))
        return button

    def _answered(self, place: int) -> None:
        if place < len(self._actions):
            action = self._actions[place]
            self.drop()
            action()

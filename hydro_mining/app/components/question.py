"""A question before something that a reader entered is overwritten."""

from collections.abc import Callable, Mapping

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.blocks import small_button
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.views.markup import notice


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
        places = range(len(self._answers), len(answers))
        self._answers += [self._button(place) for place in places]
        self._actions = list(answers.values())
        self._text.object = notice([text], tone="info") + preview
        titles = [*answers, *[""] * (len(self._answers) - len(answers))]
        for button, title in zip(self._answers, titles, strict=True):
            button.param.update(label=title, visible=bool(title))
        if places:
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
        refusal = small_button(self._keep, self.drop, variant="text", margin=(4, 4))
        self.layout[:] = [self._text, pn.FlexBox(*self._answers, refusal, align_items="center")]

    def _button(self, place: int) -> pmui.Button:
        return small_button("", lambda: self._answered(place), margin=(4, 4))

    def _answered(self, place: int) -> None:
        if place < len(self._actions):
            action = self._actions[place]
            self.drop()
            action()

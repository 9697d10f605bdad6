"""An entry of text for a field of a section that is no number: a name, dates, machines."""

from collections.abc import Callable
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.components.following import Following
from hydro_mining.exceptions import InputError
from hydro_mining.models import Section


class TextEntry:
    """A text widget of a ``kind`` for ``group.name`` of a section.

    ``parsed`` makes the field's value of a text or refuses it with an InputError, ``written``
    the text of a value. A text that is refused stays in the entry with the rule below it, and
    the section keeps its last valid state. ``told_as`` is the field's name in problems, where
    the frozen input has another. ``look`` is what else the widget is made with, such as its label.
    """

    def __init__(
        self,
        section: Section,
        group: param.Parameterized,
        name: str,
        *,
        parsed: Callable[[str], Any],
        written: Callable[[Any], str],
        told_as: str | None = None,
        kind: type[pmui.TextInput] | type[pmui.TextAreaInput] = pmui.TextInput,
        **look: Any,
    ) -> None:
        self._section, self._group, self._name = section, group, name
        self._parsed, self._written = parsed, written
        self._told_as = told_as or name
        self._following = Following()
        self._refused: InputError | None = None
        self.widget = kind(**COMPACT | look)
        self.follow()
        self.widget.param.watch(self._typed, "value")
        self._watchers = (
            (group, group.param.watch(self.follow, name)),
            (section, section.param.watch(self._show_problem, "problems")),
        )

    def release(self) -> None:
        """Stop following the section, when the group is removed from it."""
        for owner, watcher in self._watchers:
            owner.param.unwatch(watcher)

    def _typed(self, event: param.parameterized.Event) -> None:
        if self._following:
            return
        self._refused = None
        try:
            value = self._parsed(event.new or "")
        except InputError as error:
            self._refused = error
        else:
            self._section.enter(self._group, self._name, value)
        self._show_problem()

    def follow(self, *_: Any) -> None:
        """Write the field's value, unless the text says the same already."""
        self._refused = None
        value = getattr(self._group, self._name)
        if not self._says(value):
            with self._following:
                self.widget.value = self._written(value)
        self._show_problem()

    def _says(self, value: Any) -> bool:
        try:
            return bool(self._parsed(self.widget.value or "") == value)
        except InputError:
            return False

    def _show_problem(self, *_: Any) -> None:
        misfit = self._section.problem(self._group, self._told_as)
        text = "" if misfit is None else problem_sentence(self._name, misfit)
        if self._refused is not None:
            text = self._refused.sentence
        if text != self.widget.helper_text:
            self.widget.param.update(error_state=bool(text), helper_text=text)

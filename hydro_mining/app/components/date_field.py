"""An entry for a day, typed as YYYY-MM-DD.

A date picker of panel-material-ui 0.16 sends the year while it is being typed, which its own
server side cannot read.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.models import Section

__all__ = ["DateField"]

_RULE = "Must be a date such as 2026-11-21."
_TOO_EARLY = "Must not be before the day of the network figures."


class DateField:
    """A day of a section; ``to_value`` and ``to_day`` translate what the field holds."""

    def __init__(
        self,
        section: Section,
        group: param.Parameterized,
        name: str,
        *,
        label: str,
        meaning: str,
        to_value: Callable[[dt.date | None], Any],
        to_day: Callable[[Any], dt.date | None],
        is_required: bool = False,
    ) -> None:
        self._section, self._group, self._name = section, group, name
        self._to_value, self._to_day = to_value, to_day
        self._is_required = is_required
        self._slip = ""  # what is wrong with a text that is no day
        self.entry = pmui.TextInput(
            label=label,
            description=meaning,
            placeholder="YYYY-MM-DD",
            value=self._shown(),
            size="small",
            sizing_mode="stretch_width",
            margin=(8, 4, 2, 4),
        )
        self.entry.param.watch(self._typed, "value")
        group.param.watch(self._follow, name)
        section.param.watch(self._show_problem, "problems")

    def _typed(self, event: param.parameterized.Event) -> None:
        text = event.new.strip()
        try:
            day = dt.date.fromisoformat(text) if text or self._is_required else None
        except ValueError:
            self._slip = _RULE
        else:
            self._slip = ""
            if text != self._shown():
                self._section.enter(self._group, self._name, self._to_value(day))
        self._show_problem()

    def _follow(self, *_: Any) -> None:
        self._slip = ""
        self.entry.value = self._shown()

    def _show_problem(self, *_: Any) -> None:
        error = self._section.problem(self._group, self._name)
        text = self._slip or ("" if error is None else _TOO_EARLY)
        if text != self.entry.helper_text:
            self.entry.param.update(error_state=bool(text), helper_text=text)

    def _shown(self) -> str:
        day = self._to_day(getattr(self._group, self._name))
        return "" if day is None else day.isoformat()

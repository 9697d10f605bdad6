"""The buttons that take back, bring back and start over, and their keys."""

from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled
from hydro_mining.app.theme import THEME_SCRIPT
from hydro_mining.models import History


class HistoryBar(Styled, JSComponent):
    """Three buttons in the page's header, and Ctrl-Z and Ctrl-Shift-Z outside of texts.

    They are in sight wherever a reader has scrolled to; the browser asks before it starts over.
    Beside them stand the button of the theme, and what makes charts quick, writes their numbers and
    lays the page out quickly: each model of its own would cost a page its load.
    """

    can_undo = param.Boolean(default=False)
    can_redo = param.Boolean(default=False)
    can_start_over = param.Boolean(default=False)
    has_keys = param.Boolean(default=False, doc="Whether the whole page is ours, keys included.")

    _esm: ClassVar[str] = (
        asset("quick_layout.js")
        + asset("chart_numbers.js")
        + asset("quick_charts.js")
        + THEME_SCRIPT
        + asset("history_bar.js")
    )

    def __init__(self, history: History, *, is_served: bool) -> None:
        super().__init__(has_keys=is_served, margin=0)
        self._history = history
        history.param.watch(self._follow, ["can_undo", "can_redo", "is_first"])
        self._follow()

    def _handle_msg(self, message: Any) -> None:
        history = self._history
        actions = {"undo": history.undo, "redo": history.redo, "start_over": history.start_over}
        if isinstance(message, str) and message in actions:
            actions[message]()

    def _follow(self, *_: Any) -> None:
        history = self._history
        self.param.update(
            can_undo=history.can_undo,
            can_redo=history.can_redo,
            can_start_over=not history.is_first,
        )

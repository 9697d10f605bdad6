"""The buttons that take back, bring back and start over, and their keys."""

from collections.abc import Callable
from typing import Any, ClassVar

import panel as pn
import param
from panel.custom import JSComponent
from panel.viewable import Viewer

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled
from hydro_mining.app.theme import THEME_SCRIPT
from hydro_mining.models import History

__all__ = ["HistoryBar"]


class HistoryButtons(Styled, JSComponent):
    """The browser's side: three buttons, and Ctrl-Z and Ctrl-Shift-Z outside of texts.

    It asks before it starts over. Beside them stand the button of the theme, and what makes charts
    quick, writes their numbers and lays the page out quickly: each model of its own would cost a
    page its load.
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

    def __init__(self, actions: dict[str, Callable[[], None]], **params: Any) -> None:
        super().__init__(**params)
        self._actions = actions

    def _handle_msg(self, message: Any) -> None:
        if isinstance(message, str) and message in self._actions:
            # One message: an entry that the browser saw change twice, as where the currency changes
            # too, may come back with what stood in it between.
            with pn.io.hold():
                self._actions[message]()


class HistoryBar(Viewer):
    """Stands in the page's header, in sight wherever a reader has scrolled to."""

    def __init__(self, history: History, *, is_served: bool) -> None:
        super().__init__()
        self._history = history
        self.buttons = HistoryButtons(
            {"undo": history.undo, "redo": history.redo, "start_over": history.start_over},
            has_keys=is_served,
            margin=0,
        )
        history.param.watch(self._follow, ["can_undo", "can_redo", "is_first"])
        self._follow()

    def __panel__(self) -> Any:
        """Return the buttons."""
        return self.buttons

    def _follow(self, *_: Any) -> None:
        history = self._history
        self.buttons.param.update(
            can_undo=history.can_undo,
            can_redo=history.can_redo,
            can_start_over=not history.is_first,
        )

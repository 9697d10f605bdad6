"""Finding one's way: tabs of the screens in groups, and a select of them on a phone."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import param

from hydro_mining.app.components.blocks import loading_note
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.screen_select import ScreenSelect
from hydro_mining.app.components.titled import TitledTabs
from hydro_mining.app.screen import Screen
from hydro_mining.app.theme import LINE, MUTED

# Below this width tabs would be cut, or would take half of the first view.
_PHONE = "@media (max-width: 599px)"
_GROUP = {
    "position": "absolute",
    "top": "3px",
    "left": "14px",
    "fontSize": "0.7rem",
    "lineHeight": 1.2,
    "color": MUTED,
    "whiteSpace": "nowrap",
}


class Navigation:
    """``tabs`` has a place a screen; ``select`` is seen on a phone instead of their heads.

    ``turned`` is called with the key of the screen that a reader asks for.
    """

    def __init__(self, screens: Sequence[type[Screen]], turned: Callable[[str], None]) -> None:
        self._keys = [screen.key for screen in screens]
        self._turned = turned
        note = loading_note()  # one for all: each model costs a page its time
        self.tabs = TitledTabs(
            *((screen.title, column(note)) for screen in screens),
            sx=_look(screens),
            sizing_mode="stretch_width",
        )
        self.select = ScreenSelect(
            groups=[
                [group, [[screen.key, screen.title] for screen in members]]
                for group, members in groupby(screens, lambda screen: screen.group)
            ],
            value=self._keys[0],
            sizing_mode="stretch_width",
            margin=(4, 10),
        )
        self.tabs.param.watch(self._tab_turned, "active")
        self.select.param.watch(self._selected, "value")

    @property
    def key(self) -> str:
        """Key of the screen whose tab is turned to."""
        return self._keys[self.tabs.active]

    def show(self, key: str) -> None:
        """Turn to a screen."""
        self.tabs.active = self._keys.index(key)
        self.select.value = key

    def place(self, key: str) -> Any:
        """Return where a screen's content stands."""
        return self.tabs[self._keys.index(key)]

    def _tab_turned(self, event: param.parameterized.Event) -> None:
        self.select.value = self._keys[event.new]
        self._turned(self._keys[event.new])

    def _selected(self, event: param.parameterized.Event) -> None:
        if event.new in self._keys:
            self.tabs.active = self._keys.index(event.new)


def _look(screens: Sequence[type[Screen]]) -> dict[str, Any]:
    """Return the style of the tabs: a group's name above its first, rows instead of a scroll."""
    look: dict[str, Any] = {
        # Else it would scroll by itself, and nothing in it could stay in sight on a phone.
        "& > .MuiBox-root": {"overflow": "visible"},
        "& .MuiTabs-list, & .MuiTabs-flexContainer": {"flexWrap": "wrap"},
        "& .MuiTabs-indicator": {"display": "none"},
        "& .MuiTab-root": {
            "position": "relative",
            "overflow": "visible",
            "padding": "18px 14px 6px",
            "minWidth": 94,
            "minHeight": 48,
            "borderBottom": "2px solid transparent",
        },
        "& .MuiTab-root.Mui-selected": {"borderBottomColor": "currentColor"},
        "& .MuiTab-root.Mui-focusVisible": {"outline": "2px solid", "outlineOffset": "-2px"},
        _PHONE: {"& > .MuiTabs-root": {"display": "none"}},
    }
    before = ""
    for place, screen in enumerate(screens, start=1):
        if screen.group != before:
            tab = f"& .MuiTab-root:nth-of-type({place})"
            # What stands behind the stroke is read out: nothing, since it is no part of the name.
            look[f"{tab}::before"] = {"content": f'"{screen.group}" / ""', **_GROUP}
            if before:
                look[tab] = {"borderLeft": f"1px solid {LINE}"}
        before = screen.group
    return look

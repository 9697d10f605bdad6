"""A select of the screens, for where their tabs find no room."""

from typing import ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled

_ONLY_ON_A_PHONE = "@media (min-width: 600px) { :host { display: none !important; } }"


class ScreenSelect(Styled, JSComponent):
    """Seen on a phone alone; ``value`` is the key of the screen that is open."""

    groups = param.List(default=[], doc="Pairs of a group and its pairs of key and title.")
    value = param.String()

    _esm: ClassVar[str] = asset("screen_select.js")
    _stylesheets: ClassVar[list[str]] = [_ONLY_ON_A_PHONE]

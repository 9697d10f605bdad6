"""Whether a visitor's browser reaches the server of a map's tiles."""

from collections.abc import Callable
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset


class TileProbe(JSComponent):
    """Asks for one tile when it is told to; ``on_answer`` is given whether it came."""

    address = param.String(constant=True, doc="Of the tile.")
    asked = param.Integer(default=0, doc="How often it was asked for.")

    _esm: ClassVar[str] = asset("tile_probe.js")

    def __init__(self, on_answer: Callable[[bool], None], **params: Any) -> None:
        super().__init__(**params)
        self._on_answer = on_answer

    def ask(self) -> None:
        """Let the browser ask for the tile."""
        self.asked += 1

    def _handle_msg(self, is_reached: Any) -> None:
        self._on_answer(is_reached is True)

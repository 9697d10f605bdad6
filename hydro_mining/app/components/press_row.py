"""A row of buttons as one model: one for each button costs a page load six milliseconds of CPU."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset


class PressRow(JSComponent):
    """Buttons by their keys; ``on_press`` is called with the key of the one that was pressed.

    ``pressed`` is the key of the one whose content is shown, where they open something.
    """

    buttons = param.List(default=[], doc="A key and a label each.")
    opens = param.Boolean(default=False, doc="Whether a press opens something, or closes it.")
    pressed = param.String(default="")
    is_drawn = param.Boolean(default=False, doc="Set by the browser.")

    _esm: ClassVar[str] = asset("press_row.js")

    def __init__(self, on_press: Callable[[str], None], **params: Any) -> None:
        super().__init__(**params)
        self._on_press = on_press

    def show(self, labels: Mapping[str, str]) -> None:
        """Show a button for each label, by its key."""
        self.buttons = [list(button) for button in labels.items()]

    def _handle_msg(self, key: Any) -> None:
        """Tell which button was pressed, if it is there."""
        if any(key == known for known, _ in self.buttons):
            self._on_press(key)

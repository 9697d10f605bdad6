"""The offer to go on with what stood on this browser's page last time."""

from collections.abc import Callable
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled


class LastCase(Styled, JSComponent):
    """Seen where the browser keeps a case; ``opened`` is called with its text, if it is wanted.

    That text comes from the browser and is checked by whoever reads it.
    """

    is_first = param.Boolean(default=True, doc="Whether nothing was entered in this visit.")

    _esm: ClassVar[str] = asset("case_storage.js") + asset("last_case.js")

    def __init__(self, opened: Callable[[str], None], **params: Any) -> None:
        super().__init__(**params)
        self._opened = opened

    def _handle_msg(self, message: Any) -> None:
        text = message.get("open") if isinstance(message, dict) else None
        if isinstance(text, str):
            self._opened(text)

"""The link to the case on the page, and the recent cases that the visitor's browser keeps."""

from collections.abc import Callable
from typing import Any, ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled


class CaseShelf(Styled, JSComponent):
    """Shows the link of ``text``.

    ``opened`` is called with the text of a case that is asked for, ``compared`` with that of one
    to be set beside the page. That text comes from the browser and is checked by whoever reads it.
    """

    text = param.String(default="", doc="The case on the page as an address holds it.")
    title = param.String(default="", doc="What the case is called among the recent ones.")
    problem = param.String(default="", doc="Why there is no link.")
    kept = param.Dict(default={}, doc="The case to be kept: name, text and time.")
    # Bokeh's browser side sends a new model whole with its first event, such as a click, and the
    # server logs that it knows it already; after any change of a property it sends references.
    is_drawn = param.Boolean(default=False, doc="Set by the browser.")
    is_served = param.Boolean(default=True, doc="Whether the page has an address of its own.")

    _esm: ClassVar[str] = "".join(
        asset(name) for name in ("case_storage.js", "copied_row.js", "case_shelf.js")
    )

    def __init__(
        self, opened: Callable[[str], None], compared: Callable[[str], None], **params: Any
    ) -> None:
        super().__init__(**params)
        self._asked = {"open": opened, "compare": compared}

    def _handle_msg(self, message: Any) -> None:
        for kind, asked in self._asked.items():
            text = message.get(kind) if isinstance(message, dict) else None
            if isinstance(text, str):
                asked(text)

"""A line of text with the button that copies it."""

from typing import ClassVar

import param
from panel.custom import JSComponent

from hydro_mining.app.components.assets import asset
from hydro_mining.app.components.styled import Styled


class CopiedLine(Styled, JSComponent):
    """Shows ``text`` under a title, to be copied."""

    text = param.String(default="", doc="What is copied.")
    title = param.String(default="", constant=True, doc="What it is called.")

    _esm: ClassVar[str] = asset("copied_row.js") + asset("copied_line.js")

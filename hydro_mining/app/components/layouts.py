"""How parts stand in the page: below each other, or beside each other where they find room."""

from typing import Any

import panel as pn
from panel.viewable import Viewer


class WithLayout(Viewer):
    """A viewer whose ``layout`` is what stands in the page."""

    layout: Any

    def __panel__(self) -> Any:
        """Return what stands in the page."""
        return self.layout


def column(*parts: Any, **params: Any) -> pn.Column:
    """Return parts below each other, over the width of their place."""
    return pn.Column(*parts, sizing_mode="stretch_width", **params)


def flow(*parts: Any, **params: Any) -> pn.FlexBox:
    """Return parts beside each other, and below each other where they find no room."""
    return pn.FlexBox(*parts, sizing_mode="stretch_width", **params)

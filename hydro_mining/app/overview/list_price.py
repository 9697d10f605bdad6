"""Which column of an uploaded list has the prices, where several may."""

from collections.abc import Callable

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.blocks import markup, small_button
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.imports.catalogue import list_price_columns
from hydro_mining.views.markup import notice

__all__ = ["ListPrice"]

_QUESTION = "The list has several prices a machine. Which is yours to pay? Nothing is taken yet."


class ListPrice(WithLayout):
    """Asks once for the price column of a list; ``taken`` gets the list and the heading."""

    def __init__(self, taken: Callable[[bytes, str], None]) -> None:
        super().__init__()
        self._taken, self._data = taken, b""
        self._answers = pn.FlexBox(align_items="center")
        self.layout = column(markup(notice([_QUESTION], tone="info")), self._answers, visible=False)

    def ask(self, data: bytes) -> None:
        """Ask which of a list's columns has the prices."""
        self._data = data
        self._answers[:] = [self._answer(heading) for heading in list_price_columns(data)]
        self.layout.visible = True

    def drop(self) -> None:
        """Ask no longer."""
        self._data = b""
        self.layout.visible = False

    def _answer(self, heading: str) -> pmui.Button:
        return small_button(heading, lambda: self._finish(heading), margin=(10, 6))

    def _finish(self, heading: str) -> None:
        data = self._data
        self.drop()
        self._taken(data, heading)

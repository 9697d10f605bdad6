"""When the prices of an uploaded list were asked, where the list does not say."""

from collections.abc import Callable

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.blocks import small_button, small_entry
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.exceptions import InputError
from hydro_mining.imports.catalogue import CatalogueImport
from hydro_mining.views.markup import notice

_RULE = "Must be a date such as 2026-11-21, 2026-11 or 2026."


class ListDate(WithLayout):
    """Asks once for the date of a list; ``taken`` gets the machines with it, or undated."""

    def __init__(self, taken: Callable[[CatalogueImport], None]) -> None:
        super().__init__()
        self._taken = taken
        self._read: Callable[[str], CatalogueImport] | None = None
        self._question = markup()
        self._entry = small_entry(
            pmui.TextInput,
            "Date of the list's prices",
            "When the prices were asked; a month or a year will do.",
            placeholder="YYYY-MM-DD, YYYY-MM or YYYY",
            width=260,
            margin=(10, 6),
        )
        self.layout = column(
            self._question,
            pn.FlexBox(
                self._entry,
                small_button(
                    "Take with this date",
                    lambda: self._take(self._entry.value.strip()),
                    margin=(10, 6),
                ),
                small_button("Take as undated", lambda: self._finish(""), margin=(10, 6)),
                align_items="center",
            ),
            visible=False,
        )

    def ask(self, read: Callable[[str], CatalogueImport], n_undated: int) -> None:
        """Ask for the date of a list, which ``read`` returns with the date that it is given."""
        self._read = read
        self._entry.param.update(value="", error_state=False, helper_text="")
        said = f"Prices without a date: {n_undated:,}. When were the prices of this list asked?"
        self._question.object = notice([f"{said} Nothing is taken yet."], tone="info")
        self.layout.visible = True

    def drop(self) -> None:
        """Ask no longer."""
        self._read = None
        self.layout.visible = False

    def _take(self, price_date: str) -> None:
        if price_date:
            self._finish(price_date)
        else:
            self._refuse()

    def _finish(self, price_date: str) -> None:
        if self._read is None:
            return
        try:
            read = self._read(price_date)
        except InputError:  # the list has been read before: only the date can be wrong
            self._refuse()
            return
        self.drop()
        self._taken(read)

    def _refuse(self) -> None:
        self._entry.param.update(error_state=True, helper_text=_RULE)

"""What was assumed for the reader, each with one click to its entry."""

from typing import Any

import panel_material_ui as pmui

from hydro_mining.app.components.case_field import case_field
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.press_row import PressRow
from hydro_mining.app.screen import Part, drawn_on
from hydro_mining.models import Case
from hydro_mining.views.assumptions import ASSUMPTIONS, assumption_words
from hydro_mining.views.markup import screen_title


class AssumptionList(Part):
    """A button an assumption; pressed, its entries stand below, pressed again they go."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._open_key = ""
        self._entries: dict[str, list[Any]] = {}
        self._buttons = PressRow(self._turn, opens=True, sizing_mode="stretch_width", margin=(4, 3))
        self._place = column()
        switch = pmui.Switch.from_param(
            case.study.finance.param.switch_off_when_unprofitable,
            label="Switch off on days that do not pay",
            size="small",
            margin=(2, 8),
        )
        self.layout = column(
            markup(screen_title("What we assumed"), margin=(2, 4, 0, 4)),
            self._buttons,
            self._place,
            switch,
        )
        if case.result is not None:
            self.draw()

    follow_case = drawn_on("case.currency_code", "case.study.result")

    def draw(self) -> None:
        """Write the values on the buttons."""
        if self.case.result is None:
            return
        self._buttons.show(assumption_words(self.case.result.study, self.case.currency))

    def _turn(self, key: str) -> None:
        """Show the entries of an assumption, or hide them if they are shown."""
        self._open_key = "" if key == self._open_key else key
        if self._open_key and key not in self._entries:
            self._entries[key] = [self._entry(name) for name in ASSUMPTIONS[key]]
        self._place[:] = self._entries.get(self._open_key, [])
        self._buttons.pressed = self._open_key

    def _entry(self, name: str) -> Any:
        study = self.case.study
        group = study.site if name in study.site.param else study.finance
        return case_field(self.case, study, group, name).entry

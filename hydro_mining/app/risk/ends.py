"""The ends of the tornado's bars, as a reader changes them."""

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from panel.viewable import Viewer

from hydro_mining.app.components import number_text, parsed_number, problem_sentence
from hydro_mining.app.components.blocks import markup
from hydro_mining.app.risk.requests import swings
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked, unit
from hydro_mining.views.markup import hint
from hydro_mining.views.risk_words import swing_name

__all__ = ["EndsEditor"]

_PLACES = 10
_PER_CENT = 100
_WORDS = (
    "Each input is tried at a low and a high value. Ours are round figures: ±30 % for the bitcoin "
    "price, ±20 % for prices of power and machines, ±10 points for growth. Type your own."
)


class EndsEditor(Viewer):
    """Two entries an input; ``ends`` are those that were changed, by path."""

    ends = param.Dict(default={})

    def __init__(self, held: Callable[[], StudyInputs | None]) -> None:
        super().__init__()
        self._held = held
        self._entries: dict[tuple[str, int], Any] = {}
        self._is_following = False
        self._rows = pn.Column(sizing_mode="stretch_width", margin=0)

    def __panel__(self) -> Any:
        """Return what stands in the page."""
        return self._rows

    def build(self) -> list[Any]:
        """Return the entries, which are made now."""
        again = pmui.Button(
            label="Back to the first ends",
            variant="outlined",
            size="small",
            margin=(6, 10),
            on_click=lambda _: self.reset(),
        )
        self.follow()
        return [markup(hint(_WORDS)), self._rows, again]

    def reset(self) -> None:
        """Forget what was changed."""
        self.ends = {}
        for entry in self._entries.values():
            entry.param.update(error_state=False, helper_text="")
        self.follow()

    def follow(self) -> None:
        """Show the ends that are in use with the study as it is now."""
        held = self._held()
        if held is None:
            return
        self._is_following = True
        try:
            shown = swings(held, self.ends)
            if {one.path for one in shown} != {path for path, _ in self._entries}:
                self._entries = {
                    (one.path, at): self._entry(one.path, at) for one in shown for at in (0, 1)
                }
                self._rows[:] = [self._row(one.path) for one in shown]
            for one in shown:
                for at, value in enumerate((one.low, one.high)):
                    entry = self._entries[one.path, at]
                    if not entry.error_state:
                        entry.value = number_text(round(value * _scale(one.path), _PLACES))
        finally:
            self._is_following = False

    def _row(self, path: str) -> pn.FlexBox:
        return pn.FlexBox(
            self._entries[path, 0], self._entries[path, 1], sizing_mode="stretch_width"
        )

    def _entry(self, path: str, at: int) -> Any:
        end = "low" if at == 0 else "high"
        entry = pmui.TextInput(
            label=f"{swing_name(path)}, {end} [{_unit(path)}]",
            size="small",
            margin=(8, 4, 2, 4),
            styles={"flex": "1 1 240px"},
        )
        entry.param.watch(lambda event: self._typed(path, at, event.new), "value")
        return entry

    def _typed(self, path: str, at: int, text: str) -> None:
        held = self._held()
        if self._is_following or held is None:
            return
        entry, name = self._entries[path, at], path.rpartition(".")[2]
        value = parsed_number(text)
        if isinstance(value, float):
            value = round(value / _scale(path), _PLACES)
        try:
            legal = checked(name, value)
        except InputError as error:
            entry.param.update(error_state=True, helper_text=problem_sentence(name, error))
            return
        entry.param.update(error_state=False, helper_text="")
        swing = next(one for one in swings(held, self.ends) if one.path == path)
        ends = [swing.low, swing.high]
        ends[at] = legal
        self.ends = {**self.ends, path: (ends[0], ends[1])}


def _scale(path: str) -> float:
    return QUANTITIES[path.rpartition(".")[2]].format.scale


def _unit(path: str) -> str:
    return "%" if _scale(path) == _PER_CENT else unit(path.rpartition(".")[2])

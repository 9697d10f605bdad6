"""The ends of the tornado's bars, as a reader changes them."""

from typing import Any

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.components.blocks import small_button, small_entry
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.money_field import amount_shown
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.app.components.price_field import typed_price
from hydro_mining.app.risk.requests import swings
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.risk.pinned import pinned
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, RiskRun
from hydro_mining.quantities import Format, checked
from hydro_mining.views.field_words import field_name, field_quantity
from hydro_mining.views.markup import hint

# Of an end as it is kept.
_PLACES = 10
_PER_CENT = 100
_POWER_PRICE = "site.power_price_gbp_per_kwh"
_WORDS = (
    "Each input is tried at a low and a high value. Ours are round figures: ±30 % for the bitcoin "
    "price, ±20 % for prices of power and machines, ±10 points for growth. Type your own."
)


_END = "The NPV is computed with this value, and all else as it is in the study."


class EndsEditor:
    """Two entries an input, money in the page's currency; ``ends`` are those that were changed.

    They are kept by their path, money in pounds.
    """

    def __init__(self, case: Case, run: RiskRun) -> None:
        self._case, self._run = case, run
        self._is_built = False  # most readers never open them
        self._entries: dict[tuple[str, int], Any] = {}
        self._following = Following()
        self._shown_in = case.currency.code
        self._rows = column()

    @property
    def ends(self) -> dict[str, tuple[float, float]]:
        """The ends that were changed."""
        ends: dict[str, tuple[float, float]] = self._run.ends
        return ends

    def build(self) -> list[Any]:
        """Return the entries, which are made now."""
        again = small_button("Back to the first ends", self.reset, margin=(6, 10))
        self._is_built = True
        self.follow()
        return [markup(hint(_WORDS)), self._rows, again]

    def reset(self) -> None:
        """Forget what was changed."""
        self._run.ends = {}
        for entry in self._entries.values():
            entry.param.update(error_state=False, helper_text="")
        self.follow()

    def follow(self) -> None:
        """Show the ends that are in use with the study as it is now, if they are there."""
        held = self._held() if self._is_built else None
        if held is None:
            return
        with self._following:
            shown = swings(held, self.ends)
            if {one.path for one in shown} != {path for path, _ in self._entries}:
                self._entries = {
                    (one.path, at): self._entry(one.path, at) for one in shown for at in (0, 1)
                }
                self._rows[:] = [self._row(one.path) for one in shown]
            is_other = self._shown_in != self._case.currency.code
            self._shown_in = self._case.currency.code
            for one in shown:
                for at, value in enumerate((one.low, one.high)):
                    entry = self._entries[one.path, at]
                    entry.label = self._label(one.path, at)
                    if is_other:  # a refusal was of an amount in the currency of before
                        entry.param.update(error_state=False, helper_text="")
                    if not entry.error_state:
                        entry.value = self._text(one.path, value)

    def _row(self, path: str) -> pn.FlexBox:
        return flow(self._entries[path, 0], self._entries[path, 1], margin=(0, 6))

    def _held(self) -> StudyInputs | None:
        return None if self._case.result is None else pinned(self._case.result)

    def _label(self, path: str, at: int) -> str:
        quantity = field_quantity(path, self._case.currency)
        is_share = quantity.format.scale == _PER_CENT and not quantity.format.is_money
        unit = "%" if is_share else quantity.unit or quantity.format.suffix.strip()
        return f"{field_name(path)}, {'high' if at else 'low'}{f' [{unit}]' if unit else ''}"

    def _text(self, path: str, value: float) -> str:
        """Return an end as it is entered: in the currency of the page, fractions in per cent."""
        fmt = field_quantity(path, self._case.currency).format
        if self._is_converted(fmt):
            return number_text(amount_shown(value, fmt.scale))
        return number_text(round(value * fmt.scale, _PLACES))

    def _is_converted(self, fmt: Format) -> bool:
        return fmt.is_money and not self._case.currency.is_pounds

    def _value(self, path: str, text: str) -> float | str | None:
        """Return the end that was typed, money in pounds; what is no number as it is."""
        currency = self._case.currency
        if path == _POWER_PRICE:
            return typed_price(text, currency)[0]
        fmt = field_quantity(path, currency).format
        value = parsed_number(text, units=f"{fmt.prefix.strip()}{fmt.suffix.strip()}")
        if not isinstance(value, float):
            return value
        typed = value / fmt.scale
        return typed if self._is_converted(fmt) else round(typed, _PLACES)

    def _entry(self, path: str, at: int) -> Any:
        entry = small_entry(
            pmui.TextInput,
            self._label(path, at),
            _END,
            margin=(8, 4, 2, 4),
            styles={"flex": "1 1 240px"},
        )
        entry.param.watch(lambda event: self._typed(path, at, event.new), "value")
        return entry

    def _typed(self, path: str, at: int, text: str) -> None:
        held = self._held()
        if self._following or held is None:
            return
        entry, name = self._entries[path, at], path.rpartition(".")[2]
        try:
            legal = checked(name, self._value(path, text))
        except InputError as error:
            quantity = field_quantity(path, self._case.currency)
            told = problem_sentence(name, error, quantity)
            entry.param.update(error_state=True, helper_text=told)
            return
        entry.param.update(error_state=False, helper_text="")
        swing = next(one for one in swings(held, self.ends) if one.path == path)
        ends = [swing.low, swing.high]
        ends[at] = legal
        self._run.ends = {**self.ends, path: (ends[0], ends[1])}

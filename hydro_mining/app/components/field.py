"""Controls that are bound to a field of a section and show its problem beside them."""

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.models import Section
from hydro_mining.quantities import QUANTITIES, Currency, Quantity, checked, in_currency

# Screens show fractions in per cent; ten places keep 0.07 × 100 from being 7.000000000000001.
_PLACES = 10
_ENTRY_UNITS = {1: None, 100: "%", 1e-12: "T"}
_SLIDER_DEBOUNCE_MS = 3
# Numbro's: up to four decimals, which a price per kWh has; the slider's own are two.
_SLIDER_FORMAT = "0.[0000]"
_UNSEEN_LABEL = {"& > .MuiFormLabel-root": {"display": "none"}}


class Field:
    """A number entry, with a slider if wanted, bound to ``group.name`` of a section.

    What a reader enters is checked by the section; an illegal value stays in the entry with the
    rule below it, and the section keeps its last valid state.
    """

    def __init__(
        self, section: Section, group: param.Parameterized, name: str, *, slider: bool = False
    ) -> None:
        self._section, self._group, self._name = section, group, name
        self._quantity = self._described()
        self._parameter = group.param[name]
        self._scale = self._quantity.format.scale
        self._following = Following()
        self._made_entry: Any = None
        self._told = ""
        self.slider = self._slider() if slider else None
        self._watchers = (
            (group, group.param.watch(self._follow, name)),
            (section, section.param.watch(self._show_problem, "problems")),
        )

    @property
    def entry(self) -> Any:
        """The number entry, made when it is first asked for: some sliders stand alone."""
        if self._made_entry is None:
            self._made_entry = self._entry()
        return self._made_entry

    def release(self) -> None:
        """Stop following the section, when the group is removed from it."""
        for owner, watcher in self._watchers:
            owner.param.unwatch(watcher)

    def _described(self) -> Quantity:
        """Return how the entry's numbers are written and measured."""
        return QUANTITIES[self._name]

    def _describe(self) -> None:
        """Take what ``_described`` says now."""
        self._quantity = self._described()
        self._scale = self._quantity.format.scale
        if self._made_entry is not None:
            self._made_entry.label = _entry_label(self._quantity)
        if self.slider is not None:
            self.slider.step = self._scaled(self._parameter.step)
            self.slider.label = _entry_label(self._quantity)

    def named_slider(self) -> Any:
        """Return the slider for a place without the entry: its name and value are to be seen."""
        self.slider.param.update(
            show_value=True, sx={}, format=_SLIDER_FORMAT, description=self._quantity.meaning
        )
        return self.slider

    def show_in(self, currency: Currency) -> None:
        """Name ``currency`` in the unit of an amount, which is entered in it as it is."""
        self._quantity = in_currency(QUANTITIES[self._name], currency)
        self.entry.label = _entry_label(self._quantity)

    @property
    def parts(self) -> list[Any]:
        """The widgets, to be placed below each other."""
        return [self.entry] if self.slider is None else [self.entry, self.slider]

    def _entry(self) -> Any:
        # FloatInput takes no second entry while it keeps the focus (panel-material-ui 0.16),
        # and turns a text that is no number back without a word.
        entry = pmui.TextInput(
            label=_entry_label(self._quantity),
            description=self._quantity.meaning,
            value=number_text(self._shown()),
            error_state=bool(self._told),
            helper_text=self._told,
            **COMPACT,
        )
        entry.param.watch(self._typed, "value")
        return entry

    def _slider(self) -> Any:
        low, high = (self._scaled(bound) for bound in self._parameter.softbounds)
        slider = pmui.FloatSlider(
            label=_entry_label(self._quantity),  # read out; the entry above shows it
            show_value=False,
            sx=_UNSEEN_LABEL,
            tooltips=False,
            start=min(low, self._shown()),
            end=max(high, self._shown()),
            step=self._scaled(self._parameter.step),
            value=self._shown(),
            size="small",
            sizing_mode="stretch_width",
            margin=(0, 10, 6, 10),
        )
        quick(slider)
        slider.param.watch(lambda event: self._enter(event.new), "value")
        return slider

    def _typed(self, event: param.parameterized.Event) -> None:
        self._enter(parsed_number(event.new, units=self._units()))

    def _units(self) -> str:
        fmt = self._quantity.format
        return f"{fmt.prefix}{'%' if '%' in fmt.suffix else ''}"

    def _enter(self, value: float | str | None) -> None:
        if self._following:
            return
        with pn.io.hold():  # what follows at once, on the whole page, is one message
            self._section.enter(self._group, self._name, self._unscaled(value))

    def _follow(self, *_: Any) -> None:
        with self._following:
            shown = self._shown()
            if self._made_entry is not None:
                self._made_entry.value = number_text(shown)
            if self.slider is not None:
                # A value beyond the slider's range, typed or from a preset, widens it.
                low, high = (self._scaled(bound) for bound in self._parameter.softbounds)
                self.slider.param.update(start=min(low, shown), end=max(high, shown), value=shown)

    def _show_problem(self, *_: Any) -> None:
        error = self._section.problem(self._group, self._name)
        text = "" if error is None else problem_sentence(self._name, error, self._quantity)
        if text == self._told:
            return
        self._told = text
        if self._made_entry is not None:
            self._made_entry.param.update(error_state=bool(text), helper_text=text)
        if not text:
            self._follow()

    def _shown(self) -> Any:
        return self._scaled(getattr(self._group, self._name))

    def _scaled(self, value: Any) -> Any:
        return _scaled(value, self._scale)

    def _unscaled(self, value: Any) -> Any:
        is_number = isinstance(value, float | int)
        return round(value / self._scale, _PLACES) if is_number and self._scale != 1 else value


def quick(slider: Any) -> None:
    """Let a slider send its events at once.

    Panel gathers them for 50 ms; a redraw here is cheaper than that wait.
    """
    slider._debounce = _SLIDER_DEBOUNCE_MS  # noqa: SLF001


def problem_sentence(name: str, error: InputError, quantity: Quantity | None = None) -> str:
    """Return the rule that an entry for ``name`` broke, in the units it was entered in."""
    quantity = quantity or QUANTITIES.get(name)
    if quantity is None or quantity.range is None or _is_in_range(name, error.value):
        return f"Must be {error.rule}."
    scale = quantity.format.scale
    rule = quantity.range.scaled(scale).described(_entry_unit(quantity))
    return f"Must be {rule}; you entered {_given(error.value, scale)}."


def _is_in_range(name: str, value: Any) -> bool:
    """Return whether a value is legal for itself, so that the rule is another than its range."""
    try:
        checked(name, value)
    except InputError:
        return False
    return True


def _given(value: Any, scale: float) -> str:
    if value is None:
        return "nothing"
    return one_line(value) if isinstance(value, str) else number_text(_scaled(value, scale))


def _scaled(value: Any, scale: float) -> Any:
    return value if scale == 1 or value is None else round(value * scale, _PLACES)


def _entry_unit(quantity: Quantity) -> str:
    """Return what an entry is measured in: money in its currency or coin, fractions in per cent."""
    if quantity.format.is_money:
        return quantity.unit
    return _ENTRY_UNITS[quantity.format.scale] or quantity.unit


def _entry_label(quantity: Quantity) -> str:
    """Return what stands above an entry: its name and what it is measured in."""
    unit = _entry_unit(quantity)
    if unit == "%" and "year" in quantity.unit:
        unit = "% a year"
    says_it = not unit or unit == quantity.label.lower()  # as "Turbines" does
    return quantity.label if says_it else f"{quantity.label} [{unit}]"

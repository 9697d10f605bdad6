"""Controls that are bound to a field of the study and show its problem beside them."""

from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.exceptions import InputError
from hydro_mining.models import Study
from hydro_mining.quantities import QUANTITIES, Quantity

__all__ = ["Field", "field_problem"]

# Screens show fractions in per cent; ten places keep 0.07 × 100 from being 7.000000000000001.
_PLACES = 10


class Field:
    """A number entry, with a slider if wanted, bound to ``group.name`` of a study.

    What a user enters is checked by the study; an illegal value stays in the entry with the
    rule below it, and the study keeps its last valid state.
    """

    def __init__(
        self, study: Study, group: param.Parameterized, name: str, *, slider: bool = False
    ) -> None:
        self._study, self._group, self._name = study, group, name
        self._quantity = QUANTITIES[name]
        self._parameter = group.param[name]
        # Difficulty is written in T but entered in full; only fractions change scale.
        self._scale = 100 if self._quantity.format.scale == 100 else 1
        self._following = False
        self.entry = self._entry()
        self.slider = self._slider() if slider else None
        group.param.watch(self._follow, name)
        study.param.watch(self._show_problem, "problems")

    @property
    def parts(self) -> list[Any]:
        """The widgets, to be placed below each other."""
        return [self.entry] if self.slider is None else [self.entry, self.slider]

    def _entry(self) -> Any:
        kind = pmui.IntInput if isinstance(self._parameter, param.Integer) else pmui.FloatInput
        entry = kind(
            label=_label(self._quantity),
            description=self._quantity.meaning,
            value=self._shown(),
            step=self._scaled(self._parameter.step),
            size="small",
            sizing_mode="stretch_width",
            margin=(6, 4, 2, 4),
        )
        entry.param.watch(self._enter, "value")
        return entry

    def _slider(self) -> Any:
        low, high = (self._scaled(bound) for bound in self._parameter.softbounds)
        slider = pmui.FloatSlider(
            label="",
            show_value=False,
            tooltips=False,
            start=min(low, self._shown()),
            end=max(high, self._shown()),
            step=self._scaled(self._parameter.step),
            value=self._shown(),
            size="small",
            sizing_mode="stretch_width",
            margin=(0, 10, 6, 10),
        )
        slider.param.watch(self._enter, "value")
        return slider

    def _enter(self, event: param.parameterized.Event) -> None:
        if self._following:
            return
        value = event.new
        if self._scale != 1 and value is not None:
            value = round(value / self._scale, _PLACES)
        self._study.enter(self._group, self._name, value)

    def _follow(self, *_: Any) -> None:
        self._following = True
        try:
            shown = self._shown()
            self.entry.value = shown
            if self.slider is not None:
                # A value beyond the slider's range, typed or from a preset, widens it.
                self.slider.param.update(
                    start=min(self.slider.start, shown),
                    end=max(self.slider.end, shown),
                    value=shown,
                )
        finally:
            self._following = False

    def _show_problem(self, *_: Any) -> None:
        error = field_problem(self._study, self._group, self._name)
        text = "" if error is None else self._sentence(error)
        if text != self.entry.helper_text:
            self.entry.param.update(error_state=bool(text), helper_text=text)

    def _sentence(self, error: InputError) -> str:
        legal = self._quantity.range
        assert legal is not None
        unit = "%" if self._scale == 100 else self._quantity.unit
        rule = legal.scaled(self._scale).described(unit)
        value = error.value
        given = "nothing" if value is None else f"{self._scaled(value):,.10g}"
        return f"Must be {rule}; you entered {given}."

    def _shown(self) -> Any:
        return self._scaled(getattr(self._group, self._name))

    def _scaled(self, value: Any) -> Any:
        return value if self._scale == 1 else round(value * self._scale, _PLACES)


def field_problem(study: Study, group: param.Parameterized, name: str) -> InputError | None:
    """Return what is wrong with ``group.name``, if anything."""
    error: InputError | None = study.problems.get(study.path(group, name))
    return error


def _label(quantity: Quantity) -> str:
    if quantity.format.scale == 100:
        return f"{quantity.label} [% a year]" if "year" in quantity.unit else f"{quantity.label} [%]"
    return f"{quantity.label} [{quantity.unit}]" if quantity.unit else quantity.label

"""An example to start from; what a reader has made of it since is the reader's own case."""

from collections.abc import Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import markup
from hydro_mining.app.components.question import Question
from hydro_mining.app.screen import Part
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.models import Case, changed_fields
from hydro_mining.quantities import formatted, label, price_per_kwh
from hydro_mining.views.markup import hint, table

__all__ = ["OWN_CASE", "ExampleSelect"]

OWN_CASE = "Own case"
_OWN = "Your own figures. Pick an example to start from others."


class ExampleSelect(Part):
    """A select of the examples; it asks before an example overwrites what a reader entered."""

    def __init__(self, case: Case, presets: Sequence[SitePreset]) -> None:
        super().__init__(case)
        self._presets = {preset.name: preset for preset in presets}
        # What was entered when an example had just been taken, with its name: the last one last.
        self._taken: list[tuple[dict[str, Any], str]] = []
        self._just_taken = ""
        if not self._differing(presets[0]):
            self._taken.append((case.state().own_study, presets[0].name))
        self._is_following = False
        self._select = pmui.Select(
            label="Start from an example",
            options=[*self._presets, OWN_CASE],
            size="small",
            sizing_mode="stretch_width",
            margin=(8, 4, 2, 4),
        )
        self._sentence = markup(margin=(0, 4))
        self._question = Question(keep="Keep mine")
        self.layout = pn.Column(
            self._select, self._question, self._sentence, sizing_mode="stretch_width", margin=0
        )
        self.draw()
        self._select.param.watch(self._chosen, "value")

    @param.depends("case.settled", watch=True)
    def follow_case(self) -> None:
        """Draw when something was entered, or taken back."""
        self.draw_soon()

    def draw(self) -> None:
        """Say which example stands on the page, or that it is the reader's own case."""
        own = self.case.state().own_study
        if self._just_taken and not self.case.study.is_computing:
            self._taken = [taken for taken in self._taken if taken[1] != self._just_taken]
            self._taken.append((own, self._just_taken))
            self._just_taken = ""
        found = (name for taken, name in reversed(self._taken) if not changed_fields(taken, own))
        name = next(found, OWN_CASE)
        options = [*self._presets, *([OWN_CASE] if name == OWN_CASE else [])]
        self._is_following = True
        try:
            if options != self._select.options or name != self._select.value:
                self._select.param.update(options=options, value=name)
        finally:
            self._is_following = False
        said = hint(_OWN if name == OWN_CASE else self._presets[name].sentence)
        if said != self._sentence.object:
            self._sentence.object = said

    def _chosen(self, event: param.parameterized.Event) -> None:
        self._question.drop()
        if self._is_following or event.new not in self._presets:
            return
        preset = self._presets[event.new]
        lost = self._lost(preset)
        if not lost:
            self._take(preset)
            return
        self.draw()  # the case on the page is still the reader's
        count = "your entry" if len(lost) == 1 else f"your {len(lost)} entries"
        self._question.ask(
            f"“{preset.name}” would replace {count}:",
            {"Replace": lambda: self._take(preset)},
            preview=table(["", "Yours", "Example"], lost, caption=""),
        )

    def _take(self, preset: SitePreset) -> None:
        self._just_taken = preset.name
        self.case.study.apply(preset.values)
        self.draw_soon()

    def _lost(self, preset: SitePreset) -> list[list[str]]:
        """Return a row for each entry of the reader's own that the example would overwrite."""
        before = self._presets[self._taken[-1][1]] if self._taken else None
        own = self._differing(preset) & (
            self._differing(before) if before else preset.values.keys()
        )
        return [
            [label(name), self._written(name, self._value(name)), self._written(name, value)]
            for name, value in preset.values.items()
            if name in own
        ]

    def _differing(self, preset: SitePreset) -> set[str]:
        return {name for name, value in preset.values.items() if self._value(name) != value}

    def _value(self, name: str) -> float:
        study = self.case.study
        value: float = getattr(study.site if name in study.site.param else study.finance, name)
        return value

    def _written(self, name: str, value: float) -> str:
        if name == "power_price_gbp_per_kwh":
            return price_per_kwh(value, self.case.currency)
        return formatted(name, value, self.case.currency)

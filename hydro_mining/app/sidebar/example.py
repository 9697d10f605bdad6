"""An example site to start from, with its made-up water and prices if they are wanted."""

from collections.abc import Callable, Sequence
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import small_entry
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.question import Question
from hydro_mining.app.hydro.made_up import made_up_plan
from hydro_mining.app.hydro.own_entries import edits_in_words
from hydro_mining.app.screen import Part, drawn_on
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.imports.example_water import is_made_up
from hydro_mining.models import Case, changed_fields
from hydro_mining.quantities import formatted, label, price_per_kwh
from hydro_mining.views.markup import hint, table

_OWN_CASE = "Own case"
_OWN = "Your own figures. Pick an example to start from others."

# Of the states that are known by an example's name.
_MOST_TAKEN = 30

_WATER = "With made-up water"
_MEANING = (
    "A river, a plant and a grid price that nobody measured, of the example's kind and size, so "
    "that the plan on Hydro and its answer on Overview can be seen."
)


class ExampleSite(Part):
    """A select of the examples; it asks before an example overwrites what a visitor entered.

    A visitor's own water is never replaced by it. What is made of an example is an own case.
    """

    def __init__(self, case: Case, presets: Sequence[SitePreset]) -> None:
        super().__init__(case)
        self._presets = {preset.name: preset for preset in presets}
        # What was entered when an example had just been taken, with its name, the last one last: an
        # undo can bring each back.
        self._taken: list[tuple[dict[str, Any], str]] = []
        if not self._differing(presets[0]):
            self._remember(presets[0])
        self._following = Following()
        self._select = small_entry(
            pmui.Select,
            "Start from an example",
            "Fills in a site's figures; you are asked before yours are replaced.",
            options=[*self._presets, _OWN_CASE],
            sizing_mode="stretch_width",
            margin=(8, 4, 2, 4),
        )
        self._sentence, self._question = markup(margin=(0, 4)), Question(keep="Keep mine")
        self._water = pmui.Switch(label=_WATER, description=_MEANING, size="small", margin=(2, 8))
        self._select.param.watch(self._picked, "value")
        self._water.param.watch(self._turned, "value")
        self.layout = column(self._select, self._question, self._sentence, self._water)
        self.draw()

    follow_case = drawn_on("case.changes")

    def draw(self) -> None:
        """Say which example stands on the page, or that it is the visitor's own case.

        And whether water and prices are the example's; not where a visitor has his own.
        """
        name = self._name()
        options = [*self._presets, *([_OWN_CASE] if name == _OWN_CASE else [])]
        said = hint(_OWN if name == _OWN_CASE else self._presets[name].sentence)
        if said != self._sentence.object:
            self._sentence.object = said
        with self._following:
            if options != self._select.options or name != self._select.value:
                self._select.param.update(options=options, value=name)
            self._water.param.update(visible=not self._has_own, value=self._is_made_up)

    def _name(self) -> str:
        own = self._entered()
        found = (name for taken, name in reversed(self._taken) if not changed_fields(taken, own))
        return next(found, _OWN_CASE)

    def _entered(self) -> dict[str, Any]:
        """Return what is entered of the study, also while that is still computed."""
        study = self.case.study
        state = self.case.state_with(study.asked) if study.is_computing else self.case.state()
        return state.own_study

    def _remember(self, preset: SitePreset) -> None:
        """Know what is entered now by the example that was just taken, with or without water."""
        entered = self._entered()
        others = [taken for taken in self._taken if changed_fields(taken[0], entered)]
        self._taken = [*others[1 - _MOST_TAKEN :], (entered, preset.name)]

    @property
    def _is_made_up(self) -> bool:
        plan = self.case.study.plan
        return any(is_made_up(plan.hydro, plan.market))

    @property
    def _has_own(self) -> bool:
        plan = self.case.study.plan
        flow, prices = is_made_up(plan.hydro, plan.market)
        own_water = plan.hydro is not None and not flow
        return own_water or (plan.market is not None and not prices)

    def _picked(self, event: param.parameterized.Event) -> None:
        self._question.drop()
        if self._following or event.new not in self._presets:
            return
        preset = self._presets[event.new]
        lost, edits = self._lost(preset), self._edits()
        if not lost and not edits:
            self._take(preset)
            return
        self.draw()  # the case on the page is still the visitor's
        count = "your entry" if len(lost) == 1 else f"your {len(lost)} entries"
        named = " and ".join(filter(None, [count if lost else "", edits]))
        self._question.ask(
            f"“{preset.name}” would replace {named}{':' if lost else '.'}",
            {"Replace": lambda: self._take(preset)},
            preview=table(["", "Yours", "Example"], lost, caption="") if lost else "",
        )

    def _take(self, preset: SitePreset) -> None:
        study = self.case.study
        self.case.example = preset.name
        with study.together():
            study.apply(preset.values)
            if self._is_made_up and not self._has_own:
                self._take_water()
        # What is entered from here on is the visitor's, before anything is drawn too.
        self._remember(preset)
        self.draw()

    def _lost(self, preset: SitePreset) -> list[list[str]]:
        """Return a row for each entry of the visitor's own that the example would overwrite."""
        own = self._differing(preset)
        if self._taken:
            own &= self._differing(self._presets[self._taken[-1][1]])
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

    def _edits(self) -> str:
        """Return what was changed of the made-up water and its grid, in words."""
        plan = self.case.study.plan
        return edits_in_words(plan.hydro, plan.market) if self._is_made_up else ""

    def _turned(self, event: Any) -> None:
        self._question.drop()
        if self._following or self._has_own:
            return
        if event.new:
            self._change_water(self._take_water)
            return
        edits = self._edits()
        if not edits:
            self._change_water(self._leave_water)
            return
        self.draw()  # it is still on
        self._question.ask(
            f"With the made-up water would go {edits}.", {"Leave it out": self._leave_water}
        )

    def _change_water(self, change: Callable[[], None]) -> None:
        """Let the made-up water come or go: an example stays what it was."""
        preset = self._presets.get(self._name())
        change()
        if preset is not None:
            self._remember(preset)
            self.draw()

    def _leave_water(self) -> None:
        self.case.study.plan.param.update(hydro=None, market=None)

    def _take_water(self) -> None:
        first = next(iter(self._presets.values()))
        hydro, market = made_up_plan(self.case, self._presets.get(self.case.example, first))
        self.case.study.plan.param.update(hydro=hydro, market=market)

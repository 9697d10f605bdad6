"""An example site to start from, with its made-up water and prices if they are wanted."""

from collections.abc import Sequence
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import markup
from hydro_mining.app.screen import Part
from hydro_mining.imports.bundled import SitePreset
from hydro_mining.imports.example_water import example_water, is_made_up
from hydro_mining.models import Case
from hydro_mining.views.markup import hint

__all__ = ["ExampleSite"]

_WATER = "With made-up water"
_MEANING = (
    "A river, a plant and a grid price that nobody measured, of the example's kind and size, so "
    "that the plan on Hydro and its answer on Overview can be seen."
)


class ExampleSite(Part):
    """A select of the examples; a visitor's own water is never replaced by it."""

    def __init__(self, case: Case, presets: Sequence[SitePreset]) -> None:
        super().__init__(case)
        self._presets = {preset.name: preset for preset in presets}
        self._is_following = False
        self._select = pmui.Select(
            label="Start from an example",
            options=list(self._presets),
            value=presets[0].name,
            size="small",
            sizing_mode="stretch_width",
            margin=(8, 4, 2, 4),
        )
        self._sentence = markup(hint(presets[0].sentence), margin=(0, 4))
        self._water = pmui.Switch(label=_WATER, description=_MEANING, size="small", margin=(2, 8))
        self._select.param.watch(self._picked, "value")
        self._water.param.watch(self._turned, "value")
        self.layout = pn.Column(
            self._select, self._sentence, self._water, sizing_mode="stretch_width", margin=0
        )
        self.draw()

    @param.depends("case.study.result", watch=True)
    def follow_case(self) -> None:
        """Draw when water or prices may be others."""
        self.draw_soon()

    def draw(self) -> None:
        """Show whether water and prices are the example's; not where a visitor has his own."""
        self._is_following = True
        try:
            self._water.param.update(visible=not self._has_own, value=self._is_made_up)
        finally:
            self._is_following = False

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
        preset, study = self._presets[event.new], self.case.study
        self.case.example = event.new
        self._sentence.object = hint(preset.sentence)
        with study.together():
            study.apply(preset.values)
            if self._is_made_up and not self._has_own:
                self._take_water()

    def _turned(self, event: Any) -> None:
        if self._is_following or self._has_own:
            return
        if event.new:
            self._take_water()
        else:
            self.case.study.plan.param.update(hydro=None, market=None)

    def _take_water(self) -> None:
        study = self.case.study
        rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
        preset = self._presets[self._select.value]
        hydro, market = example_water(study.site.site_power_kw, rates, preset=preset)
        study.plan.param.update(hydro=hydro, market=market)

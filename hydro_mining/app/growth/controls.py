"""The controls of the Growth screen: its point, its scenario, its reading and its money."""

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.field import Field, quick
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.screen import Part
from hydro_mining.constants import KW_PER_MW
from hydro_mining.economics import Evaluation
from hydro_mining.economics.growth import GrowthTable
from hydro_mining.models import Case, GrowthSection
from hydro_mining.quantities import DOLLARS
from hydro_mining.views.growth_words import in_mw

_DOLLARS = "USD (table's)"
_WIDE, _NARROW = ({"flex": f"1 1 {px}px", "min-width": f"{px}px"} for px in (250, 150))


class GrowthControls(Part):
    """Entries over the section's fields; what they offer follows the case."""

    section = param.ClassSelector(class_=GrowthSection, constant=True)
    scenario = param.Selector(objects=[], label="Scenario", doc="One of the study's scenarios.")
    money = param.Selector(
        default=_DOLLARS,
        objects=[_DOLLARS],
        label="Money here in",
        doc="The table's dollars, or the currency of the other screens.",
    )

    def __init__(self, case: Case, section: GrowthSection) -> None:
        super().__init__(case, section=section)
        self.metric_select = _select(section.param.metric)
        selects = (self.param.scenario, section.param.reading, self.param.money)
        power = Field(section, section, "growth_power_mw", slider=True)
        site = case.study.param.result.rx.pipe(_site_power)
        follows = pmui.Switch.from_param(section.param.is_of_study, label=site, margin=(2, 10))
        self.layout = flow(
            pn.Column(_year_slider(section), styles=_WIDE),
            pn.Column(*power.parts, follows, styles=_WIDE),
            *(pn.Column(_select(parameter), styles=_NARROW) for parameter in selects),
            margin=(0, 6),
        )

    def draw(self) -> None:
        """Offer the study's scenarios and the page's currency, and show what is in use."""
        self._offer("scenario", self._scenarios, self._scenario_in_use)
        self._offer("money", self._moneys, self._money_in_use)

    @param.depends("scenario", watch=True)
    def take_scenario(self) -> None:
        """Take the scenario that a reader chose; the stand-in of one that is gone is no choice."""
        if self.scenario != self._scenario_in_use:
            self.section.scenario = self.scenario

    @param.depends("money", watch=True)
    def take_money(self) -> None:
        """Take the currency that a reader chose."""
        if self.money != self._money_in_use:
            self.section.in_dollars = self.money == _DOLLARS

    @property
    def _scenarios(self) -> list[str]:
        return [scenario.name for scenario in self.case.result.study.scenarios]

    @property
    def _scenario_in_use(self) -> str:
        names, chosen = self._scenarios, self.section.scenario
        return chosen if chosen in names else names[0]

    @property
    def _moneys(self) -> list[str]:
        code = self.case.currency.code
        return [_DOLLARS] if code == DOLLARS.code else [_DOLLARS, f"{code} (page's)"]

    @property
    def _money_in_use(self) -> str:
        return self._moneys[0 if self.section.in_dollars else -1]

    def _offer(self, name: str, options: list[str], value: str) -> None:
        if options != self.param[name].objects:
            self.param[name].objects = options
        setattr(self, name, value)


def _site_power(result: Evaluation | None) -> str:
    """Return what following the site means."""
    if result is None:
        return "Power of my site"
    return f"Power of my site, {in_mw(result.study.site.site_power_kw / KW_PER_MW)}"


def _year_slider(section: GrowthSection) -> Any:
    table = section.param.table.rx
    slider = pmui.IntSlider.from_param(
        section.param.year,
        start=table.pipe(lambda table: table.year[0]),
        end=table.pipe(_slider_end),
        disabled=table.pipe(lambda table: len(table.year) == 1),
        step=1,
        format="0",
        size="small",
        sizing_mode="stretch_width",
        margin=(14, 10, 6, 10),
    )
    quick(slider)
    return slider


def _slider_end(table: GrowthTable) -> int:
    # A slider needs two ends, also where there is one year.
    return max(table.year[-1], table.year[0] + 1)


def _select(parameter: param.Parameter) -> Any:
    return pmui.Select.from_param(
        parameter,
        size="small",
        sizing_mode="stretch_width",
        max_width=260,
        margin=(10, 8, 4, 8),
    )

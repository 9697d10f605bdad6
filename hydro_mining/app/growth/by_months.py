"""The part of the Growth screen that spreads a year over its months."""

import math
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.app.components.parts import chart_block, markup
from hydro_mining.delimited import frame_csv
from hydro_mining.economics.growth import GrowthComparison, GrowthMonths, growth_months
from hydro_mining.economics.load_profile import MONTHS, LoadProfile
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import load_profiles
from hydro_mining.models import GrowthChoice
from hydro_mining.quantities import DOLLARS, Currency
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.growth_charts import months_chart, months_layers
from hydro_mining.views.growth_figures import month_rows
from hydro_mining.views.growth_words import months_sentence
from hydro_mining.views.markup import hint, notice, table

__all__ = ["GrowthByMonths"]

_OWN = "My own"


class GrowthByMonths:
    """Load profile, chart and table of the chosen year's months."""

    def __init__(self, choice: GrowthChoice) -> None:
        self._choice, self._currency = choice, DOLLARS
        self._months: GrowthMonths | None = None
        self._presets = {preset.profile.name: preset for preset in load_profiles()}
        self._note, self._problem, self._table = markup(), markup(), markup()
        self._chart = LiveChart(lambda layers: months_chart(layers, currency=self._currency))
        self._select = pmui.Select(
            label="Load profile",
            options=[*self._presets, _OWN],
            value=choice.profile.name if choice.profile.name in self._presets else _OWN,
            size="small",
            width=280,
            margin=(10, 8, 4, 8),
        )
        self._entries = [
            self._entry(month, float(value))
            for month, value in zip(MONTHS, choice.profile.monthly, strict=True)
        ]
        self._own = pn.FlexBox(
            *self._entries, sizing_mode="stretch_width", visible=self._select.value == _OWN
        )
        self._select.param.watch(self._selected, "value")
        block = chart_block(
            "Income of each month under the load profile",
            filename="growth-months.csv",
            chart=self._chart.pane,
            text=self._csv,
        )
        self.layout = pn.Column(
            markup('<h2 class="hm-title">The year by months</h2>', margin=(18, 10, 0, 10)),
            self._select,
            self._own,
            self._problem,
            self._note,
            block,
            self._table,
            sizing_mode="stretch_width",
        )

    def show(self, comparison: GrowthComparison, currency: Currency) -> None:
        """Bring the months up to date; without a reading there are none."""
        self.layout.visible = comparison.chosen is not None
        if comparison.chosen is None:
            return
        self._currency = currency
        self._months = growth_months(
            comparison.chosen,
            self._choice.profile,
            scenario=comparison.scenario_index,
            year_index=comparison.inputs.year_index,
        )
        preset = self._presets.get(self._choice.profile.name)
        said = f"{preset.sentence} " if preset is not None else ""
        self._note.object = hint(said + months_sentence(self._months))
        layers = months_layers(self._months.gross_rev, self._months.year, currency)
        self._chart.show(layers, structure=currency)
        self._table.object = table(
            *month_rows(self._months, currency), caption=f"{self._months.year} by months"
        )

    def _entry(self, month: str, value: float) -> Any:
        entry = pmui.TextInput(
            label=month, value=number_text(value), size="small", width=84, margin=(8, 4)
        )
        entry.param.watch(lambda _: self._own_entered(), "value")
        return entry

    def _selected(self, event: param.parameterized.Event) -> None:
        self._own.visible = event.new == _OWN
        if event.new == _OWN:
            for entry, value in zip(self._entries, self._choice.profile.monthly, strict=True):
                entry.value = number_text(float(value))
            self._own_entered()
        elif event.new is not None:
            self._problem.object = ""
            self._choice.profile = self._presets[event.new].profile

    def _own_entered(self) -> None:
        if not self._own.visible:
            return
        try:
            values = [_month_value(entry) for entry in self._entries]
            self._choice.profile = LoadProfile(name=_OWN, monthly=values)
        except InputError as error:
            self._problem.object = notice([f"Not taken: {error}."], tone="warn")
        else:
            self._problem.object = ""

    def _csv(self) -> str:
        assert self._months is not None
        return frame_csv(self._months.to_frame(), self._currency)


def _month_value(entry: Any) -> float:
    value = parsed_number(entry.value, units="")
    if not isinstance(value, float) or not 0 <= value < math.inf:
        rule = "a number of 0 or more, on any scale"
        raise InputError(f"{entry.label} of the load profile", rule, entry.value or None)
    return value

"""The part of the Growth screen that spreads a year over its months."""

import math
from collections.abc import Iterator
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import chart_block
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.app.steps import Step
from hydro_mining.delimited import frame_csv
from hydro_mining.economics.growth import GrowthComparison, GrowthMonths, growth_months
from hydro_mining.economics.load_profile import MONTHS, LoadProfile
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import load_profiles
from hydro_mining.models import GrowthSection
from hydro_mining.quantities import DOLLARS, Currency
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.growth_charts import months_chart, months_layers
from hydro_mining.views.growth_figures import month_rows
from hydro_mining.views.growth_words import months_sentence
from hydro_mining.views.markup import hint, notice, screen_title, table

_OWN = "My own"


class GrowthByMonths(WithLayout):
    """Load profile, chart and table of the chosen year's months."""

    section = param.ClassSelector(class_=GrowthSection, constant=True)
    chosen = param.Selector(
        objects=[], label="Load profile", doc="One of the presets, or the reader's own."
    )

    def __init__(self, section: GrowthSection) -> None:
        super().__init__(section=section)
        self._currency = DOLLARS
        self._months: GrowthMonths | None = None
        self._presets = {preset.profile.name: preset for preset in load_profiles()}
        self.param.chosen.objects = [*self._presets, _OWN]
        self._note, self._problem, self._table = markup(), markup(), markup()
        self._chart = LiveChart(months_chart)
        self._following = Following()
        # Filled for the reader who wants months of his own.
        self._entries: list[Any] = []
        self._own = flow(visible=self.param.chosen.rx() == _OWN)
        self.follow_profile()
        self.layout = self._layout()

    def shown(self, comparison: GrowthComparison, currency: Currency) -> Iterator[Step]:
        """Bring the months up to date; without a reading there are none."""
        self.layout.visible = comparison.chosen is not None
        if comparison.chosen is None:
            return
        profile = self.section.settings.profile
        self._currency = currency
        self._months = growth_months(
            comparison.chosen,
            profile,
            scenario=comparison.scenario_index,
            year_index=comparison.inputs.year_index,
        )
        preset = self._presets.get(profile.name)
        said = f"{preset.sentence} " if preset is not None else ""
        self._note.object = hint(said + months_sentence(self._months))
        self._table.object = table(
            *month_rows(self._months, currency), caption=f"{self._months.year} by months"
        )
        layers = months_layers(self._months.gross_rev, self._months.year, currency)
        yield from self._chart.shown(layers, currency=currency)

    @param.depends("section.profile", watch=True)
    def follow_profile(self) -> None:
        """Show which profile is in use, and its months."""
        profile = self.section.profile
        with self._following:
            self.chosen = profile.name if profile.name in self._presets else _OWN
            if self.chosen == _OWN:
                self._build_entries()
            if self._entries:
                self._fill_entries()
        self._problem.object = ""

    @param.depends("chosen", watch=True)
    def take_chosen(self) -> None:
        """Take the preset that a reader chose, or begin an own profile with the present one."""
        if self._following:
            return
        if self.chosen == _OWN:
            with self._following:
                self._build_entries()
            self._take_own()
        else:
            self.section.profile = self._presets[self.chosen].profile

    def _take_own(self) -> None:
        if self._following:
            return
        try:
            values = [_month_value(entry) for entry in self._entries]
            self.section.profile = LoadProfile(name=_OWN, monthly=values)
        except InputError as error:
            self._problem.object = notice([f"Not taken: {error.sentence}"], tone="warn")

    def _build_entries(self) -> None:
        if not self._entries:
            self._entries = [self._entry(month) for month in MONTHS]
            self._own[:] = self._entries
            self._fill_entries()

    def _fill_entries(self) -> None:
        for entry, value in zip(self._entries, self.section.profile.monthly, strict=True):
            # What was typed for a value that stands already stays as it was typed.
            if parsed_number(entry.value, units="") != value:
                entry.value = number_text(float(value))

    def _entry(self, month: str) -> Any:
        entry = pmui.TextInput(
            label=month, value="", placeholder="share", size="small", width=84, margin=(8, 4)
        )
        entry.param.watch(lambda _: self._take_own(), "value")
        return entry

    def _layout(self) -> pn.Column:
        select = pmui.Select.from_param(
            self.param.chosen, size="small", width=280, margin=(10, 8, 4, 8)
        )
        block = chart_block(
            "Income of each month under the load profile",
            filename="growth-months.csv",
            chart=self._chart.pane,
            text=self._csv,
        )
        return column(
            markup(screen_title("The year by months"), margin=(18, 10, 0, 10)),
            select,
            self._own,
            self._problem,
            self._note,
            block,
            self._table,
        )

    def _csv(self) -> str:
        assert self._months is not None
        return frame_csv(self._months.to_frame(), self._currency)


def _month_value(entry: Any) -> float:
    value = parsed_number(entry.value, units="")
    if not isinstance(value, float) or not 0 <= value < math.inf:
        rule = "a number of 0 or more, on any scale"
        raise InputError(f"{entry.label} of the load profile", rule, entry.value or None)
    return value

"""The Growth screen: how income, costs and profit grow with power, in three readings."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import panel as pn
import param

from hydro_mining.app.components.blocks import LazySection, chart_blocks, csv_button
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.growth.by_months import GrowthByMonths
from hydro_mining.app.growth.coefficients import coefficient_entries
from hydro_mining.app.growth.controls import GrowthControls
from hydro_mining.app.growth.own_table import OwnTable
from hydro_mining.app.screen import Screen, drawn_on
from hydro_mining.app.steps import Step
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.economics.growth import GrowthComparison
from hydro_mining.imports.bundled import bundled_growth_table, load_profiles
from hydro_mining.models import Case, GrowthSection
from hydro_mining.quantities import DOLLARS, from_dollars
from hydro_mining.views import growth_charts as charts
from hydro_mining.views import growth_figures as figures
from hydro_mining.views import growth_words as words
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import card_grid, headed, notice, screen_title, table
from hydro_mining.views.some_scenarios import group_at, some_scenarios

_TITLES = {
    "profit": "Costs against profit",
    "curves": "Over power: dots mark yours",
    "composition": "What the costs are made of",
    "cash": "Cumulative cash, with the investment at the start",
}


_OF_ONE_READING = ("profit", "cash", "composition")
_COMPARE = "Compare with a published table"


class GrowthScreen(Screen):
    """The growth model: first what the visitor's own site says, then a published table."""

    key = "growth"
    title = "Growth"
    beside = (
        "“Your site” is computed with these figures; the table's readings take its power alone."
    )

    growth = param.ClassSelector(class_=GrowthSection, constant=True)

    @staticmethod
    def section(case: Case) -> GrowthSection:
        """Return the section, which begins with the power of the case's site."""
        return GrowthSection(
            built_in=bundled_growth_table(),
            profile=load_profiles()[0].profile,
            site_power_kw=case.study.site.site_power_kw,
            reading="physical",
            in_dollars=False,
            is_of_study=True,
        )

    def __init__(self, case: Case) -> None:
        super().__init__(case, growth=case.section(self.key))
        self._controls = GrowthControls(case, self.growth)
        self._by_months = GrowthByMonths(self.growth)
        self._comparison: GrowthComparison | None = None
        self._currency, self._places = DOLLARS, range(0)
        self._lead, self._cards = markup(), markup()
        # What it takes to believe a table stands before its figures.
        self._first, self._notes, self._compared = markup(), markup(), markup()
        self._readings, self._years, self._totals = markup(), markup(), markup()
        self._charts = {
            "profit": LiveChart(charts.profit_chart),
            "curves": LiveChart(charts.curves_chart),
            "composition": LiveChart(charts.composition_chart),
            "cash": LiveChart(charts.cash_chart),
        }
        self._blocks = chart_blocks(
            _TITLES, self._charts, self._chart_csv, filename="growth-{}.csv"
        )
        # A chart reaches into its title's line.
        self._blocks["curves"].insert(0, self._controls.metric_select)
        self._downloads = [
            csv_button("growth.csv", lambda: self._csv(self._shown().chosen)),
            csv_button("growth-totals.csv", lambda: self._csv(self._shown().aggregates)),
        ]
        self.layout = self._laid_out()

    def _laid_out(self) -> pn.Column:
        return column(
            self._lead,
            self._controls,
            self._first,
            self._cards,
            self._notes,
            flow(*(self._blocks[name] for name in _OF_ONE_READING)),
            self._years,
            self._downloads[0],
            self._totals,
            self._downloads[1],
            self._by_months,
            self._compared,
            self._readings,
            self._blocks["curves"],
            LazySection(
                "Coefficients of the multipliers", lambda: coefficient_entries(self.growth)
            ),
            LazySection("Your own yearly table", lambda: [OwnTable(self.growth)]),
        )

    @param.depends("case.study.result", watch=True)
    def follow_study(self) -> None:
        """Show the power of the study's site, unless another one is entered."""
        if self.case.result is not None:
            self.growth.follow(self.case.result.study.site.site_power_kw)

    @param.depends("growth.is_of_study", watch=True)
    def follow_whose(self) -> None:
        """Return to the site's power, or leave it."""
        self.follow_study()

    follow_section = drawn_on("growth.settings")

    def draw(self) -> Iterator[Step]:
        """Bring the screen up to date with the study's result and the section's settings."""
        self._controls.draw()
        result = self._shown_result()
        comparison = self.growth.compare(result)
        self._comparison = comparison
        self._currency = (
            DOLLARS
            if self.growth.settings.in_dollars
            else from_dollars(self.case.currency, result.study.network.usd_to_gbp)
        )
        self._show_words(comparison)
        self._show_tables(comparison)
        yield from self._show_charts(comparison)
        yield
        yield from self._by_months.shown(comparison, self._currency)

    def _shown_result(self) -> Evaluation:
        """Return the result with as many scenarios as can be compared, the chosen one among them.

        What each comes to does not depend on the others.
        """
        result = self.case.result
        names = [scenario.name for scenario in result.study.scenarios]
        chosen = self.growth.settings.scenario
        place = names.index(chosen) if chosen in names else 0
        self._places = group_at(place, len(names))
        return some_scenarios(result, self._places)

    def _show_words(self, comparison: GrowthComparison) -> None:
        answer = words.answer(comparison, self._currency)
        first, last = comparison.inputs.table.year[0], comparison.inputs.table.year[-1]
        years = f"{first}" if first == last else f"{first}–{last}"
        self._lead.object = headed(f"Growth {years}", answer, figure="growth-answer")
        said = list(words.caveats(comparison, self._currency))
        count = len(self.case.result.study.scenarios)
        if len(self._places) < count:
            said.append(
                f"Of {count} scenarios {self._places[0] + 1} to {self._places[-1] + 1} are shown, "
                "with the chosen one among them; the downloads have them all."
            )
        is_own = comparison.inputs.reading == "physical"
        self._first.object = notice([] if is_own else said, tone="warn")
        self._notes.object = notice(said if is_own else [], tone="info")
        believed = words.what_to_believe(comparison, self._currency)
        self._compared.object = screen_title(_COMPARE) + notice(believed, tone="warn")

    def _show_tables(self, comparison: GrowthComparison) -> None:
        currency, inputs = self._currency, comparison.inputs
        is_shown = comparison.chosen is not None
        self._cards.object = (
            card_grid(figures.growth_cards(comparison, currency)) if is_shown else ""
        )
        self._readings.object = table(
            *figures.reading_rows(comparison, currency),
            caption=f"The three readings at {words.in_mw(inputs.power_mw)} in {inputs.year}",
        )
        for button in self._downloads:
            button.visible = is_shown
        if comparison.chosen is None or comparison.aggregates is None:
            self._years.object = self._totals.object = ""
            return
        self._years.object = table(
            *figures.year_rows(comparison.chosen, comparison.scenario_index, currency),
            caption=f"{inputs.scenario}, {inputs.reading} reading, {words.in_mw(inputs.power_mw)}",
        )
        self._totals.object = table(
            *figures.aggregate_rows(
                comparison.aggregates, currency, is_before_tax=inputs.reading == "physical"
            ),
            caption="All years together, by scenario",
        )

    def _show_charts(self, comparison: GrowthComparison) -> Iterator[Step]:
        """Show what stands first first; the curves stand last."""
        currency, growth = self._currency, comparison.chosen
        metric, s = self.growth.settings.metric, comparison.scenario_index
        for name in _OF_ONE_READING:
            self._blocks[name].visible = growth is not None
        if growth is not None:
            yield
            yield from self._charts["profit"].shown(
                charts.profit_layers(growth, s, currency), currency=currency
            )
            yield from self._charts["cash"].shown(
                charts.cash_layers(growth, currency), names=growth.scenarios, currency=currency
            )
            yield
            yield from self._charts["composition"].shown(
                charts.composition_layers(growth, s, currency), currency=currency
            )
        yield from self._charts["curves"].shown(
            charts.curves_layers(comparison, metric, currency), metric=metric, currency=currency
        )

    def _shown(self) -> GrowthComparison:
        """Return the comparison of all scenarios, for downloads."""
        assert self._comparison is not None
        if len(self._places) == len(self.case.result.study.scenarios):
            return self._comparison
        return self.growth.compare(self.case.result)

    def _csv(self, results: Any) -> str:
        return frame_csv(results.to_frame(), self._currency)

    def _chart_csv(self, name: str) -> str:
        """Return what a chart shows: years, or a row a power and a column a reading."""
        comparison, metric = self._shown(), self.growth.settings.metric
        if name != "curves":
            assert comparison.chosen is not None
            return self._cash_csv(comparison) if name == "cash" else self._csv(comparison.chosen)
        year = comparison.inputs.year_index
        columns = {r: getattr(g, metric)[0, :, year] for r, g in comparison.over_power.items()}
        powers = next(iter(comparison.over_power.values())).power_mw
        frame = pd.DataFrame(columns, index=pd.Index(powers, name="power_mw"))
        return frame_csv(frame.rename_axis(columns="reading"), self._currency, quantity=metric)

    def _cash_csv(self, comparison: GrowthComparison) -> str:
        """Return the cash added up: a row a year from the start and a column a scenario."""
        assert comparison.chosen is not None
        cash = dict(
            zip(comparison.chosen.scenarios, comparison.chosen.cumulative_cash, strict=True)
        )
        columns = pd.DataFrame({name: values[0] for name, values in cash.items()})
        frame = columns.rename_axis(index="years_from_start", columns="scenario")
        return frame_csv(frame, self._currency, quantity="cash_at_the_end")

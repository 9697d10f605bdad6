"""The Scenarios screen: what the future does to the site's money."""

from collections.abc import Iterator

import pandas as pd
import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import LazySection, chart_blocks, csv_button, small_entry
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.scenarios.editor import ScenarioEditor
from hydro_mining.app.screen import Screen
from hydro_mining.app.steps import Step
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.models import Case
from hydro_mining.quantities import Currency
from hydro_mining.views import scenario_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.markup import (
    card_grid,
    chart_title,
    definitions,
    headed,
    hint,
    listed,
    table,
)
from hydro_mining.views.scenario_figures import (
    answer_source,
    answered_cards,
    answered_metrics,
    answered_workings,
    answered_years,
    built_sentence,
    years_explained,
)
from hydro_mining.views.scenario_words import beliefs, scenario_terms
from hydro_mining.views.some_scenarios import group_at, groups_of_scenarios, some_scenarios
from hydro_mining.views.terms import HALVING, TERAHASH

_TITLES = {
    "annual": "Cash flow of each year",
    "cumulative": "Cumulative cash: a dot marks the payback",
    "discounted": "Discounted cumulative cash: it ends at the NPV",
    "path": "Revenue per TH a day: dashed lines mark the halvings",
}
_YEARS, _YEARS_OF_A_PLAN = "annual cash flows", "what the water does and what it brings, by year"
_QUANTITIES = {
    "annual": "cash_flow_gbp",
    "cumulative": "cumulative_cash_flow_gbp",
    "discounted": "discounted_cumulative_cash_flow_gbp",
    "path": "rev_per_th_per_day",
}


class ScenariosScreen(Screen):
    """Cash flows, metrics and paths of each scenario."""

    key = "scenarios"
    title = "Scenarios"
    group = "Does it pay?"
    beside = "Each scenario starts from these figures."

    places = param.ClassSelector(class_=range, default=range(1), doc="Which scenarios are shown.")

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._count = 0
        self._lead, self._cards, self._terms = markup(), markup(), markup()
        self._select = small_entry(
            pmui.Select,
            "Scenarios shown",
            "Of many, as many as can be compared are shown at once.",
            width=220,
            margin=(8, 10),
            visible=False,
        )
        self._select.param.watch(self._chosen, "value")
        self.follow_scenarios()
        self._metrics, self._annual = markup(), markup()
        self._working = markup()
        self._charts = {
            "annual": LiveChart(scenario_charts.annual_chart),
            "cumulative": LiveChart(scenario_charts.cumulative_chart),
            "discounted": LiveChart(scenario_charts.cumulative_chart),
            "path": LiveChart(scenario_charts.path_chart),
        }
        self._blocks = chart_blocks(
            _TITLES, self._charts, lambda name: _chart_csv(name, case.result, case.currency)
        )
        self._tables = self._with_downloads()
        self.layout = column(
            self._lead,
            self._select,
            self._cards,
            self._terms,
            LazySection(
                "Edit the scenarios", lambda: [ScenarioEditor(case.study, self.param.places)]
            ),
            flow(self._blocks["annual"], self._blocks["cumulative"]),
            flow(self._blocks["discounted"], self._blocks["path"]),
            self._tables,
        )

    def _with_downloads(self) -> pn.Column:
        return column(
            self._metrics,
            csv_button("metrics.csv", self._metrics_csv),
            LazySection("How these figures were computed", lambda: [self._working]),
            self._annual,
            csv_button("annual-cash-flows.csv", self._years_csv),
        )

    @param.depends("case.study.scenarios", watch=True)
    def follow_scenarios(self) -> None:
        """Offer the groups of the scenarios that there are now; one that is new is shown."""
        count = len(self.case.study.scenarios)
        is_one_more, self._count = count == self._count + 1, count
        self.places = group_at(count - 1 if is_one_more else self.places.start, count)
        groups = groups_of_scenarios(count)
        self._select.param.update(options=groups, value=self.places, visible=len(groups) > 1)

    def _chosen(self, event: param.parameterized.Event) -> None:
        if event.new is not None:
            self.places = event.new
            self.draw_soon()

    def draw(self) -> Iterator[Step]:
        """Bring the screen up to date with the result."""
        whole, currency = self.case.result, self.case.currency
        # While newer scenarios are computed the result is of those before.
        result = some_scenarios(whole, group_at(self.places.start, len(whole.study.scenarios)))
        self._lead.object = headed(
            "What the scenarios do to the money", built_sentence(whole, currency)
        )
        self._cards.object = card_grid(answered_cards(result, currency))
        self._terms.object = _terms(whole, list(result.answered_scenarios), currency)
        self._metrics.object = table(*answered_metrics(result, currency), caption="Metrics")
        self._annual.object = _annual_tables(result, currency)
        self._working.object = "".join(
            chart_title(name) + answered_workings(result, name, currency)
            for name in result.answered_scenarios
        )
        yield from self._show_charts(result)

    def _show_charts(self, result: Evaluation) -> Iterator[Step]:
        charts, currency = scenario_charts, self.case.currency
        names = charts.names_of_layers(result)
        money = result.answered_scenarios
        layers = {
            "annual": charts.annual_layers(money, currency=currency),
            "cumulative": charts.cumulative_layers(money, discounted=False, currency=currency),
            "discounted": charts.cumulative_layers(money, discounted=True, currency=currency),
            "path": charts.path_layers(result, currency=currency),
        }
        # Without a machine there is no money to draw, but still a revenue per TH.
        self._tables.visible = bool(money)
        for name, block in self._blocks.items():
            block.visible = name == "path" or bool(money)
            if block.visible:
                yield
                yield from self._charts[name].shown(layers[name], names=names, currency=currency)

    def _metrics_csv(self) -> str:
        return frame_csv(answer_source(self.case.result).metrics_frame(), self.case.currency)

    def _years_csv(self) -> str:
        return frame_csv(answer_source(self.case.result).to_frame(), self.case.currency)


def _terms(result: Evaluation, names: list[str], currency: Currency) -> str:
    """Return what the scenarios shown take to come true, and what the base case asks to believe."""
    terms = scenario_terms(result)
    base = result.study.scenarios[0].name
    return (
        chart_title("What each scenario says")
        + definitions({name: terms[name] for name in names or [base]})
        + chart_title(f"What you must believe for “{base}”")
        + listed(beliefs(result, currency))
        + hint(f"{HALVING} {TERAHASH}")
    )


def _annual_tables(result: Evaluation, currency: Currency) -> str:
    has_plan = result.plan is not None
    told = _YEARS_OF_A_PLAN if has_plan else _YEARS
    tables = (
        table(*rows, caption=f"{name}: {told}", has_total=not has_plan)
        for name, rows in answered_years(result, currency).items()
    )
    return "".join([*tables, hint(years_explained(result))])


def _chart_csv(name: str, result: Evaluation, currency: Currency) -> str:
    """Return what a chart shows: a row a year or day and a column a scenario."""
    frame = result.revenue_path_frame() if name == "path" else _cash_frame(name, result)
    return frame_csv(frame, currency, quantity=_QUANTITIES[name])


def _cash_frame(name: str, result: Evaluation) -> pd.DataFrame:
    columns = {
        scenario: {
            "annual": figures.cashflows,
            "cumulative": figures.cumulative_gbp,
            "discounted": figures.discounted_cumulative_gbp,
        }[name]
        for scenario, figures in result.answered_scenarios.items()
    }
    return pd.DataFrame(columns).rename_axis(index="year", columns="scenario")

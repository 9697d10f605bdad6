"""How the machines compare: the table of all, and their charts over the power price."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from hydro_mining.app.components.blocks import LazySection, chart_blocks, csv_button
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.economics.plan import PlanMachine
from hydro_mining.models import Case
from hydro_mining.quantities import Currency, label
from hydro_mining.views import overview_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.figures import machine_frame, machine_headings, machine_rows
from hydro_mining.views.markup import hint
from hydro_mining.views.terms import TERAHASH

_TITLES = {
    "cost": "Power cost per TH: a machine earns below the dashed line",
    "payback": "Payback of each machine alone, by power price",
    "breakeven": "Power price below which the best machines cover their power; dotted: your price",
}
_HOW_TO_READ = (
    "Best value over the years first; click a row to build that machine, a heading to sort. "
    "“Hyd” machines are cooled by water in a closed loop: the site needs racks with pipes, pumps "
    "and a heat exchanger, which belong into its set-up cost. Payback and profit here are of a "
    "machine alone: without halving, set-up and running cost"
)
_AT_MEAN_POWER = f". {TERAHASH}"
_ON_THE_PLAN = (
    ", all day at the study's power price. How many, and their value over the years, are the "
    "plan's."
)
_COOLING = "Cooling"


class Comparison(WithLayout):
    """The table of all machines, a click in which builds one, with charts in a section."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._planned: Sequence[PlanMachine] = ()
        self._hint = markup(margin=(0, 10))
        self.charts = {
            "cost": LiveChart(overview_charts.cost_chart),
            "payback": LiveChart(overview_charts.payback_chart),
            "breakeven": LiveChart(overview_charts.breakeven_chart, height=460),
        }
        headings = ["Machine", _COOLING, *machine_headings()[1:]]
        self.table = SortableTable(
            caption="All machines in use: click a heading to sort, a row to build that machine",
            headings=headings,
            sort_column=headings.index(label("site_npv_gbp")),
            sort_descending=True,
            on_pick=self._pick,
            sizing_mode="stretch_width",
            margin=(8, 10),
        )
        self._section = LazySection("Machines by power price", self._build_charts)
        self.layout = column(
            self._hint,
            self.table,
            csv_button(
                "machines.csv",
                lambda: frame_csv(machine_frame(case.result, self._planned), case.currency),
            ),
            self._section,
        )

    def show(
        self, result: Evaluation, currency: Currency, *, planned: Sequence[PlanMachine] = ()
    ) -> None:
        """Bring the table up to date, and the charts once they have been opened."""
        self._planned = planned
        self._hint.object = hint(_HOW_TO_READ + (_ON_THE_PLAN if planned else _AT_MEAN_POWER))
        cooling = {entry.name: entry.cooling for entry in self._case.study.catalogue.entries}
        rows, keys = machine_rows(result, currency, planned=planned)
        self.table.show(
            _with_cooling(rows, cooling),
            _with_cooling(keys, cooling),
            marked=result.answered_miner or "",
        )
        if self._section.is_built:
            self._show_charts(result, currency)

    def _show_charts(self, result: Evaluation, currency: Currency) -> None:
        charts = overview_charts
        curves = charts.price_curves(result)
        layers = {
            "cost": charts.cost_layers(result, curves, currency=currency),
            "payback": charts.payback_layers(result, curves, currency=currency),
            "breakeven": charts.breakeven_layers(result, currency=currency),
        }
        for name, chart in self.charts.items():
            chart.show(layers[name], currency=currency)

    def _build_charts(self) -> list[Any]:
        self._show_charts(self._case.result, self._case.currency)
        blocks = chart_blocks(
            _TITLES,
            self.charts,
            lambda name: _chart_csv(name, self._case.result, self._case.currency),
        )
        blocks["breakeven"].styles = {}
        return [flow(blocks["cost"], blocks["payback"]), blocks["breakeven"]]

    def _pick(self, name: str) -> None:
        study = self._case.study
        with study.together():
            # A number was that of the machine before.
            study.enter(study.finance, "n_miners", None)
            study.enter(study.finance, "miner", name)


def _with_cooling(rows: list[list[Any]], cooling: Mapping[str, str]) -> list[list[Any]]:
    return [[row[0], cooling.get(row[0], ""), *row[1:]] for row in rows]


def _chart_csv(name: str, result: Evaluation, currency: Currency) -> str:
    """Return what a chart shows: for the curves, a row a price and a column a machine."""
    if name == "breakeven":
        frame = result.miners.to_frame()[["breakeven_power_price_gbp_per_kwh"]]
        return frame_csv(frame, currency)
    curves = overview_charts.price_curves(result)
    quantity = "cost_gbp_per_th_per_day" if name == "cost" else "simple_payback_days"
    frame = pd.DataFrame(
        getattr(curves, quantity).T,
        index=pd.Index(curves.power_price_gbp_per_kwh, name="power_price_gbp_per_kwh"),
        columns=pd.Index(result.miners.name, name="machine"),
    )
    return frame_csv(frame, currency, quantity=quantity)

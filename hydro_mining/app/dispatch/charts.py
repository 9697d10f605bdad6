"""The charts of the Dispatch screen, with their downloads."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from hydro_mining.app.components.blocks import chart_blocks
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.steps import Step, Steps
from hydro_mining.economics.dispatch import DispatchAnalysis
from hydro_mining.models import Case
from hydro_mining.quantities import Currency
from hydro_mining.views import dispatch_charts as charts
from hydro_mining.views import price_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.dispatch_words import cut_off_in_words
from hydro_mining.views.markup import hint
from hydro_mining.views.plots import curve_chart, names_of_months

_TITLES = {
    "price": "Prices with the strike price: mining pays below it",
    "schedule": "Schedule: blue hours were mined",
    "cumulative": "Profit added up, by strategy",
    "run_rate": "Run rate by hour of day",
    "margin": "Margin of the hours: what mining a MWh leaves",
    "duration": "Price duration curve",
    "monthly": "Profit of each month",
    "sensitivity": "Profit when one input changes",
}
_OF_MONEY = ("price", "cumulative", "margin", "duration", "monthly", "sensitivity")
ROWS = (
    ("price",),
    ("schedule",),
    ("cumulative", "run_rate"),
    ("margin", "duration"),
    ("monthly", "sensitivity"),
)


class DispatchCharts:
    """Draws one zone's results, in ``rows``."""

    def __init__(self, case: Case) -> None:
        self._analysis: DispatchAnalysis | None = None
        # Of which the prices are shown: a zoom is one of them.
        self._zoomable: DispatchAnalysis | None = None
        self._structure: Any = None
        self._window: tuple[Any, Any] | None = None
        self._steps = Steps(lambda: not case.is_closed, run=lambda work, done: case.run(work, done))
        self._live, self._cut_off = self._made(), markup()
        blocks = chart_blocks(_TITLES, self._live)
        blocks["price"].append(self._cut_off)
        self.rows = [flow(*(blocks[name] for name in row)) for row in ROWS]

    def show(self, analysis: DispatchAnalysis, currency: Currency) -> None:
        """Bring all charts up to date, one after the other."""
        self._analysis = analysis
        when = analysis.outcome.prices.local_start
        structure = (currency, when[0], when[-1], len(when))
        if structure != self._structure:
            self._structure, self._window = structure, None
        self._cut_off.object = hint(
            cut_off_in_words(analysis.outcome, analysis.strike_price, currency)
        )
        self._steps.begin(self._show_each(analysis, currency))

    def _show_each(self, analysis: DispatchAnalysis, currency: Currency) -> Iterator[Step]:
        outcome, strike = analysis.outcome, analysis.strike_price
        layers: dict[str, Callable[[], Any]] = {
            "price": lambda: price_charts.price_layers(outcome, strike, window=self._window),
            "schedule": lambda: charts.heatmap_layers(outcome),
            "cumulative": lambda: charts.profit_layers(analysis.risks),
            "run_rate": lambda: charts.run_rate_layers(analysis.hours_of_day),
            "margin": lambda: charts.margin_layers(outcome, strike),
            "duration": lambda: price_charts.duration_layers(outcome, strike),
            "monthly": lambda: charts.monthly_layers(analysis.months),
            "sensitivity": lambda: charts.sensitivity_layers(analysis.sensitivity),
        }
        for name, chart in self._live.items():
            yield  # each as a step of its own
            options: dict[str, Any] = {"currency": currency} if name in _OF_MONEY else {}
            if name == "monthly":
                options["months"] = names_of_months(analysis.months.key)
            shown = layers[name]()
            for drawing in chart.kind_drawn(shown, **options):
                yield drawing
                shown = layers[name]()  # a reader may have zoomed meanwhile
            chart.show(shown, structure=self._structure, **options)
            self._zoomable = analysis

    def _zoomed(self, start: float, end: float) -> None:
        """Draw the prices of what is visible, every interval where there is room."""
        analysis = self._analysis
        if analysis is None or analysis is not self._zoomable:
            return
        self._window = (np.datetime64(int(start), "ms"), np.datetime64(int(end), "ms"))
        layers = price_charts.price_layers(
            analysis.outcome, analysis.strike_price, window=self._window
        )
        self._live["price"].refine(layers)

    def _made(self) -> dict[str, LiveChart]:
        price = LiveChart(price_charts.price_chart, on_zoom=self._zoomed)
        return {
            "price": price,
            "schedule": LiveChart(charts.heatmap_chart, along=price),
            "cumulative": LiveChart(charts.cumulative_chart, along=price),
            "run_rate": LiveChart(
                partial(charts.named_bars_chart, xlabel="Hour of day", ylabel="Mined [%]")
            ),
            "margin": LiveChart(charts.margin_chart),
            "duration": LiveChart(price_charts.duration_chart),
            "monthly": LiveChart(charts.monthly_chart),
            "sensitivity": LiveChart(partial(curve_chart, xlabel="Change [%]", quantity="profit")),
        }

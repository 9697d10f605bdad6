"""The figures of a backtest: cards, charts and tables, each with its download."""

import json
from collections.abc import Iterator
from typing import Any, Protocol

import pandas as pd
import panel as pn
import param

from hydro_mining.app.components.blocks import csv_button, download_button
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.dispatch.backtest import BacktestRequest
from hydro_mining.app.dispatch.charts import ROWS, DispatchCharts
from hydro_mining.app.dispatch.command import DispatchCommand
from hydro_mining.delimited import frame_csv
from hydro_mining.economics.dispatch import DispatchAnalysis, dispatch_document
from hydro_mining.models import Case
from hydro_mining.quantities import Currency
from hydro_mining.views import dispatch_figures as figures
from hydro_mining.views.dispatch_words import equal_strategies
from hydro_mining.views.markup import card_grid, hint, table

_FORESIGHT = (
    "The optimum knows the future; regret is what it adds. The day-ahead plan and the "
    "trailing rule use only what was known before."
)


# What rests on made-up prices looks like nothing that one could earn.
_FAINT, _CLEAR = {"opacity": "0.8"}, {"opacity": "1"}
# The cards, the tables, and the days with what else can be taken away.
_PARTS_BESIDE_CHARTS = 3


class _Tabular(Protocol):
    """A result of the core that gives its rows."""

    def to_frame(self) -> pd.DataFrame: ...


class DispatchResults(param.Parameterized):
    """Shows one ``analysis``, the answer to ``request``, in ``parts``; nothing without."""

    request = param.ClassSelector(class_=BacktestRequest, doc="What was asked.")
    analysis = param.ClassSelector(class_=DispatchAnalysis, doc="What was answered.")
    is_wanted = param.Boolean(default=True, allow_refs=True, doc="Whether it is to be shown yet.")

    def __init__(self, case: Case, **params: Any) -> None:
        super().__init__(**params)
        self._case = case
        self._cards, self._zones, self._strategies = markup(), markup(), markup()
        self._months, self._days, self._runs = markup(), markup(), markup()
        # Filled when they are first shown.
        self.parts = [column(visible=False) for _ in range(len(ROWS) + _PARTS_BESIDE_CHARTS)]

    def _fill(self) -> None:
        self._charts, self._command = DispatchCharts(self._case), DispatchCommand()
        for part, some in zip(self.parts, self._laid_out(), strict=True):
            part[:] = some

    def _laid_out(self) -> Iterator[list[Any]]:
        yield [self._cards, self._command]
        for row in self._charts.rows:
            yield [row]
        yield [
            self._zones,
            self._strategies,
            csv_button("strategies.csv", lambda: self._csv(self.analysis.comparison)),
            self._months,
            csv_button("months.csv", lambda: self._csv(self.analysis.months)),
        ]
        yield [
            self._days,
            csv_button("days.csv", lambda: self._csv(self.analysis.risk)),
            self._runs,
            csv_button("runs.csv", lambda: self._csv(self.analysis.runs)),
            pn.FlexBox(
                download_button(
                    "Download every interval (CSV)",
                    "schedule.csv",
                    lambda: self._csv(self.analysis.outcome),
                    width=290,
                ),
                download_button(
                    "Download the results (JSON)", "dispatch.json", self._json, width=290
                ),
            ),
        ]

    @property
    def currency(self) -> Currency:
        """That of the prices."""
        return self.request.prices.currency

    @param.depends("analysis", "is_wanted", watch=True)
    def draw(self) -> None:
        """Bring everything up to date with the analysis."""
        if not self.is_wanted:
            return
        analysis = self.analysis
        is_made_up = analysis is not None and self.request.prices.is_sample
        for part in self.parts:
            part.param.update(visible=analysis is not None, styles=_FAINT if is_made_up else _CLEAR)
        if analysis is None:
            return
        if not self.parts[0].objects:
            self._fill()
        currency = self.currency
        self._cards.object = card_grid(
            figures.dispatch_cards(analysis.outcome, analysis.risk, currency, is_made_up=is_made_up)
        )
        self._command.show(self.request)
        several = len(analysis.backtest.zones) > 1
        zones = table(
            *figures.zone_rows(analysis.backtest, currency), caption="The same site in each zone"
        )
        self._zones.object = zones if several else ""
        self._strategies.object = table(
            *figures.comparison_rows(analysis.comparison, currency),
            caption="Strategies side by side",
        ) + hint(" ".join([*equal_strategies(analysis), _FORESIGHT]))
        months = figures.month_rows(analysis.months, currency)
        self._months.object = table(*months, caption="Months")
        days = figures.day_rows(analysis.risk, currency)
        self._days.object = table(*days, caption="Best and worst days")
        runs = figures.run_rows(analysis.runs, currency)
        self._runs.object = table(*runs, caption="Longest stretches on and off", texts=["Machines"])
        self._charts.show(analysis, currency)

    def _csv(self, results: _Tabular) -> str:
        return frame_csv(results.to_frame(), self.currency)

    def _json(self) -> str:
        read = self.request.prices.read
        document = dispatch_document(
            self.analysis.backtest,
            [self.analysis],
            currency=read.currency,
            price_import=read.report.to_dict(),
            notes=self.request.notes,
        )
        return json.dumps(document, indent=2, allow_nan=False)

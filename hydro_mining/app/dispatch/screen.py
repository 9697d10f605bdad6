"""The Dispatch screen: when to mine, hour by hour, and what that was worth."""

import asyncio
import io
import json
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.dispatch_backtest import answer
from hydro_mining.app.dispatch_charts import DispatchCharts
from hydro_mining.app.dispatch_controls import DispatchControls
from hydro_mining.app.dispatch_file import PriceFile
from hydro_mining.app.network_panel import NetworkPanel
from hydro_mining.app.pieces import DOWNLOAD_ICON, csv_button, markup
from hydro_mining.app.record_desk import RecordDesk
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.economics.dispatch import (
    BacktestInputs,
    DispatchAnalysis,
    analysed,
    backtest,
    dispatch_document,
    published_prices,
)
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceImport
from hydro_mining.models import Study
from hydro_mining.quantities import Currency, amounts_in
from hydro_mining.views import dispatch_figures as figures
from hydro_mining.views.markup import card_grid, hint, notice, sentence, table

__all__ = ["DispatchScreen"]

# Fewer intervals are decided before a word could be read.
_NOTED = 20_000
_ALL_HOURS = "7x24"


class DispatchScreen:
    """Backtests a price file; built when it is first shown, with the sample year."""

    def __init__(
        self, study: Study, network: NetworkPanel, _: Callable[[], None], desk: RecordDesk
    ) -> None:
        self._choice = desk.choices.dispatch
        self._is_computing = self._is_changed = False
        self._shown: DispatchAnalysis | None = None
        self._lead, self._problem = markup(), markup()
        self._cards, self._zones, self._strategies = markup(), markup(), markup()
        self._months, self._days, self._runs = markup(), markup(), markup()
        self._file = PriceFile(self._take)
        self._controls = DispatchControls(self._choice, study, network, self._compute_soon)
        self._charts = DispatchCharts()
        self._zone = pmui.Select(label="Zone", size="small", width=240, margin=(8, 10))
        self._zone.param.watch(lambda _: self._compute_soon(), "value")
        self._run = pmui.Button(
            label="Run the backtest", variant="contained", size="small", margin=(8, 10)
        )
        self._run.on_click(lambda _: self._run_now())
        self._results = self._results_layout()
        self._choice.param.watch(lambda *_: self._compute_soon(), ["changed", "problems"])
        self.layout = pn.Column(
            self._lead,
            self._file.layout,
            self._controls.layout,
            pn.FlexBox(self._run, self._zone, align_items="center", sizing_mode="stretch_width"),
            self._problem,
            self._results,
            sizing_mode="stretch_width",
        )
        self._read = self._file.read_sample(wanted=self._choice.prices_name)
        self._is_run = True
        self._offer_zones()

    def show(self, _: Evaluation, __: Currency) -> None:
        """Follow the network's hashprice; money is in the currency of the prices."""
        if self._shown is None:
            self._compute()
        else:
            self._compute_soon()

    async def _take(self, read: PriceImport) -> None:
        """Take another file; its report is seen before anything is computed."""
        self._read, self._is_run = read, False
        self._shown = None
        self._choice.param.update(prices_name=self._file.name, prices_sha256=self._file.sha256)
        self._results.visible = False
        self._problem.object = ""
        self._offer_zones()
        self._lead.object = _lead("Read what was understood of the file, then run the backtest.")

    def _offer_zones(self) -> None:
        self._controls.show_in(self._read.currency)
        zones = list(self._read.series)
        self._zone.param.update(options=zones, value=zones[0], visible=len(zones) > 1)

    def _run_now(self) -> None:
        self._is_run = True
        self._compute_soon()

    def _compute_soon(self) -> None:
        if self._is_run and not self._is_changed:
            self._is_changed = True
            if not self._is_computing:
                pn.state.execute(self._compute_in_background, schedule=True)

    async def _compute_in_background(self) -> None:
        """Compute off the loop, once for all changes that arrived meanwhile."""
        if self._is_computing:
            return
        self._is_computing = True
        try:
            while self._is_changed:
                self._is_changed = False
                inputs, read, zone = self._inputs(), self._read, self._zone.value
                if inputs is not None:
                    self._problem.object = _computing(inputs)
                    shown = await asyncio.to_thread(_results_of, inputs, zone)
                    # Another file may have been taken meanwhile: its report comes first.
                    if read is self._read:
                        self._take_results(shown)
                    else:
                        self._problem.object = ""
        finally:
            self._is_computing = False

    def _compute(self) -> None:
        inputs = self._inputs() if self._is_run else None
        if inputs is not None:
            self._take_results(_results_of(inputs, self._zone.value))

    def _inputs(self) -> BacktestInputs | None:
        """Return the choice as inputs; what does not fit is said, and the results stay."""
        try:
            self._check_clock()
            prices = tuple(self._read.series.values())
            return self._choice.inputs(
                prices,
                hashprice=self._controls.hashprice.value(self._read.currency),
                published_price=published_prices(prices, self._file.day_ahead),
            )
        except InputError as error:
            self._problem.object = notice([f"{error}."], tone="bad")
            return None

    def _check_clock(self) -> None:
        """Refuse a block of local hours where the file does not tell whose clock that is."""
        contract = self._choice.contract
        if (
            contract.is_on
            and contract.block != _ALL_HOURS
            and not self._read.report.knows_its_clock
        ):
            rule = f"settled above for the block {contract.block}: the file does not tell it"
            raise InputError("Time zone", rule, None)

    def _take_results(self, shown: DispatchAnalysis | InputError) -> None:
        with pn.io.hold():
            if isinstance(shown, InputError):
                self._problem.object = notice([f"{shown}."], tone="bad")
                return
            self._problem.object = ""
            self._shown = shown
            self._results.visible = True
            self._show(shown)

    def _show(self, shown: DispatchAnalysis) -> None:
        currency, outcome = amounts_in(self._read.currency), shown.outcome
        made_up = "These prices are made up. " if self._file.is_sample else ""
        self._lead.object = _lead(made_up + answer(shown, currency))
        self._cards.object = card_grid(figures.dispatch_cards(outcome, shown.risk, currency))
        several = len(shown.backtest.zones) > 1
        self._zones.object = (
            table(*figures.zone_rows(shown.backtest, currency), caption="All zones")
            if several
            else ""
        )
        self._strategies.object = table(
            *figures.comparison_rows(shown.comparison, currency),
            caption="Strategies side by side",
        ) + hint(
            "The optimum knows the future; regret is what it adds. The day-ahead plan and the "
            "trailing rule use only what was known before."
        )
        self._months.object = table(*figures.month_rows(outcome, currency), caption="Months")
        self._days.object = table(
            *figures.day_rows(shown.risk, currency), caption="Best and worst days"
        )
        self._runs.object = table(
            *figures.run_rows(shown.runs, currency),
            caption="Longest stretches on and off",
        )
        self._charts.show(
            outcome,
            shown.comparison,
            shown.sensitivity,
            currency=currency,
            strike=shown.strike_price,
        )

    def _results_layout(self) -> pn.Column:
        return pn.Column(
            self._cards,
            self._charts.layout,
            self._zones,
            self._strategies,
            csv_button("strategies.csv", lambda: self._csv(self._now().comparison)),
            self._months,
            csv_button("months.csv", lambda: self._csv(self._now().months)),
            self._days,
            csv_button("days.csv", lambda: self._csv(self._now().risk)),
            self._runs,
            csv_button("runs.csv", lambda: self._csv(self._now().runs)),
            pn.FlexBox(
                _download("Download every interval (CSV)", "schedule.csv", self._schedule_csv),
                _download("Download the results (JSON)", "dispatch.json", self._json),
            ),
            sizing_mode="stretch_width",
            margin=0,
        )

    def _now(self) -> DispatchAnalysis:
        assert self._shown is not None
        return self._shown

    def _csv(self, results: Any) -> str:
        return frame_csv(results.to_frame(), amounts_in(self._read.currency))

    def _schedule_csv(self) -> str:
        return self._csv(self._now().outcome)

    def _json(self) -> str:
        shown = self._now()
        document = dispatch_document(
            shown.backtest,
            [shown],
            currency=self._read.currency,
            price_import=self._read.report.to_dict(),
            notes=self._controls.hashprice.notes,
        )
        return json.dumps(document, indent=2, allow_nan=False)


def _results_of(inputs: BacktestInputs, zone: str) -> DispatchAnalysis | InputError:
    try:
        return analysed(backtest(inputs), zone=zone)
    except InputError as error:
        return error


def _computing(inputs: BacktestInputs) -> str:
    count = sum(len(series) for series in inputs.prices)
    return (
        f'<p class="hm-hint hm-loading" role="status">Deciding {count:,} intervals …</p>'
        if count > _NOTED
        else ""
    )


def _lead(said: str) -> str:
    title = '<h2 class="hm-title">When to mine, hour by hour</h2>'
    return f'{title}<p class="hm-lead" data-figure="dispatch-answer">{sentence(said)}</p>'


def _download(title: str, filename: str, text: Callable[[], str]) -> pmui.FileDownload:
    return pmui.FileDownload(
        callback=lambda: io.StringIO(text()),
        filename=filename,
        label=title,
        icon=DOWNLOAD_ICON,
        variant="text",
        size="small",
        width=290,
    )

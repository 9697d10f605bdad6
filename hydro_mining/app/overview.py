"""The Overview screen: the day's figures, and how the machine was chosen."""

import datetime as dt
import math
from html import escape
from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui

from hydro_mining.app.catalogue_editor import CatalogueEditor
from hydro_mining.app.network_panel import NetworkPanel
from hydro_mining.app.pieces import SIDE_BY_SIDE, LazySection, chart_block, csv_button, markup
from hydro_mining.app.sortable_table import SortableTable
from hydro_mining.economics import Evaluation
from hydro_mining.models import Study
from hydro_mining.quantities import formatted, label
from hydro_mining.views import overview_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.explained import metrics_workings, site_workings
from hydro_mining.views.figures import (
    machine_frame,
    machine_headings,
    machine_rows,
    price_sentence,
    site_cards,
    summary,
)
from hydro_mining.views.markup import card_grid, notice, sentence, workings

__all__ = ["OverviewScreen", "lead"]

_CHOOSE_FOR_ME = "Choose for me (shortest payback)"
_STORED_WATER = (
    "A load factor is an average: machines sized to it run flat only where water is stored. "
    "A run-of-river site has more power than this in winter and less in summer."
)


_TITLES = {
    "cost": "Power cost per TH: a machine earns below the dashed line",
    "payback": "Payback of each machine by power price",
    "breakeven": "Break-even power price of the best machines; dotted: your price",
}


class OverviewScreen:
    """Shows a result; built when it is first shown."""

    def __init__(self, study: Study, _: NetworkPanel) -> None:
        self._study = study
        self._lead = markup()
        self._cards = markup()
        self._working = markup()
        self._choice = markup()
        self._charts = {
            "cost": LiveChart(overview_charts.cost_chart),
            "payback": LiveChart(overview_charts.payback_chart),
            "breakeven": LiveChart(overview_charts.breakeven_chart, height=460),
        }
        self._table = SortableTable(
            caption="All machines in use: click a heading to sort",
            headings=machine_headings(),
            sort_column=machine_headings().index(label("simple_payback_days")),
            sizing_mode="stretch_width",
            margin=(8, 10),
        )
        self._override = self._override_select()
        self.layout = pn.Column(
            self._lead,
            self._cards,
            LazySection("How these figures were computed", self._build_working).layout,
            markup('<h2 class="hm-title">How we chose your miner</h2>', margin=(18, 10, 0, 10)),
            self._choice,
            self._override,
            pn.FlexBox(
                *(self._block(name, **SIDE_BY_SIDE) for name in ("cost", "payback")),
                sizing_mode="stretch_width",
            ),
            self._block("breakeven"),
            self._table,
            csv_button("machines.csv", lambda: machine_frame(study.result)),
            LazySection("Edit or upload the machines", self._build_editor).layout,
            sizing_mode="stretch_width",
        )

    def show(self, result: Evaluation) -> None:
        """Bring the screen up to date."""
        self._lead.object = lead(result)
        self._cards.object = card_grid(site_cards(result))
        self._working.object = workings([*site_workings(result), *metrics_workings(result)[:2]])
        self._choice.object = _choice(result) + self._price_note(result)
        self._follow_choice(result)
        curves = overview_charts.price_curves(result)
        self._charts["cost"].show(overview_charts.cost_layers(result, curves))
        self._charts["payback"].show(overview_charts.payback_layers(result, curves))
        self._charts["breakeven"].show(overview_charts.breakeven_layers(result))
        rows, keys = machine_rows(result)
        self._table.show(rows, keys, marked=result.chosen_miner or "")

    def _price_note(self, result: Evaluation) -> str:
        catalogue = self._study.catalogue
        entry = next((e for e in catalogue.entries if e.name == result.chosen_miner), None)
        if entry is None:
            return ""
        rates = catalogue.gbp_per(result.study.network.usd_to_gbp)
        today = dt.datetime.now(tz=dt.UTC).date()
        return f'<p class="hm-hint">{escape(price_sentence(entry, rates, today))}</p>'

    def _block(self, name: str, **styles: str) -> pn.Column:
        return chart_block(
            _TITLES[name],
            filename=f"{name}.csv",
            chart=self._charts[name].pane,
            frame=lambda: _chart_frame(name, self._study.result),
            **styles,
        )

    def _build_working(self) -> list[Any]:
        return [self._working]

    def _build_editor(self) -> list[Any]:
        return [CatalogueEditor(self._study).layout]

    def _override_select(self) -> Any:
        select = pmui.Select(
            label="Machine to build",
            options=[_CHOOSE_FOR_ME],
            value=_CHOOSE_FOR_ME,
            sizing_mode="stretch_width",
            max_width=420,
            size="small",
            margin=(8, 10),
        )
        select.param.watch(self._override_changed, "value")
        self._study.param.watch(lambda _: self._show_misfit(), "problems")
        return select

    def _show_misfit(self) -> None:
        error = self._study.problem(self._study.finance, "miner")
        text = "" if error is None else "Must be one of the machines in use."
        if text != self._override.helper_text:
            self._override.param.update(error_state=bool(text), helper_text=text)

    def _override_changed(self, event: Any) -> None:
        finance = self._study.finance
        name = None if event.new in (None, _CHOOSE_FOR_ME) else event.new
        if finance.miner != name:
            self._study.enter(finance, "miner", name)

    def _follow_choice(self, result: Evaluation) -> None:
        chosen = self._study.finance.miner
        names = result.miners.name
        # A machine that has left the list stays visible as the choice that does not fit.
        gone = [chosen] if chosen is not None and chosen not in names else []
        options = [_CHOOSE_FOR_ME, *names, *gone]
        value = self._study.finance.miner or _CHOOSE_FOR_ME
        if options != self._override.options or value != self._override.value:
            self._override.param.update(options=options, value=value)


def _chart_frame(name: str, result: Evaluation) -> pd.DataFrame:
    """Return what a chart shows: for the curves, a row a price and a column a machine."""
    if name == "breakeven":
        return result.miners.to_frame()[["breakeven_power_price_gbp_per_kwh"]]
    curves = overview_charts.price_curves(result)
    figures = curves.cost_gbp_per_th_per_day if name == "cost" else curves.simple_payback_days
    index = pd.Index(curves.power_price_gbp_per_kwh, name="power_price_gbp_per_kwh")
    return pd.DataFrame(
        figures.T, index=index, columns=pd.Index(result.miners.name, name="machine")
    )


def lead(result: Evaluation) -> str:
    """Return the screen's heading and its answer in a sentence."""
    return (
        '<h2 class="hm-title">Your site daily performance</h2>'
        f'<p class="hm-lead">{sentence(summary(result))}</p>'
        f'<p class="hm-hint">{_STORED_WATER}</p>' + notice(result.warnings, tone="warn")
    )


def _choice(result: Evaluation) -> str:
    miners = result.miners
    if result.chosen_miner is None:
        return f'<p class="hm-lead">{sentence(summary(result))}</p>'
    days = dict(zip(miners.name, miners.simple_payback_days, strict=True))
    named = result.study.finance.miner is not None
    payback = days[result.chosen_miner]
    shown = formatted("simple_payback_days", payback)
    first = f"{result.chosen_miner} has the shortest simple payback: {shown}"
    if named:
        first = f"You chose {result.chosen_miner}; it " + (
            "never pays back" if math.isnan(payback) else f"pays back in {shown}"
        )
    return f'<p class="hm-lead">{sentence(first)}. {sentence(_npv_sentence(result))}</p>'


def _npv_sentence(result: Evaluation) -> str:
    best = result.best_npv_miner
    if best is None:
        return "No machine both fits and earns its power."
    npv = result.miners.site_npv_gbp[result.miners.name.index(best)]
    worth = f"{formatted('npv_gbp', npv)} over the study"
    if npv <= 0:
        return (
            f"No machine earns its money back in the base case; {best} loses least, with an NPV "
            f"of {worth}. Payback looks only at year 1."
        )
    if best == result.chosen_miner:
        return f"It also gives the site the highest NPV: {worth}."
    return (
        f"On NPV of the whole site {best} would win, with {worth}: payback looks only at year 1 "
        "and favours old, cheap machines."
    )

"""The Overview screen: the day's figures, and how the machine was chosen."""

import datetime as dt
import math
from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import (
    SIDE_BY_SIDE,
    LazySection,
    chart_block,
    csv_button,
    markup,
)
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.app.overview.catalogue_editor import CatalogueEditor
from hydro_mining.app.screen import Screen
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.models import Case
from hydro_mining.quantities import POUNDS, Currency, formatted, label
from hydro_mining.views import overview_charts
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.currencies import pounds_sentence
from hydro_mining.views.figures import (
    machine_frame,
    machine_headings,
    machine_rows,
    price_sentence,
    site_cards,
    summary,
)
from hydro_mining.views.levers import RULES_IN_WORDS
from hydro_mining.views.markup import (
    card_grid,
    hint,
    lead_paragraph,
    notice,
    screen_title,
    workings,
)
from hydro_mining.views.workings import metrics_workings, site_workings

__all__ = ["OverviewScreen", "lead"]

_CHOOSE_FOR_ME = "Choose for me"
_STORED_WATER = (
    "A load factor is an average: machines sized to it run flat only where water is stored. "
    "A run-of-river site has more power than this in winter and less in summer."
)


_TITLES = {
    "cost": "Power cost per TH: a machine earns below the dashed line",
    "payback": "Payback of each machine by power price",
    "breakeven": "Break-even power price of the best machines; dotted: your price",
}


class OverviewScreen(Screen):
    """The day's figures of the chosen machine, and how it was chosen."""

    key = "overview"
    title = "Overview"

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._study = case.study
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
        self._rule = self._rule_switch()
        self._override = self._override_select()
        self.layout = pn.Column(
            self._lead,
            self._cards,
            LazySection("How these figures were computed", self._build_working),
            markup(screen_title("How we chose your miner"), margin=(18, 10, 0, 10)),
            self._choice,
            self._rule,
            self._override,
            pn.FlexBox(
                *(self._block(name, **SIDE_BY_SIDE) for name in ("cost", "payback")),
                sizing_mode="stretch_width",
            ),
            self._block("breakeven"),
            self._table,
            csv_button(
                "machines.csv", lambda: frame_csv(machine_frame(case.result), case.currency)
            ),
            LazySection("Edit or upload the machines", self._build_editor),
            sizing_mode="stretch_width",
        )

    @staticmethod
    def first_paint(case: Case) -> str:
        """Return the answer and the cards, in pounds as the page opens."""
        return lead(case.result) + card_grid(site_cards(case.result))

    def draw(self) -> None:
        """Bring the screen up to date with the result."""
        result, currency = self.case.result, self.case.currency
        self._lead.object = lead(result, currency)
        self._cards.object = card_grid(site_cards(result, currency))
        self._working.object = hint(pounds_sentence(currency)) + workings(
            [*site_workings(result), *metrics_workings(result)[:2]]
        )
        self._choice.object = _choice(result, currency) + hint(self._price_note(result))
        self._follow_choice(result)
        self._show_charts(result)
        rows, keys = machine_rows(result, currency)
        self._table.show(rows, keys, marked=result.chosen_miner or "")

    def _show_charts(self, result: Evaluation) -> None:
        charts, currency = overview_charts, self.case.currency
        curves = charts.price_curves(result)
        layers = {
            "cost": charts.cost_layers(result, curves, currency=currency),
            "payback": charts.payback_layers(result, curves, currency=currency),
            "breakeven": charts.breakeven_layers(result, currency=currency),
        }
        for name, chart in self._charts.items():
            chart.show(layers[name], currency=currency)

    def _price_note(self, result: Evaluation) -> str:
        catalogue = self._study.catalogue
        entry = next((e for e in catalogue.entries if e.name == result.chosen_miner), None)
        if entry is None:
            return ""
        rates = catalogue.gbp_per(result.study.network.usd_to_gbp)
        today = dt.datetime.now(tz=dt.UTC).date()
        return price_sentence(entry, rates, today, currency=self.case.currency)

    def _block(self, name: str, **styles: str) -> pn.Column:
        return chart_block(
            _TITLES[name],
            filename=f"{name}.csv",
            chart=self._charts[name].pane,
            text=lambda: _chart_csv(name, self._study.result, self.case.currency),
            **styles,
        )

    def _build_working(self) -> list[Any]:
        return [self._working]

    def _build_editor(self) -> list[Any]:
        return [CatalogueEditor(self.case.study)]

    def _rule_switch(self) -> Any:
        return pmui.RadioButtonGroup.from_param(
            self._study.finance.param.choose_by,
            label="Choose by",
            options={words.capitalize(): rule for rule, words in RULES_IN_WORDS.items()},
            size="small",
            sizing_mode="stretch_width",
            max_width=420,
            margin=(8, 10),
        )

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
        return select

    @param.depends("case.study.problems", watch=True)
    def show_misfit(self) -> None:
        """Mark a machine that does not fit the rest of the study."""
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


def lead(result: Evaluation, currency: Currency = POUNDS) -> str:
    """Return the screen's heading and its answer in a sentence."""
    return (
        screen_title("Your site daily performance")
        + lead_paragraph(summary(result, currency))
        + hint(_STORED_WATER)
        + notice(result.warnings, tone="warn")
    )


def _choice(result: Evaluation, currency: Currency) -> str:
    miners = result.miners
    if result.chosen_miner is None:
        return lead_paragraph(summary(result, currency))
    days = dict(zip(miners.name, miners.simple_payback_days, strict=True))
    finance = result.study.finance
    payback = days[result.chosen_miner]
    shown = formatted("simple_payback_days", payback)
    first = f"{result.chosen_miner} has the shortest simple payback: {shown}"
    if finance.choose_by == "npv":
        first = f"{result.chosen_miner} has the best value over the years; it pays back in {shown}"
    if finance.miner is not None:
        first = f"You chose {result.chosen_miner}; it " + (
            "never pays back" if math.isnan(payback) else f"pays back in {shown}"
        )
    second = _npv_sentence(result, currency)
    return lead_paragraph(f"{first}. {second}")


def _npv_sentence(result: Evaluation, currency: Currency) -> str:
    best = result.best_npv_miner
    if best is None:
        return "No machine both fits and earns its power."
    npv = result.miners.site_npv_gbp[result.miners.name.index(best)]
    worth = f"{formatted('npv_gbp', npv, currency)} over the study"
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

"""The Overview screen: the verdict, what would change it, and how the machine was chosen."""

import datetime as dt
import math
from collections.abc import Iterator

import pandas as pd

from hydro_mining.app.components.blocks import LazySection, chart_block
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.overview.answered import Answered, answered
from hydro_mining.app.overview.catalogue_editor import CatalogueEditor
from hydro_mining.app.overview.comparison import Comparison
from hydro_mining.app.overview.lead import lead
from hydro_mining.app.overview.lever_panel import LeverPanel
from hydro_mining.app.overview.machine_choice import MachineChoice
from hydro_mining.app.overview.phone_inputs import phone_inputs
from hydro_mining.app.screen import Screen, drawn_on
from hydro_mining.app.steps import Step
from hydro_mining.app.would_pay_asked import WouldPayAsked
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.economics.better_machine import Winners
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.models import Case
from hydro_mining.quantities import POUNDS, Currency, formatted
from hydro_mining.views import money_left
from hydro_mining.views.answer import Answer, answer_of
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.figures import asks_seen, price_sentence, site_cards
from hydro_mining.views.hydro_workings import plan_workings
from hydro_mining.views.markup import (
    card_grid,
    definitions,
    hint,
    lead_paragraph,
    titled,
    workings,
)
from hydro_mining.views.opening import about_the_page
from hydro_mining.views.plan_day import plan_day_cards
from hydro_mining.views.plan_words import plan_choice
from hydro_mining.views.scenario_charts import names_of_layers
from hydro_mining.views.scenario_words import scenario_terms
from hydro_mining.views.some_scenarios import group_at, some_scenarios
from hydro_mining.views.terms import HALVING
from hydro_mining.views.verdict import (
    verdict_cards,
    why_nothing,
)
from hydro_mining.views.workings import metrics_workings, site_workings

_STORED_WATER = (
    "A load factor is an average: machines sized to it run flat only where water is stored. "
    "A run-of-river site has more power than this in winter and less in summer."
)
# Scenarios has those of the others.
_MOST_TERMS = 3
_NO_DAY = "No machine runs here, so there is no day of theirs to show."
_MEAN_DAY = "The mean of year 1's days, wet and dry ones. Hydro has each day and month."
# A picture beside what can be done about it, where both find their room.
_PICTURE = {"flex": "3 1 460px", "min-width": "0"}
_DOING = {"flex": "2 1 400px", "min-width": "0"}
# On a phone the verdict stays at the upper edge while what decides it is moved.
_STAYS = """
@media (max-width: 599px) {
  :host {
    position: sticky; top: 0; z-index: 5; background: var(--hm-paper);
    box-shadow: 0 2px 4px #0002;
  }
}
"""


class OverviewScreen(Screen):
    """The verdict on the site, what would change it, and how the machine was chosen."""

    key = "overview"
    title = "Overview"
    group = "Does it pay?"

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._study = case.study
        self._would_pay = WouldPayAsked(case, self.draw_soon)
        self._lead = markup(margin=(4, 10, 2, 10))
        self._lead.stylesheets = [*self._lead.stylesheets, _STAYS]
        self._against, self._terms = markup(margin=(0, 10, 2, 10)), markup(margin=(0, 4))
        self._cards, self._working = markup(), markup()
        self._day, self._choice = markup(margin=(14, 10, 4, 10)), markup(margin=(18, 10, 4, 10))
        self._picture = LiveChart(money_left.money_left_chart, height=330)
        self._charts = {"money_left": self._picture}
        self._picture_block = chart_block(
            "Money left in the project, in each scenario",
            filename="money-left.csv",
            chart=self._picture.pane,
            text=lambda: _money_left_csv(case.result, case.currency),
            **_PICTURE,
        )
        self._picture_block.append(self._terms)
        self._levers = LeverPanel(case.study)
        self._machine = MachineChoice(case.study)
        self._comparison = Comparison(case)
        self._charts |= self._comparison.charts
        self.layout = column(
            self._lead,
            phone_inputs(case),
            self._against,
            self._cards,
            flow(
                self._picture_block,
                column(self._levers, self._machine, styles=_DOING, margin=(4, 6)),
            ),
            self._day,
            LazySection("How these figures were computed", lambda: [self._working]),
            self._choice,
            self._comparison,
            LazySection("Edit or upload the machines", lambda: [CatalogueEditor(case)]),
            markup(about_the_page(), margin=(18, 10)),
        )

    @staticmethod
    def first_paint(case: Case) -> str:
        """Return the verdict and its figures, in pounds as the page opens."""
        return "".join(lead(case.result)) + _cards(answer_of(case.result))

    follow_odds = drawn_on("case.odds")

    def draw(self) -> Iterator[Step]:
        """Bring the screen up to date; of a plan the answer comes first, and then its machines.

        Where it does not pay, the answer waits for the machines, of which it names one that would.
        """
        result, currency = self.case.result, self.case.currency
        found = None if result.pays else answered(result, currency)
        winners = None if found is None else found.winners
        self._lead.object, self._against.object = lead(
            result,
            currency,
            would_pay=self._would_pay.of(result),
            winners=winners,
            odds=self.case.odds_in_use,
        )
        answer = answer_of(result, winners)
        self._cards.object = _cards(answer, currency)
        self._day.object = titled("A day at your site, in year 1", _day(result, currency))
        self._working.object = workings(_workings(result, currency))
        self._picture_block.visible = answer is not None
        if self._picture_block.visible:
            drawn = _drawn(result)
            shown = scenario_terms(drawn)
            self._terms.object = (
                definitions({name: shown[name] for name in names_of_layers(drawn)[:_MOST_TERMS]})
                + hint(HALVING)
                + hint(_not_drawn(drawn, result))
            )
            yield from self._picture.shown(
                money_left.money_left_layers(drawn, currency=currency),
                years=result.study.finance.years,
                currency=currency,
            )
        if result.plan is not None:
            yield
        self._show_machines(found or answered(result, currency), currency)

    def _show_machines(self, found: Answered, currency: Currency) -> None:
        result = found.result
        entry = self._entry(result)
        asks = "" if entry is None else asks_seen(entry, self._rates(), currency)
        self._levers.show(result, found.levers, asks)
        self._machine.show(result, found.winners, currency)
        note = "" if entry is None else self._price_note(entry)
        choice = _choice(result, found.winners, currency)
        self._choice.object = titled("How we chose your miner", choice + hint(note))
        self._comparison.show(result, currency, planned=found.planned)

    def _entry(self, result: Evaluation) -> CatalogueEntry | None:
        entries = self._study.catalogue.entries
        return next((entry for entry in entries if entry.name == result.answered_miner), None)

    def _rates(self) -> dict[str, float]:
        return self._study.catalogue.gbp_per(self.case.result.study.network.usd_to_gbp)

    def _price_note(self, entry: CatalogueEntry) -> str:
        today = dt.datetime.now(tz=dt.UTC).date()
        return price_sentence(entry, self._rates(), today, currency=self.case.currency)


def _cards(answer: Answer | None, currency: Currency = POUNDS) -> str:
    return "" if answer is None else card_grid(verdict_cards(answer, currency))


def _drawn(result: Evaluation) -> Evaluation:
    """Return the result with as many scenarios as a picture can tell apart."""
    return some_scenarios(result, group_at(0, len(result.study.scenarios)))


def _not_drawn(drawn: Evaluation, result: Evaluation) -> str:
    some, count = len(drawn.study.scenarios), len(result.study.scenarios)
    return f"The first {some} of {count} scenarios; Scenarios has the others." * (some < count)


def _money_left_csv(result: Evaluation, currency: Currency) -> str:
    columns = {name: one.cumulative_gbp for name, one in result.answered_scenarios.items()}
    frame = pd.DataFrame(columns).rename_axis(index="year", columns="scenario")
    return frame_csv(frame, currency, quantity="cumulative_cash_flow_gbp")


def _day(result: Evaluation, currency: Currency) -> str:
    if result.plan is not None:
        return card_grid(plan_day_cards(result, currency)) + hint(_MEAN_DAY)
    if answer_of(result) is None:
        return hint(_NO_DAY)
    return card_grid(site_cards(result, currency)) + hint(_STORED_WATER)


def _workings(result: Evaluation, currency: Currency) -> list[tuple[str, str, str]]:
    if result.plan is None:
        return [*site_workings(result, currency), *metrics_workings(result, currency)[:2]]
    return plan_workings(result.study, result.plan, currency)


def _choice(result: Evaluation, winners: Winners, currency: Currency) -> str:
    miners = result.miners
    if result.plan is not None:
        return lead_paragraph(plan_choice(result.study, result.plan, winners["npv"], currency))
    if result.chosen_miner is None:
        return lead_paragraph(why_nothing(result, currency))
    days = dict(zip(miners.name, miners.simple_payback_days, strict=True))
    finance = result.study.finance
    payback = days[result.chosen_miner]
    shown = formatted("simple_payback_days", payback)
    alone = "by itself, without halving, set-up and running cost"
    first = f"{result.chosen_miner} has the shortest payback: {shown} {alone}"
    if finance.choose_by == "npv":
        first = f"{result.chosen_miner} has the best value over the years"
    if finance.miner is not None:
        first = f"You chose {result.chosen_miner}; it " + (
            "never pays back" if math.isnan(payback) else f"pays back in {shown} {alone}"
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
            "No machine beats selling the power at the return you ask (NPV above 0) in the base "
            f"case; {best} comes closest, with an NPV of {worth}."
        )
    if best == result.chosen_miner:
        return f"It gives the site the highest NPV: {worth}."
    return (
        f"On NPV of the whole site {best} would win, with {worth}: payback looks only at year 1 "
        "and favours old, cheap machines."
    )

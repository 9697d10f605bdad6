"""The Hydro screen: how many machines, what the water does, and what that is worth."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import panel as pn
import param

from hydro_mining.app.components.blocks import LazySection, pressed_later
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.question import Question
from hydro_mining.app.hydro.charts import HydroCharts
from hydro_mining.app.hydro.controls import HydroControls
from hydro_mining.app.hydro.machines import PlanMachines
from hydro_mining.app.hydro.made_up import made_up_plan
from hydro_mining.app.hydro.own_entries import field_called, own_entries
from hydro_mining.app.screen import Screen
from hydro_mining.app.steps import Step
from hydro_mining.app.would_pay_asked import WouldPayAsked
from hydro_mining.economics.plan_detail import PlanDetail, plan_detail
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import site_presets
from hydro_mining.imports.example_water import is_made_up
from hydro_mining.models import Case, HydroSection
from hydro_mining.quantities import QUANTITIES, Currency
from hydro_mining.views.field_words import field_quantity
from hydro_mining.views.hydro_figures import (
    energy_cards,
    made_up_sentence,
    prices_sentence,
    sizes_rows,
    water_sentence,
)
from hydro_mining.views.hydro_workings import plan_workings
from hydro_mining.views.markup import card_grid, headed, hint, notice, table, workings
from hydro_mining.views.plan_words import (
    plan_answer,
    samples_sentence,
    unpaired_sentence,
    would_pay_sentence,
)

_INVITATION = (
    "How many machines would your river carry, and what are they worth against exporting "
    "everything? Enter your water below, or look at an example first."
)
_KEPT = "The plan keeps the last water and grid that fit together."
_SIZES = "What simple sizes leave on the table"
_lead = partial(headed, "Water, grid and machines", figure="plan-answer")


class HydroScreen(Screen):
    """Shows the study's plan; what is entered here is the study's water and grid."""

    key = "hydro"
    title = "Hydro"
    in_window = 7  # its entries are open where there is no plan yet
    group = "What water?"
    beside = (
        "The plan takes costs and cooling from here. Water of its own stands for the load "
        "factor, prices of its own for the power price."
    )

    entered = param.ClassSelector(class_=HydroSection, constant=True)

    def __init__(self, case: Case) -> None:
        super().__init__(case, entered=HydroSection(case.study))
        self._detail: PlanDetail | None = None
        self._would_pay = WouldPayAsked(case, self.draw_soon)
        self._lead, self._problem, self._basis = markup(), markup(), markup()
        self._cards, self._sizes, self._working = markup(), markup(), markup()
        self._charts_shown = HydroCharts()
        self._charts = self._charts_shown.live
        self._asked_first, self._asked = Question(keep="Keep my entries"), Question()
        self._example = pressed_later(
            "See an example", lambda: self._offer_example(self._asked_first), variant="contained"
        )
        self._machines = PlanMachines(case.study)
        self._entries = LazySection("Your water, plant and grid", self._build_entries)
        self._first = self._charts_shown.row("power", "optimum")
        self._rest = self._build_rest()
        self.layout = column(
            self._lead,
            self._problem,
            self._example,
            self._asked_first,
            self._machines,
            self._first,
            self._entries,
            self._rest,
        )
        self.show_problem()
        if case.result is not None and case.result.plan is None:
            self._entries.open()

    def _build_rest(self) -> pn.Column:
        return column(
            self._basis,
            self._charts_shown.row("flow", "months"),
            self._cards,
            self._sizes,
            self._charts_shown.row("calendar"),
            self._charts_shown.row("use", "gain"),
            LazySection("How these figures were computed", lambda: [self._working]),
        )

    def _build_entries(self) -> list[Any]:
        return [
            flow(
                pressed_later("Use the made-up example", lambda: self._offer_example(self._asked)),
                pressed_later("Leave water and grid out", self._offer_to_leave_out),
            ),
            self._asked,
            HydroControls(self.case, self.entered),
        ]

    @param.depends("entered.problems", watch=True)
    def show_problem(self) -> None:
        """Say what of water and grid does not fit; the plan stays the last good one."""
        problems, currency = self.entered.problems, self.case.currency
        said = [_problem(path, error, currency) for path, error in problems.items()]
        self._problem.object = notice([*said, _KEPT], tone="bad") if said else ""

    def draw(self) -> Iterator[Step]:
        """Bring the screen up to date with the study's plan."""
        result, currency = self.case.result, self.case.currency
        if self._detail is None or self._detail.result is not result:
            self._detail = plan_detail(result)
        detail = self._detail
        self._first.visible = self._rest.visible = detail is not None
        plan = None if detail is None else detail.plan
        self._example.visible = plan is None
        self._machines.show(plan)
        self._say(currency)
        if detail is None:
            return
        study, plan = result.study, detail.plan
        rates = self.case.network.snapshot_in_use()
        warnings = () if detail.water is None else detail.water.power.warnings
        self._basis.object = hint(
            f"{water_sentence(study)} {prices_sentence(study, currency, snapshot=rates)} "
            f"{samples_sentence(plan.samples)}"
        ) + notice(filter(None, [*warnings, unpaired_sentence(study, plan.samples)]), tone="warn")
        self._cards.object = card_grid(energy_cards(plan, detail.water, currency=currency))
        headings, rows = sizes_rows(detail.counts, detail.machine, currency=currency)
        self._sizes.object = table(headings, rows, caption=f"{_SIZES}: {detail.machine.name}")
        self._working.object = workings(plan_workings(study, plan, currency))
        yield from self._charts_shown.shown(detail, currency)

    def _say(self, currency: Currency) -> None:
        """Say the answer; where no machine pays, also what would make one, once it is known."""
        detail = self._detail
        if detail is None:
            self._lead.object = _lead(_INVITATION)
            return
        study = detail.result.study
        has_flow, has_prices = is_made_up(study.hydro, study.market)
        said = made_up_sentence(has_flow=has_flow, has_prices=has_prices)
        said += plan_answer(detail.result, currency, winners=detail.winners)
        found = self._would_pay.of(detail.result)
        if found is not None:
            said += f" {would_pay_sentence(study, found, currency)}"
        self._lead.object = _lead(said)

    def _offer_example(self, question: Question) -> None:
        """Take the example, but ask first where it would replace what a reader entered."""
        own = own_entries(self.entered)
        if own:
            question.ask(f"The example would replace {own}.", {"Replace": self._take_example})
        else:
            self._take_example()

    def _offer_to_leave_out(self) -> None:
        own = own_entries(self.entered)
        if own:
            self._asked.ask(f"This would remove {own}.", {"Remove": self._leave_out})
        else:
            self._leave_out()

    def _take_example(self) -> None:
        picked = (one for one in site_presets() if one.name == self.case.example)
        self.entered.take(made_up_plan(self.case, next(picked, None)))
        self._entries.close()

    def _leave_out(self) -> None:
        self.entered.take((None, None))


def _problem(path: str, error: InputError, currency: Currency) -> str:
    name = path.rpartition(".")[2]
    if _is_of_its_range(name, error):
        quantity = field_quantity(path, currency)
        return f"{quantity.label}: {problem_sentence(name, error, quantity)}"
    return error.called(field_called(name)).sentence


def _is_of_its_range(name: str, error: InputError) -> bool:
    """Return whether what is wrong with an amount is that it is out of its range."""
    quantity = QUANTITIES.get(name)
    if quantity is None or quantity.range is None or not quantity.format.is_money:
        return False
    return error.rule == quantity.range.described(quantity.unit)

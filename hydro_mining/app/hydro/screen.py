"""The Hydro screen: how many machines, what the water does, and what that is worth."""

import asyncio
from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import LazySection, markup
from hydro_mining.app.hydro.charts import HydroCharts
from hydro_mining.app.hydro.controls import HydroControls
from hydro_mining.app.hydro.detail import PlanDetail, plan_detail
from hydro_mining.app.screen import Screen
from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.plan import WouldPay, would_pay
from hydro_mining.exceptions import InputError
from hydro_mining.imports.example_water import example_water, is_made_up
from hydro_mining.models import Case, HydroSection
from hydro_mining.quantities import QUANTITIES, Currency, label
from hydro_mining.views.currencies import pounds_sentence
from hydro_mining.views.hydro_figures import (
    energy_cards,
    made_up_sentence,
    prices_sentence,
    sizes_rows,
    water_sentence,
)
from hydro_mining.views.hydro_workings import plan_workings
from hydro_mining.views.markup import (
    card_grid,
    hint,
    lead_paragraph,
    notice,
    screen_title,
    table,
    workings,
)
from hydro_mining.views.plan_words import plan_answer, samples_sentence, would_pay_sentence

__all__ = ["HydroScreen"]

_TITLE = "Water, grid and machines"
_INVITATION = (
    "How many machines would your river carry, and what are they worth against exporting "
    "everything? Enter your water below, or look at an example first."
)
_KEPT = "The plan keeps the last water and grid that fit together."
_SIZES = "What simple sizes leave on the table"


class HydroScreen(Screen):
    """Shows the study's plan; what is entered here is the study's water and grid."""

    key = "hydro"
    title = "Hydro"
    group = "What water?"

    entered = param.ClassSelector(class_=HydroSection, constant=True)

    def __init__(self, case: Case) -> None:
        super().__init__(case, entered=HydroSection(case.study))
        self._detail: PlanDetail | None = None
        # What would pay, of the study that it was asked for.
        self._found: tuple[StudyInputs, WouldPay] | None = None
        self._is_asking = False
        self._lead, self._problem, self._basis = markup(), markup(), markup()
        self._cards, self._sizes, self._working = markup(), markup(), markup()
        self._charts_shown = HydroCharts()
        self._charts = self._charts_shown.live
        self._example = _button("See an example", self._take_example, variant="contained")
        self._adopt = _button("Take the plan's machines", self._take_machines)
        self._choose = _button("Let the plan choose again", self._release_machines)
        self._entries = LazySection("Your water, plant and grid", self._build_entries)
        self._first = self._charts_shown.row("power", "optimum")
        self._rest = self._build_rest()
        self.layout = pn.Column(
            self._lead,
            self._problem,
            pn.FlexBox(self._example, self._adopt, self._choose, sizing_mode="stretch_width"),
            self._first,
            self._entries,
            self._rest,
            sizing_mode="stretch_width",
        )
        self.show_problem()
        if case.result is not None and case.result.plan is None:
            self._entries.open()

    def _build_rest(self) -> pn.Column:
        return pn.Column(
            self._basis,
            self._charts_shown.row("flow", "months"),
            self._cards,
            self._sizes,
            self._charts_shown.row("calendar"),
            self._charts_shown.row("use", "gain"),
            LazySection("How these figures were computed", lambda: [self._working]),
            sizing_mode="stretch_width",
            margin=0,
        )

    def _build_entries(self) -> list[Any]:
        return [
            pn.FlexBox(
                _button("Use the made-up example", self._take_example),
                _button("Leave water and grid out", self._leave_out),
                sizing_mode="stretch_width",
            ),
            HydroControls(self.entered),
        ]

    @param.depends("entered.problems", watch=True)
    def show_problem(self) -> None:
        """Say what of water and grid does not fit; the plan stays the last good one."""
        said = [_problem(path, error) for path, error in self.entered.problems.items()]
        self._problem.object = notice([*said, _KEPT], tone="bad") if said else ""

    def draw(self) -> None:
        """Bring the screen up to date with the study's plan."""
        result, currency = self.case.result, self.case.currency
        if self._detail is None or self._detail.result is not result:
            self._detail = plan_detail(result)
        detail = self._detail
        self._first.visible = self._rest.visible = detail is not None
        self._follow_machines()
        self._say(currency)
        if detail is None:
            return
        study, plan = result.study, detail.plan
        warnings = () if detail.water is None else detail.water.power.warnings
        self._basis.object = hint(
            f"{water_sentence(study)} {prices_sentence(study, currency)} "
            f"{samples_sentence(plan.samples)}"
        ) + notice(warnings, tone="warn")
        self._cards.object = card_grid(energy_cards(plan, detail.water, currency=currency))
        headings, rows = sizes_rows(detail.counts, detail.machine, currency=currency)
        self._sizes.object = table(headings, rows, caption=f"{_SIZES}: {detail.machine.name}")
        self._working.object = hint(pounds_sentence(currency)) + workings(
            plan_workings(study, plan, currency)
        )
        self._charts_shown.show(detail, currency)

    def _say(self, currency: Currency) -> None:
        """Say the answer; where no machine pays, also what would make one, once it is known."""
        detail = self._detail
        if detail is None:
            self._lead.object = _lead(_INVITATION)
            return
        study, plan = detail.result.study, detail.plan
        has_flow, has_prices = is_made_up(study.hydro, study.market)
        said = made_up_sentence(has_flow=has_flow, has_prices=has_prices)
        said += plan_answer(plan, currency)
        found = self._found if self._found and self._found[0] is study else None
        if plan.chosen_miner is None and found is not None:
            said += f" {would_pay_sentence(found[1], currency)}"
        self._lead.object = _lead(said)
        if plan.chosen_miner is None and found is None:
            pn.state.execute(self._ask_what_would_pay)

    async def _ask_what_would_pay(self) -> None:
        """Ask off the loop, once for the newest study of those that came meanwhile."""
        if self._is_asking:
            return
        self._is_asking = True
        try:
            while (study := self._unasked()) is not None:
                self._found = (study, await asyncio.to_thread(would_pay, study))
        finally:
            self._is_asking = False
        self.draw_soon()

    def _unasked(self) -> StudyInputs | None:
        detail, found = self._detail, self._found
        if self.case.is_closed or detail is None or detail.plan.chosen_miner is not None:
            return None
        study = detail.result.study
        return None if found is not None and found[0] is study else study

    def _follow_machines(self) -> None:
        """Offer to take the plan's machines, or to let it choose where they are entered."""
        finance, detail = self.case.study.settings.finance, self._detail
        plan = None if detail is None else detail.plan
        is_taken = finance.n_miners is not None
        can_take = plan is not None and plan.chosen_miner is not None and not is_taken
        self._example.visible = plan is None
        self._adopt.visible, self._choose.visible = can_take, plan is not None and is_taken
        if can_take and plan is not None:
            self._adopt.label = f"Take {plan.n_miners:,} × {plan.chosen_miner} into the study"

    def _take_machines(self) -> None:
        plan = self.case.result.plan
        if plan is not None and plan.chosen_miner is not None:
            self._enter_machines(plan.chosen_miner, plan.n_miners)

    def _release_machines(self) -> None:
        self._enter_machines(None, None)

    def _enter_machines(self, miner: str | None, n_miners: int | None) -> None:
        study = self.case.study
        with study.together():
            study.enter(study.finance, "miner", miner)
            study.enter(study.finance, "n_miners", n_miners)

    def _take_example(self) -> None:
        study = self.case.study.settings
        rates = self.case.study.catalogue.gbp_per(study.network.usd_to_gbp)
        self.entered.take(example_water(study.site.site_power_kw, rates))
        self._entries.close()

    def _leave_out(self) -> None:
        self.entered.take((None, None))


def _lead(said: str) -> str:
    return screen_title(_TITLE) + lead_paragraph(said, figure="plan-answer")


def _problem(path: str, error: InputError) -> str:
    name = path.rpartition(".")[2]
    return f"{error.called(label(name) if name in QUANTITIES else name)}."


def _button(title: str, pressed: Callable[[], None], *, variant: str = "outlined") -> pmui.Button:
    def press(_: Any) -> None:
        # What a press changes follows on the server's next turn.
        pn.state.execute(pressed, schedule=True)

    return pmui.Button(label=title, variant=variant, size="small", margin=(4, 10), on_click=press)

"""The Risk screen: how sure the study is, what matters most, and what it would take."""

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.background import Background, Run
from hydro_mining.app.components import Field, parsed_number, problem_sentence
from hydro_mining.app.components.blocks import COMPACT, LazySection, markup
from hydro_mining.app.risk.ends import EndsEditor
from hydro_mining.app.risk.futures import FuturesPart
from hydro_mining.app.risk.requests import FuturesRequest, WhatIf, WhatIfRequest
from hydro_mining.app.risk.terms import TermsEditor
from hydro_mining.app.risk.what_ifs import WhatIfPart
from hydro_mining.app.screen import Screen
from hydro_mining.economics.risk import RiskResult
from hydro_mining.economics.risk.pinned import pinned
from hydro_mining.economics.risk.simulation import BLOCK
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, RiskRun
from hydro_mining.quantities import checked
from hydro_mining.views.markup import hint, lead_paragraph, loading, notice, screen_title
from hydro_mining.views.risk_words import LEFT_OUT, holds_for, odds_sentence, plan_sentence

__all__ = ["RiskScreen"]

_NOTHING = "No machine earns its power here, so there is nothing to be unsure of."
_FIRST = "Drawing the futures …"
_STALE = "The inputs have changed: these figures hold for the earlier ones. Drawing anew …"
_STOPPED = "Stopped. What stands here, if anything, holds for earlier inputs."
_PER_CENT = 100


class RiskScreen(Screen):
    """Asks for futures and for what-ifs in the background; shows what each answer holds for."""

    key = "risk"
    title = "Risk"
    section = staticmethod(lambda _: RiskRun())
    group = "How sure?"

    run = param.ClassSelector(class_=RiskRun, constant=True)
    ends = param.ClassSelector(class_=EndsEditor, constant=True)
    scenario = param.String(doc="Around which scenario the futures are drawn; empty: the first.")
    irr = param.Number(default=None, allow_None=True, doc="The wanted return, None for NPV 0.")

    def __init__(self, case: Case) -> None:
        ends = EndsEditor(lambda: None if case.result is None else pinned(case.result))
        run = case.section(self.key)
        super().__init__(case, run=run, ends=ends)
        self._take_kept()
        self._shown: tuple[FuturesRequest, RiskResult | None] | None = None
        self._shown_what_if: tuple[WhatIfRequest, WhatIf | None] | None = None
        self._lead, self._status, self._problem = markup(), markup(), markup()
        self._lead.object = _lead(_FIRST)
        self._left_out = markup(screen_title("What this leaves out") + "".join(map(hint, LEFT_OUT)))
        self._stop_button = self._button("Stop", lambda: self._futures_asked.stop())
        self._again_button = self._button("Draw again", self._draw_again)
        self._scenario_select = self._scenarios()
        self._terms = TermsEditor(case.study)
        self._futures, self._what_ifs = FuturesPart(), WhatIfPart(ends, self._wanted_return())
        self._charts = {**self._futures.charts, **self._what_ifs.charts}
        self._futures_asked = self._background(
            FuturesRequest.answered, show=self._show_futures, tell=self._tell
        )
        self._what_ifs_asked = self._background(
            WhatIfRequest.answered, show=self._show_what_ifs, tell=lambda *_: None
        )
        self.layout = pn.Column(
            self._lead,
            self._status,
            pn.Row(self._stop_button, self._again_button, margin=0),
            self._problem,
            self._futures,
            self._controls(),
            self._what_ifs,
            self._left_out,
            sizing_mode="stretch_width",
        )

    @param.depends("run.settings", watch=True)
    def follow_kept(self) -> None:
        """Take what a record has brought, and ask anew."""
        self._take_kept()
        self.draw_soon()

    def _take_kept(self) -> None:
        """Show the choices that the case holds."""
        held, base = self.run.settings, self.case.result.study.scenarios[0].name
        self.param.update(scenario=held.scenario or base, irr=held.irr)
        if self.ends.ends != held.ends_by_path():
            self.ends.ends = dict(held.ends_by_path())

    def _keep(self) -> None:
        """Let the case hold the choices, so that records have them."""
        base = self.case.result.study.scenarios[0].name
        chosen = {
            "scenario": "" if self.scenario == base else self.scenario,
            "irr": self.irr,
            "ends": self.ends.ends,
        }
        changed = {name: one for name, one in chosen.items() if getattr(self.run, name) != one}
        if changed:
            self.run.param.update(**changed)

    @param.depends("ends.ends", "scenario", "irr", watch=True)
    def follow_choice(self) -> None:
        """Ask again when other futures, ends or returns are wanted."""
        self._keep()
        self.draw_soon()

    def draw(self) -> None:
        """Ask for what is entered now, and show what was answered in the currency of now."""
        result, names = self.case.result, [one.name for one in self.case.result.study.scenarios]
        self._scenario_select.options = names
        if self._scenario_select.value not in names:
            self._scenario_select.value = names[0]
        self._terms.follow()
        self.ends.follow()
        paths, seed = self.run.settings.paths, self.run.settings.seed
        request = FuturesRequest(
            study=result.study,
            paths=paths,
            seed=seed,
            scenario=self._scenario_select.value,
            result=result,
        )
        if self._shown is not None and self._shown[0] != request:
            self._status.object = loading(_STALE)
        what_if = WhatIfRequest(
            study=result.study, ends=self.ends.ends, irr=self.irr, result=result
        )
        currency = self.case.currency
        if self._shown is not None and self._shown[0] == request and self._currency != currency:
            self._show_again()
        self._futures_asked.ask(request)
        self._what_ifs_asked.ask(what_if)

    def _show_again(self) -> None:
        """Show the same answers in another currency."""
        if self._shown is not None:
            self._show_futures(*self._shown)
        if self._shown_what_if is not None:
            self._show_what_ifs(*self._shown_what_if)

    def _show_futures(self, request: FuturesRequest, found: RiskResult | InputError | None) -> None:
        if isinstance(found, InputError):
            self._problem.object = notice([f"{found}."], tone="bad")
            return
        self._shown, self._currency = (request, found), self.case.currency
        self._problem.object = ""
        if found is None:
            self._lead.object, self._status.object = _lead(_NOTHING), ""
        else:
            self._lead.object = _lead(odds_sentence(found))
            plan = plan_sentence(request.study)
            self._problem.object = notice([plan], tone="warn") if plan else ""
            self._status.object = hint(holds_for(request.result, found, self._currency))
        self._futures.show(found, request.study, self._currency)

    def _show_what_ifs(self, request: WhatIfRequest, found: WhatIf | InputError | None) -> None:
        if isinstance(found, InputError):
            self._problem.object = notice([f"{found}."], tone="bad")
            return
        self._shown_what_if = request, found
        if found is not None:
            self._what_ifs.show_levels(found, request.irr, self.case.currency)
        self._what_ifs.show(found, request.study, self.case.currency)

    def _tell(self, request: FuturesRequest, run: Run | None) -> None:
        """Say how far a run is, and offer to stop it while it is on."""
        self._stop_button.visible = run is not None
        if run is not None:
            done = min(run.done * BLOCK, request.paths)
            earlier = "" if self._shown is None else " What stands here holds for earlier inputs."
            said = f"Drawing futures: {done:,} of {request.paths:,} …{earlier}"
            self._status.object = loading(said)
            return
        is_shown = self._shown is not None and self._shown[0] == request
        self._again_button.visible = not is_shown and not self._problem.object
        if self._again_button.visible:
            self._status.object = hint(_STOPPED, is_status=True)

    def _draw_again(self) -> None:
        self._again_button.visible = False
        self._futures_asked.again()

    def _background(self, compute: Any, *, show: Any, tell: Any) -> Background[Any, Any]:
        return Background(compute, show=show, tell=tell, is_closed=lambda: self.case.is_closed)

    def _controls(self) -> pn.Column:
        fields = [Field(self.run, self.run, name) for name in ("paths", "seed")]
        for one in fields:
            one.entry.param.update(sizing_mode=None, width=200)
        return pn.Column(
            pn.FlexBox(self._scenario_select, *(one.entry for one in fields)),
            LazySection("How uncertain each input is, and where that is from", self._terms.build),
            sizing_mode="stretch_width",
            margin=0,
        )

    def _scenarios(self) -> Any:
        select = pmui.Select(
            label="Futures around the scenario",
            options=[one.name for one in self.case.result.study.scenarios],
            **{**COMPACT, "sizing_mode": None, "width": 220},
        )
        select.param.watch(lambda event: self.param.update(scenario=event.new or ""), "value")
        return select

    def _wanted_return(self) -> Any:
        entry = pmui.TextInput(
            label="Wanted return [% a year]",
            description="Internal rate of return; empty: NPV of 0 at the discount rate.",
            **{**COMPACT, "sizing_mode": None, "width": 220},
        )

        def typed(event: Any) -> None:
            value = parsed_number(event.new, units="%")
            if isinstance(value, float):
                value /= _PER_CENT
            try:
                self.irr = None if value is None else checked("discount_rate_per_year", value)
            except InputError as error:
                told = problem_sentence("discount_rate_per_year", error)
                entry.param.update(error_state=True, helper_text=told)
            else:
                entry.param.update(error_state=False, helper_text="")

        entry.param.watch(typed, "value")
        return entry

    @staticmethod
    def _button(label: str, do: Any) -> pmui.Button:
        return pmui.Button(
            label=label,
            variant="outlined",
            size="small",
            visible=False,
            margin=(0, 10),
            on_click=lambda _: do(),
        )


def _lead(said: str) -> str:
    return screen_title("How sure is this?") + lead_paragraph(said, figure="risk-answer")

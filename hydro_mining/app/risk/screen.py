"""The Risk screen: how sure the study is, what matters most, and what it would take."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias, TypeVar

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.background import Background, Run
from hydro_mining.app.components.blocks import COMPACT, LazySection, small_button
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.placing import Placed
from hydro_mining.app.risk.ends import EndsEditor
from hydro_mining.app.risk.futures import FuturesPart
from hydro_mining.app.risk.requests import FuturesRequest, WhatIf, WhatIfRequest
from hydro_mining.app.risk.terms import TermsEditor
from hydro_mining.app.risk.wanted_return import wanted_return_entry
from hydro_mining.app.risk.what_ifs import WhatIfPart
from hydro_mining.app.screen import Screen, drawn_on
from hydro_mining.economics.dispatch import ForwardCurve
from hydro_mining.economics.risk import RiskResult
from hydro_mining.economics.risk.simulation import BLOCK
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, RiskRun
from hydro_mining.quantities import Currency
from hydro_mining.views.layers import Layers
from hydro_mining.views.markup import headed, hint, loading, notice, screen_title
from hydro_mining.views.risk_words import LEFT_OUT, holds_for, odds_sentence

_NOTHING = (
    "No machine is built here, so there is nothing to be unsure of. Overview says what one needs "
    "to pay; enter it, and the futures are drawn."
)
_FIRST = "Drawing the futures …"
_STALE = "The inputs have changed: these figures hold for the earlier ones. Drawing anew …"
_STOPPED = "Stopped. What stands here, if anything, holds for earlier inputs; draw again for these."

# What stands below so many futures waits for them; how many are drawn is entered there.
_SOON_DRAWN = 20_000

_Answer = TypeVar("_Answer")
_Pictures: TypeAlias = Mapping[str, Layers]
# What was found, None where nothing is built, and what its charts show.
_Drawn: TypeAlias = tuple[_Answer | None, _Pictures]
_lead = partial(headed, "How sure is this?", figure="risk-answer")


class RiskScreen(Screen):
    """Asks for futures and for what-ifs in the background; shows what each answer holds for."""

    key = "risk"
    title = "Risk"
    in_window = 5
    section = staticmethod(lambda _: RiskRun())
    group = "How sure?"
    beside = "The futures swing around these figures."

    run = param.ClassSelector(class_=RiskRun, constant=True)

    def __init__(self, case: Case) -> None:
        super().__init__(case, run=case.section(self.key), is_window_filled=False)
        self.ends = EndsEditor(case, self.run)
        self._shown: tuple[FuturesRequest, RiskResult | None] | None = None
        self._what_if: WhatIfRequest | None = None
        self._shown_what_if: tuple[WhatIfRequest, WhatIf | None] | None = None
        # A forward curve in pounds, with what it was made of.
        self._curve: tuple[Any, float, ForwardCurve] | None = None
        self._lead, self._status, self._problem = markup(), markup(), markup()
        self._lead.object = _lead(_FIRST)
        self._left_out = markup(screen_title("What this leaves out") + "".join(map(hint, LEFT_OUT)))
        self._stop_button = small_button(
            "Stop", lambda: self._futures_asked.stop(), visible=False, margin=(0, 10)
        )
        self._again_button = small_button(
            "Draw again", self._draw_again, visible=False, margin=(0, 10)
        )
        self._scenario_select: Any = None
        self._terms = TermsEditor(case.study)
        self._futures, self._what_ifs = FuturesPart(), WhatIfPart(self.ends, self._wanted_return)
        self._futures.layout.param.watch(self._let_the_rest_come, "is_placed")
        self._controls = Placed([self._entries])
        self._charts = {**self._futures.charts, **self._what_ifs.charts}
        self._futures_asked = Background(
            case, self._drawn_futures, show=self._show_futures, tell=self._tell
        )
        self._what_ifs_asked = Background(case, self._found_what_ifs, show=self._show_what_ifs)
        self.layout = column(
            self._lead,
            self._status,
            pn.Row(self._stop_button, self._again_button),
            self._problem,
            self._futures,
            self._controls,
            self._what_ifs,
            self._left_out,
        )

    # A forward curve is marked on the pictures.
    follow_choice = drawn_on("run.settings", "case.forward_curve")

    @property
    def scenario(self) -> str:
        """Around which scenario the futures are drawn: the base case unless another was chosen."""
        return self.run.scenario or self.case.result.study.scenarios[0].name

    def draw(self) -> None:
        """Ask for what is entered now, and show what was answered in the currency of now."""
        self._follow_scenarios()
        self._terms.follow()
        self.ends.follow()
        self._controls.place()
        result, currency, curve = self.case.result, self.case.currency, self._forward_curve()
        paths, seed = self.run.settings.paths, self.run.settings.seed
        request = FuturesRequest(
            study=result.study,
            paths=paths,
            seed=seed,
            scenario=self.scenario,
            result=result,
            curve=curve,
            currency=currency,
        )
        self._what_if = WhatIfRequest(
            study=result.study,
            ends=self.ends.ends,
            irr=self.run.irr,
            result=result,
            curve=curve,
            currency=currency,
        )
        self._show_in(currency)
        if self._shown is not None:
            if self._shown[0] == request:
                self.case.odds = result, self._shown[1]
            else:
                self._status.object = loading(_STALE)
        if paths > _SOON_DRAWN:
            self._let_the_rest_come()
        is_asked_already = request == self._futures_asked.wanted
        self._futures_asked.ask(request)
        if is_asked_already or not self._futures_asked.is_on:
            self._ask_what_ifs()
        elif self._what_if != self._what_ifs_asked.wanted:
            self._what_ifs_asked.forget()  # they would keep a core from the futures

    def _ask_what_ifs(self) -> None:
        """Ask for what stands below the futures, once these are there."""
        if self._what_if is not None:
            self._what_ifs_asked.ask(self._what_if)

    def _follow_scenarios(self) -> None:
        names = [one.name for one in self.case.result.study.scenarios]
        if self.scenario not in names:
            self.run.scenario = ""
        if self._scenario_select is not None:
            self._scenario_select.param.update(options=names, value=self.scenario)

    def _forward_curve(self) -> ForwardCurve | None:
        """Return the curve that was loaded, in pounds; None where its currency has no rate."""
        file, rates = self.case.forward_curve, self.case.currencies
        if file is None or file.currency not in rates:
            return None
        rate = rates[file.currency].rate
        if self._curve is None or self._curve[0] is not file or self._curve[1] != rate:
            curve = ForwardCurve(months=file.months, value=file.value / rate)
            self._curve = file, rate, curve
        return self._curve[2]

    def _drawn_futures(self, request: FuturesRequest, run: Run) -> _Drawn[RiskResult]:
        told = request.answered(run)
        pictures = {} if told is None else self._prepared(request, told)
        run.check()
        return told, pictures

    def _prepared(self, request: FuturesRequest, told: RiskResult) -> _Pictures:
        return self._futures.prepared(told, request.study, request.curve, request.currency)

    def _found_what_ifs(self, request: WhatIfRequest, run: Run) -> _Drawn[WhatIf]:
        found = request.answered(run)
        return found, {} if found is None else self._prepared_what_if(request, found)

    def _prepared_what_if(self, request: WhatIfRequest, found: WhatIf) -> _Pictures:
        return self._what_ifs.prepared(found, request.study, request.curve, request.currency)

    def _show_in(self, currency: Currency) -> None:
        """Show the same answers in another currency, if they stand in one."""
        if self._shown is not None and self._shown[0].currency != currency:
            request, told = replace(self._shown[0], currency=currency), self._shown[1]
            pictures = {} if told is None else self._prepared(request, told)
            self._show_futures(request, (told, pictures))
        if self._shown_what_if is not None and self._shown_what_if[0].currency != currency:
            what_if, found = self._shown_what_if
            what_if = replace(what_if, currency=currency)
            pictures = {} if found is None else self._prepared_what_if(what_if, found)
            self._show_what_ifs(what_if, (found, pictures))

    def _show_futures(
        self, request: FuturesRequest, drawn: _Drawn[RiskResult] | InputError
    ) -> None:
        if isinstance(drawn, InputError):
            self._problem.object = notice([drawn.sentence], tone="bad")
            return
        told, pictures = drawn
        self._shown = request, told
        self.case.odds = request.result, told
        self._problem.object = ""
        if told is None:
            self._lead.object, self._status.object = _lead(_NOTHING), ""
        else:
            self._lead.object = _lead(odds_sentence(told))
            self._status.object = hint(holds_for(request.result, told, request.currency))
        self._futures.show(told, request.study, pictures, request.currency)
        self._draw_if_other(request.currency)

    def _draw_if_other(self, currency: Currency) -> None:
        """Draw once more where the currency was changed while an answer was on its way."""
        if currency != self.case.currency:
            self.draw_soon()

    def _show_what_ifs(self, request: WhatIfRequest, drawn: _Drawn[WhatIf] | InputError) -> None:
        if isinstance(drawn, InputError):
            self._problem.object = notice([drawn.sentence], tone="bad")
            return
        found, pictures = drawn
        self._shown_what_if = request, found
        if found is not None:
            self._what_ifs.show_levels(found, request.irr, request.currency)
        self._what_ifs.show(found, request.study, pictures, request.currency)
        self._draw_if_other(request.currency)

    def _tell(self, request: FuturesRequest, run: Run | None) -> None:
        """Say how far a run is, and offer to stop it while it is on."""
        self._stop_button.visible = run is not None
        if run is not None:
            done = min(run.done * BLOCK, request.paths)
            earlier = "" if self._shown is None else " What stands here holds for earlier inputs."
            said = f"Drawing futures: {done:,} of {request.paths:,} …{earlier}"
            self._status.object = loading(said)
            return
        if not self._futures.layout.is_coming:
            self._let_the_rest_come()
        self._ask_what_ifs()
        is_shown = self._shown is not None and self._shown[0] == request
        self._again_button.visible = not is_shown and not self._problem.object
        if self._again_button.visible:
            self._status.object = hint(_STOPPED, is_status=True)

    def _let_the_rest_come(self, *_: Any) -> None:
        """Fill the window; what stands below the futures follows."""
        self.is_window_filled = True

    def _draw_again(self) -> None:
        self._again_button.visible = False
        self._futures_asked.again()

    def _entries(self) -> list[Any]:
        fields = [Field(self.run, self.run, name) for name in ("paths", "seed")]
        for one in fields:
            one.entry.param.update(sizing_mode=None, width=200)
        self._scenario_select = self._scenarios()
        entries = (self._scenario_select, *(one.entry for one in fields))
        return [
            flow(*entries, margin=(0, 6)),
            LazySection("How uncertain each input is, and where that is from", self._terms.build),
        ]

    def _scenarios(self) -> Any:
        select = pmui.Select(
            label="Futures around the scenario",
            description="The futures swing around its price, difficulty and power price.",
            options=[one.name for one in self.case.result.study.scenarios],
            value=self.scenario,
            **{**COMPACT, "sizing_mode": None, "width": 220},
        )
        select.param.watch(self._choose_scenario, "value")
        return select

    def _choose_scenario(self, event: param.parameterized.Event) -> None:
        is_base = event.new == self.case.result.study.scenarios[0].name
        self.run.scenario = "" if is_base else event.new or ""

    def _wanted_return(self) -> Any:
        return wanted_return_entry(lambda irr: self.run.param.update(irr=irr))

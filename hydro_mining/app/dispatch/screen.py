"""The Dispatch screen: when to mine, hour by hour, and what that was worth."""

import asyncio
from dataclasses import replace
from functools import partial

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import small_button
from hydro_mining.app.components.layouts import column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.dispatch.backtest import BacktestRequest
from hydro_mining.app.dispatch.controls import DispatchControls
from hydro_mining.app.dispatch.hashprice import HashpriceChoice
from hydro_mining.app.dispatch.plan_prices import PlanPrices
from hydro_mining.app.dispatch.price_file import PriceFile
from hydro_mining.app.dispatch.results import DispatchResults
from hydro_mining.app.screen import Screen, drawn_on
from hydro_mining.economics.dispatch import (
    OF_STUDY,
    DispatchAnalysis,
    check_clock,
    facility_of_study,
    with_study_figures,
)
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import dispatch_example
from hydro_mining.models import Case, DispatchSection
from hydro_mining.views.dispatch_words import dispatch_answer, site_in_words
from hydro_mining.views.markup import headed, hint, loading, notice

# Up to this many intervals are decided before a word could be read.
_FEW = 20_000
# What the entry of the prices' clock is called.
_CLOCK = "Time zone"
_ANSWER_FIRST = "The file leaves something open: answer below, then run the backtest."
_REPORT_FIRST = "Read what was understood of the file, then run the backtest."
_MADE_UP = "These prices are made up. "
_lead = partial(headed, "When to mine, hour by hour", figure="dispatch-answer")


class DispatchScreen(Screen):
    """Backtests a price file; money is in the currency of the prices.

    What a reader chooses is gathered into a request, which a thread of its own answers: the
    newest request wins, and none of an earlier file is shown.
    """

    key = "dispatch"
    title = "Dispatch"
    beside = (
        "Machines, cooling and pool fee are these until you enter others; the prices are the "
        "file's."
    )

    chosen = param.ClassSelector(class_=DispatchSection, constant=True)
    file = param.ClassSelector(class_=PriceFile, constant=True)
    hashprice = param.ClassSelector(class_=HashpriceChoice, constant=True)

    @staticmethod
    def section(case: Case) -> DispatchSection:
        """Return the section, which begins with the machines of the case's study."""
        example = dispatch_example()
        if case.result is None:
            return DispatchSection(replace(example, facility_of=OF_STUDY))
        facility = with_study_figures(example.facility, facility_of_study(case.result))
        contract = replace(example.contract, power_mw=facility.power_mw)
        return DispatchSection(
            replace(example, facility_of=OF_STUDY, facility=facility, contract=contract)
        )

    def __init__(self, case: Case) -> None:
        chosen = case.section(self.key)
        super().__init__(
            case,
            chosen=chosen,
            file=PriceFile(chosen),
            hashprice=HashpriceChoice(case, chosen),
        )
        # What is to be answered, and what was answered last.
        self._wanted: BacktestRequest | None = None
        self._answered: BacktestRequest | None = None
        self._is_answering = False
        self._lead, self._problem, self._site = markup(), markup(), markup()
        self._results = DispatchResults(case, is_wanted=self.param.is_window_placed)
        self.follow_study()
        self.layout = column(
            self._lead,
            self.file,
            self._site,
            DispatchControls(
                chosen,
                self.hashprice,
                currency=self.file.param.prices.rx.pipe(lambda prices: prices.currency),
            ),
            flow(
                self._run_button(),
                self.file.zone_select(),
                PlanPrices(case, self.file),
                align_items="center",
            ),
            self._problem,
            *self._results.parts,
        )

    @param.depends("case.study.result", watch=True)
    def follow_study(self) -> None:
        """Take the machines of the study, and say whose they are."""
        if self.case.result is None:
            return
        of_study = facility_of_study(self.case.result)
        self.chosen.follow(of_study)
        self._site.object = hint(site_in_words(of_study, is_own=not self.chosen.is_of_study))

    @param.depends("chosen.is_of_study", watch=True)
    def follow_whose(self) -> None:
        """Return to the study's machines, or leave them."""
        self.follow_study()

    @param.depends("file.prices", "file.is_accepted", "file.zone", watch=True)
    def follow_file(self) -> None:
        """Make room for another file, whose report comes before its figures."""
        shown = self._results.request
        if not self.file.is_accepted or shown is None or shown.prices is not self.file.prices:
            self._wanted = self._answered = None
            self._results.analysis = None
            self._problem.object = self.hashprice.said.object = ""
            self._lead.object = _lead(_REPORT_FIRST if self.file.is_settled else _ANSWER_FIRST)
        self.draw_soon()

    follow_choice = drawn_on("chosen.settings", "hashprice.uploads", "case.network.feed_state")

    def draw(self) -> None:
        """Ask for what is chosen now; the sample's come with the screen itself."""
        if not self.file.is_accepted:
            return
        try:
            self._wanted = self._request()
        except InputError as error:
            self._wanted = self._answered = None
            self._say(error)
            return
        if self._results.request is None and _intervals(self._wanted) <= _FEW:
            self._show(self._wanted, _answer(self._wanted))
        else:
            pn.state.execute(self._answer_newest)

    def _request(self) -> BacktestRequest:
        """Return what is chosen.

        Raises
        ------
        InputError
            If there is no hashprice, or the file does not tell the clock of a contract's block.
        """
        settings, prices = self.chosen.settings, self.file.prices
        if settings.has_contract:
            try:
                check_clock(settings.contract, is_known=prices.read.report.knows_its_clock)
            except InputError as error:
                raise error.called(_CLOCK) from error
        hashprice = self.hashprice.value(
            settings.hashprice_source, constant=settings.hashprice, prices=prices
        )
        return BacktestRequest(
            settings=settings,
            prices=prices,
            zone=self.file.zone,
            hashprice=hashprice,
            hashprice_words=self.hashprice.words,
            notes=self.hashprice.notes,
        )

    async def _answer_newest(self) -> None:
        """Answer off the loop, once for all that was chosen meanwhile."""
        if self._is_answering:
            return
        self._is_answering = True
        try:
            while (wanted := self._unanswered()) is not None:
                self._problem.object = _deciding(wanted)
                found = await asyncio.to_thread(_answer, wanted)
                if not self._is_stale(wanted):
                    self._show(wanted, found)
        finally:
            self._is_answering = False

    def _unanswered(self) -> BacktestRequest | None:
        """Return the newest request, unless it was answered last or the visitor has left."""
        is_done = self.case.is_closed or self._wanted == self._answered
        return None if is_done else self._wanted

    def _is_stale(self, request: BacktestRequest) -> bool:
        """Return whether another file was taken meanwhile, or the visitor has left."""
        newest = self._wanted
        return self.case.is_closed or newest is None or newest.prices is not request.prices

    def _show(self, request: BacktestRequest, found: DispatchAnalysis | InputError) -> None:
        self._answered = request
        with pn.io.hold():
            if isinstance(found, InputError):
                self._say(found)
                return
            self._problem.object = ""
            made_up = _MADE_UP if request.prices.is_sample else ""
            said = made_up + dispatch_answer(
                found, request.prices.currency, hashprice=request.hashprice_words
            )
            self._lead.object = _lead(said)
            self._results.param.update(request=request, analysis=found)

    def _say(self, error: InputError) -> None:
        self._problem.object = notice([error.sentence], tone="bad")

    def _run_button(self) -> pmui.Button:
        return small_button(
            "Run the backtest",
            self.file.accept,
            variant="contained",
            margin=(8, 10),
            disabled=self.file.param.is_settled.rx.not_(),
        )


def _answer(request: BacktestRequest) -> DispatchAnalysis | InputError:
    try:
        return request.answered()
    except InputError as error:
        return error


def _intervals(request: BacktestRequest) -> int:
    return sum(len(series) for series in request.prices.read.series.values())


def _deciding(request: BacktestRequest) -> str:
    count = _intervals(request)
    return loading(f"Deciding {count:,} intervals …") if count > _FEW else ""

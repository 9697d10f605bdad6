"""The Alternatives screen: what bitcoin, gilts or a host would make of the same money."""

import asyncio

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.alternatives.terms import TermsEditor
from hydro_mining.app.components.blocks import LazySection, chart_block, csv_button, markup
from hydro_mining.app.screen import Screen
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation
from hydro_mining.economics.alternatives import (
    AlternativesResult,
    AlternativesRisk,
    CapitalUses,
    alternatives_risk,
    capital_uses,
    compare_alternatives,
)
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case
from hydro_mining.views import alternatives_charts as charts
from hydro_mining.views import alternatives_figures as figures
from hydro_mining.views import alternatives_words as words
from hydro_mining.views.charts import LiveChart
from hydro_mining.views.figures import summary
from hydro_mining.views.markup import (
    hint,
    lead_paragraph,
    loading,
    notice,
    screen_title,
    table,
)

__all__ = ["AlternativesScreen"]

_TITLE = "Why not just buy bitcoin?"
# A share of futures is known to a point or so: the command draws as many as one asks for.
_PATHS = 2_000
# Futures are drawn when nothing has changed for so long, so that a slider that moves waits for
# none.
_SETTLED_SECONDS = 0.3
# Its legend takes three lines.
_CHART_HEIGHT = 400
_CHART = "What the capital becomes, year by year"
_SWITCHED = "In drawn futures machines stand still on days that lose money."
_ENDS = "Money that comes early counts here like money at the end; the NPV tells them apart."


class AlternativesScreen(Screen):
    """The same capital in eight uses, on the same dates, paths and draws."""

    key = "alternatives"
    title = "Alternatives"
    group = "What else?"

    scenario = param.Selector(objects=[""], default="", label="Scenario")

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._compared: AlternativesResult | None = None
        self._uses: CapitalUses | None = None
        # What futures are wanted of, and what they were last drawn of; the same object when done.
        self._wanted: tuple[Evaluation, str] | None = None
        self._answered: tuple[Evaluation, str] | None = None
        self._is_answering = False
        self._lead, self._odds, self._problem = markup(), markup(), markup()
        self._note, self._capital, self._whole = markup(), markup(), markup()
        self._won, self._pairs, self._assumed = markup(), markup(), markup()
        self._chart = LiveChart(charts.capital_chart, height=_CHART_HEIGHT)
        self._body = self._built_body()
        self.layout = pn.Column(
            self._lead,
            self._odds,
            self._problem,
            self._body,
            LazySection(
                "Terms, each with its source and date: change them",
                lambda: [TermsEditor(case)],
            ),
            sizing_mode="stretch_width",
        )

    def draw(self) -> None:
        """Bring the screen up to date with the result."""
        result = self.case.result
        try:
            self._compared = compare_alternatives(result)
        except InputError as error:
            self._show_nothing(notice([f"{error}."], tone="bad"))
            return
        if not self._compared.scenarios:
            said = f"{summary(result, self.case.currency)} So there is no capital to compare."
            self._show_nothing(notice([said], tone="info"))
            return
        self._uses = capital_uses(result, self._compared)
        said = words.basis_sentence(self._compared)
        self._problem.object = notice([said], tone="info") if said else ""
        self._body.visible = True
        self._offer_scenarios(list(self._uses.scenarios))
        self._show(self._compared, self._uses)
        self._ask(result)

    @param.depends("scenario", watch=True)
    def follow_scenario(self) -> None:
        """Draw when another scenario is chosen."""
        self.draw_soon()

    def _offer_scenarios(self, names: list[str]) -> None:
        if self.param.scenario.objects != names:
            self.param.scenario.objects = names
        if self.scenario not in names:
            self.scenario = names[0]

    def _show(self, compared: AlternativesResult, uses: CapitalUses) -> None:
        currency, name = self.case.currency, self.scenario
        self._lead.object = screen_title(_TITLE) + lead_paragraph(
            words.answer(uses, name, currency), figure="alternatives-answer"
        )
        self._chart.show(charts.capital_layers(uses, name, currency), currency=currency)
        self._note.object = hint(words.chart_note(currency, capital=uses.capital_gbp or 0.0))
        self._capital.object = table(
            *figures.capital_rows(uses, name, currency),
            caption=f"The capital alone, in “{name}”: the water's own income left out",
        )
        self._whole.object = table(
            *figures.whole_rows(compared, name, currency),
            caption=f"The whole pocket, in “{name}”: with the water's income",
        ) + hint(words.irr_warning(compared, name))
        self._won.object = table(
            *figures.won_rows(uses),
            caption="In how many of your scenarios a row ends above a column",
        ) + hint(_ENDS)
        self._assumed.object = table(
            *figures.assumed_rows(compared), caption="What each is", has_remarks=True
        ) + hint(words.CAVEAT)

    def _show_nothing(self, said: str) -> None:
        self._wanted = self._answered = None
        self._lead.object, self._odds.object = screen_title(_TITLE), ""
        self._problem.object, self._body.visible = said, False

    def _ask(self, result: Evaluation) -> None:
        wanted = self._wanted
        if wanted is None or wanted[0] is not result or wanted[1] != self.scenario:
            self._wanted = (result, self.scenario)
        if self._unanswered() is not None:
            self._odds.object = hint(loading(f"Drawing {_PATHS:,} futures …"))
            self._pairs.object = ""
            pn.state.execute(self._answer_newest)

    async def _answer_newest(self) -> None:
        """Draw futures off the loop, once for all that changed meanwhile."""
        if self._is_answering:
            return
        self._is_answering = True
        try:
            while (wanted := self._unanswered()) is not None:
                await asyncio.sleep(_SETTLED_SECONDS)
                if self._unanswered() is not wanted:
                    continue
                result, scenario = wanted
                drawn = await asyncio.to_thread(
                    alternatives_risk, result.study, paths=_PATHS, scenario=scenario
                )
                if self._unanswered() is wanted:
                    self._answered = wanted
                    self._show_odds(drawn)
        finally:
            self._is_answering = False

    def _unanswered(self) -> tuple[Evaluation, str] | None:
        """Return what futures are wanted of, unless they were drawn or the visitor has left."""
        nobody_looks = self.case.is_closed or not self.is_open
        return None if nobody_looks or self._wanted is self._answered else self._wanted

    def _show_odds(self, drawn: AlternativesRisk | None) -> None:
        with pn.io.hold():
            if drawn is None:
                self._odds.object = self._pairs.object = ""
                return
            self._odds.object = lead_paragraph(
                words.odds_sentence(drawn), figure="alternatives-odds"
            )
            self._pairs.object = table(
                *figures.odds_rows(drawn),
                caption=f"In which share of {drawn.paths:,} futures a row ends above a column",
            ) + hint(_SWITCHED)

    def _built_body(self) -> pn.Column:
        select = pmui.Select.from_param(
            self.param.scenario, size="small", width=280, margin=(10, 8, 4, 8)
        )
        block = chart_block(
            _CHART, filename="alternatives-by-year.csv", chart=self._chart.pane, text=self._by_year
        )
        return pn.Column(
            select,
            block,
            self._note,
            self._capital,
            csv_button("alternatives.csv", self._whole_csv),
            self._pairs,
            self._won,
            self._whole,
            self._assumed,
            sizing_mode="stretch_width",
            margin=0,
        )

    def _by_year(self) -> str:
        assert self._uses is not None
        frame = self._uses.to_frame()
        return frame_csv(frame, self.case.currency)

    def _whole_csv(self) -> str:
        assert self._compared is not None
        return frame_csv(self._compared.to_frame(), self.case.currency)

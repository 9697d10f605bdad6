"""The Alternatives screen: what bitcoin, gilts or a host would make of the same money."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.alternatives.terms import TermsEditor
from hydro_mining.app.background import Background, Run
from hydro_mining.app.components.blocks import LazySection, chart_block, csv_button
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.placing import Placed
from hydro_mining.app.screen import Screen, drawn_on
from hydro_mining.app.steps import Step
from hydro_mining.delimited import frame_csv
from hydro_mining.economics import Evaluation, StudyInputs
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
from hydro_mining.views.markup import (
    headed,
    hint,
    lead_paragraph,
    loading,
    notice,
    screen_title,
    table,
)
from hydro_mining.views.verdict import summary

_TITLE = "Why not just buy bitcoin?"
# A share of futures is known to a point or so: the command draws as many as one asks for.
_PATHS = 2_000
_SCENARIO = "Whose price, difficulty and power price all uses of the capital live through."
# Its legend takes three lines.
_CHART_HEIGHT = 400
_CHART = "What the capital becomes, year by year"
_SWITCHED = "In drawn futures machines stand still on days that lose money."
_ENDS = "Money that comes early counts here like money at the end; the NPV tells them apart."


@dataclass(frozen=True, slots=True, kw_only=True)
class _FuturesRequest:
    """Of which study and scenario futures are wanted, and how many."""

    study: StudyInputs
    scenario: str
    paths: int = field(default=_PATHS, repr=False)

    def answered(self, run: Run) -> AlternativesRisk | None:
        """Return how often each alternative wins; None where there is nothing to compare.

        Raises
        ------
        Stopped
            If the run was stopped.
        """
        return alternatives_risk(self.study, paths=self.paths, scenario=self.scenario, executor=run)


class AlternativesScreen(Screen):
    """The same capital in eight uses, on the same dates, paths and draws."""

    key = "alternatives"
    title = "Alternatives"
    group = "What else?"
    beside = "Every use gets the capital that these figures ask for."

    scenario = param.Selector(objects=[""], default="", label="Scenario", doc=_SCENARIO)

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._compared: AlternativesResult | None = None
        self._uses: CapitalUses | None = None
        self._futures = Background(
            case, _FuturesRequest.answered, show=lambda _, drawn: self._show_odds(drawn)
        )
        self._asked: _FuturesRequest | None = None
        self._lead, self._odds, self._problem = markup(), markup(), markup()
        self._note, self._capital, self._whole = markup(), markup(), markup()
        self._won, self._pairs, self._assumed = markup(), markup(), markup()
        self._chart = LiveChart(charts.capital_chart, height=_CHART_HEIGHT)
        self._body = Placed([self._parts])
        self.layout = column(
            self._lead,
            self._odds,
            self._problem,
            self._body,
            LazySection(
                "Terms, each with its source and date: change them",
                lambda: [TermsEditor(case)],
            ),
        )

    def draw(self) -> Iterator[Step]:
        """Bring the screen up to date with the result."""
        result = self.case.result
        try:
            self._compared = compare_alternatives(result)
        except InputError as error:
            self._show_nothing(notice([error.sentence], tone="bad"))
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
        layers = charts.capital_layers(self._uses, self.scenario, self.case.currency)
        years = result.study.finance.years
        yield from self._chart.shown(layers, years=years, currency=self.case.currency)
        self._body.place()

    follow_scenario = drawn_on("scenario")

    def _offer_scenarios(self, names: list[str]) -> None:
        if self.param.scenario.objects != names:
            self.param.scenario.objects = names
        if self.scenario not in names:
            self.scenario = names[0]

    def _show(self, compared: AlternativesResult, uses: CapitalUses) -> None:
        currency, name = self.case.currency, self.scenario
        answer = words.answer(uses, name, currency)
        self._lead.object = headed(_TITLE, answer, figure="alternatives-answer")
        self._note.object = hint(words.chart_note(currency, capital=uses.capital_gbp or 0.0))
        self._capital.object = table(
            *figures.capital_rows(uses, name, currency),
            caption=words.capital_title(name),
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
            *figures.assumed_rows(compared, currency), caption="What each is", has_remarks=True
        ) + hint(words.CAVEAT)

    def _show_nothing(self, said: str) -> None:
        self._asked = None
        self._futures.forget()
        self._lead.object, self._odds.object = screen_title(_TITLE), ""
        self._problem.object, self._body.visible = said, False

    def _ask(self, result: Evaluation) -> None:
        wanted = _FuturesRequest(study=result.study, scenario=self.scenario, paths=_PATHS)
        if wanted != self._asked:
            self._asked = wanted
            self._odds.object = loading(f"Drawing {_PATHS:,} futures …")
            self._pairs.object = ""
        self._futures.ask(wanted)

    def _show_odds(self, drawn: AlternativesRisk | InputError | None) -> None:
        if isinstance(drawn, InputError):
            self._odds.object = notice([drawn.sentence], tone="bad")
            return
        if drawn is None:
            self._odds.object = self._pairs.object = ""
            return
        self._odds.object = lead_paragraph(words.odds_sentence(drawn), figure="alternatives-odds")
        self._pairs.object = table(
            *figures.odds_rows(drawn),
            caption=f"In which share of {drawn.paths:,} futures a row ends above a column",
        ) + hint(_SWITCHED)

    def _parts(self) -> list[Any]:
        select = pmui.Select.from_param(
            self.param.scenario, size="small", width=280, margin=(10, 8, 4, 8)
        )
        block = chart_block(
            _CHART, filename="alternatives-by-year.csv", chart=self._chart.pane, text=self._by_year
        )
        return [
            select,
            block,
            self._note,
            self._capital,
            csv_button("alternatives.csv", self._whole_csv),
            self._pairs,
            self._won,
            self._whole,
            self._assumed,
        ]

    def _by_year(self) -> str:
        assert self._uses is not None
        frame = self._uses.to_frame()
        return frame_csv(frame, self.case.currency)

    def _whole_csv(self) -> str:
        assert self._compared is not None
        return frame_csv(self._compared.to_frame(), self.case.currency)

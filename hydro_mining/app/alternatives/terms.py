"""The entries of the alternatives' terms, each with what its default rests on."""

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.alternatives.quote import QuoteEntry
from hydro_mining.app.components.blocks import COMPACT
from hydro_mining.app.components.case_field import case_field
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.economics.alternative_terms import Alternatives
from hydro_mining.models import Case
from hydro_mining.views.alternatives_words import source_sentence
from hydro_mining.views.markup import chart_title, hint

_TERMS = (
    "hodl_fraction",
    "trading_fee_fraction",
    "custody_fee_per_year",
    "gilt_yield_per_year",
    "savings_yield_per_year",
    "index_yield_per_year",
    "index_volatility_per_year",
)
# Prices that the study gives where they are left empty.
_OPEN = ("all_in_gbp_per_kwh", "machine_price_gbp")
_HOSTED = ("profit_share", "setup_fee_gbp", "deposit_months", "uptime")
_SITES = "The site's own"


class TermsEditor(WithLayout):
    """The terms of the alternatives, of the hosted offer, and the way in for a quoted one."""

    case = param.ClassSelector(class_=Case, constant=True)

    def __init__(self, case: Case) -> None:
        super().__init__(case=case)
        study = case.study
        terms, hosted = study.alternatives, study.alternatives.hosted
        self._sources: dict[str, Any] = {}
        self._following = Following()
        self.machine = pmui.Select(
            label="Machine at the host",
            description="Which machines are bought for the hosted offer.",
            options=[_SITES],
            **COMPACT,
        )
        self.machine.param.watch(self._take_machine, "value")
        self.fields = {name: case_field(case, study, terms, name).entry for name in _TERMS}
        self.hosted = {
            name: case_field(case, study, hosted, name).entry for name in (*_OPEN, *_HOSTED)
        }
        for name in _OPEN:
            self.hosted[name].placeholder = "default"
        self.layout = column(
            markup(chart_title("Coin, bonds, savings and shares")),
            self._block(self.fields),
            markup(chart_title("The hosted offer")),
            QuoteEntry(case),
            self.machine,
            self._block(self.hosted),
        )
        self.follow_study()

    @param.depends("case.currency_in_use", "case.study.settings", watch=True)
    def follow_study(self) -> None:
        """Say what each term rests on, and offer the machines that there are."""
        settings = self.case.study.settings
        terms = settings.alternatives or Alternatives()
        for name, source in self._sources.items():
            owner = terms.hosted if name in self.hosted else terms
            said = hint(source_sentence(name, owner, self.case.currency))
            if source.object != said:
                source.object = said
        names = [miner.name for miner in settings.miners]
        chosen = terms.hosted.machine
        # One that is gone stays in the list until another is chosen: the screen says what is wrong.
        gone = [chosen] if chosen is not None and chosen not in names else []
        with self._following:
            self.machine.param.update(options=[_SITES, *names, *gone], value=chosen or _SITES)

    def _take_machine(self, event: param.parameterized.Event) -> None:
        if not self._following:
            chosen = None if event.new == _SITES else event.new
            study = self.case.study
            study.enter(study.alternatives.hosted, "machine", chosen)

    def _block(self, entries: dict[str, Any]) -> pn.FlexBox:
        self._sources |= {name: markup(margin=(0, 6)) for name in entries}
        return flow(
            *(
                pn.Column(entry, self._sources[name], width=270, margin=(0, 4))
                for name, entry in entries.items()
            )
        )

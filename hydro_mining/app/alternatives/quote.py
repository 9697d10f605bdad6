"""A hosted offer entered as it is quoted, in dollars, and what it comes to in the study."""

from typing import Any

import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import small_button, small_entry
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.number_text import parsed_number
from hydro_mining.economics.alternatives import HostedOffer, QuotedOffer, converted
from hydro_mining.economics.inputs import Miner
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case
from hydro_mining.quantities import QUANTITIES, heading
from hydro_mining.views.alternatives_words import quote_sentence
from hydro_mining.views.markup import hint, notice

_NAMES = ("quoted_usd_per_kwh", "quoted_usd_per_th", "profit_share")
_HINT = (
    "Enter an offer as it is quoted; what it does not name stays as below. A quote per TH is for "
    "the machine chosen at the host."
)
_PER_CENT = 100


class QuoteEntry(WithLayout):
    """Entries for $/kWh, $/TH and the host's share, and the button that takes them."""

    case = param.ClassSelector(class_=Case, constant=True)

    def __init__(self, case: Case) -> None:
        super().__init__(case=case)
        self.entries = {name: _entry(name) for name in _NAMES}
        self.button = small_button("Convert and use", self.take, margin=(14, 6))
        self.said = markup()
        self.layout = column(
            markup(hint(_HINT)), flow(*self.entries.values(), self.button), self.said
        )

    def take(self) -> None:
        """Convert what was entered once, at the study's rate, and say how."""
        study = self.case.study
        group, rate = study.alternatives.hosted, study.network.usd_to_gbp
        try:
            quoted = QuotedOffer(**{name: self._value(name) for name in _NAMES})
            machine = self._machine()
            offer = converted(quoted, group.frozen(), machine, usd_to_gbp=rate)
        except InputError as error:
            self.said.object = notice([f"Not taken: {error.sentence}"], tone="bad")
            return
        with study.together():
            for name in HostedOffer.__slots__:
                study.enter(group, name, getattr(offer, name))
        said = quote_sentence(quoted, offer, machine, usd_to_gbp=rate, currency=self.case.currency)
        self.said.object = notice([said], tone="info") if said else hint("Nothing was entered.")

    def _value(self, name: str) -> Any:
        value = parsed_number(self.entries[name].value or "")
        is_share = isinstance(value, float) and QUANTITIES[name].format.scale == _PER_CENT
        return value / _PER_CENT if is_share else value

    def _machine(self) -> Miner:
        """Return the machine at the host.

        Raises
        ------
        InputError
            If the study has none of that name.
        """
        result = self.case.result
        named = self.case.study.alternatives.hosted.machine
        wanted = named or result.answered_miner or result.chosen_miner
        for miner in result.study.miners:
            if miner.name == wanted:
                return miner
        raise InputError("Machine at the host", "one of the machines in use", wanted)


def _entry(name: str) -> Any:
    is_share = QUANTITIES[name].format.scale == _PER_CENT
    return small_entry(
        pmui.TextInput,
        f"{QUANTITIES[name].label} [%]" if is_share else heading(name),
        QUANTITIES[name].meaning,
        width=210,
        margin=(8, 6),
    )

"""The choice of the currency that money is shown and entered in."""

import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import small_entry
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.screen import Part, drawn_on
from hydro_mining.models import Case
from hydro_mining.views.currencies import currency_sentence
from hydro_mining.views.markup import hint


class CurrencySelect(Part):
    """A select of the currencies that have a rate now, with the rate's sentence below."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._following = Following()
        self._select = small_entry(
            pmui.Select,
            "Show money in",
            "Money is shown and entered in this currency, at the rate below.",
            options=list(case.currencies),
            value=case.currency.code,
            sizing_mode="stretch_width",
            margin=(14, 4, 2, 4),
        )
        self._sentence = markup(margin=(0, 4))
        self._select.param.watch(self._chosen, "value")
        self.layout = column(self._select, self._sentence)

    follow_case = drawn_on("case.currency_code", "case.network.snapshot", "case.study.result")

    def draw(self) -> None:
        """Offer what has a rate now; a currency that has lost its rate gives way to pounds."""
        case, currency = self.case, self.case.currency
        options = list(case.currencies)
        if options != self._select.options or currency.code != self._select.value:
            with self._following:
                self._select.param.update(options=options, value=currency.code)
        said = currency_sentence(
            currency, case.network.sourced_values(), case.network.snapshot.per_usd
        )
        self._sentence.object = hint(said)

    def _chosen(self, event: param.parameterized.Event) -> None:
        if not self._following:
            self.case.currency_code = event.new

"""The choice of the currency that results are shown in."""

from collections.abc import Callable, Mapping
from typing import Any

import panel_material_ui as pmui

from hydro_mining.app.pieces import markup
from hydro_mining.provenance import Snapshot, SourcedValue
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views.currencies import currency_sentence, offered_currencies
from hydro_mining.views.markup import hint

__all__ = ["CurrencySelect"]


class CurrencySelect:
    """A select with its sentence below; ``changed`` is called when the reader chooses."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._following = False
        self._select = pmui.Select(
            label="Show money in",
            options=[POUNDS.code],
            value=POUNDS.code,
            size="small",
            sizing_mode="stretch_width",
            margin=(14, 4, 2, 4),
        )
        self._sentence = markup(margin=(0, 4))
        self._select.param.watch(lambda _: None if self._following else changed(), "value")
        self.parts: list[Any] = [self._select, self._sentence]

    @property
    def code(self) -> str:
        """The chosen currency's code."""
        return self._select.value

    def choose(self, code: str) -> None:
        """Choose a currency that the snapshot to be followed next has a rate for."""
        self._update([*self._select.options, code], code)

    def follow(self, snapshot: Snapshot, readings: Mapping[str, SourcedValue]) -> Currency:
        """Offer what has a rate now, and return the chosen currency at it.

        A currency that has lost its rate gives way to pounds.
        """
        offered = offered_currencies(snapshot, readings["usd_to_gbp"].value)
        currency = offered.get(self._select.value, POUNDS)
        options = list(offered)
        if options != self._select.options or currency.code != self._select.value:
            self._update(options, currency.code)
        said = currency_sentence(currency, readings, snapshot.per_usd)
        self._sentence.object = hint(said)
        return currency

    def _update(self, options: list[str], value: str) -> None:
        self._following = True
        try:
            self._select.param.update(options=list(dict.fromkeys(options)), value=value)
        finally:
            self._following = False

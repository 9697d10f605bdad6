"""Where the Dispatch screen takes its hashprice from."""

from collections.abc import Callable
from typing import Any

import panel as pn
import param

from hydro_mining.app.network_panel import NetworkPanel
from hydro_mining.app.pieces import compact_select, markup
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.dispatch import ForwardCurve, HashpriceByDay, known_hashprices
from hydro_mining.economics.dispatch.hashprices import HashpriceSource
from hydro_mining.economics.exchange import units_per_dollar
from hydro_mining.exceptions import InputError
from hydro_mining.imports.forward_curve import read_forward_curve
from hydro_mining.imports.hashprice import read_hashprice
from hydro_mining.models import Study
from hydro_mining.models.dispatch import DispatchChoice
from hydro_mining.views.markup import hint, notice

__all__ = ["HashpriceControl"]

_NETWORK, _CONSTANT, _FILE, _CURVE, _HISTORY = "network", "constant", "file", "curve", "history"
_SOURCES = {
    "Network, today": _NETWORK,
    "A constant": _CONSTANT,
    "File, by day": _FILE,
    "Forward curve, by month": _CURVE,
    "Past year, by day": _HISTORY,
}


class HashpriceControl:
    """A choice of sources; ``changed`` is called when another one is chosen or read."""

    def __init__(
        self,
        choice: DispatchChoice,
        study: Study,
        network: NetworkPanel,
        *,
        constant: Any,
        changed: Callable[[], None],
    ) -> None:
        self._choice, self._study, self._network = choice, study, network
        self._changed = changed
        self._by_day: HashpriceByDay | None = None
        self._curve: ForwardCurve | None = None
        self._currency: dict[str, str | None] = {}
        self.said = markup()
        self.notes: tuple[str, ...] = ()
        self._source = compact_select("Hashprice", _SOURCES, choice.hashprice_source)
        self._source.param.watch(lambda _: self._source_changed(), "value")
        self._constant = constant
        self._upload = pn.widgets.FileInput(accept=".csv", margin=(14, 6))
        self._show_entries()
        self._upload.param.watch(self._uploaded, "value")
        self.parts: list[Any] = [self._source, constant, self._upload]

    def value(self, currency: str | None) -> HashpriceSource:
        """Return the chosen hashprice in the currency of the prices, and say what it is.

        Raises
        ------
        InputError
            If there is none, or no rate for the currency.
        """
        value, said = {
            _NETWORK: self._of_network,
            _CONSTANT: lambda _: (self._choice.hashprice, ""),
            _FILE: self._of_file,
            _CURVE: self._of_curve,
            _HISTORY: self._of_history,
        }[self._source.value or _NETWORK](currency)
        self.said.object = hint(said)
        self.notes = (said,) if said else ()
        return value

    def _show_entries(self) -> None:
        self._constant.visible = self._source.value == _CONSTANT
        self._upload.visible = self._source.value in {_FILE, _CURVE}

    def _source_changed(self) -> None:
        self._choice.hashprice_source = self._source.value or _NETWORK
        self._show_entries()
        if self._source.value == _HISTORY and self._network.feed is not None:
            self._network.feed.request_history()
        self._changed()

    def _of_network(self, currency: str | None) -> tuple[HashpriceSource, str]:
        dollars = network_hashprice(self._study.network.frozen())
        rate = self._per_dollar(currency)
        said = (
            f"From difficulty and price above: {dollars * rate:.4f} {currency or 'USD'} a TH and "
            "day, the same for all intervals of the past."
        )
        return dollars * rate, said

    def _per_dollar(self, currency: str | None) -> float:
        return units_per_dollar(
            currency,
            per_usd=self._network.snapshot.units_per_usd,
            usd_to_gbp=self._study.network.usd_to_gbp,
        )

    def _of_file(self, currency: str | None) -> tuple[HashpriceSource, str]:
        if self._by_day is None:
            raise InputError("Hashprice", "uploaded as a file with a date and a value a row", None)
        self._check_currency(_FILE, currency)
        return self._by_day, f"By local date, in {currency or 'the currency of the prices'}."

    def _of_curve(self, currency: str | None) -> tuple[HashpriceSource, str]:
        if self._curve is None:
            raise InputError("Hashprice", "uploaded as a file with a month and a value a row", None)
        self._check_currency(_CURVE, currency)
        unit = currency or "the currency of the prices"
        return self._curve, f"The month's value on each of its days, in {unit}."

    def _check_currency(self, source: str, currency: str | None) -> None:
        own = self._currency.get(source)
        if currency is not None and own not in (None, currency):
            rule = f"in {currency}, like the prices: nothing is converted"
            raise InputError("The hashprice of the file", rule, own)

    def _of_history(self, currency: str | None) -> tuple[HashpriceSource, str]:
        history = self._network.state.history
        if history is None:
            raise InputError("Hashprice", "that of a year that has been fetched", "none yet")
        rate = self._per_dollar(currency)
        by_day = known_hashprices(
            dates=history.days, value=history.hashprice_usd_per_th_per_day * rate
        )
        converted = "in USD" if currency in (None, "USD") else f"at {rate:.6g} {currency} for $1"
        return by_day, f"From difficulty, day by day, {converted}."

    def _uploaded(self, event: param.parameterized.Event) -> None:
        if event.new is None:
            return
        try:
            if self._source.value == _CURVE:
                curve = read_forward_curve(event.new)
                self._curve = ForwardCurve(months=curve.months, value=curve.value)
                self._currency[_CURVE] = curve.currency
            else:
                read = read_hashprice(event.new)
                self._by_day = HashpriceByDay(dates=read.dates, value=read.value)
                self._currency[_FILE] = read.currency
        except InputError as error:
            self.said.object = notice([f"Not taken: {error}."], tone="warn")
        else:
            self._changed()
        event.obj.value = None

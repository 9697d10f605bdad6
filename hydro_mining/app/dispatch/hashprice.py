"""Where the Dispatch screen takes its hashprice from."""

from typing import Any, NamedTuple

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT, markup
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.dispatch import ForwardCurve, HashpriceByDay, known_hashprices
from hydro_mining.economics.dispatch.hashprices import HashpriceSource
from hydro_mining.economics.exchange import units_per_dollar
from hydro_mining.exceptions import InputError
from hydro_mining.imports.forward_curve import read_forward_curve
from hydro_mining.imports.hashprice import read_hashprice
from hydro_mining.models import Case, DispatchSection
from hydro_mining.views.markup import hint, notice

__all__ = ["HashpriceChoice"]

_FILE, _CURVE, _HISTORY = "file", "curve", "history"
_WORDS = {
    "Network, today": "network",
    "A constant": "constant",
    "File, by day": _FILE,
    "Forward curve, by month": _CURVE,
    "Past year, by day": _HISTORY,
}
# What a row of each file holds, and how its values are taken.
_ROWS = {
    _FILE: ("a date", "By local date"),
    _CURVE: ("a month", "The month's value on each of its days"),
}


class Uploaded(NamedTuple):
    """A hashprice that was read from a file, and its currency if it says."""

    value: HashpriceByDay | ForwardCurve
    currency: str | None


class HashpriceChoice(param.Parameterized):
    """The choice of a source with its upload; ``said`` tells what the hashprice in use is."""

    case = param.ClassSelector(class_=Case, constant=True)
    section = param.ClassSelector(class_=DispatchSection, constant=True)
    uploads = param.Dict(default={}, doc="What was uploaded last, by source.")

    def __init__(self, case: Case, section: DispatchSection) -> None:
        super().__init__(case=case, section=section)
        self.note = ""
        # The past year in a currency, with what it was made of.
        self._converted: tuple[Any, float, HashpriceSource] | None = None
        self.said = markup()
        chosen = section.param.hashprice_source
        self.source = pmui.Select.from_param(chosen, options=_WORDS, **COMPACT)
        self.upload = pn.widgets.FileInput(
            accept=".csv", margin=(14, 6), visible=chosen.rx.pipe(_ROWS.__contains__)
        )
        self.upload.param.watch(self._uploaded, "value")

    @param.depends("section.hashprice_source", watch=True, on_init=True)
    def request_history(self) -> None:
        """Ask the feed for the past year, if it is chosen."""
        feed = self.case.network.feed
        if self.section.hashprice_source == _HISTORY and feed is not None:
            feed.request_history()

    def value(self, source: str, *, constant: float, currency: str | None) -> HashpriceSource:
        """Return the hashprice of a source in the currency of the prices, and say what it is.

        Raises
        ------
        InputError
            If there is none, or no rate for the currency.
        """
        if source == "constant":
            value, self.note = constant, ""
        elif source == _HISTORY:
            value, self.note = self._of_history(currency)
        elif source in _ROWS:
            value, self.note = self._of_upload(source, currency)
        else:
            value, self.note = self._of_network(currency)
        self.said.object = hint(self.note)
        return value

    def _of_network(self, currency: str | None) -> tuple[float, str]:
        found = network_hashprice(self.case.network.network) * self._per_dollar(currency)
        said = (
            f"From difficulty and price above: {found:.4f} {currency or 'USD'} a TH and "
            "day, the same for all intervals of the past."
        )
        return found, said

    def _per_dollar(self, currency: str | None) -> float:
        network = self.case.network
        try:
            return units_per_dollar(
                currency,
                per_usd=network.snapshot.units_per_usd,
                usd_to_gbp=network.network.usd_to_gbp,
            )
        except InputError as error:
            rule = f"entered as a constant: there is no rate of {currency} at the moment"
            raise InputError("Hashprice", rule, "the network's") from error

    def _of_upload(self, source: str, currency: str | None) -> tuple[HashpriceSource, str]:
        row, taken = _ROWS[source]
        if source not in self.uploads:
            raise InputError("Hashprice", f"uploaded as a file with {row} and a value a row", None)
        value, own = self.uploads[source]
        if currency is not None and own not in (None, currency):
            rule = f"in {currency}, like the prices: nothing is converted"
            raise InputError("The hashprice of the file", rule, own)
        return value, f"{taken}, in {currency or 'the currency of the prices'}."

    def _of_history(self, currency: str | None) -> tuple[HashpriceSource, str]:
        history = getattr(self.case.network.feed_state, "history", None)
        if history is None:
            raise InputError("Hashprice", "that of a year that has been fetched", "none yet")
        rate = self._per_dollar(currency)
        converted = "in USD" if currency in (None, "USD") else f"at {rate:.6g} {currency} for $1"
        return self._by_day(history, rate), f"From difficulty, day by day, {converted}."

    def _by_day(self, history: Any, rate: float) -> HashpriceSource:
        """Return a past year at a rate: the same one for the same, which nobody decides again."""
        made = self._converted
        if made is None or made[0] is not history or made[1] != rate:
            value = history.hashprice_usd_per_th_per_day * rate
            made = history, rate, known_hashprices(dates=history.days, value=value)
            self._converted = made
        return made[2]

    def _uploaded(self, event: param.parameterized.Event) -> None:
        if event.new is None:
            return
        source = self.section.hashprice_source
        try:
            read = _read(source, event.new)
        except InputError as error:
            self.said.object = notice([f"Not taken: {error}."], tone="warn")
        else:
            self.uploads = {**self.uploads, source: read}
        event.obj.value = None  # so that the same file can be uploaded again


def _read(source: str, data: Any) -> Uploaded:
    if source == _CURVE:
        curve = read_forward_curve(data)
        return Uploaded(ForwardCurve(months=curve.months, value=curve.value), curve.currency)
    read = read_hashprice(data)
    return Uploaded(HashpriceByDay(dates=read.dates, value=read.value), read.currency)

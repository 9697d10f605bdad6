"""Where the Dispatch screen takes its hashprice from."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT
from hydro_mining.app.components.layouts import flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.uploads import table_upload
from hydro_mining.app.dispatch.hashprice_options import HashpriceFileOptions
from hydro_mining.app.dispatch.loaded_prices import LoadedPrices
from hydro_mining.economics.arrays import Instants
from hydro_mining.economics.bitcoin import network_hashprice
from hydro_mining.economics.dispatch import (
    ForwardCurve,
    HashpriceByDay,
    check_currency,
    filled_hashprices,
    known_hashprices,
)
from hydro_mining.economics.dispatch.hashprices import HashpriceSource
from hydro_mining.economics.exchange import units_per_dollar
from hydro_mining.exceptions import InputError
from hydro_mining.imports.forward_curve import ForwardCurveFile, read_forward_curve
from hydro_mining.imports.hashprice import (
    HashpriceFile,
    HashpriceOptions,
    read_hashprice,
)
from hydro_mining.imports.hashprice_doubts import hashprice_notes, unusual_hashprice
from hydro_mining.imports.prices import read_first_rows
from hydro_mining.models import Case, DispatchSection
from hydro_mining.views.markup import hint, notice
from hydro_mining.wording import rate_in_words

_FILE, _CURVE, _HISTORY, _DAYS = "file", "curve", "history", "days"
_WORDS = {
    "Each day's, else today's": _DAYS,
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
_FETCHED = (
    "that of a year that has been fetched, and none is there yet: enter a constant, or upload a "
    "file"
)
# How a sentence begins that tells what was earned with it.
_AT = {
    "constant": "At the hashprice that you entered",
    _FILE: "At the hashprice of your file, day by day",
    _CURVE: "At the hashprice of your forward curve, month by month",
    _HISTORY: "At each day's own hashprice",
}


class _Uploaded(NamedTuple):
    """A hashprice with the file that it was read from."""

    value: HashpriceByDay | ForwardCurve
    read: HashpriceFile | ForwardCurveFile

    def notes(self, currency: str | None) -> tuple[str, ...]:
        """Return what is to be said of the file, for prices in ``currency``."""
        if isinstance(self.read, HashpriceFile):
            return hashprice_notes(self.read, currency=currency)
        return unusual_hashprice(self.read.value, self.read.currency or currency)


class _Last:
    """What was made last, for as long as it would be made of the very same."""

    def __init__(self) -> None:
        self._parts: tuple[Any, ...] = ()
        self._value: Any = None

    def made(self, parts: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Return what was made of these parts, or make it."""
        is_same = len(parts) == len(self._parts) and all(
            new is old or (isinstance(new, float) and new == old)
            for new, old in zip(parts, self._parts, strict=True)
        )
        if not is_same:
            self._parts, self._value = parts, make()
        return self._value


class HashpriceChoice(param.Parameterized):
    """The choice of a source with its upload; ``said`` tells what the hashprice in use is."""

    case = param.ClassSelector(class_=Case, constant=True)
    section = param.ClassSelector(class_=DispatchSection, constant=True)
    uploads = param.Dict(default={}, doc="What was uploaded last, by source.")
    file = param.Bytes(doc="The file by day that was uploaded last, also a refused one.")

    def __init__(self, case: Case, section: DispatchSection) -> None:
        super().__init__(case=case, section=section)
        self.notes: tuple[str, ...] = ()
        self.words = ""
        # The past year in a currency, and on the days of the prices: what did not change is the
        # same object, which nobody decides again.
        self._converted, self._of_file = _Last(), _Last()
        self.said = markup()
        chosen = section.param.hashprice_source
        self.source = pmui.Select.from_param(chosen, options=_WORDS, **COMPACT)
        self.upload = table_upload(
            "Upload hashprices", margin=(14, 6), visible=chosen.rx.pipe(_ROWS.__contains__)
        )
        self.upload.param.watch(self._uploaded, "value")
        self.options = HashpriceFileOptions()
        self.options.param.watch(self._read_again, self.options.fields())
        self.entries = flow(
            *self.options.widgets(),
            visible=(chosen.rx() == _FILE).rx.and_(self.param.file.rx.bool()),
        )

    @param.depends("section.hashprice_source", watch=True, on_init=True)
    def request_history(self) -> None:
        """Ask the feed for the past year, if it is chosen."""
        feed = self.case.network.feed
        if self.section.hashprice_source in {_HISTORY, _DAYS} and feed is not None:
            feed.request_history()

    def value(self, source: str, *, constant: float, prices: LoadedPrices) -> HashpriceSource:
        """Return the hashprice of a source in the currency of the prices, and say what it is.

        ``notes`` and ``words`` say it too: in whole sentences, and as the beginning of one.

        Raises
        ------
        InputError
            If there is none, or no rate for the currency.
        """
        currency = prices.read.currency
        self.words = _AT.get(source, "")
        if source == "constant":
            value, self.notes = constant, ()
        elif source == _HISTORY:
            value, self.notes = self._of_history(currency)
        elif source in _ROWS:
            value, self.notes = self._of_upload(source, currency)
        elif source == _DAYS:
            value, self.notes = self._of_days(currency, prices.days)
        else:
            value, self.notes = self._of_network(currency)
        self.said.object = hint("".join(self.notes[:1])) + notice(self.notes[1:], tone="warn")
        return value

    def _of_network(self, currency: str | None) -> tuple[float, tuple[str, ...]]:
        found = network_hashprice(self.case.network.network) * self._per_dollar(currency)
        self.words = f"At {self._todays} in all hours"
        said = (
            f"From difficulty and price above: {found:.4f} {currency or 'USD'} a TH and "
            "day, the same for all intervals of the past."
        )
        return found, (said,)

    @property
    def _todays(self) -> str:
        return f"the network's hashprice of {self.case.network.network.as_of:%d %b %Y}"

    def _of_days(
        self, currency: str | None, days: Instants
    ) -> tuple[HashpriceSource, tuple[str, ...]]:
        """Return the hashprice of each day of the prices where it is known, else today's."""
        todays, (note,) = self._of_network(currency)
        known = self._known_history(currency)
        count = 0 if known is None else int(np.isin(days, known.dates).sum())
        if known is None or not count:
            return todays, (note,)
        told = f"{count:,} of {len(days):,} days"
        self.words = (
            _AT[_HISTORY]
            if count == len(days)
            else f"At each day's own hashprice on {told} and {self._todays} on the others"
        )
        filled = self._of_file.made(
            (known, days, todays), lambda: filled_hashprices(known, dates=days, value=todays)
        )
        return filled, (f"{self.words}. {note}",)

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
            raise InputError("Hashprice", rule, None) from error

    def _of_upload(
        self, source: str, currency: str | None
    ) -> tuple[HashpriceSource, tuple[str, ...]]:
        row, taken = _ROWS[source]
        if source not in self.uploads:
            raise InputError("Hashprice", f"uploaded as a file with {row} and a value a row", None)
        uploaded = self.uploads[source]
        try:
            check_currency(uploaded.read.currency, of_prices=currency)
        except InputError as error:
            raise error.called("The hashprice of the file") from error
        said = f"{taken}, in {currency or 'the currency of the prices'}."
        return uploaded.value, (said, *uploaded.notes(currency))

    def _of_history(self, currency: str | None) -> tuple[HashpriceSource, tuple[str, ...]]:
        known = self._known_history(currency)
        if known is None:
            raise InputError("Hashprice", _FETCHED, None)
        rate = self._per_dollar(currency)
        return known, (f"From difficulty, day by day, {rate_in_words(rate, currency)}.",)

    def _known_history(self, currency: str | None) -> HashpriceByDay | None:
        """Return the past year in a currency, None while there is none."""
        history = getattr(self.case.network.feed_state, "history", None)
        if history is None:
            return None
        rate = self._per_dollar(currency)
        return self._converted.made(
            (history, rate),
            lambda: known_hashprices(
                dates=history.days, value=history.hashprice_usd_per_th_per_day * rate
            ),
        )

    def _uploaded(self, event: param.parameterized.Event) -> None:
        if event.new is None:
            return
        source = self.section.hashprice_source
        if source == _FILE:
            self.file = b""  # nothing is read again while what was settled of another is left
            self.options.reset()
            self.options.offer_columns(_headings(event.new))
            self.file = event.new
        self._take(source, event.new)
        event.obj.value = None  # so that the same file can be uploaded again

    def _read_again(self, *_: Any) -> None:
        if self.file:
            self._take(_FILE, self.file)

    def _take(self, source: str, data: bytes) -> None:
        try:
            read = _read(source, data, self.options.frozen())
        except InputError as error:
            said = self.options.named(error)
            self.said.object = notice([f"Not taken: {said}."], tone="warn")
        else:
            self.uploads = {**self.uploads, source: read}
            if source == _CURVE:
                self.case.forward_curve = read.read


def _headings(data: bytes) -> tuple[str, ...]:
    try:
        return read_first_rows(data).headings
    except InputError:  # which reading it tells in full
        return ()


def _read(source: str, data: bytes, options: HashpriceOptions) -> _Uploaded:
    if source == _CURVE:
        curve = read_forward_curve(data)
        return _Uploaded(ForwardCurve(months=curve.months, value=curve.value), curve)
    read = read_hashprice(data, options)
    return _Uploaded(HashpriceByDay(dates=read.dates, value=read.value), read)

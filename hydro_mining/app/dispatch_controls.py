"""The controls of the Dispatch screen: machines, hashprice, contract, costs and limits."""

from collections.abc import Callable
from typing import Any

import numpy as np
import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.controls import Field
from hydro_mining.app.network_panel import NetworkPanel
from hydro_mining.app.pieces import LazySection, markup
from hydro_mining.economics.bitcoin import hashprice
from hydro_mining.economics.dispatch import STRATEGIES, HashpriceByDay
from hydro_mining.economics.dispatch.hashprices import HashpriceSource
from hydro_mining.exceptions import InputError
from hydro_mining.imports.hashprice import read_hashprice
from hydro_mining.models import Study
from hydro_mining.models.dispatch import DispatchChoice
from hydro_mining.quantities import amounts_in
from hydro_mining.views.dispatch_figures import strategy_in_words
from hydro_mining.views.markup import hint, notice

__all__ = ["DispatchControls"]

_NETWORK, _CONSTANT, _FILE, _HISTORY = "network", "constant", "file", "history"
_SOURCES = {
    "Network, today": _NETWORK,
    "A constant": _CONSTANT,
    "File, by day": _FILE,
    "Past year, by day": _HISTORY,
}
_COSTS = (
    "pool_fee_fraction",
    "overhead_fraction",
    "variable_om_per_mwh",
    "fixed_om_per_mw_year",
    "min_run_hours",
    "min_down_hours",
    "restart_cost",
)
_SETTLEMENTS = {
    "Resale: what is not mined is sold at spot": "resale",
    "Pay per use: nothing owed when off": "pay_per_use",
    "Take or pay: owed, cannot be resold": "take_or_pay",
}


class DispatchControls:
    """Widgets over a choice; ``changed`` is called for what is no part of it."""

    def __init__(
        self,
        choice: DispatchChoice,
        study: Study,
        network: NetworkPanel,
        changed: Callable[[], None],
    ) -> None:
        self._choice, self._study, self._network = choice, study, network
        self._changed = changed
        self._by_day: HashpriceByDay | None = None
        self._said, self._hashprice_said = markup(), markup()
        self._source = _select("Hashprice", _SOURCES, _NETWORK)
        self._source.param.watch(lambda _: self._source_changed(), "value")
        self._fields: list[Field] = []
        self._currency = amounts_in(None)
        self._constant = self._field(choice, "hashprice")
        self._constant.visible = False
        self._upload = pn.widgets.FileInput(accept=".csv", visible=False, margin=(14, 6))
        self._upload.param.watch(self._hashprice_uploaded, "value")
        self._strategy = _select(
            "Strategy", {strategy_in_words(name): name for name in STRATEGIES}, choice.strategy
        )
        self._strategy.param.watch(lambda event: self._set("strategy", event.new), "value")
        self.layout = pn.Column(
            pn.FlexBox(*map(_flexible, self._first_line()), sizing_mode="stretch_width"),
            self._hashprice_said,
            LazySection("Fixed-price contract", self._contract).layout,
            LazySection("Costs and limits of the machines", self._costs).layout,
            sizing_mode="stretch_width",
            margin=0,
        )

    def hashprice(self, currency: str | None) -> HashpriceSource:
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
            _HISTORY: self._of_history,
        }[self._source.value or _NETWORK](currency)
        self._hashprice_said.object = hint(said)
        return value

    def show_in(self, code: str | None) -> None:
        """Name the currency of the prices in the units of all amounts."""
        self._currency = amounts_in(code)
        for field in self._fields:
            field.show_in(self._currency)

    def _field(self, group: param.Parameterized, name: str) -> Any:
        field = Field(self._choice, group, name)
        field.show_in(self._currency)
        self._fields.append(field)
        return field.entry

    def _first_line(self) -> list[Any]:
        choice, facility = self._choice, self._choice.facility
        return [
            self._field(facility, "power_mw"),
            self._field(facility, "efficiency_w_per_th"),
            self._source,
            self._constant,
            self._upload,
            self._field(choice, "threshold"),
            self._strategy,
        ]

    def _contract(self) -> list[Any]:
        contract = self._choice.contract
        switch = pmui.Switch(label="With a contract", value=contract.is_on, margin=(14, 8))
        switch.param.watch(lambda event: setattr(contract, "is_on", event.new), "value")
        block = _select("Block, local time", list(contract.param.block.objects), contract.block)
        settlement = _select("Settlement", _SETTLEMENTS, contract.settlement)
        for select, name in ((block, "block"), (settlement, "settlement")):
            select.param.watch(
                lambda event, name=name: event.new and setattr(contract, name, event.new), "value"
            )
        fields = [self._field(contract, name) for name in ("power_mw", "price")]
        said = (
            "5x16 is Monday to Friday from 6 to 22, 2x16 the same hours of the weekend, 7x8 the "
            "rest. A signed contract is sunk: under resale each MWh costs what it would fetch."
        )
        return [
            markup(hint(said)),
            switch,
            pn.FlexBox(*map(_flexible, [*fields, block, settlement]), sizing_mode="stretch_width"),
        ]

    def _costs(self) -> list[Any]:
        fields = [self._field(self._choice.facility, name) for name in _COSTS]
        fields.append(self._field(self._choice, "trailing_hours"))
        return [pn.FlexBox(*map(_flexible, fields), sizing_mode="stretch_width")]

    def _set(self, name: str, value: Any) -> None:
        if value is not None:
            setattr(self._choice, name, value)

    def _source_changed(self) -> None:
        self._constant.visible = self._source.value == _CONSTANT
        self._upload.visible = self._source.value == _FILE
        if self._source.value == _HISTORY and self._network.feed is not None:
            self._network.feed.request_history()
        self._changed()

    def _of_network(self, currency: str | None) -> tuple[HashpriceSource, str]:
        network = self._study.network
        dollars = float(
            hashprice(
                difficulty=network.difficulty,
                block_height=network.block_height,
                fees_btc_per_block=network.fees_btc_per_block,
                btc_price=network.btc_price_usd,
            )
        )
        rate = self._per_dollar(currency)
        said = (
            f"From difficulty and price above: {dollars * rate:.4f} {currency or 'USD'} a TH and "
            "day, the same for all intervals of the past."
        )
        return dollars * rate, said

    def _per_dollar(self, currency: str | None) -> float:
        if currency in (None, "USD"):
            return 1.0
        if currency == "GBP":
            return float(self._study.network.usd_to_gbp)
        rates = self._network.snapshot.per_usd
        if currency not in rates:
            rule = f"entered as a constant: there is no rate of {currency} at the moment"
            raise InputError("Hashprice", rule, "the network's")
        return rates[currency].value

    def _of_file(self, currency: str | None) -> tuple[HashpriceSource, str]:
        if self._by_day is None:
            raise InputError("Hashprice", "uploaded as a file with a date and a value a row", None)
        return self._by_day, f"By local date, in {currency or 'the currency of the prices'}."

    def _of_history(self, currency: str | None) -> tuple[HashpriceSource, str]:
        history = self._network.state.history
        if history is None:
            raise InputError("Hashprice", "that of a year that has been fetched", "none yet")
        known = np.isfinite(history.hashprice_usd_per_th_per_day)
        rate = self._per_dollar(currency)
        by_day = HashpriceByDay(
            dates=history.days[known], value=history.hashprice_usd_per_th_per_day[known] * rate
        )
        return by_day, f"From difficulty, day by day, at {rate:.6g} {currency} for $1."

    def _hashprice_uploaded(self, event: param.parameterized.Event) -> None:
        if event.new is None:
            return
        try:
            read = read_hashprice(event.new)
        except InputError as error:
            self._hashprice_said.object = notice([f"Not taken: {error}."], tone="warn")
        else:
            self._by_day = HashpriceByDay(dates=read.dates, value=read.value)
            self._changed()
        event.obj.value = None


def _select(name: str, options: Any, value: Any) -> Any:
    return pmui.Select(
        label=name,
        options=options,
        value=value,
        size="small",
        sizing_mode="stretch_width",
        margin=(8, 4, 2, 4),
    )


def _flexible(widget: Any) -> Any:
    return pn.Column(
        widget, styles={"flex": "1 1 180px", "min-width": "160px"}, visible=widget.param.visible
    )

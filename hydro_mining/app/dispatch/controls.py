"""The controls of the Dispatch screen: machines, hashprice, contract, costs and limits."""

from collections.abc import Callable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.field import Field
from hydro_mining.app.components.parts import LazySection, compact_select, markup, side_by_side
from hydro_mining.app.dispatch.fleet import fleet_entry
from hydro_mining.app.dispatch.hashprice import HashpriceControl
from hydro_mining.app.network.bar import NetworkPanel
from hydro_mining.economics.dispatch import STRATEGIES
from hydro_mining.models import Study
from hydro_mining.models.dispatch import DispatchChoice
from hydro_mining.quantities import amounts_in
from hydro_mining.views.dispatch_figures import strategy_in_words
from hydro_mining.views.markup import hint

__all__ = ["DispatchControls"]

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
        self._choice = choice
        self._fields: list[Field] = []
        self._currency = amounts_in(None)
        self.hashprice = HashpriceControl(
            choice,
            study,
            network,
            constant=self._field(choice, "hashprice"),
            changed=changed,
        )
        self._strategy = compact_select(
            "Strategy", {strategy_in_words(name): name for name in STRATEGIES}, choice.strategy
        )
        self._strategy.param.watch(lambda event: self._set("strategy", event.new), "value")
        self.layout = pn.Column(
            pn.FlexBox(*map(_flexible, self._first_line()), sizing_mode="stretch_width"),
            self.hashprice.said,
            side_by_side(
                LazySection("Fixed-price contract", self._contract).layout,
                LazySection("Costs and limits of the machines", self._costs).layout,
            ),
            sizing_mode="stretch_width",
            margin=0,
        )

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
            *self.hashprice.parts,
            self._field(choice, "threshold"),
            self._strategy,
        ]

    def _contract(self) -> list[Any]:
        contract = self._choice.contract
        switch = pmui.Switch(label="With a contract", value=contract.is_on, margin=(14, 8))
        switch.param.watch(lambda event: setattr(contract, "is_on", event.new), "value")
        block = compact_select(
            "Block, local time", list(contract.param.block.objects), contract.block
        )
        settlement = compact_select("Settlement", _SETTLEMENTS, contract.settlement)
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
        return [
            pn.FlexBox(*map(_flexible, fields), sizing_mode="stretch_width"),
            *fleet_entry(self._choice.facility),
        ]

    def _set(self, name: str, value: Any) -> None:
        if value is not None:
            setattr(self._choice, name, value)


def _flexible(widget: Any) -> Any:
    return pn.Column(
        widget, styles={"flex": "1 1 180px", "min-width": "160px"}, visible=widget.param.visible
    )

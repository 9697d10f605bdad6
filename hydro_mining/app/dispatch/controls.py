"""The controls of the Dispatch screen: machines, hashprice, contract, costs and limits."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import COMPACT, LazySection, side_by_side
from hydro_mining.app.components.field import Field
from hydro_mining.app.components.layouts import WithLayout, column, flow
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.app.dispatch.fleet import fleet_entry
from hydro_mining.app.dispatch.hashprice import HashpriceChoice
from hydro_mining.economics.dispatch import STRATEGIES
from hydro_mining.exceptions import InputError
from hydro_mining.models import DispatchSection
from hydro_mining.quantities import POUNDS, Currency
from hydro_mining.views.dispatch_words import strategy_in_words
from hydro_mining.views.markup import hint

# What a study has too, and what else running the machines costs.
_SITE = ("power_mw", "efficiency_w_per_th", "overhead_fraction", "pool_fee_fraction")
_COSTS = (
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
_CONTRACT = (
    "5x16 is the peak of Monday to Friday, 2x16 that of the weekend, 7x8 the rest of every day. "
    "A signed contract is sunk: under resale each MWh costs what it would fetch."
)
_DATES = re.compile(r"[,;\s]+")


class DispatchControls(WithLayout):
    """Entries over the section; amounts are named in the ``currency`` of the prices."""

    section = param.ClassSelector(class_=DispatchSection, constant=True)
    currency = param.ClassSelector(class_=Currency, default=POUNDS, allow_refs=True)

    def __init__(self, section: DispatchSection, hashprice: HashpriceChoice, **params: Any) -> None:
        super().__init__(section=section, **params)
        self._fields: list[Field] = []
        self._hashprice = hashprice
        self.layout = column(
            pmui.Switch.from_param(section.param.is_of_study, margin=(2, 10)),
            flow(*map(_flexible, self._site())),
            flow(*map(_flexible, self._first_line())),
            hashprice.said,
            hashprice.entries,
            side_by_side(
                LazySection("Fixed-price contract", self._contract).layout,
                LazySection("Costs and limits of the machines", self._costs).layout,
            ),
        )

    @param.depends("currency", watch=True)
    def name_currency(self) -> None:
        """Name the currency of the prices in the units of all amounts."""
        for field in self._fields:
            field.show_in(self.currency)

    def _entries(self, group: param.Parameterized, names: Iterable[str]) -> list[Any]:
        fields = [Field(self.section, group, name) for name in names]
        for field in fields:
            field.show_in(self.currency)
        self._fields += fields
        return [field.entry for field in fields]

    def _site(self) -> list[Any]:
        return self._entries(self.section.facility, _SITE)

    def _first_line(self) -> list[Any]:
        section, words = self.section, {strategy_in_words(name): name for name in STRATEGIES}
        (constant,) = self._entries(section, ["hashprice"])
        constant.visible = section.param.hashprice_source.rx() == "constant"
        return [
            self._hashprice.source,
            constant,
            self._hashprice.upload,
            *self._entries(section, ["threshold"]),
            pmui.Select.from_param(section.param.strategy, options=words, **COMPACT),
        ]

    def _contract(self) -> list[Any]:
        contract = self.section.contract
        entries = [
            *self._entries(contract, ["power_mw", "price"]),
            pmui.Select.from_param(contract.param.block, **COMPACT),
            pmui.Select.from_param(contract.param.settlement, options=_SETTLEMENTS, **COMPACT),
            *self._entries(contract, ["peak_start_hour", "peak_end_hour"]),
            self._holidays(),
        ]
        return [
            markup(hint(_CONTRACT)),
            pmui.Switch.from_param(contract.param.is_on, margin=(14, 8)),
            flow(*map(_flexible, entries)),
        ]

    def _holidays(self) -> Any:
        contract = self.section.contract
        return TextEntry(
            self.section,
            contract,
            "holidays",
            parsed=_days,
            written=lambda days: ", ".join(map(str, days)),
            label=contract.param.holidays.label,
            description="Local dates that count as a weekend.",
            placeholder="2025-12-25, 2026-01-01",
        ).widget

    def _costs(self) -> list[Any]:
        section = self.section
        entries = [
            *self._entries(section.facility, _COSTS),
            *self._entries(section, ["trailing_hours"]),
        ]
        return [
            flow(*map(_flexible, entries)),
            *fleet_entry(section),
        ]


def _days(text: str) -> tuple[dt.date, ...]:
    """Return the dates of a text, in their order."""
    days = []
    for word in filter(None, _DATES.split(text)):
        try:
            days.append(dt.date.fromisoformat(word))
        except ValueError as error:
            raise InputError("Each holiday", "a date such as 2025-12-25", word) from error
    return tuple(days)


def _flexible(widget: Any) -> Any:
    return pn.Column(
        widget, styles={"flex": "1 1 180px", "min-width": "160px"}, visible=widget.param.visible
    )

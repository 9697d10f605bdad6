"""Editing the machines: their facts and prices, which take part, upload and download."""

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import panel as pn
import panel_material_ui as pmui
import param

from hydro_mining.app.components.blocks import ADD_ICON, REMOVE_ICON, small_button, small_entry
from hydro_mining.app.components.following import Following
from hydro_mining.app.components.layouts import WithLayout, column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.money_field import amount_text, typed_amount
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.app.overview.list_exchange import ListExchange
from hydro_mining.economics.catalogue import PRICE_SPREAD_FLAG, CatalogueEntry, PriceQuote
from hydro_mining.economics.plausibility import machine_doubts
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, Format, formatted, heading
from hydro_mining.views.markup import hint, notice

_HEADINGS = (
    "Machine",
    "In use",
    "Cooling",
    heading("hashrate_ths"),
    heading("power_w"),
    heading("efficiency_j_per_th"),
)
_WHO = ("Newest price of", "Sources")
_FACTS = ("hashrate_ths", "power_w", "price_gbp")
# A machine that is added starts with round figures of its class, out of use until edited.
_NEW_FACTS = {"hashrate_ths": 200.0, "power_w": 3_500.0, "cooling": "air", "form": ""}
_NEW_PRICE_GBP = 2_000.0
_ABOUT = (
    "Prices are dated asks from several sources, at the study's exchange rates; the newest year's "
    "median is used. A price you enter replaces them. Only machines in use take part in the "
    "choice. An uploaded CSV has the columns of the one that you can download here, or a "
    "seller's: name, hashrate, power and price, with their units. You are asked before it changes "
    "the list."
)
_UNUSED = "is not in use yet: no choice of a machine takes it."
_TIMES, _WHOLE = Format(suffix="×", decimals=1), Format()


class CatalogueEditor(WithLayout):
    """A table of all machines with their quotes, and a form for the one that is picked."""

    case = param.ClassSelector(class_=Case, constant=True)

    def __init__(self, case: Case) -> None:
        super().__init__(case=case)
        self._study, self._catalogue = case.study, case.study.catalogue
        self._following = Following()
        self._lists = ListExchange(case, taken=self._taken, say=self._say)
        self._message, self._rates = markup(), markup()
        self._table = SortableTable(
            caption="All machines", headings=_headings(POUNDS), sizing_mode="stretch_width"
        )
        self._pick = small_entry(
            pmui.Select,
            "Machine to edit",
            "Its figures stand in the entries beside.",
            width=300,
            margin=(10, 6, 4, 0),
        )
        self._use = pmui.Switch(
            label="In use",
            description="Only machines in use take part in the choice.",
            margin=(16, 10, 4, 6),
        )
        self._facts = {name: self._entry(name) for name in _FACTS}
        self._unused = markup(sizing_mode=None, margin=(4, 6, 4, 0))
        self._use_it = small_button("Use it", lambda: self._edit(use=True), margin=(4, 6))
        self._pick.param.watch(lambda _: self._fill(), "value")
        self._use.param.watch(lambda event: self._edit(use=event.new), "value")
        self.layout = self._laid_out()
        self.follow_catalogue()

    def _laid_out(self) -> pn.Column:
        of_one = (self._pick, *self._facts.values(), self._use, self._removal())
        return column(
            markup(hint(_ABOUT)),
            self._rates,
            self._table,
            self._message,
            self._lists.questions,
            pn.FlexBox(*of_one, align_items="center"),
            pn.FlexBox(self._unused, self._use_it, align_items="center"),
            pn.FlexBox(*self._addition(), *self._lists.buttons, align_items="center"),
        )

    def _entry(self, name: str) -> Any:
        entry = small_entry(
            pmui.TextInput, heading(name), QUANTITIES[name].meaning, width=150, margin=(10, 6, 4, 0)
        )
        entry.param.watch(lambda event: self._edit(**{name: self._typed(name, event.new)}), "value")
        return entry

    def _typed(self, name: str, text: str) -> float | str | None:
        if name == "price_gbp":
            return typed_amount(text, self.case.currency)
        return parsed_number(text, units="")

    def _removal(self) -> Any:
        button = pmui.IconButton(icon=REMOVE_ICON, size="small", description="Remove this machine")
        button.on_click(lambda _: self._catalogue.remove(self._pick.value))
        return button

    def _addition(self) -> list[Any]:
        name = small_entry(
            pmui.TextInput,
            "Name of a machine to add",
            "It comes out of use: enter its figures, then switch it into use.",
            width=300,
            margin=(6, 6, 4, 0),
        )

        def add() -> None:
            if self._taken(lambda: self._catalogue.add(_new_entry(name.value.strip()))):
                self._pick.value = name.value.strip()
                name.value = ""
                self._say("Added, out of use: enter its figures, then switch it into use.")

        return [name, small_button("Add", add, icon=ADD_ICON)]

    @param.depends(
        "case.currency_in_use",
        "case.study.catalogue.entries",
        "case.study.catalogue.per_usd",
        "case.study.network.usd_to_gbp",
        watch=True,
    )
    def follow_catalogue(self) -> None:
        """Show the machines at the rates of now, in the currency of the page."""
        currency = self.case.currency
        self._rates.object = self._rates_note()
        rates = self._catalogue.gbp_per(self._study.network.usd_to_gbp)
        entries = self._catalogue.entries
        if self._table.headings != _headings(currency):
            self._table.headings = _headings(currency)
        self._facts["price_gbp"].label = heading("price_gbp", currency)
        self._table.show(
            [_texts(entry, rates, currency) for entry in entries],
            [_keys(entry, rates) for entry in entries],
        )
        names = [entry.name for entry in entries]
        value = self._pick.value if self._pick.value in names else next(iter(names), None)
        self._pick.param.update(options=names, value=value)
        self._fill()

    def _fill(self) -> None:
        entry = next((e for e in self._catalogue.entries if e.name == self._pick.value), None)
        is_unused = entry is not None and not entry.use
        self._unused.object = hint(f"{entry.name} {_UNUSED}") if is_unused else ""
        self._use_it.visible = is_unused
        if entry is None:
            return
        rates = self._catalogue.gbp_per(self._study.network.usd_to_gbp)
        with self._following:
            self._use.value = entry.use
            self._facts["hashrate_ths"].value = number_text(entry.hashrate_ths)
            self._facts["power_w"].value = number_text(entry.power_w)
            price = entry.asking_price_gbp(rates)
            self._facts["price_gbp"].value = amount_text(price, self.case.currency)

    def _edit(self, **change: Any) -> None:
        if self._following or self._pick.value is None:
            return
        today = dt.datetime.now(tz=dt.UTC).date()
        name = self._pick.value
        if self._taken(lambda: self._catalogue.edit(name, today=today, **change)):
            self._say(*self._doubts(name))

    def _doubts(self, name: str) -> tuple[str, ...]:
        """Return what is doubtful of a machine, which is taken as it was entered."""
        entry = next(entry for entry in self._catalogue.entries if entry.name == name)
        rates = self._catalogue.gbp_per(self._study.network.usd_to_gbp)
        return machine_doubts(
            name=name,
            hashrate_ths=entry.hashrate_ths,
            power_w=entry.power_w,
            price=entry.asking_price_gbp(rates) or 0.0,
            currency=self.case.currency.prefix,
            rate=self.case.currency.rate,
        )

    def _taken(self, change: Any) -> bool:
        try:
            change()
        except InputError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: InputError) -> None:
        self._say(f"Not taken, the machines are as before: {error.sentence}")

    def _rates_note(self) -> str:
        rates = (f"{rate:,.6g} {code}" for code, rate in sorted(self._catalogue.per_usd.items()))
        return hint(
            f"For one dollar: {'; '.join(rates)}. "
            "Data & proof has the days and sources of these rates."
        )

    def _say(self, *sentences: str) -> None:
        self._message.object = notice(filter(None, sentences), tone="warn")


def _headings(currency: Currency) -> list[str]:
    return [*_HEADINGS, heading("price_gbp", currency), f"All quotes [{currency.unit}]", *_WHO]


def _new_entry(name: str) -> CatalogueEntry:
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    quote = PriceQuote(
        price=_NEW_PRICE_GBP, currency="GBP", price_date=today, source="Placeholder, to be edited"
    )
    return CatalogueEntry(name=name, quotes=(quote,), use=False, note="", **_NEW_FACTS)


def _keys(entry: CatalogueEntry, rates: Mapping[str, float]) -> list[Any]:
    spread = entry.price_spread(rates)
    return [
        entry.name,
        "yes" if entry.use else "no",
        entry.cooling,
        entry.hashrate_ths,
        entry.power_w,
        entry.efficiency_j_per_th,
        entry.asking_price_gbp(rates),
        spread,
        _newest(entry),
        "; ".join(dict.fromkeys(quote.source for quote in entry.quotes)) or entry.source,
    ]


def _texts(entry: CatalogueEntry, rates: Mapping[str, float], currency: Currency) -> list[str]:
    keys = _keys(entry, rates)
    price = keys[6]
    return [
        *keys[:3],
        formatted("hashrate_ths", entry.hashrate_ths),
        formatted("power_w", entry.power_w),
        formatted("efficiency_j_per_th", entry.efficiency_j_per_th),
        "no price" if price is None else formatted("price_gbp", price, currency),
        _spread(entry, rates, currency),
        keys[8],
        keys[9],
    ]


def _spread(entry: CatalogueEntry, rates: Mapping[str, float], currency: Currency) -> str:
    bounds, ratio = entry.price_range_gbp(rates), entry.price_spread(rates)
    if bounds is None or ratio is None:
        return ""
    flag = f", {_TIMES.written(ratio)} apart" if PRICE_SPREAD_FLAG < ratio < math.inf else ""
    low, high = (_WHOLE.written(bound * currency.rate) for bound in bounds)
    return f"{low}–{high}{flag}"


def _newest(entry: CatalogueEntry) -> str:
    return max((quote.price_date for quote in entry.quotes), default="")

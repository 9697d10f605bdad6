"""The entries of what the grid pays for a MWh: one price, or one a month."""

from dataclasses import replace
from typing import Any

import param

from hydro_mining.app.components.money_field import MoneyField, amount_shown
from hydro_mining.app.hydro.entries import months_entry
from hydro_mining.models import Case, HydroSection
from hydro_mining.quantities import QUANTITIES, Quantity, in_currency

_NAME = "export_price_gbp_per_mwh"


class GridPrice(MoneyField):
    """One price at all hours, in the currency of the page.

    The section has a record's in the grid's own currency, beside the pounds for one of it, and
    one that is typed in pounds.
    """

    def __init__(self, case: Case, section: HydroSection) -> None:
        super().__init__(case, section, section.grid, _NAME)
        watcher = section.grid.param.watch(self._follow_currency, "rate_to_gbp")
        self._watchers = (*self._watchers, (section.grid, watcher))

    def _described(self) -> Quantity:
        rate = self._currency.rate * self._group.rate_to_gbp
        return in_currency(QUANTITIES[_NAME], replace(self._currency, rate=rate))

    @property
    def _is_converted(self) -> bool:
        return bool(self._scale != 1)


def monthly_prices(case: Case, section: HydroSection) -> Any:
    """Return the entry of twelve prices in the currency of the page."""
    grid = section.grid

    def rate() -> float:
        return float(case.currency.rate * grid.rate_to_gbp)

    def typed(prices: tuple[float, ...]) -> tuple[float, ...]:
        return prices if rate() == 1 else tuple(price / rate() for price in prices)

    def shown(prices: tuple[float, ...]) -> tuple[float | None, ...]:
        return tuple(amount_shown(price, rate()) for price in prices)

    entry = months_entry(section, grid, "monthly_prices", told_as=_NAME, typed=typed, shown=shown)

    def follow(*_: param.parameterized.Event) -> None:
        entry.widget.label = f"Export price by month [{case.currency.unit}/MWh]"
        entry.follow()

    follow()
    case.param.watch(follow, "currency_in_use")
    grid.param.watch(follow, "rate_to_gbp")
    return entry.widget

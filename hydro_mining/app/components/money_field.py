"""Entries of amounts: in the currency that is shown, pounds inside."""

import math
from typing import Any

import param

from hydro_mining.app.components.field import Field
from hydro_mining.app.components.number_text import number_text, parsed_number
from hydro_mining.models import Case, Section
from hydro_mining.quantities import POUNDS, QUANTITIES, Currency, Quantity, in_currency

# What a converted amount shows, and the decimals that are typed of one.
_FIGURES, _TYPED_DECIMALS = 6, 2
# Of a division and a multiplication by the same rate.
_ROUNDING_ERROR = 1e-15


def amount_shown(pounds: float | None, rate: float) -> float | None:
    """Return an amount [£] times ``rate`` as an entry shows it.

    What was typed at this rate comes back as it was typed. Any other has six figures, and no
    fewer than it has before the decimal point.

    >>> amount_shown(1_234.5 / 13.7, 13.7), amount_shown(2_000, 13.523714)
    (1234.5, 27047.4)
    """
    if not pounds or rate == 1:
        return pounds
    amount = pounds * rate
    before_point = math.floor(math.log10(abs(amount))) + 1
    decimals = max(_FIGURES - before_point, 0)
    typed = round(amount, max(decimals, _TYPED_DECIMALS))
    is_typed = math.isclose(typed, amount, rel_tol=_ROUNDING_ERROR)
    return typed if is_typed else round(amount, decimals)


def amount_text(pounds: float | None, currency: Currency) -> str:
    """Return an amount [£] as it stands in an entry; pounds have their pence."""
    if currency.is_pounds:
        return number_text(None if pounds is None else round(pounds, POUNDS.decimals))
    return number_text(amount_shown(pounds, currency.rate))


def typed_amount(text: str, currency: Currency) -> float | str | None:
    """Return an amount [£] that was typed in a currency, None of an empty text.

    What is no amount comes back as it was typed, so that it can be told so.

    >>> typed_amount("£1,234.50", POUNDS), typed_amount("-5", POUNDS), typed_amount("x", POUNDS)
    (1234.5, -5.0, 'x')
    """
    value = parsed_number(text, units=_marks_of(currency))
    return value / currency.rate if isinstance(value, float | int) and value > 0 else value


def _marks_of(currency: Currency) -> str:
    """Return the signs that may stand around an amount of a currency."""
    return f"{currency.unit}{currency.code}"


class MoneyField(Field):
    """The entry of an amount, which follows the currency of the case.

    A typed amount is converted once; in another currency, or at another rate, the same pounds
    are shown anew.
    """

    def __init__(
        self,
        case: Case,
        section: Section,
        group: param.Parameterized,
        name: str,
        *,
        slider: bool = False,
    ) -> None:
        self._case, self._currency = case, case.currency
        super().__init__(section, group, name, slider=slider)
        watcher = case.param.watch(self._follow_currency, "currency_in_use")
        self._watchers = (*self._watchers, (case, watcher))

    def _described(self) -> Quantity:
        return in_currency(QUANTITIES[self._name], self._currency)

    def _follow_currency(self, *_: Any) -> None:
        """Write the same pounds in the currency of now."""
        self._currency = self._case.currency
        self._describe()
        if self._told:
            # What was refused in the other currency is forgotten.
            self._section.forget(self._group, self._name)
        self._follow()
        self._show_problem()

    def _units(self) -> str:
        return _marks_of(self._currency)

    @property
    def _is_converted(self) -> bool:
        return not self._currency.is_pounds

    def _scaled(self, value: Any) -> Any:
        return amount_shown(value, self._scale) if self._is_converted else super()._scaled(value)

    def _unscaled(self, value: Any) -> Any:
        if isinstance(value, float | int) and self._is_converted:
            return value / self._scale
        return super()._unscaled(value)

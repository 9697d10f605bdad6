"""The entry for the power price: in the coin of the currency that is shown, pounds inside."""

import re
from typing import Any

import param

from hydro_mining.app.components.layouts import column
from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.money_field import MoneyField
from hydro_mining.app.components.number_text import parsed_number
from hydro_mining.app.components.press_row import PressRow
from hydro_mining.models import Case
from hydro_mining.quantities import (
    COINS_A_UNIT,
    QUANTITIES,
    Currency,
    Quantity,
    coin_of,
    in_coins,
    price_per_kwh,
)
from hydro_mining.views.markup import hint

_NAME = "power_price_gbp_per_kwh"
# A price outside is asked about: it is rather pounds typed for pence, or a price per MWh.
_USUAL_GBP_PER_KWH = (0.005, 0.5)
_KWH_A_MWH = 1_000
# Of a price [£/kWh], beyond what an entry shows.
_PLACES = 12
_PER_KWH = re.compile(r"\s*(?:/|per|a)\s*kwh\s*$", re.IGNORECASE)


def typed_price(text: str, currency: Currency) -> tuple[float | str | None, bool]:
    """Return a price [£/kWh] that was typed, and whether its unit was said.

    A bare number is in the currency's coin. What is no price comes back as it is, None where
    nothing was typed.

    >>> from hydro_mining.quantities import POUNDS
    >>> typed_price("4.2p", POUNDS), typed_price("£0.042", POUNDS), typed_price("4.2", POUNDS)
    ((0.042, True), (0.042, True), (0.042, False))
    """
    bare, coin = _PER_KWH.sub("", text.strip()), coin_of(currency)
    whole = {currency.unit.casefold(), currency.code.casefold()} - {""}
    coins = {coin.casefold(), "¢"} - {""} if coin else set()
    for marks, scale in ((coins, COINS_A_UNIT), (whole, 1)):
        number = _without(bare, marks)
        if number is not None:
            value = parsed_number(number, units="")
            if isinstance(value, float | int):
                return _in_pounds(value / scale, currency), True
    value = parsed_number(bare, units="")
    if not isinstance(value, float | int):
        return (text if value is not None else None), False
    return _in_pounds(value / (COINS_A_UNIT if coin else 1), currency), False


def _in_pounds(price: float, currency: Currency) -> float:
    """Return a price in pounds: 4.2 pence are 0.042, and in another currency what they are."""
    in_pounds = price / currency.rate
    return round(in_pounds, _PLACES) if currency.is_pounds else in_pounds


def _without(text: str, marks: set[str]) -> str | None:
    """Return a text without the mark at one of its ends, None if there is none."""
    folded = text.casefold()
    for mark in sorted(marks, key=len, reverse=True):
        if folded.startswith(mark):
            return text[len(mark) :].strip()
        if folded.endswith(mark):
            return text[: -len(mark)].strip()
    return None


class PriceField(MoneyField):
    """The entry, its slider, and the question about a price that nobody pays."""

    def __init__(self, case: Case, *, slider: bool = False) -> None:
        self._readings_asked: list[float] = []
        self._question = markup(margin=(0, 4))
        self._answers: PressRow | None = None  # few prices are asked about
        self._asking = column(visible=False)
        super().__init__(case, case.study, case.study.site, _NAME, slider=slider)

    @property
    def parts(self) -> list[Any]:
        """The entry, the question below it, and the slider."""
        entry, *slider = super().parts
        return [entry, self._asking, *slider]

    def _described(self) -> Quantity:
        return in_coins(_NAME, self._currency)

    def _typed(self, event: param.parameterized.Event) -> None:
        if self._following:
            return
        value, is_said = typed_price(event.new or "", self._currency)
        self._ask([])
        if isinstance(value, float | int) and self._is_odd(value):
            readings = self._readings(value, is_said=is_said)
            if readings:
                self._forget_problem()
                self._ask(readings, value)
                return
        self._take(value)

    def _forget_problem(self) -> None:
        """Let go of what was refused before; the entry keeps the text that is asked about."""
        if not self._told:
            return
        self._told = ""
        self.entry.param.update(error_state=False, helper_text="")
        self._section.forget(self._group, self._name)

    def _is_odd(self, value: float) -> bool:
        lowest, highest = _USUAL_GBP_PER_KWH
        is_in_use = round(value - getattr(self._group, self._name), _PLACES) == 0
        return value > 0 and not is_in_use and not lowest <= value <= highest

    def _readings(self, value: float, *, is_said: bool) -> list[float]:
        """Return the legal prices that one may have been meant as, as it stands first."""
        lowest, highest = _USUAL_GBP_PER_KWH
        others = [value * COINS_A_UNIT, value / COINS_A_UNIT]
        if not is_said:
            others.append(value * COINS_A_UNIT / _KWH_A_MWH)
        usual = [round(other, _PLACES) for other in others if lowest <= other <= highest]
        legal = QUANTITIES[_NAME].range
        as_typed = [value] if legal is None or legal.contains(value) else []
        return [*as_typed, *dict.fromkeys(usual)]

    def _ask(self, readings: list[float], typed: float = 0.0) -> None:
        """Ask which price was meant by the ``typed`` one [£/kWh]; ask nothing for none."""
        self._readings_asked = readings
        if readings and self._answers is None:
            self._answers = PressRow(self._answered, sizing_mode="stretch_width", margin=(2, 4))
            self._asking[:] = [self._question, self._answers]
        if self._asking.visible != bool(readings):
            self._asking.visible = bool(readings)
        if not readings or self._answers is None:
            return
        said = [price_per_kwh(value, self._currency) for value in readings]
        asked = "Which did you mean?" if len(said) > 1 else "Did you mean this?"
        self._question.object = hint(
            f"{price_per_kwh(typed, self._currency)} a kWh is far from what power costs. {asked}"
        )
        self._answers.show({str(place): text for place, text in enumerate(said)})

    def _answered(self, key: str) -> None:
        place = int(key)
        if place < len(self._readings_asked):
            value = self._readings_asked[place]
            self._ask([])
            self._take(value)
            self._follow()

    def _take(self, value: float | str | None) -> None:
        self._section.enter(self._group, self._name, value)

    def _follow(self, *args: Any) -> None:
        self._ask([])
        super()._follow(*args)

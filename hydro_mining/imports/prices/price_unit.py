"""Currency and unit of a price, as a heading or an option names them."""

import re
from typing import NamedTuple

from hydro_mining.imports.units import Money, is_known_word, money_per, tokens

PER_MWH = {"wh": 1e6, "kwh": 1e3, "mwh": 1.0, "gwh": 1e-3, "twh": 1e-6}
_WRITTEN = {"wh": "Wh", "kwh": "kWh", "mwh": "MWh", "gwh": "GWh", "twh": "TWh"}
# kW h, MW-h, MWHr, MWhe, kWhrs, kilowatt-hour, EURkWh.
_WATT_HOURS = re.compile(
    r"(?<![a-z])(k|m|g|t|kilo|mega|giga|tera)?w(?:atts?)?[ ·*.-]?h(?:rs?|ours?|el?)?(?![a-z])",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[a-z])(?=[kmgt]wh(?![a-z]))", re.IGNORECASE)
_AFTER = frozenset(("/", "*", "×", "x"))
_PERCENT = re.compile(r"[(\[] ?% ?[)\]]|% *$")
_TEN = re.compile(r"10+")


class PriceUnit(NamedTuple):
    """What a text says of a price; None is for what it does not say.

    Attributes
    ----------
    currency
        ISO code.
    energy
        Unit of energy, with the part of the currency: ``MWh``, ``kWh``, ``c/kWh``.
    per_mwh
        What a figure is multiplied with to be in the whole currency per MWh.
    unknown
        What stands in the unit's place and is not known; empty if nothing does.
    """

    currency: str | None
    energy: str | None
    per_mwh: float
    unknown: str = ""

    @property
    def is_of_money(self) -> bool:
        """Whether energy and a currency, or a part of one, are named."""
        return self.energy is not None and (self.currency is not None or "/" in self.energy)


def price_unit(text: str) -> PriceUnit:
    """Return what ``text`` says of currency and unit.

    >>> price_unit("Price (c/kWh)")
    PriceUnit(currency=None, energy='c/kWh', per_mwh=10.0, unknown='')
    >>> price_unit("SpotPriceEUR").currency
    'EUR'
    >>> price_unit("Price (foo/kWh)").unknown
    'foo/kwh'
    """
    words = tokens(with_plain_energy(text))
    places = [place for place, word in enumerate(words) if word in PER_MWH]
    money = money_per(words, places[0] if places else None)
    if not places and _PERCENT.search(text):
        return PriceUnit(money.currency, None, 1.0, "%")
    if not places:
        return PriceUnit(money.currency, None, 1.0, money.unknown)
    base = words[places[0]]
    unknown = money.unknown or _unread_after(words, places[0], money)
    if len({words[place] for place in places}) > 1:
        unknown = " and ".join(_WRITTEN[words[place]] for place in places)
    energy = f"{money.part}/{_WRITTEN[base]}" if money.part else _WRITTEN[base]
    return PriceUnit(money.currency, energy, PER_MWH[base] / money.parts_in_one, unknown)


def with_plain_energy(text: str) -> str:
    """Return a text whose units of energy are written plainly: mwh for MWhr or megawatt hours."""
    return _WATT_HOURS.sub(lambda match: f"{(match[1] or '')[:1]}wh", _GLUED.sub(" ", text))


def _unread_after(words: list[str], at: int, money: Money) -> str:
    """Return what stands behind a unit of energy and may change it; empty if nothing does."""
    after = words[at + 1 : at + 3]
    if not after:
        return ""
    shown = " ".join(words[at : at + 3])
    if _TEN.fullmatch(after[0]) or (after[0] in _AFTER and len(after) > 1):  # kWh*100, kWh/EUR
        return shown
    if money.currency is None and not money.part and len(words) - at <= len(after) + 1:
        unread = [word for word in after if not is_known_word(word)]
        return shown if len(unread) == 1 else ""
    return ""

"""Words beside a unit in a heading: what they may change is asked for, taxes are said."""

import re

from hydro_mining.imports.prices.price_unit import PER_MWH, with_plain_energy
from hydro_mining.imports.units import is_known_word, tokens

_TAXES = frozenset(
    """vat tax taxes mwst ust ustg mehrwertsteuer umsatzsteuer moms mva tva btw gst hst iva alv dph
    pdv áfa afa ddv pvm taxe taxes impuestos impuesto kdv steuer steuern levies fees charges
    """.split()  # noqa: SIM905
)
_INCLUDED = frozenset(
    """sis incl inkl including included includes inclusive inc mit med avec con met with m
    """.split()  # noqa: SIM905
)
_WITH_TAX = frozenset(("ttc", "brutto", "gross", "bruttó", "bruto", "brut"))
_WITHOUT_TAX = frozenset(
    """excl exkl ekskl eks excluding excluded exclusive ex ohne without hors ht sans zonder uten
    utan sin senza bez ilman netto net nettó neto nett exc plus before pre""".split()  # noqa: SIM905
)
# What says no more than which price it is.
_HARMLESS = frozenset(
    """dayahead intraday min minute minutes mtu imbalance balancing settlement system
    wholesale electricity electric el strom elpris spotpris spotprice hourly daily monthly quarterly
    hour average avg mean weighted
    nominal real time rt da rtm dam ahead market marginal clearing index base baseload peak offpeak
    zone area final preliminary estimated estimate actual local of the for at and und og och et y e
    de la le du der die das im am pro prices long short up down buy sell kjøp salg from
    converted to""".split()  # noqa: SIM905
)
_OF_TAXES = _TAXES | _INCLUDED | _WITH_TAX | _WITHOUT_TAX
_KNOWN = _OF_TAXES | _HARMLESS
# Lengths of intervals [min].
_LENGTHS = ("15", "30", "60")
_ZONE_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{2}(?:[-_/ ]?[A-Z]{2})*[0-9]?(?![A-Za-z0-9])")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_ENERGY = re.compile(rf"(?i)(?<![a-z])(?:{'|'.join(PER_MWH)})(?![a-z])")
_YEAR = re.compile("20[0-9]{2}")
_PARTS = re.compile(r"[,;|]")


def unread_beside_unit(heading: str) -> str:
    """Return what stands in a unit's place and is not understood; empty if all of it is.

    That is what is in brackets with the unit, or, where it is in none, behind it.

    >>> unread_beside_unit("Spot (EUR/kWh netto)"), unread_beside_unit("EUR/kWh foo")
    ('', 'foo')
    """
    text = with_plain_energy(heading).replace("_", " ")
    if _ENERGY.search(text) is None:
        return ""
    place = _place_of_unit(text)
    # A country and its area such as NO2 say whose price it is.
    words = tokens(_ZONE_CODE.sub(_unless_a_word, place))
    is_taxed = bool(_TAXES & {*words})
    return " ".join(word for word in words if not _is_known(word, is_taxed=is_taxed))


def includes_tax(heading: str) -> bool:
    """Return whether a heading says that its prices include a tax.

    >>> includes_tax("EUR/kWh inkl. MwSt"), includes_tax("EUR/kWh ex VAT")
    (True, False)
    """
    words = {*tokens(heading.replace("_", " "))}
    return bool(words & _WITH_TAX or (words & _INCLUDED and words & _TAXES))


def _place_of_unit(text: str) -> str:
    for bracket in _BRACKETS.finditer(text):
        for part in _PARTS.split(bracket[1]):
            if _ENERGY.search(part):
                return part
    found = _ENERGY.search(text)
    return "" if found is None else text[found.end() :]


def _unless_a_word(found: re.Match[str]) -> str:
    is_word = any(word in PER_MWH or word in _OF_TAXES for word in tokens(found[0]))
    return found[0] if is_word else " "


def _is_known(word: str, *, is_taxed: bool) -> bool:
    if word[:1].isdigit():
        is_year = _YEAR.fullmatch(word) is not None
        return word in {"1", *_LENGTHS} or is_taxed or is_year  # 25 % VAT
    return word in _KNOWN or word in PER_MWH or word in "/*×x%" or is_known_word(word)

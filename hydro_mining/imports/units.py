"""Money in headings and options as publishers write it: currencies, their parts, what it is per.

A unit is read from the word in front of what it is per: ``snt`` of ``Hinta (snt/kWh)``. A word
there that is not known is told to the caller, who asks for it; it is never skipped.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["CURRENCY_MARKS", "Money", "money_per", "tokens"]

_CODES = """
    aed ars aud bgn brl cad chf clp cny cop czk dkk egp eur gbp gel hkd huf idr ils inr isk jpy kes
    krw kwd kzt mxn myr ngn nok nzd pen php pkr pln qar ron rsd rub sar sek sgd thb try twd uah usd
    uyu uzs vnd zar btc
"""
_CURRENCIES: dict[str, str | None] = {
    **{code: code.upper() for code in _CODES.split()},
    **dict.fromkeys(("$", "us$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("€", "euro", "euros", "eu"), "EUR"),
    **dict.fromkeys(("£", "pound", "pounds"), "GBP"),
    "zł": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "lei": "RON",
    "tl": "TRY",
    "₹": "INR",
    "sfr": "CHF",
    **dict.fromkeys(("kr", "kroner", "krone", "kronor", "fr", "¥", "rs"), None),
}
# Whole currencies as they stand beside a number.
CURRENCY_MARKS = {mark: code for mark, code in _CURRENCIES.items() if code is not None}
# Parts of a currency: whose they are, and how many make one. An öre is Swedish; an øre may be
# Norwegian or Danish; a cent is anybody's.
_PARTS: dict[str, tuple[str | None, float]] = {
    **dict.fromkeys(("c", "ct", "cts", "cent", "cents", "¢", "øre", "ore", "oere"), (None, 100.0)),
    **dict.fromkeys(("centime", "centimes", "sen"), (None, 100.0)),
    **dict.fromkeys(("eurocent", "eurocents", "snt", "senttiä", "sentti"), ("EUR", 100.0)),
    **dict.fromkeys(("céntimo", "céntimos", "centesimi", "senti"), ("EUR", 100.0)),
    **dict.fromkeys(("p", "pence", "penny"), ("GBP", 100.0)),
    **dict.fromkeys(("rp", "rappen"), ("CHF", 100.0)),
    **dict.fromkeys(("gr", "grosz", "groszy", "grosze"), ("PLN", 100.0)),
    "öre": ("SEK", 100.0),
    "bani": ("RON", 100.0),
    "haléř": ("CZK", 100.0),
    **dict.fromkeys(("paise", "paisa"), ("INR", 100.0)),
    **dict.fromkeys(("kuruş", "kurus", "krş"), ("TRY", 100.0)),
    **dict.fromkeys(("mill", "mills"), ("USD", 1000.0)),
}
# Parts that are no words of a language, or of one that means nothing else by them.
_TELLING_PARTS = frozenset(_PARTS) - {"c", "p", "gr", "rp", "sen", "ore", "mill", "bani", "senti"}
_DOLLAR_CODES = {
    **dict.fromkeys(("C", "CA", "Can", "CAN"), "CAD"),
    **dict.fromkeys(("A", "AU"), "AUD"),
    "NZ": "NZD",
    "HK": "HKD",
    "S": "SGD",
    "SG": "SGD",
    "MX": "MXN",
    "R": "BRL",
}
_OTHER_DOLLARS = re.compile(rf"(?<![A-Za-z])({'|'.join(_DOLLAR_CODES)})\$")
_PER = frozenset(("/", "per", "pro", "par", "por", "je"))
_TOKEN = re.compile(r"us\$|[$€£¢¥₹]|[^\W\d_]+|[0-9][0-9.,' ]*|/")
_GENERIC = """
    price prices tariff cost costs rate value amount hashprice revenue preis pris prix precio prezzo
    hinta cena day ahead auction spot market
"""
_GENERIC = """
    price prices tariff cost costs rate value amount hashprice revenue preis pris prix precio prezzo
    hinta cena day ahead auction spot market
"""
_NO_UNIT = frozenset(_GENERIC.split())


class Money(NamedTuple):
    """What a text says of money; None is for what it does not say.

    Attributes
    ----------
    currency
        ISO code.
    part
        Word of the part of the currency that figures are in, empty for the whole one.
    parts_in_one
        How many of the part make one of the currency.
    unknown
        What stands in the unit's place and is not known; empty if nothing does.
    """

    currency: str | None
    part: str
    parts_in_one: float
    unknown: str


def tokens(text: str) -> list[str]:
    """Return words, signs of currencies, numbers and slashes of a text, in lower case.

    >>> tokens("SpotPriceEUR [ct/kWh]")
    ['spotprice', 'eur', 'ct', '/', 'kwh']
    """
    # A code glued to a word counts, where only the capitals part them.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z]{2,})", " ", text)
    apart = _OTHER_DOLLARS.sub(lambda match: f" {_DOLLAR_CODES[match[1]]} ", apart)
    return [token.strip() for token in _TOKEN.findall(apart.casefold())]


def money_per(words: Sequence[str], at: int | None) -> Money:
    """Return what the words of a text say of money.

    Parameters
    ----------
    at
        Place of the word that money is per, such as ``kwh``; None if there is none.
    """
    currency = next((_CURRENCIES[w] for w in words if _CURRENCIES.get(w)), None)
    if at is None:
        return _without_base(words, currency)
    before = at - 1
    while before >= 0 and (words[before] in _PER or words[before] == "1"):
        before -= 1
    is_explicit = before < at - 1
    if before < 0:
        return Money(currency, "", 1.0, "")
    word, preceding = words[before], words[before - 1] if before else ""
    shown = f"{word}/{words[at]}"
    if word[0].isdigit():  # such as per 100 kWh
        return Money(currency, "", 1.0, shown)
    found = _part(word)
    if found is None and word in _CURRENCIES:
        if preceding in _PARTS and preceding != "p":  # c€, ct EUR
            found = _part(preceding)
        elif _is_scale(preceding):
            return Money(currency, "", 1.0, f"{preceding} {shown}")
    if found is not None:
        _, (own, parts_in_one) = found
        if preceding == "us":
            own = "USD"
        return Money(currency or own, word if word in _PARTS else found[0], parts_in_one, "")
    is_known = word in _CURRENCIES or word in _NO_UNIT or not is_explicit
    return Money(currency, "", 1.0, "" if is_known else shown)


def _without_base(words: Sequence[str], currency: str | None) -> Money:
    for word in words:
        if word in _TELLING_PARTS:
            return Money(currency or _PARTS[word][0], word, _PARTS[word][1], word)
    for place, word in enumerate(words[:-1]):
        following = words[place + 2 : place + 3]
        if words[place + 1] == "/" and following and (word in _CURRENCIES or _part(word)):
            return Money(currency, "", 1.0, f"{word}/{following[0]}")
    return Money(currency, "", 1.0, "")


def _part(word: str) -> tuple[str, tuple[str | None, float]] | None:
    """Return a part of a currency and its facts; its code may be glued to it: eurct, ctusd."""
    if word in _PARTS:
        return word, _PARTS[word]
    glued: Mapping[str, str] = {code: code.upper() for code in ("eur", "usd", "gbp", "chf", "sek")}
    for code, currency in {**glued, "us": "USD", "euro": "EUR"}.items():
        for rest in (word.removeprefix(code), word.removesuffix(code)):
            if rest != word and rest in _PARTS:
                return word, (currency, _PARTS[rest][1])
    return None


def _is_scale(word: str) -> bool:
    scales = ("k", "t", "m", "mio", "mn", "mln", "thousand", "tausend", "tsd", "million", "µ")
    return word in scales or word[:1].isdigit()

"""Money in headings and options as publishers write it: currencies, their parts, what it is per.

A unit is read from the word in front of what it is per: ``snt`` of ``Hinta (snt/kWh)``. A word
there that is not known is told to the caller, who asks for it; it is never skipped.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from hydro_mining.exceptions import InputError

_CODES = """
    aed ars aud bgn bhd brl cad chf clp cny cop czk dkk egp etb eur gbp gel ghs hkd huf idr ils inr
    isk jpy kes krw kwd kzt lkr mxn myr ngn nok nzd omr pen php pkr pln pyg qar ron rsd rub sar sek
    sgd thb try twd uah usd uyu uzs vnd zar btc
"""
CURRENCY_CODES = frozenset(_CODES.split())
_CURRENCIES: dict[str, str | None] = {
    **{code: code.upper() for code in CURRENCY_CODES},
    **dict.fromkeys(("$", "us$", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "pound", "pounds"), "GBP"),
    "zł": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "lei": "RON",
    "tl": "TRY",
    "₹": "INR",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₦": "NGN",
    "₩": "KRW",
    "₪": "ILS",
    "₱": "PHP",
    "sfr": "CHF",
    "rmb": "CNY",
    "baht": "THB",
    **dict.fromkeys(("kr", "kroner", "krone", "kronor", "fr", "¥", "rs"), None),
}
# Other currencies whose sign is $.
OTHER_DOLLARS = ("CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "ARS")
# Whole currencies as they stand beside a number.
CURRENCY_MARKS = {mark: code for mark, code in _CURRENCIES.items() if code is not None}
# Parts of a currency: whose they are, and how many make one. An öre is Swedish; an øre may be
# Norwegian or Danish; a cent, a centavo or a fils is anybody's.
_PARTS: dict[str, tuple[str | None, float]] = {
    **dict.fromkeys(("c", "ct", "cts", "cent", "cents", "¢", "øre", "ore", "oere"), (None, 100.0)),
    **dict.fromkeys(("centime", "centimes", "sen", "centavo", "centavos"), (None, 100.0)),
    **dict.fromkeys(("eurocent", "eurocents", "snt", "senttiä", "sentti"), ("EUR", 100.0)),
    **dict.fromkeys(("céntimo", "céntimos", "centesimi", "senti", "cêntimos"), ("EUR", 100.0)),
    **dict.fromkeys(("p", "pence", "penny"), ("GBP", 100.0)),
    **dict.fromkeys(("rp", "rappen"), ("CHF", 100.0)),
    **dict.fromkeys(("gr", "grosz", "groszy", "grosze"), ("PLN", 100.0)),
    **dict.fromkeys(("fillér", "filler"), ("HUF", 100.0)),
    **dict.fromkeys(("stotinka", "stotinki"), ("BGN", 100.0)),
    **dict.fromkeys(("kopeck", "kopecks", "kopek", "kopeks", "коп"), ("RUB", 100.0)),
    "satang": ("THB", 100.0),
    **dict.fromkeys(("agora", "agorot"), ("ILS", 100.0)),
    **dict.fromkeys(("halala", "halalas"), ("SAR", 100.0)),
    **dict.fromkeys(("haléř", "haléřů", "haléře"), ("CZK", 100.0)),
    **dict.fromkeys(("tetri", "kobo"), (None, 100.0)),
    "fen": ("CNY", 100.0),
    "öre": ("SEK", 100.0),
    **dict.fromkeys(("bani", "ban"), ("RON", 100.0)),
    **dict.fromkeys(("paise", "paisa"), ("INR", 100.0)),
    **dict.fromkeys(("kuruş", "kurus", "krş"), ("TRY", 100.0)),
    **dict.fromkeys(("mill", "mills"), ("USD", 1000.0)),
}
# Parts that mean something else too, by what they are where they stand alone in brackets.
_ALONE = {
    "c": "cent",
    "p": "pence",
    "gr": "grosz",
    "rp": "rappen",
    "sen": "centime",
    "ore": "øre",
    "mill": "mills",
    "senti": "sentti",
    "bani": "ban",
    "filler": "fillér",
}
_IN_BRACKETS = re.compile(rf"[(\[] *({'|'.join(_ALONE)})\.? *[)\]]", re.IGNORECASE)
# Parts that are told from a whole currency by their capitals only, and their exchange codes.
_PARTS_BY_CAPITALS = re.compile(r"(?<![A-Za-z])(?:(GBp|GBX|GBx)|(ZAc|ZAC)|(ILA))(?![A-Za-z])")
_WRITTEN_OUT = (" gbp pence ", " zar cent ", " ils agorot ")
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
_PREFIXED_DOLLARS = re.compile(rf"(?<![A-Za-z])({'|'.join(_DOLLAR_CODES)})\$")
_GLUED = {
    **{code: code.upper() for code in ("eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "pln")},
    "us": "USD",
    "au": "AUD",
    "ca": "CAD",
    "nz": "NZD",
    "euro": "EUR",
}
_ZONE = re.compile(r"(?<![A-Za-z])[A-Z]{2}[0-9](?![A-Za-z0-9])")  # DK1, whose number is no factor
_FRACTIONS = frozenset(("hundredth", "hundredths", "thousandth", "thousandths", "hundreds"))
_SCALES = frozenset(
    ("k", "t", "m", "μ", "mio", "mn", "mln", "thousand", "tausend", "tsd", "million")
)
_PRODUCTS = frozenset(("*", "×", "x"))
_PER = frozenset(("/", "per", "pro", "par", "por", "je", "pr", "za", "na"))
_TOKEN = re.compile(r"us\$|[$£¢¥₠-⃏]|[^\W\d_]+|[0-9][0-9.,' ]*|[/*×]")
_GENERIC = """
    price prices tariff cost costs rate value amount hashprice revenue preis pris prix precio prezzo
    hinta cena day ahead auction spot market ár preço pret preț kaina fiyat lmp spp mcp energy in
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
    """Return words, signs of currencies, numbers, slashes and signs of products, in lower case.

    >>> tokens("SpotPriceEUR [ct/kWh]")
    ['spotprice', 'eur', 'ct', '/', 'kwh']
    >>> tokens("GBp per kWh"), tokens("per kWh (p)")
    (['gbp', 'pence', 'per', 'kwh'], ['per', 'kwh', 'pence'])
    """
    apart = _PARTS_BY_CAPITALS.sub(lambda match: _WRITTEN_OUT[(match.lastindex or 1) - 1], text)
    apart = _IN_BRACKETS.sub(lambda match: f" {_ALONE[match[1].casefold()]} ", apart)
    # A code glued to a word counts, where only the capitals part them.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z]{2,})", " ", _ZONE.sub(" ", apart))
    apart = _PREFIXED_DOLLARS.sub(lambda match: f" {_DOLLAR_CODES[match[1]]} ", apart)
    return [token.strip() for token in _TOKEN.findall(apart.casefold())]


def money_per(words: Sequence[str], at: int | None) -> Money:
    """Return what the words of a text say of money.

    Parameters
    ----------
    at
        Place of the word that money is per, such as ``kwh``; None if there is none.
    """
    named = [code for word in words if (code := _CURRENCIES.get(word))]
    # A sign that is several countries' is that of the code beside it: $/MWh (NZD).
    is_open = "$" in words and not {"usd", "us$"} & {*words}
    dollar = next((code for code in named if is_open and code in OTHER_DOLLARS), None)
    words = [dollar.casefold() if dollar and word == "$" else word for word in words]
    currency = dollar or next(iter(named), None)
    scaled = next((f"{a} {b}" for a, b in pairwise(words) if a in _SCALES and b in _CURRENCIES), "")
    scaled = scaled or next((word for word in words if word in _FRACTIONS), "")
    telling = next((word for word in words if _is_telling(word)), None)
    if scaled:  # k€, thousand USD
        return Money(currency, "", 1.0, scaled)
    if at is None:
        return _without_base(words, currency, telling)
    before = at - 1
    while before >= 0 and (words[before] in _PER or words[before] == "1"):
        before -= 1
    word = words[before] if before >= 0 else ""
    preceding = words[before - 1] if before > 0 else ""
    shown = f"{word}/{words[at]}"
    if word in _CURRENCIES:
        currency = _CURRENCIES[word] or currency
        part, unknown = _before_currency(preceding, telling, shown)
    elif _is_factor(word):  # per 100 kWh
        part, unknown = "", shown
    else:
        part = word if _part(word) else telling or ""  # ct/kWh, price per kWh in ct
        unknown = "" if part or not word or word in _NO_UNIT else shown
    if not part:
        return Money(currency, "", 1.0, unknown)
    own, parts_in_one = _part(part) or (None, 1.0)
    own = "USD" if preceding == "us" else own
    return Money(currency or own, part, parts_in_one, "")


def _before_currency(preceding: str, telling: str | None, shown: str) -> tuple[str, str]:
    """Return the part of a currency that is named, and what is unknown about it."""
    if _is_factor(preceding):  # 1000 EUR
        return "", f"{preceding} {shown}"
    part = preceding if preceding in _PARTS and preceding != "p" else ""  # c€, ct EUR
    return (part, "") if telling in {None, part} else ("", f"{shown} and {telling}")


def _is_factor(word: str) -> bool:
    return word[:1].isdigit() or word in _PRODUCTS


def currency_beside(heading: str, currency: str | None, marks: Iterable[str]) -> str | None:
    """Return the currency of a column's figures, by the marks beside them if by nothing else.

    Raises
    ------
    InputError
        If the marks, of ``CURRENCY_MARKS``, are another currency's or several currencies'.
    """
    in_cells = {CURRENCY_MARKS[mark.casefold()] for mark in marks}
    if in_cells - {currency} and not (currency is None and len(in_cells) == 1):
        rule = f"in {currency or 'one currency'}, as heading or option say"
        raise InputError(f"column {heading}", rule, ", ".join(sorted(marks)))
    return currency or next(iter(in_cells), None)


def is_known_word(word: str) -> bool:
    """Return whether a word says nothing of money but what is understood."""
    return word in _CURRENCIES or word in _NO_UNIT or word in _PER or _part(word) is not None


def _is_telling(word: str) -> bool:
    """Return whether a word is a part of a currency and nothing else."""
    return word not in _ALONE and _part(word) is not None


def _without_base(words: Sequence[str], currency: str | None, telling: str | None) -> Money:
    """Return what words say that do not name what money is per."""
    if telling is not None:
        own, parts_in_one = _part(telling) or (None, 1.0)
        return Money(currency or own, telling, parts_in_one, telling)
    for word, sign, base in zip(words, words[1:], words[2:], strict=False):
        if sign == "/" and (word in _CURRENCIES or _part(word)):
            return Money(currency, "", 1.0, f"{word}/{base}")
        if sign == "per":  # MW, hour
            return Money(currency, "", 1.0, f"per {base}")
    return Money(currency, "", 1.0, "")


def _part(word: str) -> tuple[str | None, float] | None:
    """Return the facts of a part of a currency; a code may be glued to it: eurct, ctusd."""
    if word in _PARTS:
        return _PARTS[word]
    for code, currency in _GLUED.items():
        for rest in (word.removeprefix(code), word.removesuffix(code)):
            if rest != word and rest in _PARTS:
                return currency, _PARTS[rest][1]
    return None

"""Files with a hashprice a day -> dates and hashprice per TH/s a day."""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats, Integers, read_only
from hydro_mining.exceptions import InputError
from hydro_mining.imports.placeholders import placeholder_notes, without_placeholders
from hydro_mining.imports.tables import (
    Table,
    listed,
    read_numbers,
    read_table,
    read_text,
    without_foot,
)
from hydro_mining.imports.times import DateHints, looks_like_stamp, read_stamps
from hydro_mining.imports.units import CURRENCY_MARKS, currency_beside, money_per, tokens

_TERAHASHES = {"th": 1.0, "ph": 1e3, "eh": 1e6}
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNITS = "TH, PH or EH (a day)"
_UNIT_RULE = "TH or PH (a day), in the heading of the hashprice or as an option"
_NO_MONEY = frozenset(
    ("sat", "sats", "satoshi", "satoshis", "s", "mbtc", "ubtc", "msat", "msats", "btc", "₿")
)
# Behind the hashrate only a day may stand; before it, no other time, energy or number.
_DAYS = frozenset(("day", "daily", "d", "tag", "jour", "día", "dia"))
_BEHIND = _DAYS | {"per", "/", "in", "and", "avg", "average", "mean", "close", "index", "spot"}
_DAY_OF_HOURS = re.compile(r"24 ?h(?:ours?|rs?)?\b", re.IGNORECASE)
_OTHERS = """
    month months monthly mo mth monat mois week weeks weekly fortnight year years yearly annual
    annum yr quarter quarterly epoch block blocks
    hour hours hourly h hr minute min second sec mwh kwh gwh wh mw kw gh mh
"""
_OTHER_MEASURES = frozenset(_OTHERS.split())
_DAY_S = 86_400
_CONTRADICTED = (
    "The heading says {}; figures are taken per {} a day, as is given: check which is right."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HashpriceOptions:
    """What the headings of a hashprice file leave open.

    Attributes
    ----------
    date_column, hashprice_column
        Headings.
    currency
        ISO code; labels, converts nothing.
    unit
        ``TH``, ``PH`` or ``EH``: the hashrate that a figure is paid for a day long.
    decimal
        ``.`` or ``,``.
    day_first
        Whether 03/04/2025 is the third of April.
    """

    date_column: str | None = None
    hashprice_column: str | None = None
    currency: str | None = None
    unit: str | None = None
    decimal: str | None = None
    day_first: bool | None = None

    def __post_init__(self) -> None:
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            raise InputError("currency", "an ISO code such as USD", self.currency)
        if self.unit is not None and self.unit.casefold() not in _TERAHASHES:
            raise InputError("unit", _UNITS, self.unit)
        if self.decimal not in {None, ".", ","}:
            raise InputError("decimal", "one of ., ,", self.decimal)


@dataclass(frozen=True, slots=True, kw_only=True)
class HashpriceFile:
    """Hashprice by day; days that are absent are not there.

    Attributes
    ----------
    dates : (N,) datetime64[D]
        Strictly increasing.
    value : (N,) [currency/TH/day]
    currency
        ISO code; None if the file does not say.
    notes
        Sentences on what was converted, dropped or sorted.
    """

    dates: NDArray[np.datetime64]
    value: Floats
    currency: str | None
    notes: tuple[str, ...]


_DETECT = HashpriceOptions()


def read_hashprice(data: bytes, options: HashpriceOptions = _DETECT) -> HashpriceFile:
    r"""Return the hashprice of each day in a file.

    Raises
    ------
    InputError
        If no column is a hashprice, its unit is not named, or at the first line that breaks a
        rule: a figure is not above 0, or a date has two.

    Examples
    --------
    >>> file = read_hashprice(b"date,hashprice_usd_ph_day\n2025-08-18,59\n2025-08-19,50\n")
    >>> file.value, file.currency
    (array([0.059, 0.05 ]), 'USD')
    """
    text = without_foot(read_text(data))
    table = read_table(text)
    day_at, at = _columns(table, options)
    currency, terahashes = hashprice_unit(table.headings[at], unit=options.unit)
    seconds = read_stamps(table, day_at, hints=DateHints(options.day_first)).seconds
    value, _, marks = read_numbers(table, at, options.decimal, marks=CURRENCY_MARKS.keys())
    currency = currency_beside(table.headings[at], options.currency or currency, marks)
    value, placeholders = without_placeholders(value)
    table.check(at, np.isnan(value) | (value > 0), "a hashprice above 0")
    rows, notes = _one_a_day(table, at, seconds // _DAY_S, value)
    if terahashes != 1:
        notes = (f"Figures are divided by {terahashes:,.0f} to be per TH a day.", *notes)
    notes = (
        *unit_notes(table.headings[at], unit=options.unit),
        *placeholder_notes(placeholders),
        *notes,
    )
    dates = (seconds[rows] // _DAY_S).astype("datetime64[D]")
    dates.flags.writeable = False
    return HashpriceFile(
        dates=dates,
        value=read_only(value[rows] / terahashes),
        currency=currency,
        notes=notes,
    )


def hashprice_unit(heading: str, *, unit: str | None = None) -> tuple[str | None, float]:
    """Return currency and what a figure is divided by to be per TH/s: what it is paid for.

    Raises
    ------
    InputError
        If neither the heading nor ``unit`` says TH, PH or EH, or the heading says another money
        or time than a currency, or its cents, a day.

    >>> hashprice_unit("Hashprice ($/PH/Day)")
    ('USD', 1000.0)
    """
    if unit is not None and unit.casefold() not in _TERAHASHES:
        raise InputError("unit", _UNITS, unit)
    words = _words(heading)
    at = next((place for place, word in enumerate(words) if word in _TERAHASHES), None)
    found = unit.casefold() if unit is not None else words[at] if at is not None else ""
    if found not in _TERAHASHES:
        raise InputError("unit", _UNIT_RULE, heading)
    money = money_per(words, at)
    if money.unknown or _unread(words, at):
        rule = "in the heading a currency, or its cents, per TH, PH or EH and day"
        raise InputError("hashprice", rule, heading)
    return money.currency, _TERAHASHES[found] * money.parts_in_one


def unit_notes(heading: str, *, unit: str | None) -> tuple[str, ...]:
    """Return a note where a heading names another hashrate than the option.

    >>> unit_notes("Hashprice ($/PH/Day)", unit="TH")
    ('The heading says PH; figures are taken per TH a day, as is given: check which is right.',)
    """
    said = _unit(heading)
    if unit is None or said in {None, unit.casefold()}:
        return ()
    named = (said or "").upper()
    return (_CONTRADICTED.format(named, unit.upper()),)


def _unread(words: list[str], at: int | None) -> bool:
    """Return whether a heading says what is no currency, no hashrate and no day."""
    if any(word in _NO_MONEY or word in _OTHER_MEASURES or word[:1].isdigit() for word in words):
        return True
    behind = words[at + 1 :] if at is not None else []
    return not all(
        word in _BEHIND
        or word in CURRENCY_MARKS
        or (word == "a" and after in _DAYS)  # per TH a day
        for word, after in pairwise([*behind, ""])
    )


def _columns(table: Table, options: HashpriceOptions) -> tuple[int, int]:
    """Return the columns of dates and of hashprice."""
    words = [_words(heading) for heading in table.headings]
    dates = [i for i, w in enumerate(words) if {"date", "day", "time", "timestamp"} & {*w}]
    dates = [i for i in dates if "hashprice" not in words[i]]
    dates = dates or [i for i in range(len(words)) if looks_like_stamp(table.cell(0, i))]
    prices = [i for i, w in enumerate(words) if "hashprice" in "".join(w)]
    named = [i for i in prices if _unit(table.headings[i])]
    return (
        _column(table, "date_column", options.date_column, dates[:1]),
        _column(table, "hashprice_column", options.hashprice_column, named or prices),
    )


def _column(table: Table, option: str, name: str | None, found: list[int]) -> int:
    if name is not None and name in table.headings:
        return table.headings.index(name)
    if name is not None or len(found) != 1:
        among = [table.headings[i] for i in found] or table.headings
        raise InputError(option, f"one of {listed(among)}", name)
    return found[0]


def _words(heading: str) -> list[str]:
    # The hashrate of "TH/s/day" and "THs" is "TH" with its second beside it.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _DAY_OF_HOURS.sub("day", heading))
    words = tokens(re.sub(r"(?i)(?<![a-z])([tpe]h)(?:/?s)(?![a-z])", r"\1", apart))
    return [word for before, word in pairwise(["", *words]) if not _is_second(before, word)]


def _is_second(before: str, word: str) -> bool:
    return word == "s" and before in _TERAHASHES


def _unit(heading: str) -> str | None:
    return next((word for word in _words(heading) if word in _TERAHASHES), None)


def _one_a_day(
    table: Table, at: int, day: Integers, value: Floats
) -> tuple[Integers, tuple[str, ...]]:
    """Return one row for each day in order, with what is to be said of the others."""
    usable = np.flatnonzero(~np.isnan(value))
    if not len(usable):
        raise InputError("file", "with at least one hashprice", "empty cells only")
    order = usable[np.argsort(day[usable], kind="stable")]
    is_new = np.diff(day[order], prepend=day[order[0]] - 1) != 0
    first = order[np.flatnonzero(is_new)][np.cumsum(is_new) - 1]
    differs = np.flatnonzero(value[order] != value[first])
    if len(differs):
        one, other = int(first[differs[0]]), int(order[differs[0]])
        rule = f"the same hashprice as in line {table.lines[one]}, which has the same date"
        raise table.refusal(other, at, rule, float(value[other]))
    counts = (
        (len(value) - len(usable), "Rows without a hashprice, dropped: {}."),
        (int((~is_new).sum()), "Equal duplicates, dropped: {}."),
    )
    notes = [sentence.format(count) for count, sentence in counts if count]
    if (np.diff(order) < 0).any():
        notes.append("Rows were not in order of time; they are sorted.")
    return order[is_new], tuple(notes)

"""The years and figures in a growth table's cells, and the decimal sign that they share."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import number_readings, number_without_mark

__all__ = ["Notation", "TextRow", "is_year", "number", "year_of"]

_YEAR = re.compile(r"(?:fy ?)?([0-9]{4})(?:[.,]0+| ?e)?", re.IGNORECASE)
_DOLLAR, _COIN = frozenset(("", "usd", "us$", "$")), frozenset(("", "btc", "₿"))
_UNITS = {"btc_price": "$/BTC", "btc_per_mw": "BTC/MW"}
_SIGN_OF = {",": ".", ";": ","}
_SIGN_WORDS = {".": "a decimal point", ",": "a decimal comma"}


class TextRow(NamedTuple):
    """A row with its line in the file and, by column, the text of its cells."""

    line: int
    texts: dict[str, str]


class Notation(NamedTuple):
    """The decimal sign of a file, and whether a figure of it shows the sign.

    ``sign`` is None where neither the figures nor the delimiter tell it.
    """

    sign: str | None
    is_shown: bool
    delimiter: str

    @classmethod
    def of(cls, rows: Iterable[TextRow], delimiter: str) -> "Notation":
        """Return the sign that the figures of all rows show, or else the delimiter tells.

        Raises
        ------
        InputError
            At the first figure that shows another sign than one before it.
        """
        shown = None
        for place, column, text in _places(rows):
            readings = _readings(column, text)
            if len(readings) != 1:
                continue
            (sign,) = readings
            shown = shown or (sign, text, place)
            if sign != shown[0]:
                rule = f"with {_SIGN_WORDS[shown[0]]}, like {shown[1][:30]} in {shown[2]}"
                raise InputError(place, rule, text)
        return cls(shown[0] if shown else _SIGN_OF.get(delimiter), shown is not None, delimiter)

    def settles(self, text: str) -> bool:
        """Return whether a text with two readings has one in this file.

        Among decimal points both are usual, 1.234 and 1,234. Among decimal commas 1.234 can
        only be grouped, but 1,234 may also be a figure typed in the other notation.
        """
        if self.sign == ".":
            return self.is_shown or self.delimiter == ","
        return self.sign == "," and self.is_shown and "." in text


def is_year(text: str) -> bool:
    """Return whether ``year_of`` understands the text."""
    return _YEAR.fullmatch(text) is not None


def year_of(text: str) -> int:
    """Return the year of 2026, 2026.0, FY2026 or 2026E.

    Raises
    ------
    InputError
        If the text has another form; dates and short years are left to their author.
    """
    match = _YEAR.fullmatch(text)
    if match is None:
        raise InputError("year", "a year such as 2026, FY2026 or 2026E", text or None)
    return int(match[1])


def number(column: str, text: str, notation: Notation) -> float:
    """Return the number in a cell, with or without the unit of its column beside it.

    Raises
    ------
    InputError
        If it is none, or has two readings that nothing in the file settles.
    """
    readings = _readings(column, text)
    unit = _UNITS.get(column, "US dollars per MW")
    if not readings:
        raise InputError(column, f"a plain number such as 576000 or 30.5 ({unit})", text or None)
    point, comma = readings.get("."), readings.get(",")
    if point is None or comma is None or point == comma:
        return float(point or comma or "")
    if not notation.settles(text):
        rule = f"a number with one reading, not {point} or {comma} ({unit})"
        raise InputError(column, rule, text)
    return float(point if notation.sign == "." else comma)


def _readings(column: str, text: str) -> dict[str, str]:
    plain, mark = number_without_mark(text)
    known = _COIN if column == "btc_per_mw" else _DOLLAR
    return number_readings(plain) if mark.casefold() in known else {}


def _places(rows: Iterable[TextRow]) -> Iterable[tuple[str, str, str]]:
    """Return where each figure stands, its column and its text."""
    for line, texts in rows:
        for column, text in texts.items():
            if column != "year":
                yield f"line {line}, column {column}", column, text

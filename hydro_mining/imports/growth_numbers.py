"""The years and figures in a growth table's cells."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import Notation, number_without_mark

__all__ = ["TextRow", "is_year", "notation_of", "number", "year_of"]

_YEAR = re.compile(r"(?:fy ?)?([0-9]{4})(?:[.,]0+| ?e)?", re.IGNORECASE)
_DOLLAR, _COIN = frozenset(("", "usd", "us$", "$")), frozenset(("", "btc", "₿"))
_UNITS = {"btc_price": "$/BTC", "btc_per_mw": "BTC/MW"}


class TextRow(NamedTuple):
    """A row with its line in the file and, by column, the text of its cells."""

    line: int
    texts: dict[str, str]


def notation_of(rows: Iterable[TextRow], delimiter: str) -> Notation:
    """Return the notation of the figures of all rows.

    Raises
    ------
    InputError
        At the first figure that shows another decimal sign than one before it.
    """
    notation = Notation.of(
        (
            (f"line {line}, column {column}", _without_unit(column, text))
            for line, texts in rows
            for column, text in texts.items()
            if column != "year"
        ),
        delimiter,
    )
    notation.check_one_sign()
    return notation


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
        If it is none, or two by the decimal sign that nothing in the file tells.
    """
    unit = _UNITS.get(column, "US dollars per MW")
    plain = _without_unit(column, text)
    return notation.number(column, plain, unit, such_as="576000 or 30.5", cell=text)


def _without_unit(column: str, text: str) -> str:
    """Return a figure without the unit of its column, as it is where another one is beside it."""
    plain, mark = number_without_mark(text)
    known = _COIN if column == "btc_per_mw" else _DOLLAR
    return plain if mark.casefold() in known else text

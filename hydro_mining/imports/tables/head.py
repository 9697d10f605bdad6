"""Where the headings of a table stand, and what delimits its cells: titles above, units below.

Only the first lines are looked at. The first row whose cells are numbers or times is data; the
line above it has the headings, or what belongs to them, such as units, if headings stand above.
"""

import csv
import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

_DELIMITERS = (",", ";", "\t")
_MOST_LINES = 100
_FEWEST = 2
# Delimiters in headings such as "Price (EUR/MWh, EUR/tCO2)" part no cells.
_QUOTED_OR_IN_BRACKETS = re.compile(r'"[^"]*"|\([^()\n]*\)|\[[^\[\]\n]*\]')
_SEPARATOR_LINE = re.compile(r'"?sep=.?"?\W*', re.IGNORECASE)
# A number, a date, a time or an hour; with a currency or unit beside it too.
_LONGEST_DATA = 64
_DATA = re.compile(
    r"[-+(]{0,2}[$€£]? ?[-+(]{0,2}[0-9][0-9.,:/' T+-]*[)%]?"
    r"(?: ?(?:Z|UTC|[AaPp]\.?[Mm]\.?|[$€£]|[A-Z]{3,4}))?"
)
_DATE, _DIGIT = (
    re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9]{8}"),
    re.compile("[0-9]"),
)
_UNIT = re.compile(r"[\[(]?[^\s\[\]()]{1,12}/[^\s\[\]()]{1,12}[\])]?|[\[(][^\[\]()]+[\])]|[-–]?")


# What some publishers write of a column's kind below its heading.
TYPES = frozenset(
    ("string", "text", "number", "numeric", "float", "double", "integer", "int", "datetime")
)


class Head(NamedTuple):
    """What delimits cells, how many lines stand above the headings, and how many lines they are."""

    delimiter: str
    n_above: int
    n_headings: int


def find_head(text: str) -> Head:
    """Return the head of a text, whose first line is no comment."""
    lines = text.split("\n")[:_MOST_LINES]
    n_marked = int(bool(_SEPARATOR_LINE.fullmatch(lines[0])))
    first = _Lines(lines, _delimiter("\n".join(lines[n_marked:])))
    other = _Lines(lines, _delimiter_of_data(lines))
    if first.are_headings(n_marked) and (first.first_data or not other.first_data):
        return first.head(n_marked)
    for at in reversed(range(n_marked, other.first_data)):
        if other.are_headings(at) and not other.are_units(at, n_marked):
            return other.head(at)
    return Head(first.delimiter, n_marked, 1)


class _Lines:
    """The first lines of a text as rows of cells."""

    def __init__(self, lines: Sequence[str], delimiter: str) -> None:
        self.delimiter = delimiter
        self._rows = _rows(lines, delimiter)
        data = [at for at, row in enumerate(self._rows) if _is_data(row) and _filled(row) > 1]
        # A title with a number in it stands alone.
        runs = [at for at, after in pairwise(data) if after == at + 1]
        self.first_data = (runs or data or [0])[0]
        self._width = max((_filled(self._rows[at]) for at in data), default=0)

    def are_headings(self, at: int) -> bool:
        """Return whether a line fills about as many cells as the rows of data below it."""
        n_filled = _filled(self._rows[at])
        return n_filled > 1 and 3 * n_filled >= 2 * self._width and not _is_data(self._rows[at])

    def are_units(self, at: int, first: int) -> bool:
        """Return whether a line has the units of the one above it."""
        if at <= first or _filled(self._rows[at - 1]) < _FEWEST:
            return False
        return _are_units(self._rows[at], self._rows[at - 1])

    def head(self, at: int) -> Head:
        """Return the head whose headings begin in a line; one line between is of their units."""
        has_units = (
            self.first_data == at + _FEWEST
            and _filled(self._rows[at + 1]) > 0
            and (
                _are_units(self._rows[at + 1], self._rows[at])
                or _is_wordy_where_dates_are(self._rows[at + 1], self._rows[self.first_data])
            )
        )
        return Head(self.delimiter, at, 1 + has_units)


def _delimiter(text: str) -> str:
    outside = _QUOTED_OR_IN_BRACKETS.sub("", text).partition("\n")[0]
    return max(_DELIMITERS, key=outside.count)


def _delimiter_of_data(lines: Sequence[str]) -> str:
    """Return the delimiter under which most lines have the same number of cells above one."""

    def score(delimiter: str) -> int:
        widths = [len(row) for row in _rows(lines, delimiter) if len(row) > 1]
        return max(map(widths.count, widths), default=0)

    return max(_DELIMITERS, key=score)


def _rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the cells of each line; one that is no CSV has none."""
    found = []
    for line in lines:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            cells = []
        found.append([cell.strip() for cell in cells])
    return found


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _is_data(row: Sequence[str]) -> bool:
    return any(len(cell) <= _LONGEST_DATA and _DATA.fullmatch(cell) for cell in row)


def _are_units(row: Sequence[str], above: Sequence[str]) -> bool:
    """Return whether a line names units of the headings above it, not columns of its own."""
    if not row[0] and above[0]:
        return True
    is_type = [cell.casefold() in TYPES for cell in row]
    others = [
        cell for cell, over, known in zip_longest(row, above, is_type) if not known and cell != over
    ]
    return all(_UNIT.fullmatch(cell or "") for cell in others)


def _is_wordy_where_dates_are(row: Sequence[str], data: Sequence[str]) -> bool:
    """Return whether a line has words without digits in the columns where dates stand below."""
    pairs = [(cell, below) for cell, below in zip(row, data, strict=False) if _DATE.match(below)]
    return bool(pairs) and not any(_DIGIT.search(cell) for cell, _ in pairs)

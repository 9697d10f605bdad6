"""Text -> a table whose columns are arrays of bytes, with the line of each row.

Separators are found all at once with numpy: a year of quarter-hours is read in the time that
Python's csv module needs for a week. Files with quotes or uneven rows go through the csv module.
"""

import csv
import io
import re
from collections.abc import Mapping
from copy import copy
from functools import cached_property
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from hydro_mining.delimited import unguarded_cell
from hydro_mining.economics.arrays import Booleans, Integers
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.tables.csv_rows import UNIT_SEPARATOR, CsvRows, uneven
from hydro_mining.imports.tables.head import TYPES, Head, find_head
from hydro_mining.imports.tables.text import ByteMatrix, Limits, Text, as_texts

_SERIES = Limits()
_LONGEST_HEAD = 65_536
_MOST_CELLS = 20_000_000
# Of a time, a number or a zone's name, which are held for all rows at once.
_MOST_HELD = 64
_NEW_LINE, _SPACE = 10, 32
_ROWS_AT_ONCE = 65_536
_LONGEST_TITLE = 400


_WRITTEN = object()


class Table:
    """Headings and cells.

    Parameters
    ----------
    headings
        As in the file, without surrounding spaces.
    delimiter
        Comma, semicolon or tab, as in the file.
    buffer
        All cells in UTF-8.
    ends : (rows, columns)
        Position in ``buffer`` after each cell.
    lines : (rows,)
        Line of the file in which each row begins.
    heading_line
        Line of the headings.

    Attributes
    ----------
    n_titles
        Lines above the headings that are none and no comments.
    n_blank
        Rows without text, and headings that stand again, which are left out.
    above
        Comments and titles above the headings.
    short_rows
        Number of cells of the rows that have fewer than there are headings.
    """

    def __init__(
        self,
        *,
        headings: tuple[str, ...],
        delimiter: str,
        buffer: NDArray[np.uint8],
        ends: Integers,
        lines: Integers,
        heading_line: int,
    ) -> None:
        self.headings = headings
        self.delimiter = delimiter
        self.lines = lines
        self.heading_line = heading_line
        self.n_blank = self.n_titles = 0
        self.above: tuple[str, ...] = ()
        self.short_rows: dict[int, int] = {}
        self._buffer = buffer
        self._ends = ends

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def _starts(self) -> Integers:
        flat = self._ends.ravel()
        # The first cell begins where the caller's buffer does.
        return np.concatenate(([0], flat[:-1] + 1)).reshape(self._ends.shape)

    def column(self, index: int) -> ByteMatrix:
        """Return the cells of a column, refusing what is too long for a time, number or name."""
        starts, ends = self._starts[:, index], self._ends[:, index]
        length = ends - starts
        width = max(1, int(length.max(initial=0)))
        if width > _MOST_HELD:
            row = int(length.argmax())
            raise self.refusal(row, index, f"at most {_MOST_HELD} characters here", width)
        places = np.arange(width)
        cells = np.zeros((len(self), width), dtype=np.uint8)
        for at in range(0, len(self), _ROWS_AT_ONCE):
            part = slice(at, at + _ROWS_AT_ONCE)
            inside = places < length[part, None]
            found = np.minimum(starts[part, None] + places, len(self._buffer) - 1)
            cells[part] = self._buffer[found] * inside
        return cells

    def texts(self, index: int) -> NDArray[np.bytes_]:
        """Return the cells of a column as texts in UTF-8."""
        return as_texts(self.column(index))

    def filled(self, index: int) -> Booleans:
        """Return which cells of a column hold any text."""
        is_filled: Booleans = self._ends[:, index] > self._starts[:, index]
        blank = np.flatnonzero(is_filled & (self._buffer[self._starts[:, index]] <= _SPACE))
        is_filled[blank] = [bool(self.cell(int(row), index)) for row in blank]
        return is_filled

    def is_filled(self, index: int) -> bool:
        """Return whether a column holds any text."""
        length = self._ends[:, index] - self._starts[:, index]
        return any(self.cell(int(row), index) for row in np.flatnonzero(length))

    def parted(self, index: int, length: Integers, heading: str) -> "Table":
        """Return the table with a column's cells in two, after ``length`` bytes and one between."""
        starts, ends = self._starts[:, index], self._ends[:, index]
        after = np.minimum(starts + length + 1, ends)
        return self._with_cells(
            (*self.headings[: index + 1], heading, *self.headings[index + 1 :]),
            np.insert(self._starts, index + 1, after, axis=1),
            np.insert(self._ends, index, starts + length, axis=1),
        )

    def filled_down(self, index: int) -> "Table":
        """Return the table with the last text above in each empty cell of a column."""
        is_filled = self.filled(index)
        last = np.maximum.accumulate(np.where(is_filled, np.arange(len(self)), 0))
        starts, ends = self._starts.copy(), self._ends.copy()
        starts[:, index], ends[:, index] = starts[last, index], ends[last, index]
        return self._with_cells(self.headings, starts, ends)

    def _with_cells(self, headings: tuple[str, ...], starts: Integers, ends: Integers) -> "Table":
        found = copy(self)
        changed = {"headings": headings, "_starts": starts, "_ends": ends}
        found.__dict__.update(changed)
        return found

    def cell(self, row: int, index: int) -> str:
        """Return one cell on one line, without surrounding spaces and a spreadsheet's guard."""
        cell = self._buffer[self._starts[row, index] : self._ends[row, index]]
        # Spreadsheets leave line breaks and no-break spaces behind.
        return re.sub(r"\s", " ", unguarded_cell(cell.tobytes().decode())).strip()

    def named_cells(self, row: int, columns: Mapping[str, int]) -> dict[str, str]:
        """Return the cells of a row by the names of some columns."""
        return {name: self.cell(row, index) for name, index in columns.items()}

    def refusal(
        self,
        row: int,
        index: int,
        rule: str,
        value: object = _WRITTEN,
        *,
        option: str | None = None,
    ) -> InputError:
        """Return the error that names the place of a cell, the rule and what is there."""
        place = f"line {self.lines[row]}, column {self.headings[index]}"
        there = (self.cell(row, index) or None) if value is _WRITTEN else value
        return InputError(place, rule, there, option=option)

    def check(self, index: int, is_right: Booleans, rule: str) -> None:
        """Refuse the first cell of a column that is not right."""
        if not is_right.all():
            raise self.refusal(int(is_right.argmin()), index, rule)

    def check_cell_lengths(self, limits: Limits) -> None:
        """Refuse a cell that is longer than the limits allow."""
        bytes_held = np.diff(self._ends.ravel(), prepend=-1)
        if int(bytes_held.max()) - 1 <= limits.longest_cell:
            return
        for row, index in np.argwhere(self._ends - self._starts > limits.longest_cell).tolist():
            length = len(self.cell(row, index))
            if length > limits.longest_cell:
                raise self.refusal(row, index, limits.cell_rule, length)

    def check_complete(self, n_rows: int | None = None) -> None:
        """Refuse the first of ``n_rows`` rows that has not a cell for every heading."""
        for row, n_cells in self.short_rows.items():
            if n_rows is None or row < n_rows:
                raise uneven(int(self.lines[row]), len(self.headings), n_cells)


def read_table(text: Text, limits: Limits = _SERIES, *, may_be_short: bool = False) -> Table:
    """Return the table of a text; its delimiter is the commonest of its headings.

    With ``may_be_short`` the caller asks ``check_complete`` after it has left rows aside.

    Raises
    ------
    InputError
        If it has no rows or too many, or a row has not as many cells as there are headings.
    """
    head = find_head(text.body[:_LONGEST_HEAD].decode(errors="ignore"))
    body, first_line = _without_titles(text, head)
    delimiter = head.delimiter
    lines = first_line + np.arange(body.count(b"\n"))
    if (cells := body.count(delimiter.encode()) + len(lines)) > _MOST_CELLS:
        raise InputError("file", f"of at most {_MOST_CELLS:,} cells", cells)
    repeated = b"\n" + body[: body.index(b"\n") + 1]
    if b'"' not in body and repeated not in body and _is_even(body, delimiter):
        table = _split(body, lines, delimiter, delimiter, limits)
    else:
        rows = CsvRows(delimiter, first_line, limits)
        table = _split(*rows.rewritten(body), UNIT_SEPARATOR, delimiter, limits)
        table.n_blank, table.short_rows = rows.n_blank, rows.short
        if not may_be_short:
            table.check_complete()
    table.n_titles = head.n_above
    titles = text.body.split(b"\n", head.n_above)[: head.n_above]
    table.above = (*text.comments, *(_title(line) for line in titles))
    return table


def _title(line: bytes) -> str:
    return one_line(line[:_LONGEST_TITLE].decode(errors="ignore").strip(' ",;\t'))


def _without_titles(text: Text, head: Head) -> tuple[bytes, int]:
    """Return the text from its headings on, joined to one line, and that line's number."""
    if not head.n_above and head.n_headings == 1:
        return text.body, text.first_line
    lines = text.body.split(b"\n", head.n_above + head.n_headings)
    if head.n_headings == 1:
        return b"\n".join(lines[head.n_above :]), text.first_line + head.n_above
    rows = csv.reader(
        (line.decode() for line in lines[head.n_above : -1]), delimiter=head.delimiter
    )
    joined = io.StringIO()
    writer = csv.writer(joined, delimiter=head.delimiter, lineterminator="\n")
    writer.writerow(
        " ".join(dict.fromkeys(cell.strip() for cell in cells if _is_of_heading(cell)))
        for cells in zip_longest(*rows, fillvalue="")
    )
    first_line = text.first_line + head.n_above + head.n_headings - 1
    return joined.getvalue().encode() + lines[-1], first_line


def _is_of_heading(cell: str) -> bool:
    return bool(cell.strip()) and cell.strip().casefold() not in TYPES


def _positions(body: bytes, separator: str) -> tuple[NDArray[np.uint8], Integers]:
    buffer = np.frombuffer(body, dtype=np.uint8)
    return buffer, np.flatnonzero((buffer == ord(separator)) | (buffer == _NEW_LINE))


def _is_even(body: bytes, separator: str) -> bool:
    """Return whether every line has the cells of the first, and no line is blank."""
    buffer, ends = _positions(body, separator)
    width = body[: body.index(b"\n")].count(separator.encode()) + 1
    if len(ends) % width:
        return False
    is_line_end = (buffer[ends] == _NEW_LINE).reshape(-1, width)
    if not is_line_end[:, -1].all() or is_line_end[:, :-1].any():
        return False
    # Rows of empty cells, which spreadsheets leave at the end, are blank lines too.
    return bool((np.diff(ends.reshape(-1, width)[:, -1]) > width).all())


def _split(body: bytes, lines: Integers, separator: str, delimiter: str, limits: Limits) -> Table:
    head = body[: body.index(b"\n")]
    headings = tuple(cell.strip() for cell in head.decode().split(separator))
    if len(headings) > limits.most_columns:
        raise InputError("file", f"of at most {limits.most_columns} columns", len(headings))
    if len(lines) - 1 > limits.most_rows:
        raise InputError("file", f"of at most {limits.most_rows:,} rows", len(lines) - 1)
    if len(lines) == 1:
        raise InputError("file", "headings and rows below them", "no row below the headings")
    buffer, ends = _positions(body, separator)
    table = Table(
        headings=headings,
        delimiter=delimiter,
        buffer=buffer[len(head) + 1 :],
        ends=(ends - len(head) - 1).reshape(-1, len(headings))[1:],
        lines=lines[1:],
        heading_line=int(lines[0]),
    )
    table.check_cell_lengths(limits)
    return table

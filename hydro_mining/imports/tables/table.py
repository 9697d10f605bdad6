"""Text -> a table whose columns are arrays of bytes, with the line of each row.

Separators are found all at once with numpy: a year of quarter-hours is read in the time that
Python's csv module needs for a week. Files with quotes or uneven rows go through the csv module.
"""

import csv
import io
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables.text import Text

__all__ = ["ByteMatrix", "Integers", "Table", "read_table"]

Integers: TypeAlias = NDArray[np.int64]
# One row a cell, one column a byte, filled with zeros at the end.
ByteMatrix: TypeAlias = NDArray[np.uint8]

_MOST_ROWS = 2_000_000
_MOST_COLUMNS = 256
_MOST_CELLS = 20_000_000
_MOST_CHARACTERS = 256
# Of a time, a price or a zone's name, which are held for all rows at once.
_MOST_HELD = 64
_CELL_RULE = f"at most {_MOST_CHARACTERS} characters a cell"
_NEW_LINE = 10
# No text has it: ASCII's own separator of units, which the csv module's cells are joined with.
_UNIT_SEPARATOR = "\x1f"
_ROWS_AT_ONCE = 65_536


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
        """Return the cells of a column, refusing what is too long for a time, price or name."""
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

    def long_cells(self) -> list[list[int]]:
        """Return row and column of the cells that have more bytes than a cell has characters."""
        if int(np.diff(self._ends.ravel()).max(initial=self._ends[0, 0])) <= _MOST_CHARACTERS:
            return []
        found: list[list[int]] = np.argwhere(self._ends - self._starts > _MOST_CHARACTERS).tolist()
        return found

    def cell(self, row: int, index: int) -> str:
        """Return one cell without surrounding spaces."""
        cell = self._buffer[self._starts[row, index] : self._ends[row, index]]
        return cell.tobytes().decode().strip()

    def refusal(self, row: int, index: int, rule: str, value: object) -> InputError:
        """Return the error that names the place of a cell, the rule and what is there."""
        place = f"line {self.lines[row]}, column {self.headings[index]}"
        return InputError(place, rule, value)


def read_table(text: Text) -> Table:
    """Return the table of a text; its delimiter is the commonest of its first line.

    Raises
    ------
    InputError
        If it has no rows or too many, or a row has not as many cells as there are headings.
    """
    body, lines = text.body, text.first_line + np.arange(text.body.count(b"\n"))
    heading = body[: body.index(b"\n")].decode()
    delimiter = max((",", ";", "\t"), key=heading.count)
    if (cells := body.count(delimiter.encode()) + len(lines)) > _MOST_CELLS:
        raise InputError("file", f"of at most {_MOST_CELLS:,} cells", cells)
    separator = delimiter
    if b'"' in body or not _is_even(body, delimiter):
        body, lines = _rewritten(body, delimiter, text.first_line)
        separator = _UNIT_SEPARATOR
    return _split(body, lines, separator, delimiter)


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


def _split(body: bytes, lines: Integers, separator: str, delimiter: str) -> Table:
    buffer, ends = _positions(body, separator)
    head = body[: body.index(b"\n")]
    headings = tuple(cell.strip() for cell in head.decode().split(separator))
    _check_size(len(headings), len(lines) - 1)
    table = Table(
        headings=headings,
        delimiter=delimiter,
        buffer=buffer[len(head) + 1 :],
        ends=(ends - len(head) - 1).reshape(-1, len(headings))[1:],
        lines=lines[1:],
        heading_line=int(lines[0]),
    )
    for row, index in table.long_cells():
        length = len(table.cell(row, index))
        if length > _MOST_CHARACTERS:
            raise table.refusal(row, index, _CELL_RULE, f"{length} characters")
    return table


def _check_size(columns: int, rows: int) -> None:
    if columns > _MOST_COLUMNS:
        raise InputError("file", f"of at most {_MOST_COLUMNS} columns", columns)
    if rows > _MOST_ROWS:
        raise InputError("file", f"of at most {_MOST_ROWS:,} rows", rows)
    if rows < 1:
        raise InputError("file", "headings and rows below them", "no row below the headings")


def _rewritten(body: bytes, delimiter: str, first_line: int) -> tuple[bytes, Integers]:
    """Return the rows without quotes and blank lines, their cells parted by unit separators."""
    source = io.StringIO(body.decode(), newline="")
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    rows: list[str] = []
    lines: list[int] = []
    line, width = first_line, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                width = width or len(cells)
                rows.append(_joined(line, cells, width))
                lines.append(line)
            line = first_line + reader.line_num
    except csv.Error as error:
        rule = f"CSV with closed quotes and {_CELL_RULE}"
        raise InputError(f"line {line}", rule, str(error)) from error
    return "".join(rows).encode(), np.array(lines, dtype=np.int64)


def _joined(line: int, cells: list[str], width: int) -> str:
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        raise InputError(f"line {line}", f"{width} cells, like the headings", len(cells))
    row = _UNIT_SEPARATOR.join(cells[:width])
    if row.count(_UNIT_SEPARATOR) >= width:
        raise InputError(f"line {line}", "text without control characters", row)
    return row.replace("\n", " ") + "\n"

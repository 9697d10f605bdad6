"""What every text table that users bring needs: decoding, cells with their lines, numbers."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from hydro_mining.delimited import unguarded_cell
from hydro_mining.exceptions import InputError

__all__ = [
    "Limits",
    "Row",
    "Rows",
    "decoded",
    "likely_delimiter",
    "named_cells",
    "number_readings",
    "plain_number",
    "rows_of",
    "written_number",
]

_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06")

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_GROUPED_BY_COMMA = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_GROUPED_BY_POINT = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_GROUPED_BY_SPACE = re.compile(r"-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_THOUSAND_OR_DECIMAL = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_POINT_FOR_COMMA = str.maketrans(".,", ",.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large a file may be, so that a hostile one costs neither time nor memory.

    ``most_rows`` counts the rows below the heading that are not blank.
    """

    most_bytes: int
    most_rows: int
    most_columns: int
    longest_cell: int

    @property
    def cell_rule(self) -> str:
        """The rule for a cell's length."""
        return f"at most {self.longest_cell} characters a cell"


class Row(NamedTuple):
    """The cells of a row and the line of the file in which it starts, from 1."""

    line: int
    cells: list[str]


class Rows(NamedTuple):
    """The heading, the rows below it that are not blank, and how many there were blank."""

    heading: Row
    below: list[Row]
    n_blank: int


def decoded(data: bytes | str, limits: Limits) -> str:
    """Return the text of a file in UTF-8, without its byte order mark.

    Raises
    ------
    InputError
        If it is too long, compressed, or not text in UTF-8.
    """
    data = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(data) > limits.most_bytes:
        raise InputError("file", f"at most {limits.most_bytes:,} bytes", len(data))
    if data.startswith(_COMPRESSED):
        raise InputError("file", "a plain CSV text, not a compressed file or workbook", data[:4])
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise InputError(f"line {line}", "text without NUL bytes", "a NUL byte")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"line {line}", "text in UTF-8", data[error.start : error.end]) from error


def likely_delimiter(text: str, delimiters: str) -> str:
    """Return the most frequent of ``delimiters`` in the heading, the earlier one if they tie.

    >>> likely_delimiter("year;price, USD;opex", ",;")
    ';'
    """
    heading = text.lstrip().partition("\n")[0]
    return max(delimiters, key=heading.count)


def rows_of(text: str, delimiter: str, limits: Limits) -> Rows:
    """Return the heading and the rows below it.

    Raises
    ------
    InputError
        If a quote is left open or a limit is passed.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    line, n_blank = 1, 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _check_size(line, cells, len(rows), limits)
                rows.append(Row(line, cells))
            else:
                n_blank += bool(rows)
            line = reader.line_num + 1
    except csv.Error as error:
        rule = f"CSV with closed quotes and {limits.cell_rule}"
        raise InputError(f"line {line}", rule, str(error)) from error
    heading, *below = rows or [Row(1, [])]
    return Rows(heading, below, n_blank)


def named_cells(row: Row, columns: Mapping[str, int], width: int) -> dict[str, str]:
    """Return the text of each column on one line, as it was before it was guarded.

    Raises
    ------
    InputError
        If the row has not ``width`` cells; empty ones may follow them.
    """
    line, cells = row
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        raise InputError(f"line {line}", f"{width} cells, like the heading", len(cells))
    # Spreadsheets leave line breaks and no-break spaces behind.
    lines = (re.sub(r"\s", " ", unguarded_cell(cells[at])) for at in columns.values())
    return dict(zip(columns, map(str.strip, lines), strict=True))


def plain_number(text: str, *, decimal_comma: bool) -> str | None:
    """Return digits with a decimal point, or None if the text has no or two readings.

    >>> plain_number("1.234,50", decimal_comma=True)
    '1234.50'
    >>> plain_number("1,234", decimal_comma=True)
    """
    if _GROUPED_BY_SPACE.fullmatch(text):
        text = text.replace(" ", "")
    if decimal_comma:
        if _THOUSAND_OR_DECIMAL.fullmatch(text):
            return None
        if _DECIMAL_COMMA.fullmatch(text) or _GROUPED_BY_POINT.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
    if _GROUPED_BY_COMMA.fullmatch(text):
        text = text.replace(",", "")
    return text if _PLAIN.fullmatch(text) else None


def number_readings(text: str) -> dict[str, str]:
    """Return what a number is under each decimal sign under which it is one.

    >>> number_readings("1,234")
    {'.': '1234', ',': '1.234'}
    >>> number_readings("1,5")
    {',': '1.5'}
    """
    mirrored = text.translate(_POINT_FOR_COMMA)
    by_sign = {
        ".": plain_number(text, decimal_comma=False),
        ",": plain_number(mirrored, decimal_comma=False),
    }
    return {sign: reading for sign, reading in by_sign.items() if reading is not None}


def written_number(value: float) -> str:
    """Return the shortest digits that read back as the same number, without an exponent."""
    return format(Decimal(repr(value)).normalize(), "f")


def _check_size(line: int, cells: list[str], n_before: int, limits: Limits) -> None:
    if n_before > limits.most_rows:
        raise InputError("file", f"at most {limits.most_rows:,} rows", f"more, up to line {line}")
    if len(cells) > limits.most_columns:
        raise InputError(f"line {line}", f"at most {limits.most_columns} columns", len(cells))
    for number, cell in enumerate(cells, start=1):
        if len(unguarded_cell(cell)) > limits.longest_cell:
            raise InputError(f"line {line}, column {number}", limits.cell_rule, len(cell))

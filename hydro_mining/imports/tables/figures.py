"""Cells with figures -> floats: which decimal sign a column has, what is empty, what is wrong."""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats
from hydro_mining.imports.tables.table import ByteMatrix, Integers, Table

__all__ = ["Figures", "read_figures", "read_whole_numbers"]

_EMPTY = frozenset(("", "nan", "n/a", "na", "n/e", "-", "--", "null", "none"))
_ALLOWED = np.isin(np.arange(256), np.frombuffer(b"\0+-.0123456789eE", dtype=np.uint8))
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_NOTHING = b"nan"
_COMMA, _POINT = b",."
_GROUPED = {
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"),
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?"),
}


class Figures(NamedTuple):
    """The figures of a column.

    Attributes
    ----------
    value : (N,)
        NaN where the cell is empty.
    decimal
        The decimal sign, ``.`` or ``,``.
    """

    value: Floats
    decimal: str


def read_figures(table: Table, index: int, decimal: str | None = None) -> Figures:
    """Return the figures of a column; its decimal sign is told from all of its cells.

    Raises
    ------
    InputError
        At the first cell that holds other text, or a figure that is not finite.
    """
    cells = table.column(index)
    sign = decimal or _decimal_sign(table, index, cells)
    if sign == ",":
        cells = np.where(cells == _COMMA, _POINT, np.where(cells == _POINT, _COMMA, cells))
    odd = np.flatnonzero(~_ALLOWED[cells].all(axis=1))
    text = np.ascontiguousarray(cells).view(f"S{cells.shape[1]}").ravel()
    is_empty = cells[:, 0] == 0
    if is_empty.any():
        text = np.where(is_empty, _NOTHING, text)
    return Figures(_floats(table, index, text, odd.tolist(), sign), sign)


def _floats(
    table: Table, index: int, text: NDArray[np.bytes_], odd: list[int], sign: str
) -> Floats:
    try:
        value = _parsed(table, index, text, odd, sign)
    except ValueError:  # a cell of ordinary signs that is no number, such as "-"
        odd = [
            row
            for row, cell in enumerate(text)
            if cell != _NOTHING and not _PLAIN.fullmatch(cell.decode())
        ]
        value = _parsed(table, index, text, odd, sign)
    infinite = np.flatnonzero(np.isinf(value))
    if len(infinite):
        row = int(infinite[0])
        raise table.refusal(row, index, "a finite number", table.cell(row, index))
    return value


def _parsed(
    table: Table, index: int, text: NDArray[np.bytes_], odd: list[int], sign: str
) -> Floats:
    if odd:
        text = text.astype(f"S{max(text.itemsize, len(_NOTHING))}")
        text[odd] = [_tidied(table, row, index, sign) for row in odd]
    return text.astype(np.float64)


def _tidied(table: Table, row: int, index: int, sign: str) -> bytes:
    """Return an unusual cell as numpy reads it."""
    cell = table.cell(row, index).replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "")
    if cell.casefold() in _EMPTY:
        return _NOTHING
    if _GROUPED[sign].fullmatch(cell):
        cell = cell.replace("," if sign == "." else ".", "")
    if sign == ",":
        cell = cell.replace(",", ".") if "." not in cell else ""
    if not _PLAIN.fullmatch(cell):
        raise table.refusal(row, index, "a number, or empty", table.cell(row, index))
    return cell.encode()


def _decimal_sign(table: Table, index: int, cells: ByteMatrix) -> str:
    """Return the sign that parts whole from fraction everywhere in the column."""
    with_comma = (cells == _COMMA).any(axis=1)
    if not with_comma.any():
        return "."
    with_point = (cells == _POINT).any(axis=1)
    both = np.flatnonzero(with_comma & with_point)
    if len(both):
        cell = table.cell(int(both[0]), index)
        return "," if cell.rindex(",") > cell.rindex(".") else "."
    if _all_grouped(table, index, with_comma, "."):
        if with_point.any():
            return "."
        if table.delimiter != ";":
            row = int(with_comma.argmax())
            rule = "told apart by the option decimal: thousands or a decimal comma"
            raise table.refusal(row, index, rule, table.cell(row, index))
    return ","


def _all_grouped(table: Table, index: int, rows: NDArray[np.bool_], sign: str) -> bool:
    found = (table.cell(int(row), index) for row in np.flatnonzero(rows))
    return all(_GROUPED[sign].fullmatch(cell) for cell in found)


def read_whole_numbers(table: Table, index: int, least: int, most: int) -> Integers:
    """Return a column of whole numbers from ``least`` to ``most``, such as hours of a day."""
    value = read_figures(table, index).value
    wrong = np.flatnonzero(~((value >= least) & (value <= most) & (value == np.floor(value))))
    if len(wrong):
        row = int(wrong[0])
        rule = f"a whole number from {least} to {most}"
        raise table.refusal(row, index, rule, table.cell(row, index) or None)
    return value.astype(np.int64)

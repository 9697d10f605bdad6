"""How numbers are written: one grammar for cells of a page and for columns of a million rows.

People write digits, at most one decimal sign and thousands grouped by the other sign, a space or
an apostrophe (``numbers_by_sign``). Machines write what C's ``strtod`` reads (``-.2E1``), with
either decimal sign; columns of series take both (``read_numbers``). What a person types in an
entry or an option is read as a machine's (``typed_number``).
"""

import re
from collections.abc import Collection, MutableMapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Booleans, Floats, Integers
from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables.table import Table
from hydro_mining.imports.tables.text import ByteMatrix, as_texts

_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROUPED_BY_COMMA = re.compile(r"-?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_GROUPED_BY_SPACE = re.compile(r"-?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_POINT_FOR_COMMA = str.maketrans(".,", ",.")

_APOSTROPHE_GROUP = re.compile(r"(?<=[0-9])['’](?=[0-9]{3})")
_MARK = r"(?P<mark>(?:[^\W\d_]{1,5}|[$€£¢])/[kKMGT]?[wW][hH]|[^\W\d_]{1,4}\$?|[$€£¥₿¢]|\*)"
_MARKED = (
    re.compile(rf"(?P<before>[-( ]*){_MARK} ?(?P<after>.*)"),
    re.compile(rf"(?P<before>.*?) ?{_MARK}(?P<after>[) ]*)"),
)
_IN_PARENTHESES = re.compile(r"\( ?([^-() ][^()]*?) ?\)")

_EMPTY = frozenset(("", "nan", "n/a", "na", "n/e", "-", "--", "–", "null", "none"))
_MACHINE_BYTES = np.isin(np.arange(256), np.frombuffer(b"\0+-.0123456789eE", dtype=np.uint8))
_MACHINE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_HUNDREDS = re.compile(r"-?[1-9][0-9]{2,}")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{3,}")
_COMMA, _POINT = b",."


class Numbers(NamedTuple):
    """The numbers of a column.

    Attributes
    ----------
    value : (N,)
        NaN where the cell is empty.
    decimal
        The decimal sign, ``.`` or ``,``.
    marks
        What stands beside some of them, such as ``$``.
    """

    value: Floats
    decimal: str
    marks: frozenset[str] = frozenset()


def numbers_by_sign(text: str) -> dict[str, str]:
    """Return what a number is under each decimal sign under which it is one.

    >>> numbers_by_sign("1,234")
    {'.': '1234', ',': '1.234'}
    >>> numbers_by_sign("1,5")
    {',': '1.5'}
    """
    by_sign = {".": _with_point(text), ",": _with_point(text.translate(_POINT_FOR_COMMA))}
    return {sign: number for sign, number in by_sign.items() if number is not None}


def _with_point(text: str) -> str | None:
    if _GROUPED_BY_SPACE.fullmatch(text):
        text = text.replace(" ", "")
    if _GROUPED_BY_COMMA.fullmatch(text):
        text = text.replace(",", "")
    return text if _PLAIN.fullmatch(text) else None


def number_without_mark(text: str) -> tuple[str, str]:
    """Return a number without the currency or unit beside it, and that mark, empty if none.

    A negative one in an accountant's brackets gets its minus sign.

    >>> number_without_mark("$(5 000)")
    ('-5 000', '$')
    """
    text = _APOSTROPHE_GROUP.sub(" ", re.sub(r"\s+", " ", text).replace("\N{MINUS SIGN}", "-"))
    match = next((m for pattern in _MARKED if (m := pattern.fullmatch(text))), None)
    mark = match["mark"] if match else ""
    text = (match["before"] + match["after"]).strip() if match else text
    return re.sub(r"^- ", "-", _IN_PARENTHESES.sub(r"-\1", text)), mark


def typed_number(text: str) -> float | None:
    """Return the number that a text is as ``strtod`` reads it, None if it is none.

    ASCII digits only; a comma may be a decimal one, so a text with one is no number here.

    >>> typed_number("-.2E1"), typed_number("1_000"), typed_number("0,045")
    (-2.0, None, None)
    """
    return float(text) if _MACHINE.fullmatch(text) else None


def written_number(value: float) -> str:
    """Return the shortest digits that read back as the same number, without an exponent."""
    return format(Decimal(repr(value)).normalize(), "f")


def read_numbers(
    table: Table,
    index: int,
    decimal: str | None = None,
    *,
    marks: Collection[str] = (),
    texts: MutableMapping[str, int] | None = None,
) -> Numbers:
    """Return the numbers of a column; its decimal sign is told from all of its cells.

    Parameters
    ----------
    marks
        What may stand beside a number, in lower case.
    texts
        Where it is given, cells of text without a digit are empty and are counted in it, and
        anything may stand beside a number.

    Raises
    ------
    InputError
        At the first cell that holds other text, or a number that is not finite.
    """
    cells = table.column(index)
    sign = decimal or _decimal_sign(table, index, cells)
    if sign == ",":
        cells = np.where(cells == _COMMA, _POINT, np.where(cells == _POINT, _COMMA, cells))
    text = as_texts(cells)
    is_odd = ~_MACHINE_BYTES[cells].all(axis=1) | (cells[:, 0] == 0)
    value = np.empty(len(text))
    try:
        value[~is_odd] = text[~is_odd].astype(np.float64) if is_odd.any() else text.astype(float)
    except ValueError:  # a cell of ordinary bytes that is no number, such as "-"
        is_odd |= [_MACHINE.fullmatch(cell.decode("latin-1")) is None for cell in text]
        value[~is_odd] = text[~is_odd].astype(np.float64)
    found: set[str] = set()
    for row in np.flatnonzero(is_odd).tolist():
        value[row], mark = _odd_number(table, row, index, sign, marks=marks, texts=texts)
        found.add(mark)
    table.check(index, ~np.isinf(value), "a finite number")
    return Numbers(value, sign, frozenset(filter(None, found)))


def _odd_number(
    table: Table,
    row: int,
    index: int,
    sign: str,
    *,
    marks: Collection[str],
    texts: MutableMapping[str, int] | None,
) -> tuple[float, str]:
    """Return the number of a cell that is not plainly one, NaN if it is empty, and its mark."""
    cell = table.cell(row, index)
    if cell.casefold() in _EMPTY:
        return np.nan, ""
    plain, mark = number_without_mark(cell)
    plain_sign = plain if sign == "." else plain.translate(_POINT_FOR_COMMA)
    number = plain_sign if _MACHINE.fullmatch(plain_sign) else numbers_by_sign(plain).get(sign)
    if texts is not None and number is None and not any(map(str.isdigit, cell)):
        texts[cell] = texts.get(cell, 0) + 1
        return np.nan, ""
    is_unknown = texts is None and mark != "" and mark.casefold() not in marks
    if number is None or is_unknown:
        raise table.refusal(row, index, "a number, or empty", cell)
    return float(number), mark


def _decimal_sign(table: Table, index: int, cells: ByteMatrix) -> str:
    """Return the sign that parts whole from fraction everywhere in the column."""
    with_comma = (cells == _COMMA).any(axis=1)
    if not with_comma.any():
        return _point_alone(table, index, cells)
    undecided = None
    for row in np.flatnonzero(with_comma).tolist():
        cell, _ = number_without_mark(table.cell(row, index))
        signs = numbers_by_sign(cell)
        if not signs and _MACHINE.fullmatch(cell.translate(_POINT_FOR_COMMA)):
            return ","
        if len(signs) == 1:
            return next(iter(signs))
        undecided = row if signs and undecided is None else undecided
    if undecided is None or (cells == _POINT).any():
        return "."
    # Commas are decimal there, but 1,020 among 850 and 900 looks like thousands.
    if table.delimiter == ";" and not _has(_HUNDREDS, table, index, ~with_comma):
        return ","
    raise _undecided(table, undecided, index, "a decimal comma")


def _has(pattern: re.Pattern[str], table: Table, index: int, rows: Booleans) -> bool:
    """Return whether a cell of some rows is as a pattern says."""
    return any(pattern.fullmatch(table.cell(row, index)) for row in np.flatnonzero(rows).tolist())


def _point_alone(table: Table, index: int, cells: ByteMatrix) -> str:
    """Return the sign of a column without commas: a point, unless it may part thousands.

    In a file with commas between cells it parts none.
    """
    undecided = None
    with_point = (cells == _POINT).any(axis=1) if table.delimiter != "," else np.array([])
    for row in np.flatnonzero(with_point).tolist():
        cell, _ = number_without_mark(table.cell(row, index))
        signs = numbers_by_sign(cell)
        if len(signs) == 1:
            return next(iter(signs))
        if _MACHINE.fullmatch(cell) and not signs:
            return "."
        undecided = row if signs and undecided is None else undecided
    if undecided is None:
        return "."
    # Thousands that are not parted elsewhere are not parted here.
    if _has(_THOUSANDS, table, index, ~with_point):
        return "."
    raise _undecided(table, undecided, index, "a decimal point")


def _undecided(table: Table, row: int, index: int, otherwise: str) -> InputError:
    rule = f"told apart by the option {{option}}: thousands or {otherwise}"
    return table.refusal(row, index, rule, option="decimal")


def read_whole_numbers(table: Table, index: int, least: int, most: int) -> Integers:
    """Return a column of whole numbers from ``least`` to ``most``, such as hours of a day."""
    value = read_numbers(table, index).value
    is_right = (value >= least) & (value <= most) & (value == np.floor(value))
    table.check(index, is_right, f"a whole number from {least} to {most}")
    return value.astype(np.int64)

"""Forward curves: a month and a hashprice a row."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.exceptions import InputError
from hydro_mining.imports.hashprice import hashprice_unit, unit_notes
from hydro_mining.imports.tables import (
    Limits,
    Notation,
    Table,
    numbers_by_sign,
    read_table,
    read_text,
)

_LIMITS = Limits(most_bytes=1_000_000, most_rows=1_200, most_columns=16, longest_cell=100)
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?")
_COLUMNS = 2
_RULE = "a hashprice of 0 or more"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardCurveFile:
    """A hashprice a month.

    Attributes
    ----------
    months : (M,) datetime64[M], strictly increasing
    value : (M,) [currency/TH/day]
    currency
        ISO code; None if the heading does not say.
    notes
        Sentences on what the heading says and the option overrules.
    """

    months: NDArray[np.datetime64]
    value: Floats
    currency: str | None
    notes: tuple[str, ...] = ()


def read_forward_curve(data: bytes, *, unit: str | None = None) -> ForwardCurveFile:
    """Return the curve of a file: a month (YYYY-MM) and a hashprice in its first two columns.

    ``unit``, TH, PH or EH, is what the heading of the hashprice does not say.

    Raises
    ------
    InputError
        At the first line that breaks a rule, or if a month stands twice.
    """
    table = read_table(read_text(data, _LIMITS), _LIMITS)
    if len(table.headings) < _COLUMNS:
        rule = "with a month and a hashprice in its first two columns"
        raise InputError(f"line {table.heading_line}", rule, ", ".join(table.headings))
    currency, terahashes = hashprice_unit(table.headings[1], unit=unit)
    cells = ((f"line {line}", table.cell(row, 1)) for row, line in enumerate(table.lines))
    notation = Notation.of(cells, table.delimiter)
    found: dict[str, float] = {}
    for row in range(len(table)):
        month, value = _row(table, row, notation)
        if month in found:
            raise table.refusal(row, 0, "a month that stands once", month)
        found[month] = value / terahashes
    ordered = sorted(found.items())
    return ForwardCurveFile(
        months=np.array([month for month, _ in ordered], dtype="datetime64[M]"),
        value=read_only([value for _, value in ordered]),
        currency=currency,
        notes=unit_notes(table.headings[1], unit=unit),
    )


def _row(table: Table, row: int, notation: Notation) -> tuple[str, float]:
    month, text = table.cell(row, 0), table.cell(row, 1)
    if not _MONTH.fullmatch(month) or not _is_date(month):
        raise table.refusal(row, 0, "a month YYYY-MM")
    try:
        number = notation.number("hashprice", text, "a TH and day", such_as="0.045", cell=text)
    except InputError as error:
        rule = error.rule if numbers_by_sign(text) else _RULE
        raise table.refusal(row, 1, rule, text) from error
    if not number >= 0:
        raise table.refusal(row, 1, _RULE, text)
    return month[:7], number


def _is_date(month: str) -> bool:
    try:
        np.datetime64(month)
    except ValueError:  # such as the 31st of February
        return False
    return True

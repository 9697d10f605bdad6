"""Forward curves: a month and a hashprice a row."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Floats, read_only
from hydro_mining.exceptions import InputError
from hydro_mining.imports.hashprice import hashprice_unit
from hydro_mining.imports.text_table import (
    Limits,
    decoded,
    likely_delimiter,
    plain_number,
    rows_of,
)

__all__ = ["ForwardCurveFile", "read_forward_curve"]

_LIMITS = Limits(most_bytes=1_000_000, most_rows=1_200, most_columns=16, longest_cell=100)
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?")
_COLUMNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardCurveFile:
    """A hashprice a month.

    Attributes
    ----------
    months : (M,) datetime64[M], strictly increasing
    value : (M,) [currency/TH/day]
    currency
        ISO code; None if the heading does not say.
    """

    months: NDArray[np.datetime64]
    value: Floats
    currency: str | None


def read_forward_curve(data: bytes, *, unit: str | None = None) -> ForwardCurveFile:
    """Return the curve of a file: a month (YYYY-MM) and a hashprice in its first two columns.

    ``unit``, TH, PH or EH, is what the heading of the hashprice does not say.

    Raises
    ------
    InputError
        At the first line that breaks a rule, or if a month stands twice.
    """
    text = decoded(data, _LIMITS)
    delimiter = likely_delimiter(text, ",;\t")
    rows = rows_of(text, delimiter, _LIMITS)
    if len(rows.heading.cells) < _COLUMNS:
        rule = "with a month and a hashprice in its first two columns"
        raise InputError(f"line {rows.heading.line}", rule, ", ".join(rows.heading.cells) or None)
    heading = rows.heading.cells[1]
    currency, terahashes = hashprice_unit(heading, unit=unit)
    found: dict[str, float] = {}
    for line, cells in rows.below:
        if any(cell.strip() for cell in cells[len(rows.heading.cells) :]):
            rule = f"{len(rows.heading.cells)} cells, like the heading"
            raise InputError(f"line {line}", rule, len(cells))
        month, value = _row(line, cells, decimal_comma=delimiter == ";")
        if month in found:
            raise InputError(f"line {line}, column 1", "a month that stands once", month)
        found[month] = value / terahashes
    if not found:
        raise InputError(f"line {rows.heading.line + 1}", "a row with a month", None)
    ordered = sorted(found.items())
    return ForwardCurveFile(
        months=np.array([month for month, _ in ordered], dtype="datetime64[M]"),
        value=read_only([value for _, value in ordered]),
        currency=currency,
    )


def _row(line: int, cells: list[str], *, decimal_comma: bool) -> tuple[str, float]:
    month = cells[0].strip()
    if not _MONTH.fullmatch(month) or not _is_date(month):
        raise InputError(f"line {line}, column 1", "a month YYYY-MM", month or None)
    figure = plain_number(cells[1].strip(), decimal_comma=decimal_comma) if cells[1:] else None
    shown = cells[1] if cells[1:] else None
    if figure is None or not float(figure) >= 0:
        raise InputError(f"line {line}, column 2", "a hashprice of 0 or more", shown)
    return month[:7], float(figure)


def _is_date(month: str) -> bool:
    try:
        np.datetime64(month)
    except ValueError:  # such as the 31st of February
        return False
    return True

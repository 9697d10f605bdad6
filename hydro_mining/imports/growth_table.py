"""Yearly growth tables as CSV: cleaned with a report, or refused with the line and column."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.growth.table import GrowthTable
from hydro_mining.exceptions import InputError
from hydro_mining.imports.growth_headings import (
    GROWTH_TABLE_COLUMNS,
    check_lines_above,
    growth_columns,
)
from hydro_mining.imports.growth_report import FORMULAS, AccountsGap, GrowthTableReport
from hydro_mining.imports.tables import (
    Limits,
    Notation,
    Table,
    number_without_mark,
    read_table,
    read_text,
    written_number,
)

# A table is half a page; these bounds keep a hostile upload from costing time or memory.
_LIMITS = Limits(most_bytes=1_000_000, most_rows=200, most_columns=64, longest_cell=200)
# Half a cent, and what adding up in floating point may be off by.
_SMALLEST_GAP = 0.005
_ROUNDING = 1e-12

_SUMMARY = re.compile(r"(?:grand )?(?:totals?|sum|average|avg|mean)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:fy ?)?([0-9]{4})(?:[.,]0+| ?e)?", re.IGNORECASE)
_DOLLAR, _COIN = frozenset(("", "usd", "us$", "$")), frozenset(("", "btc", "₿"))
_UNITS = {"btc_price": "$/BTC", "btc_per_mw": "BTC/MW"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthTableImport:
    """A growth table and how its file was understood."""

    table: GrowthTable
    report: GrowthTableReport


class _Year(NamedTuple):
    line: int
    year: int
    figures: dict[str, float]


class _TextRow(NamedTuple):
    """A row with its line in the file and, by column, the text of its cells."""

    line: int
    texts: dict[str, str]


def read_growth_table(data: bytes | str) -> GrowthTableImport:
    """Return the yearly table of a CSV file with a report of what was understood.

    Comma, semicolon or tab; decimal point or comma. Year, BTC price, energy cost, opex, capex
    amortisation, total capex, taxes and one of BTC per MW and gross revenue are required, in
    US dollars; totals that are not there are derived, and those that are stay as stated.

    Raises
    ------
    InputError
        At the first line that breaks a rule; nothing of the file is used then.
    """
    text = read_text(data, _LIMITS)
    table = read_table(text, _LIMITS, may_be_short=True)
    check_lines_above(table.above)
    columns = growth_columns(table)
    summary_rows = _summary_rows(table, columns["year"])
    n_years = len(table) - len(summary_rows)
    table.check_complete(n_years)
    cells = [
        _TextRow(int(table.lines[row]), table.named_cells(row, columns)) for row in range(n_years)
    ]
    notation = _notation_of(cells, table.delimiter)
    years = [_year(row, notation) for row in cells]
    kept, repeated_lines = _without_repeats(years)
    in_order = sorted(kept, key=lambda row: row.year)
    report = GrowthTableReport(
        delimiter=table.delimiter,
        decimal_sign=notation.sign,
        columns=MappingProxyType({table.headings[at]: name for name, at in columns.items()}),
        left_aside=tuple(_left_aside(table, columns)),
        n_blank_rows=table.n_blank,
        repeated_lines=repeated_lines,
        summary_rows=summary_rows,
        was_sorted=in_order != kept,
        derived=tuple(c for c in GROWTH_TABLE_COLUMNS if c not in columns),
        gaps=tuple(gap for row in in_order for gap in _gaps(row)),
        remarks=text.comments,
    )
    return GrowthTableImport(table=_table(in_order), report=report)


def write_growth_table(table: GrowthTable) -> str:
    """Return the table as CSV with LF line ends, one row a year; reading gives it back.

    Positive figures below 1e-180 would have more digits than a cell may have.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(GROWTH_TABLE_COLUMNS)
    for index, year in enumerate(table.year):
        figures = (float(getattr(table, c)[index]) for c in GROWTH_TABLE_COLUMNS[1:])
        writer.writerow([year, *map(written_number, figures)])
    return out.getvalue()


def _left_aside(table: Table, columns: Mapping[str, int]) -> Iterable[str]:
    for at, heading in enumerate(table.headings):
        if at not in columns.values():
            is_filled = any(table.cell(row, at) for row in range(len(table)))
            if heading or is_filled:
                yield heading or f"column {at + 1}, without a heading"


def _summary_rows(table: Table, year_at: int) -> tuple[tuple[int, str], ...]:
    """Return line and name of the totals that close the table."""
    rows: list[tuple[int, str]] = []
    for row in reversed(range(len(table))):
        name = next(filter(None, (table.cell(row, at) for at in range(len(table.headings)))))
        if not _SUMMARY.match(name) or _is_year(table.cell(row, year_at)):
            break
        rows.insert(0, (int(table.lines[row]), name))
    if len(rows) == len(table):
        raise InputError(f"line {table.lines[0]}", "a row with a year", rows[0][1])
    return tuple(rows)


def _year(row: _TextRow, notation: Notation) -> _Year:
    try:
        year = _year_of(row.texts["year"])
        figures = {c: _number(c, text, notation) for c, text in row.texts.items() if c != "year"}
        read = _Year(row.line, year, figures)
        # The stated figures come first, so that no derived one is blamed for them.
        _table([read._replace(figures=dict.fromkeys(FORMULAS, 0.0) | figures)])
        _table([read])
    except InputError as error:
        place = f"line {row.line}, column {error.argument.rpartition('.')[2]}"
        raise InputError(place, error.rule, error.value) from error
    return read


def _without_repeats(years: Sequence[_Year]) -> tuple[list[_Year], tuple[int, ...]]:
    """Return the rows without those that repeat another, and the lines of those."""
    kept: dict[int, _Year] = {}
    repeated: list[int] = []
    for row in years:
        first = kept.setdefault(row.year, row)
        if first is row:
            continue
        for column, value in row.figures.items():
            if value != first.figures[column]:
                stated = written_number(first.figures[column])
                rule = f"{stated}, as in line {first.line} for {row.year}"
                raise InputError(f"line {row.line}, column {column}", rule, value)
        repeated.append(row.line)
    return list(kept.values()), tuple(repeated)


def _table(years: Sequence[_Year]) -> GrowthTable:
    for before, after in pairwise(years):
        if after.year != before.year + 1:
            rule = (
                f"{before.year + 1}, the year after that of line {before.line}, as none is left out"
            )
            raise InputError(f"line {after.line}, column year", rule, after.year)
    completed = [_completed(row.figures) for row in years]
    columns = {c: np.array([row[c] for row in completed]) for c in GROWTH_TABLE_COLUMNS[1:]}
    return GrowthTable(year=tuple(row.year for row in years), **columns)


def _completed(stated: Mapping[str, float]) -> dict[str, float]:
    """Return the figures of a year with those derived that are not stated."""
    figures = dict(stated)
    for column in FORMULAS:
        if column not in figures:
            figures[column] = _derived(column, figures)
    return figures


def _derived(column: str, figures: Mapping[str, float]) -> float:
    """Return what the column's formula of ``FORMULAS`` gives."""
    match column:
        case "btc_per_mw":
            return figures["gross_rev"] / figures["btc_price"] if figures["btc_price"] else 0.0
        case "gross_rev":
            return figures["btc_price"] * figures["btc_per_mw"]
        case "tot_costs":
            return figures["energy_cost"] + figures["opex"] + figures["capex_amort"]
        case _:
            return figures["gross_rev"] - figures["tot_costs"] - figures["taxes"]


def _gaps(row: _Year) -> Iterable[AccountsGap]:
    figures = _completed(row.figures)
    rounding = _ROUNDING * max(map(abs, figures.values()))
    for column in ("gross_rev", "tot_costs", "net_profits"):
        amount = _derived(column, figures) - figures[column]
        if abs(amount) >= max(_SMALLEST_GAP, rounding):
            yield AccountsGap(column, row.year, amount)


def _notation_of(rows: Iterable[_TextRow], delimiter: str) -> Notation:
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


def _is_year(text: str) -> bool:
    """Return whether ``_year_of`` understands the text."""
    return _YEAR.fullmatch(text) is not None


def _year_of(text: str) -> int:
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


def _number(column: str, text: str, notation: Notation) -> float:
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

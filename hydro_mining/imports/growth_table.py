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
from hydro_mining.imports.growth_figures import (
    Notation,
    TextRow,
    cleaned_figure,
    figure,
    is_year,
    told_notation,
    year_of,
)
from hydro_mining.imports.growth_headings import GROWTH_TABLE_COLUMNS, growth_columns
from hydro_mining.imports.growth_report import FORMULAS, AccountsGap, GrowthTableReport
from hydro_mining.imports.text_table import (
    Limits,
    Row,
    Rows,
    decoded,
    likely_delimiter,
    named_cells,
    rows_of,
    written_number,
)

__all__ = ["GrowthTableImport", "read_growth_table", "write_growth_table"]

# A table is half a page; these bounds keep a hostile upload from costing time or memory.
_LIMITS = Limits(most_bytes=1_000_000, most_rows=200, most_columns=64, longest_cell=200)
_DELIMITERS = ",;\t"
# Half a cent, and what adding up in floating point may be off by.
_SMALLEST_GAP = 0.005
_ROUNDING = 1e-12

_REMARK = re.compile(r'[^\S\r\n]*("?)#+([^\r\n]*)(?:\r\n?|\n|\Z)')
_BLANK_LINE = re.compile(r"[^\S\r\n]*(?:\r\n?|\n)")
_QUOTED_OR_IN_BRACKETS = re.compile(r'"[^"]*"|\([^()\r\n]*\)|\[[^\[\]\r\n]*\]')
_SUMMARY = re.compile(r"(?:grand )?(?:totals?|sum|average|avg|mean)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthTableImport:
    """A growth table and how its file was understood."""

    table: GrowthTable
    report: GrowthTableReport


class _Layout(NamedTuple):
    delimiter: str
    rows: Rows
    columns: dict[str, int]


class _Year(NamedTuple):
    line: int
    year: int
    figures: dict[str, float]


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
    text, remarks = _without_remarks(decoded(data, _LIMITS))
    layout = _layout(text)
    below, summary_rows = _without_summary(layout)
    years, decimal_sign = _years(layout, below)
    kept, repeated_lines = _without_repeats(years)
    in_order = sorted(kept, key=lambda row: row.year)
    report = GrowthTableReport(
        delimiter=layout.delimiter,
        decimal_sign=decimal_sign,
        columns=MappingProxyType(_by_heading(layout)),
        left_aside=tuple(_left_aside(layout)),
        n_blank_rows=layout.rows.n_blank,
        repeated_lines=repeated_lines,
        summary_rows=summary_rows,
        was_sorted=in_order != kept,
        derived=tuple(c for c in GROWTH_TABLE_COLUMNS if c not in layout.columns),
        gaps=tuple(gap for row in in_order for gap in _gaps(row)),
        remarks=remarks,
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


def _without_remarks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with empty lines for its leading remarks, and the remarks."""
    remarks: list[str] = []
    at = n_lines = 0
    while match := _REMARK.match(text, at) or _BLANK_LINE.match(text, at):
        at, n_lines = match.end(), n_lines + 1
        if match.re is _REMARK:
            remarks.append(_remark(match[2], is_quoted=bool(match[1])))
        if len(remarks) > _LIMITS.most_rows:
            raise InputError("file", f"at most {_LIMITS.most_rows} remarks", f"line {n_lines}")
    return "\n" * n_lines + text[at:], tuple(filter(None, remarks))


def _remark(text: str, *, is_quoted: bool) -> str:
    # A spreadsheet quotes a remark with commas and adds delimiters for the other columns.
    text = text.strip(" \t,;")
    text = text.removesuffix('"').replace('""', '"') if is_quoted else text
    printable = "".join(c if c.isprintable() else " " for c in text)
    longest = _LIMITS.longest_cell
    return f"{printable[:longest]}…" if len(printable) > longest else printable


def _layout(text: str) -> _Layout:
    outside = _QUOTED_OR_IN_BRACKETS.sub("", text).replace("\r", "\n")
    delimiter = likely_delimiter(outside, _DELIMITERS)
    rows = rows_of(text, delimiter, _LIMITS)
    return _Layout(delimiter, rows, growth_columns(rows.heading))


def _by_heading(layout: _Layout) -> dict[str, str]:
    headings = layout.rows.heading.cells
    return {headings[at].strip(): column for column, at in layout.columns.items()}


def _left_aside(layout: _Layout) -> Iterable[str]:
    understood = set(layout.columns.values())
    for at, heading in enumerate(layout.rows.heading.cells):
        is_filled = any("".join(row.cells[at : at + 1]).strip() for row in layout.rows.below)
        if at not in understood and (heading.strip() or is_filled):
            yield heading.strip() or f"column {at + 1}, without a heading"


def _without_summary(layout: _Layout) -> tuple[list[Row], tuple[tuple[int, str], ...]]:
    """Return the rows without the totals that close the table, and line and name of those."""
    below, summary = layout.rows.below, list[tuple[int, str]]()
    while below and (name := _summary_name(below[-1], layout.columns["year"])):
        summary.insert(0, (below[-1].line, name))
        below = below[:-1]
    return below, tuple(summary)


def _summary_name(row: Row, year_at: int) -> str | None:
    cells = [cell.strip() for cell in row.cells]
    name = next(filter(None, cells))
    has_year = is_year("".join(cells[year_at : year_at + 1]))
    return name if _SUMMARY.match(name) and not has_year else None


def _years(layout: _Layout, below: Sequence[Row]) -> tuple[list[_Year], str | None]:
    """Return the figures of each row, and the decimal sign that they were read with."""
    headings = layout.rows.heading.cells
    width = max(at for at, heading in enumerate(headings, start=1) if heading.strip())
    rows = [TextRow(row.line, named_cells(row, layout.columns, width)) for row in below]
    if not rows:
        raise InputError(f"line {layout.rows.heading.line + 1}", "a row with a year", None)
    rows = [TextRow(line, _cleaned(texts)) for line, texts in rows]
    notation = told_notation(rows, layout.delimiter)
    return [_year(row, notation) for row in rows], notation.sign


def _cleaned(texts: Mapping[str, str]) -> dict[str, str]:
    return {c: text if c == "year" else cleaned_figure(c, text) for c, text in texts.items()}


def _year(row: TextRow, notation: Notation) -> _Year:
    try:
        year = year_of(row.texts["year"])
        figures = {c: figure(c, text, notation) for c, text in row.texts.items() if c != "year"}
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

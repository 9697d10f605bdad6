"""Sheets that are written cell by cell; a formula comes with the core's own figure."""

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from hydro_mining.constants import SECONDS_PER_DAY
from hydro_mining.economics.returns import Returns
from hydro_mining.quantities import QUANTITIES, formatted, heading
from hydro_mining.reports.workbook.cell_formats import GENERAL, CellFormats, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW

_A4 = 9
_DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone


class Column(NamedTuple):
    """A table's column: heading, width in characters and number format."""

    heading: str
    width: float = 14
    fmt: str = GENERAL


def serial(time: dt.date) -> float:
    """Return a day, or a time in UTC to the second below, as a spreadsheet counts it [days].

    >>> serial(dt.date(1900, 3, 1)), serial(dt.datetime(1900, 3, 1, 6, tzinfo=dt.UTC))
    (61.0, 61.25)
    """
    moment = time if isinstance(time, dt.datetime) else dt.datetime.combine(time, dt.time.min)
    since = moment.replace(tzinfo=None) - _DAY_0
    return since.days + since.seconds / SECONDS_PER_DAY


def _cell_value(value: Any) -> float | str | bool:
    """Return a figure as a cell holds it; an undefined one is an empty text."""
    if isinstance(value, str | bool | np.bool_):
        return bool(value) if isinstance(value, np.bool_) else value
    if value is None or not math.isfinite(value):
        return ""
    return float(value)


class Page:
    """One sheet; rows are numbered as a reader sees them, from 1, columns from 0."""

    def __init__(self, sheet: Any, formats: CellFormats, name: str) -> None:
        self.sheet, self.formats, self.name = sheet, formats, name
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8Page &P of &N")

    def text(self, row: int, column: int, text: str, role: str = "text") -> None:
        """Write a text, whatever it begins with, as a text."""
        self.sheet.write_string(row - 1, column, text, self.formats.of(role))

    def wide(self, row: int, last_column: int, text: str, height: float) -> None:
        """Write a text that wraps over the columns from the first on."""
        style = self.formats.of("wrapped")
        self.sheet.merge_range(row - 1, 0, row - 1, last_column, "", style)
        self.sheet.write_string(row - 1, 0, text, style)
        self.sheet.set_row(row - 1, height)

    def value(
        self, row: int, column: int, value: Any, role: str = "fixed", fmt: str = GENERAL
    ) -> None:
        """Write a number, text, truth value or, where it is undefined, an empty cell."""
        style, held = self.formats.of(role, fmt), _cell_value(value)
        if isinstance(held, bool):
            self.sheet.write_boolean(row - 1, column, held, style)
        elif isinstance(held, str):
            if held:
                self.sheet.write_string(row - 1, column, held, style)
            else:
                self.sheet.write_blank(row - 1, column, None, style)
        else:
            self.sheet.write_number(row - 1, column, held, style)

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: Any,
        fmt: str = GENERAL,
        *,
        role: str = "formula",
    ) -> None:
        """Write a formula and the figure that a viewer shows without computing it.

        Without a figure every spreadsheet computes the cell when it opens the file.
        """
        style = self.formats.of(role, fmt)
        self.sheet.write_formula(row - 1, column, formula, style, _cell_value(value))

    def title(self, title: str, sentence: str) -> None:
        """Write what the sheet is, and one sentence on how to read it."""
        self.text(1, 0, title, "title")
        self.text(2, 0, sentence, "note")
        self.sheet.set_row(0, 24)

    def headings(self, row: int, texts: Iterable[str], first: int = 0) -> None:
        """Write the headings of a table, from the column ``first`` on."""
        for place, text in enumerate(texts, start=first):
            self.text(row, place, text, "header")

    def words(self, row: int, texts: Iterable[str]) -> None:
        """Write what a row is called, and small beside it what is to be said of that."""
        for place, text in enumerate(texts):
            self.text(row, place, text, "small" if place else "text")

    def legal(self, row: int, column: int, name: str) -> None:
        """Let the spreadsheet refuse what the product would refuse for the input ``name``."""
        legal = QUANTITIES[name].range
        assert legal is not None, f"{name} is a result, not an input"
        rule: dict[str, Any] = {
            "validate": "integer" if legal.whole else "decimal",
            "error_title": "Out of range",
            "error_message": f"This must be {legal.described(QUANTITIES[name].unit)}."[:250],
        }
        lower, upper = legal.lower, legal.upper
        if lower is not None and upper is not None and legal.lower_is_legal:
            rule |= {"criteria": "between", "minimum": lower, "maximum": upper}
        elif lower is not None:
            rule |= {"criteria": ">=" if legal.lower_is_legal else ">", "value": lower}
        self.sheet.data_validation(row - 1, column, row - 1, column, rule)

    def good_or_bad(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Colour cells that begin with OK or with DIFFERS."""
        for words, role in (("OK", "good"), ("DIFFERS", "bad")):
            self.sheet.conditional_format(
                first[0] - 1,
                first[1],
                last[0] - 1,
                last[1],
                {
                    "type": "text",
                    "criteria": "begins with",
                    "value": words,
                    "format": self.formats.overlay(role),
                },
            )


class _PlainWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas have none of the functions that Excel stores under other names.

    XlsxWriter looks for each of 32 such names in every formula, which is most of its time; it
    does so again, with the same file, should this method ever be called otherwise.
    """

    def _prepare_formula(
        self,
        formula: str,
        expand_future_functions: bool = False,  # noqa: ARG002, FBT001, FBT002 - XlsxWriter's
    ) -> str:
        return formula.removeprefix("=")


class Book:
    """The workbook with its sheets and named cells."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.formats = CellFormats(book)

    def page(self, name: str, *, gridlines: bool = False) -> Page:
        """Return a new sheet at the end."""
        sheet = self.book.add_worksheet(name, worksheet_class=_PlainWorksheet)
        sheet.hide_gridlines(1 if gridlines else 2)
        return Page(sheet, self.formats, name)

    def table(
        self,
        name: str,
        sentence: str,
        columns: Iterable[Column],
        *,
        height: float,
        frozen: int = 1,
        title: str = "",
        gridlines: bool = False,
    ) -> Page:
        """Return a new sheet that is one table: its title, how to read it, and its headings.

        The headings and the first ``frozen`` columns stay in sight, and the headings are
        repeated on every printed page. The title is the sheet's name unless given another.
        """
        page, row = self.page(name, gridlines=gridlines), FIRST_ROW - 1
        page.title(title or name, sentence)
        for place, column in enumerate(columns):
            page.text(row, place, column.heading, "header")
            page.sheet.set_column(place, place, column.width)
        page.sheet.set_row(row - 1, height)
        page.sheet.repeat_rows(row - 1)
        page.sheet.freeze_panes(row, frozen)
        return page

    def chart(
        self,
        kind: dict[str, str],
        series: Iterable[dict[str, Any]],
        *,
        title: str,
        x: dict[str, Any],
        y: dict[str, Any],
        size: tuple[int, int],
    ) -> Any:
        """Return a chart with its legend below; ``size`` is width and height [pixels]."""
        chart = self.book.add_chart(kind)
        for one in series:
            chart.add_series(one)
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_x_axis(x)
        chart.set_y_axis(y)
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": size[0], "height": size[1]})
        return chart

    def name(self, name: str, page: Page, row: int, column: int, *, last_row: int = 0) -> None:
        """Name a cell, or the part of a column down to ``last_row``."""
        letter = xl_col_to_name(column)
        place = f"'{page.name}'!${letter}${row}"
        if last_row:
            place += f":${letter}${last_row}"
        self.book.define_name(name, f"={place}")


def several_roots(result: Returns | None) -> str:
    """Return all rates at which a scenario's NPV is zero, where there are several."""
    roots = () if result is None else result.irr_roots
    return ", ".join(formatted("irr", root) for root in roots) if len(roots) > 1 else ""


def quantity_column(name: str, words: str = "", width: float = 14) -> Column:
    """Return the column of a quantity of the vocabulary, by its heading unless given another."""
    return Column(words or heading(name), width, number_format(name))

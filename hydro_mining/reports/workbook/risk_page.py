"""The sheet of the stored risk run: its figures, its terms, and cash by month, all values."""

from typing import Any

from hydro_mining.economics.risk import Risk, RiskFigures
from hydro_mining.quantities import unit
from hydro_mining.reports.group_tables import Told, risk_figures
from hydro_mining.reports.workbook.cell_formats import WHOLE, number_format
from hydro_mining.reports.workbook.layout import FIRST_ROW, Layout
from hydro_mining.reports.workbook.pages import Book, Column, Page
from hydro_mining.views.risk_sources import term_rows
from hydro_mining.views.risk_words import LEFT_OUT, odds_sentence

_MONEY = number_format("npv_gbp")
_LINES = ("p5", "p25", "p50", "p75", "p95")


def write_risk(book: Book, layout: Layout, told: Told) -> None:
    """Write the sheets ``Risk`` and ``Risk by month``, if the record holds a run."""
    run = told.answers.risk
    if run is None:
        return
    page = book.table(
        "Risk",
        f"{odds_sentence(run)} All values: the run that is stored with this study; the same seed "
        "draws it again.",
        [
            Column("Figure", 44),
            Column("Value", 20),
            Column("Standard error", 20),
            Column("Unit", 30),
        ],
        height=24,
    )
    row = _write_figures(page, run) + 1
    row = _write_terms(page, layout, row) + 1
    page.text(row, 0, "What this leaves out", "section")
    for line, text in enumerate(LEFT_OUT, start=row + 1):
        page.text(line, 0, text)
    _write_months(book, run)


def _write_figures(page: Page, run: RiskFigures) -> int:
    row = FIRST_ROW
    for one in risk_figures(run):
        fmt = number_format(one.quantity) if one.quantity else WHOLE
        page.text(row, 0, one.called)
        page.value(row, 1, one.value, "fixed", fmt)
        page.value(row, 2, one.standard_error, "fixed", fmt)
        page.text(row, 3, unit(one.quantity) if one.quantity else "", "small")
        row += 1
    return row


def _write_terms(page: Page, layout: Layout, row: int) -> int:
    headings, rows = term_rows(layout.study.risk or Risk())
    page.headings(row, headings)
    for line in rows:
        row += 1
        page.words(row, line)
    return row + 1


def _write_months(book: Book, run: RiskFigures) -> None:
    cash = run.cumulative_cash_gbp
    names = ["mean", *(f"p{at}" for at in cash.percentiles)]
    page = book.table(
        "Risk by month",
        "Cash added up from the investment in month 0 on [£]: the mean over all futures, and what "
        "so many per cent of them stay below. Values of the stored run.",
        [Column("Month", 9, WHOLE), *(Column(name, 15, _MONEY) for name in names)],
        height=24,
    )
    columns = [cash.mean, *cash.percentiles.values()]
    for month, figures in enumerate(zip(*columns, strict=True)):
        page.value(FIRST_ROW + month, 0, month, "index", WHOLE)
        for place, figure in enumerate(figures, start=1):
            page.value(FIRST_ROW + month, place, figure, "fixed", _MONEY)
    page.sheet.insert_chart(FIRST_ROW - 1, len(names) + 2, _chart(book, names, len(cash.mean)))


def _chart(book: Book, names: list[str], months: int) -> Any:
    last = FIRST_ROW + months - 2
    places = {name: names.index(name) + 1 for name in _LINES}
    lines = (
        {
            "name": name,
            "categories": ["Risk by month", FIRST_ROW - 1, 0, last, 0],
            "values": ["Risk by month", FIRST_ROW - 1, place, last, place],
            "line": {"width": 2.5 if name == "p50" else 1.25},
        }
        for name, place in places.items()
    )
    return book.chart(
        {"type": "line"},
        lines,
        title="Cash added up in the drawn futures",
        x={"name": "Month", "label_position": "low", "interval_unit": 12},
        y={"name": "£", "num_format": "#,##0"},
        size=(720, 380),
    )

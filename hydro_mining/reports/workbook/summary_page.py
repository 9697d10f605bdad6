"""The first sheet, for a board: whose site, what to do, and what each way leaves, live."""

from typing import Any

from hydro_mining.quantities import POUNDS
from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.run_record import RunRecord
from hydro_mining.reports.summary import board_sentences, page_title, title_rows
from hydro_mining.reports.workbook.cell_formats import number_format
from hydro_mining.reports.workbook.layout import Layout, PlanLayout
from hydro_mining.reports.workbook.metrics_page import cash_chart
from hydro_mining.reports.workbook.pages import Book, Page
from hydro_mining.views.board import answer_of, recommendation
from hydro_mining.views.verdict import Answer

__all__ = ["write_summary"]

_MONEY = number_format("npv_gbp")
_WIDTHS = (46.0, 18.0, 20.0, 18.0, 18.0)
# Characters of a line over all columns, and the height of one [points].
_LINE, _HEIGHT = 118, 14.0
_NOTE = (
    "This table is live: amounts over all years are undiscounted; NPV is in today's money, over "
    "selling the same power. The words above are of the inputs as exported."
)


def write_summary(book: Book, layout: Layout, record: RunRecord, told: Told) -> None:
    """Write the sheet ``Summary``."""
    page = book.page("Summary")
    for place, width in enumerate(_WIDTHS):
        page.sheet.set_column(place, place, width)
    page.sheet.fit_to_pages(1, 1)
    page.text(1, 0, page_title(layout.result, record), "title")
    page.sheet.set_row(0, 28)
    row = 2
    for name, text in title_rows(record):
        page.text(row, 0, f"{name}: {text}")
        row += 1
    answer = answer_of(layout.result)
    page.text(row + 1, 0, recommendation(answer, told.answers.risk), "title")
    page.sheet.set_row(row, 28)
    row += 2
    for text in board_sentences(told, POUNDS):
        page.wide(row, len(_WIDTHS) - 1, text, _HEIGHT * (1 + len(text) // _LINE))
        row += 1
    if answer is not None:
        _write_against(page, layout, answer, row + 1)
        chart = cash_chart(book, _flows(layout)[0])
        chart.set_title({"name": "Money in the project", "name_font": {"size": 12}})
        page.sheet.insert_chart(row + 5, 0, chart)


def _write_against(page: Page, layout: Layout, answer: Answer, row: int) -> None:
    years = layout.years
    texts = ["What you do", "You put in [£]", f"It brings in {years} years [£]",
             "That leaves [£]", "NPV [£]"]  # fmt: skip
    for place, text in enumerate(texts):
        page.text(row, place, text, "header")
    flows, sold = _flows(layout)
    put_in = f"-{flows.annual(0, 'cash_flow_gbp', 0)}"
    back = f"SUM({flows.annual_range(0, 'cash_flow_gbp', 1)})"
    mine, sell, built = row + 1, row + 2, flows.is_built
    lines: tuple[tuple[int, str, tuple[tuple[str, Any], ...]], ...] = (
        (
            mine,
            f"Mine with {answer.machines}",
            (
                (put_in, answer.put_in_gbp),
                (f"{sold}+{back}", answer.sold_gbp + answer.back_gbp),
                (f"C{mine}-B{mine}", answer.mined_gbp),
                (flows.metric(0, "npv_gbp"), answer.npv_gbp),
            ),
        ),
        (
            sell,
            "Sell the power instead",
            (
                ("0", 0.0),
                (sold, answer.sold_gbp),
                (f"C{sell}-B{sell}", answer.sold_gbp),
                ("0", 0.0),
            ),
        ),
    )
    for line, called, cells in lines:
        page.text(line, 0, called)
        for place, (formula, value) in enumerate(cells, start=1):
            guarded = f'=IF({built},{formula},"")'
            page.formula(line, place, guarded, value, _MONEY, role="result")
    page.text(row + 3, 0, _NOTE, "note")


def _flows(layout: Layout) -> tuple[Layout, str]:
    """Return the sheets of the answer's cash flows, and what selling the power brings."""
    if layout.result.plan is None:
        return layout, f"SUM({layout.annual_range(0, 'annual_power_cost_gbp', 1)})"
    plan = PlanLayout(result=layout.result)
    return plan, f"SUM({plan.annual_range(0, 'export_only_gbp', 1)})"

"""The first sheet, for a board: whose site, what to do, and what each way leaves, live."""

from functools import partial

from hydro_mining.reports.group_tables import Told
from hydro_mining.reports.run_record import RunRecord
from hydro_mining.reports.summary import board_sentences, page_title, title_rows
from hydro_mining.reports.workbook.cell_formats import money_format
from hydro_mining.reports.workbook.currency_page import cumulative_cash
from hydro_mining.reports.workbook.layout import Layout, PlanLayout
from hydro_mining.reports.workbook.metrics_page import cash_chart
from hydro_mining.reports.workbook.pages import Book, Page
from hydro_mining.views.answer import Answer, answer_of
from hydro_mining.views.board import recommendation

_WIDTHS = (46.0, 18.0, 20.0, 18.0, 18.0)
# Characters of a line over all columns, and the height of one [points].
_LINE, _HEIGHT = 118, 14.0
_NOTE = (
    "This table is live: amounts over all years are undiscounted; NPV is in today's money, over "
    "selling the same power. The words above are of the inputs as exported."
)
_IN_CURRENCY = (
    "In {code}, at the rate on the sheet Inputs. The sheets behind are in pounds, as the model is; "
    "“In {code}” has their results in {code}."
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
    page.text(row + 1, 0, recommendation(layout.result, answer, told.answers.risk), "title")
    page.sheet.set_row(row, 28)
    _write_against(page, layout, answer, row + 3)
    row += 8
    currency = layout.currency
    for text in board_sentences(told, currency):
        page.wide(row, len(_WIDTHS) - 1, text, _HEIGHT * (1 + len(text) // _LINE))
        row += 1
    if answer is not None:
        flows = _flows(layout)[0]
        cells = None if currency.is_pounds else partial(cumulative_cash, flows)
        chart = cash_chart(book, flows, cells, unit=currency.unit)
        chart.set_title({"name": "Money in the project", "name_font": {"size": 12}})
        page.sheet.insert_chart(row + 1, 0, chart)


def _write_against(page: Page, layout: Layout, answer: Answer | None, row: int) -> None:
    """Write the rows of mining and of selling; empty amounts where nothing is built."""
    years, currency = layout.years, layout.currency
    of = f"[{currency.unit}]"
    texts = ["What you do", f"You put in {of}", f"It brings in {years} years {of}",
             f"That leaves {of}", f"NPV {of}"]  # fmt: skip
    page.headings(row, texts)
    flows, sold = _flows(layout)
    mine, sell = row + 1, row + 2
    built = f"AND({flows.is_built},N({flows.prefix}n_miners)>0)"
    machines = f'{flows.prefix}n_miners&" × "&{flows.prefix}chosen_miner'
    called = f'=IF({built},"Mine with "&{machines},"Mine")'
    page.formula(mine, 0, called, _mine(layout), role="text")
    page.text(sell, 0, "Sell that power instead")
    formulas, values = _formulas(flows, sold, mine=mine, sell=sell), _values(answer)
    for line, amount in enumerate(formulas):
        for place, formula in enumerate(amount):
            value = values[line][place]
            shown = None if value is None else value * currency.rate
            guarded = f'=IF({built},{formula},"")'
            page.formula(
                mine + line, place + 1, guarded, shown, money_format(currency), role="result"
            )
    page.text(row + 3, 0, _NOTE, "note")
    if not currency.is_pounds:
        page.text(row + 4, 0, _IN_CURRENCY.format(code=currency.code), "note")


def _formulas(
    flows: Layout, sold: str, *, mine: int, sell: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is put in, brought in and left, and the NPV: of mining, then of selling."""
    put_in = f"-{flows.annual(0, 'cash_flow_gbp', 0)}"
    back = f"SUM({flows.annual_range(0, 'cash_flow_gbp', 1)})"

    def at_rate(formula: str) -> str:
        return formula if flows.currency.is_pounds else f"({formula})*currency_rate"

    return (
        (
            at_rate(put_in),
            at_rate(f"{sold}+{back}"),
            f"C{mine}-B{mine}",
            at_rate(flows.metric(0, "npv_gbp")),
        ),
        ("0", at_rate(sold), f"C{sell}-B{sell}", "0"),
    )


def _values(answer: Answer | None) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return what the formulas come to [£]; None where nothing is built."""
    if answer is None:
        return (None,) * 4, (None,) * 4
    brings_in = answer.sold_gbp + answer.back_gbp
    return (
        (answer.put_in_gbp, brings_in, answer.mined_gbp, answer.npv_gbp),
        (0.0, answer.sold_gbp, answer.sold_gbp, 0.0),
    )


def _mine(layout: Layout) -> str:
    result = layout.result
    if result.plan is not None:
        count, name = result.plan.n_miners, result.plan.chosen_miner
    else:
        count, name = 0 if result.site is None else result.site.n_miners, result.chosen_miner
    return "Mine" if name is None or not count else f"Mine with {count} × {name}"


def _flows(layout: Layout) -> tuple[Layout, str]:
    """Return the sheets of the answer's cash flows, and what selling the power brings."""
    if layout.result.plan is None:
        return layout, f"SUM({layout.annual_range(0, 'annual_power_cost_gbp', 1)})"
    plan = PlanLayout(result=layout.result, currency=layout.currency)
    return plan, f"SUM({plan.annual_range(0, 'export_only_gbp', 1)})"

"""The two pages: what to do, with its money, and how sure it is, with what it rests on."""

import dataclasses
import datetime as dt
import hashlib
import io
from collections.abc import Iterator
from functools import partial
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepInFrame

from hydro_mining.economics import Evaluation
from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.exchange import gbp_per_unit
from hydro_mining.provenance import Snapshot
from hydro_mining.quantities import Currency
from hydro_mining.reports.board_paper.charts import (
    fan_drawing,
    money_left_drawing,
    optimum_drawing,
)
from hydro_mining.reports.board_paper.letters import FONT, printable
from hydro_mining.reports.board_paper.pieces import (
    LINE,
    MUTED,
    WIDTH,
    card_row,
    figure_table,
    heading,
    paragraph,
    shortened,
    side_by_side,
)
from hydro_mining.reports.group_tables import Told, told_of
from hydro_mining.reports.page import words
from hydro_mining.reports.page.chapters import Chapter, Chart, chapters
from hydro_mining.reports.run_record import RunRecord, record_text
from hydro_mining.reports.summary import (
    AGAINST_CAPTION,
    AGAINST_EXPLAINED,
    against_table,
    board_sentences,
    page_title,
    title_rows,
)
from hydro_mining.views.answer import answer_of
from hydro_mining.views.assumptions import assumption_words
from hydro_mining.views.board import recommendation
from hydro_mining.views.currencies import currency_sentence
from hydro_mining.views.figures import metrics_rows, price_sentence
from hydro_mining.views.markup import Table
from hydro_mining.views.money_left import money_left_layers
from hydro_mining.views.plan_figures import plan_metrics_rows
from hydro_mining.views.some_scenarios import group_at, some_scenarios
from hydro_mining.views.verdict import verdict_cards
from hydro_mining.wording import time_in_words

_MARGIN, _FOOT = 14 * mm, 13 * mm
_WIDE, _HALF = (WIDTH, 62 * mm), (WIDTH / 2 - 4 * mm, 52 * mm)
_PAGES = 2
_FOOT_LETTERS = 110


def board_paper(result: Evaluation, record: RunRecord, currency: Currency) -> bytes:
    """Return a study as a PDF of two A4 pages, money in ``currency``.

    Its words and figures are those of the report; equal arguments give equal bytes. What is too
    long for a page is set smaller, never cut, but for scenarios and names, of which it says so.
    """
    told = told_of(result, record)
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=True, lang="en-GB")
    # Of the record, so that no clock is asked.
    canvas.setDateFormatter(lambda *_: f"D:{record.created_at:%Y%m%d%H%M%S}+00'00'")
    canvas.setTitle(page_title(result, record))
    canvas.setAuthor(dict(title_rows(record)).get("Author", ""))
    canvas.setCreator(f"hydro-mining {record.version}")
    parts = {part.key: part for part in chapters(told, currency, record.snapshot.recorded())}
    foot = f"hydro-mining {record.version} · {page_title(result, record)}"
    for number, pieces in enumerate(
        (_answer_page(told, record, currency), _grounds_page(told, record, parts, currency)),
        start=1,
    ):
        _draw_page(canvas, list(pieces), foot, number)
    canvas.save()
    return written.getvalue()


def _draw_page(canvas: Canvas, pieces: list[Any], foot: str, number: int) -> None:
    _, height = A4
    room = height - _MARGIN - _FOOT - 5 * mm
    held = KeepInFrame(WIDTH, room, pieces, mode="shrink")
    _, used = held.wrapOn(canvas, WIDTH, room)
    held.drawOn(canvas, _MARGIN, height - _MARGIN - used)
    canvas.setStrokeColor(LINE)
    canvas.line(_MARGIN, _FOOT, _MARGIN + WIDTH, _FOOT)
    canvas.setFont(FONT, 6.5)
    canvas.setFillColor(MUTED)
    canvas.drawString(_MARGIN, _FOOT - 9, shortened(printable(foot), most=_FOOT_LETTERS))
    canvas.drawRightString(_MARGIN + WIDTH, _FOOT - 9, f"Page {number} of {_PAGES}")
    canvas.showPage()


def _answer_page(told: Told, record: RunRecord, currency: Currency) -> Iterator[Any]:
    """Yield whose site it is, what to do, and what each way and each scenario leaves."""
    answer = answer_of(told.result)
    yield paragraph(page_title(told.result, record), "title")
    head = " · ".join(f"{name}: {text}" for name, text in title_rows(record))
    yield paragraph(head, "small", color=MUTED)
    yield paragraph(recommendation(told.result, answer, told.answers.risk), "answer")
    yield from (paragraph(text) for text in board_sentences(told, currency))
    if answer is not None:
        yield card_row(verdict_cards(answer, currency))
        yield from _money_left(_some(told.result), currency)
    rows = against_table(told, currency)
    if rows[1]:
        yield heading(AGAINST_CAPTION)
        yield figure_table(rows, widths=(6, 3, 3, 3, 3))
        yield paragraph(AGAINST_EXPLAINED, "small", color=MUTED)
    yield from _scenarios(told.result, currency)


def _some(result: Evaluation) -> Evaluation:
    """Return the result with as many scenarios as can be compared, the base case first."""
    count = len(result.study.scenarios)
    return some_scenarios(result, group_at(0, count))


def _money_left(result: Evaluation, currency: Currency) -> Iterator[Any]:
    if result.answered_scenarios:
        yield heading("Money left in the project by scenario, over selling the power")
        layers = money_left_layers(result, currency=currency)
        names = tuple(result.answered_scenarios)
        yield money_left_drawing(layers, names, size=_WIDE, currency=currency)


def _scenarios(whole: Evaluation, currency: Currency) -> Iterator[Any]:
    result = _some(whole)
    headings, rows = words.scenario_rows(result, only_used=True)
    if result.answered_scenarios:
        rows = [*rows, *_metrics(result, currency)[1]]
    names = [shortened(name) for name in headings[1:]]
    yield heading("What the scenarios assume, and what they come to")
    yield figure_table(
        (["The first is the base case", *names], rows), widths=(5, *[3] * len(names))
    )
    more = len(whole.study.scenarios) - len(names)
    if more:
        said = f"{more} more scenarios are in the run record and the report."
        yield paragraph(said, "small", color=MUTED)


def _metrics(result: Evaluation, currency: Currency) -> Table:
    if result.plan is None:
        return metrics_rows(result, currency)
    return plan_metrics_rows(result.plan, currency)


def _grounds_page(
    told: Told, record: RunRecord, parts: dict[str, Chapter], currency: Currency
) -> Iterator[Any]:
    """Yield how sure the answer is, what it assumes and where its figures are from."""
    yield from _pictures(parts, currency)
    yield from _risk(parts.get("risk"))
    yield heading("What is assumed")
    site = " · ".join(assumption_words(told.result.study, currency).values())
    yield paragraph(f"{site}. {_machine_price(told.result, record, currency)}")
    plan = parts.get("plan")
    yield from (paragraph(text) for text in (plan.remarks if plan else ()))
    yield from (paragraph(f"• {text}", "small") for text in words.assumptions(told.result))
    yield from _provenance(told.result, record, currency)


def _entry(result: Evaluation, record: RunRecord) -> CatalogueEntry | None:
    """Return the machine that is built with its dated prices."""
    built = result.chosen_miner if result.plan is None else result.plan.chosen_miner
    return next((one for one in record.entries if one.name == built), None)


def _machine_price(result: Evaluation, record: RunRecord, currency: Currency) -> str:
    """Return what the price of the machine that is built rests on, with its date."""
    entry = _entry(result, record)
    if entry is None:
        return ""
    rates = gbp_per_unit(record.snapshot.units_per_usd, usd_to_gbp=result.study.network.usd_to_gbp)
    said = price_sentence(entry, rates, record.created_at.date(), currency=currency)
    return f"{entry.name}: {said}" if said else ""


def _pictures(parts: dict[str, Chapter], currency: Currency) -> Iterator[Any]:
    draws = {"optimum": optimum_drawing, "fan": fan_drawing}
    charts = [one for part in parts.values() for one in part.charts if one.name in draws]

    def picture(chart: Chart, size: tuple[float, float]) -> list[Any]:
        drawn = draws[chart.name](chart.layers, size=size, currency=currency)
        return [heading(chart.title), drawn]

    if len(charts) > 1:
        yield side_by_side([picture(chart, _HALF) for chart in charts])
    else:
        for chart in charts:
            yield from picture(chart, _WIDE)


def _risk(part: Chapter | None) -> Iterator[Any]:
    if part is None:
        return
    yield heading(part.title)
    yield from map(paragraph, (part.answer, *part.remarks))
    yield card_row(part.cards)
    yield from (paragraph(f"• {text}", "small") for text in part.left_out)


def _provenance(result: Evaluation, record: RunRecord, currency: Currency) -> Iterator[Any]:
    snapshot = record.snapshot.recorded()
    said, warning = words.rests_on(result, snapshot)
    shown_in = currency_sentence(currency, snapshot.values, snapshot.per_usd)
    small = partial(paragraph, style="small")
    yield heading("Where the figures are from")
    yield from map(small, filter(None, (said, warning, shown_in)))
    used = _with_used_rates(snapshot, _entry(result, record), currency)
    yield figure_table(
        words.provenance_rows(used), widths=(4, 4, 2.4, 4, 4, 9), texts=(0, 2, 3, 4, 5)
    )
    made_at = record.created_at.astimezone(dt.UTC)
    digest = hashlib.sha256(record_text(record).encode()).hexdigest()
    yield small(
        f"Computed {time_in_words(record.created_at)}. The run record of {made_at:%H:%M:%S} UTC "
        "that day gives these figures again: saved from the page beside this paper, or what the "
        f"command made the paper of. Its file has the SHA-256 {digest}."
    )


def _with_used_rates(
    snapshot: Snapshot, entry: CatalogueEntry | None, currency: Currency
) -> Snapshot:
    """Return the snapshot with the rates of the paper's money and of the machine's quotes alone."""
    quoted = () if entry is None else entry.quotes
    used = {currency.code, *(quote.currency for quote in quoted)}
    rates = {code: rate for code, rate in snapshot.per_usd.items() if code in used}
    return dataclasses.replace(snapshot, per_usd=rates)

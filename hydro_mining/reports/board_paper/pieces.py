"""What the paper is set of: paragraphs, tables and cards, in one look; every text is escaped."""

import html
from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Table, TableStyle

from hydro_mining.reports.board_paper.letters import BOLD, FONT, printable
from hydro_mining.views.markup import Card
from hydro_mining.views.markup import Table as Rows

# Width between the margins [points].
WIDTH = 182 * mm
_INK, MUTED, LINE = HexColor("#12313a"), HexColor("#5a6d75"), HexColor("#dbe4e7")
_TONES = {"good": HexColor("#0a7a4b"), "bad": HexColor("#b3261e")}
# Size and leading [points], and what is left free above and below.
_SIZES = {
    "title": (13, 16, 0, 2),
    "answer": (15, 19, 5, 3),
    "heading": (9.4, 11.6, 6, 2),
    "text": (8.6, 11.4, 0, 2.5),
    "small": (7.2, 9.4, 0, 1.5),
    "cell": (7.2, 9, 0, 0),
    "value": (12, 15, 0, 0),
}
_BOLD_ONES = frozenset({"title", "answer", "heading", "value"})
# A name may have 500 characters; a cell has room for fewer.
_LONGEST_NAME = 60
_CARDS_IN_A_LINE = 4
_PADDING = 2.2
# What is free beside a column of its own.
_BETWEEN = 4 * mm


def paragraph(text: str, style: str = "text", *, color: Any = None, right: bool = False) -> Any:
    """Return a text, a style of ``_SIZES``."""
    size, leading, before, after = _SIZES[style]
    look = ParagraphStyle(
        style,
        fontName=BOLD if style in _BOLD_ONES else FONT,
        fontSize=size,
        leading=leading,
        spaceBefore=before,
        spaceAfter=after,
        textColor=color or _INK,
        alignment=2 if right else 0,
        splitLongWords=True,
    )
    return Paragraph(html.escape(printable(text), quote=False), look)


def heading(text: str) -> Any:
    """Return what stands above a part."""
    return paragraph(text, "heading")


def shortened(text: str, *, most: int = _LONGEST_NAME) -> str:
    """Return a name as a cell has room for it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def card_row(cards: Sequence[Card]) -> Any:
    """Return cards beside each other, four of them in a line."""
    cells: list[Any] = [
        [
            paragraph(card.label, "small", color=MUTED),
            paragraph(card.value, "value", color=_TONES.get(card.tone)),
            paragraph(card.note, "small", color=MUTED),
        ]
        for card in cards
    ]
    lines = [cells[at : at + _CARDS_IN_A_LINE] for at in range(0, len(cells), _CARDS_IN_A_LINE)]
    lines = [[*line, *[""] * (_CARDS_IN_A_LINE - len(line))] for line in lines]
    look = [
        ("INNERGRID", (0, 0), (-1, -1), 0.5, LINE),
        ("BOX", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    return Table(
        lines,
        colWidths=[WIDTH / _CARDS_IN_A_LINE] * _CARDS_IN_A_LINE,
        style=TableStyle(look),
        hAlign="LEFT",
    )


def figure_table(rows: Rows, *, widths: Sequence[float], texts: Iterable[int] = (0,)) -> Any:
    """Return headings and rows; the columns at ``texts`` are words, the others figures.

    ``widths`` are shares of the page's.
    """
    headings, body = rows
    words = frozenset(texts)
    cells = [
        [
            paragraph(cell, "cell", color=color, right=place not in words)
            for place, cell in enumerate(line)
        ]
        for line, color in ((headings, MUTED), *((line, None) for line in body))
    ]
    look = [
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), _PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), _PADDING),
        ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
    ]
    whole = sum(widths)
    return Table(
        cells,
        colWidths=[WIDTH * share / whole for share in widths],
        style=TableStyle(look),
        hAlign="LEFT",
    )


def side_by_side(parts: Sequence[Sequence[Any]]) -> Any:
    """Return columns of equal width, each of pieces below each other."""
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((side, (0, 0), (-1, -1), 0) for side in ("LEFTPADDING", "TOPPADDING")),
        ("RIGHTPADDING", (0, 0), (-1, -1), _BETWEEN),
    ]
    return Table(
        [[list(part) for part in parts]],
        colWidths=[WIDTH / len(parts)] * len(parts),
        style=TableStyle(look),
        hAlign="LEFT",
    )

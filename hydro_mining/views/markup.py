"""Small pieces of safe HTML: every text that is not ours is escaped here."""

import html
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Table: TypeAlias = tuple[list[str], list[list[str]]]  # headings and rows
Step: TypeAlias = tuple[str, str, str]  # of a working: figure, formula, formula with its values

_LONGEST_TEXT = 80
# A value of more characters is written smaller: kronur by the million beside each other on a phone.
_LONG_VALUE = 13
# A cell of more characters is no figure.
_LONG_CELL = 22
# A row's heading of more characters wraps on a phone.
LONG_HEADING = 16


def plain(text: str) -> str:
    """Return untrusted text made harmless: escaped, one line, at most 80 characters."""
    printable = "".join(c if c.isprintable() else " " for c in str(text))
    shortened = printable if len(printable) <= _LONGEST_TEXT else f"{printable[:_LONGEST_TEXT]}…"
    return html.escape(shortened)


def screen_title(text: str) -> str:
    """Return the heading of a screen or of a part of one."""
    return f'<h2 class="hm-title">{html.escape(text)}</h2>'


def titled(title: str, content: str) -> str:
    """Return a part of a screen below its heading."""
    return f'{screen_title(title)}<div class="hm-below">{content}</div>'


def chart_title(text: str) -> str:
    """Return the heading of a chart or of a table."""
    return f'<h3 class="hm-chart-title">{plain(text)}</h3>'


def lead_paragraph(text: str, *, figure: str = "") -> str:
    """Return our own text as a screen's answer; ``figure`` names it for tests."""
    named = f' data-figure="{figure}"' if figure else ""
    return f'<p class="hm-lead"{named}>{sentence(text)}</p>'


def headed(title: str, text: str, *, figure: str = "") -> str:
    """Return a screen's answer below its heading; ``figure`` names it for tests."""
    return screen_title(title) + lead_paragraph(text, figure=figure)


def verdict_markup(headline: str, text: str, *, tone: str) -> str:
    """Return a verdict with its first sentence below it."""
    below = f"<p>{sentence(text)}</p>" if text else ""
    return (
        f'<section class="hm-verdict hm-{tone}" role="status" data-figure="verdict">'
        f"<h2>{sentence(headline)}</h2>{below}</section>"
    )


def hint(text: str, *, is_status: bool = False) -> str:
    """Return our own text as a small remark, read out if it tells a state; none for no text."""
    role = ' role="status"' if is_status else ""
    return f'<p class="hm-hint"{role}>{sentence(text)}</p>' if text else ""


def loading(text: str = "Loading …") -> str:
    """Return a remark on what is being done, which is read out."""
    return f'<p class="hm-hint hm-loading" role="status">{sentence(text)}</p>'


def behind(text: str) -> str:
    """Return a remark at the edge of the window, which appears if it stands for a moment."""
    return f'<p class="hm-behind" role="status">{sentence(text)}</p>'


def progress(text: str, share: float) -> str:
    """Return how far something is: in words, which are read out, and as a bar."""
    return (
        f'<p class="hm-hint" role="status">{sentence(text)}</p>'
        f'<progress class="hm-progress" aria-label="{html.escape(text)}" max="1" '
        f'value="{share:.4f}"></progress>'
    )


def sentence(text: str) -> str:
    """Return our own text escaped, with no line break between a minus sign and its amount."""
    return html.escape(text).replace("−", "−&#8288;")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One figure: its label, its value as text, and a line that explains it.

    ``key`` names the quantity for tests and for assistive technology; ``tone`` is ``good``,
    ``bad`` or empty.
    """

    key: str
    label: str
    value: str
    note: str = ""
    tone: str = ""


def card_grid(cards: Sequence[Card]) -> str:
    """Return the cards as a grid that wraps to the width of the screen."""
    columns = "" if len(cards) % 4 else " hm-by-four"
    return f'<div class="hm-cards{columns}">{"".join(_card(card) for card in cards)}</div>'


def _card(card: Card) -> str:
    tone = f" hm-{card.tone}" if card.tone else ""
    length = " hm-long" if len(card.value) > _LONG_VALUE else ""
    return (
        f'<div class="hm-card{tone}" data-figure="{html.escape(card.key)}">'
        f'<div class="hm-label">{html.escape(card.label)}</div>'
        f'<div class="hm-value{length}">{html.escape(card.value)}</div>'
        f'<div class="hm-note">{html.escape(card.note)}</div></div>'
    )


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    caption: str,
    has_remarks: bool = False,
    has_total: bool = False,
    texts: Collection[str] = (),
) -> str:
    """Return a table; the first column is text, as are those headed by ``texts``, others figures.

    With ``has_remarks`` the last column holds sentences, which wrap; with ``has_total`` the last
    row is what the others add up to.
    """
    kind = f"hm-table{' hm-remarks' * has_remarks}{' hm-totalled' * has_total}"
    looks = [' class="hm-text"' * (heading in texts) for heading in headings]
    head = "".join(map(_heading, headings, looks))
    body = "".join(
        f'<tr><th scope="row"{_row_look(row[0])}>{html.escape(row[0])}</th>'
        + "".join(
            f"<td{_cell_look(cell, look)}>{html.escape(cell)}</td>"
            for cell, look in zip(row[1:], looks[1:], strict=False)
        )
        + "</tr>"
        for row in rows
    )
    return (
        # With the focus, a table that is wider than the screen is scrolled by the arrow keys.
        f'<div class="hm-scroll" role="region" aria-label="{html.escape(caption)}" tabindex="0">'
        f'<table class="{kind}"><caption>{html.escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row_look(heading: str) -> str:
    """Return the look of a row's heading; a long one wraps on a phone."""
    return ' class="hm-words"' if len(heading) > LONG_HEADING else ""


def _cell_look(cell: str, look: str) -> str:
    """Return the look of a cell; words in a column of figures wrap."""
    return look if look or len(cell) <= _LONG_CELL else ' class="hm-words"'


def _heading(text: str, look: str) -> str:
    """Return the head of a column; a corner without words heads nothing."""
    return f'<th scope="col"{look}>{html.escape(text)}</th>' if text else "<td></td>"


def workings(steps: Iterable[Step]) -> str:
    """Return (figure, formula, formula with values) as a list of equations."""
    items = "".join(
        f"<dt>{html.escape(figure)}</dt><dd>{html.escape(formula)}"
        f"<br><b>{html.escape(values)}</b></dd>"
        for figure, formula, values in steps
    )
    return f'<dl class="hm-workings">{items}</dl>'


def definitions(said: Mapping[str, str]) -> str:
    """Return what is said of each name, a line a name."""
    lines = "".join(
        f"<div><dt>{plain(name)}</dt><dd>{sentence(text)}</dd></div>" for name, text in said.items()
    )
    return f'<dl class="hm-terms">{lines}</dl>' if said else ""


def listed(sentences: Iterable[str]) -> str:
    """Return our own sentences as a list."""
    return f'<ul class="hm-list">{"".join(f"<li>{sentence(s)}</li>" for s in sentences)}</ul>'


def notice(sentences: Iterable[str], *, tone: str) -> str:
    """Return sentences as a bar; an empty text when there are none."""
    lines = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    return f'<div class="hm-notice hm-{tone}" role="status">{lines}</div>' if lines else ""

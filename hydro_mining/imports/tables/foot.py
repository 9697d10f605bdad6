"""Lines below the last row of a series that are no data: sums, sources, marks of the end."""

import re
from collections.abc import Callable, Sequence

from hydro_mining.imports.tables.text import Text

_MOST_LINES, _LOOKED_AT, _FEWEST_ROWS = 10, 14, 2
_BLANK = " ,;\t"
_DELIMITER = re.compile(r"[,;\t]")
_LETTERS_FIRST = re.compile(r'[" ]*[^\W\d_*©=-]|[" ]*[*©=-]+ *[^\W\d]')
# Others with figures may be a row whose time is written wrongly.
_SUMMARY = re.compile(
    r'(?i)[" ]*(?:grand )?(?:totals?|sum|summe|average|avg|mean|median|mittel(?:wert)?|'
    r"durchschnitt|somme|moyenne|media|promedio|min(?:imum)?|max(?:imum)?|source|note)\b"
)
_DIGIT_FIRST = re.compile(r'[" ]*[0-9]')
_WITH_DATE = re.compile(r"[,;\t].*[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9-/.]{8,}.*[,;\t]")


def without_foot(text: Text) -> Text:
    """Return a text without the lines of words that stand below rows which begin with digits.

    They are counted in its notes. Where rows begin with words, lines of one cell are no rows.
    """
    parts = text.body.rsplit(b"\n", _LOOKED_AT + 1)[-_LOOKED_AT - 1 : -1]
    lines = [part.decode(errors="ignore") for part in parts]
    for is_foot, is_row in ((_is_lone, _DELIMITER.search), (_is_words, _DIGIT_FIRST.match)):
        n_foot, n_words = _foot(lines, is_foot)
        rows = list(filter(_has_text, lines[: len(lines) - n_foot]))[-_FEWEST_ROWS:]
        if n_foot and len(rows) == _FEWEST_ROWS and all(map(is_row, rows)):
            n_bytes = sum(len(part) + 1 for part in parts[-n_foot:])
            note = f"Lines below the rows, not read: {n_words}."
            return text._replace(body=text.body[:-n_bytes], notes=(*text.notes, note))
    return text


def _foot(lines: Sequence[str], is_foot: Callable[[str], bool]) -> tuple[int, int]:
    """Return how many lines at the end are a foot, with blank ones and without."""
    n_foot = n_words = 0
    for n, line in enumerate(reversed(lines[-_MOST_LINES:]), start=1):
        if is_foot(line):
            n_foot, n_words = n, n_words + 1
        elif _has_text(line):
            break
    return n_foot, n_words


def _has_text(line: str) -> bool:
    return bool(line.strip(_BLANK))


def _is_lone(line: str) -> bool:
    return _DELIMITER.search(line.rstrip(_BLANK)) is None and any(map(str.isalpha, line))


def _is_words(line: str) -> bool:
    if _LETTERS_FIRST.match(line) is None or _WITH_DATE.search(line):
        return False
    return not any(map(str.isdigit, line)) or _SUMMARY.match(line) is not None

"""Lines below the last row of a series that are no data: sums, sources, marks of the end."""

import re

from hydro_mining.imports.tables.text import Text

__all__ = ["without_foot"]

_MOST_LINES, _LOOKED_AT, _FEWEST_ROWS = 10, 40, 2
_BLANK = " ,;\t"
_LETTERS_FIRST = re.compile(r'[" ]*[^\W\d_*©=-]|[" ]*[*©=-]+ *[^\W\d]')
_DIGIT_FIRST = re.compile(r'[" ]*[0-9]')
_WITH_DATE = re.compile(r"[,;\t].*[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}|[0-9-/.]{8,}.*[,;\t]")


def without_foot(text: Text) -> Text:
    """Return a text without the lines of words that stand below rows which begin with digits.

    They are counted in its notes. Where rows begin with words, all lines are rows.
    """
    parts = text.body.rsplit(b"\n", _LOOKED_AT + 1)[-_LOOKED_AT - 1 : -1]
    lines = [part.decode(errors="ignore") for part in parts]
    n_foot = n_words = 0
    for n, line in enumerate(reversed(lines[-_MOST_LINES:]), start=1):
        if _is_foot(line):
            n_foot, n_words = n, n_words + 1
        elif line.strip(_BLANK):
            break
    rows = lines[: len(lines) - n_foot]
    if len(text.body.split(b"\n", _LOOKED_AT + 2)) <= _LOOKED_AT + 2:
        rows = rows[1:]  # without the headings
    rows = [line for line in rows if line.strip(_BLANK)]
    if not n_foot or len(rows) < _FEWEST_ROWS or not all(map(_DIGIT_FIRST.match, rows)):
        return text
    n_bytes = sum(len(part) + 1 for part in parts[-n_foot:])
    note = f"Lines below the rows, not read: {n_words}."
    return text._replace(body=text.body[:-n_bytes], notes=(*text.notes, note))


def _is_foot(line: str) -> bool:
    return bool(_LETTERS_FIRST.match(line)) and _WITH_DATE.search(line) is None

"""Tables as CSV that a spreadsheet opens without running anything."""

import re
from typing import TYPE_CHECKING, Any

from hydro_mining.quantities import POUNDS, Currency, heading, shown, unit

if TYPE_CHECKING:
    import pandas as pd

# OWASP, "CSV Injection": what a spreadsheet takes for a formula, in full width too, which some
# read as the plain sign. Apostrophes before it count, so that a text which has one of its own
# comes back unchanged.
_FORMULA = re.compile(r"'* *[=+\-@＝＋－＠\t\r\n\0]")

# Headings of what is no quantity of the vocabulary.
_WORDS = {
    "scenario": "Scenario",
    "name": "Machine",
    "alternative": "Alternative",
    "date": "Date",
    "viable": "Viable",
    "irr_note": "Why there is no IRR",
    "irr_roots": "All internal rates [fraction a year]",
    "ends_below_zero": "Ends below zero",
}


def guarded_cell(text: str) -> str:
    """Return ``text`` with a leading apostrophe if a spreadsheet would run it.

    >>> guarded_cell("=1+1")
    "'=1+1"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded_cell(text: str) -> str:
    """Return the text that ``guarded_cell`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def frame_csv(
    frame: "pd.DataFrame", currency: Currency = POUNDS, *, quantity: str | None = None
) -> str:
    """Return a results table as CSV: headings with units, numbers in full, text guarded.

    Money comes in pounds and is written in ``currency``. Columns that have a name as a whole
    (``frame.columns.name``) are scenarios or machines, and keep the names that they were given,
    with the unit of the ``quantity`` that they all hold.
    """
    names = [str(name) for name in frame.columns]
    are_quantities = frame.columns.name is None
    held = names if are_quantities else [quantity or ""] * len(names)
    written = frame.map(_guarded)
    for place, name in enumerate(held):
        written.isetitem(place, shown(name, written.iloc[:, place], currency))
    headings = (
        [_heading(name, currency) for name in names]
        if are_quantities
        else [_with_unit(name, quantity, currency) for name in names]
    )
    written.columns = [guarded_cell(text) for text in headings]
    written.index = shown(str(frame.index.name), frame.index, currency).map(
        lambda key: tuple(map(_guarded, key)) if isinstance(key, tuple) else _guarded(key)
    )
    labels = [_heading(str(name), currency) for name in frame.index.names]
    return written.to_csv(index_label=labels)


def _heading(name: str, currency: Currency) -> str:
    return _WORDS.get(name) or heading(name, currency)


def _with_unit(name: str, quantity: str | None, currency: Currency) -> str:
    return name if quantity is None else f"{name} [{unit(quantity, currency)}]"


def _guarded(value: Any) -> Any:
    return guarded_cell(value) if isinstance(value, str) else value

"""Numbers as a person types and reads them in an entry."""

import math
import re

from hydro_mining.imports.tables import typed_number

# 0,045 is a decimal comma and not 45, so it is no number here.
_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PLACES, _LEAST_PLAIN = 6, 1e-6


def number_text(value: float | None) -> str:
    """Return a number with thousands separators and no needless zeros.

    It has six decimals, or six figures where a small number needs more decimals for them.

    >>> number_text(1000.0), number_text(0.045), number_text(None)
    ('1,000', '0.045', '')
    >>> number_text(0.0000015)
    '0.0000015'
    """
    if value is None:
        return ""
    if float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) < _LEAST_PLAIN or not math.isfinite(value):
        return f"{value!r}"
    before_figures = max(-math.floor(math.log10(abs(value))) - 1, 0)
    written = f"{value:,.{_PLACES + before_figures}f}".rstrip("0")
    return f"{value!r}" if written.endswith(".") else written


def parsed_number(text: str, *, units: str = "£$%") -> float | str | None:
    """Return the number that ``text`` is, None if it is empty, and the text if it is none.

    ``units`` are the signs that may stand around it: those of the entry, and no others, since
    5 % is no price.

    >>> parsed_number("1,000"), parsed_number(" 4.5 % "), parsed_number("0,045")
    (1000.0, 4.5, '0,045')
    """
    bare = text.replace("\N{MINUS SIGN}", "-").strip().strip(units).strip()
    if not bare:
        return None
    number = typed_number(bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare)
    return text if number is None else number

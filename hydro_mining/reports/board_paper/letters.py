"""The paper's two fonts, which come with the product, and the letters that they have."""

import io
import unicodedata

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hydro_mining.exceptions import InputError
from hydro_mining.package_files import package_bytes

__all__ = ["BOLD", "FONT", "printable"]

FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_SCRIPTS = "Latin, Greek, Cyrillic, Armenian or Georgian letters (the report page has any)"

for _font in (FONT, BOLD):
    _data = io.BytesIO(package_bytes("assets/fonts", f"{_font}.ttf"))
    pdfmetrics.registerFont(TTFont(_font, _data))


def printable(text: str) -> str:
    """Return a text as the paper prints it, each letter with its marks in one.

    Raises
    ------
    InputError
        If the fonts lack one of its letters, which would come out as a box.
    """
    composed = unicodedata.normalize("NFC", text)
    known = pdfmetrics.getFont(FONT).face.charToGlyph
    if any(ord(letter) not in known and not letter.isspace() for letter in composed):
        raise InputError("a text of the board paper", f"in {_SCRIPTS}", composed)
    return composed

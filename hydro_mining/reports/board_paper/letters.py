"""The paper's two fonts, which Panel brings for its slides, and the letters that they have."""

import unicodedata
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from hydro_mining.exceptions import InputError

FONT, BOLD = "source-sans-pro-regular", "source-sans-pro-semibold"
_SCRIPT = "Latin letters (the report page has any)"


def _register() -> None:
    """Register the fonts from Panel's files: a font that prints every Latin letter."""
    spec = find_spec("panel")
    assert spec is not None, "the dashboard's library is installed"
    assert spec.origin is not None
    bundled = Path(spec.origin).parent / "dist" / "bundled"
    for font in (FONT, BOLD):
        file = next(bundled.glob(f"reveal.js*/**/{font}.ttf"))
        pdfmetrics.registerFont(TTFont(font, file))


_register()


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
        raise InputError("a text of the board paper", f"in {_SCRIPT}", composed)
    return composed

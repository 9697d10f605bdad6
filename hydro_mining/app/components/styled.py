"""The product's style sheet, of which a page has one for all that is drawn with it."""

from typing import Any
from weakref import WeakValueDictionary

from bokeh.document import Document
from bokeh.models import InlineStyleSheet

from hydro_mining.app.components.assets import asset

# By the page's identity; a sheet lives as long as what is drawn with it.
_SHEETS: WeakValueDictionary[int, InlineStyleSheet] = WeakValueDictionary()


class Styled:
    """What is drawn in the product's style; its own sheets come behind it.

    Written into each, the sheet was half of what a browser gets of a page.
    """

    stylesheets: list[Any]

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        properties: dict[str, Any] = super()._get_properties(doc)  # type: ignore[misc]
        sheets = properties["stylesheets"]
        sheets.insert(len(sheets) - len(self.stylesheets), _sheet(doc))
        return properties


def _sheet(document: Document | None) -> str | InlineStyleSheet:
    """Return a page's sheet, its text where there is no page."""
    if document is None:
        return asset("theme.css")
    held = _SHEETS.get(id(document))
    if held is None or held.document not in {None, document}:
        held = _SHEETS[id(document)] = InlineStyleSheet(css=asset("theme.css"))
    return held

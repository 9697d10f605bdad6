"""HTML of our own making, in the product's style."""

from collections.abc import Mapping
from html import escape
from typing import Any, ClassVar

import param
from bokeh.document import Document
from bokeh.model import Model
from panel.models import HTML
from panel.reactive import Reactive

from hydro_mining.app.components.styled import Styled


class Markup(Styled, Reactive):
    """A piece of HTML; ``object`` is its text.

    Panel's own pane makes a row for itself to stand in, and sends all about a piece whenever its
    text changes.
    """

    object = param.Parameter(default="", doc="HTML whose texts are escaped, or what follows it.")

    _rename: ClassVar[Mapping[str, str | None]] = {"object": "text"}
    _linked_properties: tuple[str, ...] = ()  # a browser changes nothing of it

    def _get_model(
        self,
        doc: Document | None,
        root: Model | None = None,
        parent: Model | None = None,
        comm: Any = None,  # noqa: ARG002 - Panel's form
    ) -> Model:
        model = HTML(disable_math=True, **self._get_properties(doc))
        self._models[(root or model).ref["id"]] = (model, parent)
        return model

    def _process_param_change(self, params: dict[str, Any]) -> dict[str, Any]:
        if "object" in params:
            params["object"] = escape(params["object"] or "")
        return super()._process_param_change(params)


def markup(html: Any = "", **params: Any) -> Markup:
    """Return a piece of HTML that takes the width of its place."""
    return Markup(object=html, **{"sizing_mode": "stretch_width", "margin": (4, 10), **params})

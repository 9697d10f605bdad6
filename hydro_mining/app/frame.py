"""The frame of a page: its look, its template, and that it goes when its visitor goes."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import panel as pn
import panel_material_ui as pmui
from panel.util import edit_readonly
from panel_material_ui.template.base import parse_template

from hydro_mining.app.components.assets import asset
from hydro_mining.app.theme import PAGE_LOOK, THEME


def framed(main: Any, beside: Any, header: Sequence[Any]) -> pmui.Page:
    """Return a page of what fills it, what stands beside that, and what stands in its header."""
    page = pmui.Page(
        title="Hydro mining",
        header=list(header),
        sidebar=[beside],
        main=[main],
        theme_config=THEME,
        sx=PAGE_LOOK,
        sidebar_width=330,
        sidebar_resizable=False,  # by the mouse alone
        busy_indicator=None,
        theme_toggle=False,  # it is in assets/theme.js, which keeps the choice
        template=_frame(),
    )
    _release_from_busy_state(page)
    return page


@cache
def _frame() -> Any:
    """Return the template of the page's frame, which is parsed once."""
    return parse_template(asset("page.html"))


def _release_from_busy_state(page: pmui.Page) -> None:
    """Cut the page's reference to the global busy state, which would keep it alive for ever.

    ``Page`` links itself to ``pn.state.param.busy`` and nothing unlinks it when its session
    ends (panel-material-ui 0.16), so each visit would leave some 3 MB behind.
    """
    with edit_readonly(page):
        page.busy = False
    watchers = pn.state.param.watchers.get("busy", {}).get("value", [])
    for watcher in list(watchers):
        owner = getattr(watcher.fn, "__self__", None)
        if getattr(owner, "self_or_cls", None) is page:
            pn.state.param.unwatch(watcher)

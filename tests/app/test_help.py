"""Whoever wonders what an entry means finds it said beside the entry."""

import panel as pn
import panel_material_ui as pmui
import pytest
from panel.widgets.base import WidgetBase

from hydro_mining.app.screens import SCREENS
from tests.app.driver import Visit

# Buttons say what they do; beside a place for a file stands which files it takes.
NO_ENTRIES = (
    pmui.Button,
    pmui.IconButton,
    pmui.FileDownload,
    pn.widgets.FileDropper,
    pn.widgets.FileInput,
)


@pytest.fixture(scope="module")
def whole() -> Visit:
    """Return a page with every screen and section opened, water and grid with them."""
    visit = Visit()
    visit.open("hydro")
    visit.press("See an example")
    for screen in SCREENS:
        visit.open(screen.key)
    for _ in range(3):  # sections stand in sections
        visit.open_all_sections()
    return visit


def help_of(widget: WidgetBase) -> str:
    """Return what is said of an entry: beside its name, or in it while it is empty."""
    return getattr(widget, "description", "") or getattr(widget, "placeholder", "") or ""


def test_every_entry_says_what_it_means(whole: Visit) -> None:
    """On the sidebar and all screens; a slider below its entry has the entry's words."""
    entries = [w for w in whole.everything(WidgetBase) if not isinstance(w, NO_ENTRIES)]
    told = {w.label for w in entries if help_of(w)}
    assert len(entries) > 100
    assert [w for w in entries if not help_of(w) and w.label not in told] == []

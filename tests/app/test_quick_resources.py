"""A page asks for the scripts and sheets that Panel finds."""

from collections.abc import Iterator

import panel as pn
import pytest
from bokeh.resources import Resources as BokehResources
from panel.config import config
from panel.io import server
from panel.io.resources import Resources

from hydro_mining.app.quick import resources as quick_resources
from hydro_mining.app.quick.resources import quicken_resources


@pytest.fixture
def sheets() -> Iterator[list[str]]:
    """Return the settings' sheets, which are as they were afterwards."""
    known = list(config.raw_css)
    yield config.raw_css
    config.raw_css[:] = known


def asked() -> tuple[Resources, list[object]]:
    """Return what a server says of where its files lie, and the roots of a page."""
    resources = Resources.from_bokeh(BokehResources(mode="server"))
    return resources, [pn.Column(pn.pane.HTML("a")).get_root()]


def test_a_page_asks_for_what_panel_finds(sheets: list[str]) -> None:
    """The first and the next; a page with a sheet of its own asks for that."""
    quicken_resources()
    resources, roots = asked()
    first, second = (server.bundle_resources(roots, resources) for _ in range(2))
    theirs = quick_resources._found_by_panel(roots, resources)
    assert vars(first) == vars(second) == vars(theirs)
    sheets.append("b { color: red }")
    own = server.bundle_resources(roots, resources)
    assert any("color: red" in text for text in own.css_raw)
    assert not any("color: red" in text for text in second.css_raw)


def test_what_one_page_adds_is_not_asked_for_by_another() -> None:
    """As a page within another's page adds its script."""
    quicken_resources()
    resources, roots = asked()
    first = server.bundle_resources(roots, resources)
    first.js_raw.append("alert()")
    assert "alert()" not in server.bundle_resources(roots, resources).js_raw

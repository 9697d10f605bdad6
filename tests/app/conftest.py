"""One dashboard that the tests of the page share, since drawing it takes a second."""

from collections.abc import Iterator

import pytest

from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.scenarios.screen import ScenariosScreen
from tests.app.driver import Visit

# Importing it adds a screen's quantity and settings to the product's: its test undoes that.
collect_ignore = ["toy_screen.py"]


@pytest.fixture(scope="session")
def shared() -> Visit:
    """Return the visit that tests share; see ``visit``."""
    return Visit(screens=(OverviewScreen, ScenariosScreen))


@pytest.fixture
def visit(shared: Visit) -> Iterator[Visit]:
    """Return a visit to the default dashboard, put back as it was afterwards."""
    with shared.left_as_it_was():
        yield shared

"""What a new screen costs: one file, ``toy_screen.py``, and one line, the tuple below."""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from hydro_mining.app.screens import SCREENS
from hydro_mining.economics import sections
from hydro_mining.quantities import QUANTITIES, groups
from hydro_mining.reports.link import case_text
from hydro_mining.reports.run_record import read_record
from tests.app.driver import Visit

FILE = "tests.app.toy_screen"


@pytest.fixture(scope="module")
def toy() -> Iterator[ModuleType]:
    """Import the file, and leave the product's vocabulary and records without it again."""
    registries: list[dict[str, Any]] = [sections._types, groups._GROUPS, groups._QUANTITIES]
    before = [dict(registry) for registry in registries]
    yield importlib.import_module(FILE)
    del sys.modules[FILE]
    for registry, entries in zip(registries, before, strict=True):
        registry.clear()
        registry.update(entries)


@pytest.fixture
def arrive(toy: ModuleType) -> Callable[[], Visit]:
    """Return what makes a visit to a page with the new screen, and opens it."""

    def arrived() -> Visit:
        visit = Visit(screens=(*SCREENS, toy.PondScreen))
        visit.open("pond")
        return visit

    return arrived


@pytest.fixture
def visit(arrive: Callable[[], Visit]) -> Visit:
    """Return a visit."""
    return arrive()


def enter(visit: Visit, text: str) -> None:
    """Type a depth."""
    visit.screen.depth.entry.value = text


def test_it_is_drawn_in_a_tab_of_its_own(visit: Visit, toy: ModuleType) -> None:
    """The last tab has its title and its content, which follows the section."""
    assert visit.dashboard._tabs._names[-1] == "Pond"
    assert isinstance(visit.screen, toy.PondScreen)
    assert visit.screen.said in visit.dashboard._tabs[-1].select()
    assert visit.screen_text == "3.0 m deep"
    visit.screen.pond.pond_depth_m = 4
    assert visit.screen_text == "4.0 m deep"


def test_its_entry_is_labelled_and_checked_by_the_quantity(visit: Visit) -> None:
    """Label, unit, meaning and range stand once, and the section keeps what was legal."""
    entry = visit.screen.depth.entry
    assert entry.label == "Depth of the pond [m]"
    assert entry.description == QUANTITIES["pond_depth_m"].meaning
    enter(visit, "51")
    assert entry.helper_text == "Must be a number above 0 up to 50 (m); you entered 51."
    assert visit.screen.pond.settings.pond_depth_m == 3
    enter(visit, "7.5")
    assert (entry.helper_text, visit.screen.pond.settings.pond_depth_m) == ("", 7.5)
    assert visit.screen_text == "7.5 m deep"


def test_it_is_saved_and_reopened(
    visit: Visit, arrive: Callable[[], Visit], toy: ModuleType
) -> None:
    """A record holds its settings, which another visit shows in entry and sentence."""
    enter(visit, "7.5")
    settings = toy.PondSettings(pond_depth_m=7.5)
    text = visit.record_text
    assert json.loads(text)["inputs"]["sections"] == {"pond": {"pond_depth_m": 7.5}}
    assert read_record(text.encode()).sections == {"pond": settings}

    other = arrive()
    other.open_record(text)
    assert other.case.settings() == {"pond": settings}
    assert other.screen.depth.entry.value == "7.5"
    assert other.screen_text == "7.5 m deep"
    assert other.record_text == text


def test_a_link_brings_it_along(visit: Visit, arrive: Callable[[], Visit], toy: ModuleType) -> None:
    """What is in a record is in the address of the case."""
    enter(visit, "7.5")
    other = arrive()
    other.open_link(case_text(visit.record))
    assert other.case.settings() == {"pond": toy.PondSettings(pond_depth_m=7.5)}


def test_a_record_from_before_it_opens_with_its_first_settings(visit: Visit) -> None:
    """A record without the section is one in which nothing was chosen there."""
    text = visit.record_text
    enter(visit, "7.5")
    visit.open_record(text)
    assert visit.case.settings() == {}
    assert visit.screen.depth.entry.value == "3"


def test_a_depth_that_is_out_of_range_is_refused_by_its_path(visit: Visit) -> None:
    """A record is checked by the same range, and nothing is opened of it."""
    enter(visit, "7.5")
    document = json.loads(visit.record_text)
    document["inputs"]["sections"]["pond"]["pond_depth_m"] = 51
    visit.open_record(json.dumps(document))
    rule = "inputs.sections.pond.pond_depth_m must be a number above 0 up to 50 (m); got 51"
    assert str(visit.case.opened.problem) == rule
    assert visit.screen.pond.settings.pond_depth_m == 7.5


def test_a_page_without_the_line_refuses_its_record(visit: Visit) -> None:
    """What cannot be shown is not half opened."""
    enter(visit, "7.5")
    plain = Visit()
    before = plain.state()
    plain.open_record(visit.record_text)
    assert "Not opened, everything is as before: pond must be one of " in plain.banner
    assert plain.state() == before

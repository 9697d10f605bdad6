"""What a new screen costs: one file, ``toy_screen.py``, and one line, the tuple below."""

import importlib
import json
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from hydro_mining.app import Dashboard, new_case
from hydro_mining.app.records import open_file, open_link
from hydro_mining.app.records.case_record import case_record
from hydro_mining.app.screens import SCREENS
from hydro_mining.economics import sections
from hydro_mining.imports.bundled import site_presets
from hydro_mining.quantities import QUANTITIES, groups
from hydro_mining.reports.link import case_text
from hydro_mining.reports.run_record import read_record, record_text

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
def screens(toy: ModuleType) -> tuple[Any, ...]:
    """Return the one line."""
    return (*SCREENS, toy.PondScreen)


@pytest.fixture
def dashboard(screens: tuple[Any, ...]) -> Dashboard:
    """Return a page with the new screen open."""
    made = Dashboard(new_case(screens=screens), presets=site_presets(), screens=screens)
    made.open_key = "pond"
    return made


def test_it_is_drawn_in_a_tab_of_its_own(dashboard: Dashboard, toy: ModuleType) -> None:
    """The last tab has its title and its content, which follows the section."""
    assert dashboard._tabs._names[-1] == "Pond"
    assert isinstance(dashboard.screen, toy.PondScreen)
    assert dashboard.screen.said in dashboard._tabs[-1].select()
    assert dashboard.screen.said.object == "3.0 m deep"
    dashboard.screen.pond.pond_depth_m = 4
    assert dashboard.screen.said.object == "4.0 m deep"


def test_its_entry_is_labelled_and_checked_by_the_quantity(dashboard: Dashboard) -> None:
    """Label, unit, meaning and range stand once, and the section keeps what was legal."""
    screen = dashboard.screen
    entry = screen.depth.entry
    assert entry.label == "Depth of the pond [m]"
    assert entry.description == QUANTITIES["pond_depth_m"].meaning
    entry.value = "51"
    assert entry.helper_text == "Must be a number above 0 up to 50 (m); you entered 51."
    assert screen.pond.settings.pond_depth_m == 3
    entry.value = "7.5"
    assert (entry.helper_text, screen.pond.settings.pond_depth_m) == ("", 7.5)
    assert screen.said.object == "7.5 m deep"


def test_it_is_saved_and_reopened(dashboard: Dashboard, toy: ModuleType, screens: Any) -> None:
    """A record holds its settings, which another visit shows in entry and sentence."""
    dashboard.screen.depth.entry.value = "7.5"
    text = record_text(case_record(dashboard.case))
    assert json.loads(text)["inputs"]["sections"] == {"pond": {"pond_depth_m": 7.5}}
    settings = toy.PondSettings(pond_depth_m=7.5)
    assert read_record(text.encode()).sections == {"pond": settings}

    other = Dashboard(new_case(screens=screens), presets=site_presets(), screens=screens)
    other.open_key = "pond"
    open_file(other.case, text.encode())
    assert other.case.settings() == {"pond": settings}
    assert other.screen.depth.entry.value == "7.5"
    assert other.screen.said.object == "7.5 m deep"
    assert record_text(case_record(other.case)) == text


def test_a_link_brings_it_along(dashboard: Dashboard, toy: ModuleType, screens: Any) -> None:
    """What is in a record is in the address of the case."""
    dashboard.screen.depth.entry.value = "7.5"
    other = new_case(screens=screens)
    open_link(other, case_text(case_record(dashboard.case)))
    assert other.section("pond").settings == toy.PondSettings(pond_depth_m=7.5)


def test_a_record_from_before_it_opens_with_its_first_settings(dashboard: Dashboard) -> None:
    """A record without the section is one in which nothing was chosen there."""
    text = record_text(case_record(dashboard.case))
    dashboard.screen.depth.entry.value = "7.5"
    open_file(dashboard.case, text.encode())
    assert dashboard.case.settings() == {}
    assert dashboard.screen.depth.entry.value == "3"


def test_a_depth_that_is_out_of_range_is_refused_by_its_path(dashboard: Dashboard) -> None:
    """A record is checked by the same range, and nothing is opened of it."""
    dashboard.screen.depth.entry.value = "7.5"
    document = json.loads(record_text(case_record(dashboard.case)))
    document["inputs"]["sections"]["pond"]["pond_depth_m"] = 51
    open_file(dashboard.case, json.dumps(document).encode())
    rule = "inputs.sections.pond.pond_depth_m must be a number above 0 up to 50 (m); got 51"
    assert str(dashboard.case.opened.problem) == rule
    assert dashboard.screen.pond.settings.pond_depth_m == 7.5


def test_a_page_without_the_line_refuses_its_record(dashboard: Dashboard) -> None:
    """What cannot be shown is not half opened."""
    dashboard.screen.depth.entry.value = "7.5"
    case = new_case()
    before = case.result
    open_file(case, record_text(case_record(dashboard.case)).encode())
    assert str(case.opened.problem).startswith("pond must be one of growth")
    assert case.result is before

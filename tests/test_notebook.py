"""The notebook: a few short cells without logic, saved without results, that run; true words."""

import ast
import importlib.util
import re
from pathlib import Path
from typing import Any

import nbformat
import panel_material_ui as pmui
import pytest

import hydro_mining
from hydro_mining.app import default_study, new_case
from hydro_mining.app.screens import SCREENS
from hydro_mining.economics import Evaluation

WORKINGS = "How these figures were computed"
NOTEBOOK = Path(__file__).resolve().parent.parent / "dashboard.ipynb"


@pytest.fixture(scope="module")
def notebook() -> Any:
    """Return the notebook as it is in the tree."""
    return nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT)


@pytest.fixture(scope="module")
def code(notebook: Any) -> list[Any]:
    """Return its code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def words(notebook: Any) -> str:
    """Return its text as one line."""
    cells = (cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return " ".join(" ".join(cells).split())


def test_it_is_a_valid_notebook(notebook: Any) -> None:
    """It is a notebook of format 4.5, with a Python kernel and an id of its own a cell."""
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_it_is_saved_without_results(code: list[Any]) -> None:
    """No output and no execution count is in the tree: they would be of another day."""
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert [cell.execution_count for cell in code] == [None] * len(code)


def test_it_is_short(code: list[Any]) -> None:
    """At most four code cells of at most eight lines each."""
    assert 1 <= len(code) <= 4
    assert all(len(cell.source.splitlines()) <= 8 for cell in code)


def test_it_has_no_logic(code: list[Any]) -> None:
    """It defines nothing, branches nowhere and repeats nothing."""
    logic = ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef, ast.Lambda, ast.If, ast.IfExp
    loops = ast.For, ast.While, ast.Try, ast.With, ast.comprehension
    for cell in code:
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, (*logic, *loops)), ast.unparse(node)


def test_one_cell_serves_the_page(code: list[Any]) -> None:
    """Exactly one cell ends in ``.servable()``: that is the page which panel serves."""
    serving = [cell for cell in code if cell.source.rstrip().rstrip(";").endswith(".servable()")]
    assert len(serving) == 1


def test_it_starts_with_a_title_and_a_paragraph(notebook: Any) -> None:
    """A reader knows what it is before the first line of code."""
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    title, _, text = first.source.partition("\n")
    assert title.startswith("# ")
    assert len(text.strip()) > 100


def test_the_screens_that_it_says_show_their_workings_do(words: str) -> None:
    """It names the screens with a section of workings, and no other."""
    case = new_case()
    sections = {
        screen.title: [item._names for item in screen(case).layout.select(pmui.Accordion)]
        for screen in SCREENS
    }
    shown = [title for title, names in sections.items() if [WORKINGS] in names]
    (named,) = re.findall(rf"On ([^.]+) a section \*{WORKINGS}\* ", words)
    assert re.split(r", | and ", named) == shown


def test_the_names_in_its_text_are_there(words: str) -> None:
    """A file that it serves is itself, a function is public, a method is the result's."""
    serve, *names = re.findall(r"`([^`]+)`", words)
    assert serve == f"panel serve {NOTEBOOK.name} --show --address localhost"
    assert names == ["evaluate", "to_frame()"]
    assert "evaluate" in hydro_mining.__all__
    assert callable(Evaluation.to_frame)


def test_there_are_as_many_futures_as_it_says(words: str) -> None:
    """The study that it opens with has three scenarios."""
    assert "three futures" in words
    assert len(default_study().scenarios) == 3


@pytest.mark.skipif(
    importlib.util.find_spec("ipykernel") is None, reason="ipykernel is not installed"
)
def test_it_runs(notebook: Any) -> None:
    """All cells run from top to bottom, show the page and a chart, and complain of nothing."""
    from nbconvert.preprocessors import ExecutePreprocessor

    runner = ExecutePreprocessor(timeout=120, kernel_name="python3")
    done, _ = runner.preprocess(notebook.copy(), {"metadata": {"path": str(NOTEBOOK.parent)}})
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    shown = [o for o in outputs if o.output_type in ("display_data", "execute_result")]
    assert len(shown) >= 2

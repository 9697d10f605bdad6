"""The notebook: a few short cells without logic, saved without results, that run."""

import ast
import importlib.util
from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOK = Path(__file__).resolve().parent.parent / "dashboard.ipynb"


@pytest.fixture(scope="module")
def notebook() -> Any:
    """Return the notebook as it is in the tree."""
    return nbformat.read(NOTEBOOK, as_version=nbformat.NO_CONVERT)


@pytest.fixture(scope="module")
def code(notebook: Any) -> list[Any]:
    """Return its code cells."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


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

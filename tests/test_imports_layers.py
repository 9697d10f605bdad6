"""Who may import whom, as pyproject.toml states it."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def test_the_layers_hold(capsys: pytest.CaptureFixture[str]) -> None:
    """Every contract is kept: a module imports only from lines below its own."""
    status = lint_imports(config_filename=str(PYPROJECT), no_cache=True)
    printed = capsys.readouterr().out
    assert status == EXIT_STATUS_SUCCESS, printed
    assert "0 broken" in printed


def test_the_core_and_the_models_have_contracts() -> None:
    """The contracts name what the core and the models must not know."""
    tool = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]
    contracts = tool["importlinter"]["contracts"]
    assert [c["type"] for c in contracts].count("layers") == 1
    forbidden = {
        source: set(contract["forbidden_modules"])
        for contract in contracts
        if contract["type"] == "forbidden"
        for source in contract["source_modules"]
    }
    assert forbidden["hydro_mining.economics"] >= {"panel", "param", "holoviews", "httpx"}
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    named = {name.strip() for line in layers for name in line.split("|")}
    package = PYPROJECT.parent / "hydro_mining"
    folders = {
        f"hydro_mining.{path.name}" for path in package.iterdir() if (path / "__init__.py").exists()
    }
    assert folders <= named

"""The three places that say what the product needs agree with each other."""

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
needs_constraints = pytest.mark.skipif(
    not CONSTRAINTS.exists(), reason="constraints.txt is not in the tree"
)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def conda() -> list[Any]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["dependencies"]


def specifiers(lines: list[str]) -> dict[str, set[str]]:
    """Return the rules of each package by its canonical name."""
    wanted = {}
    for line in lines:
        requirement = Requirement(line)
        wanted[canonicalize_name(requirement.name)] = {str(s) for s in requirement.specifier}
    return wanted


def pins() -> dict[str, Version]:
    """Return the pinned version of each package."""
    lines = [line.strip() for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines()]
    found = {}
    for line in lines:
        if line and not line.startswith("#"):
            name, _, version = line.partition(";")[0].partition("==")
            found[canonicalize_name(name.strip())] = Version(version.strip())
    return found


def test_conda_and_pip_want_the_same() -> None:
    """environment.yml lists what pyproject.toml lists, with the same bounds, and Python's."""
    wanted = specifiers(project()["dependencies"])
    listed = specifiers([line for line in conda() if isinstance(line, str)])
    python = listed.pop("python")
    listed.pop("pip")
    assert listed == wanted
    assert python == {project()["requires-python"]}


def test_conda_installs_the_package_itself() -> None:
    """After the libraries the checkout is installed."""
    assert {"pip": ["-e ."]} in conda()


def test_every_dependency_has_both_bounds() -> None:
    """A new major release is not taken unseen, nor an old one that lacks what is used."""
    for name, rules in specifiers(project()["dependencies"]).items():
        assert {rule[0] for rule in rules} == {">", "<"}, name


def imported() -> set[str]:
    """Return the top-level names that the package imports, the standard library left out."""
    names: set[str] = set()
    for path in (ROOT / "hydro_mining").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"hydro_mining"}


def test_every_import_is_a_dependency() -> None:
    """What the package imports is what it asks for, sweeps by an extra, and brings no other."""
    extra = project()["optional-dependencies"]["cluster"]
    wanted = specifiers([*project()["dependencies"], *extra])
    assert {canonicalize_name(name) for name in imported()} <= set(wanted)


@needs_constraints
def test_pins_satisfy_what_is_wanted() -> None:
    """Everything that can be asked for is pinned, to a version that it allows."""
    extras = project()["optional-dependencies"]
    wanted = [*project()["dependencies"], *(line for lines in extras.values() for line in lines)]
    pinned = pins()
    for line in wanted:
        requirement = Requirement(line)
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{line}: {version}"


@needs_constraints
def test_constraints_have_no_addresses() -> None:
    """Every line is one plain pin: any index serves, and no option or file hides there."""
    for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+( *; .+)?", line), line
            assert "/" not in line


@needs_constraints
def test_no_package_is_pinned_twice() -> None:
    """Two pins of one package would make it impossible to install."""
    lines = CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    count = sum(1 for line in lines if line.strip() and not line.startswith("#"))
    assert count == len(pins())

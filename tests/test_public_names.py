"""What packages offer is listed, sorted and described; what a module offers has no underscore."""

import ast
import importlib
import inspect
import pkgutil
from functools import cache
from pathlib import Path
from types import ModuleType

import hydro_mining

ROOT = Path(hydro_mining.__file__).parent
MODULES = [
    "hydro_mining",
    *(
        m.name
        for m in pkgutil.walk_packages([str(ROOT)], "hydro_mining.")
        if "__main__" not in m.name
    ),
]
PACKAGES = [name for name in MODULES if (ROOT.parent / name.replace(".", "/")).is_dir()]


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


def place(name: str) -> tuple[int, str]:
    """Return where ruff's rule RUF022 sorts a name: CONSTANTS, then Classes, then the rest."""
    kind = 0 if name.isupper() else 1 if name[:1].isupper() else 2
    return kind, name


@cache
def sources() -> dict[str, ast.Module]:
    """Return what stands in each file of the product, by its path beside the product."""
    return {
        path.relative_to(ROOT.parent).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(ROOT.rglob("*.py"))
    }


def imports() -> list[tuple[str, str, str]]:
    """Return (importing file, imported module, name) for all imports inside the product."""
    return [
        (importer, str(node.module), alias.name)
        for importer, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hydro_mining")
        for alias in node.names
    ]


@cache
def borrowed(name: str) -> set[str]:
    """Return the names that a module takes from elsewhere."""
    return {
        alias.asname or alias.name
        for node in ast.walk(sources()[f"{name.replace('.', '/')}.py"])
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def test_packages_list_their_names_in_order_and_modules_list_none() -> None:
    """``__all__`` stands in every package and nowhere else, has no name twice, and is sorted."""
    assert [name for name in MODULES if hasattr(module(name), "__all__")] == PACKAGES
    for name in PACKAGES:
        offered = module(name).__all__
        assert len(set(offered)) == len(offered), name
        assert list(offered) == sorted(offered, key=place), name


def test_every_listed_name_exists() -> None:
    """Whatever is listed can be imported."""
    for name in PACKAGES:
        for offered in module(name).__all__:
            assert hasattr(module(name), offered), f"{name}.{offered}"


def test_every_module_says_what_it_is() -> None:
    """A module begins with words on what it is."""
    for name in MODULES:
        assert (module(name).__doc__ or "").strip(), name


def test_a_name_is_taken_from_the_module_that_defines_it() -> None:
    """What a package's list lacks, or a module has only imported, is taken from elsewhere."""
    taken = {
        f"{source}.{name}, in {importer}"
        for importer, source, name in imports()
        if f"{source}.{name}" not in MODULES
        and (name not in module(source).__all__ if source in PACKAGES else name in borrowed(source))
    }
    assert taken == set()


def test_nothing_private_crosses_modules() -> None:
    """No module imports a name that starts with an underscore, but for a module beside it."""
    crossing = [
        (importer, source, name)
        for importer, source, name in imports()
        if name.startswith("_") and name != "__version__" and f"{source}.{name}" not in MODULES
    ]
    assert crossing == []


def test_private_modules_are_used_by_their_own_package_alone() -> None:
    """A file with an underscore is imported only from the folder that it stands in."""
    crossing = []
    for importer, source, name in imports():
        package, private, _ = f"{source}.{name}".partition("._")
        if private and name != "__version__":
            folder = importer.rpartition("/")[0].replace("/", ".")
            if folder != package:
                crossing.append((importer, source, name))
    assert crossing == []


def test_what_packages_offer_is_described() -> None:
    """Every class and function that a package offers has words of its own."""
    for name in PACKAGES:
        for offered in module(name).__all__:
            value = getattr(module(name), offered)
            if inspect.isclass(value) or inspect.isfunction(value):
                text = (value.__doc__ or "").strip()
                assert text, f"{name}.{offered}"
                assert not text.startswith(f"{offered}("), f"{offered}: a dataclass without words"


def test_the_programming_interface_is_documented() -> None:
    """What ``hydro_mining`` itself offers starts with one sentence of summary."""
    for name in set(hydro_mining.__all__) - {"__version__"}:
        summary = (getattr(hydro_mining, name).__doc__ or "").strip().partition("\n\n")[0]
        assert "." in summary, name
        assert len(summary.split()) >= 3, name


def test_the_version_is_a_version() -> None:
    """The version has three numbers."""
    parts = hydro_mining.__version__.split(".")
    assert len(parts) == 3
    assert all(part.isdigit() for part in parts)

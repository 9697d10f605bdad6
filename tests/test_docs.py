"""The pages of docs/ name what there is."""

import importlib
import re
from pathlib import Path

import hydro_mining

ROOT = Path(hydro_mining.__file__).parents[1]
API, HOUSE = ROOT / "docs" / "api.md", ROOT / "docs" / "house.md"
# Folders that docs/house.md gives as examples of what one would add.
WANTED = {"app/hydro/", "models/hydro.py"}


def code_in(page: Path) -> list[str]:
    """Return what stands between backticks on a page, outside of blocks."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


def test_every_public_name_stands_on_the_page_of_the_interface() -> None:
    """What the package offers is described, and nothing else is."""
    page = API.read_text(encoding="utf-8")
    text = page.partition("## Beside these")[0]
    named = set(re.findall(r"^\| (.*?) \|", text, flags=re.MULTILINE))
    names = {name.partition("(")[0] for cell in named for name in re.findall(r"`([^`]+)`", cell)}
    assert names == set(hydro_mining.__all__)


def test_the_modules_beside_offer_what_the_page_says() -> None:
    """Each name of the last table can be imported from the module of its line."""
    table = API.read_text(encoding="utf-8").partition("## Beside these")[2]
    rows = re.findall(r"^\| `([\w.]+)` \| (.*) \|$", table, flags=re.MULTILINE)
    assert len(rows) > 3
    for module, cell in rows:
        for name in re.findall(r"`(\w+)", cell):
            assert hasattr(importlib.import_module(module), name), f"{module}.{name}"


def test_the_files_that_the_house_names_are_there() -> None:
    """A newcomer who follows the table finds what it names."""
    paths = {code for code in code_in(HOUSE) if re.fullmatch(r"[\w./]+/|[\w./]+\.\w{2,6}", code)}
    places = (ROOT, ROOT / "hydro_mining")
    missing = {path for path in paths - WANTED if not any((p / path).exists() for p in places)}
    assert missing == set()
    assert len(paths) > 15

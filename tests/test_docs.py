"""The pages of docs/ name what there is."""

import importlib
import re
from pathlib import Path

import hydro_mining
from hydro_mining import environment
from hydro_mining.imports.tables.text import Limits
from hydro_mining.proof import Verdict, check_published

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


def page(name: str) -> str:
    """Return the text of a page, on one line."""
    return " ".join((ROOT / "docs" / name).read_text(encoding="utf-8").split())


def test_figures_that_the_pages_state() -> None:
    """Counts and limits are those of the product."""
    counts = check_published().counts
    reproduced, wrong = counts[Verdict.REPRODUCED], counts[Verdict.SOURCE_IN_ERROR]
    said = page("data-proof.md")
    assert f"{reproduced + wrong} figures, of which {reproduced} are reproduced" in said
    assert f"and {wrong} are wrong at the source" in said
    assert f"{counts[Verdict.NOT_COMPUTED]} more are no figures" in said
    limits = Limits()
    size, rows = limits.most_bytes // 1_000_000, f"{limits.most_rows:,}"
    assert f"At most {size} MB and {rows} rows" in page("dispatch.md")


def test_every_variable_of_the_environment_stands_on_its_page() -> None:
    """With its name; none that is not read."""
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/live-data.md").read_text(), re.MULTILINE)
    read = {*environment._VARIABLES, "LIVE_DATA_ALLOW_PRIVATE_HOSTS", "LIVE_DATA_MEMPOOL_URL"}
    assert set(rows) == read


def test_every_script_that_prints_a_figure_is_there() -> None:
    """The table of speeds names scripts of benchmarks/."""
    scripts = set(re.findall(r"`(\w+\.py)`", page("speed.md")))
    assert len(scripts) > 8
    assert {name for name in scripts if not (ROOT / "benchmarks" / name).exists()} == set()

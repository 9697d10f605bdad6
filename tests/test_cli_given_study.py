"""Commands take a run record wherever they take a study, and files beside a study."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from hydro_mining.cli import main
from tests.conftest import DOCUMENT

NOTE = "its inputs are used, and what was computed with them is computed anew\n"


NAMES = ("study.json", "record.json", "page.html")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a study, its record and its page; one scenario is no default."""
    folder = tmp_path_factory.mktemp("given")
    study, *exports = (folder / name for name in NAMES)
    scenarios = [{"name": "Base"}, {"name": "Bear", "btc_price_shock": -0.25}]
    own = {"scenarios": scenarios, "alternatives": {"gilt_yield_per_year": 0.01}}
    study.write_text(json.dumps(DOCUMENT | own))
    for path in exports:
        assert main(["export", str(study), str(path)]) == 0
    return folder


@pytest.fixture
def two(made: Path, tmp_path: Path) -> tuple[str, ...]:
    """Return the study's file, its record and its page, in the test's folder."""
    return tuple(str(shutil.copy(made / name, tmp_path)) for name in NAMES)


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate",),
        ("risk", "--paths", "100", "--json"),
        ("alternatives", "--json"),
    ],
    ids=lambda command: command[0],
)
def test_a_record_gives_what_its_study_gives(
    two: tuple[str, ...], capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    """JSON or page; a line says that its inputs are used."""
    name, *options = command
    printed = []
    for path in two:
        assert main([name, path, *options]) == 0
        printed.append(capsys.readouterr())
    study, record, page = printed
    assert study.err == ""
    assert record.out == page.out == study.out
    for one in (record, page):
        assert one.err.startswith("hydro-mining: a run record of ")
        assert one.err.endswith(NOTE)
        assert one.err.count("\n") == 1


def test_growth_and_sweeps_build_on_a_record(
    two: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """They have the figures that the study gives."""
    growth = ("growth", "--mw", "1", "--reading", "physical", "--scenario", "Bear", "--json")
    axes = ("sweep", "--axes", "site.power_price_gbp_per_kwh=0.02:0.04:2", "--workers", "1")
    found = []
    for place, path in enumerate(two[:2]):
        out = tmp_path / f"{place}.csv"
        assert main([*growth, "--study", path]) == 0
        assert main([*axes, "--study", path, "--out", str(out)]) == 0
        printed = capsys.readouterr()
        found.append((printed.out, out.read_text()))
        assert (NOTE in printed.err) is (path != two[0])
    assert found[0] == found[1]


def test_a_record_that_is_broken_is_one_line(
    two: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the field and its rule, as of a study."""
    path = Path(two[1])
    document = json.loads(path.read_text())
    document["inputs"]["study"]["site"]["load_factor"] = 2
    path.write_text(json.dumps(document))
    assert main(["evaluate", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "load_factor must be" in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("command", ["evaluate", "risk", "alternatives"])
def test_a_file_beside_the_study_is_read(
    two: tuple[str, ...], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Water of a file, which is said before anything is computed."""
    path = Path(two[0])
    study = json.loads(path.read_text())
    first = dt.date(2023, 1, 1)
    rows = [f"{first + dt.timedelta(days=day)},500" for day in range(365)]
    path.with_name("power.csv").write_text("date,power [kW]\n" + "\n".join(rows) + "\n")
    path.write_text(json.dumps(study | {"hydro": {"power_kw": {"file": "power.csv"}}}))
    options = ["--paths", "50"] if command == "risk" else []
    assert main([command, str(path), *options]) == 0
    assert "hydro-mining: power.csv: " in capsys.readouterr().err

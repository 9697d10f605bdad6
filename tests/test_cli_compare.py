"""``hydro-mining compare``: a sentence and tables, or JSON; one line for bad input."""

import json
from pathlib import Path
from typing import Any

import pytest

from hydro_mining.cli import main
from hydro_mining.package_files import package_text


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Return the example, and it with another power price."""
    document: dict[str, Any] = json.loads(package_text("data", "example_study.json"))
    paths = tmp_path / "a.json", tmp_path / "b.json"
    for path, price in zip(paths, (0.045, 0.02), strict=True):
        document["site"]["power_price_gbp_per_kwh"] = price
        path.write_text(json.dumps(document), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_it_tells_what_differs(two: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """In words with units, or in JSON with pounds."""
    assert main(["compare", *two]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The two cases differ in 1 input. ")
    assert "4.5p" in out
    assert "  2p" in out
    assert main(["compare", *two, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    path = ["site", "power_price_gbp_per_kwh"]
    assert document["inputs"] == [{"path": path, "first": 0.045, "second": 0.02}]


def test_a_study_and_its_record_are_the_same_case(
    two: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Whether it was saved or not."""
    record = str(tmp_path / "record.json")
    assert main(["export", two[0], record]) == 0
    assert main(["compare", two[0], record]) == 0
    assert capsys.readouterr().out == ("The two cases have the same inputs and the same results.\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("gone.json",), "second must be a file that can be read"),
        (("a.json", "--currency", "XXX"), "currency must be one of GBP, "),
    ],
)
def test_bad_input_is_one_line(
    options: tuple[str, ...],
    said: str,
    two: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It names what is wrong; exit 2."""
    monkeypatch.chdir(Path(two[0]).parent)
    assert main(["compare", two[0], *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"hydro-mining: {said}")
    assert len(printed.err.splitlines()) == 1

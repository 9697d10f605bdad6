"""``hydro-mining growth``: the model's rows on stdout, one line on stderr for bad input."""

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hydro_mining.cli import main
from hydro_mining.economics import evaluate
from hydro_mining.economics.growth import project_growth
from hydro_mining.imports.bundled import (
    bundled_growth_table,
    default_study_inputs,
    load_profiles,
)

Document = Callable[..., dict[str, Any]]
Run = Callable[..., tuple[int, str, str]]
PACKAGE_PARENT = Path(__file__).parents[1]
EXAMPLE = PACKAGE_PARENT / "data" / "example_study.json"

NOT_VIABLE = (
    "hydro-mining: warning: Round does not earn its power in year 1. "
    "It is built because it was named.\n"
)

# SPEC sections 3 and 6: the names of a row, in order.
NAMES = [
    "year",
    "btc_price",
    "btc_generated",
    "gross_rev",
    "energy_cost",
    "opex",
    "capex_amort",
    "tot_costs",
    "capex_tot",
    "taxes",
    "net_profits",
    "payback",
    "roi",
]
HEADER = (
    "year,btc_price,btc_per_mw,gross_rev,energy_cost,opex,capex_amort,tot_costs,"
    "capex_tot,taxes,net_profits\n"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs ``growth`` in this process: exit status, stdout, stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["growth", *arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Any], str]:
    """Return a function that writes a file and its name."""

    def file(name: str, content: Any) -> str:
        path = tmp_path / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    return file


def printed(outcome: tuple[int, str, str]) -> dict[str, Any]:
    """Return the JSON of a success; stderr stays empty."""
    status, out, err = outcome
    assert (status, err) == (0, "")
    document: dict[str, Any] = json.loads(out)
    return document


def refused(outcome: tuple[int, str, str]) -> str:
    """Return the one line of a refusal; stdout stays empty."""
    status, out, err = outcome
    assert (status, out) == (2, "")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err.rstrip("\n")


# Success


def test_published_figures_of_150_mw(run: Run) -> None:
    """SPEC section 3: its 2030 to the cent, under its names, in its order."""
    document = printed(run("--mw", "150", "--reading", "published", "--json"))
    assert (document["mw"], document["reading"], document["scenario"]) == (150, "published", "Base")
    assert document["currency"] == "USD"
    assert [list(row) for row in document["rows"]] == [NAMES] * 5
    assert [row["year"] for row in document["rows"]] == [2026, 2027, 2028, 2029, 2030]
    row = document["rows"][-1]
    figures = {name: round(row[name], 2) for name in NAMES[:-1]}
    assert figures == {
        "year": 2030,
        "btc_price": 120_000.00,
        "btc_generated": 391.92,
        "gross_rev": 98_769_140.08,
        "energy_cost": 12_741_886.54,
        "opex": 6_472_701.39,
        "capex_amort": 2_212_133.08,
        "tot_costs": 21_426_721.01,
        "capex_tot": 44_242_661.59,
        "taxes": 5_413_310.86,
        "net_profits": 78_914_794.57,
        "payback": 0.56,
    }
    assert round(100 * row["roi"], 2) == 178.37
    assert document["accounts_gap"][-1] == pytest.approx(-6_985_686.36, abs=0.02)


def test_defaults_are_consistent_and_the_base_case(run: Run) -> None:
    """1 MW is the data row but for net profit, 5,000 higher in 2026, and the accounts close."""
    document = printed(run("--mw", "1", "--json"))
    assert (document["reading"], document["scenario"]) == ("consistent", "Base")
    row = document["rows"][0]
    assert row == pytest.approx(
        {
            "year": 2026,
            "btc_price": 100_000,
            "btc_generated": 30,
            "gross_rev": 3_000_000,
            "energy_cost": 576_000,
            "opex": 200_000,
            "capex_amort": 100_000,
            "tot_costs": 876_000,
            "capex_tot": 2_000_000,
            "taxes": 278_100,
            "net_profits": 1_845_900,
            "payback": 2_000_000 / 1_845_900,
            "roi": 1_845_900 / 2_000_000,
        }
    )
    assert document["accounts_gap"] == pytest.approx([0] * 5, abs=1e-6)
    assert document["totals"]["total_net_profits"] == pytest.approx(10_838_215)


def test_scenario_is_named(run: Run) -> None:
    """Bear at 1 MW: a quarter less in 2026, 0.75 / 1.1 of it in 2027, energy 5 % dearer."""
    document = printed(run("--mw", "1", "--scenario", "Bear", "--json"))
    assert document["scenario"] == "Bear"
    first, second = document["rows"][:2]
    assert first["btc_price"] == pytest.approx(75_000)
    assert first["gross_rev"] == pytest.approx(2_250_000)
    assert second["gross_rev"] == pytest.approx(3_202_500 * 0.75 / 1.1)
    assert first["energy_cost"] == pytest.approx(604_800)
    assert document["totals"]["income_against_base"] < 0


@pytest.mark.parametrize("power", ["1", "300", "1.0", "3e2", "+2.5", "1.", "299.999"])
def test_powers_from_1_to_300_mw(run: Run, power: str) -> None:
    """Both ends are legal, and so is every usual way to write a number."""
    document = printed(run("--mw", power, "--json"))
    assert document["mw"] == float(power)


def test_physical_reading_is_the_default_presets(run: Run) -> None:
    """Without a study it is the dashboard's: its machine, its power price, its scenarios."""
    document = printed(run("--mw", "20", "--reading", "physical", "--json"))
    study = default_study_inputs()
    growth = project_growth(
        table=bundled_growth_table(),
        power_mw=20,
        scenarios=study.scenarios,
        reading="physical",
        site=evaluate(study),
    )
    assert document["rows"] == growth.rows()
    assert all(row["taxes"] == 0 for row in document["rows"])
    for row in document["rows"]:
        assert row["btc_generated"] * row["btc_price"] == pytest.approx(row["gross_rev"])


def test_physical_reading_of_a_study(
    run: Run, write: Callable[[str, Any], str], document: Document
) -> None:
    """Conftest's round study: 360 machines mine 365 × 450 / 4001 BTC at $100,000 in 2026."""
    study = write("study.json", document())
    row = printed(run("--mw", "1", "--reading", "physical", "--study", study, "--json"))["rows"][0]
    assert row["btc_generated"] == pytest.approx(365 * 450 / 4001)
    assert row["gross_rev"] == pytest.approx(100_000 * 365 * 450 / 4001)
    assert row["energy_cost"] == pytest.approx(985_500)


def test_bundled_example_study(run: Run) -> None:
    """``data/example_study.json`` has the three scenarios and a machine that pays."""
    for reading in ("published", "consistent", "physical"):
        for scenario in ("Base", "Bear", "Bull"):
            options = ("--reading", reading, "--scenario", scenario, "--study", str(EXAMPLE))
            document = printed(run("--mw", "5", *options, "--json"))
            assert document["scenario"] == scenario
            assert len(document["rows"]) == 5


def test_scenarios_are_the_studys(
    run: Run, write: Callable[[str, Any], str], document: Document
) -> None:
    """The first scenario of a study is the base case, whatever it is called."""
    scenarios = [{"name": "Mine"}, {"name": "Half", "btc_price_shock": -0.5}]
    study = write("study.json", document(scenarios=scenarios))
    assert printed(run("--mw", "1", "--study", study, "--json"))["scenario"] == "Mine"
    half = printed(run("--mw", "1", "--study", study, "--scenario", "Half", "--json"))
    assert half["rows"][0]["gross_rev"] == pytest.approx(1_500_000)


def test_own_table(run: Run, write: Callable[[str, Any], str]) -> None:
    """A table of two own years is scaled like the bundled one."""
    rows = "2031,100000,1,100000,10000,20000,5000,35000,200000,5000,60000\n"
    rows += "2032,100000,1,200000,10000,20000,5000,35000,200000,5000,160000\n"
    document = printed(run("--mw", "1", "--table", write("own.csv", HEADER + rows), "--json"))
    assert [row["year"] for row in document["rows"]] == [2031, 2032]
    assert [row["net_profits"] for row in document["rows"]] == pytest.approx([60_000, 160_000])
    assert document["totals"]["income_growth_per_year"] == pytest.approx(1.0)


def test_undefined_figures_are_null(run: Run, write: Callable[[str, Any], str]) -> None:
    """A loss has no payback, nothing invested no ROI, one year no growth: null, never NaN."""
    loss = "2031,100000,1,1000,10000,20000,5000,35000,0,5000,-39000\n"
    status, out, err = run("--mw", "1", "--table", write("own.csv", HEADER + loss), "--json")
    assert (status, err) == (0, "")
    assert "NaN" not in out
    assert "Infinity" not in out
    document = json.loads(out)
    row = document["rows"][0]
    assert (row["payback"], row["roi"]) == (None, None)
    assert document["totals"]["mean_annual_net_return"] is None
    assert document["totals"]["income_growth_per_year"] is None


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("scenario", ["Base", "Level"])
def test_overflowing_figures_are_null(
    run: Run, write: Callable[[str, Any], str], document: Document, scenario: str
) -> None:
    """A price that grows for 8,000 years is no number, which is said: null in rows and totals."""
    scenarios = [{"name": "Base", "btc_price_growth_per_year": 10.0}, {"name": "Level"}]
    study = write(
        "study.json",
        document(finance={"start_date": "9999-12-31", "miner": "Round"}, scenarios=scenarios),
    )
    options = ("--reading", "physical", "--study", study, "--scenario", scenario)
    status, output, said = run("--mw", "1", *options, "--json")
    beyond, other = said.splitlines(keepends=True)
    assert (status, other) == (0, NOT_VIABLE)
    assert beyond.startswith("hydro-mining: warning: The revenue of Base cannot be computed: ")
    made = json.loads(output)
    assert made["totals"]["income_against_base"] is None
    assert made["totals"]["investment"] == pytest.approx(855_000)
    if scenario == "Base":
        assert made["rows"][0]["gross_rev"] is None
        assert made["totals"]["total_income"] is None
        assert made["accounts_gap"] == [None] * 5


def test_table_is_readable(run: Run) -> None:
    """Without ``--json``: units in headings or figures, a line a year, columns in line."""
    status, out, err = run("--mw", "150", "--reading", "published")
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert len(lines) == 6
    assert lines[0].startswith("Year  Bitcoin price [$/BTC]  Bitcoin mined  ")
    for text in ("Gross revenue  ", "Total costs  ", "Net profit  ", "Payback  "):
        assert text in lines[0]
    assert lines[5].split()[:2] == ["2030", "$120,000"]
    for text in ("391.92 BTC", "$98,769,140", "$21,426,721", "$78,914,795", "0.56 years"):
        assert text in lines[5]
    assert "178.4" in lines[5]
    start = lines[0].index("Gross revenue")
    assert all(line[start - 1 : start + 1] == " $" for line in lines[1:])


def test_undefined_figures_of_the_table_are_dashes(
    run: Run, write: Callable[[str, Any], str]
) -> None:
    """What is null in JSON is a dash for a reader."""
    loss = "2031,100000,1,1000,10000,20000,5000,35000,0,5000,-39000\n"
    status, out, _ = run("--mw", "1", "--table", write("own.csv", HEADER + loss))
    assert status == 0
    assert out.splitlines()[1].split()[-2:] == ["–", "–"]


def test_own_table_is_told_as_it_was_understood(run: Run, write: Callable[[str, Any], str]) -> None:
    """What was left aside and derived is never silent: on stderr, or in the document."""
    rows = "Year;BTC price;BTC per MW;Energy cost;Opex;Amortisation;Capex;Tax;Mood\n"
    own = write("own.csv", f"{rows}2031;100000;1,5;1000;2000;500;8000;100;good\n")
    status, _, err = run("--mw", "1", "--table", own)
    assert status == 0
    assert err.startswith("hydro-mining: Cells are separated by semicolons;")
    assert "hydro-mining: Left aside: “Mood”.\n" in err
    document = printed(run("--mw", "1", "--table", own, "--json"))
    assert "Left aside: “Mood”." in document["import"]


# Bad input


@pytest.mark.parametrize(
    ("power", "shown"),
    [
        ("0.5", "0.5"),
        ("300.5", "300.5"),
        ("0", "0.0"),
        ("-5", "-5.0"),
        ("1e999", "inf"),
        ("nan", "'nan'"),
        ("inf", "'inf'"),
        ("abc", "'abc'"),
        ("1_0", "'1_0'"),
        ("", "''"),
        (" 5", "' 5'"),
        ("1,5", "'1,5'"),
        ("5 MW", "'5 MW'"),
        ("０5", "'０5'"),
        ("0x10", "'0x10'"),
        ("1e", "'1e'"),
    ],
)
def test_powers_that_are_refused(run: Run, power: str, shown: str) -> None:
    """One line names mw, the rule with its unit and the value, in every reading."""
    for reading in ("published", "consistent", "physical"):
        line = refused(run("--mw", power, "--reading", reading, "--json"))
        assert line == f"hydro-mining: mw must be a number from 1 to 300 (MW); got {shown}"


def test_unknown_scenario_and_reading(run: Run) -> None:
    """What there is to choose from is named."""
    assert refused(run("--mw", "1", "--scenario", "bear")) == (
        "hydro-mining: scenario must be one of Base, Bear, Bull; got 'bear'"
    )
    assert refused(run("--mw", "1", "--reading", "honest")) == (
        "hydro-mining: reading must be one of published, consistent, physical; got 'honest'"
    )


def test_power_is_required(run: Run) -> None:
    """Without a power the line says which option is missing."""
    line = refused(run("--json"))
    assert "--mw" in line
    assert "--help" in line


@pytest.mark.parametrize("option", ["study", "table"])
def test_missing_files(run: Run, tmp_path: Path, option: str) -> None:
    """A file that is not there is named with the reason, and so is a name that is none."""
    line = refused(run("--mw", "1", f"--{option}", str(tmp_path / "none")))
    assert line.startswith(f"hydro-mining: {option} must be a file that can be read; got ")
    assert "No such file or directory" in line
    assert "null" in refused(run("--mw", "1", f"--{option}", "a\0b"))


@pytest.mark.parametrize(("option", "most"), [("study", 16), ("table", 1)])
def test_oversized_files(run: Run, tmp_path: Path, option: str, most: int) -> None:
    """A byte beyond the largest size is refused before it is understood."""
    path = tmp_path / "large"
    path.write_bytes(b" " * (most * 1024 * 1024 + 1))
    line = refused(run("--mw", "1", f"--{option}", str(path)))
    assert line.startswith(f"hydro-mining: {option} must be a file of at most {most} MiB; got ")


def test_table_that_is_none(run: Run, write: Callable[[str, Any], str]) -> None:
    """Text that is no table, and a table with a year missing, are one line and exit 2."""
    good = "100000,1,100000,10000,20000,5000,35000,200000,5000,60000\n"
    for content in ("", "hello\n", HEADER, HEADER + f"2031,{good}2033,{good}"):
        refused(run("--mw", "1", "--table", write("own.csv", content)))


def test_physical_reading_needs_a_machine_that_pays(
    run: Run, write: Callable[[str, Any], str], document: Document
) -> None:
    """At £1 a kWh no machine earns its power: the table's readings work, physical says why."""
    study = write("study.json", document(site={"power_price_gbp_per_kwh": 1.0}))
    printed(run("--mw", "1", "--study", study, "--json"))
    line = refused(run("--mw", "1", "--study", study, "--reading", "physical", "--json"))
    assert "an evaluated study with a machine that earns its power" in line


# As a process


def process(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE_PARENT)},
    )


def test_module_is_the_command() -> None:
    """``python -m hydro_mining growth`` prints the same, and a refusal exits with 2."""
    done = process("-m", "hydro_mining", "growth", "--mw", "150", "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(json.loads(done.stdout)["rows"]) == 5
    bad = process("-m", "hydro_mining", "growth", "--mw", "301", "--json")
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert bad.stderr.count(b"\n") == 1


@pytest.mark.parametrize("reading", ["published", "consistent", "physical"])
def test_growth_loads_no_dashboard_library(reading: str) -> None:
    """Panel and its relatives, pandas and scipy are not imported for the rows."""
    script = (
        "import sys\n"
        "from hydro_mining.cli import main\n"
        f"status = main(['growth', '--mw', '9', '--reading', {reading!r}, '--json'])\n"
        "heavy = {'panel', 'param', 'holoviews', 'hvplot', 'bokeh', 'pandas', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    done = process("-c", script)
    assert done.returncode == 0
    assert done.stderr.decode().strip() == "[]"


# The data behind it


def test_default_study_is_the_dashboards(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's default study is the page's first one, which also switches machines off."""
    from hydro_mining.app import default_study

    monkeypatch.delenv("DEFAULT_DISCOUNT_RATE", raising=False)
    study = default_study_inputs()
    finance = dataclasses.replace(study.finance, switch_off_when_unprofitable=True)
    assert dataclasses.replace(study, finance=finance) == default_study().inputs()


def test_bundled_table_is_the_specifications() -> None:
    """Five years from 2026, whose own accounts miss by what SPEC section 3 says."""
    table = bundled_growth_table()
    assert table.year == (2026, 2027, 2028, 2029, 2030)
    assert table.accounts_gap.tolist() == [5000, 6000, -8000, 0, -13_010]
    assert table.gross_rev.tolist() == (table.btc_per_mw * table.btc_price).tolist()


def test_bundled_load_profiles() -> None:
    """Three shapes of mean 1, the flat one first; rain peaks in winter, melt in summer."""
    flat, winter, summer = (preset.profile for preset in load_profiles())
    for profile in (flat, winter, summer):
        assert profile.monthly.mean() == pytest.approx(1, rel=1e-12)
    assert flat.monthly.tolist() == [1.0] * 12
    assert (winter.monthly.argmax(), winter.monthly.argmin()) == (0, 6)
    assert summer.monthly.argmax() == 5
    assert summer.monthly[[11, 0, 1]].max() < 1

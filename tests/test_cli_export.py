"""``hydro-mining export`` and ``check``: what is written, said and refused."""

import copy
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from hydro_mining import __version__
from hydro_mining.cli import export as export_module
from hydro_mining.cli import main
from hydro_mining.economics import evaluate
from hydro_mining.package_files import package_text
from hydro_mining.reports.run_record import read_record, recomputed, record_text
from hydro_mining.reports.tables import TABLES, table_names

Run = Callable[..., tuple[int, str, str]]
PACKAGE_PARENT = Path(__file__).parents[1]
FORMS = (".json", ".csv", ".zip", ".xlsx", ".html", ".pdf")
COINGECKO = "CANARY-coingecko-4711"
CANARY_FOLDER = "CANARY-folder-0815"
CANARIES = {
    "COINGECKO_API_KEY": COINGECKO,
    "HASHRATE_INDEX_API_KEY": "CANARY-luxor-0815",
    "LIVE_DATA_USER_AGENT": "CANARY-agent-1234 (hydro@example.org)",
    "AWS_SECRET_ACCESS_KEY": "CANARY-secret-99",
    "GITHUB_TOKEN": "CANARY-token-99",
    "HOME": "/home/CANARY-home-99",
    "USER": "CANARY-user-99",
    "LOGNAME": "CANARY-logname-99",
    "USERNAME": "CANARY-username-99",
    "LNAME": "CANARY-lname-99",
    "HOSTNAME": "CANARY-host-99",
}


class Made(NamedTuple):
    """A report, and what the command said of it."""

    path: Path
    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in this process: exit status, stdout, stderr."""

    def command(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return the example study in the test's folder."""
    path = tmp_path / "study.json"
    path.write_text(package_text("data", "example_study.json"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Return what gives the example's report of a form, which is exported once."""

    @cache
    def report(form: str) -> Made:
        folder = tmp_path_factory.mktemp("made")
        study, path = folder / "study.json", folder / f"report{form}"
        study.write_text(package_text("data", "example_study.json"), encoding="utf-8")
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            status = main(["export", str(study), str(path)])
        return Made(path, status, out.getvalue(), err.getvalue())

    return report


@pytest.fixture
def ready(made: Callable[[str], Made], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what lets reports of a form be had at once, where only their writing is looked at."""

    def make_ready(form: str) -> None:
        data = made(form).path.read_bytes()
        monkeypatch.setitem(export_module.FORMS, form, lambda *_: data)

    return make_ready


@pytest.fixture
def record(example: Path, made: Callable[[str], Made]) -> Path:
    """Return the example's run record in the test's folder."""
    path = example.with_name("record.json")
    path.write_bytes(made(".json").path.read_bytes())
    return path


def changed(record: Path, change: Callable[[dict[str, Any]], Any], name: str) -> Path:
    """Return a record with something changed in its JSON."""
    document = json.loads(record.read_text(encoding="utf-8"))
    change(document)
    path = record.with_name(name)
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def base(document: dict[str, Any]) -> dict[str, Any]:
    """Return the stored results of the base case."""
    found: dict[str, Any] = document["results"]["scenarios"]["Base"]
    return found


# --- what is written ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "said"), [(412, "412 bytes"), (1_499, "1 kB"), (3e6, "3,000 kB")]
)
def test_a_size_is_never_nothing(count: int, said: str) -> None:
    """A small table was said to be of 0 kB."""
    assert export_module._size(count) == said


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_written_with_progress(form: str, made: Callable[[str], Made]) -> None:
    """Exit 0, nothing on stdout, and on stderr what is done, made and written, with its size."""
    report = made(form)
    assert (report.status, report.out) == (0, "")
    kilobytes = f"{len(report.path.read_bytes()) / 1000:,.0f} kB"
    lines = [line for line in report.err.splitlines() if "warning" not in line]
    assert lines == [
        "hydro-mining: computing 3 scenarios …",
        f"hydro-mining: making report{form} …",
        f"hydro-mining: wrote report{form}, {kilobytes}",
    ]
    assert sorted(found.name for found in report.path.parent.iterdir()) == sorted(
        [f"report{form}", "study.json"]
    )


def test_the_record_is_of_the_study(example: Path, record: Path) -> None:
    """The JSON holds the study's figures, as ``evaluate`` gives them, and the version."""
    read = read_record(record.read_bytes())
    assert read.study.site.load_factor == json.loads(example.read_text())["site"]["load_factor"]
    assert read.results == recomputed(read, evaluate(read.study))
    assert read.results["risk"]["paths"] == 10_000
    assert (read.version, read.currency) == (__version__, "GBP")
    assert record_text(read).encode() == record.read_bytes()


def test_the_spreadsheet_is_one(made: Callable[[str], Made]) -> None:
    """The xlsx opens, and names the machine that is built."""
    book = load_workbook(made(".xlsx").path)
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Antminer S21" in cells


def test_the_zip_holds_the_tables_and_the_record(made: Callable[[str], Made]) -> None:
    """All tables, and the run record, which reads."""
    with zipfile.ZipFile(made(".zip").path) as archive:
        record = read_record(archive.read("run-record.json"))
        names = table_names(evaluate(record.study), record)
        assert {*TABLES, "risk", "alternatives"} < set(names)
        assert archive.namelist() == [*(f"{name}.csv" for name in names), "run-record.json"]
        assert record.results["chosen_miner"]


def test_the_page_holds_its_record(made: Callable[[str], Made], tmp_path: Path, run: Run) -> None:
    """What the page is of can be had out of it again, and of that the same page, byte by byte."""
    page, out, again = made(".html").path, tmp_path / "b.json", tmp_path / "c.html"
    assert run("export", page, out)[0] == 0
    assert run("export", out, again)[0] == 0
    assert again.read_bytes() == page.read_bytes()


@pytest.mark.parametrize("name", ["Report.JSON", "a b.Json", "ü.json", "x.y.json", "-.json"])
def test_the_suffix_says_the_form_whatever_its_case(
    name: str, example: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name in capitals, with spaces or dots is a name."""
    monkeypatch.chdir(example.parent)
    assert run("export", example, f"./{name}")[0] == 0
    assert read_record((example.parent / name).read_bytes())


def test_each_table_can_be_had(example: Path, run: Run) -> None:
    """``--table`` names one of the tables; without it the CSV is the annual one."""
    texts = {}
    for name in TABLES:
        path = example.with_name(f"{name}.csv")
        assert run("export", example, path, "--table", name)[0] == 0
        texts[name] = path.read_text(encoding="utf-8")
    assert len(set(texts.values())) == len(TABLES)
    path = example.with_name("report.csv")
    assert run("export", example, path)[0] == 0
    assert path.read_text(encoding="utf-8") == texts["annual"]
    assert texts["annual"].startswith("Scenario,Year,")


def test_money_is_in_the_currency_asked_for(example: Path, run: Run) -> None:
    """At £0.75 for a dollar an investment of £200 a kW is $266.67 a kW."""
    path = example.with_name("inputs.csv")
    options = ("--table", "inputs", "--currency", "USD")
    assert run("export", example, path, *options)[0] == 0
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "Other investment per kW" in line)
    figure, measured_in = line.split(",")[2:]
    assert (float(figure), measured_in) == (pytest.approx(800 / 3), "$/kW")


def test_a_record_keeps_the_currency_asked_for(example: Path, run: Run) -> None:
    """``--currency`` is written into the record, and reports of that record are in it."""
    record, table = example.with_name("record.json"), example.with_name("annual.csv")
    assert run("export", example, record, "--currency", "EUR")[0] == 0
    assert read_record(record.read_bytes()).currency == "EUR"
    assert run("export", record, table)[0] == 0
    assert "[€]" in table.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("form", [form for form in FORMS if form != ".html"])
def test_exporting_a_record_twice_gives_the_same_bytes(form: str, record: Path, run: Run) -> None:
    """Everything in a report comes from its record: no clock, no chance."""
    one, other = record.with_name(f"one{form}"), record.with_name(f"other{form}")
    assert run("export", record, one)[0] == 0
    assert run("export", record, other)[0] == 0
    assert one.read_bytes() == other.read_bytes()
    if form == ".json":
        assert one.read_bytes() == record.read_bytes()


@pytest.mark.parametrize("kind", ["study", "record"])
def test_a_study_may_come_from_stdin(
    kind: str, example: Path, record: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hyphen is stdin, for a study as for a record."""
    data = (example if kind == "study" else record).read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    out = example.with_name("out.json")
    assert run("export", "-", out)[0] == 0
    assert read_record(out.read_bytes()).study == read_record(record.read_bytes()).study
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(out.read_bytes())))
    assert run("check", "-")[0] == 0


def test_a_record_may_be_replaced_by_itself(record: Path, run: Run) -> None:
    """Reading ends before writing begins."""
    before = record.read_bytes()
    assert run("export", record, record)[0] == 0
    assert record.read_bytes() == before


def test_a_record_that_comes_out_otherwise_says_so(record: Path, run: Run) -> None:
    """What differs from the stored results is named on stderr; beyond twenty it is counted."""
    path = changed(record, lambda d: base(d).update(npv_gbp=1.0), "other.json")
    status, _, err = run("export", path, path.with_name("a.csv"))
    assert status == 0
    assert "warning: differs from the record: scenarios.Base.npv_gbp: stored 1.0, now " in err

    def all_years(document: dict[str, Any]) -> None:
        for scenario in document["results"]["scenarios"].values():
            for row in scenario["annual"]:
                row.update(annual_revenue_gbp=1.0, annual_power_cost_gbp=1.0)

    path = changed(record, all_years, "many.json")  # 3 scenarios × 5 years × 2 figures
    _, _, err = run("export", path, path.with_name("a.csv"))
    assert err.count("differs from the record: ") == 20
    assert "warning: and 10 more figures differ from the record" in err


# --- what is refused ----------------------------------------------------------------------------

REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown form": (("study.json", "a.docx"), "report must be a file name that ends in .html, "),
    "no form": (("study.json", "a"), "report must be a file name that ends in .html, .pdf, "),
    "only a form": (("study.json", ".json"), "report must be a file name that ends in .html, "),
    "unknown table": (
        ("study.json", "old.csv", "--table", "no\nne"),
        "table must be one of annual, metrics, machines, site, pays-if, inputs, scenarios, netw",
    ),
    "table of a page": (
        ("study.json", "old.html", "--table", "annual"),
        "table must be absent but for a .csv file; got 'annual'",
    ),
    "unknown currency": (
        ("study.json", "old.csv", "--currency", "XXX"),
        "currency must be one of GBP, USD, EUR, NOK, SEK, DKK, ISK, CHF, CAD, AUD, NZD, BRL, JPY; "
        "got 'XXX'",
    ),
    "currency that is none of the offered": (
        ("study.json", "old.json", "--currency", "CNY"),
        "currency must be one of GBP, USD, EUR, NOK, SEK, DKK, ISK, CHF, CAD, AUD, NZD, BRL, JPY; "
        "got 'CNY'",
    ),
    "no currency": (
        ("study.json", "old.csv", "--currency", ""),
        "currency must be one of GBP, USD, EUR, NOK, SEK, DKK, ISK, CHF, CAD, AUD, NZD, BRL, JPY; "
        "got ''",
    ),
    "missing study": (
        ("gone.json", "old.json"),
        "study must be a file that can be read; got 'No such file or directory: gone.json'",
    ),
    "folder for a study": ((".", "old.json"), "study must be a file that can be read; got 'Is a"),
    "broken study": (("broken.json", "old.json"), "study must be valid JSON; got "),
    "empty study": (("empty.json", "old.json"), "study must be a JSON object; got 'an empty"),
    "illegal study": (("illegal.json", "old.json"), "site.load_factor must be a number above 0"),
    "refused record": (("refused.json", "old.xlsx"), "results.npv must be one of alternatives"),
    "page without record": (("page.html", "old.zip"), "record must be a page that holds a run"),
    "missing folder": (
        ("study.json", "gone/a.json"),
        "report must be a file that can be written; got 'No such file or directory: gone/a.json'",
    ),
    "a folder": (("study.json", "folder.json"), "report must be a file that can be written; got"),
    "NUL": (("study.json", "a\0.json"), "report must be a file that can be written; got"),
}


@pytest.fixture
def folder(example: Path, record: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with old reports of all forms and bad studies in it."""
    at = example.parent
    monkeypatch.chdir(at)
    for form in FORMS:
        (at / f"old{form}").write_bytes(b"old")
    (at / "folder.json").mkdir()
    (at / "broken.json").write_bytes(example.read_bytes()[:-9])
    (at / "empty.json").write_bytes(b"")
    (at / "page.html").write_bytes(b"<!doctype html>")
    document = json.loads(example.read_text(encoding="utf-8"))
    document["site"]["load_factor"] = 1.5
    (at / "illegal.json").write_text(json.dumps(document), encoding="utf-8")
    changed(record, lambda d: d["results"].update(npv=1), "refused.json")
    return at


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_one_line_and_exit_2(case: str, folder: Path, run: Run) -> None:
    """The line names what is wrong, and every file is as it was."""
    arguments, said = REFUSED[case]
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    status, out, err = run("export", *arguments)
    assert (status, out) == (2, "")
    *progress, line = err.splitlines()
    assert line.startswith(f"hydro-mining: {said}")
    assert len(line) < 400
    assert all(text.endswith("…") or "warning" in text for text in progress)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("form", FORMS)
def test_a_pipe_is_not_replaced(
    form: str, folder: Path, run: Run, ready: Callable[[str], None]
) -> None:
    """A name that is a pipe's stays one; who reads it would wait for ever."""
    ready(form)
    pipe = folder / f"pipe{form}"
    os.mkfifo(pipe)
    status, out, err = run("export", "study.json", str(pipe))
    assert (status, out) == (2, "")
    assert "report must be a file that can be written; got 'a pipe or device: " in err
    assert pipe.is_fifo()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".hydro")] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_fault_on_the_way_leaves_the_old_report(
    form: str,
    folder: Path,
    run: Run,
    ready: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A disk that is full at the last step leaves the old file, and no part of a new one."""
    ready(form)
    before = sorted(folder.iterdir())

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, _, err = run("export", "study.json", f"old{form}")
    assert status == 2
    assert "report must be a file that can be written; got 'No space left on device: old" in err
    assert (folder / f"old{form}").read_bytes() == b"old"
    assert sorted(folder.iterdir()) == before


def test_a_record_that_is_too_large_is_not_read(
    record: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file beyond the limit is refused by its size."""
    monkeypatch.setattr(export_module, "LARGEST_RECORD_MIB", 0)
    status, _, err = run("export", record, record.with_name("a.json"))
    assert status == 2
    assert err.startswith("hydro-mining: study must be a file of at most 0 MiB; got 'more: ")


# --- check --------------------------------------------------------------------------------------


def test_a_record_that_comes_out_as_stored_is_exit_0(record: Path, run: Run) -> None:
    """One line tells when and by what it was made, one that all figures agree."""
    status, out, err = run("check", record)
    assert (status, err) == (0, "")
    first, second = out.splitlines()
    assert first.startswith("A record of ")
    assert first.endswith(f", made by version {__version__}.")
    assert second == "All figures come out as they were stored."


def test_a_record_that_differs_is_exit_1_and_names_each(record: Path, run: Run) -> None:
    """Every figure that comes out otherwise has a line of its own."""

    def change(document: dict[str, Any]) -> None:
        base(document).update(npv_gbp=1.0, irr_note="=1+1\n")
        document["results"]["scenarios"]["\u202eEvil"] = copy.deepcopy(base(document))

    status, out, err = run("check", changed(record, change, "other.json"))
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[1].startswith("scenarios.Base.npv_gbp: stored 1.0, now ")
    assert lines[2].startswith("scenarios.Base.irr_note: stored =1+1 , now ")
    assert lines[3].startswith("scenarios. Evil: stored {")
    assert lines[4:] == ["3 figures come out otherwise."]


def test_check_prints_json(record: Path, run: Run) -> None:
    """``--json`` gives the versions, and each difference with what is stored and computed."""
    now = json.loads(record.read_text(encoding="utf-8"))["results"]["scenarios"]["Base"]["npv_gbp"]
    status, out, _ = run("check", record, "--json")
    document = json.loads(out)
    assert (status, document["differences"]) == (0, [])
    assert document["product_version"] == document["checked_by_version"] == __version__
    assert document["created_at"].endswith("+00:00")
    path = changed(record, lambda d: base(d).update(npv_gbp=None), "other.json")
    status, out, _ = run("check", path, "--json")
    assert status == 1
    assert json.loads(out)["differences"] == [
        {"figure": "scenarios.Base.npv_gbp", "stored": None, "recomputed": now}
    ]


def test_a_page_can_be_checked(made: Callable[[str], Made], run: Run) -> None:
    """A page that holds a record is checked like the record."""
    assert run("check", made(".html").path)[0] == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("study.json", 'schema must be "hydro_mining.run_record"; got nothing'),
        ("refused.json", "results.npv must be one of alternatives"),
        ("gone.json", "record must be a file that can be read; got 'No such file"),
        ("empty.json", "record must be a JSON object; got 'an empty file'"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_check_refuses_what_is_no_record(name: str, said: str, run: Run) -> None:
    """Nothing is compared that is not a record: exit 2, and one line."""
    status, out, err = run("check", name)
    assert (status, out) == (2, "")
    assert err.startswith(f"hydro-mining: {said}")
    assert len(err.splitlines()) == 1


# --- what no export holds -----------------------------------------------------------------------


def _members(path: Path) -> dict[str, bytes]:
    """Return a file's bytes, and those of all its members if it is an archive."""
    found = {path.name: path.read_bytes()}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                found[member.filename] = archive.read(member)
                found[f"{member.filename} header"] = repr(member).encode() + member.extra
    return found


EACH = """
import json, sys
from hydro_mining.cli import main
sys.exit(max(main(command) for command in json.loads(sys.argv[1])))
"""


def test_no_export_tells_of_the_machine(tmp_path: Path) -> None:
    """No secret of the environment, no folder and no user name is in a report, or is said.

    The way over a record adds nothing of the machine that it was made on.
    """
    folder = tmp_path / CANARY_FOLDER
    folder.mkdir()
    study, record, again = (folder / name for name in ("CANARY-study.json", "a.json", "again.zip"))
    study.write_text(package_text("data", "example_study.json"), encoding="utf-8")
    reports = [record, *(folder / f"report{form}" for form in FORMS if form != ".json")]
    commands = [["export", str(study), str(report)] for report in reports]
    commands += [["export", str(record), str(again)], ["check", str(record), "--json"]]
    done = subprocess.run(
        [sys.executable, "-c", EACH, json.dumps(commands)],
        capture_output=True,
        check=False,
        timeout=600,
        cwd=folder,
        env={**os.environ, **CANARIES, "PYTHONPATH": str(PACKAGE_PARENT), "LIVE_DATA": "off"},
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["differences"] == []
    needles = [b"canary", str(PACKAGE_PARENT).encode(), str(tmp_path).encode().lower()]
    for report in (*reports, again):
        members = {**_members(report), "stdout": done.stdout, "stderr": done.stderr}
        assert len(members) > (10 if report.suffix in {".zip", ".xlsx"} else 2)
        for name, data in members.items():
            # A spreadsheet may hold text in two bytes a letter, too.
            for text in (data.lower(), data.lower().replace(b"\0", b"")):
                assert not [one for one in needles if one.lower() in text], (report.name, name)


# --- what is loaded -----------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("export", "study.json", "a.json"), ("check", "record.json")])
def test_a_record_loads_no_dashboard_library(words: tuple[str, ...], record: Path) -> None:
    """Panel and its relatives, pandas and the spreadsheet's writer are not imported."""
    script = (
        "import sys\n"
        "from hydro_mining.cli import main\n"
        f"status = main({list(words)!r})\n"
        "heavy = {'panel', 'param', 'holoviews', 'hvplot', 'bokeh', 'pandas', 'xlsxwriter'}\n"
        "heavy.add('reportlab')\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        timeout=60,
        cwd=record.parent,
        env={**os.environ, "PYTHONPATH": str(PACKAGE_PARENT)},
    )
    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[-1] == "[]"


def test_a_report_never_shows_other_figures_than_its_record(record: Path, run: Run) -> None:
    """Where a record's figures do not come out again, page and record hold the new ones."""
    old = changed(
        record,
        lambda d: (d.update(created_at="2020-01-01T00:00:00+00:00"), base(d).update(npv_gbp=1e9)),
        "old.json",
    )
    page = record.with_name("report.html")
    status, _, err = run("export", old, page)
    assert status == 0
    assert "scenarios.Base.npv_gbp: stored 1000000000.0" in err
    held = read_record(page.read_bytes())
    assert held.created_at.year > 2020
    assert held.results == recomputed(held, evaluate(held.study))
    assert "Computed 1 Jan 2020" not in page.read_text(encoding="utf-8")


def test_what_was_live_is_not_called_live_in_a_report(record: Path, run: Run) -> None:
    """A value fetched when the record was made is a recorded one in the files made of it."""
    asked = "2026-04-15T00:00:00+00:00"

    def live(document: dict[str, Any]) -> None:
        for reading in document["network_snapshot"]["values"].values():
            reading.update(status="live", fetched_at=asked)

    old = changed(record, live, "live.json")
    page, table = record.with_name("report.html"), record.with_name("network.csv")
    assert run("export", old, page)[0] == 0
    assert run("export", old, table, "--table", "network")[0] == 0
    text = page.read_text(encoding="utf-8")
    assert ">Live<" not in text
    assert text.count("<td>Recorded</td>") == 5
    assert ",live," not in table.read_text(encoding="utf-8")


def test_the_paper_names_the_record_s_own_hash(record: Path, run: Run) -> None:
    """What ``sha256sum`` says of the file that it was made of."""
    paper = record.with_name("board.pdf")
    assert run("export", record, paper)[0] == 0
    page = PdfReader(paper).pages[1].extract_text()
    assert hashlib.sha256(record.read_bytes()).hexdigest() in "".join(page.split())


def test_a_record_with_sorted_keys_is_a_record(record: Path, run: Run) -> None:
    """A tool that sorts the fields, or a byte-order mark, does not make it something else."""
    document = json.loads(record.read_text(encoding="utf-8"))
    ordered = record.with_name("sorted.json")
    ordered.write_bytes(b"\xef\xbb\xbf" + json.dumps(document, sort_keys=True).encode())
    again = record.with_name("again.json")
    assert run("export", ordered, again)[0] == 0
    assert json.loads(again.read_bytes()) == document


def test_the_title_block_is_given_by_options(example: Path, run: Run) -> None:
    """It stands in the record, and at the head of page and spreadsheet."""
    told = ("--plant", "Glen & Co", "--client", "The Board", "--date", "2026-12-01")
    record, page = (example.with_name(name) for name in ("titled.json", "titled.html"))
    assert run("export", example, record, *told)[0] == 0
    block = read_record(record.read_bytes()).sections["title_block"]
    assert (block.plant, block.client, block.author) == ("Glen & Co", "The Board", "")
    assert run("export", record, page, "--author", "A. Consultant")[0] == 0
    text = page.read_text()
    for words in ("Glen &amp; Co", "The Board", "A. Consultant", "1 December 2026"):
        assert f"<dd>{words}</dd>" in text
    status, _, said = run("export", example, page, "--date", "tomorrow")
    assert (status, "date must be a date such as 2026-11-21" in said) == (2, True)

"""The ``hydro-mining`` command: results on stdout, one line on stderr when the input is bad."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hydro_mining import __version__
from hydro_mining.cli import main
from hydro_mining.cli.files import file_contents
from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.exceptions import InputError

Document = Callable[..., dict[str, Any]]
Build = Callable[..., StudyInputs]
Run = Callable[..., tuple[int, str, str]]
PACKAGE_PARENT = Path(__file__).parents[1]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in this process: exit status, stdout, stderr."""

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(list(arguments))
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], str]:
    """Return a function that writes a study file (an object, a text or bytes) and its name."""

    def file(content: Any) -> str:
        path = tmp_path / "study.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    return file


def process(
    *arguments: str, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE_PARENT), **(environment or {})},
    )


def refused(outcome: tuple[int, str, str]) -> str:
    """Return the one line of a refusal; stdout stays empty."""
    status, out, err = outcome
    assert status == 2
    assert out == ""
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert err.startswith("hydro-mining")
    assert "Traceback" not in err
    return err.rstrip("\n")


# Success


def test_evaluate_prints_the_results_as_json(
    run: Run, write: Callable[[Any], str], document: Document, study: Build
) -> None:
    """The command prints what the Python call returns, and nothing on stderr."""
    status, out, err = run("evaluate", write(document()))
    assert (status, err) == (0, "")
    assert out.endswith("}\n")
    assert json.loads(out) == evaluate(study()).to_dict()


def test_figures_of_the_round_study(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """360 machines earn £9,000 less £2,160 a day; see conftest."""
    result = json.loads(run("evaluate", write(document()))[1])
    assert result["chosen_miner"] == "Round"
    assert result["site"]["n_miners"] == 360
    assert result["site"]["site_gross_profit_per_day"] == pytest.approx(6840.0)
    assert result["rev_per_th_per_day_y1"] == pytest.approx(0.25)
    assert result["scenarios"]["Base"]["simple_payback_years"] == pytest.approx(100 / 365)


def test_none_viable_is_a_success_with_a_sentence(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """At £1 per kWh nothing is chosen, and both streams say below which price it would be."""
    status, out, err = run("evaluate", write(document(site={"power_price_gbp_per_kwh": 1.0})))
    result = json.loads(out)
    assert status == 0
    assert (result["chosen_miner"], result["site"], result["scenarios"]) == (None, None, {})
    assert result["viable_below_gbp_per_kwh"] == pytest.approx(25 / 60)
    assert err.count("\n") == 1
    assert "below 41.66p per kWh" in err


def test_named_machine_that_loses_is_a_success_with_a_warning(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """The warning is on stderr and in the document."""
    loss = document(site={"power_price_gbp_per_kwh": 1.0}, finance={"miner": "Round"})
    status, out, err = run("evaluate", write(loss))
    assert status == 0
    assert "hydro-mining: warning: Round does not earn its power in year 1" in err
    result = json.loads(out)
    assert result["chosen_miner"] == "Round"
    assert len(result["warnings"]) == 1


def test_a_machine_that_would_pay_instead_is_named(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """Round pays at £1,900 and not at £100,000; the one that is named is built all the same."""
    given = document(finance={"miner": "Dear"})
    given["miners"].append({**given["miners"][0], "name": "Dear", "price_gbp": 100_000.0})
    told = "with 360 × Dear would not pay here; with Round it would."
    status, out, err = run("evaluate", write(given))
    assert (status, json.loads(out)["chosen_miner"]) == (0, "Dear")
    assert f"\nhydro-mining: At 10p a kWh, mining {told} You put in" in err
    # The grid takes it at the power price: a plan.
    given["market"] = {}
    given["finance"]["n_miners"] = 360
    assert "360 × Round would gain £" in run("evaluate", write(given))[2]
    given = {**given, "market": None, "finance": document()["finance"]}
    assert "would" not in run("evaluate", write(given))[2]


def test_names_in_any_script_pass_through(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """A scenario called Bäisse 水 keeps its name."""
    status, out, _ = run("evaluate", write(document(scenarios=[{"name": "Bäisse 水"}])))
    assert status == 0
    assert list(json.loads(out)["scenarios"]) == ["Bäisse 水"]


def test_study_comes_from_stdin(
    run: Run, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dash reads the study from standard input."""
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(document()).encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    status, out, _ = run("evaluate", "-")
    assert status == 0
    assert json.loads(out)["chosen_miner"] == "Round"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_are_successes(run: Run, option: str) -> None:
    """Both print on stdout and exit 0."""
    status, out, err = run(option)
    assert (status, err) == (0, "")
    assert "hydro-mining" in out
    assert option == "--help" or __version__ in out


# Bad input


@pytest.mark.parametrize(
    ("content", "field", "rule"),
    [
        (b"", "study", "a JSON object"),
        (b"{", "study", "valid JSON"),
        (b'{"site": 1, "site": 2}', "site", "given once"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "study", "JSON in UTF-8"),
        (bytes(range(255, -1, -1)) * 400, "study", "JSON in UTF-8"),
        (b"[" * 1_000_000, "study", "not nested so deeply"),
        (b'{"a":' * 1_000_000, "study", "not nested so deeply"),
        (b"[1, 2]", "study", "a JSON object"),
        (b"\x00" * 1000, "study", "valid JSON"),
        (b" " * (16 * 1024 * 1024 + 1), "study", "a file of at most 16 MiB"),
    ],
    ids=[
        *("empty", "cut", "doubled", "picture", "binary", "nested-lists", "nested-objects"),
        *("list", "zeros", "oversized"),
    ],
)
def test_files_that_are_no_study(
    run: Run, write: Callable[[Any], str], content: bytes, field: str, rule: str
) -> None:
    """Empty, cut, doubled, binary, nested and oversized files are one line and exit 2."""
    line = refused(run("evaluate", write(content)))
    assert line.startswith(f"hydro-mining: {field} must be ")
    assert rule in line


@pytest.mark.parametrize(
    "bad",
    [
        ("site", "load_factor", 1.5, "a number above 0 up to 1 (fraction, 1 is 100 %); got 1.5"),
        ("site", "load_factor", True, "got true"),
        ("site", "load_factor", "0.9", "got '0.9'"),
        ("site", "load_factor", None, "got nothing"),
        ("site", "power_price_gbp_per_kwh", -0.01, "a number from 0 to 5 (£/kWh); got -0.01"),
        ("site", "lode_factor", 0.9, "one of load_factor, "),
        ("finance", "years", 0, "a whole number from 1 to 50 (years); got 0"),
        ("finance", "years", 2.5, "a whole number from 1 to 50 (years); got 2.5"),
        ("finance", "start_date", "2026-10-09", "a date on or after 2026-10-10"),
        ("finance", "miner", "Nobody", "the name of one of the miners; got 'Nobody'"),
        ("network", "difficulty", float("nan"), "a number above 0; got nan"),
        ("network", "btc_price_usd", float("inf"), "a number above 0 ($/BTC); got inf"),
        ("network", "as_of", "soon", "an ISO date and time in UTC"),
    ],
    ids=lambda bad: f"{bad[1]}={bad[2]}",
)
def test_bad_values_name_field_rule_and_value(
    run: Run, write: Callable[[Any], str], document: Document, bad: tuple[str, str, Any, str]
) -> None:
    """One line names the field with its path, the rule with its unit, and the value."""
    group, field, value, rule = bad
    line = refused(run("evaluate", write(document(**{group: {field: value}}))))
    assert line.startswith(f"hydro-mining: {group}.{field} must be ")
    assert rule in line


@pytest.mark.parametrize("group", ["miners", "scenarios"])
def test_doubled_names_are_one_line(
    run: Run, write: Callable[[Any], str], document: Document, group: str
) -> None:
    """Two machines or scenarios of one name are refused by the path of the second."""
    given = document()
    given[group] *= 2
    assert f"{group}[1].name must be different" in refused(run("evaluate", write(given)))


def test_missing_file(run: Run, tmp_path: Path) -> None:
    """A file that is not there is named with the reason."""
    line = refused(run("evaluate", str(tmp_path / "none.json")))
    assert line.startswith("hydro-mining: study must be a file that can be read")
    assert "No such file or directory" in line


def test_directory_is_no_file(run: Run, tmp_path: Path) -> None:
    """A directory is refused like a file that cannot be read."""
    assert "must be a file that can be read" in refused(run("evaluate", str(tmp_path)))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("evaluate",),
        ("guess", "study.json"),
        ("evaluate", "a.json", "b.json"),
        ("evaluate", "a.json", "--currency"),
    ],
)
def test_wrong_command_lines_are_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    """A missing or unknown command, argument or option points to the help."""
    assert "--help" in refused(run(*arguments))


def test_nothing_is_printed_before_an_error(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """A study that breaks in its last field leaves stdout empty."""
    given = document()
    given["scenarios"].append({"name": "Bear", "power_price_growth_per_year": -1})
    line = refused(run("evaluate", write(given)))
    assert "scenarios[1].power_price_growth_per_year must be a number above -1" in line


# Odd, but no traceback


def test_name_that_is_no_text_is_one_line(document: Document) -> None:
    r"""A name with a lone \ud800 is no Unicode text and is refused."""
    data = json.dumps(document()).replace('"Round"', '"\\ud800"').encode()
    done = process("-m", "hydro_mining", "evaluate", "-", stdin=data)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert (
        b"miners[0].name must be a text of printable characters on one line, not empty"
        in done.stderr
    )


def test_output_is_ascii_whatever_the_terminal(document: Document) -> None:
    """A scenario called Ä is written in ASCII, so that it can be printed in cron as well."""
    data = json.dumps(document(scenarios=[{"name": "Ä"}])).encode()
    done = process(
        "-m",
        "hydro_mining",
        "evaluate",
        "-",
        stdin=data,
        environment={"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert list(json.loads(done.stdout)["scenarios"]) == ["Ä"]


def test_control_characters_of_a_name_are_not_printed(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """A line break or an escape code in a name is refused and does not reach the terminal."""
    given = document(site={"power_price_gbp_per_kwh": 1.0}, finance={"miner": "A\n\x1b[31mB"})
    given["miners"][0]["name"] = "A\n\x1b[31mB"
    line = refused(run("evaluate", write(given)))
    assert line.startswith("hydro-mining: miners[0].name must be a text of printable")
    assert line.isprintable()


def test_vanishing_power_is_no_traceback(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """A machine of 1e-323 W, of which no exact number fits, is refused."""
    given = document()
    given["miners"][0]["power_w"] = 1e-323
    line = refused(run("evaluate", write(given)))
    assert line.startswith("hydro-mining: effective_power_kw must be below 1e+10 times the power")
    assert line.endswith("of one machine (kW); got 900.0")


def test_vanishing_cash_flows_are_no_traceback(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """Prices that fall by 99.99999 % a year for 50 years are legal."""
    fall = {"btc_price_growth_per_year": -0.9999999, "power_price_growth_per_year": -0.9999999}
    given = document(
        site={"power_price_gbp_per_kwh": 0.001},
        finance={"years": 50},
        scenarios=[{"name": "Base", **fall}],
    )
    assert run("evaluate", write(given))[0] == 0


def test_undefined_break_even_is_not_printed_as_a_price(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """Where revenue overflows, that is said, and the sentence does not name a price of nan."""
    given = document(
        finance={"start_date": "9999-12-31"},
        scenarios=[
            {
                "name": "Base",
                "btc_price_growth_per_year": 10.0,
                "difficulty_growth_per_year": 10.0,
            }
        ],
    )
    status, out, err = run("evaluate", write(given))
    assert status == 0
    assert err == (
        "hydro-mining: warning: The revenue of Base cannot be computed: price, difficulty and "
        "fees with 7,976 years of growth, from the network's figures to the end of the project, "
        "are beyond every number. What rests on it is left out.\n"
    )
    assert json.loads(out)["viable_below_gbp_per_kwh"] is None


def test_a_tiny_break_even_price_does_not_read_as_nothing(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """At a difficulty of 1e25 a machine earns its power below a price far under a penny."""
    _, out, err = run("evaluate", write(document(network={"difficulty": 1e25})))
    below = json.loads(out)["viable_below_gbp_per_kwh"]
    assert 0 < below < 1e-10
    (shown,) = re.findall(r"below ([0-9.]+)p per kWh", err)
    assert float(shown) / 100 == pytest.approx(below, rel=0.05)


def test_undefined_break_even_of_a_named_machine_is_not_printed_as_a_price(
    run: Run, write: Callable[[Any], str], document: Document
) -> None:
    """Where revenue overflows, no warning names a price of nan, on stderr or in the document."""
    growth = {"btc_price_growth_per_year": 10.0, "difficulty_growth_per_year": 10.0}
    given = document(
        finance={"start_date": "9999-12-31", "miner": "Round"},
        scenarios=[{"name": "Base", **growth}],
    )
    _, out, err = run("evaluate", write(given))
    assert "nan" not in err
    assert "nan" not in out


def test_odd_arguments_are_one_line(run: Run) -> None:
    """A line break in an argument does not break the message."""
    refused(run("evaluate", "a.json", "b\nc"))


# As a process


def test_module_is_the_command(write: Callable[[Any], str], document: Document) -> None:
    """``python -m hydro_mining evaluate`` prints the same JSON."""
    done = process("-m", "hydro_mining", "evaluate", write(document()))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["chosen_miner"] == "Round"


def test_bad_study_exits_with_2_as_a_process(
    write: Callable[[Any], str], document: Document
) -> None:
    """A process tells its shell: exit 2, one line on stderr, nothing on stdout."""
    done = process("-m", "hydro_mining", "evaluate", write(document(site={"load_factor": 0})))
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("hydro-mining: site.load_factor must be a number above 0")


@pytest.mark.parametrize(
    "count",
    [1, 100],
)
def test_reader_that_leaves_early_is_no_traceback(document: Document, count: int) -> None:
    """A pipe closed before the output is read ends the command in silence."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        scenarios = [{"name": f"S{i}"} for i in range(count)]
        data = json.dumps(document(scenarios=scenarios)).encode()
        done = subprocess.run(
            [sys.executable, "-m", "hydro_mining", "evaluate", "-"],
            input=data,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(PACKAGE_PARENT), "PYTHONUNBUFFERED": ""},
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_evaluating_loads_no_dashboard_library(
    write: Callable[[Any], str], document: Document
) -> None:
    """Panel and its relatives, pandas and scipy are not imported for an evaluation."""
    script = (
        "import sys\n"
        "from hydro_mining.cli import main\n"
        f"status = main(['evaluate', {write(document())!r}])\n"
        "heavy = {'panel', 'param', 'holoviews', 'hvplot', 'bokeh', 'pandas', 'scipy'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    done = process("-c", script)
    assert done.returncode == 0
    assert done.stderr.decode().strip() == "[]"


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    """1 MiB is at most 1 MiB; one byte more is refused."""
    path = tmp_path / "study.json"
    path.write_bytes(b"x" * 2**20)
    assert len(file_contents("study", str(path), most_mib=1)) == 2**20
    path.write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(InputError, match="study must be a file of at most 1 MiB"):
        file_contents("study", str(path), most_mib=1)


# Streams that are closed, or that lack a character


def through_shell(
    redirection: str, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run the command with its streams as a shell has redirected them."""
    command = [sys.executable, "-m", "hydro_mining", *arguments]
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *command],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE_PARENT), **environment},
    )


PRICES = "time,price [EUR/MWh]\n2025-01-06T00:00Z,40\n2025-01-06T01:00Z,90\n"
MINED = ("--facility-mw", "2", "--efficiency-w-per-th", "25", "--hashprice", "0.06")


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "cp1252", "utf-8"])
def test_a_sign_that_the_terminal_lacks_is_written_as_its_code(
    tmp_path: Path, encoding: str
) -> None:
    """Euros on a terminal without €: no traceback, and the amounts are there."""
    prices = tmp_path / "prices.csv"
    prices.write_text(PRICES, encoding="utf-8")
    done = through_shell("", "dispatch", str(prices), *MINED, PYTHONIOENCODING=encoding)
    # 2 MW earn 100 a MWh (see test_cli_dispatch) in an hour of 40 and one of 90 EUR/MWh.
    sign = "€" if encoding in {"cp1252", "utf-8"} else "\\u20ac"
    assert done.returncode == 0
    assert f"{sign}400 " in done.stdout.decode(encoding)


@pytest.mark.parametrize(
    "arguments", [("evaluate", "-"), ("check", "-"), ("dispatch", "-", *MINED)], ids=lambda a: a[0]
)
def test_a_closed_stdin_is_one_line(arguments: tuple[str, ...]) -> None:
    """``-`` where there is no standard input is bad input."""
    done = through_shell("<&-", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert re.fullmatch(
        rb"hydro-mining: \w+ must be a file that can be read; got "
        rb"'a standard input that is closed'\n",
        done.stderr,
    )


def test_a_closed_stdout_is_told(write: Callable[[Any], str], document: Document) -> None:
    """What could not be written is no success, whatever the command."""
    study = write(document())
    record = study.replace("study.json", "record.json")
    assert through_shell("", "export", study, record).returncode == 0
    for arguments in (
        ("evaluate", study),
        ("check", record),
        ("growth", "--mw", "5"),
        ("network",),
    ):
        done = through_shell(">&-", *arguments)
        assert done.returncode == 1
        said = b"hydro-mining: the results could not be written: Bad file descriptor"
        assert done.stderr.splitlines()[-1] == said


def test_a_closed_stderr_sends_no_message_elsewhere(tmp_path: Path) -> None:
    """Messages never stand among the results: stdout stays empty."""
    for arguments in (
        ("check", str(tmp_path / "none")),
        ("export", "data/example_study.json", str(tmp_path / "report.csv")),
        ("evaluate", "--nonsense"),
    ):
        done = through_shell("2>&-", *arguments)
        assert done.stdout == b""
        assert done.returncode == (0 if arguments[0] == "export" else 2)

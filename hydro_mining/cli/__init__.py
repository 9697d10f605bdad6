"""The ``hydro-mining`` command.

Results go to stdout, messages to stderr. Exit 0 is success; exit 2 is bad input, with one
line that names the field, the rule and the value. No dashboard library is imported here, and
a command's own modules only when it runs: a start costs as little as the command needs.
"""

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NoReturn

from hydro_mining import __version__
from hydro_mining.cli.dispatch_options import add_dispatch
from hydro_mining.cli.output import say
from hydro_mining.exceptions import InputError, one_line

__all__ = ["main"]

_FAILED = 1
_BAD_INPUT = 2


class _OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one line, without the usage text."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # argparse takes -1e3 for an option.
        self._negative_number_matcher = re.compile(r"-\.?[0-9]")

    def error(self, message: str) -> NoReturn:
        self.exit(_BAD_INPUT, f"{self.prog}: {one_line(message)} (try {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    _write_any_character()
    options = _parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = getattr(
            import_module(f"{__name__}.{options.module}"), options.function
        )
        status = run(options)
    except InputError as error:
        say(str(error))
        return _BAD_INPUT
    except BrokenPipeError:  # the reader of stdout, such as head, has what it wants
        _forget_output()
        return 0
    except OSError as error:  # a full disk, for one
        _forget_output()
        say(f"the results could not be written: {error.strerror}")
        return _FAILED
    return status


def _write_any_character() -> None:
    """Let what a terminal's encoding lacks, such as €, be written as its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Keep the interpreter from writing again, at its end, what could not be written."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog="hydro-mining", description="What bitcoin mining is worth at a hydro-power site."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_evaluate(commands)
    _add_risk(commands)
    _add_alternatives(commands)
    _add_sweep(commands)
    _add_growth(commands)
    add_dispatch(commands)
    _add_network(commands)
    _add_health(commands)
    _add_proof(commands)
    _add_export(commands)
    _add_check(commands)
    _add_compare(commands)
    return parser


def _add_study(command: Any) -> None:
    command.add_argument("study", metavar="STUDY.json", help="a study or run record; - for stdin")


def _add_json(command: Any, *, instead_of: str = "a table") -> None:
    command.add_argument("--json", action="store_true", help=f"print JSON instead of {instead_of}")


def _add_evaluate(commands: Any) -> None:
    command = commands.add_parser(
        "evaluate",
        help="choose a machine, build the site and evaluate every scenario",
        description="Read a study (JSON) and print its results (JSON).",
    )
    _add_study(command)
    command.set_defaults(module="evaluate", function="run")


def _add_risk(commands: Any) -> None:
    command = commands.add_parser(
        "risk",
        help="tell how sure the answer is, from thousands of drawn futures",
        description=(
            "Draw futures of price, difficulty, fees, power price, exchange rate, water and "
            "machines around a scenario of a study, and print what comes of its site. How "
            "uncertain each is, is the study's group risk."
        ),
    )
    _add_study(command)
    command.add_argument("--paths", default="10000", help="futures; default: 10000")
    command.add_argument("--seed", default="1", help="the same seed draws the same; default: 1")
    command.add_argument("--scenario", help="default: the base case")
    _add_json(command)
    command.set_defaults(module="risk", function="run")


def _add_alternatives(commands: Any) -> None:
    command = commands.add_parser(
        "alternatives",
        help="compare mining with other uses of the same capital",
        description=(
            "Print what the capital of a study's site becomes if it mines, stays in the drawer, "
            "buys coin, rents a host's room, or earns gilts', savings' or shares' returns, on "
            "the same dates and price paths. The terms are the study's group alternatives."
        ),
    )
    _add_study(command)
    command.add_argument("--paths", help="also draw so many futures; none unless given")
    command.add_argument("--seed", default="1", help="the same seed draws the same; default: 1")
    command.add_argument("--scenario", help="that futures stray from; default: the base case")
    _add_json(command)
    command.set_defaults(module="alternatives", function="run")


def _add_sweep(commands: Any) -> None:
    command = commands.add_parser(
        "sweep",
        help="compute many sites, from a list or over a grid",
        description=(
            "Compute a study for each row of a list, whose columns are named like the study's "
            "fields (site.site_power_kw, or Site power [kW]), or for each point of a grid, and "
            "write a table of figures. A row that breaks a rule is named and stops no other; the "
            "exit status is 1 then."
        ),
    )
    command.add_argument("sites", metavar="SITES.csv", nargs="?", help="the list, or - for stdin")
    command.add_argument("--study", required=True, metavar="STUDY.json", help="what rows build on")
    command.add_argument(
        "--axes",
        action="append",
        metavar="PATH=FIRST:LAST:COUNT",
        help="instead of a list, such as site.power_price_gbp_per_kwh=0.02:0.08:13; repeatable",
    )
    command.add_argument("--out", default="results.csv", help=".csv or .parquet; results.csv")
    command.add_argument("--paths", help="futures drawn of each site; default: none")
    command.add_argument("--seed", default="1", help="of the futures; default: 1")
    command.add_argument("--executor", default="processes", help="processes (default) or dask")
    command.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster")
    command.add_argument("--workers", help="default: one a processor")
    command.add_argument("--resume", action="store_true", help="go on with an interrupted sweep")
    command.add_argument(
        "--ignore", action="append", metavar="COLUMN", help="a column to leave out"
    )
    command.set_defaults(module="sweep", function="run")


def _add_growth(commands: Any) -> None:
    command = commands.add_parser(
        "growth",
        help="scale the yearly growth model to a power of 1 to 300 MW",
        description=(
            "Print the growth model 2026-2030 at a power, in US dollars. Readings: published, "
            "the table times its multipliers; consistent, 1 MW is the table's row and the "
            "accounts close; physical, machines, hashrate and energy of a study."
        ),
    )
    command.add_argument("--mw", required=True, help="power, from 1 to 300 MW")
    command.add_argument("--reading", default="consistent", help="default: consistent")
    command.add_argument("--scenario", help="default: the base case")
    command.add_argument(
        "--study", metavar="STUDY.json", help="scenarios and machine; default: the first example"
    )
    command.add_argument("--table", metavar="TABLE.csv", help="your own yearly figures per MW")
    _add_json(command)
    command.set_defaults(module="growth", function="run")


def _add_network(commands: Any) -> None:
    command = commands.add_parser(
        "network",
        help="show the network figures with their sources and ages",
        description="Print the network figures: those built in, or live ones.",
    )
    command.add_argument("--live", action="store_true", help="use live data, asked for if needed")
    _add_json(command)
    command.set_defaults(module="network", function="run_network")


def _add_health(commands: Any) -> None:
    command = commands.add_parser(
        "health",
        help="tell whether the live data can be relied on",
        description=(
            "Renew what is older than its time to live and tell how the providers do. "
            "Exit 0: healthy; 1: degraded; 2: down, no figure is fresh."
        ),
    )
    _add_json(command)
    command.set_defaults(module="network", function="run_health")


def _add_proof(commands: Any) -> None:
    command = commands.add_parser(
        "proof",
        help="compute published figures again, and tell which agree",
        description=(
            "Compute figures that others have published with this product's own functions. "
            "Exit 1 if a figure is no longer what the list says of it."
        ),
    )
    _add_json(command)
    command.set_defaults(module="proof", function="run")


def _add_export(commands: Any) -> None:
    command = commands.add_parser(
        "export",
        help="write a study's report: a page, a board paper, a spreadsheet, tables or a run record",
        description=(
            "Write a study's results to a file. Its name says the form: .html, a page that needs "
            "no internet; .pdf, two pages for a board; .xlsx, a spreadsheet with live formulas; "
            ".csv, one table; .zip, all tables; .json, the run record, which export, check and the "
            "dashboard open again."
        ),
    )
    _add_study(command)
    command.add_argument("report", metavar="REPORT", help="the file to write; replaced if there")
    command.add_argument(
        "--currency", help="money of page, paper, spreadsheet and tables, such as USD; default: GBP"
    )
    command.add_argument(
        "--table",
        help=(
            "of a .csv file: annual (the default), metrics, machines, site, inputs, scenarios, "
            "network, revenue-path, plan, risk, alternatives and others, which an unknown one names"
        ),
    )
    for name, meaning in (
        ("plant", "whose site it is, for the head of page, paper and spreadsheet"),
        ("client", "for whom it was made"),
        ("author", "who made it"),
        ("date", "of the report, YYYY-MM-DD; default: the day of the computation"),
    ):
        command.add_argument(f"--{name}", help=meaning)
    command.set_defaults(module="export", function="run_export")


def _add_check(commands: Any) -> None:
    command = commands.add_parser(
        "check",
        help="compute a run record's results again and compare",
        description=(
            "Compute the results of a run record, or of a page that holds one, again and name "
            "those that differ by more than 1e-12 of the stored. Exit 0: none; 1: some."
        ),
    )
    command.add_argument("record", metavar="RECORD", help="a run record or page, or - for stdin")
    _add_json(command, instead_of="sentences")
    command.set_defaults(module="export", function="run_check")


def _add_compare(commands: Any) -> None:
    command = commands.add_parser(
        "compare",
        help="tell in which inputs and results two cases differ",
        description="Compute two studies or run records and print what differs between them.",
    )
    command.add_argument("first", metavar="A.json", help="a study or run record, or - for stdin")
    command.add_argument("second", metavar="B.json", help="the other one")
    command.add_argument("--currency", help="money of the table; default: that of the first")
    _add_json(command)
    command.set_defaults(module="compare", function="run")

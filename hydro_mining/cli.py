"""The ``hydro-mining`` command.

Results go to stdout, messages to stderr. Exit 0 is success; exit 2 is bad input, with one
line that names the field, the rule and the value. No dashboard library is imported here.
"""

import argparse
import contextlib
import errno
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from hydro_mining import __version__
from hydro_mining.economics import evaluate
from hydro_mining.exceptions import InputError, one_line
from hydro_mining.imports.study import read_study

__all__ = ["main"]

_FAILED = 1
_BAD_INPUT = 2
_LARGEST_STUDY_BYTES = 16 * 1024 * 1024


class _OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one line, without the usage text."""

    def error(self, message: str) -> NoReturn:
        self.exit(_BAD_INPUT, f"{self.prog}: {one_line(message)} (try {self.prog} --help)\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except InputError as error:
        print(f"hydro-mining: {error}", file=sys.stderr)
        return _BAD_INPUT
    except BrokenPipeError:  # the reader of stdout, such as head, has what it wants
        _forget_output()
        return 0
    except OSError as error:  # a full disk, for one
        _forget_output()
        print(f"hydro-mining: the results could not be written: {error.strerror}", file=sys.stderr)
        return _FAILED
    return status


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
    command = commands.add_parser(
        "evaluate",
        help="choose a machine, build the site and evaluate every scenario",
        description="Read a study (JSON) and print its results (JSON).",
    )
    command.add_argument("study", metavar="STUDY.json", help="a study file, or - for stdin")
    command.set_defaults(run=_evaluate)
    return parser


def _evaluate(options: argparse.Namespace) -> int:
    result = evaluate(read_study(_contents(options.study)))
    for warning in result.warnings:
        print(f"hydro-mining: warning: {warning}", file=sys.stderr)
    viable_below = result.viable_below_gbp_per_kwh
    if viable_below is not None and viable_below > 0:
        print(
            "hydro-mining: no machine earns its power here; one would at a year-1 power price "
            f"below £{viable_below:.4f} per kWh",
            file=sys.stderr,
        )
    _print_json(result.to_dict())
    return 0


def _print_json(document: dict[str, Any]) -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # One write of ASCII, flushed here: an error is met where it can be told.
    print(json.dumps(document, indent=2, allow_nan=False), flush=True)


def _contents(name: str) -> bytes:
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
            data = stream.read(_LARGEST_STUDY_BYTES + 1)
    except OSError as error:
        raise InputError("study", "a file that can be read", f"{error.strerror}: {name}") from error
    if len(data) > _LARGEST_STUDY_BYTES:
        rule = f"a file of at most {_LARGEST_STUDY_BYTES // 1024**2} MiB"
        raise InputError("study", rule, f"more: {name}")
    return data

"""``hydro-mining evaluate``."""

import argparse
import sys
from pathlib import Path

from hydro_mining.cli.output import print_json
from hydro_mining.economics import evaluate
from hydro_mining.exceptions import InputError
from hydro_mining.imports.study import read_study

__all__ = ["run"]

_LARGEST_STUDY_BYTES = 16 * 1024 * 1024


def run(options: argparse.Namespace) -> int:
    """Evaluate a study and print its results."""
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
    print_json(result.to_dict())
    return 0


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

"""What the commands print."""

import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from hydro_mining.imports.series_files import SeriesFile


def print_line(text: str = "") -> None:
    """Print a text on stdout.

    Raises
    ------
    OSError
        If stdout is closed or full.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # Flushed here: an error is met where it can be told.
    print(text, flush=True)


def say(text: str) -> None:
    """Print a message on stderr; where that is closed, nobody is told, and stdout least."""
    if sys.stderr is not None:
        print(f"hydro-mining: {text}", file=sys.stderr, flush=True)


def print_json(document: dict[str, Any]) -> None:
    """Print a document as JSON on stdout, in one write of ASCII; raises as ``print_line``."""
    print_line(json.dumps(document, indent=2, allow_nan=False))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below their headings, in columns as wide as they need."""
    lines = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    print_line(
        "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        )
    )


def print_warnings(warnings: Iterable[str]) -> None:
    """Print sentences on stderr, a line each."""
    for warning in warnings:
        say(f"warning: {warning}")


def print_notes(notes: Iterable[str]) -> None:
    """Print what was understood of a file on stderr, a line each."""
    for note in notes:
        say(note)


def print_series_files(files: Iterable[SeriesFile]) -> None:
    """Print what files beside a study were taken for, before anything is computed."""
    for file in files:
        print_notes(f"{file.name}: {said}" for said in file.understood)
        print_warnings(f"{file.name}: {said}" for said in file.warnings)

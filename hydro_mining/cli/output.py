"""What the commands print."""

import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from hydro_mining.imports.series_files import SeriesFile

__all__ = ["print_json", "print_notes", "print_series_files", "print_table", "print_warnings"]


def print_json(document: dict[str, Any]) -> None:
    """Print a document as JSON on stdout.

    Raises
    ------
    OSError
        If stdout is closed or full.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    # One write of ASCII, flushed here: an error is met where it can be told.
    print(json.dumps(document, indent=2, allow_nan=False), flush=True)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below their headings, in columns as wide as they need."""
    lines = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    text = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    print(text, flush=True)


def print_warnings(warnings: Iterable[str]) -> None:
    """Print sentences on stderr, a line each."""
    for warning in warnings:
        print(f"hydro-mining: warning: {warning}", file=sys.stderr)


def print_notes(notes: Iterable[str]) -> None:
    """Print what was understood of a file on stderr, a line each."""
    for note in notes:
        print(f"hydro-mining: {note}", file=sys.stderr)


def print_series_files(files: Iterable[SeriesFile]) -> None:
    """Print what files beside a study were taken for, before anything is computed."""
    for file in files:
        print_notes(f"{file.name}: {said}" for said in file.understood)
        print_warnings(f"{file.name}: {said}" for said in file.warnings)

"""Files that the commands read."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hydro_mining.exceptions import InputError
from hydro_mining.imports.file_bytes import file_bytes, file_in


def file_contents(argument: str, name: str, *, most_mib: int) -> bytes:
    """Return the bytes of a file, or of stdin for ``-``.

    Raises
    ------
    InputError
        If it cannot be read or has more than ``most_mib`` [MiB].
    """
    if name != "-":
        return file_bytes(argument, name, lambda: Path(name).open("rb"), most_mib)
    if sys.stdin is None:
        raise InputError(argument, "a file that can be read", "a standard input that is closed")
    return file_bytes(argument, name, lambda: sys.stdin.buffer, most_mib)


def files_beside(study: str) -> Callable[[str], bytes]:
    """Return what reads a file beside a study; beside stdin is where the command runs."""
    return partial(file_in, Path() if study == "-" else Path(study).parent)

"""Files that the commands read."""

import sys
from collections.abc import Callable
from pathlib import Path

from hydro_mining.exceptions import InputError

__all__ = ["file_contents", "files_beside"]

_BYTES_PER_MIB = 1024 * 1024
_LARGEST_SERIES_MIB = 64


def file_contents(argument: str, name: str, *, most_mib: int) -> bytes:
    """Return the bytes of a file, or of stdin for ``-``.

    Raises
    ------
    InputError
        If it cannot be read or has more than ``most_mib`` [MiB].
    """
    if name == "-" and sys.stdin is None:
        raise InputError(argument, "a file that can be read", "a standard input that is closed")
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as stream:
            data = stream.read(most_mib * _BYTES_PER_MIB + 1)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(argument, "a file that can be read", f"{reason}: {name}") from error
    if len(data) > most_mib * _BYTES_PER_MIB:
        rule = f"a file of at most {most_mib} MiB"
        raise InputError(argument, rule, f"more: {name}")
    return data


def files_beside(study: str) -> Callable[[str], bytes]:
    """Return what reads a file beside a study; beside stdin is where the command runs."""
    folder = Path() if study == "-" else Path(study).parent

    def contents(name: str) -> bytes:
        return file_contents("file", str(folder / name), most_mib=_LARGEST_SERIES_MIB)

    return contents

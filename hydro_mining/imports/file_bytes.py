"""The bytes of a file, or what is wrong with it in one line."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from hydro_mining.exceptions import InputError

_BYTES_PER_MIB = 1024 * 1024
_LARGEST_SERIES_MIB = 64


def file_bytes(
    argument: str, name: str, opened: Callable[[], AbstractContextManager[BinaryIO]], most_mib: int
) -> bytes:
    """Return all that a stream has.

    Parameters
    ----------
    argument, name
        What asks for the file, and what it is called, as an error tells them.
    opened
        Opens it.

    Raises
    ------
    InputError
        If it cannot be read or has more than ``most_mib`` [MiB].
    """
    try:
        with opened() as stream:
            data = stream.read(most_mib * _BYTES_PER_MIB + 1)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(argument, "a file that can be read", f"{reason}: {name}") from error
    if len(data) > most_mib * _BYTES_PER_MIB:
        raise InputError(argument, f"a file of at most {most_mib} MiB", f"more: {name}")
    return data


def file_in(folder: Path, name: str) -> bytes:
    """Return the bytes of a file in a folder that a study names for a series."""
    return file_bytes("file", name, lambda: (folder / name).open("rb"), _LARGEST_SERIES_MIB)

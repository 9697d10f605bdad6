"""Files that are there whole, or as they were."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from hydro_mining.exceptions import InputError


def write_whole(argument: str, name: str, data: bytes) -> None:
    """Write ``data`` to the file ``name``; one that was there is replaced at once or stays.

    Raises
    ------
    InputError
        If the file cannot be written where ``name`` says.
    """
    temporary = None
    try:
        target = Path(name).resolve()
        if target.exists() and not (target.is_file() or target.is_dir()):
            raise OSError(errno.EINVAL, "a pipe or device")  # noqa: TRY301  # told as the others
        handle, temporary = tempfile.mkstemp(prefix=".hydro-mining-", dir=target.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(_permissions(target))
        Path(temporary).replace(target)
        temporary = None
    # A name with a NUL is a ValueError, a circle of links (to Python 3.12) a RuntimeError.
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(argument, "a file that can be written", f"{reason}: {name}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _permissions(target: Path) -> int:
    """Return those of the file that is replaced, else what any new file has."""
    with contextlib.suppress(OSError):
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask

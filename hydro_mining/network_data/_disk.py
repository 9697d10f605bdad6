"""The cache's file: opened without pickles, checked, and read where it cannot be opened."""

import concurrent.futures
import contextlib
import json
import os
import sqlite3
import threading
import zlib
from pathlib import Path
from typing import Any

import diskcache

DATABASE = "cache.db"
# What a broken, full, locked or vanished disk raises; zlib.error for a row that was cut.
DISK_ERRORS = (sqlite3.Error, OSError, diskcache.Timeout)
ROW_ERRORS = (ValueError, TypeError, KeyError, zlib.error, RecursionError)

_OTHERS_WRITE = 0o022
_OPEN_WITHIN_S = 3.0
_LOCKED_FOR_S = 1.0


class JsonOnlyDisk(diskcache.JSONDisk):  # type: ignore[misc]  # diskcache has no types
    """A disk that reads JSON and nothing else.

    diskcache's own ``JSONDisk`` still unpickles a row that was tampered with, and reads files
    that such a row names (CVE-2025-69872, no fixed version).
    """

    def get(self, key: Any, raw: Any) -> Any:
        """Return a key, never a pickled one."""
        if not raw:
            raise ValueError("refused a pickled key")
        return super().get(key, raw)

    def fetch(self, mode: int, filename: str | None, value: Any, read: Any) -> Any:
        """Return a row's value, never a pickled one and never a file's."""
        if mode == diskcache.core.MODE_PICKLE or filename is not None:
            raise ValueError("refused a row that is not JSON")
        return super().fetch(mode, filename, value, read)


class StrangeFolderError(OSError):
    """A folder in which somebody else may put rows."""


def _is_ours(folder: Path) -> bool:
    """Whether only this user, and the system's own, can write into a folder that is there.

    As ``ssh`` looks at its files: of this user or of root, and of no mode that lets others write.
    """
    if not hasattr(os, "geteuid"):  # Windows, where modes say nothing
        return True
    stat = folder.stat()
    return stat.st_uid in {0, os.geteuid()} and not stat.st_mode & _OTHERS_WRITE


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the file is no cache, and not that the disk refuses."""
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    refusals = (OSError, diskcache.Timeout, concurrent.futures.TimeoutError, sqlite3.InterfaceError)
    return not isinstance(error, refusals)


def _check(database: Path) -> None:
    """Raise what damage raises; a damaged page may else be met years later, or never be noticed."""
    with contextlib.closing(sqlite3.connect(database, timeout=_LOCKED_FOR_S)) as reader:
        if reader.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("malformed")


def file_identity(folder: Path) -> tuple[int, int] | None:
    """Return which file the database is: one of the same name may have taken its place."""
    with contextlib.suppress(OSError):
        stat = (folder / DATABASE).stat()
        return stat.st_dev, stat.st_ino
    return None


def opened_cache(folder: Path) -> "diskcache.Cache":
    """Open the cache in a thread: while another process locks it, diskcache tries for a minute."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_ours(folder):
        raise StrangeFolderError
    opening: concurrent.futures.Future[diskcache.Cache] = concurrent.futures.Future()

    def open_it() -> None:
        try:
            cache = diskcache.Cache(
                str(folder),
                timeout=_LOCKED_FOR_S,
                disk=JsonOnlyDisk,
                disk_min_file_size=2**30,
                eviction_policy="none",
                cull_limit=0,
            )
            cache.close()  # this thread's connection; who uses the cache has one of its own
            _check(folder / DATABASE)
            opening.set_result(cache)
        except BaseException as error:  # noqa: BLE001  # told to who waits
            opening.set_exception(error)

    threading.Thread(target=open_it, daemon=True, name="open cache").start()
    return opening.result(timeout=_OPEN_WITHIN_S)


def rows_read_only(database: Path) -> dict[str, Any]:
    """Return the readable rows of a cache that cannot be opened for writing."""
    rows: dict[str, Any] = {}
    with contextlib.suppress(OSError):  # of a name that is too long, for one
        if database.is_file():
            rows = _rows_of_file(database)
    return rows


def _rows_of_file(database: Path) -> dict[str, Any]:
    for how in ("mode=ro", "mode=ro&immutable=1"):
        # Only a reader of the first kind sees what has not yet come from the log into the file,
        # but it needs a folder that it may write to, or another process that has it open.
        with contextlib.suppress(sqlite3.Error):
            return _rows_read(f"{database.resolve().as_uri()}?{how}")
    return {}


def _rows_read(uri: str) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=_LOCKED_FOR_S)) as reader:
        found = reader.execute(
            "SELECT key, value FROM Cache WHERE raw = 1 AND filename IS NULL AND mode IN (?, ?)",
            (diskcache.core.MODE_RAW, diskcache.core.MODE_BINARY),
        ).fetchall()
    for key, value in found:
        with contextlib.suppress(*ROW_ERRORS):
            rows[json.loads(zlib.decompress(key))] = json.loads(zlib.decompress(value))
    return {key: row for key, row in rows.items() if not str(key).startswith("lease:")}

"""What outlives a process: JSON rows on disk, or in memory where the disk fails."""

import concurrent.futures
import contextlib
import json
import logging
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import diskcache

from hydro_mining.logs import log_event

__all__ = ["JsonOnlyDisk", "Store"]

_LOG = logging.getLogger(__name__)
_SCHEMA = 1
_OPEN_WITHIN_S = 3.0
_LOCKED_FOR_S = 1.0
_DATABASE = "cache.db"
# What a broken, full, locked or vanished disk raises; zlib.error for a row that was cut.
_DISK_ERRORS = (sqlite3.Error, OSError, diskcache.Timeout)
_ROW_ERRORS = (ValueError, TypeError, KeyError, zlib.error, RecursionError)

_MEMORY_ONLY = (
    "The folder for stored values cannot be used, so values are kept only until the program ends."
)
_READ_ONLY = "Stored values can be read but not renewed on disk."
_NOT_SAVED = "The last values could not be stored on disk; they are kept in memory."
_SET_ASIDE = "The stored values were damaged; they were set aside and will be fetched anew."


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


class Store:
    """Rows by key; a row that cannot be read counts as missing, a failing disk as full memory.

    Use it from any thread. ``notice`` says in a sentence what is wrong with the disk, if
    anything is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        # Rows that the disk does not hold: newer than its own, or all where there is no disk.
        self._unsaved: dict[str, Any] = {}
        self._in_transaction: dict[str, Any] | None = None
        # Once a write has failed, none is tried until ``mend``: on a locked disk each one waits.
        self._is_suspended = False
        self._disk: diskcache.Cache | None = None
        self.notice = ""
        self._open()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a row of the present schema, or None."""
        with self._lock:
            row = self._unsaved.get(key)
            if row is None and self._disk is not None:
                row = self._read(key)
        is_ours = isinstance(row, dict) and row.get("schema") == _SCHEMA
        return {k: v for k, v in row.items() if k != "schema"} if is_ours and row else None

    def set(self, key: str, row: dict[str, Any]) -> None:
        """Keep a row, on disk if that can be."""
        stamped = {**row, "schema": _SCHEMA}
        with self._lock:
            self._unsaved[key] = stamped
            if self._write(key, stamped):
                del self._unsaved[key]

    @contextlib.contextmanager
    def transact(self) -> Iterator[None]:
        """Keep other processes from writing meanwhile; without a disk only other threads."""
        with self._lock:
            transaction = self._begun()
            try:
                yield
            finally:
                self._end(transaction)

    def _begun(self) -> contextlib.AbstractContextManager[None] | None:
        if self._disk is None or self._is_suspended:
            return None
        transaction: contextlib.AbstractContextManager[None] = self._disk.transact()
        try:
            transaction.__enter__()
        except _DISK_ERRORS as error:
            self._suspend(error)
            return None
        self._in_transaction = {}
        return transaction

    def _end(self, transaction: contextlib.AbstractContextManager[None] | None) -> None:
        if transaction is None:
            return
        written, self._in_transaction = self._in_transaction, None
        try:
            transaction.__exit__(None, None, None)
        except _DISK_ERRORS as error:
            # A full disk is met when the transaction ends, not when its rows are set.
            self._unsaved |= written or {}
            self._suspend(error)

    def lease(self, name: str, *, seconds: float) -> bool:
        """Take a lease that ends by itself; False while another process holds it."""
        with self._lock:
            if self._disk is None or self._is_suspended:
                return True
            try:
                return bool(self._disk.add(f"lease:{name}", {"schema": _SCHEMA}, expire=seconds))
            except _DISK_ERRORS as error:
                self._suspend(error)
                return True  # who cannot write cannot be coordinated with

    def is_free(self, name: str) -> bool:
        """Whether no process holds a lease."""
        with self._lock, contextlib.suppress(*_DISK_ERRORS, *_ROW_ERRORS):
            return self._disk is None or self._disk.get(f"lease:{name}") is None
        return True

    def release(self, name: str) -> None:
        """Give a lease back."""
        with self._lock, contextlib.suppress(*_DISK_ERRORS):
            if self._disk is not None and not self._is_suspended:
                self._disk.delete(f"lease:{name}")

    def mend(self) -> None:
        """Open the folder again if it is gone, and write what could not be written before."""
        with self._lock:
            if self._disk is None or not (self._folder / _DATABASE).exists():
                self.close()
                self._open()
            self._is_suspended = False
            for key, row in list(self._unsaved.items()):
                if self._write(key, row):
                    del self._unsaved[key]
            if not self._unsaved and self._disk is not None and self.notice != _SET_ASIDE:
                self.notice = ""

    def close(self) -> None:
        """Close the files."""
        with self._lock, contextlib.suppress(*_DISK_ERRORS):
            if self._disk is not None:
                self._disk.close()
            self._disk = None

    def _read(self, key: str) -> Any:
        assert self._disk is not None
        try:
            return self._disk.get(key)
        except _ROW_ERRORS:
            log_event(_LOG, logging.WARNING, "row refused", key=key)
        except _DISK_ERRORS as error:
            log_event(_LOG, logging.WARNING, "disk not readable", error=type(error).__name__)
        return None

    def _write(self, key: str, row: dict[str, Any]) -> bool:
        if self._disk is None or self._is_suspended:
            return False
        try:
            self._disk.set(key, row)
        except _DISK_ERRORS as error:
            self._suspend(error)
            return False
        if self._in_transaction is not None:
            self._in_transaction[key] = row
        return True

    def _suspend(self, error: BaseException) -> None:
        log_event(_LOG, logging.WARNING, "disk not writable", error=type(error).__name__)
        self._is_suspended = True
        self.notice = _NOT_SAVED

    def _open(self) -> None:
        try:
            self._disk = _opened(self._folder)
        except sqlite3.DatabaseError as error:
            # "not a database" and "malformed" are damage; its subclass is a disk that refuses.
            if isinstance(error, sqlite3.OperationalError):
                self._use_memory(error)
            else:
                self._set_aside()
        except (*_DISK_ERRORS, concurrent.futures.TimeoutError) as error:
            self._use_memory(error)

    def _set_aside(self) -> None:
        log_event(_LOG, logging.WARNING, "cache set aside")
        try:
            for part in self._folder.glob(f"{_DATABASE}*"):
                part.replace(part.with_name(f"damaged-{part.name}"))
            self._disk = _opened(self._folder)
        except (*_DISK_ERRORS, concurrent.futures.TimeoutError) as error:
            self._use_memory(error)
        else:
            self.notice = _SET_ASIDE

    def _use_memory(self, error: BaseException) -> None:
        log_event(_LOG, logging.WARNING, "cache not opened", error=type(error).__name__)
        kept = _rows_read_only(self._folder / _DATABASE)
        self._unsaved = {**kept, **self._unsaved}
        self.notice = _READ_ONLY if kept else _MEMORY_ONLY


def _opened(folder: Path) -> "diskcache.Cache":
    """Open the cache in a thread: while another process locks it, diskcache tries for a minute."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    opening: concurrent.futures.Future[diskcache.Cache] = concurrent.futures.Future()

    def open_it() -> None:
        try:
            opening.set_result(
                diskcache.Cache(
                    str(folder),
                    timeout=_LOCKED_FOR_S,
                    disk=JsonOnlyDisk,
                    disk_min_file_size=2**30,
                    eviction_policy="none",
                    cull_limit=0,
                )
            )
        except BaseException as error:  # noqa: BLE001  # told to who waits
            opening.set_exception(error)

    threading.Thread(target=open_it, daemon=True, name="open cache").start()
    return opening.result(timeout=_OPEN_WITHIN_S)


def _rows_read_only(database: Path) -> dict[str, Any]:
    """Return the readable rows of a cache that cannot be opened for writing."""
    rows: dict[str, Any] = {}
    if not database.is_file():
        return rows
    try:
        with contextlib.closing(
            sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as reader:
            found = reader.execute(
                "SELECT key, value FROM Cache"
                " WHERE raw = 1 AND filename IS NULL AND mode IN (?, ?)",
                (diskcache.core.MODE_RAW, diskcache.core.MODE_BINARY),
            ).fetchall()
    except sqlite3.Error:
        return rows
    for key, value in found:
        with contextlib.suppress(*_ROW_ERRORS):
            rows[json.loads(zlib.decompress(key))] = json.loads(zlib.decompress(value))
    return {key: row for key, row in rows.items() if not str(key).startswith("lease:")}

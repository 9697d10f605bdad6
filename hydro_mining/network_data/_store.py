"""What outlives a process: JSON rows on disk, or in memory where the disk fails."""

import concurrent.futures
import contextlib
import datetime as dt
import json
import logging
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

import msgspec

from hydro_mining.logs import log_event
from hydro_mining.network_data._disk import (
    DATABASE,
    DISK_ERRORS,
    ROW_ERRORS,
    StrangeFolderError,
    file_identity,
    is_damage,
    opened_cache,
    rows_read_only,
)

if TYPE_CHECKING:
    import diskcache

_LOG = logging.getLogger(__name__)
_SCHEMA = 1
_STAMPS = {"schema", "set_at"}
# No lease is longer; one that ends later was left by a clock that has been put back since.
_LONGEST_LEASE_S = 120.0

# Types of what rows hold; a row of another hand may hold anything.
_LARGEST = sys.float_info.max
Finite: TypeAlias = Annotated[float, msgspec.Meta(ge=-_LARGEST, le=_LARGEST)]
Seconds: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=253_402_300_799.0)]  # 1970 to 9999
Utc: TypeAlias = Annotated[dt.datetime, msgspec.Meta(tz=True)]
_Row = TypeVar("_Row")

_MEMORY_ONLY = (
    "The folder for stored values cannot be used, so values are kept only until the program ends."
)
_STRANGE_FOLDER = (
    "The folder for stored values belongs to another user, or others can write to it, so it is not "
    "used: values are kept only until the program ends."
)
_READ_ONLY = "Stored values can be read but not renewed on disk."
_NOT_SAVED = "The last values could not be stored on disk; they are kept in memory."
_SET_ASIDE = "The stored values were damaged; they were set aside and will be fetched anew."


def row_as(kind: type[_Row], row: object) -> _Row | None:
    """Return a row as its type; one that makes no sense counts as none."""
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError:
        return None


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
        # Rows of a cache that can be read and not opened: another process may renew them.
        self._seen: dict[str, Any] = {}
        self._in_transaction: dict[str, Any] | None = None
        # Once a write has failed, none is tried until ``mend``: on a locked disk each one waits.
        self._is_suspended = False
        self._is_damaged = False
        self._file: tuple[int, int] | None = None
        self._disk: diskcache.Cache | None = None
        self.notice = ""
        self._open()

    def get(self, key: str) -> dict[str, Any] | None:
        """Return a row of the present schema, or None."""
        with self._lock:
            row = self._unsaved.get(key)
            if row is None:
                row = self._seen.get(key) if self._disk is None else self._read(key)
        is_ours = isinstance(row, dict) and row.get("schema") == _SCHEMA
        return {k: v for k, v in row.items() if k not in _STAMPS} if is_ours and row else None

    def set(self, key: str, row: dict[str, Any]) -> None:
        """Keep a row, on disk if that can be."""
        stamped = {**row, "schema": _SCHEMA, "set_at": time.time()}
        json.dumps(stamped)  # what cannot be stored is refused before it is kept
        with self._lock:
            self._unsaved[key] = stamped
            if self._write(key, stamped):
                del self._unsaved[key]

    def load(self, key: str, kind: type[_Row]) -> _Row | None:
        """Return a row as its type, None if there is none or it makes no sense."""
        return row_as(kind, self.get(key))

    def save(self, key: str, row: object) -> None:
        """Keep a row that has a type."""
        self.set(key, msgspec.to_builtins(row))

    @contextlib.contextmanager
    def transact(self) -> Iterator[None]:
        """Keep other processes from writing meanwhile; without a disk only other threads."""
        with self._lock:
            transaction = self._begun()
            written: dict[str, Any] = {}
            self._in_transaction = written
            try:
                yield
            finally:
                self._in_transaction = None
                try:
                    transaction.close()
                except DISK_ERRORS as error:
                    # A full disk is met when the transaction ends, not when its rows are set.
                    self._unsaved |= written
                    self._suspend(error)

    def _begun(self) -> contextlib.ExitStack:
        transaction = contextlib.ExitStack()
        if self._disk is not None and not self._is_suspended:
            try:
                transaction.enter_context(self._disk.transact())
            except DISK_ERRORS as error:
                self._suspend(error)
        return transaction

    def lease(self, name: str, *, seconds: float) -> bool:
        """Take a lease that ends by itself; False while another process holds it."""
        with self._lock:
            if self._disk is None or self._is_suspended:
                return True
            try:
                row = {"schema": _SCHEMA}
                return bool(
                    self._disk.add(f"lease:{name}", row, expire=seconds)
                    or (
                        self._is_senseless(f"lease:{name}")
                        and self._disk.delete(f"lease:{name}")
                        and self._disk.add(f"lease:{name}", row, expire=seconds)
                    )
                )
            except DISK_ERRORS as error:
                self._suspend(error)
                return True  # who cannot write cannot be coordinated with

    def _is_senseless(self, lease: str) -> bool:
        assert self._disk is not None
        try:
            row, ends_at = self._disk.get(lease, expire_time=True)
        except ROW_ERRORS:
            return True
        return row is not None and (ends_at is None or ends_at > time.time() + _LONGEST_LEASE_S)

    def is_free(self, name: str) -> bool:
        """Whether no process holds a lease."""
        with self._lock, contextlib.suppress(*DISK_ERRORS, *ROW_ERRORS):
            return self._disk is None or self._disk.get(f"lease:{name}") is None
        return True

    def release(self, name: str) -> None:
        """Give a lease back."""
        with self._lock, contextlib.suppress(*DISK_ERRORS):
            if self._disk is not None and not self._is_suspended:
                self._disk.delete(f"lease:{name}")

    def mend(self) -> None:
        """Open the folder again if it is gone, and write what could not be written before."""
        with self._lock:
            if self._is_damaged:
                self.close()
                self._set_aside()
            elif self._disk is None or file_identity(self._folder) != self._file:
                self._unsaved = {**self._rows(), **self._unsaved}
                self.close()
                self._open()
            self._is_suspended = self._is_damaged = False
            for key, row in list(self._unsaved.items()):
                if self._is_renewed(key, row) or self._write(key, row):
                    del self._unsaved[key]
            if not self._unsaved and self._disk is not None and self.notice != _SET_ASIDE:
                self.notice = ""

    def close(self) -> None:
        """Close the files."""
        with self._lock, contextlib.suppress(*DISK_ERRORS):
            if self._disk is not None:
                self._disk.close()
            self._disk = None

    def _read(self, key: str) -> Any:
        assert self._disk is not None
        try:
            return self._disk.get(key)
        except ROW_ERRORS:
            log_event(_LOG, logging.WARNING, "row refused", key=key)
        except DISK_ERRORS as error:
            log_event(_LOG, logging.WARNING, "disk not readable", error=type(error).__name__)
            self._is_damaged = self._is_damaged or is_damage(error)
        return None

    def _rows(self) -> dict[str, Any]:
        """Return what an open cache holds, whose file may be gone."""
        rows: dict[str, Any] = {}
        with contextlib.suppress(*DISK_ERRORS, *ROW_ERRORS):
            for key in [] if self._disk is None else list(self._disk):
                row = None if str(key).startswith("lease:") else self._read(key)
                rows |= {} if row is None else {key: row}
        return rows

    def _is_renewed(self, key: str, row: dict[str, Any]) -> bool:
        """Whether the disk has a later row than one of the memory: another process stored it."""
        stored = None if self._disk is None else self._read(key)
        set_at = stored.get("set_at") if isinstance(stored, dict) else None
        return isinstance(set_at, int | float) and row.get("set_at", 0.0) < set_at <= time.time()

    def _write(self, key: str, row: dict[str, Any]) -> bool:
        if self._disk is None or self._is_suspended:
            return False
        try:
            self._disk.set(key, row)
        except DISK_ERRORS as error:
            self._suspend(error)
            return False
        if self._in_transaction is not None:
            self._in_transaction[key] = row
        return True

    def _suspend(self, error: BaseException) -> None:
        log_event(_LOG, logging.WARNING, "disk not writable", error=type(error).__name__)
        self._is_suspended = True
        self._is_damaged = self._is_damaged or is_damage(error)
        self.notice = _NOT_SAVED

    def _open(self) -> None:
        try:
            self._disk = opened_cache(self._folder)
        except Exception as error:  # noqa: BLE001  # of rubbish in its settings diskcache raises anything
            if is_damage(error):
                self._set_aside()
            else:
                self._use_memory(error)
        else:
            self._seen, self._file = {}, file_identity(self._folder)

    def _set_aside(self) -> None:
        log_event(_LOG, logging.WARNING, "cache set aside")
        try:
            for part in self._folder.glob(f"{DATABASE}*"):
                part.replace(part.with_name(f"damaged-{part.name}"))
            self._disk = opened_cache(self._folder)
        except (*DISK_ERRORS, concurrent.futures.TimeoutError) as error:
            self._use_memory(error)
        else:
            self._seen, self._file = {}, file_identity(self._folder)
            self.notice = _SET_ASIDE

    def _use_memory(self, error: BaseException) -> None:
        log_event(_LOG, logging.WARNING, "cache not opened", error=type(error).__name__)
        is_strange = isinstance(error, StrangeFolderError)
        self._seen = {} if is_strange else rows_read_only(self._folder / DATABASE)
        self.notice = _STRANGE_FOLDER if is_strange else _READ_ONLY if self._seen else _MEMORY_ONLY

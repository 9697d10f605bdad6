"""Faults of the disk: the figures stay, nothing runs, and a sentence says what is wrong."""

import asyncio
import contextlib
import json
import os
import pickle
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import diskcache
import pytest

from hydro_mining.network_data._disk import JsonOnlyDisk
from hydro_mining.network_data._store import Store
from hydro_mining.provenance import Snapshot, Status
from tests.network_data.faults import fault

MEMORY_ONLY = (
    "The folder for stored values cannot be used, so values are kept only until the program ends."
)
STRANGE_FOLDER = (
    "The folder for stored values belongs to another user, or others can write to it, so it is not "
    "used: values are kept only until the program ends."
)
READ_ONLY = "Stored values can be read but not renewed on disk."
NOT_SAVED = "The last values could not be stored on disk; they are kept in memory."
SET_ASIDE = "The stored values were damaged; they were set aside and will be fetched anew."


def statuses(snapshot: Snapshot) -> set[Status]:
    """Return the states of all values."""
    return {reading.status for reading in snapshot.values.values()}


def plant(folder: Path, statement: str, *values: object) -> None:
    """Change one row of the cache's database by hand."""
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
        assert database.execute(statement, values).rowcount == 1
        database.commit()


def packed(document: object) -> bytes:
    """Return a document as the cache packs it."""
    return zlib.compress(json.dumps(document).encode(), 1)


@pytest.fixture
def filled(service, upstream, refreshed, folder):
    """Return the folder of a cache with all values, closed."""
    one = service()
    refreshed(one)
    one.close()
    assert upstream.calls == 6
    return folder


@pytest.fixture
def full_disk(monkeypatch):
    """Return a switch that lets every write to a cache fail as on a full disk."""

    def fill() -> None:
        def refuse(*_args, **_kwargs):
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(diskcache.Cache, "set", refuse)

    return fill


@fault(58)
def test_a_missing_folder_is_made_for_its_owner_alone(service, folder):
    """The folder is created and nobody else can look into it."""
    service()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@fault(59)
def test_a_folder_that_cannot_be_made_leaves_memory(service, upstream, refreshed, tmp_path):
    """Where a file stands in the way, values live in memory and the notice says so."""
    (tmp_path / "file").write_text("in the way")
    one = service(cache_folder=tmp_path / "file" / "cache")
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert one.notice == MEMORY_ONLY
    assert statuses(one.snapshot()) == {Status.CACHED}
    assert upstream.calls == 6


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707, 0o1777])
@pytest.mark.usefixtures("filled")
def test_a_folder_that_others_can_write_to_is_not_used(service, upstream, refreshed, folder, mode):
    """A row that somebody planted is not believed; a sentence says why nothing is kept."""
    folder.chmod(mode)
    one = service()
    assert statuses(one.snapshot()) == {Status.STATIC}
    assert one.notice == STRANGE_FOLDER
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert upstream.calls == 12
    folder.chmod(0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_used(filled):
    """Its owner could change it at any time."""
    os.chown(filled, 65534, 65534)
    store = Store(filled)
    assert store.get("value:btc_price_usd") is None
    assert store.notice == STRANGE_FOLDER


@pytest.mark.usefixtures("filled")
def test_a_folder_that_is_mended_is_used_again(folder):
    """Once nobody else can write to it, what it holds counts."""
    folder.chmod(0o777)
    store = Store(folder)
    assert store.get("value:btc_price_usd") is None
    folder.chmod(0o755)
    store.mend()
    assert store.notice == ""
    assert store.get("value:btc_price_usd") is not None


def test_a_folder_name_that_is_too_long_leaves_memory(tmp_path):
    """The system refuses names of more than 255 bytes."""
    store = Store(tmp_path / ("a" * 300) / "cache")
    assert store.notice == MEMORY_ONLY
    store.set("row", {"value": 1})
    assert store.get("row") == {"value": 1}


def told_without_rights(folder: Path) -> list[str]:
    """Return the price and the notice that a process reads which may not write."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        store = Store(folder)
        row = store.get("value:btc_price_usd") or {}
        os.write(writing, f"{row.get('value')}|{store.notice}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told.split("|")


@fault(60)
def test_a_read_only_folder_still_gives_its_values(filled):
    """Who may not write reads the last good values all the same, and the notice says so."""
    with tempfile.TemporaryDirectory() as readable:
        Path(readable).chmod(0o755)
        folder = shutil.copytree(filled, Path(readable) / "cache")
        for part in folder.iterdir():
            part.chmod(0o444)
        folder.chmod(0o555)
        told = told_without_rights(folder)
        folder.chmod(0o755)
    assert told == ["83000.0", READ_ONLY]


@fault(61)
def test_a_full_disk_leaves_the_values_live(service, upstream, refreshed, full_disk):
    """What cannot be stored is shown all the same, and the notice says that it is not kept."""
    one = service()
    full_disk()
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert one.notice == NOT_SAVED
    assert upstream.calls == 6


@fault(61)
def test_what_a_full_disk_refused_is_stored_later(
    service, upstream, refreshed, full_disk, monkeypatch
):
    """With room again the values of the memory are written and the notice goes."""
    one = service()
    full_disk()
    refreshed(one)
    monkeypatch.undo()
    refreshed(one)
    assert one.notice == ""
    assert statuses(service().snapshot()) == {Status.CACHED}
    assert upstream.calls == 6


@fault(61)
def test_a_disk_that_is_full_at_the_end_of_a_transaction_loses_nothing(folder, monkeypatch):
    """Rows of a transaction that cannot be committed are kept in memory."""
    store = Store(folder)
    real = diskcache.Cache.transact

    class Failing:
        def __init__(self, cache):
            self._real = real(cache)

        def __enter__(self):
            self._real.__enter__()

        def __exit__(self, *_):
            self._real.__exit__(RuntimeError, RuntimeError(), None)  # roll back
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(diskcache.Cache, "transact", lambda cache: Failing(cache))
    monkeypatch.setattr(diskcache.Cache, "set", lambda *_args, **_kwargs: True)
    with store.transact():
        store.set("a", {"n": 1})
    monkeypatch.undo()
    assert store.get("a") == {"n": 1}
    assert store.notice == NOT_SAVED
    store.close()


@fault(62)
@pytest.mark.usefixtures("filled")
def test_a_disk_that_is_full_at_the_start_still_gives_its_values(service, monkeypatch):
    """The cache cannot be opened, but its values are read and the notice says so."""

    def refuse(*_args, **_kwargs):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(diskcache.Cache, "__init__", refuse)
    one = service()
    assert statuses(one.snapshot()) == {Status.CACHED}
    assert one.notice == READ_ONLY


@fault(63)
@pytest.mark.parametrize("start", [0, 3000], ids=["header", "pages"])
def test_a_damaged_cache_is_set_aside(filled, service, upstream, refreshed, start):
    """A cache full of rubbish is put aside and filled anew."""
    with (filled / "cache.db").open("r+b") as file:
        file.seek(start)
        file.write(b"rubbish " * 4000)
    for rest in filled.glob("cache.db-*"):
        rest.unlink()
    one = service()
    assert one.notice == SET_ASIDE
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert (filled / "damaged-cache.db").exists()
    assert upstream.calls == 12
    assert service().notice == ""


@fault(64)
def test_an_empty_file_is_a_first_start(filled, service, refreshed):
    """A database of no bytes is as none."""
    for part in filled.glob("cache.db*"):
        part.unlink()
    (filled / "cache.db").touch()
    one = service()
    assert statuses(one.snapshot()) == {Status.STATIC}
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert one.notice == ""


@fault(65)
@pytest.mark.parametrize("value", [b"cut", packed("text"), zlib.compress(b"{not json")])
def test_one_spoilt_row_costs_one_value(filled, service, value):
    """A row that cannot be read is as missing; the others are fine."""
    key = packed("value:difficulty")
    plant(filled, "UPDATE Cache SET value = ? WHERE key = ?", value, key)
    snapshot = service().snapshot()
    assert snapshot.values["difficulty"].status is Status.STATIC
    assert snapshot.values["btc_price_usd"].status is Status.CACHED


class Touch:
    """A pickle that makes a file when it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self):
        return os.mkdir, (str(self._path),)


def plant_pickle(folder: Path, thing: object) -> None:
    """Make the difficulty's row a pickle."""
    statement = "UPDATE Cache SET mode = ?, value = ? WHERE key = ?"
    mode, key = diskcache.core.MODE_PICKLE, packed("value:difficulty")
    plant(folder, statement, mode, pickle.dumps(thing), key)


@fault(66)
def test_a_planted_pickle_does_not_run(filled, service, tmp_path):
    """A row that was made a pickle is refused and nothing of it happens."""
    proof = tmp_path / "ran"
    plant_pickle(filled, Touch(proof))
    snapshot = service().snapshot()
    assert snapshot.values["difficulty"].status is Status.STATIC
    assert not proof.exists()


@fault(66)
def test_the_reading_of_a_read_only_cache_runs_no_pickle_either(filled, tmp_path, monkeypatch):
    """Where the cache cannot be opened, its pickles are left alone too."""
    proof = tmp_path / "ran"
    plant_pickle(filled, Touch(proof))

    def refuse(*_args, **_kwargs):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(diskcache.Cache, "__init__", refuse)
    store = Store(filled)
    assert store.get("value:difficulty") is None
    assert store.get("value:btc_price_usd") is not None
    assert not proof.exists()


@fault(66)
def test_a_row_that_names_a_file_is_refused(filled, service, tmp_path):
    """A row cannot make the cache read a file outside of it."""
    secret = tmp_path / "secret"
    secret.write_bytes(packed({"schema": 1, "value": 5}))
    statement = "UPDATE Cache SET filename = ?, value = NULL WHERE key = ?"
    plant(filled, statement, str(secret), packed("value:difficulty"))
    assert service().snapshot().values["difficulty"].status is Status.STATIC


@pytest.mark.parametrize("mode", [diskcache.core.MODE_PICKLE])
def test_the_disk_itself_refuses_pickles(tmp_path, mode):
    """Neither a key nor a value of the cache's disk can be a pickle."""
    disk = JsonOnlyDisk(str(tmp_path))
    with pytest.raises(ValueError, match="refused"):
        disk.fetch(mode, None, pickle.dumps(1), False)
    with pytest.raises(ValueError, match="refused a pickled key"):
        disk.get(pickle.dumps("key"), False)


@fault(67)
@pytest.mark.parametrize("schema", [0, 2, None, "1"])
def test_a_row_of_another_schema_is_fetched_anew(filled, service, upstream, refreshed, schema):
    """What an older or newer version wrote is left alone and asked for again."""
    row, key = packed({"schema": schema, "value": 1}), packed("value:btc_price_usd")
    plant(filled, "UPDATE Cache SET value = ? WHERE key = ?", row, key)
    plant(filled, "DELETE FROM Cache WHERE key = ?", packed("round"))
    one = service()
    assert one.snapshot().values["btc_price_usd"].status is Status.STATIC
    assert refreshed(one).values["btc_price_usd"].status is Status.LIVE
    assert upstream.calls == 7


@fault(68)
def test_bulk_does_not_push_out_the_last_good_values(filled, service):
    """However much is stored beside them, the last good values stay."""
    store = Store(filled)
    for number in range(60):
        store.set(f"bulk:{number}", {"text": os.urandom(400_000).hex()})
    store.close()
    assert statuses(service().snapshot()) == {Status.CACHED}


LOCK = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
time.sleep(60)
"""


@pytest.fixture
def locked(filled):
    """Return a switch by which another process locks the cache for writing."""
    holders = []

    def lock() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", LOCK, str(filled / "cache.db")]
        holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        holders.append(holder)
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "locked"
        return holder

    yield lock
    for holder in holders:
        holder.kill()
        holder.wait()


@fault(69)
@pytest.mark.usefixtures("filled")
def test_a_cache_locked_by_another_process_does_not_hold_the_start(service, locked):
    """The start takes some three seconds, and the last good values are there."""
    locked()
    started = time.perf_counter()
    one = service()
    assert time.perf_counter() - started < 6
    assert one.notice in {READ_ONLY, MEMORY_ONLY}
    assert statuses(one.snapshot()) <= {Status.CACHED, Status.STATIC}


@fault(70)
@pytest.mark.usefixtures("filled")
def test_a_write_to_a_locked_cache_is_made_up_for(service, refreshed, locked, clock):
    """While another process writes, values are kept in memory; the next round stores them."""
    one = service()
    holder = locked()
    clock.advance(hours=25)
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert one.notice == NOT_SAVED
    holder.kill()
    holder.wait()
    clock.advance(minutes=10)
    refreshed(one)
    assert one.notice == ""
    assert statuses(service().snapshot()) == {Status.CACHED}


@fault(71)
@pytest.mark.usefixtures("upstream")
def test_a_folder_that_is_deleted_is_made_again(service, refreshed, clock, folder):
    """Values that were live stay; the next round makes the folder anew and stores them."""
    one = service()
    refreshed(one)
    for part in folder.iterdir():
        part.unlink()
    folder.rmdir()
    clock.advance(hours=25)
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert one.notice == ""
    assert statuses(service().snapshot()) == {Status.CACHED}


def test_two_services_share_what_one_has_fetched(service, upstream, refreshed):
    """What one process stored another one reads."""
    refreshed(service())
    assert statuses(asyncio.run(service().refresh())) == {Status.CACHED}
    assert upstream.calls == 6

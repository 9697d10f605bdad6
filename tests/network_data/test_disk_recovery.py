"""A disk that fails in earnest: real limits, real rights, damage that is met late."""

import asyncio
import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from hydro_mining.network_data._store import Store
from hydro_mining.provenance import Snapshot, Status
from tests.network_data.faults import fault, page_of

MEMORY_ONLY = (
    "The folder for stored values cannot be used, so values are kept only until the program ends."
)
READ_ONLY = "Stored values can be read but not renewed on disk."
NOT_SAVED = "The last values could not be stored on disk; they are kept in memory."
SET_ASIDE = "The stored values were damaged; they were set aside and will be fetched anew."
PAGE = 4_096
NOBODY = 65_534


def statuses(snapshot: Snapshot) -> set[Status]:
    """Return the states of all values."""
    return {reading.status for reading in snapshot.values.values()}


@pytest.fixture
def filled(service, upstream, refreshed, folder) -> Path:
    """Return the folder of a cache with all values, closed and in one file."""
    one = service()
    refreshed(one)
    one.close()
    assert upstream.calls == 6
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@contextlib.contextmanager
def disk_full_beyond(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, which is as a full disk to SQLite."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def told_by_nobody(folder: Path, tell: Callable[[Store], str]) -> str:
    """Return what a process tells of a store over a folder that it may only read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.write(writing, tell(Store(folder)).encode())
        finally:
            os._exit(0)  # never on into the other tests
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    return told


@pytest.fixture
def read_only() -> Iterator[Callable[[Path | None], Path]]:
    """Return what makes a folder of copied or no files that nobody may write to."""
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        folder = Path(parent) / "cache"

        def make(source: Path | None) -> Path:
            if source is None:
                folder.mkdir()
            else:
                shutil.copytree(source, folder)
            for part in folder.iterdir():
                part.chmod(0o444)
            folder.chmod(0o555)
            return folder

        yield make
        folder.chmod(0o755)


def price_and_notice(store: Store) -> str:
    """Return the stored price and the notice."""
    row = store.get("value:btc_price_usd") or {}
    return f"{row.get('value')}|{store.notice}"


@fault(59)
def test_a_folder_without_the_right_to_write_leaves_memory(read_only):
    """Who may not write to an empty folder keeps his values in memory, and the notice says so."""

    def tell(store: Store) -> str:
        store.set("value:btc_price_usd", {"value": 5.0})
        store.mend()
        return price_and_notice(store)

    assert told_by_nobody(read_only(None), tell) == f"5.0|{MEMORY_ONLY}"


@fault(60)
def test_what_only_a_log_holds_is_read_without_the_right_to_write(read_only, folder):
    """After kill −9 the last rows are in SQLite's log; a reader of the folder has them too."""
    child = os.fork()
    if child == 0:
        try:
            Store(folder).set("value:btc_price_usd", {"value": 5.0})
        finally:
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert (folder / "cache.db-wal").stat().st_size > 0
    assert told_by_nobody(read_only(folder), price_and_notice) == f"5.0|{READ_ONLY}"


@fault(61)
@pytest.mark.usefixtures("upstream")
def test_a_disk_that_is_really_full_keeps_all_values_in_memory(service, refreshed, folder, clock):
    """Values are live, the notice says that they are not stored, and with room again they are."""
    one = service()
    refreshed(one)
    clock.advance(hours=25)
    log = (folder / "cache.db-wal").stat().st_size
    with disk_full_beyond(log + 100):
        assert statuses(refreshed(one)) == {Status.LIVE}
        assert one.notice == NOT_SAVED
        assert statuses(one.snapshot()) == {Status.CACHED}
    clock.advance(minutes=10)
    refreshed(one)
    assert one.notice == ""
    assert statuses(service().snapshot()) == {Status.CACHED}


@fault(62)
def test_a_start_on_a_full_disk_has_the_stored_values(filled, service, refreshed, clock):
    """Nothing can be written, yet the values are there; with room again they are renewed."""
    for rest in filled.glob("cache.db-*"):
        rest.unlink()
    with disk_full_beyond(100):
        one = service()
        assert statuses(one.snapshot()) == {Status.CACHED}
        assert one.notice == READ_ONLY
    clock.advance(hours=25)
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert one.notice == ""


def spoil(folder: Path, start: int) -> None:
    """Write rubbish over a page of a cache."""
    with (folder / "cache.db").open("r+b") as file:
        file.seek(start)
        file.write(b"rubbish " * (PAGE // 8))
    for rest in folder.glob("cache.db-*"):
        rest.unlink()


@fault(63)
@pytest.mark.parametrize("page", range(7))
def test_whichever_page_is_damaged_the_cache_heals(filled, service, refreshed, clock, page):
    """After one round, whatever is damaged, values are live, stored, and read by the next start."""
    assert (filled / "cache.db").stat().st_size >= 7 * PAGE
    spoil(filled, page * PAGE)
    one = service()
    clock.advance(hours=25)
    assert statuses(refreshed(one)) == {Status.LIVE}
    clock.advance(minutes=10)
    refreshed(one)
    assert one.notice in {"", SET_ASIDE}
    one.close()
    two = service()
    assert two.notice == ""
    assert statuses(two.snapshot()) == {Status.CACHED}


@fault(63)
@pytest.mark.parametrize("size", [1, 100, PAGE, 2 * PAGE + 1, 5 * PAGE, 6 * PAGE])
def test_however_much_is_cut_off_the_cache_heals(filled, service, refreshed, clock, size):
    """A cache that lost its end is set aside and filled anew."""
    with (filled / "cache.db").open("r+b") as file:
        file.truncate(size)
    one = service()
    clock.advance(hours=25)
    assert statuses(refreshed(one)) == {Status.LIVE}
    one.close()
    two = service()
    assert two.notice == ""
    assert statuses(two.snapshot()) == {Status.CACHED}


@fault(63, 66)
@pytest.mark.parametrize("key", ["disk_nonsense", b"\x81", "sqlite_no sense", "close"])
def test_settings_of_no_sense_are_damage(filled, service, refreshed, key):
    """Rubbish among the cache's own settings ends no program: the cache is set aside."""
    with contextlib.closing(sqlite3.connect(filled / "cache.db")) as database:
        database.execute("INSERT INTO Settings VALUES (?, 1)", (key,))
        database.commit()
    one = service()
    assert one.notice == SET_ASIDE
    assert statuses(refreshed(one)) == {Status.LIVE}


@fault(63)
def test_a_database_of_another_program_is_set_aside(folder, service, upstream, refreshed):
    """A file of that name with other tables is no cache; it is kept and a new one made."""
    folder.mkdir()
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
        database.execute("CREATE TABLE Cache (something INTEGER)")
        database.commit()
    one = service()
    assert one.notice == SET_ASIDE
    assert statuses(refreshed(one)) == {Status.LIVE}
    assert statuses(service().snapshot()) == {Status.CACHED}
    assert upstream.calls == 6


HOSTILE = [
    '{"schema": 1}',
    '{"schema": true, "value": 1}',
    '{"schema": 1, "value": 1e999, "source": "x", "as_of": null, "fetched_at": "2026-11-21T11:00Z",'
    ' "note": "", "is_fallback": false}',
    '{"schema": 1, "value": "nan", "source": [], "as_of": 5, "fetched_at": {}, "note": null}',
    '{"schema": 1, "value": ' + "9" * 5_000 + "}",
    "[" * 50_000,
    '"\\ud800"',
    '{"schema": 1, "value": 0, "source": "<script>alert(1)</script>", "as_of":'
    ' "0001-01-01T00:00:00+23:59", "fetched_at": "9999-12-31T23:59:59-23:59", "note": "<b>",'
    ' "is_fallback": "yes"}',
    *(
        f'{{"schema": 1, "value": {value}, "source": "<script>alert(1)</script>",'
        ' "as_of": "2026-11-21T11:00:00+00:00", "fetched_at": "2026-11-21T11:00:00+00:00",'
        ' "note": "<script>", "is_fallback": true}'
        for value in ("0", "5e-324", "1.7e308", "true")
    ),
]


@fault(65)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_content_of_a_row_harms_nothing(filled, service, refreshed, clock, text):
    """Whatever JSON stands in every row, the page is there, and the next round is live."""
    with contextlib.closing(sqlite3.connect(filled / "cache.db")) as database:
        database.execute("UPDATE Cache SET value = ?", (zlib.compress(text.encode()),))
        database.commit()
    one = service()
    assert "<script>" not in page_of(one, one.snapshot()).bar
    clock.advance(hours=25)
    assert statuses(refreshed(one)) == {Status.LIVE}


@fault(70)
def test_a_value_that_waited_for_the_disk_does_not_replace_a_later_one(
    filled, service, upstream, refreshed, clock
):
    """Two processes and a locked disk: the price that was fetched last is the one that stays."""
    one, two = service(), service()
    clock.advance(hours=25)
    with contextlib.closing(sqlite3.connect(filled / "cache.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert statuses(refreshed(one)) == {Status.LIVE}
    clock.advance(minutes=10)
    now = int(clock.now().timestamp())
    upstream.price.respond(json={"bitcoin": {"usd": 84_000, "last_updated_at": now - 60}})
    assert refreshed(two).network.btc_price_usd == 84_000
    clock.advance(minutes=10)
    assert refreshed(one).network.btc_price_usd == 84_000
    assert service().snapshot().network.btc_price_usd == 84_000


@fault(71)
def test_offline_and_without_the_folder_the_last_values_stand(
    filled, service, upstream, refreshed, clock
):
    """A folder that is deleted during an outage costs no value that was on the screen."""
    one = service()
    assert statuses(one.snapshot()) == {Status.CACHED}
    shutil.rmtree(filled)
    upstream.fail(httpx.ConnectError("no route"))
    clock.advance(hours=25)
    snapshot = refreshed(one)
    assert statuses(snapshot) == {Status.STALE}
    assert snapshot.network.btc_price_usd == 83_000


@fault(73, 79)
def test_a_lease_of_a_clock_that_was_ahead_stops_no_round(service, upstream, folder):
    """A process that died while the clock stood years ahead leaves the others their rounds."""
    with contextlib.closing(Store(folder)) as store:
        assert store.lease("refresh", seconds=10 * 365 * 86_400.0)
    assert statuses(asyncio.run(service().refresh())) == {Status.LIVE}
    assert upstream.calls == 6


@fault(79)
def test_a_lease_lasts_as_long_as_its_round_may(service, upstream, folder):
    """With a deadline of a minute a lease outlasts it: no second process asks meanwhile."""
    ends: list[float] = []

    def look(_: httpx.Request) -> httpx.Response:
        with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
            statement = "SELECT expire_time - store_time FROM Cache WHERE expire_time NOT NULL"
            ends.extend(row[0] for row in database.execute(statement))
        return httpx.Response(200, text="976800")

    upstream.height.mock(side_effect=look)
    asyncio.run(service(deadline_s=60.0).refresh())
    assert min(ends) > 60

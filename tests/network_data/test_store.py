"""The store: rows of JSON for several threads and processes, and what a failing disk costs."""

import concurrent.futures
import contextlib
import gc
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import diskcache
import pytest

from hydro_mining.network_data._store import Store
from tests.leaks import leaks
from tests.network_data.faults import fault

YEARS_S = 10 * 365 * 86_400.0


@pytest.fixture
def opened(folder) -> Iterator[Callable[[], Store]]:
    """Return what opens stores over one folder, as so many processes do."""
    made: list[Store] = []

    def open_one() -> Store:
        made.append(Store(folder))
        return made[-1]

    yield open_one
    for store in made:
        store.close()


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a cache for writing, as another process does that writes."""
    with contextlib.closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def refuse(*_args: object, **_kwargs: object) -> None:
    """Fail as a full disk does."""
    raise sqlite3.OperationalError("database or disk is full")


def files_of(folder: Path) -> list[str]:
    """Return the files of a folder that this process has open."""
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("the system does not tell open files")
    targets = []
    for one in descriptors.iterdir():
        with contextlib.suppress(OSError):
            targets.append(str(one.readlink()))
    return sorted(target for target in targets if target.startswith(str(folder)))


def test_a_row_is_read_as_it_was_written(opened):
    """What was set is got, without what the store adds for itself."""
    row = {"number": 1.5, "none": None, "text": "£ 20", "list": [1, [True]], "table": {"a": {}}}
    store = opened()
    assert store.get("a") is None
    store.set("a", row)
    assert store.get("a") == row
    store.set("a", {"number": 2})
    assert store.get("a") == {"number": 2}
    assert store.get("b") is None
    assert store.notice == ""


def test_a_row_outlives_its_store(opened):
    """A store that opens the folder later, or has it open too, reads the same row."""
    one, other = opened(), opened()
    one.set("a", {"n": 1})
    assert other.get("a") == {"n": 1}
    one.close()
    assert opened().get("a") == {"n": 1}


@pytest.mark.parametrize("bad", [object(), {1, 2}, b"bytes"], ids=["object", "set", "bytes"])
def test_what_is_not_json_is_refused_and_not_kept(opened, bad):
    """A row that JSON cannot hold is an error at once, not at each later round."""
    store = opened()
    store.set("a", {"n": 1})
    with pytest.raises(TypeError, match="not JSON serializable"):
        store.set("a", {"n": bad})
    store.mend()
    assert store.get("a") == {"n": 1}


def test_a_transaction_keeps_other_processes_from_writing(opened):
    """Who writes meanwhile waits, and after a second keeps his row in memory until he mends."""
    one, other = opened(), opened()
    with concurrent.futures.ThreadPoolExecutor(1) as pool, one.transact():
        one.set("a", {"n": 1})
        pool.submit(other.set, "b", {"n": 2}).result(timeout=10)
        assert other.notice.startswith("The last values could not be stored")
    assert other.get("b") == {"n": 2}
    assert one.get("b") is None
    other.mend()
    assert other.notice == ""
    assert one.get("b") == {"n": 2}
    assert other.get("a") == {"n": 1}


def test_a_transaction_that_raises_lets_go(opened):
    """After an error within a transaction everybody may write again."""
    one, other = opened(), opened()

    def fail() -> None:
        with one.transact():
            one.set("a", {"n": 1})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    other.set("b", {"n": 2})
    assert (one.notice, other.notice) == ("", "")
    assert one.get("b") == {"n": 2}


def test_counts_of_threads_add_up(opened):
    """Eight threads that each count to 25 in transactions count to 200 together."""
    store = opened()
    store.set("count", {"n": 0})
    everybody = threading.Barrier(8)

    def count() -> None:
        everybody.wait(timeout=10)
        for _ in range(25):
            with store.transact():
                store.set("count", {"n": store.get("count")["n"] + 1})

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for counted in [pool.submit(count) for _ in range(8)]:
            counted.result(timeout=30)
    assert store.get("count") == {"n": 200}
    assert store.notice == ""


@fault(78)
def test_counts_of_processes_add_up(folder):
    """Four processes that each count to 25 in transactions count to 100 together."""
    with contextlib.closing(Store(folder)) as store:
        store.set("count", {"n": 0})
    children = []
    for _ in range(4):
        child = os.fork()
        if child == 0:
            try:
                mine = Store(folder)
                for _ in range(25):
                    with mine.transact():
                        mine.set("count", {"n": mine.get("count")["n"] + 1})
                os._exit(0 if mine.notice == "" else 1)
            finally:
                os._exit(2)  # never on into the other tests
        children.append(child)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ends == [0, 0, 0, 0]
    with contextlib.closing(Store(folder)) as store:
        assert store.get("count") == {"n": 100}


def test_a_lease_is_one_holders(opened):
    """A lease is taken once, given back, and taken again; another name is another lease."""
    one, other = opened(), opened()
    assert one.is_free("round")
    assert one.lease("round", seconds=30)
    assert not other.lease("round", seconds=30)
    assert not other.is_free("round")
    assert other.lease("history", seconds=30)
    one.release("round")
    assert other.is_free("round")
    assert other.lease("round", seconds=30)


@fault(79)
def test_a_lease_ends_by_itself(opened):
    """When its time is over, a lease that nobody gave back is free."""
    one, other = opened(), opened()
    assert one.lease("round", seconds=0.05)
    deadline = time.monotonic() + 10
    while not other.is_free("round") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert other.lease("round", seconds=30)


@fault(73, 79)
def test_a_lease_of_a_clock_that_was_put_back_is_free(opened):
    """A holder who died while the clock stood years ahead does not stop rounds for years."""
    one, other = opened(), opened()
    assert one.lease("round", seconds=YEARS_S)
    assert other.lease("round", seconds=30)
    assert not one.lease("round", seconds=30)


@fault(65, 66)
@pytest.mark.parametrize(
    "change", ["expire_time = NULL", "value = 'cut'", f"mode = {diskcache.core.MODE_PICKLE}"]
)
def test_a_lease_of_no_sense_is_free(opened, folder, change):
    """A lease without an end, or one that cannot be read, stops nobody."""
    store = opened()
    assert store.lease("round", seconds=YEARS_S)
    with contextlib.closing(sqlite3.connect(folder / "cache.db")) as database:
        assert database.execute(f"UPDATE Cache SET {change}").rowcount == 1  # noqa: S608
        database.commit()
    assert opened().lease("round", seconds=30)


def test_without_a_disk_every_lease_is_had(tmp_path):
    """Who cannot write cannot be coordinated with, and makes his own round."""
    (tmp_path / "file").touch()
    store = Store(tmp_path / "file" / "cache")
    assert store.lease("round", seconds=30)
    assert store.lease("round", seconds=30)
    assert store.is_free("round")
    store.release("round")
    with store.transact():
        store.set("a", {"n": 1})
    assert store.get("a") == {"n": 1}
    store.close()


@fault(61)
def test_a_disk_that_refuses_is_tried_once_until_it_is_mended(opened, monkeypatch):
    """After a refusal rows are kept in memory without another try, which may wait a second."""
    store, tries = opened(), []

    def refuse_once_more(*_args, **_kwargs):
        tries.append(1)
        refuse()

    monkeypatch.setattr(diskcache.Cache, "set", refuse_once_more)
    for number in range(5):
        store.set(f"a{number}", {"n": number})
    assert len(tries) == 1
    assert [store.get(f"a{number}") for number in range(5)] == [{"n": n} for n in range(5)]
    monkeypatch.undo()
    store.mend()
    assert store.notice == ""
    assert opened().get("a4") == {"n": 4}


def test_mending_what_is_whole_changes_nothing(opened):
    """A store that is well has its rows and no notice after it is mended."""
    store = opened()
    store.set("a", {"n": 1})
    before = store._disk
    store.mend()
    assert store._disk is before
    assert (store.get("a"), store.notice) == ({"n": 1}, "")


@fault(70)
def test_a_row_that_waited_does_not_replace_a_later_one(opened, folder):
    """What was kept while the disk was locked is not written over what came after it."""
    one, other = opened(), opened()
    with locked(folder):
        one.set("a", {"n": "earlier"})
    other.set("a", {"n": "later"})
    one.mend()
    assert other.get("a") == {"n": "later"}
    assert one.get("a") == {"n": "later"}


@fault(69)
def test_rows_of_a_start_on_a_locked_cache_do_not_replace_later_ones(opened, folder, monkeypatch):
    """What was read from a cache that could not be opened is not written back over newer rows."""
    other = opened()
    other.set("a", {"n": "earlier"})
    other.close()
    gc.collect()
    monkeypatch.setattr(diskcache.Cache, "__init__", refuse)
    one = Store(folder)
    assert one.get("a") == {"n": "earlier"}
    monkeypatch.undo()
    later = opened()
    later.set("a", {"n": "later"})
    one.mend()
    assert later.get("a") == {"n": "later"}
    assert one.get("a") == {"n": "later"}
    one.close()


@fault(69)
def test_a_cache_that_is_open_elsewhere_is_read_with_its_latest_rows(opened, monkeypatch, folder):
    """Rows that another process has just stored are read, although its log still holds them."""
    other = opened()
    other.set("a", {"n": 1})
    monkeypatch.setattr(diskcache.Cache, "__init__", refuse)
    one = Store(folder)
    assert one.get("a") == {"n": 1}
    assert one.notice == "Stored values can be read but not renewed on disk."
    one.close()


@fault(71)
def test_a_folder_that_another_process_has_made_anew_is_shared_again(opened, folder):
    """After the folder was deleted, the processes meet in the new one."""
    one = opened()
    one.set("a", {"n": 1})
    shutil.rmtree(folder)
    other = opened()
    one.mend()
    one.set("b", {"n": 2})
    assert other.get("b") == {"n": 2}
    assert one.lease("round", seconds=30)
    assert not other.lease("round", seconds=30)


@fault(71)
def test_a_folder_that_is_deleted_takes_no_value_along(opened, folder):
    """A running program has its last values still, and stores them in the new folder."""
    one = opened()
    one.set("a", {"n": 1})
    shutil.rmtree(folder)
    one.mend()
    assert one.get("a") == {"n": 1}
    assert opened().get("a") == {"n": 1}


def test_closing_closes_the_files(opened, folder):
    """A closed store has no file open, and all is in one file."""
    store = opened()
    store.set("a", {"n": 1})
    assert files_of(folder)
    store.close()
    store.close()
    assert files_of(folder) == []
    assert [part.name for part in folder.iterdir()] == ["cache.db"]


def test_a_store_that_is_used_and_closed_leaks_nothing(folder):
    """Opening, writing, mending and closing leave nothing that Python warns of."""
    with leaks() as left:
        for _ in range(3):
            store = Store(folder)
            store.set("a", {"n": 1})
            store.mend()
            store.close()
            del store
    assert not [leak for leak in left if "sqlite" in leak]
    assert [t.name for t in threading.enumerate() if t.name == "open cache"] == []

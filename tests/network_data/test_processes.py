"""Several processes over one cache: one round for all, and no death spoils it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import upstream as upstream_module
from upstream import Upstream, running_upstream

from hydro_mining.network_data._store import Store
from tests.network_data.faults import fault

WORKER = Path(__file__).with_name("worker.py")
VALUES = {"btc_price_usd", "difficulty", "block_height", "fees_btc_per_block", "usd_to_gbp"}


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """Return well-behaved providers on a loopback server."""
    with running_upstream() as running:
        yield running


@pytest.fixture
def start(upstream, folder) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Return what starts a worker process over the shared folder."""
    started: list[subprocess.Popen[str]] = []
    path = str(Path(upstream_module.__file__).parent)

    def run(work: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, str(WORKER), upstream.url, str(folder), work],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": path},
            )
        )
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.stdout.close()


def result(process: subprocess.Popen[str]) -> dict[str, list[object]]:
    """Wait for a worker's end and return what it printed."""
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    printed: dict[str, list[object]] = json.loads(out)
    return printed


def first_line(process: subprocess.Popen[str]) -> str:
    """Wait for a worker's first line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def make_old(folder: Path, name: str) -> None:
    """Let a stored value and the last round be of the start of the year."""
    old = "2026-01-01T00:00:00+00:00"
    with contextlib.closing(Store(folder)) as store:
        store.set(f"value:{name}", {**store.get(f"value:{name}"), "fetched_at": old})
        store.set("round", {"ended_at": old, "troubles": {}, "limited": []})


@fault(78)
def test_four_processes_make_one_round(start, upstream):
    """Four processes on an empty cache ask each provider once, and all get the values."""
    upstream.delay_s = 0.3
    processes = [start("refresh") for _ in range(4)]
    results = [result(process) for process in processes]
    assert set(upstream.asked.values()) == {1}
    assert len(upstream.asked) == 6
    for got in results:
        assert got.keys() == VALUES
        assert {state for _, state in got.values()} <= {"live", "cached"}
        assert got["block_height"][0] == upstream_module.HEIGHT


@fault(79)
def test_the_lease_of_a_dead_process_ends(start, folder):
    """A lease is another's while it lives, and free half a minute after its holder was killed."""
    holder = start("hold")
    assert first_line(holder) == "True"
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with contextlib.closing(Store(folder)) as store:
        assert not store.lease("refresh", seconds=30)
        _, expires = store._disk.get("lease:refresh", expire_time=True)
        assert time.time() < expires <= time.time() + 30


@fault(79)
def test_while_a_dead_process_holds_the_lease_the_last_values_stand(start, upstream, folder):
    """Who finds the lease taken shows what is stored, and asks nobody."""
    result(start("refresh"))
    make_old(folder, "btc_price_usd")
    asked = sum(upstream.asked.values())
    holder = start("hold")
    assert first_line(holder) == "True"
    holder.kill()
    holder.wait()
    got = result(start("refresh"))
    assert got["btc_price_usd"] == [upstream.price, "stale"]
    assert sum(upstream.asked.values()) == asked


@fault(85)
def test_twenty_deaths_while_writing_leave_a_readable_cache(start, folder):
    """After each kill −9 in the middle of writing, all rows that are there are whole."""
    first = Store(folder)
    first.set("value:kept", {"value": 42})
    first.close()
    writers = start("write")
    for _ in range(20):
        writers.stdin.write("another\n")
        writers.stdin.flush()
        os.kill(int(first_line(writers)), signal.SIGKILL)
        assert first_line(writers) == "dead"
        with contextlib.closing(Store(folder)) as store:
            assert store.notice == ""
            assert store.get("value:kept") == {"value": 42}
            for number in range(5):
                row = store.get(f"bulk:{number}")
                assert row is None or row["text"] == str(row["number"]) * 16_000


@fault(86)
def test_death_between_fetching_and_storing_leaves_the_older_value(start, upstream, folder):
    """A process that is killed while it waits for answers has changed no value."""
    result(start("refresh"))
    make_old(folder, "btc_price_usd")
    upstream.delay_s = 30
    asking = start("refresh")
    deadline = time.monotonic() + 30
    while upstream.asked["/coingecko/simple/price"] < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    with contextlib.closing(Store(folder)) as store:
        assert store.get("value:btc_price_usd")["value"] == upstream.price


@fault(87)
def test_a_process_that_is_told_to_end_ends(start, upstream):
    """SIGTERM during a round ends the process within five seconds, in order."""
    upstream.delay_s = 3
    process = start("serve")
    assert first_line(process) == "serving"
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert time.monotonic() - started < 5


@fault(88)
def test_a_fork_has_a_connection_of_its_own(folder):
    """A worker that is forked after opening reads and writes, and so does its parent."""
    with contextlib.closing(Store(folder)) as store:
        store.set("before", {"n": 1})
        child = os.fork()
        if child == 0:
            is_read = store.get("before") == {"n": 1}
            store.set("child", {"n": 2})
            os._exit(0 if is_read else 1)
        _, status = os.waitpid(child, 0)
        store.set("parent", {"n": 3})
        assert os.waitstatus_to_exitcode(status) == 0
        assert [store.get(name) for name in ("child", "parent")] == [{"n": 2}, {"n": 3}]

"""How a process ends, and what the next one finds."""

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

import hydro_mining
from tests.network_data.faults import fault

WORKER = Path(__file__).with_name("worker.py")
# A feed whose names nobody resolves: each look-up takes twenty seconds.
NO_NAMES = """
import signal, socket, sys, time
from pathlib import Path
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import NetworkFeed, opened_service
from hydro_mining.environment import Environment

def look_up(*_args, **_kwargs):
    sys.stdout.write("asked\\n")  # one write: several threads look up at once
    sys.stdout.flush()
    time.sleep(20)
    raise socket.gaierror(-3, "temporary failure in name resolution")

socket.getaddrinfo = look_up
settings = Environment(cache_folder=Path(sys.argv[1]))
feed = NetworkFeed(
    lambda: opened_service(settings, bundled_network()),
    bundled_network(),
)

def end(*_):
    feed.close()
    sys.exit(0)

signal.signal(signal.SIGTERM, end)
feed.start()
feed.request()
while True:
    time.sleep(1)
"""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """Return well-behaved providers on a loopback server."""
    with running_upstream() as running:
        yield running


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return what starts a Python process, which is ended with the test."""
    started: list[subprocess.Popen[str]] = []
    paths = (Path(upstream_module.__file__).parent, Path(hydro_mining.__file__).parents[1])
    environment = {
        **{name: text for name, text in os.environ.items() if "proxy" not in name.lower()},
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
    }

    def run(*command: object) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, *map(str, command)],
                stdout=subprocess.PIPE,
                text=True,
                env=environment,
            )
        )
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def first_line(process: subprocess.Popen[str]) -> str:
    """Wait for a process's first line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def states(process: subprocess.Popen[str]) -> set[str]:
    """Wait for a worker's end and return the states of its values."""
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return {state for _, state in json.loads(out).values()}


@fault(79, 87)
def test_a_program_that_is_restarted_in_a_round_asks_at_once(start, upstream, folder):
    """SIGTERM during a round leaves the next process no lease to wait for."""
    upstream.delay_s = 3
    serving = start(WORKER, upstream.url, folder, "serve")
    assert first_line(serving) == "serving"
    deadline = time.monotonic() + 30
    while not upstream.asked and time.monotonic() < deadline:
        time.sleep(0.02)
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(timeout=10) == 0
    upstream.delay_s = 0
    assert states(start(WORKER, upstream.url, folder, "refresh")) == {"live"}


@fault(1, 87)
def test_a_name_that_is_looked_up_for_long_does_not_hold_the_end(start, folder):
    """SIGTERM while the network's names take twenty seconds ends the process within five."""
    process = start("-c", NO_NAMES, folder)
    assert first_line(process) == "asked"
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=40) == 0
    assert time.monotonic() - started < 5


@fault(63, 78)
def test_four_processes_on_a_damaged_cache_all_have_values(start, upstream, folder):
    """Whoever of them sets it aside, each gets every value, and the next start is well."""
    folder.mkdir()
    (folder / "cache.db").write_bytes(b"rubbish " * 4_000)
    processes = [start(WORKER, upstream.url, folder, "refresh") for _ in range(4)]
    for process in processes:
        assert states(process) <= {"live", "cached"}
    assert states(start(WORKER, upstream.url, folder, "refresh")) <= {"live", "cached"}

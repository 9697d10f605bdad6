"""``hydro-mining sweep``: many sites, the same bytes however they are computed."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from hydro_mining.cli import main
from hydro_mining.economics import evaluate
from hydro_mining.imports.study import study_from_mapping
from hydro_mining.sweeps import sweep
from hydro_mining.sweeps.running import BLOCK, done_in_order
from hydro_mining.sweeps.storing import Store, kept_blocks, written_results
from hydro_mining.sweeps.work import SitesWork

_BLOCKS = 5


@pytest.fixture
def folder(tmp_path, document, monkeypatch):
    """A folder with the round study, in which the command runs."""
    (tmp_path / "study.json").write_text(json.dumps(document()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listed(folder: Path, rows: list[str], name: str = "sites.csv") -> Path:
    """Write a list of sites."""
    path = folder / name
    path.write_text("name,site.load_factor\n" + "".join(f"{row}\n" for row in rows))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a results file."""
    return list(csv.DictReader(path.open(encoding="utf-8")))


def test_a_list_with_a_broken_row(folder, capsys, document):
    """The row is named with its line, the rest is as the study alone gives it; exit 1."""
    listed(folder, ["Half,0.5", "Nothing,0", "Full,1"])
    status = main(["sweep", "sites.csv", "--study", "study.json", "--workers", "1"])
    printed = capsys.readouterr()
    assert (status, printed.out) == (1, "")
    assert "line 3, Nothing: site.load_factor must be a number above 0 up to 1" in printed.err
    assert "1 sites were not computed" in printed.err
    rows = rows_of(folder / "results.csv")
    assert [(row["line"], row["name"]) for row in rows] == [("2", "Half"), ("4", "Full")]
    for row, load in zip(rows, (0.5, 1.0), strict=True):
        alone = evaluate(study_from_mapping(document(site={"load_factor": load})))
        assert float(row["npv_gbp [£]"]) == alone.scenarios["Base"].npv_gbp
        assert int(float(row["n_miners [machines]"])) == alone.site.n_miners
        assert row["version"]
        assert len(row["inputs_sha256"]) == 64
    assert not (folder / "results.csv.blocks").exists()


def test_a_list_that_the_study_s_own_water_makes_idle_is_refused(folder, capsys, document):
    """One line and no file, and not the figures of one river for each site."""
    hydro = {"monthly_power_kw": [400.0] * 12}
    (folder / "study.json").write_text(json.dumps(document() | {"hydro": hydro}))
    listed(folder, ["Half,0.5", "Full,1"])
    assert main(["sweep", "sites.csv", "--study", "study.json", "--workers", "1"]) == 2
    told = capsys.readouterr().err
    assert "site.load_factor must be what a site's figures rest on" in told
    assert "leave hydro out of the study" in told
    assert len(told.splitlines()) == 1
    assert not (folder / "results.csv").exists()


def test_of_a_hundred_rows_five_are_broken(folder, capsys, document):
    """Every twentieth has a load factor of 0: named by its line, exit 1; the rest are right."""
    loads = [0 if row % 20 == 7 else 0.3 + row / 200 for row in range(100)]
    listed(folder, [f"P{row},{load}" for row, load in enumerate(loads)])
    assert main(["sweep", "sites.csv", "--study", "study.json", "--workers", "1"]) == 1
    told = capsys.readouterr().err
    for row in range(7, 100, 20):
        assert f"line {row + 2}, P{row}: site.load_factor must be a number above 0 up to 1" in told
    assert "95 sites in results.csv" in told
    assert "5 sites were not computed" in told
    rows = rows_of(folder / "results.csv")
    assert [row["name"] for row in rows] == [f"P{row}" for row in range(100) if row % 20 != 7]
    # The middle of the list alone; that its neighbours are broken changes nothing.
    alone = evaluate(study_from_mapping(document(site={"load_factor": loads[48]})))
    (of_list,) = [row for row in rows if row["name"] == "P48"]
    assert float(of_list["npv_gbp [£]"]) == alone.scenarios["Base"].npv_gbp


def computed(folder: Path, name: str, executor=None, *, workers: int = 1) -> list[bytes]:
    """Compute 120 sites with some futures each, and return the results as files of both forms."""
    work = SitesWork(document=json.loads((folder / "study.json").read_text()), paths=20)
    files = [folder / f"{name}.{form}" for form in ("csv", "parquet")]
    store = Store.beside(files[0], {"sweep": name}, resume=False)
    for _ in kept_blocks(work, sites(), store, executor, workers=workers):
        pass
    for file in files:
        written_results(store, file)
    return [file.read_bytes() for file in files]


def sites():
    """Return 120 sites of different load factors."""
    from hydro_mining.sweeps.sites import grid_of

    return grid_of(["site.load_factor=0.3:0.9:120"])


def test_the_same_bytes_however_many_work(folder):
    """Here, on one thread, on two."""
    alone = computed(folder, "alone")
    for workers in (1, 2):
        with ThreadPoolExecutor(workers) as executor:
            assert computed(folder, str(workers), executor, workers=workers) == alone


@contextmanager
def dask(*arguments: str, ready: str) -> Iterator[str]:
    """Run a part of a cluster on this machine; yield the line in which it says that it is ready."""
    command = (sys.executable, "-m", "dask", *arguments, "--no-dashboard", "--host", "127.0.0.1")
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield next(line for line in running.stderr if ready in line)
    finally:
        running.kill()
        running.communicate()


def test_a_cluster_gives_the_same_bytes(folder):
    """A Dask scheduler and two workers of this machine, as docs/cluster.md starts them."""
    pytest.importorskip("distributed")
    listed(folder, [f"{number},{0.3 + number / 1000}" for number in range(3 * BLOCK)])
    arguments = ["sweep", "sites.csv", "--study", "study.json", "--paths", "20"]
    with dask("scheduler", "--port", "0", ready="Scheduler at") as said:
        address = said.split()[-1]
        worker = ("worker", address, "--no-nanny", "--nthreads", "1")
        with dask(*worker, ready="Registered to"), dask(*worker, ready="Registered to"):
            by_cluster = ["--executor", "dask", "--scheduler", address, "--out", "dask.csv"]
            command = [sys.executable, "-m", "hydro_mining", *arguments, *by_cluster]
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert main([*arguments, "--workers", "1"]) == 0
    assert (folder / "dask.csv").read_bytes() == (folder / "results.csv").read_bytes()


# In a process of its own: Dask asks which address this machine has, which the tests do not allow.
_IN_PROCESS = """
from pathlib import Path

from distributed import Client
from tests.test_cli_sweep import computed

with Client(processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None) as client:
    computed(Path(), "dask", client.get_executor(pure=False), workers=2)
"""


def test_dask_within_a_process_gives_the_same_bytes(folder):
    """Its threads are workers like any other."""
    pytest.importorskip("distributed")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", _IN_PROCESS]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    found = [(folder / f"dask.{form}").read_bytes() for form in ("csv", "parquet")]
    assert found == computed(folder, "alone")


def test_no_more_is_begun_than_two_blocks_a_worker():
    """With one worker the third item is not asked for before the first is taken."""
    asked = []

    def items():
        for number in range(6):
            asked.append(number)
            yield number

    with ThreadPoolExecutor(1) as executor:
        done = done_in_order(str, items(), executor, workers=1)
        assert next(done) == "0"
        assert asked == [0, 1]
        assert list(done) == ["1", "2", "3", "4", "5"]


def test_studies_in_python(study):
    """A row a study, in their order."""
    frame = sweep([study(), study(site={"load_factor": 0.45})])
    assert frame["n_miners"].tolist() == [360, 180]
    assert frame["npv_gbp"].tolist() == [
        evaluate(study(site={"load_factor": load})).scenarios["Base"].npv_gbp
        for load in (0.9, 0.45)
    ]


def begun(folder: Path) -> subprocess.Popen:
    """Start a sweep of some seconds, and return when its first blocks are kept."""
    command = (sys.executable, "-m", "hydro_mining", "sweep", "sites.csv", "--study", "study.json")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    running = subprocess.Popen(
        [*command, "--workers", "1", "--paths", "50"],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert "sites" in running.stderr.readline()
    return running


def many(folder: Path) -> None:
    """List sites for some seconds of work."""
    listed(folder, [f"{number},{0.3 + number / 1000}" for number in range(_BLOCKS * BLOCK)])


def resumed(folder: Path) -> tuple[bytes, bytes]:
    """Go on with an interrupted sweep, compute it afresh, and return both files."""
    arguments = ["sweep", "sites.csv", "--study", "study.json", "--paths", "50", "--workers", "1"]
    kept = len(list((folder / "results.csv.blocks").glob("[0-9]*.json")))
    assert 0 < kept < _BLOCKS
    assert main([*arguments, "--resume"]) == 0
    assert main([*arguments, "--out", "fresh.csv"]) == 0
    return (folder / "results.csv").read_bytes(), (folder / "fresh.csv").read_bytes()


def test_a_sweep_that_was_killed_goes_on(folder):
    """Kill −9 of all its processes; the blocks that were done stay, the bytes are the same."""
    many(folder)
    running = begun(folder)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    went_on, fresh = resumed(folder)
    assert went_on == fresh


def test_a_sweep_whose_worker_died_says_so_and_goes_on(folder):
    """Kill −9 of the worker alone: exit 1 and a word, then the same bytes."""
    many(folder)
    running = begun(folder)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    for child in children.read_text().split():
        if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
            os.kill(int(child), signal.SIGKILL)
    said = running.stderr.read()
    assert running.wait() == 1
    assert "a worker died; --resume goes on" in said
    went_on, fresh = resumed(folder)
    assert went_on == fresh


def test_an_interrupted_sweep_says_how_to_go_on(folder):
    """Ctrl-C: exit 130 and one word."""
    many(folder)
    running = begun(folder)
    os.killpg(running.pid, signal.SIGINT)
    said = running.stderr.read()
    assert running.wait() == 130
    assert "interrupted; --resume goes on" in said
    assert "Traceback" not in said


def test_blocks_of_another_sweep_are_not_gone_on_with(folder, capsys):
    """Nor overwritten without a word."""
    listed(folder, ["A,0.5"])
    Store.beside(folder / "results.csv", {"other": 1}, resume=False)
    arguments = ["sweep", "sites.csv", "--study", "study.json"]
    assert main(arguments) == 2
    assert "--resume goes on with the blocks" in capsys.readouterr().err
    assert main([*arguments, "--resume"]) == 2
    assert "of the same sweep" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--study", "study.json"], "sites must be a list of sites or --axes"),
        (["sites.csv", "--study", "study.json", "--out", "r.txt"], "out must be a file named"),
        (["sites.csv", "--study", "study.json", "--executor", "x"], "executor must be one of"),
        (["sites.csv", "--study", "study.json", "--executor", "dask"], "scheduler must be"),
        (["sites.csv", "--study", "study.json", "--workers", "0"], "workers must be"),
    ],
)
def test_bad_options_are_one_line(folder, capsys, arguments, named):
    """They name the option."""
    listed(folder, ["A,0.5"])
    assert main(["sweep", *arguments]) == 2
    printed = capsys.readouterr().err
    assert named in printed
    assert printed.count("\n") == 1
    assert not (folder / "results.csv").exists()

"""``hydro-mining sweep``."""

import argparse
import hashlib
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hydro_mining import __version__
from hydro_mining.cli.files import file_contents
from hydro_mining.cli.given_study import study_document
from hydro_mining.cli.numbers import whole_number
from hydro_mining.cli.output import print_notes
from hydro_mining.economics.checking import check_choice
from hydro_mining.exceptions import InputError
from hydro_mining.sweeps.idle import sites_over
from hydro_mining.sweeps.running import BLOCK, Pace, processes
from hydro_mining.sweeps.sites import SiteList, grid_of, read_sites
from hydro_mining.sweeps.storing import Store, kept_blocks, written_results
from hydro_mining.sweeps.work import Problem, SitesWork

_LARGEST_MIB = 64
_MOST_TOLD = 20
_FAILED, _INTERRUPTED = 1, 130
_SECONDS_BETWEEN = 2.0
_EXECUTORS = ("processes", "dask")


def run(options: argparse.Namespace) -> int:
    """Compute many sites and write a table of their figures."""
    sites, source = _sites(options)
    study = file_contents("study", options.study, most_mib=_LARGEST_MIB)
    document = study_document(study)
    sites = sites_over(sites, document)
    paths = None if options.paths is None else whole_number("paths", options.paths, option="paths")
    seed = whole_number("seed", options.seed, option="seed")
    work = SitesWork(
        document=document, folder=str(Path(options.study).parent), paths=paths, seed=seed
    )
    results = Path(options.out)
    what = {
        "sites": hashlib.sha256(source).hexdigest(),
        "study": hashlib.sha256(study).hexdigest(),
        "paths": paths,
        "seed": seed,
        "version": __version__,
    }
    store = Store.beside(results, what, resume=options.resume)
    status = _computed(options, sites, work, store)
    if status:
        return status
    count, problems = written_results(store, results)
    store.remove()
    return _told(count, problems, results)


def _sites(options: argparse.Namespace) -> tuple[SiteList, bytes]:
    """Return the sites, and what they came from."""
    if bool(options.axes) == (options.sites is not None):
        raise InputError("sites", "a list of sites or --axes, one of the two", options.sites)
    if options.axes:
        return grid_of(options.axes), json.dumps(options.axes).encode()
    data = file_contents("sites", options.sites, most_mib=_LARGEST_MIB)
    return read_sites(data, ignored=options.ignore or ()).checked(), data


def _computed(options: argparse.Namespace, sites: SiteList, work: SitesWork, store: Store) -> int:
    """Compute the blocks that are not done yet; return the exit status, 0 if all are."""
    told = _Progress(len(sites) - sum(_block_length(n, sites) for n in store.numbers()))
    workers = _workers(options)
    try:
        with _executor(options, workers) as executor:
            for done in kept_blocks(work, sites, store, executor, workers=workers):
                told.more(done.count)
    except KeyboardInterrupt:
        print_notes([f"interrupted; --resume goes on with the blocks in {store.folder.name}"])
        return _INTERRUPTED
    except BrokenProcessPool:
        print_notes([f"a worker died; --resume goes on with the blocks in {store.folder.name}"])
        return _FAILED
    return 0


def _block_length(number: int, sites: SiteList) -> int:
    return min(BLOCK, len(sites) - number * BLOCK)


def _workers(options: argparse.Namespace) -> int:
    if options.workers is None:
        return os.cpu_count() or 1
    return whole_number("workers", options.workers, option="workers")


@contextmanager
def _executor(options: argparse.Namespace, workers: int) -> Iterator[Executor]:
    """Yield what does the work: processes of this machine, or the cluster of a scheduler."""
    check_choice("executor", options.executor, _EXECUTORS)
    if options.executor == "processes":
        pool = processes(workers)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
        return
    if options.scheduler is None:
        raise InputError("scheduler", "the address of a Dask scheduler, tcp://HOST:PORT", None)
    client = _client(options.scheduler)
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        rule = "processes, or install the extra: pip install hydro-mining[cluster]"
        raise InputError("executor", rule, "dask") from error
    try:
        return Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError("scheduler", "the address of a Dask scheduler", address) from error


class _Progress:
    """Tells how far the sweep is, now and then, with the time that is left."""

    def __init__(self, total: int) -> None:
        self._pace, self._last = Pace(total), 0.0

    def more(self, count: int) -> None:
        """Count sites that are done."""
        pace, now = self._pace, time.monotonic()
        pace.more(count)
        if self._last and now - self._last < _SECONDS_BETWEEN and pace.done < pace.total:
            return
        self._last = now
        left = pace.seconds_left or 0.0
        print_notes([f"{pace.done:,} of {pace.total:,} sites, {left:.0f} s left"])


def _told(count: int, problems: list[Problem], results: Path) -> int:
    print_notes(map(str, problems[:_MOST_TOLD]))
    if len(problems) > _MOST_TOLD:
        print_notes([f"and {len(problems) - _MOST_TOLD:,} more sites"])
    print_notes([f"{count:,} sites in {results.name}"])
    if problems:
        print_notes([f"{len(problems):,} sites were not computed: they break a rule"])
    return _FAILED if problems else 0

"""The processes that compute visitors' lists: few, shared by all of a server, of low priority."""

import multiprocessing
import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache

__all__ = ["WORKERS", "forget_processes", "processes", "threads"]

# A core is left to the server, whose pages go on being drawn.
WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))
# Lists that are computed at a time; another one waits.
_RUNS = 4
_GIVES_WAY = 10


@cache
def threads() -> ThreadPoolExecutor:
    """Return the threads in which a list's run waits for the processes."""
    return ThreadPoolExecutor(_RUNS, thread_name_prefix="portfolio")


@cache
def processes() -> Executor:
    """Return the processes of all visitors' lists."""
    # Started anew and not forked: the server has threads, whose locks a fork would copy.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(WORKERS, mp_context=spawn, initializer=_give_way)


def forget_processes() -> None:
    """Begin with new processes the next time, since one of these has died."""
    processes.cache_clear()


def _give_way() -> None:
    """Let the server's own process go first, where the system can do that."""
    if hasattr(os, "nice"):
        os.nice(_GIVES_WAY)

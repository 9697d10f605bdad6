"""What computes visitors' lists: few processes, shared by all of a server, that give way to it."""

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cache

from hydro_mining.sweeps import running

__all__ = ["WORKERS", "forget_processes", "processes", "threads"]

# A core is left to the server, whose pages go on being drawn.
WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))
# Lists that are computed at a time; another one waits.
_RUNS = 4


@cache
def threads() -> ThreadPoolExecutor:
    """Return the threads in which a list's run waits for the processes."""
    return ThreadPoolExecutor(_RUNS, thread_name_prefix="portfolio")


@cache
def processes() -> Executor:
    """Return the processes of all visitors' lists."""
    return running.processes(WORKERS, gives_way=True)


def forget_processes() -> None:
    """Begin with new processes the next time, since one of these has died."""
    processes.cache_clear()

"""What computes visitors' lists: few processes, shared by all of a server, that give way to it."""

import os
from concurrent.futures import Executor
from functools import cache

from hydro_mining.sweeps import running

# A core is left to the server, whose pages go on being drawn.
WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))


@cache
def processes() -> Executor:
    """Return the processes of all visitors' lists."""
    return running.processes(WORKERS, gives_way=True)


def forget_processes() -> None:
    """Begin with new processes the next time, since one of these has died."""
    processes.cache_clear()

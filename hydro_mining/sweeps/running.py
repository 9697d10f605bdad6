"""A sweep's work: fixed blocks of studies, done by any executor, told in their order.

The same blocks on one process, several or a cluster give the same rows: a site's figures, those
of its risk included, rest on its own study alone.
"""

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from threading import Thread
from typing import Any, TypeVar

# Sites of a block: what an interruption loses at most.
BLOCK = 50
_GIVES_WAY = 10

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Block:
    """Some sites of a sweep, by the block's number."""

    number: int
    sites: tuple[Any, ...]


def blocks_of(sites: Iterable[Any], size: int = BLOCK) -> Iterator[Block]:
    """Yield the sites in blocks of one ``size``, the last one shorter."""
    left, number = iter(sites), 0
    while some := tuple(islice(left, size)):
        yield Block(number, some)
        number += 1


def done_in_order(
    work: Callable[[_Item], _Done],
    items: Iterable[_Item],
    executor: Executor | None,
    *,
    workers: int,
) -> Iterator[_Done]:
    """Yield ``work(item)`` of each item in its order, at most two a worker begun ahead."""
    if executor is None:
        yield from map(work, items)
        return
    begun: deque[Future[_Done]] = deque()
    try:
        for item in items:
            begun.append(executor.submit(work, item))
            if len(begun) >= 2 * workers:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        for future in begun:
            future.cancel()


def processes(workers: int, *, gives_way: bool = False) -> ProcessPoolExecutor:
    """Return processes of this machine, which end with the one that has started them.

    With ``gives_way`` others go first, where the system can do that.
    """
    # Started anew and not forked: a server has threads, whose locks a fork would copy.
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_begin, initargs=(gives_way,))


def _begin(gives_way: bool) -> None:  # noqa: FBT001
    # Ctrl-C is for the process that was started, which ends these.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    if gives_way and hasattr(os, "nice"):
        os.nice(_GIVES_WAY)


def _end_with_parent() -> None:
    """End when the parent has ended, however: it may have been killed, and would be waited for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class Pace:
    """How far a sweep is, and how long it takes from here if it goes on as it did."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self._begun = time.monotonic()

    def more(self, count: int) -> None:
        """Count sites that are done."""
        self.done += count

    @property
    def seconds_left(self) -> float | None:
        """The time that is left [s], None while nothing is done."""
        if not self.done:
            return None
        return (time.monotonic() - self._begun) / self.done * (self.total - self.done)

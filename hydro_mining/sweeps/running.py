"""A sweep's work: fixed blocks of studies, done by any executor, told in their order.

The same blocks on one process, several or a cluster give the same rows: a site's figures, those
of its risk included, rest on its own study alone.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

__all__ = ["BLOCK", "Block", "Pace", "blocks_of", "done_in_order"]

# Sites of a block: what an interruption loses at most.
BLOCK = 50

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

"""The search for garbage, which holds a server up, comes while nobody waits for an answer.

Python looks for cycles that nobody holds any more, through all objects at once where they are old:
some 100 to 200 ms for each page that is open. It is asked here when the server has been idle for
a moment, and of what stays for the server's lifetime never.
"""

import asyncio
import gc
import time
from contextlib import suppress
from functools import cache

from panel.io import document

__all__ = ["settle_memory"]

# Objects that are made before the youngest are looked through; a page makes some 100,000.
_YOUNG = 10_000
# Python itself asks for no full search: that many of those before it never come.
_NEVER = 1_000_000_000
# A full search is worth it after so many of the middle-aged; each has seen some 100,000 objects.
_WORTH_IT = 8
# The server is idle if it has computed no longer than this within the time of a look.
_LOOK_S, _IDLE_S = 1.0, 0.03
# Where it never is, a search is made all the same.
_PATIENCE_S = 300.0

_searching: set[asyncio.Task[None]] = set()


class _Searches:
    """When a full search for garbage is due."""

    def __init__(self) -> None:
        self._is_wanted = False
        self._since = 0.0

    def want(self) -> None:
        """Have a search soon: a page has been taken apart."""
        self._is_wanted = True

    def is_due(self, *, busy_s: float, now: float) -> bool:
        """Tell whether it is to be made now; ``busy_s`` was computed since the last look."""
        if not self._is_wanted and gc.get_count()[2] < _WORTH_IT:
            self._since = now
            return False
        if busy_s > _IDLE_S and now - self._since < _PATIENCE_S:
            return False
        self._is_wanted, self._since = False, now
        return True


_SEARCHES = _Searches()


def settle_memory() -> None:
    """Look for garbage from now on when nobody waits, and leave alone what has been loaded."""
    _leave_alone()
    with suppress(RuntimeError):  # with --warm the first page is made before there is a loop
        loop = asyncio.get_running_loop()
        if not _searching:
            _searching.add(loop.create_task(_search_when_idle()))


@cache
def _leave_alone() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, gc.get_threshold()[1], _NEVER)
    # Panel (1.9) makes a search at once some seconds after a page has ended.
    document._garbage_collect = _SEARCHES.want  # noqa: SLF001


async def _search_when_idle() -> None:
    while True:
        before = time.thread_time()
        await asyncio.sleep(_LOOK_S)
        if _SEARCHES.is_due(busy_s=time.thread_time() - before, now=time.monotonic()):
            gc.collect()

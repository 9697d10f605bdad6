"""The search for garbage, which holds a server up, comes while nobody waits for an answer.

Python looks for cycles that nobody holds any more, through all objects at once where they are old:
some 100 to 200 ms for each page that is open, and 50 ms for those made since the last look. It is
asked here when the server has been idle for a moment, its threads too, and of what stays for the
server's lifetime never. For pages that have ended it is asked once no other is open, or after many.
"""

import asyncio
import gc
import time
from contextlib import suppress
from functools import cache

import panel as pn
from panel.io import document

# Objects that are made before the youngest are looked through, in some 2 ms; a page keeps three
# times as many.
_YOUNG = 10_000
# Python itself asks for no other search: that many of those before it never come.
_NEVER = 1_000_000_000
# A search of what is no longer young is worth it after so many of the youngest, and one of all
# objects after so many of those.
_WORTH_IT = (10, 40)
_ALL, _SINCE_THE_LAST = 2, 1
# Pages that have ended and wait for others to end too: each keeps some 10 MB.
_MOST_ENDED = 10
# The server is idle if all its threads have computed no longer than this within the time of a look.
_LOOK_S, _IDLE_S = 1.0, 0.03
# Where it never is, a search is made all the same.
_PATIENCE_S = 300.0

_searching: set[asyncio.Task[None]] = set()


class _Searches:
    """Which search for garbage is due."""

    def __init__(self) -> None:
        self._open = self._ended = 0
        self._since = 0.0

    def begin_page(self) -> None:
        """Count a page that opens."""
        self._open += 1

    def end_page(self) -> None:
        """Count a page that is being taken apart."""
        self._open -= 1
        self._ended += 1

    def end_another(self) -> None:
        """Have a search once no page is open: some have ended, which may be another dashboard's."""
        self._ended = max(self._ended, 1)

    def due(self, *, busy_s: float, now: float) -> int | None:
        """Return the generation that is to be searched now, with those younger; None for none.

        ``busy_s`` was computed since the last look.
        """
        _, young, middle = gc.get_count()
        has_ended = self._ended >= (_MOST_ENDED if self._open else 1)
        is_all = has_ended or middle >= _WORTH_IT[1]
        if not is_all and young < _WORTH_IT[0]:
            self._since = now
            return None
        if busy_s > _IDLE_S and now - self._since < _PATIENCE_S:
            return None
        self._since = now
        if not is_all:
            return _SINCE_THE_LAST
        self._ended = 0
        return _ALL


_SEARCHES = _Searches()


def settle_memory() -> None:
    """Look for garbage of a page when nobody waits, and leave alone what the process has loaded."""
    _leave_alone()
    _SEARCHES.begin_page()
    pn.state.on_session_destroyed(lambda _: _SEARCHES.end_page())
    with suppress(RuntimeError):  # with --warm the first page is made before there is a loop
        loop = asyncio.get_running_loop()
        if not _searching:
            _searching.add(loop.create_task(_search_when_idle()))


@cache
def _leave_alone() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _NEVER, _NEVER)
    # Panel (1.9) makes a search at once some seconds after a page has ended.
    document._garbage_collect = _SEARCHES.end_another  # noqa: SLF001


async def _search_when_idle() -> None:
    while True:
        before = time.process_time()
        await asyncio.sleep(_LOOK_S)
        generation = _SEARCHES.due(busy_s=time.process_time() - before, now=time.monotonic())
        if generation is not None:
            gc.collect(generation)

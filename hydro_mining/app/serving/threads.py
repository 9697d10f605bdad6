"""Work of a served page in threads, and reports in a process: the server answers others meanwhile.

Numpy lets other threads go on while it computes; what draws charts does not, and holds global
state beside: reports are made in a process of their own.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from typing import Any

import panel as pn
from bokeh.document import Document, without_document_lock

from hydro_mining.models import Runner

# The model's arrays are large: more threads would gain nothing but memory.
_THREADS = 2
# Most of them wait for the workers of a risk run.
_LONG_THREADS = 8


@cache
def _threads(*, may_be_long: bool) -> ThreadPoolExecutor:
    count = _LONG_THREADS if may_be_long else _THREADS
    return ThreadPoolExecutor(count, thread_name_prefix="hydro-mining")


@cache
def _process() -> ProcessPoolExecutor:
    # Started anew and not forked: the server has threads, whose locks a fork would copy.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def in_threads(document: Document, *, may_be_long: bool = False) -> Runner:
    """Return what does a page's work in a thread, and tells the page on its next turn.

    What ``may_be_long`` has threads of its own, so that nobody's short work waits for it.
    """

    def run(work: Callable[[], Any], done: Callable[[Future[Any]], None]) -> None:
        @without_document_lock
        async def waited() -> None:
            outcome = _threads(may_be_long=may_be_long).submit(work)
            await asyncio.gather(asyncio.wrap_future(outcome), return_exceptions=True)
            context = document.session_context  # none once its page is taken apart
            if context is not None and not context.destroyed:
                document.add_next_tick_callback(partial(_tell, done, outcome))

        document.add_next_tick_callback(waited)

    return run


def _tell(done: Callable[[Future[Any]], None], outcome: Future[Any]) -> None:
    """Say what came of work; a browser hears of what that changes at once in one message."""
    with pn.io.hold():
        done(outcome)


async def in_process(work: Callable[..., Any], *values: Any) -> Any:
    """Return what ``work``, a function of a module, makes of values in a process of its own."""
    try:
        return await asyncio.wrap_future(_process().submit(work, *values))
    except BrokenProcessPool:
        _process.cache_clear()  # the next one begins anew
        raise

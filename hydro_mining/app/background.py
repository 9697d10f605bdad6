"""Answers in a thread of their own: the newest request wins, and a run can be stopped."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache
from typing import Any, Generic, TypeVar

import panel as pn

from hydro_mining.exceptions import InputError

__all__ = ["Background", "Run", "Stopped"]

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")
# How often a run that is on is told of.
_TICK_S = 0.25


class Stopped(Exception):  # noqa: N818
    """A run was stopped before its end."""


class Run(Executor):
    """The workers of one run: its finished parts are counted, and it can be stopped."""

    def __init__(self) -> None:
        self.done = 0
        self._is_stopped = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let a worker do a part, unless the run is stopped by then."""
        return _workers().submit(self._counted, fn, *args, **kwargs)

    def stop(self) -> None:
        """Do no further part."""
        self._is_stopped = True

    @property
    def is_stopped(self) -> bool:
        """Whether no further part is done."""
        return self._is_stopped

    def check(self) -> None:
        """Go no further if the run was stopped.

        Raises
        ------
        Stopped
            If it was.
        """
        if self._is_stopped:
            raise Stopped

    def _counted(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.check()
        found = fn(*args, **kwargs)
        self.done += 1
        return found


class Background(Generic[_Request, _Answer]):
    """Answers requests off the server's loop.

    Parameters
    ----------
    compute
        Request and run -> answer; called in a thread, it may raise InputError.
    show
        Called with the newest request and its answer; what it draws it schedules, since only on
        a turn of its own may a document's models be changed.
    tell
        Called while a run is on, and with None when none is any more.
    is_closed
        Whether the visitor has left.
    threads
        Where ``compute`` is called; None are those of the loop, which others need too.
    """

    def __init__(
        self,
        compute: Callable[[_Request, Run], _Answer],
        *,
        show: Callable[[_Request, _Answer | InputError], None],
        tell: Callable[[_Request, Run | None], None],
        is_closed: Callable[[], bool],
        threads: Executor | None = None,
    ) -> None:
        self._threads = threads
        self._compute, self._show, self._tell = compute, show, tell
        self._is_closed = is_closed
        self._wanted: _Request | None = None
        self._answered: _Request | None = None
        self._run: Run | None = None
        self._is_answering = False

    def ask(self, request: _Request) -> None:
        """Answer a request; one before it is stopped, and its answer dropped."""
        if request == self._wanted:
            return
        self._wanted = request
        if self._run is not None:
            self._run.stop()
        pn.state.execute(self._answer_newest)

    def stop(self) -> None:
        """Give up the request that is being answered."""
        self._answered = self._wanted
        if self._run is not None:
            self._run.stop()

    def end(self) -> None:
        """Let the run come to an early end, and show the answer that it gives then."""
        if self._run is not None:
            self._run.stop()

    def again(self) -> None:
        """Answer the newest request, though it was given up."""
        self._answered = None
        pn.state.execute(self._answer_newest)

    async def _answer_newest(self) -> None:
        if self._is_answering:
            return
        self._is_answering = True
        try:
            while (wanted := self._unanswered()) is not None:
                try:
                    found = await self._found(wanted)
                except Stopped:
                    pass
                else:
                    if wanted == self._wanted and not self._is_closed():
                        self._answered = wanted
                        self._show(wanted, found)
                self._run = None
                if not self._is_closed() and self._unanswered() is None:
                    self._tell(wanted, None)
        finally:
            self._is_answering = False

    async def _found(self, wanted: _Request) -> _Answer | InputError:
        """Return the answer, or what is wrong.

        Raises
        ------
        Stopped
            If the run was stopped.
        """
        run = self._run = Run()
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(
            loop.run_in_executor(self._threads, self._compute, wanted, run)
        )
        while not task.done():
            await asyncio.wait([task], timeout=_TICK_S)
            if self._is_closed():
                run.stop()
            elif not task.done():
                self._tell(wanted, run)
        try:
            return task.result()
        except InputError as error:
            return error

    def _unanswered(self) -> _Request | None:
        is_done = self._is_closed() or self._wanted == self._answered
        return None if is_done else self._wanted


@cache
def _workers() -> ThreadPoolExecutor:
    """Return the workers of all visitors, as many as there are cores."""
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="risk")

"""Answers that a screen asks for and does not wait for, with how far they are and a stop."""

import math
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import cache, partial
from typing import Any, Generic, TypeVar

import panel as pn

from hydro_mining.exceptions import InputError
from hydro_mining.models import Case, Newest, at_once

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")
# How often a run that is on is told of.
_TICK_MS = 250
# A single change is answered at once; of a slider that moves nothing is begun before it has rested
# for so long, so that it shares no core.
_SETTLED_S = 0.25
# Parts of a run that wait for a worker at once: a long one leaves room for others between.
_AHEAD = 4


class Stopped(Exception):  # noqa: N818
    """A run was stopped before its end."""


class Run(Executor):
    """The workers of one run: its finished parts are counted, and it can be stopped."""

    def __init__(self) -> None:
        self.done = 0
        self._stopping = threading.Event()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let a worker do a part, unless the run is stopped by then."""
        return _workers().submit(self._counted, fn, *args, **kwargs)

    def map(self, fn: Callable[..., Any], *iterables: Any, **_: Any) -> Iterator[Any]:
        """Return what comes of each part in their order, a few of them begun ahead."""
        ahead: deque[Future[Any]] = deque()
        for values in zip(*iterables, strict=False):
            ahead.append(self.submit(fn, *values))
            if len(ahead) == _AHEAD:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()

    @property
    def is_stopped(self) -> bool:
        """Whether no further part is done."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Do no further part."""
        self._stopping.set()

    def check(self, *, after: float = 0.0) -> None:
        """Go no further if the run was stopped, or is within ``after`` seconds.

        Raises
        ------
        Stopped
            If it was.
        """
        if self._stopping.wait(after):
            raise Stopped

    def _counted(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.check()
        found = fn(*args, **kwargs)
        self.done += 1
        return found


class Background(Generic[_Request, _Answer]):
    """Answers requests of a case: the newest wins, and one before it is stopped.

    Parameters
    ----------
    compute
        Request and run -> answer; called by the case's ``run_long``, it may raise InputError.
    show
        Called with the newest request and its answer.
    tell
        Called while a run is on, and with None when none is any more.
    """

    def __init__(
        self,
        case: Case,
        compute: Callable[[_Request, Run], _Answer],
        *,
        show: Callable[[_Request, _Answer | InputError], None],
        tell: Callable[[_Request, Run | None], None] = lambda *_: None,
    ) -> None:
        self._case, self._compute, self._show, self._tell = case, compute, show, tell
        self._newest = Newest()
        # What was asked for last.
        self.wanted: _Request | None = None
        self._run: Run | None = None
        self._ticks: Any = None
        self._asked_at = -math.inf
        case.param.watch(lambda _: self.stop(), "is_closed")

    @property
    def is_on(self) -> bool:
        """Whether an answer is on its way."""
        return self._run is not None

    def ask(self, request: _Request) -> None:
        """Answer a request, unless it is the one that was asked for last."""
        if request != self.wanted:
            self.wanted = request
            now = time.monotonic()
            is_single, self._asked_at = now - self._asked_at > _SETTLED_S, now
            self._begin(request, after=0.0 if is_single else _SETTLED_S)

    def again(self) -> None:
        """Answer the newest request, though it was given up."""
        if self.wanted is not None and not self.is_on:
            self._begin(self.wanted, after=0.0)

    def stop(self) -> None:
        """Let the run end early; what it answers all the same is shown."""
        if self._run is not None:
            self._run.stop()

    def forget(self) -> None:
        """Answer nothing that was asked before, and the same again when it is asked for."""
        self._newest.drop()
        self.wanted = None
        self._end()

    def _begin(self, request: _Request, *, after: float) -> None:
        run, runner = Run(), self._case.run_long
        self._run = run

        def work() -> _Answer:
            run.check(after=0.0 if runner is at_once else after)
            return self._compute(request, run)

        self._newest.ask(runner, work, partial(self._finished, request), stop=run.stop)
        if self._run is not None and self._ticks is None:
            self._ticks = pn.state.add_periodic_callback(self._tick, period=_TICK_MS)

    def _tick(self) -> None:
        if self._run is not None and self.wanted is not None and not self._case.is_closed:
            self._tell(self.wanted, self._run)

    def _finished(self, request: _Request, outcome: Future[_Answer]) -> None:
        self._end()
        if self._case.is_closed:
            return
        try:
            self._show(request, outcome.result())
        except InputError as error:
            self._show(request, error)
        except Stopped:
            pass
        finally:
            self._tell(request, None)

    def _end(self) -> None:
        self._run = None
        if self._ticks is not None:
            self._ticks.stop()
            self._ticks = None


@cache
def _workers() -> ThreadPoolExecutor:
    """Return the workers of all visitors, as many as there are cores."""
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="risk")

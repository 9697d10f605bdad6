"""Work that a page does not wait for: the newest of a kind wins, what is stale is dropped."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeAlias

__all__ = ["Newest", "Runner", "at_once"]

Work: TypeAlias = Callable[[], Any]
Done: TypeAlias = Callable[[Future[Any]], None]
# Does work, here or in a thread, and tells on the page's own thread what came of it.
Runner: TypeAlias = Callable[[Work, Done], None]


def at_once(work: Work, done: Done) -> None:
    """Do the work now, where nobody else waits: in a notebook, a test."""
    outcome: Future[Any] = Future()
    try:
        outcome.set_result(work())
    except Exception as error:  # noqa: BLE001  # raised again where the outcome is asked for
        outcome.set_exception(error)
    done(outcome)


class Newest:
    """One kind of work: one piece is done at a time, and of those that wait only the newest."""

    def __init__(self) -> None:
        self._is_running = False
        self._is_stale = False
        self._waiting: tuple[Runner, Work, Done] | None = None

    def ask(self, run: Runner, work: Work, done: Done) -> None:
        """Let ``run`` do the work, and call ``done`` unless something newer was asked meanwhile."""
        if self._is_running:
            self._waiting = (run, work, done)
            return
        self._is_running, self._is_stale = True, False
        run(work, lambda outcome: self._finished(outcome, done))

    def drop(self) -> None:
        """Call nobody for what was asked for before."""
        self._waiting, self._is_stale = None, True

    def _finished(self, outcome: Future[Any], done: Done) -> None:
        self._is_running = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(*waiting)
        elif not self._is_stale:
            done(outcome)

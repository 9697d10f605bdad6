"""Work that a page does not wait for: the newest of a kind wins, what is stale is dropped."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeAlias

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


def _goes_on() -> None:
    """Stop nothing: most work is short."""


class Newest:
    """One kind of work: one piece is done at a time, and of those that wait only the newest."""

    def __init__(self) -> None:
        self._is_running = False
        self._is_stale = False
        self._stop = _goes_on
        self._waiting: tuple[Runner, Work, Done, Callable[[], None]] | None = None

    def ask(
        self, run: Runner, work: Work, done: Done, *, stop: Callable[[], None] = _goes_on
    ) -> None:
        """Let ``run`` do the work, and call ``done`` unless something newer was asked meanwhile.

        ``stop`` is called then, so that work which can end early does.
        """
        if self._is_running:
            self._waiting = (run, work, done, stop)
            self._stop()
            return
        self._is_running, self._is_stale, self._stop = True, False, stop
        run(work, lambda outcome: self._finished(outcome, done))

    def drop(self) -> None:
        """Call nobody for what was asked for before."""
        self._waiting, self._is_stale = None, True
        if self._is_running:
            self._stop()

    def _finished(self, outcome: Future[Any], done: Done) -> None:
        self._is_running = False
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            *asked, stop = waiting
            self.ask(*asked, stop=stop)
        elif not self._is_stale:
            done(outcome)

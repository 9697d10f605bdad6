"""Drawing in steps, between which the server answers others."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

import panel as pn

from hydro_mining.models import Runner, at_once

# What is to be done before the next one, in a thread where there are any; None for nothing.
Step: TypeAlias = Callable[[], None] | None
# Short steps but the first share a turn of the server, and a message to the browser.
_TURN_S = 0.01


def in_turn(call: Callable[[str], None], names: Iterable[str]) -> Iterator[None]:
    """Call with each name, as a step of its own."""
    for name in names:
        yield
        call(name)


class Steps:
    """Takes a step now and the others on the server's next turns, while ``is_wanted``.

    What is begun anew takes the place of what is left of before; ``taken`` is called after each
    step. What a step gives to be done, ``run`` does before the next one. ``are_left`` tells
    whether one is still to be taken, ``have_failed`` whether the last one raised, so that nothing
    came of it and of what was left.
    """

    def __init__(
        self,
        is_wanted: Callable[[], bool] = lambda: True,
        *,
        taken: Callable[[], None] = lambda: None,
        run: Runner = at_once,
    ) -> None:
        self._is_wanted, self._taken, self._run = is_wanted, taken, run
        self._left: Iterator[Step] = iter(())
        self.are_left = self.have_failed = False

    def begin(self, steps: Iterator[Step]) -> None:
        """Take the first of these steps, and the others in their turn."""
        self._left = steps
        self._go_on(steps, is_first=True)

    def drop(self) -> None:
        """Leave out what is left."""
        self._left, self.are_left, self.have_failed = iter(()), False, False

    def _go_on(self, steps: Iterator[Step], *, is_first: bool = False) -> None:
        if not self._are_next(steps):
            return
        until = time.perf_counter() + (0.0 if is_first else _TURN_S)
        with pn.io.hold():
            step = self._take(steps)
            while step is None and self._are_next(steps) and time.perf_counter() < until:
                step = self._take(steps)
        if callable(step):
            self._run(step, lambda _: self._go_on(steps))
        elif step is None:
            pn.state.execute(lambda: self._go_on(steps), schedule=True)

    def _are_next(self, steps: Iterator[Step]) -> bool:
        return steps is self._left and self._is_wanted()

    def _take(self, steps: Iterator[Step]) -> Any:
        """Take a step, and return what it gives to be done; itself where none is left."""
        # Should it raise, what is left is left out.
        self.are_left, self.have_failed = False, True
        try:
            step = next(steps, self)
            self.are_left, self.have_failed = step is not self, False
        finally:
            self._taken()
        return step

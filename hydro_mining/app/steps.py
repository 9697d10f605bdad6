"""Drawing in steps, between which the server answers others."""

from collections.abc import Callable, Iterator

import panel as pn

__all__ = ["Steps"]


class Steps:
    """Takes a step now and the others on the server's next turns, while ``is_wanted``.

    What is begun anew takes the place of what is left of before; ``taken`` is called after each
    step. ``are_left`` tells whether one is still to be taken, ``have_failed`` whether the last one
    raised, so that nothing came of it and of what was left.
    """

    def __init__(
        self,
        is_wanted: Callable[[], bool] = lambda: True,
        *,
        taken: Callable[[], None] = lambda: None,
    ) -> None:
        self._is_wanted, self._taken = is_wanted, taken
        self._left: Iterator[None] = iter(())
        self.are_left = self.have_failed = False

    def begin(self, steps: Iterator[None]) -> None:
        """Take the first of these steps, and the others in their turn."""
        self._left = steps
        self._go_on(steps)

    def drop(self) -> None:
        """Leave out what is left."""
        self._left, self.are_left, self.have_failed = iter(()), False, False

    def _go_on(self, steps: Iterator[None]) -> None:
        if steps is not self._left or not self._is_wanted():
            return
        # Should the step raise, what is left is left out.
        self.are_left, self.have_failed = False, True
        with pn.io.hold():
            try:
                self.are_left = next(steps, self) is not self
                self.have_failed = False
            finally:
                self._taken()
        if self.are_left:
            pn.state.execute(lambda: self._go_on(steps), schedule=True)

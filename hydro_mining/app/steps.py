"""Drawing in steps, between which the server answers others."""

from collections.abc import Callable, Iterator

import panel as pn

__all__ = ["Steps"]


class Steps:
    """Takes a step now and the others on the server's next turns, while ``is_wanted``.

    What is begun anew takes the place of what is left of before; ``taken`` is called after each
    step.
    """

    def __init__(
        self,
        is_wanted: Callable[[], bool] = lambda: True,
        *,
        taken: Callable[[], None] = lambda: None,
    ) -> None:
        self._is_wanted, self._taken = is_wanted, taken
        self._left: Iterator[None] = iter(())
        self._are_left = self._have_failed = False

    @property
    def are_left(self) -> bool:
        """Whether a step is still to be taken."""
        return self._are_left

    @property
    def have_failed(self) -> bool:
        """Whether the last step raised, so that nothing came of it and of what was left."""
        return self._have_failed

    def begin(self, steps: Iterator[None]) -> None:
        """Take the first of these steps, and the others in their turn."""
        self._left = steps
        self._go_on(steps)

    def drop(self) -> None:
        """Leave out what is left."""
        self._left, self._are_left, self._have_failed = iter(()), False, False

    def _go_on(self, steps: Iterator[None]) -> None:
        if steps is not self._left or not self._is_wanted():
            return
        # Should the step raise, what is left is left out.
        self._are_left, self._have_failed = False, True
        with pn.io.hold():
            try:
                self._are_left = next(steps, self) is not self
                self._have_failed = False
            finally:
                self._taken()
        if self._are_left:
            pn.state.execute(lambda: self._go_on(steps), schedule=True)

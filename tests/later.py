"""A thread that a test holds in its hand."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from hydro_mining.models import at_once


class Later:
    """Does work when it is told to, as a thread that comes to it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Future[Any]], None]]] = []

    def __call__(self, work: Callable[[], Any], done: Callable[[Future[Any]], None]) -> None:
        """Take work."""
        self.waiting.append((work, done))

    def go_on(self) -> None:
        """Do the oldest piece."""
        at_once(*self.waiting.pop(0))

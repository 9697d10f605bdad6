"""Parts that come into the page one after the other, on turns of the server."""

from collections.abc import Callable, Iterator, MutableSequence, Sequence
from typing import Any

import panel as pn

from hydro_mining.app.steps import Steps

__all__ = ["Placed", "placed"]


def placed(column: pn.Column, parts: MutableSequence[Any], a_turn: int) -> Iterator[None]:
    """Take parts and put them into a column, so many a step.

    The first step leaves the turn to what made them.
    """
    while parts:
        yield
        some = parts[:a_turn]
        del parts[:a_turn]
        column.extend(some)


class Placed(pn.Column):
    """A column that is empty until ``place`` is called.

    Widgets take long to come into a page: others are answered between the parts, which are few,
    since Bokeh goes through the whole page for each. A chart that comes after the rest also finds
    its width, which it may not in a page that is just being laid out.
    """

    def __init__(self, parts: Sequence[Callable[[], list[Any]]], **params: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
        self._parts = list(parts)
        self._steps = Steps()

    def place(self) -> None:
        """Let the parts come that have not come yet."""
        if not self._steps.are_left:
            self._steps.begin(self._placed())

    def _placed(self) -> Iterator[None]:
        while self._parts:
            yield
            self.extend(self._parts.pop(0)())

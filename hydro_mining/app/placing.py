"""Parts that come into the page one after the other: first what a reader sees."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import panel as pn
import param

from hydro_mining.app.steps import Steps

# What a step places: each costs a look through all models of the page.
_PARTS_A_STEP = 3


class Placing:
    """Empties a column of its parts, and puts them back: the whole would hold up other visitors.

    The first ``in_window`` come on the server's next turns. What stands below waits until these are
    filled and the browser has drawn them, which ``when_drawn`` tells, and then each time what came
    before. ``window_placed`` is called once the first have come; where they are filled later,
    ``go_on`` is to be called.
    """

    def __init__(
        self,
        column: pn.Column,
        in_window: int,
        *,
        is_wanted: Callable[[], bool],
        window_placed: Callable[[], None],
        is_window_filled: Callable[[], bool],
        when_drawn: Callable[[Callable[[], None]], None],
    ) -> None:
        self._column, self._left = column, list(column)
        column.clear()
        self._in_window = in_window
        self._is_wanted, self._is_window_filled = is_wanted, is_window_filled
        self._window_placed, self._when_drawn = window_placed, when_drawn
        self._steps = Steps(is_wanted)

    def go_on(self) -> None:
        """Let what is left come, while it is wanted."""
        self._steps.begin(self._first_placed())

    def _first_placed(self) -> Iterator[None]:
        while (room := self._in_window - len(self._column)) > 0 and self._left:
            yield  # leaves the turn to what made them
            self._place(min(room, _PARTS_A_STEP))
        yield
        self._window_placed()
        if self._left and self._is_window_filled():
            self._when_drawn(self._place_below)

    def _place_below(self) -> None:
        if self._is_wanted():
            self._place(_PARTS_A_STEP)
            if self._left:
                self._when_drawn(self._place_below)

    def _place(self, count: int) -> None:
        self._column.extend(self._left[:count])
        del self._left[:count]


class Placed(pn.Column):
    """A column that is empty until ``place`` is called.

    Widgets take long to come into a page: others are answered between the parts, which are few,
    since Bokeh goes through the whole page for each. A chart that comes after the rest also finds
    its width, which it may not in a page that is just being laid out.
    """

    is_placed = param.Boolean(default=False, doc="Whether all its parts have come.")

    # The browser's side knows nothing of it.
    _rename: ClassVar[Mapping[str, str | None]] = {"is_placed": None}

    def __init__(self, parts: Sequence[Callable[[], list[Any]]], **params: Any) -> None:
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})
        self._parts = list(parts)
        self._steps = Steps()

    @property
    def is_coming(self) -> bool:
        """Whether a part is on its way."""
        return self._steps.are_left

    def place(self) -> None:
        """Let the parts come that have not come yet."""
        if not self._steps.are_left:
            self._steps.begin(self._placed())

    def _placed(self) -> Iterator[None]:
        while self._parts:
            yield
            self.extend(self._parts.pop(0)())
        self.is_placed = True

"""A screen's parts come into the page: those of the window first, the rest as they are drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import panel as pn

from hydro_mining.app.placing import Placing

if TYPE_CHECKING:
    from collections.abc import Callable


def placed_in(
    column: pn.Column,
    in_window: int,
    browser: "Browser",
    *,
    seen: Sequence[bool] = (True,),
    filled: Sequence[bool] = (True,),
) -> Placing:
    """Return what places a column's parts for a reader who has it open while ``seen[0]``."""
    return Placing(
        column,
        in_window,
        is_wanted=lambda: seen[0],
        window_placed=lambda: browser.placed.append(len(column)),
        is_window_filled=lambda: filled[0],
        when_drawn=browser.asked.append,
    )


class Browser:
    """Tells when it has drawn, and only when the test has it do so."""

    def __init__(self) -> None:
        self.asked: list[Callable[[], None]] = []
        # How many parts had their place each time that it was told.
        self.placed: list[int] = []

    def draw(self) -> None:
        """Tell once of what was asked last."""
        self.asked.pop()()


def test_what_stands_below_the_window_waits_for_the_browser() -> None:
    """Five of nine stand in the window; the others follow in threes, each time once it is drawn."""
    column, browser = pn.Column(*map(str, range(9))), Browser()
    parts = list(column)
    placing = placed_in(column, 5, browser)
    assert list(column) == []
    placing.go_on()
    assert list(column) == parts[:5]
    assert browser.placed == [5]
    browser.draw()
    assert list(column) == parts[:8]
    browser.draw()
    assert list(column) == parts
    assert browser.asked == []


def test_a_short_screen_asks_for_nothing() -> None:
    """All its parts stand in the window."""
    column, browser = pn.Column("lead", "figures"), Browser()
    placed_in(column, 5, browser).go_on()
    assert len(column) == 2
    assert browser.asked == []


def test_a_screen_that_was_left_goes_on_when_it_is_seen_again() -> None:
    """Nothing is placed meanwhile, and nothing is lost."""
    column, browser, seen = pn.Column(*"abcdefg"), Browser(), [True]
    parts = list(column)
    placing = placed_in(column, 2, browser, seen=seen)
    placing.go_on()
    seen[0] = False
    browser.draw()
    assert list(column) == parts[:2]
    seen[0] = True
    placing.go_on()
    browser.draw()
    browser.draw()
    assert list(column) == parts


def test_what_stands_below_waits_until_the_window_is_filled() -> None:
    """As where what stands in it is computed first."""
    column, browser, filled = pn.Column(*"abcd"), Browser(), [False]
    parts = list(column)
    placing = placed_in(column, 2, browser, filled=filled)
    placing.go_on()
    assert list(column) == parts[:2]
    assert browser.asked == []
    filled[0] = True
    placing.go_on()
    assert list(column) == parts[:2]
    browser.draw()
    assert list(column) == parts

"""What is known of the order of day and month beside the stamps, and what told it."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

from hydro_mining.economics.arrays import Integers

__all__ = ["DateHints", "DateOrder", "order_notes"]

DateOrder: TypeAlias = Literal[
    "",
    "a day above 12",
    "given",
    "points between",
    "the form",
    "another column",
    "times without a gap",
    "the time zone",
    "AM and PM",
]


class DateHints(NamedTuple):
    """What is known of the order of day and month beside the stamps.

    Attributes
    ----------
    day_first
        What the user says.
    usual
        The order in files of this form.
    is_month_first_place
        Whether they come from a place that writes months first; None if the place is not known.
    reference
        Returns times within a day of the stamps [s], if there are any in another column.
    first_year
        The earliest that can be.
    """

    day_first: bool | None = None
    usual: bool | None = None
    is_month_first_place: bool | None = None
    reference: Callable[[], Integers | None] = lambda: None
    first_year: int = 1990


_LIKELY = ("the time zone", "AM and PM", "times without a gap")


def order_notes(order: DateOrder, *, is_day_first: bool | None) -> tuple[str, ...]:
    """Return a note where the order of day and month is likely, but not certain."""
    if order not in _LIKELY:
        return ()
    first = "day" if is_day_first else "month"
    return (f"Dates are taken as {first} first, as told by {order}: an option says otherwise.",)

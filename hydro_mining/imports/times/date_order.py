"""What is known of the order of day and month beside the stamps, and what told it."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from hydro_mining.economics.arrays import Integers

UNTOLD_RULE = "with a day above 12 somewhere in the file, or told apart by the option {option}"
CHOSEN_DAYS_RULE = (
    "with a day above 12 somewhere in the file, as these may be days of one month or a day of "
    "each month, or told apart by the option {option}"
)

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


def are_chosen_days(near: Integers, far: Integers) -> bool:
    """Return whether days of one month may as well be chosen days of several months.

    01/01, 01/02 … 01/12 are days of January, or the firsts of all months. Nothing speaks for days
    of a month either where none follows another.

    Parameters
    ----------
    near, far : (N,) [days since 1970]
        The dates in the order in which they are of one month, and in the other one.
    """
    dates = np.unique(far).astype("datetime64[D]")
    are_firsts = (dates == dates.astype("datetime64[M]")).all()
    return bool(are_firsts or (np.diff(np.unique(near)) > 1).all())


_LIKELY = ("the time zone", "AM and PM", "times without a gap")


def order_notes(order: DateOrder, *, is_day_first: bool | None) -> tuple[str, ...]:
    """Return a note where the order of day and month is likely, but not certain."""
    if order not in _LIKELY:
        return ()
    first = "day" if is_day_first else "month"
    return (f"Dates are taken as {first} first, as told by {order}: an option says otherwise.",)

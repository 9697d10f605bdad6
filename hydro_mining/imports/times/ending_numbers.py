"""Numbers beside dates that are the clock's at the ends of intervals: 1, 2 … 23, 0."""

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.conventions import told_convention
from hydro_mining.imports.times.counts import Counts
from hydro_mining.imports.times.midnights import FIRST_24, ends_of_days, is_24_first
from hydro_mining.imports.times.stamps import Stamps

_DAY_S, _DAY_MIN = 86_400, 1_440


def ends_by_number(
    dates: Stamps, number: Integers, minutes: int, group: Integers, *, marks_end: bool | None
) -> tuple[Stamps | None, tuple[str, ...]]:
    """Return the stamps of ends that numbers name, None if they name none, and notes in doubt.

    The clock shows 1 at the end of a day's first hour and 0 at the end of its last, which stands
    under the next date or under its own.

    Parameters
    ----------
    dates, number : (N,)
        Midnights of the dates, and the numbers beside them.
    minutes
        How much of the day one number is [min].
    group : (N,)
        Number of the series that a row belongs to.
    marks_end
        Whether the numbers mark ends; None where their order tells it.
    """
    if marks_end is False or (number != 0).all() or (number >= _DAY_MIN // minutes).any():
        return None, ()
    stamps = dates._replace(seconds=dates.seconds + number * minutes * 60, has_0=True)
    if marks_end:
        return stamps, ()
    is_end = ends_of_days(stamps.seconds, group)
    if is_end is not None and is_end.any():
        return stamps, ()
    convention = told_convention(stamps)
    return (stamps, ()) if convention.marks_end else (None, convention.notes)


def with_first_24(
    table: Table,
    column: int,
    dates: Stamps,
    number: Integers,
    *,
    minutes: int,
    group: Integers,
    marks_end: bool | None,
) -> tuple[Integers, tuple[str, ...]]:
    """Return the numbers of a column, 24 as 0 where it is its date's midnight, and notes.

    Parameters
    ----------
    dates, number, minutes, group
        As for ``ends_by_number``.
    marks_end
        What the user says of the numbers.

    Raises
    ------
    InputError
        If 24 stands before 1, and the user says nothing.
    """
    last = _DAY_MIN // minutes
    is_last = number == last
    if number.max() != last or (number == 0).any():
        return number, ()
    seconds = dates.seconds + number * minutes * 60
    if not is_24_first(table, column, seconds, is_last, group, marks_end=marks_end):
        return number, ()
    return np.where(is_last, 0, number), (FIRST_24.format(last),)


def check_convention(table: Table, counts: Counts, *, marks_end: bool | None) -> None:
    """Refuse numbers that do not begin as the option says: from 0 at a beginning, 1 at an end."""
    if marks_end is None or counts.first == int(marks_end):
        return
    row = int(np.argmax(counts.number if marks_end is False else -counts.number))
    rule = (
        f"numbers from {int(marks_end)}, as the option {{option}} says that they mark "
        f"{'ends' if marks_end else 'beginnings'}"
    )
    raise table.refusal(row, counts.column, rule, option="convention")


def check_ends(table: Table, column: int, ends: Stamps, minutes: int, group: Integers) -> None:
    """Refuse whole days from 0 to 23 under a heading of ends: they look like beginnings."""
    first, last = int(ends.seconds.min()), int(ends.seconds.max())
    is_end = ends_of_days(ends.seconds, group)
    if is_end is None or is_end.any():
        return
    if first % _DAY_S == 0 and last % _DAY_S == _DAY_S - minutes * 60:
        row = int(ends.seconds.argmin())
        rule = (
            "from 1, as hours that end have no number 0 on a first day, or told by the option "
            "{option}"
        )
        raise table.refusal(row, column, rule, option="convention")

"""Which of several columns of dates is of the delivery, where others are of its publication."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices.headings import Headings
from hydro_mining.imports.tables import Table, listed
from hydro_mining.imports.times import DateHints, TimeColumns, read_stamps

# When prices were agreed, made or written down, and the gas day, which begins in the morning.
_ASIDE_WORDS = frozenset(
    """trade traded trading auction bid publish published publication publishing post posted
    posting create created creation issue issued report reported reporting update updated
    updatetime modified inserted entered entry download downloaded file upload uploaded release
    released retrieved load loaded extract extracted run forecast gas settle invoice
    veröffentlichung veröffentlicht erstellt aktualisiert publicación publication""".split()  # noqa: SIM905
)
_DELIVERY_WORDS = frozenset(
    """delivery deliver lieferung flow operating start begin beginning from period interval
    valid hour mtu entrega livraison toimitus levering""".split()  # noqa: SIM905
)
_MOST_COMPARED = 500
_HOUR_S, _DAY_S = 3_600, 86_400
# Clocks are at most 14 hours from UTC.
_FARTHEST_CLOCK_S = 14 * _HOUR_S


def delivery_columns(
    headings: Headings, table: Table, stamps: Sequence[int]
) -> tuple[list[int], tuple[int, ...]]:
    """Return those of the columns of stamps that tell when energy is delivered, and rivals.

    Rivals are two of them that say different days. Columns of intervals' ends are not compared.
    """
    # A large number has the shape of seconds since 1970.
    times = [c for c in stamps if headings.is_time(c) or not table.cell(0, c).isdigit()]
    left = [c for c in times if not headings.words(c) & _ASIDE_WORDS] or times or list(stamps)
    begins = [c for c in left if not headings.is_end(c)]
    rivals = _different(headings, table, begins)
    named = [c for c in begins if headings.words(c) & _DELIVERY_WORDS]
    if rivals and named and not _different(headings, table, named):
        return [c for c in left if c in named or c not in begins], ()
    return left, rivals


def check_one_date(table: Table, times: TimeColumns) -> None:
    """Refuse columns of time that have rivals; the option names the one that is meant."""
    if times.rivals:
        there = listed(table.headings[column] for column in times.rivals)
        rule = f"of one date, or with its column named by the option {{option}}: {there}"
        raise InputError("file", rule, "columns of different dates", option="time_column")


def _different(headings: Headings, table: Table, columns: Sequence[int]) -> tuple[int, ...]:
    """Return two columns that say different days, none if all say the same."""
    rows = np.unique(np.linspace(0, len(table) - 1, _MOST_COMPARED).astype(np.int64))
    for one, other in combinations(columns, 2):
        in_utc = bool({"utc", "gmt"} & (headings.words(one) | headings.words(other)))
        near = (
            _are_near(table, rows, (one, other), DateHints(order), in_utc=in_utc)
            for order in (True, False)
        )
        if not any(near):
            return one, other
    return ()


def _are_near(
    table: Table, rows: Integers, columns: tuple[int, int], hints: DateHints, *, in_utc: bool
) -> bool:
    """Return whether two columns say the same days, on one clock or two."""
    try:
        times = [
            read_stamps(table, column, hints=hints, cells=table.column(column)[rows]).seconds
            for column in columns
        ]
    except InputError:
        return False
    has_time = [bool((seconds % _DAY_S != 0).any()) for seconds in times]
    apart = times[0] - times[1]
    if all(has_time):
        return bool((np.abs(apart) <= _FARTHEST_CLOCK_S).all())
    clock = _FARTHEST_CLOCK_S if in_utc else 0
    if not any(has_time):
        return bool((np.abs(apart) <= (_DAY_S if in_utc else 0)).all())
    past = apart if has_time[0] else -apart
    return bool(((past >= -clock) & (past <= _DAY_S + clock)).all())

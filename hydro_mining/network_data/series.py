"""Daily series as providers give them: sorted, one value a day, gaps left as gaps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hydro_mining.network_data.faults import ProviderError
from hydro_mining.network_data.parsing import bad_answer, field, number, time_of

__all__ = ["DatedValue", "by_day", "dated_values"]

_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value at a time [UTC]."""

    time: dt.datetime
    value: float


def dated_values(rows: Any, time: str | int, value: str | int, *, above: float) -> list[DatedValue]:
    """Return rows sorted by time; of equal times the last wins, impossible values are left out.

    Raises
    ------
    ProviderError
        If ``rows`` is no list, or a row lacks its time or value.
    """
    if not isinstance(rows, list) or len(rows) > _MOST_ROWS:
        raise bad_answer("no list of values")
    read: dict[dt.datetime, float] = {}
    for row in rows:
        moment, given = field(row, time), field(row, value)
        if given is None:
            continue  # a day without a value is a gap
        at = time_of(moment, "time")
        try:
            read[at] = number(given, "value", above=above)
        except ProviderError:
            continue  # early rows are 0, and a hole is better than an invented figure
    return [DatedValue(at, read[at]) for at in sorted(read)]


def by_day(values: Iterable[DatedValue]) -> list[DatedValue]:
    """Return the last value of each UTC day, at the day's midnight."""
    last = {dt.datetime.combine(v.time.date(), dt.time(), tzinfo=dt.UTC): v.value for v in values}
    return [DatedValue(day, value) for day, value in last.items()]

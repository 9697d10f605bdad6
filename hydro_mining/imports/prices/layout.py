"""What each column of a price file is."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Layout", "Moment"]

# How a row tells its time: one stamp, "start - end", date with an hour that ends, or date with
# a number of half-hours.
Moment: TypeAlias = Literal["stamp", "range", "hour", "period"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Columns by number, and what the form settles for stamps and prices that do not say.

    Attributes
    ----------
    form
        A key of ``FORM_NAMES``.
    moment, time
        How and in which columns a row tells its time.
    end
        Stamps of the intervals' ends.
    local
        The same times with the offsets of the local clock.
    zone, zone_type
        Name of the price zone, and which of the prices of that name.
    prices
        Columns with prices, the preferred one first; with ``wide`` one a zone.
    sequence
        Tells two rows of one interval apart.
    flag
        Marks the second passage of a repeated hour.
    timezone, currency, day_first
        The form's own; None if it has none.
    minutes
        Length of all intervals [min].
    in_utc
        Whether stamps without an offset are in UTC.
    marks_end
        Whether stamps mark the ends of intervals.
    """

    form: str
    time: tuple[int, ...]
    prices: tuple[int, ...]
    moment: Moment = "stamp"
    end: int | None = None
    local: int | None = None
    zone: int | None = None
    zone_type: int | None = None
    wide: bool = False
    sequence: int | None = None
    flag: int | None = None
    timezone: str | None = None
    currency: str | None = None
    day_first: bool | None = None
    minutes: int | None = None
    in_utc: bool = False
    marks_end: bool = False

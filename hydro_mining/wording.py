"""Times, ages and rates in words."""

import datetime as dt
from collections.abc import Sequence

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_LONGEST_IN_HOURS = 2 * _DAY


def time_in_words(time: dt.datetime) -> str:
    """Return ``21 Nov 2026 19:21 UTC``; midnight stands for a whole day.

    >>> time_in_words(dt.datetime(2026, 10, 9, tzinfo=dt.UTC))
    '9 Oct 2026'
    """
    utc = time.astimezone(dt.UTC)
    day = f"{utc.day} {utc:%b %Y}"
    return day if utc.time() == dt.time() else f"{day} {utc:%H:%M} UTC"


def day_in_words(day: dt.date) -> str:
    """Return ``21 November 2026``.

    >>> day_in_words(dt.date(2026, 11, 1))
    '1 November 2026'
    """
    return f"{day.day} {day:%B %Y}"


def age_in_words(time: dt.datetime, now: dt.datetime) -> str:
    """Return how long ago ``time`` was, in one unit; an age is never negative.

    >>> noon = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
    >>> age_in_words(noon - dt.timedelta(minutes=90), noon)
    '1 h'
    """
    seconds = max((now - time).total_seconds(), 0)
    if seconds < _MINUTE:
        return "under 1 min"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min"
    if seconds < _LONGEST_IN_HOURS:
        return f"{int(seconds // _HOUR)} h"
    return f"{int(seconds // _DAY)} days"


def enumerated(names: Sequence[str]) -> str:
    """Return names as one says them, at least one.

    >>> enumerated(["Price", "fees", "height"])
    'Price, fees and height'
    """
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def rate_in_words(per_dollar: float, currency: str | None) -> str:
    """Return how dollars became an amount in ``currency``, where None is dollars too.

    >>> rate_in_words(0.875, "EUR"), rate_in_words(1, None)
    ('at 0.875 EUR for $1', 'in USD')
    """
    if currency in {None, "USD"}:
        return "in USD"
    return f"at {per_dollar:.6g} {currency} for $1"


def years_in_words(years: int) -> str:
    """Return ``1 year`` or ``5 years``."""
    return f"{years} year{'' if years == 1 else 's'}"

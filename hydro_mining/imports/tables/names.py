"""Names from a file in a message: printable, on one line, and not all of a thousand."""

from collections.abc import Iterable
from itertools import islice

from hydro_mining.exceptions import one_line

__all__ = ["listed"]

_MOST_NAMED = 20


def listed(names: Iterable[str]) -> str:
    """Return names with commas between them, the first twenty of many.

    >>> listed(["NO1", "NO2"])
    'NO1, NO2'
    """
    left = iter(names)
    named = ", ".join(map(one_line, islice(left, _MOST_NAMED)))
    return f"{named} …" if next(left, None) is not None else named

"""Whether stamps mark the beginnings of intervals or their ends, as the stamps themselves tell."""

from typing import NamedTuple

from hydro_mining.imports.times.lengths import common_step, distinct
from hydro_mining.imports.times.stamps import Stamps

__all__ = ["Convention", "told_convention"]

_DAY_S = 86_400
_DOUBT = (
    "Stamps are taken as the beginnings of intervals, though {}: the option convention says "
    "otherwise."
)


class Convention(NamedTuple):
    """Whether stamps mark ends, what tells it, and a note where that is in doubt."""

    marks_end: bool
    evidence: str
    notes: tuple[str, ...] = ()


_ENDS_AT_24 = Convention(
    marks_end=True,
    evidence="24:00",
    notes=("Stamps of 24:00 are there and none of 00:00: stamps mark the end of intervals.",),
)
_ENDS_AT_MIDNIGHT = Convention(
    marks_end=True,
    evidence="first and last stamp",
    notes=(
        "Stamps begin one interval after midnight and end at midnight: they are taken as the ends "
        "of intervals; the option convention says otherwise.",
    ),
)


def told_convention(starts: Stamps, *, is_utc: bool) -> Convention:
    """Return what the stamps tell, beginnings where they tell nothing.

    A stamp of 24:00 ends a day. So does midnight where the stamps begin one interval after
    midnight and end at midnight; in UTC, days begin at other hours.
    """
    if starts.has_24:
        return _ENDS_AT_24 if not starts.has_0 else _assumed("some are 24:00 and some 00:00")
    return Convention(marks_end=False, evidence="assumed") if is_utc else _by_day(starts)


def _by_day(starts: Stamps) -> Convention:
    """Return what the first and the last stamp tell, if there is a day between them."""
    every = distinct(starts.seconds)
    step = common_step(every) or _DAY_S
    begins, ends = int(every[0] % _DAY_S), int(every[-1] % _DAY_S)
    if step < _DAY_S and every[-1] - every[0] >= _DAY_S - step:
        if begins == step and ends == 0:
            return _ENDS_AT_MIDNIGHT
        if begins == step:
            return _assumed("the first is one interval after midnight")
        if begins == ends == 0:
            return _assumed("both the first and the last are at midnight")
    return Convention(marks_end=False, evidence="assumed")


def _assumed(though: str) -> Convention:
    return Convention(marks_end=False, evidence="assumed", notes=(_DOUBT.format(though),))

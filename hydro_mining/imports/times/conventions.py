"""Whether stamps mark the beginnings of intervals or their ends, as the stamps themselves tell."""

from typing import NamedTuple

from hydro_mining.imports.times.lengths import common_step, distinct
from hydro_mining.imports.times.stamps import Stamps
from hydro_mining.imports.times.wall_clock import WallClock

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_LEAST_STEP_S = 5 * _MINUTE_S
_DOUBT = "Stamps are taken as the {} of intervals, though {}: the option convention says otherwise."


class Convention(NamedTuple):
    """Whether stamps mark ends, what tells it, and a note where that is in doubt.

    Attributes
    ----------
    shift_s
        What brings stamps to the end or beginning that they mark, 60 for 00:59 [s].
    is_open
        Whether stamps are at neither end of whole intervals, as 00:30 is among hours.
    """

    marks_end: bool
    evidence: str
    notes: tuple[str, ...] = ()
    shift_s: int = 0
    is_open: bool = False


_ASSUMED = Convention(marks_end=False, evidence="assumed")
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


_SHIFTED = "Stamps are the {} {} of intervals: they are taken as their {}."
_UNITS_S = {1: "second", _MINUTE_S: "minute"}


class _Days(NamedTuple):
    """Where stamps stand in their days: steps between them, the first and the last [s]."""

    step: int
    first_step: int
    begins: int
    ends: int
    is_whole: bool
    beside: int

    @property
    def shift_s(self) -> int:
        """What brings stamps a second or minute from where intervals begin and end to it, or 0."""
        left = self.step - self.beside
        if self.step < _LEAST_STEP_S or not self.beside:
            return 0
        return left if left in _UNITS_S else -self.beside if self.beside in _UNITS_S else 0

    @property
    def are_whole_from_midnight(self) -> bool:
        """Whether the first is at midnight and the last one interval before it."""
        return self.is_whole and self.begins == 0 and self.ends == _DAY_S - self.step


def told_convention(
    starts: Stamps, *, is_utc: bool = False, local: WallClock | None = None
) -> Convention:
    """Return what the stamps tell, beginnings where they tell nothing.

    A stamp of 24:00 ends a day. So does midnight where the stamps begin one interval after
    midnight and end at midnight; in UTC, days begin at other hours, which the clock of the place
    shows.

    Parameters
    ----------
    local
        The clock of the place of stamps in UTC, where it is known.
    """
    if starts.has_24:
        return _ENDS_AT_24 if not starts.has_0 else _assumed("some are 24:00 and some 00:00")
    return _by_day(_days(starts, local if is_utc else None), is_utc=is_utc)


def given_convention(starts: Stamps, *, marks_end: bool) -> Convention:
    """Return what the user says; the last minutes of intervals are their ends."""
    days = _days(starts, None)
    shift_s = 0 if days is None else days.shift_s
    return Convention(marks_end, "given", shift_s=shift_s if marks_end == (shift_s > 0) else 0)


def heading_convention(starts: Stamps, *, marks_end: bool) -> Convention:
    """Return what a heading or form tells, with a note where the stamps speak against it."""
    days = _days(starts, None)
    though = _beside(days.beside) if days is not None and days.beside else ""
    if marks_end and days is not None and days.are_whole_from_midnight and not starts.has_24:
        though = "the first is at midnight and the last one interval before it"
    if days is not None and days.shift_s and marks_end == (days.shift_s > 0):
        return _shifted(days)
    what = "ends" if marks_end else "beginnings"
    notes = (_DOUBT.format(what, though),) if though else ()
    return Convention(marks_end, "the heading or form", notes)


def _days(starts: Stamps, local: WallClock | None) -> _Days | None:
    """Return where stamps stand in their days; None for one alone."""
    every = distinct(starts.seconds)
    step = common_step(every)
    if step is None or step >= _DAY_S:
        return None
    wall = every if local is None else local.local(every)
    past = wall % step if step <= _HOUR_S else wall[:1] * 0
    return _Days(
        step=step,
        first_step=int(every[1] - every[0]),
        begins=int(wall[0] % _DAY_S),
        ends=int(wall[-1] % _DAY_S),
        is_whole=bool(every[-1] - every[0] >= _DAY_S - step),
        beside=int(past[0]) if (past == past[0]).all() else 0,
    )


def _by_day(days: _Days | None, *, is_utc: bool) -> Convention:
    """Return what the first and the last stamp tell, if there is a day between them."""
    if days is not None and days.shift_s:
        return _shifted(days)
    if days is not None and days.beside:
        return _assumed(_beside(days.beside))._replace(is_open=True)
    if days is None or not days.is_whole or days.are_whole_from_midnight:
        return _ASSUMED
    is_one_after = days.begins in {days.step, days.first_step}
    if is_one_after and days.ends == 0 and not is_utc:
        return _ENDS_AT_MIDNIGHT
    though = ""
    if is_one_after:
        though = "the first is one interval after midnight"
    elif days.begins == days.ends == 0:
        though = "both the first and the last are at midnight"
    elif days.begins and not is_utc:
        though = "the first is not at midnight"
    return _assumed(though) if though else _ASSUMED


def _shifted(days: _Days) -> Convention:
    """Return what stamps tell that are the last or the first second or minute of intervals."""
    is_last, unit = days.shift_s > 0, _UNITS_S[abs(days.shift_s)]
    evidence = "the last minute" if is_last else "the first minute"
    note = _SHIFTED.format(*("last", unit, "ends") if is_last else ("first", unit, "beginnings"))
    return Convention(is_last, evidence, (note,), shift_s=days.shift_s)


def _beside(past: int) -> str:
    """Return how far stamps stand from where intervals begin and end."""
    minutes, seconds = divmod(past, 60)
    return f"each is {minutes}:{seconds:02d} minutes past the whole interval"


def _assumed(though: str) -> Convention:
    return _ASSUMED._replace(notes=(_DOUBT.format("beginnings", though),))

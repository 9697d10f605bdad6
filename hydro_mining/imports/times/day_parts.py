"""Times of day and counted hours that stand in a column beside the date."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from hydro_mining.economics.arrays import Integers
from hydro_mining.imports.tables import Table
from hydro_mining.imports.times.stamps import FOLD_UNKNOWN

_DAY_S, _HOUR_S, _MINUTE_S = 86_400, 3_600, 60
_NONE = -1
# Quarters of a day of 25 hours; what is more is 0115.
_MOST_NUMBER = _HUNDRED = 100
_MOST_TEXTS = 3_000
# 02A:00 and 02B:00 are the first and the second time of a repeated hour.
_CLOCK = r"([0-2]?[0-9])([ABab]?)[:.h]([0-5][0-9])(?::([0-5][0-9]))?(?: ?([AaPp])\.?[Mm]\.?)?"
_TIME = re.compile(_CLOCK)
_HALF_HOUR = re.compile(r"([01]?[0-9]) ?([AaPp])\.?[Mm]\.?")
_RANGE = re.compile(rf"{_CLOCK} ?[-–] ?{_CLOCK}")
_HOURS = re.compile(r"([0-2]?[0-9]) ?[hH]? ?[-–] ?([0-2]?[0-9]) ?[hH]?")
# Hour 3B and 2X are the second time of the hour that the clock repeats.
_HALF_HOURS = re.compile(rf"{_HALF_HOUR.pattern}-{_HALF_HOUR.pattern}")
_COUNT = re.compile(
    r"(?:HE|HB|H|Hour|Hr|Hour Ending|PTE?|S?P|ISP|Period|Stunde)?[ _]?0*([0-9]{1,4})(?:\.0)? ?"
    r"([AaBbXx*]?)(?:\. ?(?:time|hour|stunde|timme|tunti|heure|hora|ora))?"
)
# What stands about a time or between two: kl. 00-01, 00:00 to 01:00, 00:00h, 01 Uhr, 0100 hrs.
_BEFORE = re.compile(r"(?i)^(?:klo?|um|at)\b\.? *")
_AFTER = re.compile(r"(?i)(?<=[0-9]) *(?:uhr|hrs?\.?|hours|h)(?= *-|$)")
_TO = r"[-–—~]|(?<=[ hm.])(?:to|bis|til|till|until|à|a|au|do|tot)(?= )"
_BETWEEN = re.compile(rf"(?i)(?<=[0-9hm.]) *(?:{_TO}) *(?=[0-9])")
_HOUR_ENDING = re.compile(r"(?i:HE|Hour Ending)[ _]?[0-9].*")
DAY_PART_RULE = "a time of day such as 01:15, hours such as 01:00 - 02:00, or the number of an hour"
_HALF_DAY, _HOUR_AND_HALF = 12, 2


class DayParts(NamedTuple):
    """What a column beside the date says.

    Attributes
    ----------
    begin, end : (N,) [s]
        Since midnight; ``end`` only where each cell names two times, otherwise None.
    number : (N,)
        Numbers of hours or other parts of the day, where they are counted; otherwise None.
    fold : (N,)
        0 and 1 for the first and second time of a repeated hour, ``FOLD_UNKNOWN`` elsewhere.
    has_24
        Whether a time is 24:00.
    """

    begin: Integers
    end: Integers | None
    number: Integers | None
    fold: Integers
    has_24: bool


class _Part(NamedTuple):
    begin: int = _NONE
    end: int = _NONE
    number: int = _NONE
    fold: int = FOLD_UNKNOWN


def looks_like_time_of_day(cell: str) -> bool:
    """Return whether a cell is a time of day, or two of them."""
    part = _part(cell)
    return part is not None and part.number == _NONE and _HOURS.fullmatch(cell) is None


def looks_like_day_part(cell: str) -> bool:
    """Return whether a cell is a time of day, two of them, or the number of an hour."""
    return _part(cell) is not None


def names_both_ends(cell: str) -> bool:
    """Return whether a cell is two times of day, as 01:00 - 02:00 is."""
    part = _part(cell)
    return part is not None and part.end != _NONE


def names_hour_ending(cell: str) -> bool:
    """Return whether a cell calls its hour ending, as ``HE01`` does."""
    return _HOUR_ENDING.fullmatch(cell) is not None


def read_day_parts(table: Table, index: int) -> DayParts:
    """Return what each cell of a column says of its row's time in the day.

    Raises
    ------
    InputError
        At the first cell that is no such thing, or of another kind than the first one.
    """
    different, first, which = np.unique(table.texts(index), return_index=True, return_inverse=True)
    if len(different) > _MOST_TEXTS:
        raise table.refusal(int(first[-1]), index, DAY_PART_RULE)
    parts = [_part_of(table, int(row), index) for row in first]
    kind = _kind(parts[int(which[0])])
    for part, row in zip(parts, first.tolist(), strict=True):
        if _kind(part) != kind:
            raise table.refusal(row, index, f"{kind}, like the rows before")
    if max(part.number for part in parts) > _MOST_NUMBER:
        parts = [
            _clock_digits(table, part, row, index) for part, row in zip(parts, first, strict=True)
        ]
    begin, end, number, fold = (np.array(column)[which] for column in zip(*parts, strict=True))
    return DayParts(
        begin=begin,
        end=end if parts[0].end != _NONE else None,
        number=number if parts[0].number != _NONE else None,
        fold=fold,
        has_24=bool((begin == _DAY_S).any()),
    )


def _part_of(table: Table, row: int, index: int) -> _Part:
    part = _part(table.cell(row, index))
    if part is None:
        raise table.refusal(row, index, DAY_PART_RULE)
    return part


def _clock_digits(table: Table, part: _Part, row: int, index: int) -> _Part:
    """Return the time of 0100 or 2400."""
    hour, minute = divmod(part.number, _HUNDRED)
    seconds = hour * _HOUR_S + minute * _MINUTE_S
    if minute >= _MINUTE_S or seconds > _DAY_S:
        raise table.refusal(row, index, DAY_PART_RULE)
    return _Part(begin=seconds)


def _kind(part: _Part) -> str:
    if part.number != _NONE:
        return "the number of an hour"
    return "a time of day" if part.end == _NONE else "two times of day"


def _part(text: str) -> _Part | None:
    return _plain_part(_AFTER.sub("", _BETWEEN.sub("-", _BEFORE.sub("", text))))


def _plain_part(text: str) -> _Part | None:
    if match := _TIME.fullmatch(text) or _HALF_HOUR.fullmatch(text):
        return _at(_seconds_of(match.groups()), match[2] if match.re is _TIME else "")
    if match := _RANGE.fullmatch(text):
        begin, end = _seconds_of(match.groups()[:5]), _seconds_of(match.groups()[5:])
        return _range(begin, end, match[2])
    if match := _HALF_HOURS.fullmatch(text):
        return _range(_seconds_of(match.groups()[:2]), _seconds_of(match.groups()[2:]))
    if match := _HOURS.fullmatch(text):
        return _range(int(match[1]) * _HOUR_S, int(match[2]) * _HOUR_S)
    if match := _COUNT.fullmatch(text):
        return _Part(number=int(match[1]), fold=_fold(match[2]))
    return None


def _seconds_of(parts: Sequence[str | None]) -> int | None:
    """Return the seconds of the parts of a clock, or of an hour and its half of the day."""
    if len(parts) == _HOUR_AND_HALF:
        return _seconds(str(parts[0]), "", "0", None, parts[1])
    hour, mark, minute, second, half = parts
    return _seconds(str(hour), mark or "", str(minute), second, half)


def _at(begin: int | None, mark: str = "") -> _Part | None:
    return None if begin is None else _Part(begin, fold=_fold(mark))


def _fold(mark: str) -> int:
    return {"": FOLD_UNKNOWN, "a": 0}.get(mark.casefold(), 1)


def _range(begin: int | None, end: int | None, mark: str = "") -> _Part | None:
    if begin is None or end is None or begin >= _DAY_S or end > _DAY_S:
        return None
    # The repeated hour may end as it began; other times are the next day's.
    is_next_day = end < begin or end == begin == 0
    return _Part(begin, end + _DAY_S if is_next_day else end, fold=_fold(mark))


def _seconds(hour: str, _: str, minute: str, second: str | None, half: str | None) -> int | None:
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= _HALF_DAY:
            return None
        hours = hours % _HALF_DAY + (_HALF_DAY if half in "Pp" else 0)
    seconds = hours * _HOUR_S + int(minute) * _MINUTE_S + int(second or 0)
    return seconds if seconds <= _DAY_S else None

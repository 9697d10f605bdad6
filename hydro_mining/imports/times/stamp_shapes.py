"""What stamps of time look like: their shapes, and the numbers at the places of a shape.

The digits of a column are put out of sight first: "2025-01-01 00:00" has the shape
"0000-00-00 00:00", and a column has few shapes. A regular expression finds the parts of each
shape, and the digits at their places are read for all rows of that shape together.
"""

import re

import numpy as np
from numpy.typing import NDArray

from hydro_mining.economics.arrays import Integers
from hydro_mining.imports.tables import ByteMatrix, Table, as_texts

_ZERO, _NINE = b"09"
_MOST_SHAPES = 400
STAMP_RULE = "a date and time such as 2025-03-30T01:15, 30/03/2025 01:15 or seconds since 1970"

# Clocks that stamps name, and what they are ahead of UTC [h]; in summer time the hour that is
# passed twice is there first.
_SUMMER = {
    "CEST": 2,
    "MESZ": 2,
    "EEST": 3,
    "WEST": 1,
    "BST": 1,
    "EDT": -4,
    "CDT": -5,
    "MDT": -6,
    "PDT": -7,
    "AEDT": 11,
}
WINTER = {
    "CET": 1,
    "MEZ": 1,
    "EET": 2,
    "WET": 0,
    "GMT": 0,
    "EST": -5,
    "CST": -6,
    "MST": -7,
    "PST": -8,
    "AEST": 10,
}
CLOCK_HOURS = {**_SUMMER, **WINTER}

_CLOCK_TIME = (
    r"(?P<hour>00?)(?:[:.h](?P<minute>00)(?::(?P<second>00)(?:[.,](?P<part>0{1,9}))?)?"
    r"(?: *(?P<half>[AaPp])\.?[Mm]\.?)?| ?(?P<half_hour>[AaPp])\.?[Mm]\.?)"
)
_TIME = rf"(?:(?:T|@| - |,? +(?:(?:klo|kl|at|um)\.? +)?){_CLOCK_TIME})?"
_COMPACT_TIME = r"(?:T?(?P<hour>00)(?P<minute>00)(?P<second>00)?)"
_WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim"
_WEEKDAY = rf"(?i:(?:{_WEEKDAYS})[^0-9 ,.]{{0,7}}[.,]{{0,2}} +)?"
# 20250614, 202506141500 and 20250614150000 among other numbers.
_COMPACT = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]")
_COMPACT_LENGTHS = (8, 12, 14)
_SERIAL = re.compile(r"(?:3[6-9]|[4-6][0-9]|7[0-2])[0-9]{3}(?:[.,][0-9]{1,12})?")
_NAMES = "|".join(CLOCK_HOURS)
_OFFSET = (
    r" *(?:(?P<zulu>Z|UTC)|(?P<sign>[+-])(?P<ahead>00)(?::?(?P<past>00))?"
    rf"|\(?(?P<name>{_NAMES})\)?)? *"
)
# Names of months by their beginnings in English, German, French, Spanish, Italian and Dutch, and
# in the Nordic languages that share them.
_MONTH_NAMES = (
    *(("jan", "ene", "gen"), ("feb", "fév", "fev"), ("mar", "mär", "mrz", "maa")),
    *(("apr", "avr", "abr"), ("may", "mai", "maj", "mei", "mag"), ("jun", "juin", "giu")),
    *(("jul", "juil", "lug"), ("aug", "aoû", "aou", "ago"), ("sep", "set")),
    *(("oct", "okt", "ott"), ("nov",), ("dec", "dez", "déc", "des", "dic")),
)
_MONTH_NAME = r"(?P<month_name>[^\W\d_][^0-9 ,/:-]{2,11})"
_COMPACT_DATE = r"(?P<year>0000)(?P<month>00)(?P<day>00)"
_DAY_AND_MONTH = r"(?P<one>00?)(?P<mark>[/.-])(?P<two>00?)(?P=mark)(?P<year>0000|00)"
_SHAPES = tuple(
    re.compile(f" *{_WEEKDAY}{date}{rest}")
    for date, rest in (
        (r"(?P<year>0000)[-/.](?P<month>00?)[-/.](?P<day>00?)\.?", _TIME + _OFFSET),
        (rf"{_COMPACT_DATE}", _TIME + _OFFSET),
        (rf"{_COMPACT_DATE}", _COMPACT_TIME + _OFFSET),
        (_DAY_AND_MONTH, _TIME + _OFFSET),
        (rf"(?P<day>00?)[. -]+{_MONTH_NAME}[ ,-]+(?P<year>0000|00)", _TIME + _OFFSET),
        (rf"{_MONTH_NAME} (?P<day>00?),? +(?P<year>0000)", _TIME + _OFFSET),
        (r"(?P<epoch>0{9,10})(?:\.0+)?", ""),
        (r"(?P<epoch_ms>0{13})(?:\.0+)?", ""),
        (r"(?P<serial>00000)(?:[.,](?P<day_part>0{1,12}))?", ""),
    )
)


def looks_like_stamp(cell: str) -> bool:
    """Return whether a cell has the shape of a date, a date and time, or an epoch."""
    if cell.isdigit() and len(cell) in _COMPACT_LENGTHS:  # or else any number is one
        return _COMPACT.match(cell) is not None
    match = _matching(_shape(cell))
    return match is not None and not match.groupdict().get("serial")


def looks_like_serial(cell: str) -> bool:
    """Return whether a cell may be a spreadsheet's number of a day from 2000 to 2100."""
    return _SERIAL.fullmatch(cell) is not None


def _shape(cell: str) -> bytes:
    return re.sub(rb"[0-9]", b"0", cell.encode())


def date_and_time(stamp: str) -> tuple[str, str]:
    """Return the date of a stamp and its time of day, empty if it has none."""
    data = stamp.encode()
    match = _matching(_shape(stamp))
    if match is None or not match.groupdict().get("hour"):
        return stamp, ""
    begins = match.start("hour")
    return data[:begins].decode().rstrip("T ,"), data[begins:].decode()


def _matching(shape: bytes) -> re.Match[str] | None:
    """Return the parts of a shape, whose places are those of its bytes."""
    text = shape.decode("latin-1")
    match = next((m for p in _SHAPES if (m := p.fullmatch(text))), None)
    if match is not None and match.groupdict().get("month_name") and not month_named(match):
        return None
    return match


def month_named(match: re.Match[str]) -> int:
    """Return the month that a shape names, 0 if it is none."""
    name = match["month_name"].encode("latin-1").decode(errors="replace").casefold()
    named = (n for n, begins in enumerate(_MONTH_NAMES, start=1) if name.startswith(begins))
    return next(named, 0)


def shapes_of(
    table: Table, index: int, cells: ByteMatrix
) -> list[tuple[NDArray[np.intp], re.Match[str]]]:
    """Return the rows of each shape with the parts of it.

    Raises
    ------
    InputError
        At the first cell that is no stamp.
    """
    digits = (cells >= _ZERO) & (cells <= _NINE)
    shapes = as_texts(np.where(digits, np.uint8(_ZERO), cells))
    found: list[tuple[NDArray[np.intp], re.Match[str]]] = []
    left = np.arange(len(shapes))
    while len(left):
        row = int(left[0])
        match = _matching(shapes[row])
        if match is None or len(found) >= _MOST_SHAPES:
            raise table.refusal(row, index, STAMP_RULE)
        same = shapes[left] == shapes[row]
        found.append((left[same], match))
        left = left[~same]
    return found


def number_at(cells: ByteMatrix, match: re.Match[str], part: str) -> Integers:
    """Return the number that a part of a shape is, 0 where it is absent."""
    value = np.zeros(len(cells), dtype=np.int64)
    if match.groupdict().get(part):
        for place in range(*match.span(part)):
            value = value * 10 + (cells[:, place].astype(np.int64) - _ZERO)
    return value

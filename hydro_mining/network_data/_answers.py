"""An answer of a provider: how it is read, and all that can be wrong with it.

Reading is strict: JSON, finite numbers, times that can be, daily series. A fault has a kind for
programs and a reason for a reader.

HydroMiningError
├── ProviderError     a provider gave no usable value
└── UnavailableError  nobody gave a value to accept
"""

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn

import msgspec

from hydro_mining.exceptions import HydroMiningError

# Decimal digits only: float() also takes 1_000, full-width digits, nan and inf.
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_FIRST_YEAR = 2009  # of Bitcoin; also tells seconds from milliseconds
_MILLISECONDS_FROM = 1e11  # as seconds this is the year 5138
_MOST_ROWS = 20_000


class FaultKind(StrEnum):
    """The kinds of faults, as logs and health name them."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    RATE_LIMITED = "rate limited"
    KEY_REJECTED = "key rejected"
    NOT_IN_PLAN = "not in plan"
    BLOCKED = "blocked"
    CHANGED = "provider changed"
    MOVED = "provider moved"
    SERVER_ERROR = "server error"
    BAD_ANSWER = "unexpected answer"
    IMPLAUSIBLE = "implausible value"
    PAUSED = "paused"
    LIMIT_REACHED = "limit reached"


# Faults of our own making, which say nothing about the provider's health.
RESTRAINTS = frozenset({FaultKind.PAUSED, FaultKind.LIMIT_REACHED})


class Trouble(msgspec.Struct, frozen=True):
    """Why a value was not had: who failed and how; without a provider, how the round ended."""

    provider: str
    kind: FaultKind
    reason: str

    @property
    def sentence(self) -> str:
        """The trouble for a reader."""
        return f"{self.provider} {self.reason}.".lstrip()


def sentences(troubles: Iterable[Trouble]) -> str:
    """Return each trouble once, as sentences."""
    return " ".join(dict.fromkeys(trouble.sentence for trouble in troubles))


class ProviderError(HydroMiningError):
    """A provider gave no usable value.

    Parameters
    ----------
    reason
        What happened, to follow the provider's name: ``could not be reached``.
    is_transient
        Whether asking again at once may help.
    wait_s
        How long the provider asks to wait [s]; None where it does not say.
    pause
        For how long it should be left alone; None for no pause.
    """

    def __init__(
        self,
        kind: FaultKind,
        reason: str,
        *,
        is_transient: bool = False,
        wait_s: float | None = None,
        pause: dt.timedelta | None = None,
    ) -> None:
        self.kind, self.reason = kind, reason
        self.is_transient, self.wait_s, self.pause = is_transient, wait_s, pause
        super().__init__(reason)


class UnavailableError(HydroMiningError):
    """Nobody gave a value to accept; ``troubles`` say who failed and how."""

    def __init__(self, *troubles: Trouble) -> None:
        self.troubles = troubles
        super().__init__(sentences(troubles))


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value of a daily series at a time [UTC]."""

    time: dt.datetime
    value: float


def bad_answer(detail: str) -> ProviderError:
    """Return the fault of an answer that is not what it should be."""
    return ProviderError(FaultKind.BAD_ANSWER, f"gave an unexpected answer ({detail})")


def body_text(body: bytes) -> str:
    """Return a body as text, without a byte order mark and without blanks around it."""
    try:
        text = body.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise bad_answer("not UTF-8") from error
    if not text:
        raise bad_answer("an empty body")
    return text


def document(body: bytes) -> Any:
    """Return a JSON body; NaN, Infinity and what is not JSON are refused."""
    text = body_text(body)
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise bad_answer("not JSON") from error


def field(mapping: Any, *path: str | int) -> Any:
    """Return what stands at a path of names and positions."""
    found = mapping
    for step in path:
        is_there = (
            isinstance(found, list) and -len(found) <= step < len(found)
            if isinstance(step, int)
            else isinstance(found, Mapping) and step in found
        )
        if not is_there:
            raise bad_answer(f"{'.'.join(map(str, path))} is missing")
        found = found[step]
    return found


def number(value: Any, name: str, *, above: float = -math.inf) -> float:
    """Return a finite number above a bound, given as a number or as its text."""
    read = math.nan
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        read = float(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        try:
            read = float(value)
        except OverflowError:
            read = math.inf
    if not math.isfinite(read):
        raise bad_answer(f"{name} is no finite number")
    if not read > above:
        raise ProviderError(FaultKind.IMPLAUSIBLE, f"gave an impossible {name} ({read:g})")
    return read


def time_of(value: Any, name: str) -> dt.datetime:
    """Return a time [UTC] given in seconds, in milliseconds or as ISO text.

    Years before 2009 are refused; whether a time lies ahead is for those who know the clock.
    """
    try:
        is_text = isinstance(value, str) and not _NUMBER.fullmatch(value.strip())
        time = _iso(value) if is_text else _epoch(value, name)
    except (ValueError, OverflowError, OSError) as error:
        raise bad_answer(f"{name} is no time") from error
    if time.year < _FIRST_YEAR:
        raise bad_answer(f"{name} is a time of {time.year}")
    return time


def _iso(text: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(text)
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def _epoch(value: Any, name: str) -> dt.datetime:
    seconds = number(value, name)
    if abs(seconds) >= _MILLISECONDS_FROM:
        seconds /= 1000
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def dated_values(rows: Any, time: str | int, value: str | int, *, above: float) -> list[DatedValue]:
    """Return rows sorted by time; of equal times the last wins, impossible values are left out.

    What is no list, and a row without its time or value, is a ``ProviderError``.
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

"""Values at equal steps of local standard time: river flow, power, export prices."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hydro_mining.economics.arrays import GappedFloats, Instants, Integers
from hydro_mining.economics.checking import check_text
from hydro_mining.exceptions import InputError

# [h]. Each divides a day; a quarter-hour is the finest that a plan knows.
STEPS_HOURS = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0)
_HOUR = dt.timedelta(hours=1)
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """N values at equal steps, each the mean over its interval.

    Parameters
    ----------
    start
        Beginning of the first interval: a date or time in local standard time, which has no
        summer time, a whole number of steps after midnight.
    step_hours : [h]
        Length of an interval: one of ``STEPS_HOURS``.
    values : (N,)
        A gap is null in JSON, None in a list and NaN in the array.
    source
        Name of the file that they are from.
    source_sha256
        SHA-256 of that file.

    Raises
    ------
    InputError
        If a step or start is another, a value is no finite number, or there is none.
    """

    start: dt.datetime
    step_hours: float
    values: GappedFloats = field(repr=False)
    source: str | None = None
    source_sha256: str | None = None
    _digest: bytes = field(init=False, repr=False, metadata={"in_records": False})

    def __post_init__(self) -> None:
        values = _values(self.values)
        step_hours = _step_hours(self.step_hours)
        start = _start(self.start, step_hours)
        for name in ("source", "source_sha256"):
            if getattr(self, name) is not None:
                check_text(name, getattr(self, name))
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "step_hours", step_hours)
        object.__setattr__(self, "start", start)
        told = repr((start, step_hours, self.source, self.source_sha256)).encode()
        digest = hashlib.sha256(values.tobytes() + told).digest()
        object.__setattr__(self, "_digest", digest)
        if self.end.year > _LAST_YEAR:
            raise InputError("values", f"before the year {_LAST_YEAR + 1}", len(values))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Series) and self._digest == other._digest

    def __hash__(self) -> int:
        return hash(self._digest)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def end(self) -> dt.datetime:
        """End of the last interval."""
        return self.start + len(self.values) * self.step_hours * _HOUR

    @property
    def n_gaps(self) -> int:
        """Intervals without a value."""
        return int(np.isnan(self.values).sum())

    def beginnings(self) -> Instants:
        """Return the beginning of each interval (N,), datetime64[s]."""
        step = np.timedelta64(round(self.step_hours * 3_600), "s")
        times: Instants = np.datetime64(self.start, "s") + step * np.arange(len(self.values))
        return times

    def months(self) -> Integers:
        """Return the month of each interval (N,), 1 for January."""
        months: Integers = self.beginnings().astype("datetime64[M]").astype(np.int64) % 12 + 1
        return months

    def with_values(self, values: Any) -> "Series":
        """Return other values at the same times, from the same file."""
        return Series(
            start=self.start,
            step_hours=self.step_hours,
            values=values,
            source=self.source,
            source_sha256=self.source_sha256,
        )


def _values(given: Any) -> GappedFloats:
    rule = "a list of finite numbers, null for a gap"
    try:
        values = np.array(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError("values", rule, given) from error
    if values.ndim != 1:
        raise InputError("values", rule, given)
    infinite = np.flatnonzero(np.isinf(values))
    if len(infinite):
        at = int(infinite[0])
        raise InputError(f"values[{at}]", "a finite number, or null for a gap", float(values[at]))
    if np.isnan(values).all():
        told = "gaps only" if len(values) else "an empty list"
        raise InputError("values", "a list with at least one number", told)
    values.flags.writeable = False
    return values


def _step_hours(given: Any) -> float:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or given not in STEPS_HOURS:
        steps = ", ".join(f"{step:g}" for step in STEPS_HOURS)
        raise InputError("step_hours", f"one of {steps} (hours)", given)
    return float(given)


def _start(given: Any, step_hours: float) -> dt.datetime:
    rule = "a date or time in local standard time, such as 2001-01-01, without an offset"
    if isinstance(given, dt.date) and not isinstance(given, dt.datetime):
        given = dt.datetime.combine(given, dt.time())
    if not isinstance(given, dt.datetime) or given.tzinfo is not None:
        raise InputError("start", rule, given if given is None else str(given))
    if not _FIRST_YEAR <= given.year <= _LAST_YEAR:
        raise InputError("start", f"of the years {_FIRST_YEAR} to {_LAST_YEAR}", str(given))
    midnight = dt.datetime.combine(given.date(), dt.time())
    if (given - midnight) % (step_hours * _HOUR):
        raise InputError(
            "start", f"a whole number of steps of {step_hours:g} h after midnight", str(given)
        )
    return given

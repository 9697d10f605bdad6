"""Values at equal steps of local standard time."""

import math
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.series import STEPS_HOURS, Series
from hydro_mining.exceptions import InputError


def at(time: str) -> datetime:
    """Return a time in local standard time."""
    return datetime.fromisoformat(time)


def series(**changes: Any) -> Series:
    return Series(**{"start": date(2001, 1, 31), "step_hours": 24, "values": [1, 2], **changes})


def test_a_gap_is_none_or_nan_and_the_array_has_nan() -> None:
    """Both ways of writing a gap give the same series."""
    made = series(values=[1, None, 3])
    assert made == series(values=np.array([1, math.nan, 3]))
    assert hash(made) == hash(series(values=[1, None, 3]))
    assert np.isnan(made.values[1])
    assert made.n_gaps == 1


def test_values_cannot_be_changed() -> None:
    """The array is read-only, and no view of what was given."""
    given = np.array([1.0, 2.0])
    made = series(values=given)
    given[0] = 9
    assert made.values.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        made.values[0] = 9


def test_times_count_from_the_start() -> None:
    """Two days from 31 January end on 2 February."""
    made = series()
    assert made.end == at("2001-02-02")
    assert made.beginnings().astype(str).tolist() == ["2001-01-31T00:00:00", "2001-02-01T00:00:00"]
    assert made.months().tolist() == [1, 2]
    quarters = series(start=at("2001-12-31T23:45"), step_hours=0.25)
    assert quarters.months().tolist() == [12, 1]


@pytest.mark.parametrize(
    "other",
    [
        {"start": date(2001, 1, 30)},
        {"step_hours": 12},
        {"values": [1, 3]},
        {"values": [1, None]},
        {"source": "flow.csv"},
        {"source_sha256": "ab"},
    ],
)
def test_another_part_makes_another_series(other: dict[str, Any]) -> None:
    """Times, values and file all count."""
    assert series(**other) != series()


def test_other_values_keep_times_and_file() -> None:
    """What is made of a file's series names that file."""
    made = series(source="flow.csv", source_sha256="ab").with_values([5, None])
    assert (made.start, made.source, made.source_sha256) == (
        at("2001-01-31"),
        "flow.csv",
        "ab",
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"values": []}, "values must be a list with at least one number; got 'an empty list'"),
        ({"values": [None, None]}, "values must be a list with at least one number"),
        ({"values": [1, math.inf]}, r"values\[1\] must be a finite number, or null for a gap"),
        ({"values": ["x"]}, "values must be a list of finite numbers, null for a gap"),
        ({"values": [[1, 2]]}, "values must be a list of finite numbers"),
        ({"values": 5}, "values must be a list of finite numbers"),
        ({"step_hours": 0.1}, "step_hours must be one of 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 24"),
        ({"step_hours": True}, "step_hours must be one of"),
        ({"start": "2001-01-01"}, "start must be a date or time in local standard time"),
        ({"start": datetime(2001, 1, 1, tzinfo=UTC)}, "start must be .* without an offset"),
        ({"start": date(1799, 1, 1)}, "start must be of the years 1800 to 2200"),
        (
            {"start": at("2001-01-01T09:00")},
            "start must be a whole number of steps of 24 h after midnight",
        ),
        ({"start": date(2200, 12, 31), "values": [1] * 3}, "values must be before the year"),
        ({"source": 5}, "source must be a line of"),
    ],
)
def test_bad_parts_are_named(changes: dict[str, Any], line: str) -> None:
    """One line says which part, the rule and the value."""
    with pytest.raises(InputError, match=f"^{line}"):
        series(**changes)


def test_every_step_divides_a_day() -> None:
    """So that each day of a series has the same intervals."""
    assert all((24 / step).is_integer() for step in STEPS_HOURS)

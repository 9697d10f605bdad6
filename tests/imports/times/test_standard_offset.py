"""Standard time of a zone, summer time left out."""

import pytest

from hydro_mining.imports.times import standard_offset


@pytest.mark.parametrize(
    ("timezone", "year", "hours"),
    [
        ("Europe/Oslo", 2024, 1),
        ("Europe/Dublin", 2024, 0),
        ("America/New_York", 2024, -5),
        ("Australia/Sydney", 2024, 10),
        ("Europe/Istanbul", 2010, 2),
        ("Europe/Istanbul", 2020, 3),
        ("UTC", 1900, 0),
    ],
)
def test_standard_time_is_winter_time(timezone: str, year: int, hours: int) -> None:
    """On both halves of the globe; where summer time stayed for good, from then on that."""
    assert standard_offset(timezone, year) == hours * 3_600

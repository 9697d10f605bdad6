"""00:00 that ends its date."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices
from hydro_mining.imports.times.midnights import ends_of_days

ENDING = [*range(1, 24), 0]
BEGINNING = list(range(24))


def rows(hours, days=(14, 15), zones=("",)):
    return [(z, d, h, 100 * d + (h or 24)) for z in zones for d in days for h in hours]


def read(heading, lines, **options):
    text = "".join(
        f"{z + ',' if z else ''}2025-06-{d},{h:02d}:00,{price}\n" for z, d, h, price in lines
    )
    return read_prices(f"{heading}\n{text}".encode(), PriceOptions(**options))


@pytest.mark.parametrize("heading", ["Date,Hour Ending,EUR/MWh", "Date,End,EUR/MWh"])
@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("days", [(14,), (14, 15), (15, 14)])
def test_an_hour_ending_0_of_its_own_date_ends_that_date(heading, way, days):
    """Hour n of the 14th begins at n - 1, the 24th at 23:00, in every order of days and rows."""
    result = read(heading, rows(ENDING, days)[::way])
    series = result.series["site"]
    assert str(series.start[0]).startswith("2025-06-14T00:00")
    assert series.price[:24].tolist() == [1400 + n for n in range(1, 25)]
    assert any("taken as 24:00" in note for note in result.report.notes)


@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("days", [(14,), (14, 15), (15, 14)])
def test_a_0_that_begins_its_date_stays(way, days):
    """Of beginnings, and of the ends of a file that ends with the next date's midnight."""
    begin = read("Date,Time,EUR/MWh", rows(BEGINNING, days)[::way])
    assert str(begin.series["site"].start[0]).startswith("2025-06-14T00:00")
    assert not any("24:00" in note for note in begin.report.notes)
    ends = [*rows(ENDING[:-1], (14,)), ("", 15, 0, 1424)]
    series = read("Date,Hour Ending,EUR/MWh", ends[::way]).series["site"]
    assert (str(series.start[0])[:16], series.price[-1]) == ("2025-06-14T00:00", 1424)


def test_zones_are_for_themselves():
    """Zone by zone, of one day: 23:00 of A stands before 00:00 of B."""
    result = read("Zone,Date,Time,EUR/MWh", rows(BEGINNING, (14,), ("A", "B")))
    assert str(result.series["B"].start[0]).startswith("2025-06-14T00:00")
    result = read("Zone,Date,Hour Ending,EUR/MWh", rows(ENDING, (14,), ("A", "B")))
    assert result.series["B"].price.tolist() == [1400 + n for n in range(1, 25)]


def test_an_order_that_does_not_tell_is_asked_for():
    """One date begins with 00:00 and another one ends with it, under Hour Ending."""
    mixed = rows(ENDING, (14,)) + rows(BEGINNING, (15,))
    with pytest.raises(InputError, match="in order of time, to tell whether 00:00 begins or ends"):
        read("Date,Hour Ending,EUR/MWh", mixed)
    seconds = np.array([86_400 * d + 3_600 * h for _, d, h, _ in mixed])
    assert ends_of_days(seconds, np.zeros(48, dtype=np.int64)) is None

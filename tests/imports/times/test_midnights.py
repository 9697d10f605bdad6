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


# 24 that begins its date

FIRST_24 = [24, *range(1, 24)]
FORMS = {
    "numbers": ("Date,Hour,EUR/MWh", "2025-06-{d},{h},{p}"),
    "times": ("Date,Time,EUR/MWh", "2025-06-{d},{h:02d}:00,{p}"),
    "names": ("Date,Hour Ending,EUR/MWh", "2025-06-{d},HE{h:02d},{p}"),
    "stamps": ("Time,EUR/MWh", "2025-06-{d} {h:02d}:00,{p}"),
    "en-US": ("Time;EUR/MWh", "6/{d}/2025, {h:02d}:00:00;{p}"),
    "offsets": ("Time,EUR/MWh", "2025-06-{d} {h:02d}:00:00+00:00,{p}"),
}


def written(form, dates_hours, **options):
    heading, line = FORMS[form]
    rows = [line.format(d=d, h=h, p=100 * d + h) for d, h in dates_hours]
    return read_prices("\n".join([heading, *rows]).encode(), PriceOptions(**options))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("days", [(14,), (14, 15), (15, 14)])
def test_24_before_the_first_hours_of_its_date_is_asked_about(form, way, days):
    """24, 1, 2 … 23 of a date: 24 is its 00:00 at one answer and its last hour at the other."""
    rows = [(d, h) for d in days for h in FIRST_24][::way]
    with pytest.raises(InputError, match="not before its first hours") as caught:
        written(form, rows)
    assert (caught.value.option, "24" in str(caught.value.value)) == ("convention", True)
    begin = written(form, rows, convention="start")
    assert str(begin.series["site"].start[0]).startswith("2025-06-14T00:00")
    assert begin.series["site"].price[:3].tolist() == [1424, 1401, 1402]
    assert any("it is taken as 00:00" in note for note in begin.report.notes)
    end = written(form, rows, convention="end").series["site"]
    assert str(end.start[0]).startswith("2025-06-14T00:00")
    assert end.price[:24].tolist() == [1400 + n for n in range(1, 25)]


@pytest.mark.parametrize("form", FORMS)
def test_ends_whose_midnights_are_24_of_the_next_date(form):
    """From 01:00 of the 14th to 24:00 of the 15th, which is that date's beginning: 24 hours."""
    rows = [*((14, h) for h in range(1, 24)), *((15, h) for h in FIRST_24), (16, 24)]
    series = written(form, rows, convention="end").series["site"]
    assert (str(series.start[0])[:16], len(series)) == ("2025-06-14T00:00", 48)
    assert series.price[22:25].tolist() == [1423, 1524, 1501]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "hours",
    [range(1, 25), range(24, 0, -1), sorted(range(1, 25), key=str)],
    ids=["in order", "newest first", "sorted as text"],
)
def test_24_elsewhere_ends_its_date(form, hours):
    """Nothing is asked where 24 stands beside 23, or after a date that has nothing but 24."""
    for rows in [(14, h) for h in hours], [(13, 24), *((14, h) for h in hours)]:
        series = written(form, rows).series["site"]
        assert series.price[-24:].tolist() == [1400 + n for n in range(1, 25)]
        assert str(series.start[-24])[:16] == "2025-06-14T00:00"


def test_zones_of_one_date_have_their_own_24():
    """24 of A stands before 1 of B, which is another series."""
    text = "".join(f"{zone},2025-06-14,{h},{h}\n" for zone in "AB" for h in range(1, 25))
    result = read_prices(f"Zone,Date,Hour,EUR/MWh\n{text}".encode())
    assert result.series["B"].price.tolist() == list(range(1, 25))


def test_a_beginning_at_24_with_an_end_beside_it_is_refused():
    """From 24:00 to 01:00 is no hour of its date."""
    text = "Date,From,To,EUR/MWh\n2025-06-14,24:00,01:00,5\n2025-06-14,01:00,02:00,6\n"
    with pytest.raises(InputError, match="column From must be a beginning before 24:00"):
        read_prices(text.encode())

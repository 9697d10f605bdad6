"""Numbers of hours that are the clock's at the ends of intervals: 1, 2 … 23, 0."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices

CLOCK = [*range(1, 24), 0]


def read(heading, rows, **options):
    text = "".join(f"2025-06-{day},{hour},{price}\n" for day, hour, price in rows)
    return read_prices(f"Date,{heading},$/MWh\n{text}".encode(), PriceOptions(**options))


def days(*, own_date, write=str):
    """Return two days of hours 1 to 24, whose price is the number of the hour."""
    return [
        (day + (hour == 0 and not own_date), write(hour), 100 * day + (hour or 24))
        for day in (14, 15)
        for hour in CLOCK
    ]


@pytest.mark.parametrize(
    "heading", ["Hour Ending", "HE", "HourEnding", "Hour (ending)", "End hour", "Hour", "Time"]
)
@pytest.mark.parametrize("own_date", [True, False])
@pytest.mark.parametrize("options", [{}, {"convention": "end"}])
def test_an_hour_0_that_ends_a_day_is_its_last(heading, own_date, options):
    """The first hour begins at 00:00, the 24th at 23:00, whichever date the 0 stands under."""
    series = read(heading, days(own_date=own_date), **options).series["site"]
    assert str(series.start[0]) == "2025-06-14T00:00:00"
    assert series.price.tolist() == [100 * day + n for day in (14, 15) for n in range(1, 25)]
    assert set(series.hours.tolist()) == {1.0}


@pytest.mark.parametrize("options", [{}, {"convention": "end"}])
def test_cells_that_call_their_hours_ending_do_so_without_a_heading(options):
    """HE00 of the next date ends its last hour."""
    rows = days(own_date=False, write="HE{:02d}".format)
    series = read("Hour", rows, **options).series["site"]
    assert (str(series.start[0]), series.price[0]) == ("2025-06-14T00:00:00", 1401)
    partial = read("Hour", [(14, f"HE{n:02d}", n) for n in range(8, 23)], **options)
    assert str(partial.series["site"].start[0]) == "2025-06-14T07:00:00"


def test_half_hours_too():
    """48 half-hours, the last of which has the number 0."""
    rows = [(14, n, n) for n in range(1, 48)] + [(15, 0, 48)]
    series = read("Period ending", rows).series["site"]
    assert (str(series.start[0]), str(series.start[-1])) == (
        "2025-06-14T00:00:00",
        "2025-06-14T23:30:00",
    )


def test_an_explicit_convention_wins_or_is_refused():
    """0 to 23 mark what the option says; 1 to 24 mark no beginnings and 0 to 24 no ends."""
    rows = [(14, n, n) for n in range(24)]
    assert str(read("HE", rows, convention="start").series["site"].start[0])[11:16] == "00:00"
    assert str(read("Hour", rows, convention="end").series["site"].start[0])[:16] == (
        "2025-06-13T23:00"
    )
    with pytest.raises(InputError, match=r"line 26, .* must be numbers from 0, as the option conv"):
        read("Hour", [(14, 1, 1)] + [(14, n, n) for n in range(1, 25)], convention="start")
    with pytest.raises(InputError, match=r"line 2, .* must be numbers from 1, as the option conv"):
        read("Hour", [(14, n, n) for n in range(25)], convention="end")


def test_whole_days_from_0_under_a_heading_of_ends_are_asked_for():
    """Either the heading or the numbers are not what they seem."""
    with pytest.raises(InputError, match="or told by the option convention; got '0'"):
        read("Hour Ending", [(14, n, n) for n in range(24)])


def test_hours_of_the_clock_that_begin_at_1_are_doubted():
    """They may be the first hour's end or the second one's beginning."""
    rows = [(14, n, n) for n in range(1, 24)] + [(15, n, n) for n in range(24)]
    result = read("Hour", rows)
    assert str(result.series["site"].start[0]) == "2025-06-14T01:00:00"
    assert any("the option convention says otherwise" in note for note in result.report.notes)

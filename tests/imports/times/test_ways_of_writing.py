"""Dates, times of day and counted hours as publishers and spreadsheets write them."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices

HALVES = [(h % 12 or 12, "AM" if h < 12 else "PM") for h in range(24)]


def read(heading, row, hours=range(24), **options):
    lines = "".join(
        row.format(h=h, n=h + 1, half=HALVES[h % 24][0], m=HALVES[h % 24][1]) + f";{h}\n"
        for h in hours
    )
    return read_prices(f"{heading};EUR/MWh\n{lines}".encode(), PriceOptions(**options))


def refusal(*args, **options):
    with pytest.raises(InputError) as caught:
        read(*args, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    "stamp",
    [
        "14/06/25 {h:02d}:00",
        "14.06.25 {h:02d}:00",
        "06/14/25 {h:02d}:00",
        "2025-06-14 {half} {m}",
        "06/14/2025 {half}{m}",
        "20250614 {h:02d}:00",
        "20250614{h:02d}00",
        "20250614{h:02d}0000",
        "20250614{h:02d}",
        "20250614T{h:02d}00Z",
        "2025.06.14 {h:02d}:00",
        "2025.06.14. {h:02d}:00",
        "14.6.2025 klo {h:02d}.00",
        "Sat, 14 Jun 2025 {h:02d}:00",
        "Sat 2025-06-14 {h:02d}:00",
        "Saturday, June 14, 2025 {h:02d}:00",
    ],
)
def test_stamps(stamp):
    """All of them are the hours of the 14th of June 2025."""
    series = read("Time", stamp).series["site"]
    assert str(series.start[0])[:16] == "2025-06-14T00:00"
    assert series.price.tolist() == list(range(24))


@pytest.mark.parametrize(
    "part", ["{half} {m}", "{half}{m}", "{h:02d}h - {n:02d}h", "{h:02d}h-{n:02d}h", "{h:02d}:00"]
)
@pytest.mark.parametrize("date", ["2025-06-14", "20250614"])
def test_times_beside_a_date(date, part):
    """Halves of a day, and hours with an h."""
    series = read("Date;Hour", f"{date};{part}").series["site"]
    assert str(series.start[0])[:16] == "2025-06-14T00:00"
    assert series.price.tolist() == list(range(24))


@pytest.mark.parametrize("date", ["14-06-25", "25-06-14", "10/06/14", "14.06.85", "14-Jun-85"])
def test_years_of_two_digits_that_may_be_days_are_refused(date):
    """With hyphens and below 15 any may be the year; 85 may be of the last century."""
    assert "a date whose year has four digits" in refusal("Time", f"{date} {{h:02d}}:00")


@pytest.mark.parametrize("pad", ["", "0"])
def test_hours_with_a_letter_and_minutes(pad):
    """2A:00 and 2B:00 are the two passages of 02:00 on Berlin's 26 October 2025."""
    hours = ["00", "01", f"{pad}2A", f"{pad}2B", *(f"{h:02d}" for h in range(3, 24))]
    rows = "".join(f"2025-10-26;{h}:00;{i}\n" for i, h in enumerate(hours))
    text = f"Date;Hour;EUR/MWh\n{rows}".encode()
    series = read_prices(text, PriceOptions(timezone="Europe/Berlin")).series["site"]
    assert series.price.tolist() == list(range(25))
    assert (series.hours == 1).all()


def test_a_whole_day_of_23_hours_is_told_by_its_quarters():
    """92 of them on Berlin's 30 March 2025; 23 hours alone may be any, and are asked for."""
    row = "2025-03-30;{h}"
    series = read("Date;Period", row, range(1, 93), timezone="Europe/Berlin").series["site"]
    assert (str(series.start[0])[:16], series.price[-1]) == ("2025-03-29T23:00", 92)
    said = refusal("Date;Hour", row, range(1, 24), timezone="Europe/Berlin")
    assert "a number 0 or 24 somewhere in the file, or told by the option convention" in said


def test_hours_from_0_to_24_are_refused():
    """25 of them are there on a long day only."""
    options = ({}, {"timezone": "Europe/Berlin"}, {"clock": "utc"})
    for more in options:
        assert "line 26, column Hour must be a number up to 23, the last of" in refusal(
            "Date;Hour", "2025-06-14;{h}", range(25), **more
        )
    long_day = read("Date;Hour", "2025-10-26;{h}", range(25), timezone="Europe/Berlin")
    assert long_day.series["site"].price.tolist() == list(range(25))


def test_ercots_hours_ending_as_times():
    """01:00 to 24:00 of the day-ahead file are hours of Chicago."""
    rows = "".join(f"06/14/2025,{h:02d}:00,HB_WEST,{h},N\n" for h in range(1, 25))
    heading = "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n"
    series = read_prices((heading + rows).encode()).series["HB_WEST"]
    assert (str(series.start[0])[:16], series.price[-1]) == ("2025-06-14T05:00", 24)


def quarters(heading, row, hours=range(24)):
    lines = "".join(
        row.format(h=h, q=q) + f";{4 * h + q / 15:.0f}\n" for h in hours for q in (0, 15, 30, 45)
    )
    return read_prices(f"{heading};EUR/MWh\n{lines}".encode()).series["site"]


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Date;Hour;Minute", "2025-06-14;{h};{q}"),
        ("Year;Month;Day;Hour;Minute", "2025;6;14;{h};{q}"),
    ],
)
def test_minutes_in_a_column(heading, row):
    """Beside hours from 0, and beside a date in three columns."""
    series = quarters(heading, row)
    assert str(series.start[0])[:16] == "2025-06-14T00:00"
    assert series.price.tolist() == list(range(96))
    with pytest.raises(InputError, match="column Hour must be a whole number from 0 to 23"):
        quarters(heading, row, range(1, 25))


@pytest.mark.parametrize(("part", "first"), [("{h}", 0), ("{n}", 0), ("{h:02d}:00", 0)])
def test_dates_in_three_columns(part, first):
    """With hours from 0 or 1, or with a time of day."""
    series = read("Year;Month;Day;Hour", f"2025;6;14;{part}").series["site"]
    assert (str(series.start[0])[:16], series.price[0]) == ("2025-06-14T00:00", first)


@pytest.mark.parametrize("digits", [10, 4])
@pytest.mark.parametrize("sign", [".", ","])
def test_numbers_of_days(digits, sign):
    """45822 is the 14th of June 2025 for a spreadsheet, and its hours are fractions."""
    rows = "".join(f"{45822 + h / 24:.{digits}f};{h}\n".replace(".", sign) for h in range(24))
    result = read_prices(f"Time;EUR/MWh\n{rows}".encode())
    series = result.series["site"]
    assert (str(series.start[0])[:16], (series.hours == 1).all()) == ("2025-06-14T00:00", True)
    assert any("days since 1899-12-30" in note for note in result.report.notes)
    assert read("Date;Hour", "45822;{n}").series["site"].price.tolist() == list(range(24))

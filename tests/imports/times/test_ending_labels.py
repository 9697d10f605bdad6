"""Hours that are named by their ends on the days on which the clock changes."""

import pytest

from hydro_mining.imports.prices import PriceOptions, read_prices
from hydro_mining.imports.times.ending_labels import LABELS_NOTE

# 25 hours of New York's 2 November 2025 and 23 of its 9 March.
LONG, SHORT = [1, 2, 2, *range(3, 25)], [1, 2, *range(4, 25)]


def read(date, hours, heading="Date,Hour Ending", flags=None):
    flags = ["N"] * len(hours) if flags is None else flags
    rows = "".join(
        f"{date},{h:02d}:00,{i},{flag}\n"
        for i, (h, flag) in enumerate(zip(hours, flags, strict=True))
    )
    text = f"{heading},USD/MWh,Repeated Hour Flag\n{rows}".encode()
    return read_prices(text, PriceOptions(timezone="America/New_York"))


@pytest.mark.parametrize(
    ("date", "hours", "begin"),
    [("2025-11-02", LONG, "2025-11-02T04:00"), ("2025-03-09", SHORT, "2025-03-09T05:00")],
)
def test_names_of_hours_that_end(date, hours, begin):
    """Hour ending 02:00 twice in autumn, and in spring though the clock never shows 02:00."""
    result = read(date, hours)
    series = result.series["site"]
    assert series.price.tolist() == list(range(len(hours)))
    assert ((series.hours == 1).all(), str(series.start[0])[:16]) == (True, begin)
    assert (LABELS_NOTE in result.report.notes, result.report.gaps) == (True, 0)


def test_a_flag_tells_the_second_time():
    """Where the second hour stands first in the file, it is still an hour later."""
    series = read("2025-11-02", LONG, flags=["N", "Y", *["N"] * 23]).series["site"]
    assert series.price[:4].tolist() == [0, 2, 1, 3]


def test_what_the_clock_shows_is_read_as_ever():
    """01:00 twice and 02:00 once are the clock's own ends of those hours."""
    result = read("2025-11-02", [1, 1, *range(2, 25)])
    series = result.series["site"]
    assert (series.price.tolist(), str(series.start[0])[:16]) == (
        list(range(25)),
        "2025-11-02T04:00",
    )
    assert LABELS_NOTE not in result.report.notes


def test_hour_ending_three_of_a_spring_day_begins_at_one():
    """New York, 9 March 2025: by the clock the hour from 01:00 ends at 03:00, and none at 02:00."""
    numbers = [1, *range(3, 25)]
    rows = "".join(f"2025-03-09,{n},{n}\n" for n in numbers)
    options = PriceOptions(timezone="America/New_York")
    series = read_prices(f"Date,HE,USD/MWh\n{rows}".encode(), options).series["site"]
    # Midnight is 05:00 in UTC; 23 hours follow one another.
    assert str(series.start[0]) == "2025-03-09T05:00:00"
    assert set((series.start[1:] - series.start[:-1]).astype(int)) == {3_600}
    assert series.price.tolist() == numbers

"""A date and its hour in one cell, and dates that stand in the first row of a day only."""

import datetime as dt

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.flows import read_flow
from hydro_mining.imports.prices import PriceOptions, read_prices

HOURS = [(dt.date(2025, 6, day), hour) for day in (2, 3, 4) for hour in range(24)]
FIRST, LAST = "2025-06-02T00:00:00", "2025-06-04T23:00:00"


def read(cells, heading="Date (HE)", **options):
    rows = "".join(f"{cell},{price}\n" for price, cell in enumerate(cells))
    return read_prices(f"{heading},EUR/MWh\n{rows}".encode(), PriceOptions(**options))


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("Date (HE)", lambda day, hour: f"{day:%m/%d/%Y} {hour + 1:02d}"),
        ("Date", lambda day, hour: f"{day:%m/%d/%Y} HE{hour + 1}"),
        ("Date", lambda day, hour: f"{day} Hour {hour + 1}"),
        ("Date", lambda day, hour: f"{day}_H{hour + 1:02d}"),
        ("Hour ending", lambda day, hour: f"{day} {hour + 1:02d}:00"),
        ("time", lambda day, hour: f"{day}T{hour:02d}"),
        ("time", lambda day, hour: f"{day:%d %B %Y} {hour:02d}"),
        ("time", lambda day, hour: f"{day:%d.%m.%Y} {hour:02d}-{hour + 1:02d}"),
        ("time", lambda day, hour: f"{day:%d.%m.%Y} {hour:02d}:00 - {(hour + 1) % 24:02d}:00"),
        # The second time looks like an offset that changes with the hour.
        ("time", lambda day, hour: f"{day} {hour:02d}:00-{hour + 1:02d}:00"),
    ],
)
def test_a_date_and_its_hour_in_one_cell(heading, written):
    """AESO and others write the hour behind the date; 72 hours from midnight are read."""
    cells = [written(day, hour) for day, hour in HOURS]
    prices = read(cells, heading, day_first=False if "/" in cells[0] else None)
    series = prices.series["site"]
    assert (str(series.start[0]), str(series.start[-1])) == (FIRST, LAST)
    assert series.price.tolist() == list(range(72))
    assert set(series.hours) == {1}


def test_the_repeated_hour_of_aeso_has_a_star():
    """02* is the second hour of 01:00 on the day on which Alberta's clock goes back."""
    hours = ["01", "02", "02*", *(f"{hour:02d}" for hour in range(3, 25))]
    cells = [f"11/02/2025 {hour}" for hour in hours]
    prices = read(cells, timezone="America/Edmonton", day_first=False)
    start = prices.series["site"].start
    # Midnight of Edmonton's summer is 06:00 in UTC; 25 hours follow one another.
    assert str(start[0]) == "2025-11-02T06:00:00"
    assert len(start) == 25
    assert set((start[1:] - start[:-1]).astype(int)) == {3_600}


def test_true_offsets_stay_offsets():
    """Of 00:00-05:00 and 01:00-05:00 the second part does not go on with the hour."""
    prices = read([f"2025-06-02T{hour:02d}:00-05:00" for hour in range(24)], "time")
    assert str(prices.series["site"].start[0]) == "2025-06-02T05:00:00"


def test_a_cell_without_an_hour_is_named():
    cells = [f"{day} HE{hour + 1}" for day, hour in HOURS] * 5
    cells[300] = "2025-06-04"
    with pytest.raises(InputError, match=r"line 302, column Date \(HE\) must be a date and time"):
        read(cells)


def shared(cells):
    """Return the rows of a file whose dates stand in the first row of a day."""
    rows = "".join(
        f"{day if hour == 0 else ''};{cell};{price}\n"
        for price, ((day, hour), cell) in enumerate(zip(HOURS, cells, strict=True))
    )
    return f"Date;Hour;EUR/MWh\n{rows}"


@pytest.mark.parametrize(
    "cells",
    [
        [str(hour + 1) for _, hour in HOURS],
        [f"{hour:02d}:00" for _, hour in HOURS],
        [f"{hour:02d}:00 - {(hour + 1) % 24:02d}:00" for _, hour in HOURS],
    ],
    ids=["numbers", "times", "ranges"],
)
def test_dates_in_the_first_row_of_a_day_hold_below(cells):
    """So merged cells of a spreadsheet are exported; a note says it."""
    prices = read_prices(shared(cells).encode())
    series = prices.series["site"]
    assert (str(series.start[0]), str(series.start[-1])) == (FIRST, LAST)
    assert series.price.tolist() == list(range(72))
    assert any("in the first row of a day only" in note for note in prices.report.notes)


def test_a_day_without_its_date_is_not_the_one_above():
    """The rows of 3 June below those of 2 June would be the same hours twice."""
    rows = "".join(
        f"{dt.date(2025, 6, day) if hour == 0 and day != 3 else ''};{hour + 1};30\n"
        for day in range(2, 8)
        for hour in range(24)
    )
    text = f"Date;Hour;EUR/MWh\n{rows}"
    with pytest.raises(InputError, match=r"line 26, column Date must be a date, as the rows abo"):
        read_prices(text.encode())


def test_a_date_that_is_missing_among_others_is_refused():
    rows = [f"{day};{hour + 1};1" for day, hour in HOURS]
    rows[5] = rows[5].replace("2025-06-02", "")
    text = "Date;Hour;EUR/MWh\n" + "\n".join(rows) + "\n"
    with pytest.raises(InputError, match="line 7, column Date must be a date and time"):
        read_prices(text.encode())


def test_flows_are_read_alike():
    """The same cells in a file of flows."""
    rows = "".join(f"{day} {hour:02d};{price + 1}\n" for price, (day, hour) in enumerate(HOURS))
    flow = read_flow(f"time;Q [m3/s]\n{rows}".encode())
    assert flow.series.values.tolist() == [price + 1.0 for price in range(72)]

"""Files with several columns of dates: that of the delivery is taken, or asked for."""

import datetime as dt

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices


def read(headings, row, **options):
    """Return what is read of two days from 14 June; ``row`` writes published and delivered."""
    begin = dt.datetime(2025, 6, 14)  # noqa: DTZ001 - of the clock on the wall
    lines = [headings]
    for n in range(48):
        at = begin + dt.timedelta(hours=n)
        lines.append(row.format(p=at - dt.timedelta(days=1), d=at, n=at.hour + 1) + f",{n}")
    return read_prices("\n".join(lines).encode(), PriceOptions(**options))


def starts_on_14_june(result):
    series = result.series["site"]
    return str(series.start[0]) == "2025-06-14T00:00:00" and len(series.price) == 48


@pytest.mark.parametrize(
    "headings",
    [
        *("Published,Delivery", "UpdateTime,StartTime", "gas_day,timestamp", "Created,Datetime"),
        *("Posting time,Time", "Time,Report time", "Trade time,Delivery start"),
    ],
)
@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"])
def test_the_stamp_of_the_delivery_is_taken(headings, form):
    """Prices stand under the day of their delivery, not under that of their publication."""
    first, second = ("d", "p") if headings.startswith("Time") else ("p", "d")
    row = f"{{{first}:{form}}},{{{second}:{form}}}"
    assert starts_on_14_june(read(f"{headings},$/MWh", row))


@pytest.mark.parametrize(
    "headings",
    [
        *("Trade Date,Delivery Date,Hour", "Issue date,Date,Hour", "Report Date,Flow Date,HE"),
        *("Trade Date,Operating Day,Hour Ending", "Auction date,Date,Hour"),
    ],
)
def test_the_date_of_the_delivery_is_taken(headings):
    assert starts_on_14_june(read(f"{headings},$/MWh", "{p:%Y-%m-%d},{d:%Y-%m-%d},{n}"))


def test_a_publication_beside_the_end_of_an_interval_is_no_beginning():
    """Else each hour would be a day long."""
    result = read("Published,Hour ending,$/MWh", "{p:%Y-%m-%d %H:%M},{d:%Y-%m-%d %H:%M}")
    assert set(result.series["site"].hours.tolist()) == {1.0}


@pytest.mark.parametrize("headings", ["Date,Datetime", "File date,Trade date", "Day,Time stamp"])
def test_dates_that_differ_without_a_name_are_asked_for(headings):
    """Both columns and the option are named, and naming one is a way out."""
    row = "{p:%Y-%m-%d %H:%M},{d:%Y-%m-%d %H:%M}"
    with pytest.raises(InputError) as caught:
        read(f"{headings},$/MWh", row)
    assert str(caught.value) == (
        "file must be of one date, or with its column named by the option time_column: "
        f"{', '.join(headings.split(','))}; got 'columns of different dates'"
    )
    second = headings.split(",")[1]
    assert starts_on_14_june(read(f"{headings},$/MWh", row, time_column=second))


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Date,Start", "{d:%Y-%m-%d},{d:%Y-%m-%d %H:%M}"),
        ("Start,Valid from", "{d:%d/%m/%Y %H:%M},{d:%Y-%m-%d %H:%M}"),
        ("Start,Wind MW", "{d:%Y-%m-%d %H:%M},1200000000"),
    ],
)
def test_columns_of_the_same_day_need_no_question(headings, row):
    """A date beside its stamp, two ways of writing, and figures with the shape of seconds."""
    result = read(f"{headings},$/MWh", row, time_column=None)
    assert starts_on_14_june(result)


def test_a_day_with_equal_dates_of_beginning_and_end_is_a_day():
    """As Iceland's weekly auctions write it; the trade was a day before."""
    rows = "".join(f"{n - 1}/6/2025,{n}/6/2025,{n}/6/2025,{n}\n" for n in range(14, 28))
    text = f"Trade date,Delivery start,Delivery end,$/MWh\n{rows}"
    series = read_prices(text.encode()).series["site"]
    assert (str(series.start[0])[:10], series.price[0]) == ("2025-06-14", 14)
    assert set(series.hours.tolist()) == {24.0}

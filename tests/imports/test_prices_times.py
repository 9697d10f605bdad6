"""Clocks of price files: stamps, days of 23 and 25 hours, lengths of intervals, gaps."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import Gap, PriceOptions, read_prices

OSLO = ZoneInfo("Europe/Oslo")


def read(text, **options):
    return read_prices(text.encode(), PriceOptions(**options))


def site(stamps, prices=None, heading="time,EUR/MWh", **options):
    prices = range(len(stamps)) if prices is None else prices
    rows = "".join(f"{stamp},{price}\n" for stamp, price in zip(stamps, prices, strict=True))
    return read(f"{heading}\n{rows}", **options)


def starts(result, zone="site"):
    return np.datetime_as_string(result.series[zone].start, unit="m").tolist()


def hours(result, zone="site"):
    return result.series[zone].hours.tolist()


def refusal(*args, **options):
    with pytest.raises(InputError) as caught:
        site(*args, **options)
    message = str(caught.value)
    assert message.isprintable()
    return message


def day(date, minutes=60):
    """Return the local stamps of a day in Oslo as an exchange writes them, without offsets."""
    moment = dt.datetime.fromisoformat(date).replace(tzinfo=OSLO).astimezone(dt.UTC)
    stamps = []
    while (local := moment.astimezone(OSLO)).date().isoformat() <= date:
        stamps.append(f"{local:%Y-%m-%d %H:%M}")
        moment += dt.timedelta(minutes=minutes)
    return stamps


@pytest.mark.parametrize(
    "stamp",
    [
        "2025-01-15T01:00:00Z",
        "2025-01-15 01:00Z",
        "2025-01-15 01:00 UTC",
        "2025-01-15 01:00:00.000",
        "2025-01-15T02:00:00+01:00",
        "2025-01-14T19:00:00-0600",
        "2025-01-15 02:00+01",
        "2025/01/15 01:00",
        "15/01/2025 01:00:00",
        "15.01.2025 01:00",
        "15-01-2025 01:00",
        "01/15/2025 01:00",
        "1/15/2025 1:00 AM",
        "1736902800",
        "1736902800000",
        "1736902800000.0",
    ],
)
def test_stamps_are_read_as_people_write_them(stamp):
    """All of these are 01:00 UTC on the fifteenth of January."""
    other = "2025-01-15T02:00Z" if "Z" in stamp or "+" in stamp or "-0600" in stamp else ""
    if "UTC" in stamp or stamp.isdigit() or stamp.endswith(".0"):
        other = "2025-01-15T02:00Z"
    result = site([stamp, other or stamp.replace("1:00", "2:00", 1)])
    assert starts(result) == ["2025-01-15T01:00", "2025-01-15T02:00"]


def test_midday_and_midnight_in_halves_of_a_day():
    """12 AM is midnight and 12 PM is noon."""
    stamps = ["1/15/2025 12:00 AM", "1/15/2025 1:00 AM", "1/15/2025 12:00 PM"]
    assert starts(site(stamps)) == ["2025-01-15T00:00", "2025-01-15T01:00", "2025-01-15T12:00"]


def test_hour_24_is_the_next_midnight():
    """A stamp of 24:00 is the end of its day."""
    result = site(["2025-01-15 23:00", "2025-01-15 24:00"], heading="hour_ending,EUR/MWh")
    assert starts(result) == ["2025-01-15T22:00", "2025-01-15T23:00"]


def test_day_and_month_are_told_from_any_value_above_12():
    """The thirteenth, wherever it stands, tells the order of all stamps."""
    assert starts(site(["12/01/2025 23:00", "13/01/2025 00:00"]))[0] == "2025-01-12T23:00"
    assert starts(site(["01/12/2025 23:00", "01/13/2025 00:00"]))[0] == "2025-01-12T23:00"


def test_day_and_month_that_cannot_be_told_apart_are_refused():
    """Nothing is guessed: the option is named, and settles it."""
    stamps = ["03/04/2025 00:00", "03/04/2025 01:00"]
    assert refusal(stamps) == (
        "line 2, column time must be with a day above 12 somewhere in the file, or told apart by "
        "the option day_first; got '03/04/2025 00:00'"
    )
    assert starts(site(stamps, day_first=True))[0] == "2025-04-03T00:00"
    assert starts(site(stamps, day_first=False))[0] == "2025-03-04T00:00"
    assert starts(site([stamp.replace("/", ".") for stamp in stamps]))[0] == "2025-04-03T00:00"


@pytest.mark.parametrize(
    ("stamp", "rule"),
    [
        ("2025-02-29 00:00", "a date of the calendar"),
        ("2025-13-01 00:00", "a date of the calendar"),
        ("2025-01-15 25:00", "hours up to 24, minutes and seconds up to 59"),
        ("2025-01-15 24:15", "hours up to 24, minutes and seconds up to 59"),
        ("2025-01-15 00:60", "hours up to 24, minutes and seconds up to 59"),
        ("2025-01-15 00:00:00.5", "a whole second"),
        ("1850-01-15 00:00", "in the years from 1990 to 2100"),
        ("yesterday", "a date and time such as 2025-03-30T01:15, 30/03/2025 01:15 or"),
        ("", "a date and time such as 2025-03-30T01:15, 30/03/2025 01:15 or"),
        ("2025-01-15 03:00Z", "without an offset, like the rows before"),
    ],
)
def test_a_stamp_that_is_none_is_refused_with_its_place(stamp, rule):
    """Line and column stand first, and nothing of the file is used."""
    message = refusal(["2025-01-15 01:00", "2025-01-15 02:00", stamp])
    assert message.startswith(f"line 4, column time must be {rule}")


def test_a_time_zone_can_be_given():
    """Stamps without an offset are that zone's; those with one are moments all the same."""
    naive = site(["2025-07-15 00:00", "2025-07-15 01:00"], timezone="Europe/Oslo")
    assert starts(naive) == ["2025-07-14T22:00", "2025-07-14T23:00"]
    report = naive.report
    assert (report.clock_in_words, report.timezone_source) == ("local, Europe/Oslo", "given")
    moments = site(["2025-07-15T00:00Z", "2025-07-15T01:00Z"], timezone="Europe/Oslo")
    assert starts(moments)[0] == "2025-07-15T00:00"
    assert str(moments.series["site"].local_start[0]) == "2025-07-15T02:00:00"
    assert moments.report.clock_in_words == "UTC"


def test_stamps_without_offset_can_be_in_utc():
    """With the clock in UTC the time zone is only for local days and hours."""
    stamps = ["2025-07-15 00:00", "2025-07-15 01:00"]
    for result in (
        site(stamps, timezone="Europe/Oslo", clock="utc"),
        site(stamps, timezone="Europe/Oslo", heading="timestamp_utc,EUR/MWh"),
    ):
        assert starts(result)[0] == "2025-07-15T00:00"
        assert str(result.series["site"].local_start[0]) == "2025-07-15T02:00:00"
        assert result.report.clock_in_words == "UTC"


@pytest.mark.parametrize(
    ("first", "second", "zone"),
    [
        ("2025-03-30T01:00+01:00", "2025-03-30T03:00+02:00", "Europe/Oslo"),
        ("2025-07-01T00:00+01:00", "2025-07-01T01:00+01:00", "Europe/London"),
        ("2025-01-01T00:00-05:00", "2025-01-01T01:00-05:00", "America/New_York"),
        ("2025-07-01T00:00-05:00", "2025-07-01T01:00-05:00", "America/Chicago"),
        ("2025-01-01T00:00+09:00", "2025-01-01T01:00+09:00", "Etc/GMT-9"),
    ],
)
def test_offsets_tell_the_time_zone(first, second, zone):
    """The zone whose clock shows these stamps is taken for local time."""
    result = site([first, second])
    assert result.report.timezone == zone
    assert result.report.clock_in_words == "offsets"
    assert str(result.series["site"].local_start[0]) == f"{first[:16]}:00"


@pytest.mark.parametrize(
    ("date", "minutes", "rows"),
    [
        ("2025-03-30", 60, 23),
        ("2025-10-26", 60, 25),
        ("2026-03-29", 15, 92),
        ("2025-10-26", 15, 100),
    ],
)
def test_short_and_long_days_have_no_gap(date, minutes, rows):
    """Days of 23, 25, 92 and 100 rows in local time are one unbroken stretch."""
    stamps = day(date, minutes)
    assert len(stamps) == rows
    for given in (stamps, stamps[::-1]):
        result = site(given, timezone="Europe/Oslo")
        series = result.series["site"]
        assert (len(series), result.report.gaps) == (rows, 0)
        assert series.hours.sum() * 60 == rows * minutes
        assert result.report.notes[-1:] == (
            () if given is stamps else ("Rows were not in order of time; they are sorted.",)
        )
        # The order of the file is kept inside the hour that is there twice.
        order = series.price.tolist()
        assert order == sorted(order, reverse=given is not stamps)


def test_a_repeated_hour_sorted_by_local_time():
    """Equal local times side by side are the first passage and the second."""
    stamps = [
        "2025-10-26 01:45",
        *sorted([f"2025-10-26 02:{m}" for m in ("00", "15", "30", "45")] * 2),
    ]
    result = site(stamps, timezone="Europe/Oslo")
    assert result.report.gaps == 0
    assert result.series["site"].price.tolist() == [0, 1, 3, 5, 7, 2, 4, 6, 8]


def test_a_hole_in_a_repeated_hour_stays_where_it_is():
    """Time that goes back begins the second passage, also where the first one has a hole."""
    quarter = "2025-10-26 02:{}".format
    stamps = [
        "2025-10-26 01:45",
        *map(quarter, ("00", 15, 45, "00", 15, 30, 45)),
        "2025-10-26 03:00",
    ]
    result = site(stamps, timezone="Europe/Oslo")
    (gap,) = result.report.first_gaps
    assert gap == Gap(
        name="site", start="2025-10-26T00:30:00Z", end="2025-10-26T00:45:00Z", missing_intervals=1
    )


def test_zones_side_by_side_repeat_their_hours_apart():
    """Each zone's own rows tell its passages."""
    rows = "".join(f"2025-10-26 0{h}:00,{z},1\n" for h in (1, 2, 2, 3) for z in "AB")
    result = read("time,zone,EUR/MWh\n" + rows, timezone="Europe/Oslo")
    for zone in "AB":
        assert starts(result, zone)[1:3] == ["2025-10-26T00:00", "2025-10-26T01:00"]
    assert result.report.gaps == 0


def test_an_hour_that_the_clock_skips_is_dropped_and_named():
    """A price at 02:00 on the day the clock goes forward has no hour to belong to."""
    stamps = [f"2025-03-30 0{hour}:00" for hour in range(5)]
    result = site(stamps, timezone="Europe/Oslo")
    assert starts(result) == [f"2025-03-{d}:00" for d in ("29T23", "30T00", "30T01", "30T02")]
    (dropped,) = result.report.rows_dropped
    assert (dropped.reason, dropped.count, dropped.first_line) == (
        "a local time that the clock skips",
        1,
        4,
    )
    assert (result.report.rows_used, result.report.gaps) == (4, 0)


def test_a_missing_hour_is_a_gap_and_no_interval_is_stretched():
    """Each interval stays an hour; the gap is counted with its ends and its length."""
    result = site(["2025-01-15T00:00Z", "2025-01-15T01:00Z", "2025-01-15T04:00Z"])
    assert hours(result) == [1, 1, 1]
    report = result.report
    assert (report.gaps, report.missing_intervals, report.gaps_by_zone) == (1, 2, {"site": 1})
    (gap,) = report.first_gaps
    assert (gap.start, gap.end) == ("2025-01-15T02:00:00Z", "2025-01-15T04:00:00Z")
    assert gap.missing_intervals == 2


def test_rows_without_a_price_still_tell_the_length():
    """Every second price is missing: intervals are an hour long, not two."""
    stamps = [f"2025-01-15T{hour:02d}:00Z" for hour in range(8)]
    result = site(stamps, [1, "", 2, "", 3, "", 4, ""])
    assert (hours(result), result.report.gaps) == ([1, 1, 1, 1], 3)


def test_a_file_that_turns_to_quarters_follows_the_switch():
    """Hours until 30 September 2025, quarters from 1 October, in Nord Pool's wide form."""
    stamps = day("2025-09-29") + day("2025-09-30") + day("2025-10-01", 15) + day("2025-10-02", 15)
    text = "Date,NO1\n" + "".join(f"{stamp},{i}\n" for i, stamp in enumerate(stamps))
    result = read(text)
    assert hours(result, "NO1") == [1] * 48 + [0.25] * 192
    assert (result.report.interval_minutes, result.report.gaps) == ((60, 15), 0)
    assert result.report.to_dict()["interval_minutes"] == [60, 15]


@pytest.mark.parametrize("cut", [47, 48, 60])
def test_missing_rows_at_the_switch_are_gaps(cut):
    """Neither the last hour nor a quarter is stretched over a row that is missing."""
    stamps = day("2025-09-29") + day("2025-09-30") + day("2025-10-01", 15)
    lengths = [1] * 48 + [0.25] * 96
    del stamps[cut], lengths[cut]
    text = "Date,NO1\n" + "".join(f"{stamp},{i}\n" for i, stamp in enumerate(stamps))
    result = read(text)
    assert hours(result, "NO1") == lengths
    assert (result.report.gaps, result.report.missing_intervals) == (1, 1)


@pytest.mark.parametrize("cut", [48 + 24, 48 + 40, 48 + 95])
def test_a_gap_later_on_the_day_that_turns_to_quarters(cut):
    """A quarter that is missing hours after the switch is one gap; no quarter gets longer."""
    stamps = day("2025-09-29") + day("2025-09-30") + day("2025-10-01", 15) + day("2025-10-02", 15)
    lengths = [1] * 48 + [0.25] * 192
    missing = stamps[cut]
    del stamps[cut], lengths[cut]
    text = "Date,NO1\n" + "".join(f"{stamp},{i}\n" for i, stamp in enumerate(stamps))
    result = read(text)
    assert hours(result, "NO1") == lengths
    (gap,) = result.report.first_gaps
    assert gap.missing_intervals == 1
    local = np.datetime64(gap.start.rstrip("Z")) + np.timedelta64(2, "h")  # Oslo in summer
    assert str(local)[:16] == missing.replace(" ", "T")


def test_a_switch_in_the_middle_of_a_utc_day():
    """In UTC the same switch is at 22:00, inside a day, and is followed to the row."""
    moment = np.datetime64("2025-09-29T22:00")
    first = moment + np.arange(24) * np.timedelta64(60, "m")
    second = moment + np.timedelta64(24, "h") + np.arange(96) * np.timedelta64(15, "m")
    stamps = [f"{stamp}Z" for stamp in (*first, *second)]
    result = site(stamps)
    assert hours(result) == [1] * 24 + [0.25] * 96
    del stamps[23]
    assert hours(site(stamps)) == [1] * 23 + [0.25] * 96


def test_a_sparse_day_between_quarters_is_full_of_gaps():
    """A day of which only full hours are left does not turn its quarters into hours."""
    stamps = day("2025-11-03", 15) + day("2025-11-04", 60) + day("2025-11-05", 15)
    result = site(stamps, timezone="Europe/Oslo")
    assert set(hours(result)) == {0.25}
    assert (result.report.gaps, result.report.missing_intervals) == (24, 72)


def test_stamps_that_mark_the_end():
    """A heading or the option says so; the last hour of a day is stamped with midnight."""
    stamps = ["2025-01-15 23:00", "2025-01-16 00:00"]
    for result in (
        site(stamps, heading="interval_ending,EUR/MWh"),
        site(stamps, convention="end"),
    ):
        assert starts(result) == ["2025-01-15T22:00", "2025-01-15T23:00"]
        assert result.report.convention_in_words == "stamps mark the end"
    kept = site(stamps, heading="interval_ending,EUR/MWh", convention="start")
    assert starts(kept)[0] == "2025-01-15T23:00"
    assert kept.report.convention_in_words == "stamps mark the beginning"


@pytest.mark.parametrize("date", ["2025-03-30", "2025-10-26"])
def test_ends_of_hours_on_days_of_23_and_25(date):
    """The ends of a day's hours, in local time, are the beginnings an hour later."""
    following = (dt.date.fromisoformat(date) + dt.timedelta(days=1)).isoformat()
    ends = [*day(date)[1:], day(following)[0]]
    result = site(ends, timezone="Europe/Oslo", convention="end")
    expected = site(day(date), timezone="Europe/Oslo")
    assert starts(result) == starts(expected)
    assert result.report.gaps == 0


def test_ends_at_the_switch_to_quarters():
    """The interval that ends at midnight is the last hour, the next one is a quarter."""
    stamps = day("2025-09-29") + day("2025-09-30") + day("2025-10-01", 15) + day("2025-10-02", 15)
    result = site(stamps[1:], timezone="Europe/Oslo", convention="end")
    assert hours(result) == [1] * 48 + [0.25] * 191
    assert result.report.gaps == 0


def test_unsorted_rows_are_sorted_and_that_is_said():
    """Prices stay with their stamps."""
    result = site(["2025-01-15T02:00Z", "2025-01-15T00:00Z", "2025-01-15T01:00Z"], [3, 1, 2])
    assert result.series["site"].price.tolist() == [1, 2, 3]
    assert "Rows were not in order of time; they are sorted." in result.report.notes


def test_one_row_tells_no_length():
    """A file with a single stamp is refused, one with an end beside it is not."""
    assert refusal(["2025-01-15T00:00Z"]) == (
        "line 2 must be followed within a day by another of site, to tell how long intervals "
        "are; got '2025-01-15T00:00:00Z'"
    )
    text = "start,end,EUR/MWh\n2025-01-15T00:00Z,2025-01-15T00:30Z,5\n"
    assert hours(read(text)) == [0.5]


def test_an_end_is_after_its_beginning():
    """An interval that ends before it begins, or days later, is refused with its line."""
    text = "start,end,EUR/MWh\n2025-01-15T00:00Z,2025-01-15T01:00Z,5\n2025-01-15T01:00Z,{},5\n"
    for end in ("2025-01-15T00:30Z", "2025-01-15T01:00Z", "2025-01-17T01:00Z"):
        with pytest.raises(InputError, match=r"^line 3, column end must be an end after the begin"):
            read(text.format(end))


def test_the_series_cannot_be_changed():
    """Arrays of a series are read-only."""
    series = site(["2025-01-15T00:00Z", "2025-01-15T01:00Z"]).series["site"]
    for array in (series.start, series.local_start, series.hours, series.price):
        assert not array.flags.writeable


def test_a_clock_that_never_changes_is_suspected():
    """Skipped hours with prices and a repeated hour that is there once: a sentence says so."""
    begin = np.datetime64("2025-01-01T00:00")
    stamps = [str(begin + np.timedelta64(hour, "h")) for hour in range(8760)]
    prices = [50] * len(stamps)
    result = site(stamps, prices, timezone="Europe/Oslo")
    assert result.report.rows_used == 8759
    assert any("may be in standard time all year" in note for note in result.report.notes)
    fixed = site(stamps, prices, timezone="Etc/GMT-1")
    assert (fixed.report.rows_used, fixed.report.gaps, fixed.report.notes) == (8760, 0, ())


@pytest.mark.parametrize(
    "timezone", ["Europe/Oslo", "America/Chicago", "Australia/Sydney", "Australia/Lord_Howe", "UTC"]
)
@pytest.mark.parametrize("minutes", [60, 15])
def test_a_year_of_local_stamps_is_the_year(timezone, minutes):
    """Every interval of 2025 and the next two days comes back at its own moment, in any zone."""
    zone = ZoneInfo(timezone)
    begin = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    n = 367 * 24 * 60 // minutes
    if timezone == "Australia/Lord_Howe" and minutes == 60:
        pytest.skip("its clock changes by half an hour: hours are not whole there")
    moments = [begin + i * dt.timedelta(minutes=minutes) for i in range(n)]
    stamps = [f"{m.astimezone(zone):%Y-%m-%d %H:%M}" for m in moments]
    # A year of UTC begins and ends at 01:00 and 00:00 in Oslo, as hours that end there would.
    result = site(stamps, timezone=timezone, convention="start")
    series = result.series["site"]
    assert series.start.astype(int).tolist() == [int(m.timestamp()) for m in moments]
    assert series.price.tolist() == list(range(n))
    assert set(series.hours.tolist()) == {minutes / 60}
    assert series.local_start[n // 2].item() == moments[n // 2].astimezone(zone).replace(
        tzinfo=None
    )
    assert result.report.gaps == 0


@pytest.mark.parametrize("share", [0.5, 0.9])
def test_no_hole_changes_a_length(share):
    """Whatever rows are left out of a year with a switch, the others keep their lengths."""
    lengths = {**dict.fromkeys(day("2025-09-29") + day("2025-09-30"), 1.0)}
    lengths |= dict.fromkeys(day("2025-10-01", 15) + day("2025-10-02", 15), 0.25)
    source = random.Random(7)  # noqa: S311, the same holes every time
    left = [stamp for stamp in lengths if source.random() < share]
    result = site(left, timezone="Europe/Oslo")
    assert hours(result) == [lengths[stamp] for stamp in left]
    assert result.report.missing_intervals > 0


def test_doubled_rows_of_a_repeated_hour():
    """ENTSO-E's sequences each have their own two passages, in any order of the rows."""
    stamps = [f"26/10/2025 {s[11:]}:00" for s in day("2025-10-26", 15)]
    ends = [*stamps[1:], "27/10/2025 00:00:00"]
    rows = [
        f'"{stamp} - {end}","NO1","{sequence}","{price}"\n'
        for price, (stamp, end) in enumerate(zip(stamps, ends, strict=True))
        for sequence in ("Sequence 1", "Sequence 2")
    ]
    heading = "MTU (CET/CEST),Area,Sequence,Day-ahead Price (EUR/MWh)\n"
    for given in (rows, rows[::2] + rows[1::2], rows[::-1]):
        result = read(heading + "".join(given))
        assert result.series["NO1"].price.tolist() == list(range(100))
        assert set(hours(result, "NO1")) == {0.25}
        assert (result.report.duplicates_equal, result.report.gaps) == (100, 0)


def test_intervals_that_overlap_are_cut_short_and_counted():
    """A row between two hours ends the first of them; nothing is counted twice."""
    stamps = [f"2025-01-15T{clock}Z" for clock in ("00:00", "01:00", "01:15", "02:00", "03:00")]
    result = site(stamps)
    assert hours(result) == [1, 0.25, 0.75, 1, 1]
    assert "Intervals cut short because the next one begins: 2." in result.report.notes

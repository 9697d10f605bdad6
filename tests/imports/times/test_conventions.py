"""Whether stamps are beginnings or ends, and when it is said to be in doubt."""

import datetime as dt

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices

DOUBT = "the option convention says otherwise"


def read(stamps, heading="time", **options):
    rows = "".join(f"{stamp},{price}\n" for price, stamp in enumerate(stamps))
    return read_prices(f"{heading},EUR/MWh\n{rows}".encode(), PriceOptions(**options))


def stamps(first, n, *, minutes=60, form="%Y-%m-%d %H:%M"):
    begin = dt.datetime.fromisoformat(first)
    return [f"{begin + dt.timedelta(minutes=minutes * i):{form}}" for i in range(n)]


def doubts(result):
    return [note for note in result.report.notes if DOUBT in note]


def test_ends_are_told_over_a_change_of_the_resolution_too():
    """24 hours and 96 quarters from 01:00 to midnight, as European markets changed in 2025."""
    hours = stamps("2025-09-30 01:00", 24)
    quarters = stamps("2025-10-01 00:15", 96, minutes=15)
    result = read([*hours, *quarters], timezone="Europe/Oslo")
    assert str(result.series["site"].local_start[0]) == "2025-09-30T00:00:00"
    assert len(doubts(result)) == 1


def test_whole_days_from_midnight_are_beginnings_without_a_word():
    assert doubts(read(stamps("2025-06-14 00:00", 48))) == []


@pytest.mark.parametrize(
    ("first", "n", "said"),
    [
        ("2025-06-14 11:00", 38, "the first is not at midnight"),
        ("2025-06-14 01:00", 40, "the first is one interval after midnight"),
    ],
)
def test_what_may_be_no_beginning_is_said(first, n, said):
    """One note names what is odd and the option; with the option there is none."""
    written = stamps(first, n, form="%Y-%m-%d %H:%M:%S")
    (note,) = doubts(read(written))
    assert said in note
    assert doubts(read(written, convention="start")) == []


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("2025-06-14 00:59:00", "the last minute of intervals: they are taken as their ends"),
        ("2025-06-14 00:59:59", "the last second of intervals: they are taken as their ends"),
        ("2025-06-14 00:00:01", "the first second of intervals: they are taken as their beginn"),
        ("2025-06-14 00:01:00", "the first minute of intervals: they are taken as their beginn"),
    ],
)
def test_first_and_last_minutes_stand_for_whole_intervals(first, said):
    """00:59 and 00:00:01 are of the hour from midnight; with the option too."""
    written = stamps(first, 48, form="%Y-%m-%d %H:%M:%S")
    result = read(written)
    assert any(said in note for note in result.report.notes)
    assert str(result.series["site"].start[0]) == "2025-06-14T00:00:00"
    given = read(written, convention="end" if result.report.marks_end else "start")
    assert str(given.series["site"].start[0]) == "2025-06-14T00:00:00"


@pytest.mark.parametrize("first", ["2025-06-14 00:30", "2025-06-14 00:07"])
def test_stamps_within_hours_are_asked_about(first):
    """Half past may be the middle of an hour: no figure is made of a guess."""
    written = stamps(first, 48, form="%Y-%m-%d %H:%M:%S")
    with pytest.raises(InputError, match="beginning or the end of whole intervals") as caught:
        read(written)
    assert caught.value.option == "convention"
    assert str(read(written, convention="start").series["site"].start[0]) == (
        f"{first.replace(' ', 'T')}:00"
    )


def test_stamps_in_utc_of_a_place_half_an_hour_off_are_whole():
    """India's hours begin at half past the hour in UTC."""
    written = stamps("2025-06-14 00:30", 48, form="%Y-%m-%dT%H:%MZ")
    assert doubts(read(written, timezone="Asia/Kolkata")) == []


def test_stamps_in_utc_are_looked_at_by_the_clock_of_their_place():
    """04:00 and 05:00 in UTC are 00:00 and 01:00 of New York's summer."""
    begins = stamps("2025-06-14 04:00", 48, form="%Y-%m-%dT%H:%MZ")
    ends = stamps("2025-06-14 05:00", 48, form="%Y-%m-%dT%H:%MZ")
    assert doubts(read(begins, timezone="America/New_York")) == []
    assert len(doubts(read(ends, timezone="America/New_York"))) == 1
    assert doubts(read(begins)) == []


def test_a_heading_of_ends_over_whole_days_of_beginnings_is_doubted():
    (note,) = doubts(read(stamps("2025-06-14 00:00", 48), heading="Hour ending"))
    assert "taken as the ends of intervals, though the first is at midnight" in note


def test_settlementdate_in_one_word_ends():
    """AEMO's trading interval of 11:05 is from 11:00 to 11:05."""
    result = read(stamps("2025-06-14 11:05", 300, minutes=5), heading="SETTLEMENTDATE")
    assert str(result.series["site"].start[0]) == "2025-06-14T11:00:00"
    assert doubts(result) == []

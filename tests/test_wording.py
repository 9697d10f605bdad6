"""Times and ages in words."""

import datetime as dt

import pytest

from hydro_mining.wording import age_in_words, time_in_words

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (dt.datetime(2026, 11, 21, 19, 21, 59, tzinfo=dt.UTC), "21 Nov 2026 19:21 UTC"),
        (dt.datetime(2026, 11, 1, 0, 1, tzinfo=dt.UTC), "1 Nov 2026 00:01 UTC"),
        (dt.datetime(2026, 10, 9, tzinfo=dt.UTC), "9 Oct 2026"),
        (dt.datetime(2026, 11, 21, 0, 0, 30, tzinfo=dt.UTC), "21 Nov 2026 00:00 UTC"),
        (
            dt.datetime(2026, 11, 21, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),
            "20 Nov 2026 23:30 UTC",
        ),
    ],
)
def test_a_time_is_written_in_utc(time, words):
    """Cut to the minute, from any zone; only midnight itself stands for a day."""
    assert time_in_words(time) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-86_400, "under 1 min"),
        (0, "under 1 min"),
        (59.9, "under 1 min"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h"),
        (86_400, "24 h"),
        (172_799, "47 h"),
        (172_800, "2 days"),
        (4_320_000, "50 days"),
    ],
)
def test_an_age_has_one_unit_and_is_never_negative(seconds, words):
    """Rounded down; hours up to two days; a time that lies ahead is no age."""
    assert age_in_words(NOON - dt.timedelta(seconds=seconds), NOON) == words

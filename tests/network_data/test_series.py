"""Daily series: sorted, one value a day, and what is missing stays missing."""

import datetime as dt

import pytest

from hydro_mining.network_data._answers import DatedValue, ProviderError, by_day, dated_values

DAY_S = 86_400
MIDNIGHT_S = 1_795_219_200  # 2026-11-21 00:00 UTC


def day(number: int, hour: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, number, hour, tzinfo=dt.UTC)


def test_rows_are_sorted_by_time():
    """The newest may come first."""
    rows = [[MIDNIGHT_S, 2], [MIDNIGHT_S - DAY_S, 1]]
    assert dated_values(rows, 0, 1, above=0) == [DatedValue(day(20), 1), DatedValue(day(21), 2)]


def test_of_equal_times_the_last_wins():
    """Seconds and milliseconds of one moment are equal times."""
    rows = [{"x": MIDNIGHT_S, "y": 1}, {"x": MIDNIGHT_S * 1000, "y": 2}]
    assert dated_values(rows, "x", "y", above=0) == [DatedValue(day(21), 2)]


@pytest.mark.parametrize("gap", [None, 0, -1, "nan", True, "n/a", [], 10**400])
def test_what_is_no_value_is_a_gap(gap):
    """A null, a zero and what is no number leave their day out, not the whole series."""
    rows = [[MIDNIGHT_S - DAY_S, gap], [MIDNIGHT_S, "2.5"]]
    assert dated_values(rows, 0, 1, above=0) == [DatedValue(day(21), 2.5)]


def test_zero_counts_where_it_can_be():
    """Fees of nothing are a value: the bound lies below them."""
    assert dated_values([[MIDNIGHT_S, 0]], 0, 1, above=-1) == [DatedValue(day(21), 0)]


def test_an_empty_list_is_an_empty_series():
    """No rows are no fault of their shape; who asks decides what follows."""
    assert dated_values([], 0, 1, above=0) == []


@pytest.mark.parametrize("rows", [None, {}, "text", 5, [[MIDNIGHT_S, 1]] * 20_001])
def test_what_is_no_list_of_reasonable_length_is_refused(rows):
    """20,000 rows are more than Bitcoin's days, and the most that is read."""
    with pytest.raises(ProviderError, match=r"unexpected answer \(no list of values\)"):
        dated_values(rows, 0, 1, above=0)


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        ([], "0 is missing"),
        ([MIDNIGHT_S], "1 is missing"),
        (None, "0 is missing"),
        ({"x": 1}, "0 is missing"),
        (["soon", 1], "time is no time"),
        ([None, 1], "time is no finite number"),
        ([0, 1], "time is a time of 1970"),
    ],
)
def test_a_row_of_another_shape_is_refused(row, detail):
    """Where a row lacks its time or value, the whole series is not what it should be."""
    with pytest.raises(ProviderError, match=detail):
        dated_values([[MIDNIGHT_S, 1], row], 0, 1, above=0)


def test_a_day_has_its_last_value_at_midnight():
    """Of 08:00 and 20:00 the later stands for the day; a day without values is not there."""
    values = [DatedValue(day(18, 8), 1), DatedValue(day(18, 20), 2), DatedValue(day(20, 23), 3)]
    assert by_day(values) == [DatedValue(day(18), 2), DatedValue(day(20), 3)]
    assert by_day([]) == []

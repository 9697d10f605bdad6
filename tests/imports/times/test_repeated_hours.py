"""Which time of a repeated hour a row is of: files one after the other, and in doubt."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices
from hydro_mining.imports.times import repeated_hours

DAY = [0, 1, 2, 2, *range(3, 24)]  # Oslo, 26 October 2025: 25 hours
QUARTERS = [(h, m) for h in (0, 1, 2, 2, *range(3, 24)) for m in (0, 15, 30, 45)]


def rows(hours, prices):
    return [f"2025-10-26 {h:02d}:00,{p}\n" for h, p in zip(hours, prices, strict=True)]


def read(*parts, **options):
    text = "time,EUR/MWh\n" + "".join(row for part in parts for row in part)
    options = {"timezone": "Europe/Oslo", **options}
    return read_prices(text.encode(), PriceOptions(**options))


def whole_day():
    return rows(DAY, range(100, 125))


@pytest.mark.parametrize("rule", ["refuse", "first", "last", "mean"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_files_that_overlap_over_the_long_day(rule, newest_first):
    """A day that is in two files has 25 hours, each with its price, under every rule."""
    parts = [whole_day(), whole_day()]
    text = [part[::-1] for part in parts] if newest_first else parts
    result = read(*text, duplicates=rule)
    assert result.series["site"].price.tolist() == list(range(100, 125))
    report = result.report
    assert (report.duplicates_equal, report.duplicates_conflicting, report.gaps) == (25, 0, 0)


def test_an_overlap_of_quarters():
    """100 quarters twice: the clock goes back once in each file."""
    part = [f"2025-10-26 {h:02d}:{m:02d},{i}\n" for i, (h, m) in enumerate(QUARTERS)]
    result = read(part, part)
    assert result.series["site"].price.tolist() == list(range(100))


def test_an_overlap_sorted_by_local_time():
    """Each row beside its copy: the earlier two of four are the first time of the hour."""
    both = sorted(whole_day() * 2, key=lambda row: row[:16])
    doubled = [row for row in whole_day() for _ in range(2)]
    assert [row[:16] for row in both] == [row[:16] for row in doubled]
    assert read(doubled).series["site"].price.tolist() == list(range(100, 125))


def test_an_overlap_that_could_be_sorted_is_refused():
    """02:00 four times in a row, as 102, 103, 102, 103: sorted or not, order does not tell."""
    with pytest.raises(InputError, match="rows in order of time, or stamps with their offsets"):
        read(whole_day()[:4], whole_day()[2:])


def test_a_price_that_was_corrected_is_a_conflict_of_its_own_hour():
    """The second 02:00 of the second file contradicts the second 02:00 of the first."""
    corrected = rows(DAY, [*range(100, 103), 999, *range(104, 125)])
    with pytest.raises(InputError, match="one price for site at 2025-10-26T01:00:00Z, or a rule"):
        read(whole_day(), corrected)
    kept = read(whole_day(), corrected, duplicates="last").series["site"].price
    assert kept.tolist() == [*range(100, 103), 999, *range(104, 125)]


@pytest.mark.parametrize("rule", ["refuse", "first", "last", "mean"])
def test_what_order_does_not_tell_is_refused_under_every_rule(rule):
    """Three times 02:00 side by side, and rows out of order, name the way out."""
    three = rows([1, 2, 2, 2, 3], [1, 2, 3, 4, 5])
    shuffled = rows([2, 0, 2, 1, 3], [1, 2, 3, 4, 5])
    for part in (three, shuffled):
        with pytest.raises(InputError, match="rows in order of time, or stamps with their offs"):
            read(part, duplicates=rule)


def test_zones_below_each_other_repeat_their_hours_apart():
    """Whole zones one after the other are no overlap."""
    text = "time,zone,EUR/MWh\n" + "".join(
        row.replace(",", f",{zone},") for zone in "AB" for row in whole_day()
    )
    result = read_prices(text.encode(), PriceOptions(timezone="Europe/Oslo"))
    for zone in "AB":
        assert result.series[zone].price.tolist() == list(range(100, 125))


def test_a_crowded_hour_costs_no_more_than_its_rows():
    """A hundred thousand rows of one hour are told apart: their square would fit no memory."""
    wall = np.repeat(np.arange(50_000), 2)
    occurrence, count = repeated_hours._occurrences(wall)
    assert occurrence[:4].tolist() == [0, 1, 0, 1]
    assert set(count.tolist()) == {2}

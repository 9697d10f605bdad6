"""Clocks that stamps and headings name beside the zone that is given."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices


def read(name, day="2025-06-14", heading="Time", **options):
    rows = "".join(f"{day} {hour:02d}:00{name},{hour}\n" for hour in range(24))
    return read_prices(f"{heading},USD/MWh\n{rows}".encode(), PriceOptions(**options))


def first(result):
    return str(result.series["site"].start[0])[:16]


@pytest.mark.parametrize(
    ("name", "timezone", "fixed"),
    [
        ("CET", "Europe/Berlin", "Etc/GMT-1"),
        ("GMT", "Europe/London", "Etc/GMT"),
        ("EST", "America/New_York", "Etc/GMT+5"),
        ("PDT", "America/New_York", "Etc/GMT+7"),
    ],
)
def test_a_name_that_is_not_the_zones_is_asked_for(name, timezone, fixed):
    """June has no winter time: the name counts under its own zone, or is left aside if told."""
    with pytest.raises(InputError) as caught:
        read(f" {name}", timezone=timezone)
    assert (caught.value.option, fixed in caught.value.rule) == ("timezone", True)
    ahead = {"CET": "2025-06-13T23:00", "GMT": "2025-06-14T00:00", "EST": "2025-06-14T05:00"}
    assert first(read(f" {name}", timezone=fixed)) == ahead.get(name, "2025-06-14T07:00")
    local = {"Europe/Berlin": "2025-06-13T22:00", "Europe/London": "2025-06-13T23:00"}
    told = read(f" {name}", timezone=timezone, clock="local")
    assert first(told) == local.get(timezone, "2025-06-14T04:00")


def test_a_name_that_is_the_zones_is_read():
    """CEST in June and CET in January are Berlin's."""
    assert first(read(" CEST", timezone="Europe/Berlin")) == "2025-06-13T22:00"
    assert first(read(" CET", "2025-01-14", timezone="Europe/Berlin")) == "2025-01-13T23:00"


def test_names_at_the_repeated_hour_alone_need_a_zone():
    """01:00 EDT and 01:00 EST are an hour apart, and the others are nowhere without a zone."""
    rows = "".join(f"2025-11-02 0{h}:00{n},{h}\n" for h, n in ((0, ""), (1, " EDT"), (1, " EST")))
    with pytest.raises(InputError) as caught:
        read_prices(f"Time,USD/MWh\n{rows}".encode())
    assert caught.value.option == "timezone"
    read_ = read_prices(f"Time,USD/MWh\n{rows}".encode(), PriceOptions(timezone="America/New_York"))
    assert (first(read_), read_.report.gaps) == ("2025-11-02T04:00", 0)


def test_a_clock_in_a_heading_is_held_against_the_zone():
    """Half of the zone's clocks is said, all of them are nothing to say, another is asked for."""
    notes = read("", heading="Time (CET)", timezone="Europe/Berlin").report.notes
    assert "Etc/GMT-1 has CET all year" in notes[0]
    assert not read("", heading="Time (CET/CEST)", timezone="Europe/Berlin").report.notes
    with pytest.raises(InputError, match="by a clock of America/New_York, or one of PDT"):
        read("", heading="Time PDT", timezone="America/New_York")

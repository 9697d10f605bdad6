"""What a plain file says where nothing reads it is asked for by its option."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices


def test_unit_currency_and_clock_that_nothing_reads_are_asked_for():
    """A column, a heading or a stamp that says more than is read is refused with the option."""
    rows = "2025-06-14 00:00{0},20.25{1}\n2025-06-14 01:00{0},57.25{1}\n"
    for heading, stamp, more, option in (
        ("Time,Price,Unit", "", ",ct/kWh", "unit"),
        ("Time,Price,Currency", "", ",EUR", "currency"),
        ("Time,Price EUR/MWh,UTC Offset", "", ",2", "timezone"),
        ("Date (GMT+1),Price (EUR/MWh)", "", "", "timezone"),
        ("Time (EST),Price ($/MWh)", "", "", "timezone"),
        ("Time,Price (USD/MWh)", " EDT", "", "timezone"),
    ):
        text = f"{heading}\n{rows.format(stamp, more)}"
        with pytest.raises(InputError, match=f"told by the option {option}"):
            read_prices(text.encode(), PriceOptions())


def test_a_heading_of_an_offset_gives_way_to_a_zone_that_is_given():
    """Midnight at GMT+1 is 23:00 UTC of the day before, by the zone that the option names."""
    text = "Date (GMT+1),Price (EUR/MWh)\n2025-06-14 00:00,20.25\n2025-06-14 01:00,57.25\n"
    read = read_prices(text.encode(), PriceOptions(timezone="Etc/GMT-1"))
    assert str(read.series["site"].start[0]).startswith("2025-06-13T23:00")

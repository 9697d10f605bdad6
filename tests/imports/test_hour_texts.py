"""Hours beside a date as publishers write them: read, and never taken as names of zones."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices


def half(hour):
    return f"{hour % 12 or 12}{'am' if hour % 24 < 12 else 'pm'}"


WRITTEN = {
    "to": lambda h: f"{h:02d}:00 to {(h + 1) % 24:02d}:00",
    "bis": lambda h: f"{h:02d}:00 bis {h + 1:02d}:00",
    "tilde": lambda h: f"{h:02d}:00~{h + 1:02d}:00",
    "halves of the day": lambda h: f"{half(h)}-{half(h + 1)}",
    "Uhr": lambda h: f"{h:02d}:00 Uhr",
    "two and Uhr": lambda h: f"{h:02d} - {h + 1:02d} Uhr",
    "h behind": lambda h: f"{h:02d}:00h",
    "h alone": lambda h: f"{h}h",
    "hrs": lambda h: f"{h:02d}00 hrs",
    "P": lambda h: f"P{h + 1}",
    "PT": lambda h: f"PT{h + 1}",
    "Danish": lambda h: f"{h + 1}. time",
    "kl.": lambda h: f"kl. {h:02d}-{h + 1:02d}",
}


def read(cell, heading="Hour", **options):
    rows = "".join(f"{d}.06.2025;{cell(h)};{100 * d + h}\n" for d in (14, 15) for h in range(24))
    return read_prices(f"Date;{heading};EUR/MWh\n{rows}".encode(), PriceOptions(**options))


@pytest.mark.parametrize("cell", WRITTEN.values(), ids=WRITTEN)
def test_hours_are_read(cell):
    """The price of hour h of day d is 100 d + h."""
    series = read(cell).series["site"]
    assert str(series.start[0]) == "2025-06-14T00:00:00"
    assert series.price.tolist() == [100 * d + h for d in (14, 15) for h in range(24)]
    assert set(series.hours.tolist()) == {1.0}


@pytest.mark.parametrize("heading", ["Hour", "Anything"])
def test_hours_that_are_not_understood_are_no_zones(heading):
    """Neither are they offered as zones nor taken as such, which would make days of hours."""

    def cell(hour):
        return f"{hour + 1:02d} o'clock"

    with pytest.raises(InputError) as caught:
        read(cell, heading)
    assert "a time of day such as 01:15" in str(caught.value)
    assert "zone_column" not in str(caught.value)
    with pytest.raises(InputError, match="zone_column must be a column of names of zones"):
        read(cell, heading, zone_column=heading)


def test_blocks_of_time_go_before_the_number_of_their_hour():
    """As India's exchange writes quarters: Date, Hour, Time Block."""
    rows = "".join(
        f"14-06-2025,{n // 4 + 1},{n // 4:02d}:{n % 4 * 15:02d} - "
        f"{(n + 1) // 4:02d}:{(n + 1) % 4 * 15:02d},{n}\n"
        for n in range(96)
    )
    text = f"Date,Hour,Time Block,MCP (Rs/MWh)\n{rows}"
    series = read_prices(text.encode(), PriceOptions(timezone="Asia/Kolkata")).series["site"]
    assert series.price.tolist() == list(range(96))
    assert set(series.hours.tolist()) == {0.25}


def test_lines_of_types_and_of_a_count_are_no_rows():
    """As ISO New England writes reports: C, H, D and T lines."""
    head = '"C","A report"\n"H","Date","Hour Ending","Price"\n"H","string","string","$/MWh"\n'
    rows = "".join(f'"D","06/14/2025","{h:02d}","{h}"\n' for h in range(1, 25))
    result = read_prices(f'{head}{rows}"T","24"\n'.encode())
    assert result.series["site"].price.tolist() == list(range(1, 25))
    assert result.currency == "USD"


def test_a_column_an_hour_is_refused_with_units_in_the_headings_too():
    headings = ",".join(f"Hour{n} ($/MWh)" for n in range(1, 25))
    with pytest.raises(InputError, match="with a row an hour, not a column an hour"):
        read_prices(f"Date,{headings}\n2025-06-14,{','.join('1' * 24)}\n".encode())

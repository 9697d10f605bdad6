"""Columns and cells that hold numbers and no prices."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices


def read(heading, *cells, **options):
    rows = "".join(f"2025-06-14 {h:02d}:00,{cell}\n" for h, cell in enumerate(cells))
    return read_prices(f"Time,{heading}\n{rows}".encode(), PriceOptions(**options))


@pytest.mark.parametrize(
    "heading", ["Consumption (kWh)", "Generation MWh", "Verbrauch / kWh", "Load [MW]", "MWh"]
)
def test_energy_and_power_are_no_prices(heading):
    """Alone they are refused with the option; beside a price they stand in nobody's way."""
    with pytest.raises(InputError) as caught:
        read(heading, 20.25, 57.25)
    assert str(caught.value) == (
        "file must be with a column of prices such as EUR/MWh, or the option price_column; got "
        f"'Time, {heading}'"
    )
    beside = read(f"{heading},Price (EUR/MWh)", "9,20.25", "9,57.25")
    assert beside.series["site"].price.tolist() == [20.25, 57.25]


@pytest.mark.parametrize(("cell", "number"), [("-9999", "-9999"), ("-999.0", "-999")])
def test_placeholders_are_no_prices(cell, number):
    """Two hours have a price and one has a gap, which is said."""
    result = read("EUR/MWh", 20.25, cell, 57.25)
    assert result.series["site"].price.tolist() == [20.25, 57.25]
    assert (result.report.gaps, result.report.rows_dropped[0].reason) == (1, "no price")
    assert f"Cells of {number} are taken as no price: 1." in result.report.notes


def test_low_prices_are_prices():
    """-999 among others below -500, as in Australia, whose floor is -1,000."""
    result = read("AUD/MWh", 20.25, -999, -1000, 57.25)
    assert np.array_equal(result.series["site"].price, [20.25, -999, -1000, 57.25])

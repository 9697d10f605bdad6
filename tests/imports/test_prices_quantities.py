"""Columns and cells that hold numbers and no prices."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices


def read(heading, *cells, **options):
    rows = "".join(f"2025-06-14 {h:02d}:00,{cell}\n" for h, cell in enumerate(cells))
    return read_prices(f"Time,{heading}\n{rows}".encode(), PriceOptions(**options))


@pytest.mark.parametrize(
    "heading",
    ["Temperature", "Consumption (kWh)", "Generation MWh", "Verbrauch / kWh", "Load [MW]", "MWh"],
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


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *(("-9999", "-9999"), ("-999.0", "-999"), ("9999", "9999"), ("9999.9", "9999.9")),
        *(("99999.99", "99999.99"), ("-32768", "-32768"), ("-9999.99", "-9999.99")),
    ],
)
def test_placeholders_are_no_prices(cell, number):
    """Two hours have a price and one has a gap, which is said."""
    result = read("EUR/MWh", 20.25, cell, 57.25)
    assert result.series["site"].price.tolist() == [20.25, 57.25]
    assert (result.report.gaps, result.report.rows_dropped[0].reason) == (1, "no price")
    assert f"Cells of {number} are taken as no price: 1." in result.report.notes


def test_figures_of_fifteen_digits_are_no_prices():
    """1e20 is how some programs write a missing figure."""
    result = read("EUR/MWh", 20.25, "1e20", 57.25)
    assert result.series["site"].price.tolist() == [20.25, 57.25]
    assert any("are taken as no price: 1." in note for note in result.report.notes)


def test_nines_among_prices_as_high_are_prices():
    """As in Texas, whose cap was 9,000 and 20 above it, and in forints."""
    result = read("HUF/MWh", 9000, 9999, 12000)
    assert result.series["site"].price.tolist() == [9000, 9999, 12000]


def test_low_prices_are_prices():
    """-999 among others below -500, as in Australia, whose floor is -1,000."""
    result = read("AUD/MWh", 20.25, -999, -1000, 57.25)
    assert np.array_equal(result.series["site"].price, [20.25, -999, -1000, 57.25])


@pytest.mark.parametrize(
    ("heading", "cell", "price", "currency"),
    [
        ("Price", "2.02 ct/kWh", 20.2, None),
        ("Price", "20.2 EUR/MWh", 20.2, "EUR"),
        ("Price", "€/MWh 20.2", 20.2, "EUR"),
        ("Price (ct/kWh)", "2.02 ct", 20.2, None),
        ("EUR/MWh", "20.2*", 20.2, "EUR"),
    ],
)
def test_units_beside_prices(heading, cell, price, currency):
    """A unit in cells counts where the heading has none, and agrees with it where it has one."""
    result = read(heading, cell, cell)
    assert result.series["site"].price.tolist() == pytest.approx([price, price])
    assert result.currency == currency


def test_units_beside_prices_that_say_too_little_or_another_are_asked_for():
    """Cents of what, ct under euro, and euro under ct: the option settles it."""
    for heading, cell, rule in (
        ("Price", "2.02 ct", "line 2, column Price must be in a unit that is known here"),
        ("EUR/MWh", "2.02 ct", "line 2, column EUR/MWh must be in MWh, as heading or option say"),
        ("EUR/MWh", "2.02 ct/kWh", "line 2, column EUR/MWh must be in MWh, as heading or option"),
        ("ct/kWh", "€ 2.02", "column ct/kWh must be in ct/kWh, not in the whole currency"),
    ):
        with pytest.raises(InputError) as caught:
            read(heading, cell, cell)
        assert str(caught.value).startswith(rule)
        assert caught.value.option == "unit"
        settled = read(heading, cell, cell, unit="ct/kWh")
        assert settled.series["site"].price.tolist() == pytest.approx([20.2, 20.2])


@pytest.mark.parametrize("heading", ["Cost (EUR)", "kWh,EUR"])
def test_amounts_of_money_are_asked_for(heading):
    """What an hour cost is no price of energy; the option says that it is one."""
    cells = ("9,50", "9,60") if "," in heading else (50, 60)
    with pytest.raises(InputError) as caught:
        read(heading, *cells)
    assert (caught.value.option, caught.value.value) == ("unit", "an amount of money")
    assert read(heading, *cells, unit="MWh").series["site"].price.tolist() == [50, 60]


def test_what_is_no_number_and_no_time_is_named_with_its_line():
    """A price with a minus sign behind it, per cent, and a week's day."""
    for heading, cell, said in (
        ("EUR/MWh", "20.5-", "line 2, column EUR/MWh must be a number, or empty; got '20.5-'"),
        ("Index (%)", 20, "line 1, column Index (%) must be in a unit that is known here"),
    ):
        with pytest.raises(InputError) as caught:
            read(heading, cell, cell)
        assert str(caught.value).startswith(said)
    with pytest.raises(InputError) as caught:
        read_prices(b"Time,EUR/MWh\n2025-W24-6 00:00,5\n")
    assert str(caught.value).startswith("line 2, column Time must be a date and time such as")
    assert caught.value.option == "time_column"
    assert read("EUR/MWh", '"1,5E+01"', 20).series["site"].price.tolist() == [15, 20]

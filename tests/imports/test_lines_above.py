"""Titles and comments above the headings that say a unit or a clock: used or asked for."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.growth_table import read_growth_table
from hydro_mining.imports.prices import PriceOptions, read_prices

ROWS = "".join(f"2025-06-14 {hour:02d}:00,{hour + 20}\n" for hour in range(24))
GROWTH = (
    "Year,BTC price ($),BTC per MW,Energy cost ($/MW),Opex ($/MW),Capex amortisation,Capex total,"
    "Taxes\n2026,100,30,576,200,100,2000,278.1\n"
)


def read(above, heading="price", **options):
    return read_prices(f"{above}\ntime,{heading}\n{ROWS}".encode(), PriceOptions(**options))


def refused(above, **options):
    with pytest.raises(InputError) as caught:
        read(above, **options)
    return str(caught.value)


@pytest.mark.parametrize("above", ["# prices in ct/kWh", "Day-ahead prices ct/kWh\n"])
def test_a_unit_above_is_asked_for(above):
    """It may be that of a fee; with the option 20 ct/kWh are 200 a MWh."""
    assert "told by the option unit" in refused(above)
    assert read(above, unit="ct/kWh").series["site"].price[0] == pytest.approx(200)
    assert read(above, heading="EUR/MWh").series["site"].price[0] == 20


def test_a_unit_per_mwh_above_is_taken():
    """It changes no figure, and names the currency."""
    result = read("# prices in EUR/MWh")
    assert (result.series["site"].price[0], result.currency) == (20, "EUR")
    assert not any("No unit is named" in note for note in result.report.notes)


@pytest.mark.parametrize("above", ["# times in CET", "Times are CET/CEST\n"])
def test_a_clock_above_is_asked_for(above):
    assert "told by the option timezone" in refused(above)
    assert read("Times are CET/CEST\n", timezone="Europe/Oslo").report.timezone == "Europe/Oslo"
    assert "told by the option clock" in refused("# times in CET", timezone="America/New_York")


def test_utc_above_speaks_against_a_zone_that_is_given():
    """Without a zone the times are in UTC anyway."""
    assert "told by the option clock" in refused("# all times UTC", timezone="Europe/Oslo")
    result = read("# all times UTC", timezone="Europe/Oslo", clock="utc")
    assert str(result.series["site"].start[0]) == "2025-06-14T00:00:00"
    assert str(read("# all times UTC").series["site"].start[0]) == "2025-06-14T00:00:00"


@pytest.mark.parametrize(
    "above",
    [
        *("Figures in thousand USD", "# in thousand USD", "# USD '000", "# in EUR", "kUSD a MW"),
        *("# $m", "All figures in cents"),
    ],
)
def test_another_unit_of_a_growth_table_is_refused(above):
    """Thousands taken as dollars are a thousandth of what they are."""
    with pytest.raises(InputError, match="must be in US dollars, not scaled"):
        read_growth_table(f"{above}\n{GROWTH}")


@pytest.mark.parametrize("above", ["# Plan of the site, 30 MW", "Figures in USD", "# 5 % a year"])
def test_other_lines_above_a_growth_table_stand_in_nobodys_way(above):
    assert read_growth_table(f"{above}\n{GROWTH}").table.btc_price.tolist() == [100]


@pytest.mark.parametrize(
    "headings", ["Gas price (EUR/MWh),Power", "reserve price $/MWh,energy", "CO2 price,Power"]
)
def test_the_price_of_another_good_is_not_taken(headings):
    """The columns that may be meant are named, and naming one is a way out."""
    text = f"time,{headings}\n" + "".join(
        f"2025-06-14 {hour:02d}:00,3,{hour + 20}\n" for hour in range(24)
    )
    with pytest.raises(InputError, match="a price of power, or the option price_column names"):
        read_prices(text.encode())
    named = read_prices(text.encode(), PriceOptions(price_column=headings.split(",")[1]))
    assert named.series["site"].price[0] == 20

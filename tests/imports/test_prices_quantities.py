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


@pytest.mark.parametrize("number", ["-1", "-99", "-1.00", "99", "999", "-88", "-99.99"])
def test_a_number_that_repeats_far_from_all_prices_is_asked_about(number):
    """Other prices are 30 to 44; the option takes the number as a price or as none."""
    cells = ["30.5", number, "44", "36.2", number, "31"]
    with pytest.raises(InputError) as caught:
        read("EUR/MWh", *cells)
    assert str(caught.value) == (
        "line 3, column EUR/MWh must be a price near others, or the option missing_value says "
        f"which number stands for no price, or none; got '{float(number):g}'"
    )
    kept = read("EUR/MWh", *cells, missing_value="none")
    assert kept.series["site"].price.tolist() == [float(cell) for cell in cells]
    left_out = read("EUR/MWh", *cells, missing_value=number)
    assert left_out.series["site"].price.tolist() == [30.5, 44, 36.2, 31]
    assert len(left_out.report.missing_values) == 1
    assert left_out.report.to_dict()["missing_values"] == list(left_out.report.missing_values)


@pytest.mark.parametrize(
    "cells",
    [
        ("30", "-1.00", "-0.40", "-1.00", "2"),
        ("30", "-99.99", "-80", "-99.99", "-20"),
        ("30", "999", "800", "999", "1200"),
        ("0", "-1", "0.5", "-1", "12"),
    ],
)
def test_prices_of_a_range_are_prices(cells):
    """Others are near them: -1.00 beside -0.40, 999 below 1200."""
    assert read("EUR/MWh", *cells).series["site"].price.tolist() == [float(c) for c in cells]


@pytest.mark.parametrize("number", ["-1", "-99", "999"])
def test_one_number_far_from_all_prices_is_said(number):
    """It is kept, with the option that leaves it out; an answer ends the note."""
    cells = ("30.5", number, "44", "36.2")
    result = read("EUR/MWh", *cells)
    assert result.series["site"].price.tolist() == [float(cell) for cell in cells]
    note = next(note for note in result.report.notes if "far from all other prices" in note)
    assert note.startswith(f"{number} is far")
    assert f"--missing-value {number} " in note
    assert result.report.to_dict()["doubted_values"] == [number]
    for answer, count in (("none", 4), (number, 3)):
        answered = read("EUR/MWh", *cells, missing_value=answer)
        assert (len(answered.series["site"]), answered.report.doubted_values) == (count, ())
        assert not any("far from all" in note for note in answered.report.notes)


def test_another_number_than_the_missing_one_is_still_said():
    """-99 is known to stand for no price, -1 is not."""
    result = read("EUR/MWh", "30.5", "-99", "44", "-1", "36.2", missing_value="-99")
    assert result.report.doubted_values == ("-1",)


def test_a_tariff_of_two_prices_is_no_file_of_placeholders():
    """99 by day and 30 by night, in every row."""
    cells = [99 if 8 <= hour < 20 else 30 for hour in range(24)] * 2
    rows = "".join(
        f"2025-06-{14 + i // 24} {i % 24:02d}:00,{cell}\n" for i, cell in enumerate(cells)
    )
    result = read_prices(f"Time,EUR/MWh\n{rows}".encode())
    assert result.series["site"].price.tolist() == cells


def test_what_is_no_number_is_no_missing_value():
    with pytest.raises(InputError, match="missing_value must be a number that stands for no price"):
        PriceOptions(missing_value="x")


@pytest.mark.parametrize(
    "heading", ["EUR/kWh foo", "Price EUR/kWh zonk", "EUR/MWh (hundert)", "Price (foo EUR/MWh)"]
)
def test_words_in_a_unit_s_place_are_asked_about(heading):
    """They may change it; the option says what is meant."""
    with pytest.raises(InputError) as caught:
        read(heading, 20.25, 57.25)
    assert caught.value.option == "unit"
    assert caught.value.value in {"foo", "zonk", "hundert"}
    assert read(heading, 20, 57, unit="EUR/MWh").series["site"].price.tolist() == [20, 57]


@pytest.mark.parametrize(
    ("heading", "with_tax"),
    [
        ("EUR/MWh netto", False),
        ("EUR/MWh excl. VAT", False),
        ("EUR/MWh ohne MwSt.", False),
        ("Pris SE3 EUR/MWh exkl moms", False),
        ("Day-ahead price (EUR/MWh) Germany/Luxembourg", False),
        ("Price (EUR/MWhe)", False),
        ("EUR/MWh DE-LU", False),
        ("EUR/MWh 15-min", False),
        ("Price (EUR/MWh, EUR/tCO2)", False),
        ("EUR/MWh brutto", True),
        ("EUR/MWh inkl. MwSt", True),
        ("EUR/MWh TTC", True),
        ("Price EUR/MWh (GST incl.)", True),
    ],
)
def test_taxes_and_names_beside_a_unit_are_understood(heading, with_tax):
    """Prices that include a tax are read as they are, which is said."""
    result = read(f'"{heading}"', 20.25, 57.25)
    assert result.series["site"].price.tolist() == [20.25, 57.25]
    assert any("include a tax" in note for note in result.report.notes) == with_tax


def test_a_sign_of_several_countries_is_that_of_the_code_beside_it():
    assert read("Price ($/MWh) NZD", 20, 57).currency == "NZD"
    assert read("Price ($/MWh)", 20, 57).currency == "USD"
    assert read("Price ($)", 20, 57, currency="CAD").currency == "CAD"
    with pytest.raises(InputError, match="currency must be USD"):
        read("Price (US$)", 20, 57, currency="CAD")


@pytest.mark.parametrize("heading", ["foo", "series 1", "x", "Node 7"])
def test_a_lone_column_that_says_nothing_is_asked_about(heading):
    """Its figures may be anything; named, they are prices."""
    with pytest.raises(InputError) as caught:
        read(heading, 20.25, 57.25)
    assert str(caught.value) == f"price_column must be one of {heading}; got nothing"
    named = read(heading, 20.25, 57.25, price_column=heading)
    assert named.series["site"].price.tolist() == [20.25, 57.25]


@pytest.mark.parametrize("heading", ["value", "Wert", "0", "EUR", "LBMP", "precio"])
def test_a_file_of_time_and_value_is_one_of_prices(heading):
    assert read(heading, 20.25, 57.25).series["site"].price.tolist() == [20.25, 57.25]


@pytest.mark.parametrize(
    ("unit", "said"), [("kWh", "EUR and MWh"), ("USD/MWh", "EUR and MWh"), ("MWh", "")]
)
def test_an_option_that_contradicts_the_heading_is_said(unit, said):
    """The option holds, and the report says what it overrules."""
    notes = read("EUR/MWh", 20.25, 57.25, unit=unit).report.notes
    assert any(note.startswith(f"The heading names {said};") for note in notes) == bool(said)


def test_five_digits_are_prices_and_no_stamps():
    """30,000 euro a GWh are 30 a MWh; only spreadsheets' days from 2000 on have five digits."""
    assert read("EUR/GWh", 30000, 67250).series["site"].price.tolist() == [30, 67.25]


@pytest.mark.parametrize("foot", ["Total,77.5", "Average,38.75", "Source: the exchange"])
def test_words_below_the_prices_are_left_out(foot):
    result = read("EUR/MWh", 20.25, f"57.25\n{foot}")
    assert result.series["site"].price.tolist() == [20.25, 57.25]
    assert "Lines below the rows, not read: 1." in result.report.notes

"""Reading a hashprice a day."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.hashprice import HashpriceOptions, read_hashprice
from hydro_mining.imports.hashprice_doubts import hashprice_notes

HEADING = "date,hashprice_usd_th_day\n"


def refusal(text, **options):
    with pytest.raises(InputError) as caught:
        read_hashprice(text.encode(), HashpriceOptions(**options))
    message = str(caught.value)
    assert message.isprintable()
    return message


@pytest.mark.parametrize(
    ("heading", "figure", "currency"),
    [
        ("hashprice_usd_th_day", "0.05", "USD"),
        ("hashprice_usd_per_th_per_day", "0.05", "USD"),
        ("hashprice_usd_ph_day", "50", "USD"),
        ("hashprice_usd_per_ph_per_day", "50", "USD"),
        ("Hashprice ($/PH/Day)", "50", "USD"),
        ("Hashprice (£/TH/s/day)", "0.05", "GBP"),
        ("HashpriceEurPhDay", "50", "EUR"),
        ("hashprice_th_day", "0.05", None),
    ],
)
def test_the_heading_names_currency_and_unit(heading, figure, currency):
    """Per TH or PH, the value comes per TH/s a day in the heading's currency."""
    file = read_hashprice(f"date,{heading}\n2025-08-18,{figure}\n".encode())
    assert file.value.tolist() == [0.05]
    assert file.dates.tolist() == [np.datetime64("2025-08-18").item()]
    assert file.currency == currency
    assert bool(file.notes) == (figure == "50")


def test_other_columns_are_left_aside():
    """Price, difficulty and an index without a unit do not stand in the way."""
    text = (
        "date,hashrate_ehs,hashprice_index,btc_price_usd,hashprice_usd_ph_day\n"
        "2025-08-18,977,1,116287,59\n"
    )
    assert read_hashprice(text.encode()).value.tolist() == [0.059]


def test_options_say_what_the_headings_do_not():
    """Columns, unit and currency can be given; a unit is never guessed."""
    text = "when,value\n2025-08-18,59\n"
    assert refusal(text) == "hashprice_column must be one of when, value; got nothing"
    named = {"date_column": "when", "hashprice_column": "value"}
    assert refusal(text, **named) == (
        "unit must be TH or PH (a day), in the heading of the hashprice or as an option; "
        "got 'value'"
    )
    options = HashpriceOptions(**named, unit="PH", currency="EUR")
    file = read_hashprice(text.encode(), options)
    assert (file.value.tolist(), file.currency) == ([0.059], "EUR")
    assert refusal(text, date_column="day") == "date_column must be one of when; got 'day'"


def test_a_stamp_is_its_date():
    """The time of day is left aside, with an offset or without."""
    text = HEADING + "2025-08-18T23:30:00+02:00,0.05\n19.08.2025 00:00,0.06\n"
    dates = read_hashprice(text.encode()).dates
    assert dates.astype(str).tolist() == ["2025-08-18", "2025-08-19"]


def test_unordered_days_are_sorted_and_empty_ones_dropped():
    """What was done is said; equal duplicates count once."""
    text = HEADING + "2025-08-20,0.07\n2025-08-18,0.05\n2025-08-19,\n2025-08-18,0.05\n"
    file = read_hashprice(text.encode())
    assert file.dates.astype(str).tolist() == ["2025-08-18", "2025-08-20"]
    assert file.value.tolist() == [0.05, 0.07]
    assert file.notes == (
        "Rows without a hashprice, dropped: 1.",
        "Equal duplicates, dropped: 1.",
        "Rows were not in order of time; they are sorted.",
    )


def test_two_values_of_a_day_are_refused_with_both_lines():
    """Neither is chosen."""
    assert refusal(HEADING + "2025-08-18,0.05\n2025-08-19,0.06\n2025-08-18,0.07\n") == (
        "line 4, column hashprice_usd_th_day must be the same hashprice as in line 2, which has "
        "the same date; got 0.07"
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2025-08-18,0\n", "line 2, column hashprice_usd_th_day must be a hashprice above 0; got"),
        ("2025-08-18,-1\n", "line 2, column hashprice_usd_th_day must be a hashprice above 0"),
        ("2025-08-18,much\n", "line 2, column hashprice_usd_th_day must be a number, or empty"),
        ("18 August,0.05\n", "line 2, column date must be a date and time"),
        ("2025-08-18,\n", "file must be with at least one hashprice; got 'empty cells only'"),
    ],
)
def test_what_is_no_hashprice_is_refused(rows, message):
    """Line and column are named."""
    assert refusal(HEADING + rows).startswith(message)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "GH"}, "unit must be TH, PH or EH (a day); got 'GH'"),
        ({"currency": "dollar"}, "currency must be an ISO code such as USD; got 'dollar'"),
        ({"decimal": ";"}, "decimal must be one of ., ,; got ';'"),
    ],
)
def test_options_are_checked(options, message):
    """An option that is none is refused by its name."""
    with pytest.raises(InputError) as caught:
        HashpriceOptions(**options)
    assert str(caught.value) == message


def test_the_values_cannot_be_changed():
    """Arrays are read-only."""
    file = read_hashprice((HEADING + "2025-08-18,0.05\n").encode())
    assert not file.dates.flags.writeable
    assert not file.value.flags.writeable


def test_currencies_beside_figures_are_read():
    """$50.00 is 50 dollars; under a heading in euro it is refused."""
    file = read_hashprice(b"date,hashprice_ph_day\n2025-08-18,$50.00\n")
    assert (file.value.tolist(), file.currency) == ([0.05], "USD")
    assert refusal("date,hashprice_eur_ph_day\n2025-08-18,$50.00\n") == (
        "column hashprice_eur_ph_day must be in EUR, as heading or option say; got '$'"
    )


def test_placeholders_are_no_hashprices():
    """9999 and -9999 among fifties are gaps, which is said."""
    rows = "2025-08-10,57\n2025-08-11,9999\n2025-08-12,-9999\n2025-08-13,56\n"
    file = read_hashprice(f"date,hashprice USD/PH/day\n{rows}".encode())
    assert file.value.tolist() == [0.057, 0.056]
    assert "Cells of 9999 are taken as no price: 1." in file.notes
    assert "Rows without a hashprice, dropped: 2." in file.notes


def test_one_day_far_from_the_others_is_said():
    """570 among fifties: a decimal sign was lost."""
    days = [57, 58, 570, 56, 55]
    rows = "".join(f"2025-08-{10 + i},{value}\n" for i, value in enumerate(days))
    file = read_hashprice(f"date,hashprice USD/PH/day\n{rows}".encode())
    assert hashprice_notes(file, currency=None)[-1] == (
        "The hashprice of 2025-08-12 is 0.57 a TH and day, about it 0.057: check it. "
        "Days so far from others: 1."
    )


@pytest.mark.parametrize(("unit", "is_said"), [("TH", True), ("PH", False), (None, False)])
def test_a_hashrate_that_contradicts_the_heading_is_said(unit, is_said):
    """55 dollars a PH are read as 55 a TH where the option says so; both are told."""
    text = "date,Hashprice (USD/PH/day)\n2025-08-18,55\n"
    read = read_hashprice(text.encode(), HashpriceOptions(unit=unit))
    assert read.value.tolist() == [55.0 if is_said else 0.055]
    assert any(note.startswith("The heading says PH; figures") for note in read.notes) == is_said


def test_dates_are_found_under_any_heading():
    rows = b"18.08.2025;0,0551\n19.08.2025;0,0551\nMittel;0,0551\n"
    read = read_hashprice(b"Datum;Hashprice USD/TH/Tag\n" + rows)
    assert read.value.tolist() == [0.0551, 0.0551]
    assert str(read.dates[0]) == "2025-08-18"

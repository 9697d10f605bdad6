"""How numbers are written: one grammar for cells and for columns."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import (
    number_without_mark,
    numbers_by_sign,
    read_numbers,
    read_table,
    read_text,
    typed_number,
    written_number,
)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1234", {".": "1234", ",": "1234"}),
        ("1 234", {".": "1234", ",": "1234"}),
        ("1.234", {".": "1.234", ",": "1234"}),
        ("1,234", {".": "1234", ",": "1.234"}),
        ("-1.234.567", {",": "-1234567"}),
        ("1 234.567", {".": "1234.567"}),
        ("1234,567", {",": "1234.567"}),
        ("1,23,456", {}),
        ("1.5.5", {}),
    ],
)
def test_readings_by_decimal_sign(text, readings):
    """A sign under which the text is no number is left out."""
    assert numbers_by_sign(text) == readings


@pytest.mark.parametrize(
    ("value", "written"), [(3000000.0, "3000000"), (0.1, "0.1"), (1e22, "1" + "0" * 22)]
)
def test_numbers_are_written_without_exponents(value, written):
    """The digits are the fewest that read back."""
    assert written_number(value) == written
    assert float(written) == value


@pytest.mark.parametrize(
    ("text", "number", "mark"),
    [
        ("1234", "1234", ""),
        ("$1,234.50", "1,234.50", "$"),
        ("20,50 €", "20,50", "€"),
        ("US$ 3", "3", "US$"),
        ("(20.50)", "-20.50", ""),
        ("£ (5)", "-5", "£"),
        ("-$5", "-5", "$"),
        ("1'200.50", "1 200.50", ""),
        ("3500 W", "3500", "W"),
    ],
)
def test_marks_beside_a_number(text, number, mark):
    """Currency or unit before or after it, accountants' brackets, apostrophes in groups."""
    assert number_without_mark(text) == (number, mark)


def column(*cells, delimiter=";", decimal=None):
    text = f"a{delimiter}b\n" + "".join(f"{cell}{delimiter}x\n" for cell in cells)
    return read_numbers(read_table(read_text(text)), 0, decimal)


def test_a_column_has_one_decimal_sign():
    """The first cell that can be read in one way only tells it for all."""
    assert column("1.234", "1.234,5").value.tolist() == [1234, 1234.5]
    assert column("1,234", "1,234.5").value.tolist() == [1234, 1234.5]
    assert column("0,335", "1,234").value.tolist() == [0.335, 1.234]
    assert column("+1,5e0", "2").value.tolist() == [1.5, 2]
    assert column("1.234", "20.5").decimal == "."
    assert column("1.234", "1234").value.tolist() == [1.234, 1234]
    assert column("1,234", "0").value.tolist() == [1.234, 0]
    assert column("1.234.567").value.tolist() == [1_234_567]


@pytest.mark.parametrize(("cell", "sign"), [("1.020", "point"), ("1,020", "comma")])
def test_thousands_and_decimals_that_cannot_be_told_apart_are_asked_for(cell, sign):
    """1.020 among 850 and 900 may be 1,020 or 1.02, and so may its mirror."""
    with pytest.raises(InputError) as caught:
        column("850", cell, "900")
    assert caught.value.option == "decimal"
    assert caught.value.rule.endswith(f"option decimal: thousands or a decimal {sign}")
    assert column("850", cell, decimal=cell[1]).value.tolist() == [850, 1.02]


def test_empty_cells_are_no_numbers():
    """What stands for nothing is NaN."""
    assert np.isnan(column("", "n/a", "-", "nan").value).all()


def test_two_signs_in_one_column_are_refused():
    """16.5 among decimal commas is no number of that column."""
    with pytest.raises(
        InputError, match=r"line 3, column a must be a number, or empty; got '16.5'"
    ):
        column("16,0", "16.5")


@pytest.mark.parametrize(("text", "number"), [("5.", 5.0), (".5", 0.5), ("+3e-2", 0.03), ("-0", 0)])
def test_a_typed_number_is_what_machines_write_too(text: str, number: float) -> None:
    """Digits with a point and an exponent, in an entry of a screen as in an option."""
    assert typed_number(text) == number


@pytest.mark.parametrize("text", ["", "1,5", "1,000", "1_000", "nan", "inf", "٣", "1e9999", " 5"])
def test_a_typed_text_with_two_readings_or_none_is_no_number(text: str) -> None:
    """A comma, a digit of another script or a word is left to who asked."""
    assert typed_number(text) is None


def test_texts_are_counted_where_that_is_asked():
    """Text without a digit is a gap then; with a digit it is refused as ever."""
    table = read_table(read_text(b"t;x\n1;2.5\n2;Ice\n3;Ice\n4;3 e\n5;\n"))
    texts = {}
    numbers = read_numbers(table, 1, texts=texts)
    np.testing.assert_array_equal(numbers.value, [2.5, np.nan, np.nan, 3, np.nan])
    assert (texts, numbers.marks) == ({"Ice": 2}, {"e"})
    for cell in ("Ice", "<0.1"):
        other = read_table(read_text(f"t;x\n1;2.5\n2;{cell}\n".encode()))
        with pytest.raises(InputError, match="line 3, column x must be a number, or empty"):
            read_numbers(other, 1, texts=None if cell == "Ice" else {})

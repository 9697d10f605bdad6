"""What every text table needs: decoding, rows with their lines, numbers."""

import gzip

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.text_table import (
    Limits,
    Row,
    Rows,
    decoded,
    likely_delimiter,
    named_cells,
    number_readings,
    plain_number,
    rows_of,
    written_number,
)

LIMITS = Limits(most_bytes=40, most_rows=2, most_columns=3, longest_cell=5)


def refusal(function, *args):
    with pytest.raises(InputError) as caught:
        function(*args)
    return str(caught.value)


@pytest.mark.parametrize("data", ["a,ü", "a,ü".encode(), b"\xef\xbb\xbfa,\xc3\xbc"])
def test_text_comes_with_or_without_a_byte_order_mark(data):
    """Text, UTF-8 and UTF-8 with its mark are the same text."""
    assert decoded(data, LIMITS) == "a,ü"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x" * 41, "file must be at most 40 bytes; got 41"),
        ("ü" * 21, "file must be at most 40 bytes; got 42"),
        (
            gzip.compress(b"a", mtime=0)[:40],
            "file must be a plain CSV text, not a compressed file or work",
        ),
        (b"PK\x03\x04", "file must be a plain CSV text, not a compressed file or workbook"),
        (b"a\nb\0", "line 2 must be text without NUL bytes; got 'a NUL byte'"),
        (b"a\n\n\xfcb", "line 3 must be text in UTF-8; got b'\\xfc'"),
        ("\ud800", "line 1 must be text in UTF-8; got"),
    ],
)
def test_other_files_are_refused(data, message):
    """Long, compressed, binary and other encodings get one sentence with the line."""
    assert refusal(decoded, data, LIMITS).startswith(message)


@pytest.mark.parametrize(
    ("text", "delimiters", "expected"),
    [
        ("a,b;c\n;;;;", ",;", ","),
        ("a,b;c;d\n,,,,", ",;", ";"),
        ("\n\na\tb", ",;\t", "\t"),
        ("a", ",;", ","),
        ("", ";,", ";"),
    ],
)
def test_the_heading_tells_the_delimiter(text, delimiters, expected):
    """The most frequent one of the first line with text, or the first choice."""
    assert likely_delimiter(text, delimiters) == expected


def test_rows_carry_their_line():
    """A cell over two lines moves the count on; blank rows below the heading are counted."""
    text = '\n"a",b\r\n\r\n"x\ny",1\n , \nz,2\n'
    assert rows_of(text, ",", LIMITS) == Rows(
        Row(2, ["a", "b"]), [Row(4, ["x\ny", "1"]), Row(7, ["z", "2"])], 2
    )


def test_an_empty_text_has_an_empty_heading():
    """Nothing is found in the first line."""
    assert rows_of("\n\n", ",", LIMITS) == Rows(Row(1, []), [], 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n1\n2\n3\n", "file must be at most 2 rows; got 'more, up to line 4'"),
        ("a\n1,2,3,4", "line 2 must be at most 3 columns; got 4"),
        ("a,b\n1,123456", "line 2, column 2 must be at most 5 characters a cell; got 6"),
        ('a\n"1', "line 2 must be CSV with closed quotes and at most 5 characters a cell; got"),
    ],
)
def test_limits_are_told(text, message):
    """Each limit is named with the line that passes it."""
    assert refusal(rows_of, text, ",", LIMITS).startswith(message)


def test_a_guard_is_no_part_of_a_cell():
    """'=1+12 has six characters with its apostrophe and five without."""
    (row,) = rows_of("a\n'=1+12", ",", LIMITS).below
    assert named_cells(row, {"a": 0}, 1) == {"a": "=1+12"}


def test_cells_are_named_by_column():
    """Line breaks and no-break spaces become spaces, and empty cells may follow."""
    row = Row(2, ["x", " y\nz\u202f1 ", "", " "])
    assert named_cells(row, {"b": 1, "a": 0}, 2) == {"b": "y z 1", "a": "x"}


@pytest.mark.parametrize("cells", [["x"], ["x", "y", "z"]])
def test_rows_have_the_width_of_the_heading(cells):
    """Too few cells and filled ones too many are refused."""
    message = f"line 7 must be 2 cells, like the heading; got {len(cells)}"
    assert refusal(named_cells, Row(7, cells), {"a": 0}, 2) == message


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [
        ("1234", "1234", "1234"),
        ("-16.5", "-16.5", "-16.5"),
        ("1,234", "1234", None),
        ("1.234", "1.234", None),
        ("0,335", None, "0.335"),
        ("1,234,567.5", "1234567.5", "1234567.5"),
        ("1.234.567,5", None, "1234567.5"),
        ("1 234,5", None, "1234.5"),
        ("1e3", None, None),
        ("", None, None),
        ("\u0663", None, None),
    ],
)
def test_plain_numbers(text, point, comma):
    """What a text is in a file with decimal points, and in one with decimal commas."""
    assert plain_number(text, decimal_comma=False) == point
    assert plain_number(text, decimal_comma=True) == comma


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
    assert number_readings(text) == readings


@pytest.mark.parametrize(
    ("value", "written"), [(3000000.0, "3000000"), (0.1, "0.1"), (1e22, "1" + "0" * 22)]
)
def test_numbers_are_written_without_exponents(value, written):
    """The digits are the fewest that read back."""
    assert written_number(value) == written
    assert float(written) == value

"""Text -> table: delimiters, rows with their lines, limits."""

import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.tables import Limits, read_table, read_text

LIMITS = Limits(most_rows=2, most_columns=3, longest_cell=5)


def table(text, **options):
    return read_table(read_text(text), LIMITS, **options)


def rows(text, **options):
    read = table(text, **options)
    width = range(len(read.headings))
    return [(int(read.lines[r]), [read.cell(r, c) for c in width]) for r in range(len(read))]


def refusal(text):
    with pytest.raises(InputError) as caught:
        table(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b;c\n;;;;", ","),
        ("a,b;c;d\n,,,,", ";"),
        ("\n\na\tb\n1\t2", "\t"),
        ("a\n1", ","),
        ("a (EUR, or DKK, or NOK);b\n1;2", ";"),
        ('"a,b,c";d\n1;2', ";"),
    ],
)
def test_the_headings_tell_the_delimiter(text, delimiter):
    """The most frequent one outside quotes and brackets; a comma if they tie."""
    try:
        assert table(text).delimiter == delimiter
    except InputError as error:
        width = text.partition("\n")[0].count(delimiter) + 1
        assert f"must be {width} cells" in str(error)  # noqa: PT017


def test_rows_carry_their_line():
    """A cell over two lines moves the count on; blank rows between are counted."""
    text = '\n"a",b\r\n\r\n"x\ny",1\n , \nz,2\n'
    assert rows(text) == [(4, ["x y", "1"]), (7, ["z", "2"])]
    assert (table(text).heading_line, table(text).headings, table(text).n_blank) == (
        2,
        ("a", "b"),
        2,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n1\n2\n3\n", "file must be of at most 2 rows; got 3"),
        ("a,b,c,d\n1,2,3,4", "file must be of at most 3 columns; got 4"),
        ("a,b\n1,123456", "line 2, column b must be at most 5 characters a cell; got 6"),
        ('a\n"1', "line 2 must be CSV with closed quotes and at most 5 characters a cell; got"),
        ("a,b\n1\n", "line 2 must be 2 cells, like the headings; got 1"),
        ("a,b\n1,2,3\n", "line 2 must be 2 cells, like the headings; got 3"),
        ("a,b\n", "file must be headings and rows below them; got 'no row below the headings'"),
    ],
)
def test_limits_are_told(text, message):
    """Each limit is named with the line that passes it, at one beyond its bound."""
    assert refusal(text).startswith(message)


def test_limits_are_kept_at_their_bound():
    """Two rows, three columns and five characters pass."""
    assert rows("a,b,c\n12345,2,3\n1,2,3\n") == [
        (2, ["12345", "2", "3"]),
        (3, ["1", "2", "3"]),
    ]


def test_a_guard_is_no_part_of_a_cell():
    """'=1+12 has six characters with its apostrophe and five without."""
    assert rows("a\n'=1+12") == [(2, ["=1+12"])]


def test_cells_are_one_line():
    """Line breaks and no-break spaces become spaces, and empty cells may follow."""
    assert rows('a,b\nx," y\nz\u202f",, \n') == [(2, ["x", "y z"])]


def test_short_rows_can_be_left_to_the_caller():
    """A row that closes a table need not be whole; the others are checked when asked."""
    read = table("a,b\n1,2\nTotal\n", may_be_short=True)
    assert read.cell(1, 1) == ""
    read.check_complete(1)
    with pytest.raises(InputError, match="line 3 must be 2 cells, like the headings; got 1"):
        read.check_complete()


def test_headings_that_stand_again_are_no_rows():
    """Files that were put together have theirs each; lines are those of the file."""
    assert rows("a,b\n1,2\na,b\n3,4\n") == [(2, ["1", "2"]), (4, ["3", "4"])]

"""Where the headings of a table stand: titles above, units below, a line that names the sign."""

import pytest

from hydro_mining.imports.tables import read_table, read_text
from hydro_mining.imports.tables.head import Head, find_head

ROWS = "2025-01-15 00:00;1,5;a\n2025-01-15 01:00;2,5;b\n"


@pytest.mark.parametrize(
    ("above", "head"),
    [
        ("Time;Price;Note\n", Head(";", 0, 1)),
        ("sep=;\nTime;Price;Note\n", Head(";", 1, 1)),
        ("A report\nTime;Price;Note\n", Head(";", 1, 1)),
        ("A report;;\n;;\nFor 2020;;\nTime;Price;Note\n", Head(";", 3, 1)),
        ("Prices, taxes, fees, and all\nTime;Price;Note\n", Head(";", 1, 1)),
        ("Time;Price;Note\n[h];[EUR/MWh];\n", Head(";", 0, 2)),
        ("Time;Price;Note\n;EUR/MWh;\n", Head(";", 0, 2)),
        ("A report\nTime;Price;Note\n;EUR/MWh;\n", Head(";", 1, 2)),
        ("Report;2024\nZone;DE\nTime;Price;Note\n", Head(";", 2, 1)),
        ("", Head(";", 0, 1)),
    ],
)
def test_headings_are_found(above, head):
    """The delimiter, the lines above the headings, and one line of them or two."""
    assert find_head(above + ROWS) == head


def test_a_wrong_first_row_is_no_heading():
    """A row with words where others have figures is a row, and no title is made of the first."""
    assert find_head("name,th,w\nA,x,y\nB,200,3500\n") == Head(",", 0, 1)


def test_units_stand_beside_their_headings():
    """Both lines make one heading; the lines of the rows are those of the file."""
    rows = ROWS.replace(";a", "").replace(";b", "")
    table = read_table(read_text("A title\n\nTime;Price\n;EUR/MWh\n" + rows))
    assert (table.headings, table.heading_line) == (("Time", "Price EUR/MWh"), 4)
    assert (table.lines.tolist(), table.n_titles) == ([5, 6], 2)


def test_units_may_be_any_words_above_dates():
    """Words where the rows below have dates are of the headings."""
    for words in ("local time;euro per MWh", "CET;EUR/MWh", "yyyy-mm-dd hh:mm;EUR"):
        text = f"Time;Price\n{words}\n2025-06-14 00:00;20\n2025-06-14 01:00;57\n"
        assert find_head(text) == Head(";", 0, 2)


def test_lines_of_any_length_are_looked_at_in_time():
    """A line of brackets as long as a file may be costs no more than another."""
    assert find_head("(" * 65_000 + "\n1") == Head(",", 0, 1)

"""Words below the rows of a series."""

import pytest

from hydro_mining.imports.tables import read_text, without_foot

ROWS = "time,price\n" + "".join(f"2025-06-02T{hour:02d}:00Z,{hour}\n" for hour in range(24))


@pytest.mark.parametrize(
    ("foot", "n"),
    [
        ("Total,276\n", 1),
        ("Average,11.5\n", 1),
        ("Source: the exchange\n", 1),
        ("* provisional\n\nEND OF FILE\n", 2),
        ('"Made on 2025-06-05 by a person, for all"\n', 0),  # a date behind a comma may be a row
        ("2025-06-03T00:00Z,5\n", 0),
        ("yesterday,5\n", 0),  # a price whose time is no time
        (",5\n", 0),  # a price whose time is missing
    ],
)
def test_words_below_the_rows_are_left_out_and_counted(foot, n):
    """What begins with letters below rows that begin with digits is no row."""
    read = without_foot(read_text(ROWS + foot))
    assert read.body.decode() == (ROWS if n else ROWS + foot)
    assert read.notes == ((f"Lines below the rows, not read: {n}.",) if n else ())


def test_where_rows_begin_with_words_only_lines_of_one_cell_are_none():
    """Total may be the name of a zone there, a source is none."""
    text = "zone,price\nA,1\nB,2\nTotal,3\n"
    assert without_foot(read_text(text)).body.decode() == text
    assert without_foot(read_text(f"{text}Source: an exchange\n")).body.decode() == text


def test_a_long_run_of_words_is_no_foot():
    """Rows of another zone below those of a zone with a number's name are kept."""
    text = ROWS + "".join(f"A,{n}\n" for n in range(60))
    assert without_foot(read_text(text)).body.decode() == text

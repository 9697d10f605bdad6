"""Price files as they come: signs, empty cells, duplicates, and what is refused."""

import gzip
import json
import subprocess
import sys

import pytest
import sample_prices

from hydro_mining.exceptions import InputError
from hydro_mining.imports.prices import PriceOptions, read_prices
from hydro_mining.package_files import package_text

HEADING = "time,EUR/MWh\n"
STAMPS = [f"2025-01-15T{hour:02d}:00Z" for hour in range(24)]


def read(data, **options):
    data = data if isinstance(data, bytes) else data.encode()
    return read_prices(data, PriceOptions(**options))


def rows(*prices, delimiter=","):
    pairs = zip(STAMPS, prices, strict=False)
    return "".join(f"{stamp}{delimiter}{price}\n" for stamp, price in pairs)


def prices(data, **options):
    return read(data, **options).series["site"].price.tolist()


def refusal(data, **options):
    with pytest.raises(InputError) as caught:
        read(data, **options)
    message = str(caught.value)
    assert message.isprintable()
    return message


@pytest.mark.parametrize(
    "data",
    [
        (HEADING + rows(1.5, -2)).encode("utf-8-sig"),
        (HEADING + rows(1.5, -2)).encode("utf-16"),
        (HEADING + rows(1.5, -2)).replace("\n", "\r\n").encode(),
        (HEADING + rows(1.5, -2)).replace("\n", "\r").encode(),
        (HEADING + rows(1.5, -2)).rstrip().encode(),
        f"\n{HEADING}\n{rows(1.5, -2)}\n,\n,,\n".encode(),
        ('"time","EUR/MWh"\n' + rows('"1.5"', '"-2"')).encode(),
        (HEADING.replace(",", ";") + rows("1,5", "-2,0", delimiter=";")).encode(),
        (HEADING.replace(",", ";") + rows("1.5", "-2", delimiter=";")).encode(),
        (HEADING.replace(",", "\t") + rows("1.5", "-2", delimiter="\t")).encode(),
        (HEADING + rows('"1,5"', '"-2,00"')).encode(),
        (HEADING + rows(" 1.5 ", "\N{MINUS SIGN}2")).encode(),
        (HEADING + rows("+1.5e0", "-.2E1")).encode(),
    ],
    ids=range(13),
)
def test_a_file_is_read_however_it_is_written(data):
    """Byte-order marks, line ends, blank lines, quotes, delimiters and signs of decimals."""
    assert prices(data) == [1.5, -2]


def test_thousands_are_told_from_decimals_by_the_whole_column():
    """Both signs in one cell, or in two, tell which is which."""
    semicolon = HEADING.replace(",", ";")
    assert prices(semicolon + rows("1.234,50", "7,25", delimiter=";")) == [1234.5, 7.25]
    assert prices(HEADING + rows('"1,234.50"', "7.25")) == [1234.5, 7.25]
    assert prices(HEADING + rows('"1,234"', "7.25")) == [1234, 7.25]
    assert prices(semicolon + rows("1,234", "7", delimiter=";")) == [1.234, 7]
    undecided = HEADING + rows('"1,234"', "7")
    assert refusal(undecided) == (
        "line 2, column EUR/MWh must be told apart by the option decimal: thousands or a decimal "
        "comma; got '1,234'"
    )
    assert prices(undecided, decimal=",") == [1.234, 7]
    assert prices(undecided, decimal=".") == [1234, 7]


@pytest.mark.parametrize("empty", ["", " ", "NaN", "nan", "n/a", "N/A", "-", "null"])
def test_an_empty_price_is_dropped_and_counted(empty):
    """What stands for nothing is no price of zero, and leaves a gap."""
    result = read(HEADING + rows(1, empty, 3))
    assert result.series["site"].price.tolist() == [1, 3]
    report = result.report
    assert [(r.reason, r.count, r.first_line) for r in report.rows_dropped] == [("no price", 1, 3)]
    assert (report.rows_read, report.rows_used, report.gaps) == (3, 2, 1)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("sold out", "a number, or empty"),
        ("12,5,3", "a number, or empty"),
        ("1_000", "a number, or empty"),
        ("25 ct", "a number, or empty"),
        ("25 EUR/MWh", "a number, or empty"),
        ("0x10", "a number, or empty"),
        ("--5", "a number, or empty"),
        ("inf", "a number, or empty"),
        ("1e999", "a finite number"),
    ],
)
def test_a_price_that_is_no_number_is_refused_with_its_place(cell, rule):
    """Line and column are named, whatever the rest of the file holds."""
    message = refusal(HEADING + rows(1, f'"{cell}"', 3))
    assert message == f"line 3, column EUR/MWh must be {rule}; got '{cell}'"


def test_negative_and_extreme_prices_are_kept_and_counted():
    """Zero is neither; 4,857.82 and -600 are extreme."""
    result = read(HEADING + rows(0, -1, -600, 4857.82))
    assert result.series["site"].price.tolist() == [0, -1, -600, 4857.82]
    assert (result.report.negative_prices, result.report.extreme_prices) == (2, 2)


def test_equal_duplicates_are_dropped_and_counted():
    """The same interval with the same price counts once."""
    result = read(HEADING + rows(1, 2) + rows(1, 2))
    assert result.series["site"].price.tolist() == [1, 2]
    assert (result.report.duplicates_equal, result.report.duplicates_conflicting) == (2, 0)
    assert [(r.reason, r.count, r.first_line) for r in result.report.rows_dropped] == [
        ("equal duplicate", 2, 4)
    ]


def test_conflicting_duplicates_are_refused_with_their_lines():
    """Two prices of one interval: both lines and prices are named, and how many more."""
    assert refusal(HEADING + rows(1, 2) + rows(1, 5)) == (
        "lines 3 and 5 must be one price for site at 2025-01-15T01:00:00Z, or a rule for "
        "duplicates chosen: first, last or mean; got [2.0, 5.0]"
    )
    assert "(1 more such)" in refusal(HEADING + rows(1, 2) + rows(3, 5))


@pytest.mark.parametrize(
    ("rule", "price"), [("first", [1, 2]), ("last", [1, 5]), ("mean", [1, 3.5])]
)
def test_a_rule_settles_conflicting_duplicates(rule, price):
    """The first, the last or the mean is taken; equal ones stay equal duplicates."""
    result = read(HEADING + rows(1, 2) + rows(1, 5), duplicates=rule)
    assert result.series["site"].price.tolist() == price
    assert (result.report.duplicates_equal, result.report.duplicates_conflicting) == (1, 1)
    assert result.report.rows_used == 2


def test_a_duplicate_without_a_price_is_only_empty():
    """An empty cell contradicts nothing."""
    result = read(HEADING + rows(1, 2) + rows("", 2))
    assert (result.report.duplicates_equal, result.report.rows_dropped[0].count) == (1, 1)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file must be headings and rows below them; got nothing"),
        (b" \n\n", "file must be headings and rows below them; got nothing"),
        (b"# only a comment\n", "file must be headings and rows below them; got nothing"),
        (HEADING.encode(), "file must be headings and rows below them; got 'no row below the h"),
        (
            gzip.compress(bytes(64_000_001), mtime=0),
            "file must be at most 64,000,000 bytes when unpacked; got 'more'",
        ),
        (
            b"PK\x03\x04zip",
            "file must be a plain CSV text or its gzip, not another compressed file or a workb",
        ),
        (b"time,price\n1\0,2\n", "line 2 must be text without NUL bytes; got 'a NUL byte'"),
        (b"\n<!DOCTYPE html><html>", "file must be a CSV text, not a web page; got"),
        (b"  <html><body>Sign in", "file must be a CSV text, not a web page; got"),
        (b"time,price\n\x81,1\n", "line 2 must be text in UTF-8, UTF-16 with its mark, or 8-bit"),
        (b'time,price\n"2025,1\n', "line 2 must be CSV with closed quotes and at most 256 char"),
        (b"time,price\n2025-01-15,1\n2025-01-16\n", "line 3 must be 2 cells, like the headings"),
        (b"time,price\n2025-01-15,1,5\n", "line 2 must be 2 cells, like the headings; got 3"),
        (b"x" + b",x" * 256 + b"\n1" + b",1" * 256, "file must be of at most 256 columns; got 257"),
        (b"time,price,note\n2025-01-15,1," + b"x" * 257, "line 2, column note must be at most 256"),
        (b"time,price\n2025-01-15," + b"1" * 65, "line 2, column price must be at most 64 char"),
        (b"time,price,price\n2025-01-15T00:00Z,1,2\n", "price_column must be one of price, price"),
        (b"time,price\n2025-01-15T00:00Z,\n", "file must be with at least one price; got 'cells"),
        (
            b"time,zone,price\n2025-01-15T00:00Z,,1\n2025-01-15T00:00Z,A,1\n",
            "line 2, column zone must be the name of a zone",
        ),
    ],
)
def test_what_is_no_price_file_is_refused(data, message):
    """One line says what is wrong and where."""
    assert refusal(data).startswith(message)


def test_a_file_is_not_larger_than_a_person_would_send():
    """64 MB and 2,000,000 rows are the most."""
    assert refusal(b"x" * 64_000_001) == "file must be at most 64,000,000 bytes; got 64000001"
    assert refusal(b"a,b\n" + b"1,2\n" * 2_000_001) == (
        "file must be of at most 2,000,000 rows; got 2000001"
    )


def test_lines_are_counted_as_an_editor_counts_them():
    """Comments, blank lines and line breaks in quotes do not shift the line of an error."""
    text = '# a comment\n\ntime,EUR/MWh,note\n2025-01-15T00:00Z,1,"two\nlines"\n\nx,1,\n'
    assert refusal(text).startswith("line 7, column time must be a date and time")


def test_leading_comments_are_kept_and_are_no_rows():
    """What a file says of itself stands in its report."""
    result = read("# SYNTHETIC prices\n# second line\n" + HEADING + rows(1, 2))
    assert result.report.comments == ("SYNTHETIC prices", "second line")
    assert result.report.rows_read == 2


def test_the_report_is_ready_for_json():
    """Counts stand under the names that the command line promises, the details beside them."""
    document = read(HEADING + rows(1, 2, 2) + rows(1)).report.to_dict()
    assert json.loads(json.dumps(document)) == document
    assert {
        "rows_read": 4,
        "rows_used": 3,
        "rows_dropped": [{"reason": "equal duplicate", "count": 1, "first_line": 5}],
        "interval_minutes": 60,
        "clock": "UTC",
        "gaps": 0,
        "duplicates": 1,
    }.items() <= document.items()


def test_rows_read_are_rows_used_and_rows_dropped():
    """Nothing disappears: every row is used or has its reason."""
    text = HEADING.replace("time", "time,zone") + "".join(
        f"{stamp},{zone},{price}\n"
        for stamp, zone, price in [
            ("2025-03-30 01:00", "A", 1),
            ("2025-03-30 02:00", "A", 2),
            ("2025-03-30 03:00", "A", ""),
            ("2025-03-30 03:00", "B", 4),
            ("2025-03-30 01:00", "A", 1),
            ("2025-03-30 04:00", "A", 9),
        ]
    )
    report = read(text, timezone="Europe/Oslo", zone="A").report
    assert (report.rows_read, report.rows_used) == (6, 2)
    assert {row.reason: row.count for row in report.rows_dropped} == {
        "of another zone": 1,
        "a local time that the clock skips": 1,
        "no price": 1,
        "equal duplicate": 1,
    }


def test_the_sample_is_what_its_generator_writes():
    """data/sample_prices_2025.csv can be made again, and says that no market had its prices."""
    text = package_text("data", "sample_prices_2025.csv")
    assert text == sample_prices.sample()
    assert text.startswith("# SYNTHETIC prices, not a market's: ")
    assert len(text.encode()) < 300_000


def test_the_sample_is_a_whole_year_of_hours():
    """8,760 hours in euro and Oslo's time, without gaps; some hours of the melt are negative."""
    result = read(package_text("data", "sample_prices_2025.csv"))
    series = result.series["site"]
    assert (len(series), series.hours.sum(), result.currency) == (8760, 8760, "EUR")
    assert (result.report.timezone, result.report.gaps) == ("Europe/Oslo", 0)
    month = series.local_start.astype("datetime64[M]").astype(int) % 12 + 1
    negative = set(month[series.price < 0].tolist())
    assert 6 in negative
    assert negative <= {5, 6, 7, 8}
    assert series.price.max() == series.price[(month < 3) | (month == 12)].max()


def test_names_from_a_file_are_printable_in_messages():
    """Control characters and thousands of names do not reach a person's terminal."""
    text = "time,zone,EUR/MWh\n" + "".join(f"2025-01-15T00:00Z,\x1b[3{i},1\n" for i in range(30))
    message = refusal(text, zone="A")
    assert message.endswith(" …; got 'A'")
    assert message.count(",") == 19


def test_a_file_of_thousands_of_zones_needs_a_choice():
    """One of them can be read, not all."""
    zones = "".join(f"{stamp},N{i},1\n" for stamp in STAMPS[:2] for i in range(2001))
    text = "time,zone,EUR/MWh\n" + zones
    assert refusal(text) == "zone must be chosen in a file of more than 2,000 zones; got nothing"
    assert len(read(text, zone="N7").series["N7"]) == 2


def test_reading_prices_loads_no_pandas():
    """The command line starts without it."""
    code = "import sys, hydro_mining.imports.prices; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_without_headings_is_refused():
    """Its first row is not taken for headings and lost."""
    assert refusal("# comment\n" + rows(1, 2)) == (
        "line 2 must be headings of the columns, such as time and price; got '2025-01-15T00:00Z'"
    )


def test_a_heading_in_use_stands_once():
    """Two columns of one name cannot be told apart by it."""
    text = "time,time,EUR/MWh\n2025-01-15T00:00Z,2025-01-15T00:00Z,1\n"
    assert refusal(text) == "line 1, column time must be in the headings once; got 'time'"

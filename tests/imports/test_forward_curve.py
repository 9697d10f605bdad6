"""Reading a forward curve."""

import numpy as np
import pytest

from hydro_mining.exceptions import InputError
from hydro_mining.imports.forward_curve import read_forward_curve

HEADING = "month,hashprice_usd_th_day\n"


def refusal(text, **options):
    with pytest.raises(InputError) as caught:
        read_forward_curve(text if isinstance(text, bytes) else text.encode(), **options)
    message = str(caught.value)
    assert message.isprintable()
    return message


@pytest.mark.parametrize(
    ("heading", "figure", "currency"),
    [
        ("hashprice_usd_th_day", "0.05", "USD"),
        ("USD/PH/day", "50", "USD"),
        ("Hashprice ($/PH/Day)", "50", "USD"),
        ("hashprice_eur_eh_day", "50000", "EUR"),
        ("hashprice_th_day", "0.05", None),
    ],
)
def test_the_heading_names_currency_and_unit(heading, figure, currency):
    """Per TH, PH or EH, the value comes per TH/s a day in the heading's currency."""
    curve = read_forward_curve(f"month,{heading}\n2026-01,{figure}\n".encode())
    assert curve.value.tolist() == pytest.approx([0.05])
    assert curve.months.tolist() == [np.datetime64("2026-01").item()]
    assert curve.currency == currency


@pytest.mark.parametrize(
    "text",
    [
        "month,hashprice_usd_th_day\n2026-01,0.05\n2026-02,0.06\n",
        "month;hashprice_usd_th_day\n2026-01;0,05\n2026-02;0,06\n",
        "month;hashprice_usd_th_day\n2026-01;0.05\n2026-02;0.06\n",
        "month\thashprice_usd_th_day\n2026-01\t0.05\n2026-02\t0.06\n",
        "\ufeffmonth,hashprice_usd_th_day\r\n2026-01,0.05\r\n\r\n2026-02,0.06\r\n",
        '"month","hashprice_usd_th_day"\n"2026-01","0.05"\n"2026-02","0.06"\n',
        "month,hashprice_usd_th_day,source\n2026-01,0.05,a\n2026-02,0.06,b\n",
        "tenor to delivery,hashprice_usd_th_day\n2026-01,0.05\n2026-02,0.06\n",
    ],
)
def test_ways_to_write_the_same_curve(text):
    """Comma, semicolon or tab; decimal comma beside a semicolon; a mark, quotes, more columns."""
    curve = read_forward_curve(text.encode())
    assert curve.months.astype(str).tolist() == ["2026-01", "2026-02"]
    assert curve.value.tolist() == [0.05, 0.06]


def test_months_are_sorted_and_days_left_aside():
    """A month may have a day, and may stand anywhere; 0 is a hashprice."""
    curve = read_forward_curve((HEADING + "2026-03,0\n2026-01-31,0.05\n2026-02-01,0.06\n").encode())
    assert curve.months.astype(str).tolist() == ["2026-01", "2026-02", "2026-03"]
    assert curve.value.tolist() == [0.05, 0.06, 0.0]
    assert not curve.value.flags.writeable


def test_unit_says_what_the_heading_does_not():
    """A unit is never guessed."""
    text = "month,forward\n2026-01,50\n"
    assert read_forward_curve(text.encode(), unit="PH").value.tolist() == [0.05]
    assert refusal(text) == (
        "unit must be TH or PH (a day), in the heading of the hashprice or as an option; "
        "got 'forward'"
    )
    assert refusal(text, unit="ZH") == "unit must be TH, PH or EH (a day); got 'ZH'"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("2026-13,1", "line 2, column month must be a month YYYY-MM; got '2026-13'"),
        ("Jan 2026,1", "line 2, column month must be a month YYYY-MM; got 'Jan 2026'"),
        ("2026-1,1", "line 2, column month must be a month YYYY-MM; got '2026-1'"),
        (",1", "line 2, column month must be a month YYYY-MM; got nothing"),
        ("2026-02-31,1", "line 2, column month must be a month YYYY-MM; got '2026-02-31'"),
        (
            "2026-01,x",
            "line 2, column hashprice_usd_th_day must be a hashprice of 0 or more; got 'x'",
        ),
        (
            "2026-01,nan",
            "line 2, column hashprice_usd_th_day must be a hashprice of 0 or more; got 'nan'",
        ),
        (
            "2026-01,inf",
            "line 2, column hashprice_usd_th_day must be a hashprice of 0 or more; got 'inf'",
        ),
        (
            "2026-01,-1",
            "line 2, column hashprice_usd_th_day must be a hashprice of 0 or more; got '-1'",
        ),
        (
            "2026-01,",
            "line 2, column hashprice_usd_th_day must be a hashprice of 0 or more; got ''",
        ),
        ("2026-01", "line 2 must be 2 cells, like the headings; got 1"),
        ("2026-01,0,05", "line 2 must be 2 cells, like the headings; got 3"),
        (
            "2026-01,1\n2026-01,1",
            "line 3, column month must be a month that stands once; got '2026-01'",
        ),
        (
            "2026-01,1\n2026-01-15,2",
            "line 3, column month must be a month that stands once; got '2026-01'",
        ),
        ("", "file must be headings and rows below them; got 'no row below the headings'"),
    ],
)
def test_rows_that_are_refused(row, line):
    """The line and the column are named, with what stands there."""
    assert refusal(f"{HEADING}{row}\n") == line


def test_files_that_are_no_curve():
    """Nothing, one column, a compressed file, too many rows."""
    rule = "with a month and a hashprice in its first two columns"
    assert refusal("") == "file must be headings and rows below them; got nothing"
    assert refusal("hashprice\n1\n") == f"line 1 must be {rule}; got 'hashprice'"
    assert "not another compressed file" in refusal(b"PK\x03\x04")
    assert "text in UTF-8" in refusal(b"month,usd_th\n\x81,1\n")
    assert "at most 1,200 rows" in refusal(HEADING + "2026-01,1\n" * 1_201)


def test_a_hashrate_that_contradicts_the_heading_is_said():
    """The option holds; the note says what the heading names."""
    data = b"month,hashprice_usd_ph_day\n2026-01,55\n"
    (note,) = read_forward_curve(data, unit="TH").notes
    assert note.startswith("The heading says PH; figures are taken per TH a day")
    assert read_forward_curve(data).notes == ()

"""CSV that a spreadsheet opens without running anything in it."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydro_mining.app import default_study
from hydro_mining.delimited import frame_csv, guarded_cell, unguarded_cell
from hydro_mining.quantities import currency_of

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", " =1", "   @x"]
FORMULAS += ["＝1+1", "＋1", "－1", "＠SUM(A1)", "'＝1"]  # full width
HARMLESS = [
    "",
    "Antminer S21",
    "a=b",
    "1-2",
    "'quoted",
    "it's",
    "£5",
    "(5)",
    "5 − 3",
    " x",
    "'",
    "''",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    """What a spreadsheet would run gets an apostrophe, and loses it when it is read back."""
    assert guarded_cell(text) == f"'{text}"
    assert unguarded_cell(f"'{text}") == text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays(text: str) -> None:
    """Other texts are neither changed on the way out nor on the way in."""
    assert guarded_cell(text) == text
    assert unguarded_cell(text) == text


@pytest.mark.parametrize("text", ["'=1", "''=1", "' =1", "'-5"])
def test_a_formula_with_apostrophes_of_its_own_comes_back(text: str) -> None:
    """A text that had an apostrophe before keeps exactly that one."""
    assert guarded_cell(text) == f"'{text}"
    assert unguarded_cell(guarded_cell(text)) == text


@given(st.text(alphabet="='+-@＝＋－＠ \t\r\n\0a1", max_size=8) | st.text(max_size=12))
def test_every_text_comes_back(text: str) -> None:
    """Guarding is undone exactly, and what is guarded runs nothing."""
    guarded = guarded_cell(text)
    assert unguarded_cell(guarded) == text
    assert not guarded.lstrip(" ").startswith(tuple("=+-@＝＋－＠"))


def read(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame that a spreadsheet sees in the CSV of ``frame``."""
    return pd.read_csv(io.StringIO(frame_csv(frame)), keep_default_na=False, dtype=str)


def test_headings_have_units() -> None:
    """Quantities stand under their label and unit, the index too, and other names as they are."""
    frame = pd.DataFrame({"npv_gbp": [1.5], "mine": ["x"]}, index=pd.Index([1], name="year"))
    assert list(read(frame)) == ["Year", "NPV [£]", "mine"]


def test_numbers_are_in_full() -> None:
    """No digit is lost: the same numbers come back."""
    values = [0.1, 1 / 3, 1e-12, 123_456_789.123_456_78, -0.0]
    frame = pd.DataFrame({"irr": values}, index=pd.Index(range(5), name="scenario"))
    assert [float(text) for text in read(frame)["IRR [fraction a year]"]] == values


def test_an_undefined_figure_is_an_empty_cell() -> None:
    """Neither nan nor None nor a zero stands for what is not defined."""
    frame = pd.DataFrame(
        {"irr": [float("nan"), 0.0], "irr_note": [None, "x"]},
        index=pd.Index(["a", "b"], name="scenario"),
    )
    rows = read(frame)
    assert rows.iloc[0].tolist() == ["a", "", ""]
    assert rows.iloc[1].tolist() == ["b", "0.0", "x"]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "-2+3", "@x", '"; DROP', "a,b", "a\nb"])
def test_hostile_cells_stay_text(text: str) -> None:
    """A name that is a formula, has a comma, a quote or a line break is one cell of text."""
    frame = pd.DataFrame({"note": [text]}, index=pd.Index([text], name="scenario"))
    assert read(frame).map(unguarded_cell).iloc[0].tolist() == [text, text]
    for cell in read(frame).iloc[0]:
        assert not cell.startswith(("=", "+", "-", "@"))


def test_hostile_headings_stay_text() -> None:
    """A scenario's or machine's name as a heading runs nothing either."""
    frame = pd.DataFrame({"=1+1": [1.0]}, index=pd.Index([0], name="year"))
    assert list(read(frame)) == ["Year", "'=1+1"]


def test_a_scenario_named_like_a_quantity_keeps_its_name() -> None:
    """The chart's file has the scenarios under the names that they were given."""
    study = default_study()
    study.enter(study.scenarios[0], "title", "irr")
    frame = pd.DataFrame({name: s.cashflows for name, s in study.result.scenarios.items()})
    assert list(read(frame.rename_axis(index="year", columns="scenario")))[1] == "irr"


def test_the_frame_itself_is_not_changed() -> None:
    """Writing a table leaves the table alone."""
    frame = pd.DataFrame({"note": ["=1"]}, index=pd.Index(["=2"], name="scenario"))
    frame_csv(frame)
    assert frame.to_dict() == {"note": {"=2": "=1"}}


def test_an_empty_table_has_its_headings() -> None:
    """A study without scenarios writes a file without rows."""
    frame = pd.DataFrame({"npv_gbp": []}, index=pd.Index([], name="scenario"))
    assert frame_csv(frame) == "Scenario,NPV [£]\n"


def test_results_of_several_indices_are_flat() -> None:
    """Scenario and year stand in columns of their own, in every row."""
    rows = read(default_study().result.to_frame())
    assert rows.iloc[0, :2].tolist() == ["Base", "0"]
    assert rows.iloc[-1, :2].tolist() == ["Bull", "5"]
    assert len(rows) == 3 * 6


# --- in another currency ------------------------------------------------------------------------


def test_money_is_written_in_the_currency() -> None:
    """£2 at $1.25 are 2.5 under a heading of dollars; days, notes and nothing stay."""
    frame = pd.DataFrame(
        {"npv_gbp": [2.0, float("nan")], "simple_payback_days": [7.0, 8.0], "note": ["=a", "b"]},
        index=pd.Index(["x", "y"], name="scenario"),
    )
    dollars = currency_of("USD", 1.25)
    assert frame_csv(frame, dollars) == (
        "Scenario,NPV [$],Payback [days],note\nx,2.5,7.0,'=a\ny,,8.0,b\n"
    )
    assert frame.npv_gbp.tolist()[0] == 2


def test_columns_of_one_quantity_have_its_unit() -> None:
    """Machines over power prices: £0.04 and £2 are $0.05 and $2.5, each with its unit."""
    frame = pd.DataFrame(
        [[2.0, 4.0]],
        index=pd.Index([0.04], name="power_price_gbp_per_kwh"),
        columns=pd.Index(["=A", "npv_gbp"], name="machine"),
    )
    cost, dollars = "cost_gbp_per_th_per_day", currency_of("USD", 1.25)
    assert frame_csv(frame, dollars, quantity=cost) == (
        "Power price [$/kWh],'=A [$/TH/day],npv_gbp [$/TH/day]\n0.05,2.5,5.0\n"
    )
    assert frame_csv(frame, quantity=cost) == (
        "Power price [£/kWh],'=A [£/TH/day],npv_gbp [£/TH/day]\n0.04,2.0,4.0\n"
    )
    assert frame_csv(frame, dollars, quantity="simple_payback_days") == (
        "Power price [$/kWh],'=A [days],npv_gbp [days]\n0.05,2.0,4.0\n"
    )

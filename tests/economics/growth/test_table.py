"""The growth model's yearly table: legal from the moment it exists."""

import math
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics.growth import GrowthTable
from hydro_mining.exceptions import InputError

COLUMNS = (
    "btc_price",
    "btc_per_mw",
    "gross_rev",
    "energy_cost",
    "opex",
    "capex_amort",
    "tot_costs",
    "capex_tot",
    "taxes",
    "net_profits",
)


def table(year: Any = (2026, 2027), **columns: Any) -> GrowthTable:
    """Return two years in which every figure is 1, unless told otherwise."""
    return GrowthTable(year=year, **{**{name: [1.0, 1.0] for name in COLUMNS}, **columns})


def test_accounts_gap_is_what_the_stated_net_profit_leaves_unexplained() -> None:
    """$100 less $60 and $10 leave $30: a stated $25 hides 5, a stated $37 has 7 too many."""
    stated = table(gross_rev=[100, 100], tot_costs=[60, 60], taxes=[10, 10], net_profits=[25, 37])
    assert stated.accounts_gap.tolist() == [5.0, -7.0]


def test_stated_totals_are_kept() -> None:
    """A total of 9 stands although its three parts of 1 add up to 3."""
    assert table(tot_costs=[9, 9]).tot_costs.tolist() == [9.0, 9.0]


def test_figures_cannot_be_changed() -> None:
    """The arrays are copies, of floats and read-only."""
    given = np.array([1, 2])
    made = table(opex=given)
    given[0] = 7
    assert made.opex.tolist() == [1.0, 2.0]
    assert made.opex.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        made.opex[0] = 3.0


@pytest.mark.parametrize(
    ("year", "message"),
    [
        ((), "growth_table must be a table of 1 to 50 years; got 0"),
        (tuple(range(2000, 2051)), "growth_table must be a table of 1 to 50 years; got 51"),
        (
            (2026, 2028),
            "growth_table[1].year must be 2027: one row a year, in order, without a gap; got 2028",
        ),
        (
            (2026, 2026),
            "growth_table[1].year must be 2027: one row a year, in order, without a gap; got 2026",
        ),
        (
            (2027, 2026),
            "growth_table[1].year must be 2028: one row a year, in order, without a gap; got 2026",
        ),
        (
            (1899, 1900),
            "growth_table[0].year must be a whole number from 1900 to 2200; got 1899",
        ),
        (
            (2200, 2201),
            "growth_table[1].year must be a whole number from 1900 to 2200; got 2201",
        ),
        (
            (2026.0, 2027.0),
            "growth_table[0].year must be a whole number from 1900 to 2200; got 2026.0",
        ),
        (
            (True, 2),
            "growth_table[0].year must be a whole number from 1900 to 2200; got true",
        ),
        (
            ("2026", "2027"),
            "growth_table[0].year must be a whole number from 1900 to 2200; got '2026'",
        ),
    ],
    ids=str,
)
def test_years_follow_each_other(year: tuple[Any, ...], message: str) -> None:
    """One to 50 whole calendar years, one a row, without a gap."""
    with pytest.raises(InputError) as refused:
        table(year=year)
    assert str(refused.value) == message


def test_every_column_has_a_figure_a_year() -> None:
    """Three figures for two years are refused by the column's name."""
    for name in COLUMNS:
        with pytest.raises(InputError) as refused:
            table(**{name: [1.0, 2.0, 3.0]})
        assert str(refused.value) == f"growth_table.{name} must be 2 figures; got (3,)"


def test_figures_are_finite_and_not_absurd() -> None:
    """NaN, infinities and amounts beyond 10**15 are refused by year, column and unit."""
    for name in COLUMNS:
        for value in [math.nan, math.inf, -math.inf, 1.1e15, -1.1e15]:
            unit = {"btc_price": "$/BTC", "btc_per_mw": "BTC/MW"}.get(name, "$/MW")
            rule = {
                "btc_price": "a number above 0 up to 1,000,000,000,000,000",
                "net_profits": "a number between ±1,000,000,000,000,000",
            }.get(name, "a number from 0 to 1,000,000,000,000,000")
            with pytest.raises(InputError) as refused:
                table(**{name: [1.0, value]})
            assert (
                str(refused.value)
                == f"growth_table[2027].{name} must be {rule} ({unit}); got {value}"
            )


def test_only_a_net_profit_may_be_below_0() -> None:
    """A loss of $1 is a figure; a price, a cost or coin below 0 is none."""
    for name in COLUMNS:
        if name == "net_profits":
            assert table(net_profits=[1, -1]).net_profits.tolist() == [1.0, -1.0]
        else:
            with pytest.raises(
                InputError, match=rf"^growth_table\[2027\]\.{name} must be a number"
            ):
                table(**{name: [1.0, -1.0]})


def test_only_a_price_may_not_be_0() -> None:
    """Coin is valued and derived at the price; every other figure may be nothing."""
    for name in COLUMNS:
        if name == "btc_price":
            with pytest.raises(InputError, match=r"must be a number above 0 up to .* got 0\.0$"):
                table(btc_price=[1.0, 0.0])
        else:
            assert getattr(table(**{name: [1.0, 0.0]}), name).tolist() == [1.0, 0.0]


def test_largest_and_longest_legal_table() -> None:
    """Fifty years of 10**15 each are legal."""
    columns = {name: [1e15] * 50 for name in COLUMNS}
    assert GrowthTable(year=tuple(range(2151, 2201)), **columns).year[-1] == 2200


def test_text_is_no_figure() -> None:
    """A word among the figures is refused by its column."""
    with pytest.raises(InputError, match=r"^growth_table\.opex must be 2 figures; got "):
        table(opex=[1.0, "much"])

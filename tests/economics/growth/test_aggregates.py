"""What the years of a reading add up to."""

import math
from typing import Any

import pytest

from hydro_mining.economics import Scenario
from hydro_mining.economics.growth import (
    Growth,
    GrowthAggregates,
    GrowthTable,
    growth_aggregates,
    project_growth,
)
from hydro_mining.economics.growth.aggregates import AGGREGATE_COLUMNS

BASE = Scenario(name="Base")
DEARER_COIN = Scenario(name="Coin", btc_price_shock=0.1)
DEARER_POWER = Scenario(name="Power", power_price_shock=0.5)
SCENARIOS = (BASE, DEARER_COIN, DEARER_POWER)

# SPEC section 3.
ROWS = {
    "btc_price": [100_000, 105_000, 110_000, 115_000, 120_000],
    "btc_per_mw": [30.0, 30.5, 31.0, 31.5, 32.0],
    "gross_rev": [3_000_000, 3_202_500, 3_410_000, 3_622_500, 3_840_000],
    "energy_cost": [576_000] * 5,
    "opex": [200_000, 220_000, 242_000, 266_000, 292_600],
    "capex_amort": [100_000] * 5,
    "tot_costs": [876_000, 896_000, 918_000, 942_000, 968_600],
    "capex_tot": [2_000_000] * 5,
    "taxes": [278_100, 428_775, 375_300, 309_300, 244_710],
    "net_profits": [1_840_900, 1_871_725, 2_124_700, 2_371_200, 2_639_700],
}


def grown(years: int = 5, power_mw: Any = 1, **columns: list[float]) -> Growth:
    """Return the consistent reading of the data table, or of its first years."""
    rows = {name: values[:years] for name, values in {**ROWS, **columns}.items()}
    table = GrowthTable(year=tuple(range(2026, 2026 + years)), **rows)
    return project_growth(table=table, power_mw=power_mw, scenarios=SCENARIOS)


def aggregates(**changes: Any) -> GrowthAggregates:
    return growth_aggregates(grown(**changes))


def test_data_table_at_1_mw_by_hand() -> None:
    """17.075M of income leave 10.838M: the row's 10.848M and its errors, which add up to −10,010.

    Net profit is 1,845,900 in 2026 and 2,626,690 in 2030.
    """
    assert aggregates().row() == pytest.approx(
        {
            "total_income": 17_075_000,
            "total_energy_cost": 2_880_000,
            "total_opex": 1_220_600,
            "accumulated_depreciation": 500_000,
            "total_taxes": 1_636_185,
            "total_net_profits": 10_848_225 - 10_010,
            "investment": 2_000_000,
            "mean_annual_net_return": 2_167_643 / 2_000_000,
            "income_growth_per_year": 1.28**0.25 - 1,
            "net_profit_growth_per_year": (2_626_690 / 1_845_900) ** 0.25 - 1,
            "cash_at_the_end": 10_838_215 + 500_000 - 2_000_000,
            "income_against_base": 0,
            "net_profits_against_base": 0,
        },
        rel=1e-12,
    )


def test_published_totals_are_the_published_rows() -> None:
    """Published net profits add up as stated, whatever the accounts say: times 5.2 + 1.4 ln 2."""
    table = GrowthTable(year=tuple(range(2026, 2031)), **ROWS)
    growth = project_growth(table=table, power_mw=1, scenarios=SCENARIOS, reading="published")
    row = growth_aggregates(growth).row()
    assert row["total_net_profits"] == pytest.approx(10_848_225 * (6 + 1.4 * math.log(2)))
    assert row["total_income"] == pytest.approx(17_075_000 * (5.2 + 1.4 * math.log(2)))


def test_scenarios_against_the_base_case() -> None:
    """A tenth more revenue is 1,707,500 more of both; half the energy more is 1,440,000 less."""
    made = aggregates()
    coin, power = made.row(scenario=1), made.row(scenario=2)
    assert coin["income_against_base"] == pytest.approx(1_707_500)
    assert coin["net_profits_against_base"] == pytest.approx(1_707_500)
    assert power["income_against_base"] == 0
    assert power["net_profits_against_base"] == pytest.approx(-1_440_000)
    assert power["total_energy_cost"] == pytest.approx(4_320_000)
    assert coin["cash_at_the_end"] == pytest.approx(9_338_215 + 1_707_500)


def test_investment_is_made_once() -> None:
    """Capex that the later rows repeat, or change, counts in the first year only."""
    later = aggregates(capex_tot=[2_000_000, 9e9, 9e9, 9e9, 9e9]).row()
    assert later["investment"] == 2_000_000
    assert later["cash_at_the_end"] == pytest.approx(9_338_215)


@pytest.mark.parametrize(
    ("gross_rev", "income_is_defined", "profit_is_defined"),
    [
        ([3e6, 3e6, 3e6, 3e6, 0], False, False),
        ([0, 3e6, 3e6, 3e6, 3e6], False, False),
        ([3e6, 3e6, 3e6, 3e6, 1e5], True, False),
        ([1e5, 3e6, 3e6, 3e6, 3e6], True, False),
        ([1e5, 3e6, 3e6, 3e6, 1e5], True, False),
        ([3e6, 0, 0, 0, 3e6], True, True),
    ],
)
@pytest.mark.filterwarnings("error")
def test_growth_needs_two_ends_above_0(
    gross_rev: list[float], income_is_defined: bool, profit_is_defined: bool
) -> None:
    """From or to nothing or a loss there is no rate: it is NaN, and None in a row."""
    made = aggregates(gross_rev=gross_rev)
    row = made.row()
    for name, is_defined in (
        ("income_growth_per_year", income_is_defined),
        ("net_profit_growth_per_year", profit_is_defined),
    ):
        assert (row[name] is not None) is is_defined
        assert math.isnan(getattr(made, name)[0, 0]) is not is_defined


@pytest.mark.filterwarnings("error")
def test_one_year_does_not_grow() -> None:
    """A table of one year has totals, but no growth."""
    row = aggregates(years=1).row()
    assert row["total_income"] == 3_000_000
    assert row["income_growth_per_year"] is None
    assert row["net_profit_growth_per_year"] is None


def test_two_years_grow_by_their_ratio() -> None:
    """3,202,500 over 3,000,000 is 6.75 % a year."""
    assert aggregates(years=2).row()["income_growth_per_year"] == pytest.approx(0.0675)


@pytest.mark.filterwarnings("error")
def test_no_return_without_an_investment() -> None:
    """Nothing invested has no rate of return, but cash."""
    row = aggregates(capex_tot=[0.0] * 5).row()
    assert row["mean_annual_net_return"] is None
    assert row["cash_at_the_end"] == pytest.approx(11_338_215)


def test_arrays_are_by_scenario_and_power_and_read_only() -> None:
    """Three scenarios and two powers; row and frame name the same figures."""
    made = aggregates(power_mw=[1, 150])
    frame = made.to_frame()
    assert list(frame.columns) == list(AGGREGATE_COLUMNS)
    assert frame.index.names == ["scenario", "power_mw"]
    assert len(frame) == 6
    for name in AGGREGATE_COLUMNS:
        values = getattr(made, name)
        assert values.shape == (3, 2)
        assert frame.loc[("Coin", 150.0), name] == values[1, 1]
        with pytest.raises(ValueError, match="read-only"):
            values[0, 0] = 0.0


def test_aggregates_of_powers_are_those_of_each() -> None:
    """At 150 MW the sums are those of the years at 150 MW."""
    growth = grown(power_mw=[1, 150])
    row = growth_aggregates(growth).row(scenario=2, power=1)
    years = growth.rows(scenario=2, power=1)
    assert row["total_taxes"] == pytest.approx(sum(year["taxes"] for year in years))
    assert row["total_net_profits"] == pytest.approx(sum(year["net_profits"] for year in years))
    assert row["investment"] == years[0]["capex_tot"]

"""The table's two readings: as published, and with accounts that close."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics import Scenario
from hydro_mining.economics.growth import (
    GROWTH_COLUMNS,
    Growth,
    GrowthCoefficients,
    GrowthReading,
    GrowthTable,
    Multiplier,
    project_growth,
)
from hydro_mining.exceptions import InputError

steady = settings(deadline=None, derandomize=True, max_examples=100)
powers = st.floats(1, 300)
tables = st.sampled_from(["published", "consistent"])

# SPEC section 3, published demonstration model of July 2025.
TABLE = GrowthTable(
    year=(2026, 2027, 2028, 2029, 2030),
    btc_price=[100_000, 105_000, 110_000, 115_000, 120_000],
    btc_per_mw=[30.0, 30.5, 31.0, 31.5, 32.0],
    gross_rev=[3_000_000, 3_202_500, 3_410_000, 3_622_500, 3_840_000],
    energy_cost=[576_000] * 5,
    opex=[200_000, 220_000, 242_000, 266_000, 292_600],
    capex_amort=[100_000] * 5,
    tot_costs=[876_000, 896_000, 918_000, 942_000, 968_600],
    capex_tot=[2_000_000] * 5,
    taxes=[278_100, 428_775, 375_300, 309_300, 244_710],
    net_profits=[1_840_900, 1_871_725, 2_124_700, 2_371_200, 2_639_700],
)
GAPS = [5000, 6000, -8000, 0, -13_010]
# Those of data/presets.toml.
BASE = Scenario(name="Base", btc_price_growth_per_year=0.1, difficulty_growth_per_year=0.1)
BEAR = Scenario(
    name="Bear", btc_price_shock=-0.25, difficulty_growth_per_year=0.15, power_price_shock=0.05
)
BULL = Scenario(name="Bull", btc_price_growth_per_year=0.3, difficulty_growth_per_year=0.25)
DEARER = Scenario(
    name="Dearer",
    btc_price_growth_per_year=0.1,
    power_price_shock=0.2,
    power_price_growth_per_year=0.5,
)
ALL = (BASE, BEAR, BULL, DEARER)


def project(power_mw: Any, reading: GrowthReading, **changes: Any) -> Growth:
    settings_ = {"table": TABLE, "scenarios": ALL, **changes}
    return project_growth(power_mw=power_mw, reading=reading, **settings_)


# Published


def test_published_150_mw_in_2030_to_the_cent() -> None:
    """The specification's figures: $98.8M revenue, $78.9M net profit, paid back in 0.56 years."""
    row = project(150, "published").rows()[-1]
    assert list(row) == ["year", *GROWTH_COLUMNS]
    assert row["year"] == 2030
    expected = {
        "btc_price": 120_000.00,
        "btc_generated": 391.92,
        "gross_rev": 98_769_140.08,
        "energy_cost": 12_741_886.54,
        "opex": 6_472_701.39,
        "capex_amort": 2_212_133.08,
        "tot_costs": 21_426_721.01,
        "capex_tot": 44_242_661.59,
        "taxes": 5_413_310.86,
        "net_profits": 78_914_794.57,
        "payback": 0.56,
    }
    assert {name: round(row[name], 2) for name in expected} == expected
    assert round(100 * row["roi"], 2) == 178.37


def test_published_accounts_do_not_close() -> None:
    """98,769,140.08 − 21,426,721.01 − 5,413,310.86 is 71,929,108.21: 6,985,686.36 too few."""
    gap = project(150, "published").accounts_gap[0, 0, -1]
    assert gap == pytest.approx(-6_985_686.36, abs=0.02)


def test_published_coin_is_not_worth_the_published_revenue() -> None:
    """32 √150 BTC at $120,000 are $47,030,203.06 of $98,769,140.08: 51,738,937.02 unexplained."""
    gap = project(150, "published").coin_gap[0, 0, -1]
    assert gap == pytest.approx(51_738_937.02, abs=0.01)


def test_published_1_mw_is_not_the_row() -> None:
    """1 MW has 3 ln 3 + 5 times the costs, 5.2 + 1.4 ln 2 times the revenue, but the coin."""
    growth = project(1, "published")
    cost = 3 * math.log(3) + 5
    for name in ("energy_cost", "opex", "capex_amort", "tot_costs", "capex_tot", "taxes"):
        assert getattr(growth, name)[0, 0] == pytest.approx(getattr(TABLE, name) * cost, rel=1e-14)
    assert growth.gross_rev[0, 0] == pytest.approx(
        TABLE.gross_rev * (1.2 + 1.4 * math.log(2) + 4), rel=1e-14
    )
    assert growth.net_profits[0, 0] == pytest.approx(
        TABLE.net_profits * (1.5 + 1.4 * math.log(2) + 4.5), rel=1e-14
    )
    assert growth.btc_generated[0, 0].tolist() == TABLE.btc_per_mw.tolist()
    assert growth.btc_price[0, 0].tolist() == TABLE.btc_price.tolist()


def test_published_bear_passes_through_to_costs_and_profit() -> None:
    """Bear's year k has 0.75 / 1.1**k of the revenue; costs and profit move by what it changes."""
    growth = project(150, "published")
    lost = 1 - 0.75 / 1.1 ** np.arange(5)
    base_revenue, base_energy = growth.gross_rev[0, 0], growth.energy_cost[0, 0]
    assert growth.btc_price[1, 0] == pytest.approx(TABLE.btc_price * (1 - lost), rel=1e-14)
    assert growth.gross_rev[1, 0] == pytest.approx(base_revenue * (1 - lost), rel=1e-14)
    assert growth.energy_cost[1, 0] == pytest.approx(base_energy * 1.05, rel=1e-14)
    assert growth.tot_costs[1, 0] == pytest.approx(
        growth.tot_costs[0, 0] + 0.05 * base_energy, rel=1e-14
    )
    assert growth.net_profits[1, 0] == pytest.approx(
        growth.net_profits[0, 0] - lost * base_revenue - 0.05 * base_energy, rel=1e-13
    )
    for name in ("btc_generated", "opex", "capex_amort", "capex_tot", "taxes"):
        assert getattr(growth, name)[1].tolist() == getattr(growth, name)[0].tolist()


@steady
@given(powers)
def test_published_gap_is_the_same_in_every_scenario(power: float) -> None:
    """What a scenario changes reaches the net profit in full, so the gap stays that of Base."""
    growth = project(power, "published")
    for scenario in range(1, len(ALL)):
        miss = growth.accounts_gap[scenario] - growth.accounts_gap[0]
        assert (abs(miss) <= 1e-12 * growth.gross_rev.max()).all()


# Consistent


def test_consistent_1_mw_is_the_row_but_for_the_net_profit() -> None:
    """Net profit is the row's and its error: 5000, 6000, −8000, 0 and −13010 more."""
    growth = project(1, "consistent").of(0)
    names = [n for n in GROWTH_COLUMNS if n not in {"payback", "roi", "net_profits"}]
    for name in names:
        stated = getattr(TABLE, "btc_per_mw" if name == "btc_generated" else name)
        assert getattr(growth, name)[0, 0] == pytest.approx(stated, rel=1e-15)
    assert TABLE.accounts_gap.tolist() == GAPS
    assert (growth.net_profits[0, 0] - TABLE.net_profits).tolist() == GAPS


def test_consistent_150_mw_by_hand() -> None:
    """2030: revenue times 25.7211 / 6.1704, costs times 22.1213 / 8.2958."""
    cost = (3 * math.log(301) + 5) / (3 * math.log(3) + 5)
    revenue = (1.2 * math.sqrt(150) + 1.4 * math.log(151) + 4) / (5.2 + 1.4 * math.log(2))
    row = project(150, "consistent").rows()[-1]
    assert row["gross_rev"] == pytest.approx(3_840_000 * revenue, rel=1e-14)
    assert row["btc_generated"] == pytest.approx(32 * revenue, rel=1e-14)
    assert row["tot_costs"] == pytest.approx(968_600 * cost, rel=1e-14)
    assert row["taxes"] == pytest.approx(244_710 * cost, rel=1e-14)
    net = 3_840_000 * revenue - (968_600 + 244_710) * cost
    assert row["net_profits"] == pytest.approx(net, rel=1e-14)
    assert row["roi"] == pytest.approx(net / (2_000_000 * cost), rel=1e-14)
    assert row["payback"] == pytest.approx(2_000_000 * cost / net, rel=1e-14)


def test_consistent_bear_by_hand() -> None:
    """At 1 MW in 2028: price and revenue times 0.75 / 1.21, energy times 1.05, coin as ever."""
    row = project(1, "consistent").rows(scenario=1)[2]
    assert row["btc_price"] == pytest.approx(110_000 * 0.75 / 1.21, rel=1e-14)
    assert row["gross_rev"] == pytest.approx(3_410_000 * 0.75 / 1.21, rel=1e-14)
    assert row["btc_generated"] == pytest.approx(31.0, rel=1e-14)
    assert row["energy_cost"] == pytest.approx(604_800, rel=1e-14)
    assert row["tot_costs"] == pytest.approx(918_000 + 28_800, rel=1e-14)
    assert row["taxes"] == 375_300
    net = 3_410_000 * 0.75 / 1.21 - 946_800 - 375_300
    assert row["net_profits"] == pytest.approx(net, rel=1e-13)


def test_power_price_terms_by_hand() -> None:
    """+20 % at once and +50 % a year against a base of 0: energy times 1.2 × 1.5**k."""
    growth = project(1, "consistent")
    assert growth.energy_cost[3, 0].tolist() == pytest.approx(
        [691_200, 1_036_800, 1_555_200, 2_332_800, 3_499_200], rel=1e-14
    )
    assert growth.gross_rev[3].tolist() == growth.gross_rev[0].tolist()


def test_growth_is_measured_against_the_base_case() -> None:
    """The base case's own growth changes nothing, its shocks do: −25 % is −25 % in every year."""
    shocked = Scenario(name="B", btc_price_shock=-0.25, btc_price_growth_per_year=0.4)
    growth = project(1, "consistent", scenarios=(shocked,))
    assert growth.gross_rev[0, 0] == pytest.approx(TABLE.gross_rev * 0.75, rel=1e-14)


def test_scenarios_that_differ_in_difficulty_or_fees_alone_are_one() -> None:
    """The table knows neither, so only price and power price move it."""
    other = Scenario(
        name="Other",
        btc_price_growth_per_year=0.1,
        difficulty_shock=3.0,
        difficulty_growth_per_year=2.0,
        fee_growth_per_year=1.0,
    )
    for reading in ("published", "consistent"):
        growth = project(7, reading, scenarios=(BASE, other))
        for name in GROWTH_COLUMNS:
            assert getattr(growth, name)[1].tolist() == getattr(growth, name)[0].tolist()


@steady
@given(powers)
def test_consistent_accounts_close(power: float) -> None:
    """Revenue less the three costs and taxes is net profit, whatever year, power and scenario."""
    growth = project(power, "consistent")
    costs = growth.energy_cost + growth.opex + growth.capex_amort
    assert growth.tot_costs == pytest.approx(costs, rel=1e-9)
    assert growth.net_profits == pytest.approx(growth.gross_rev - costs - growth.taxes, rel=1e-9)
    assert (abs(growth.accounts_gap) <= 1e-9 * growth.gross_rev).all()


@steady
@given(powers)
def test_consistent_coin_at_its_price_is_the_revenue(power: float) -> None:
    """BTC times $/BTC is $, whatever year, power and scenario."""
    growth = project(power, "consistent")
    assert growth.btc_generated * growth.btc_price == pytest.approx(growth.gross_rev, rel=1e-9)
    assert (abs(growth.coin_gap) <= 1e-9 * growth.gross_rev).all()


@st.composite
def multipliers(draw: st.DrawFn) -> Multiplier:
    size = st.floats(0, 1000)
    return Multiplier(
        sqrt_coefficient=draw(size),
        log_coefficient=draw(size),
        log_slope=draw(size),
        constant=draw(st.floats(1e-3, 1000)),
    )


@steady
@given(multipliers(), multipliers(), powers)
def test_whatever_the_coefficients_1_mw_is_the_row_and_the_accounts_close(
    cost: Multiplier, revenue: Multiplier, power: float
) -> None:
    """Every coefficient is a parameter; none of them opens the accounts."""
    coefficients = GrowthCoefficients(cost=cost, revenue=revenue)
    growth = project([1, power], "consistent", coefficients=coefficients)
    for name in ("gross_rev", "energy_cost", "opex", "capex_amort", "capex_tot", "taxes"):
        assert getattr(growth, name)[0, 0] == pytest.approx(getattr(TABLE, name), rel=1e-14)
    assert growth.net_profits[0, 0] - TABLE.net_profits == pytest.approx(GAPS, abs=1e-7)
    size = growth.gross_rev + growth.tot_costs + growth.taxes
    assert (abs(growth.accounts_gap) <= 1e-12 * size).all()


# Both


GROWING = (
    "gross_rev",
    "energy_cost",
    "opex",
    "capex_amort",
    "tot_costs",
    "capex_tot",
    "taxes",
    "btc_generated",
    "energy_mwh",
)


@steady
@given(tables, powers, powers)
def test_figures_grow_with_power(reading: GrowthReading, one: float, other: float) -> None:
    """More power is more of everything that a multiplier scales, never less."""
    growth = project(np.sort([one, other]), reading)
    for name in GROWING:
        low, high = getattr(growth, name)[:, 0], getattr(growth, name)[:, 1]
        assert (low <= high).all(), name
        assert one == other or abs(one - other) < 1e-6 or (low < high).all(), name


@steady
@given(powers, powers)
def test_published_net_profit_grows_with_power(one: float, other: float) -> None:
    """In the base case it is the table's, which is a gain, times a multiplier that grows."""
    low, high = project(np.sort([one, other]), "published").net_profits[0]
    assert (low <= high).all()


@steady
@given(tables, powers)
def test_scenarios_order_as_they_are_named(reading: GrowthReading, power: float) -> None:
    """Bear's net profit is below Base's, Bull's above, in year 0 the same: only growth differs."""
    base, bear, bull, _ = project(power, reading).net_profits[:, 0]
    assert (bear < base).all()
    assert bull[0] == pytest.approx(base[0], rel=1e-14)
    assert (bull[1:] > base[1:]).all()


@steady
@given(tables, st.lists(powers, min_size=1, max_size=5))
def test_powers_together_are_the_powers_one_by_one(
    reading: GrowthReading, chosen: list[float]
) -> None:
    """An array of powers gives to the last bit what each gives alone."""
    together = project(chosen, reading)
    assert together.gross_rev.shape == (4, len(chosen), 5)
    for index, power in enumerate(chosen):
        alone = project(power, reading)
        for name in (*GROWTH_COLUMNS, "energy_mwh"):
            column = getattr(together, name)[:, index]
            assert np.array_equal(column, getattr(alone, name)[:, 0], equal_nan=True), name


@pytest.mark.parametrize("reading", ["published", "consistent"])
def test_energy_is_that_of_all_hours(reading: GrowthReading) -> None:
    """10 MW make 87,600 MWh in 2026 and 87,840 in the leap year 2028."""
    energy = project(10, reading).energy_mwh[0, 0]
    assert energy.tolist() == [87_600, 87_600, 87_840, 87_600, 87_600]


def test_losses_have_no_payback_and_nothing_invested_no_roi() -> None:
    """A year of loss is never paid back; without an investment there is no return on it."""
    loss = {name: getattr(TABLE, name) for name in TABLE.__slots__} | {"gross_rev": [0.0] * 5}
    row = project(1, "consistent", table=GrowthTable(**loss)).rows()[0]
    assert row["payback"] is None
    assert row["roi"] == pytest.approx(-(876_000 + 278_100) / 2_000_000)
    free = loss | {"gross_rev": TABLE.gross_rev, "capex_tot": [0.0] * 5}
    row = project(1, "consistent", table=GrowthTable(**free)).rows()[0]
    assert (row["payback"], row["roi"]) == (None, None)


def test_cash_flow_adds_amortisation_back_and_invests_once() -> None:
    """2026: 1,845,900 + 100,000 − 2,000,000; 2027: 1,877,725 + 100,000, capex is spent."""
    flow = project(1, "consistent").cash_flow[0, 0]
    assert flow[:2].tolist() == [-54_100, 1_977_725]


def test_results_cannot_be_changed() -> None:
    """A result's arrays are read-only, and asking for a derived figure changes none."""
    growth = project([1, 2], "consistent")
    before = growth.net_profits.copy()
    assert growth.cash_flow is not growth.net_profits
    assert growth.net_profits.tolist() == before.tolist()
    for name in ("net_profits", "btc_price", "taxes", "energy_mwh"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(growth, name)[0, 0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        growth.power_mw[0] = 5.0


def test_one_scenario_is_taken_out_with_its_name() -> None:
    """``of`` keeps the axes: one scenario, all powers and years."""
    growth = project([1, 2], "published")
    bear = growth.of(1)
    assert bear.scenarios == ("Bear",)
    assert bear.gross_rev.shape == (1, 2, 5)
    assert bear.rows(power=1) == growth.rows(scenario=1, power=1)


def test_frame_has_a_row_a_scenario_power_and_year() -> None:
    """Four scenarios, two powers and five years are 40 rows under the names of the rows."""
    growth = project([1, 150], "published")
    frame = growth.to_frame()
    assert list(frame.columns) == list(GROWTH_COLUMNS)
    assert frame.index.names == ["scenario", "power_mw", "year"]
    assert len(frame) == 40
    bear = frame.loc[("Bear", 150.0, 2030)]
    assert bear.to_dict() == {n: growth.rows(scenario=1, power=1)[-1][n] for n in GROWTH_COLUMNS}


# Refusals


def test_powers_out_of_range() -> None:
    """Only numbers from 1 to 300 MW are a table's powers, alone or among others; a site has any."""
    no_powers = [0, -1, math.nan, math.inf, True, "150", None, 10**400]
    table, site = r"from 1 to 300 \(MW\)", r"above 0 \(MW\)"
    rules = {"published": table, "consistent": table, "physical": site}
    for reading, rule in rules.items():
        outside = [0.999, 300.001] if rule is table else []
        for power in [*no_powers, *outside]:
            for given_ in (power, [5, power]):
                with pytest.raises(InputError, match=rf"^power_mw must be a number {rule}; got "):
                    project(given_, reading)


def test_unknown_reading() -> None:
    """The three readings are named."""
    with pytest.raises(InputError) as refused:
        project(1, "honest")  # type: ignore[arg-type]
    assert str(refused.value) == (
        "reading must be one of published, consistent, physical; got 'honest'"
    )

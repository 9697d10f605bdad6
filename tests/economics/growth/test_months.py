"""A year of the growth model by months."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydro_mining.economics import Scenario
from hydro_mining.economics.growth import (
    Growth,
    GrowthTable,
    growth_months,
    project_growth,
)
from hydro_mining.economics.growth.months import MONTH_COLUMNS
from hydro_mining.economics.load_profile import LoadProfile

steady = settings(deadline=None, derandomize=True, max_examples=100)

COLUMNS = [name for name in GrowthTable.__slots__ if name != "year"]
FLAT = LoadProfile(name="Flat", monthly=np.ones(12))
# Twice the power in the first six months, 181 of the 365 days of 2026.
TWO_LEVELS = LoadProfile(name="Two", monthly=[2.0] * 6 + [1.0] * 6)


def growth(power_mw: Any = 10) -> Growth:
    """Return 2026, a year of $3,650 and $1,825 of energy per MW, and the leap year 2028."""
    columns = {name: [1.0] * 3 for name in COLUMNS}
    columns |= {"gross_rev": [3650.0] * 3, "energy_cost": [1825.0] * 3, "btc_price": [365.0] * 3}
    table = GrowthTable(year=(2026, 2027, 2028), **columns)
    scenarios = (Scenario(name="Base"), Scenario(name="Twice", btc_price_shock=1.0))
    return project_growth(table=table, power_mw=power_mw, scenarios=scenarios)


def test_flat_year_by_hand() -> None:
    """At 1 MW January has 31 days of $10, of $5 of energy and of 10/365 BTC, and 744 MWh."""
    months = growth_months(growth(1), FLAT, scenario=0, year_index=0)
    assert months.year == 2026
    assert months.gross_rev[:2] == pytest.approx([310, 280], rel=1e-14)
    assert months.energy_cost[:2] == pytest.approx([155, 140], rel=1e-14)
    assert months.btc_generated[0] == pytest.approx(310 / 365, rel=1e-14)
    assert months.energy_mwh[:2] == pytest.approx([744, 672], rel=1e-14)
    assert months.mean_power_mw == pytest.approx([1] * 12, rel=1e-14)


def test_flat_power_is_usable_in_full() -> None:
    """No month is above the mean, in leap years neither."""
    for year in range(3):
        months = growth_months(growth(), FLAT, scenario=0, year_index=year)
        assert months.usable_share == pytest.approx(1, abs=1e-14)


def test_leap_february_has_29_days() -> None:
    """10 MW make 6,960 MWh in February 2028, 6,720 in 2026; the mean stays 10 MW."""
    months = growth_months(growth(), FLAT, scenario=0, year_index=2)
    assert months.energy_mwh[1] == pytest.approx(6960, rel=1e-14)
    assert months.mean_power_mw[1] == pytest.approx(10, rel=1e-14)
    ordinary = growth_months(growth(), FLAT, scenario=0, year_index=0)
    assert ordinary.energy_mwh[1] == pytest.approx(6720, rel=1e-14)


def test_two_levels_by_hand() -> None:
    """181 days at 2 and 184 at 1 are 546 parts, 546/365 in the mean.

    What machines of the mean can use is 181 × 546/365 + 184 of the 546: 83.289 %.
    """
    months = growth_months(growth(), TWO_LEVELS, scenario=0, year_index=0)
    assert months.mean_power_mw == pytest.approx(
        [10 * 2 * 365 / 546] * 6 + [10 * 365 / 546] * 6, rel=1e-14
    )
    used = 181 * 546 / 365 + 184
    assert months.usable_share == pytest.approx(used / 546, rel=1e-14)
    assert months.usable_share == pytest.approx(0.83289, abs=5e-6)


def test_one_month_of_power() -> None:
    """A July that has all the power has it for 31 of 365 days: so much machines can use."""
    monthly = [0.0] * 12
    monthly[6] = 3.0
    july = LoadProfile(name="July", monthly=monthly)
    months = growth_months(growth(), july, scenario=0, year_index=0)
    assert months.usable_share == pytest.approx(31 / 365, rel=1e-13)
    assert months.energy_mwh[6] == pytest.approx(87_600, rel=1e-14)
    assert months.mean_power_mw[6] == pytest.approx(10 * 365 / 31, rel=1e-14)
    assert months.gross_rev[5] == 0


@steady
@given(
    st.lists(st.floats(1e-3, 1e3), min_size=12, max_size=12),
    st.floats(1, 300),
    st.integers(0, 1),
    st.integers(0, 2),
)
def test_months_add_up_to_the_year(
    monthly: list[float], power: float, scenario: int, year_index: int
) -> None:
    """Energy, coin, income and energy cost of the months are those of the year."""
    grown = growth([1, power])
    profile = LoadProfile(name="Any", monthly=monthly)
    months = growth_months(grown, profile, scenario=scenario, year_index=year_index, power=1)
    for name in MONTH_COLUMNS[1:]:
        year = getattr(grown, name)[scenario, 1, year_index]
        assert getattr(months, name).sum() == pytest.approx(year, rel=1e-12)
    assert 0 < months.usable_share <= 1 + 1e-12
    hours = months.energy_mwh / months.mean_power_mw
    assert (hours * months.mean_power_mw).sum() / hours.sum() == pytest.approx(power, rel=1e-12)


def test_scenario_year_and_power_are_those_asked_for() -> None:
    """Twice the price is twice the income, and the second power's energy is its own."""
    grown = growth([1, 150])
    base = growth_months(grown, FLAT, scenario=0, year_index=1)
    twice = growth_months(grown, FLAT, scenario=1, year_index=1, power=0)
    assert (base.year, twice.year) == (2027, 2027)
    assert twice.gross_rev == pytest.approx(2 * base.gross_rev, rel=1e-14)
    large = growth_months(grown, FLAT, scenario=0, year_index=1, power=1)
    assert large.energy_mwh == pytest.approx(150 * base.energy_mwh, rel=1e-14)


def test_frame_has_a_row_a_month() -> None:
    """Twelve rows by the names of the months, in order, with the columns of the arrays."""
    months = growth_months(growth(), TWO_LEVELS, scenario=0, year_index=2)
    frame = months.to_frame()
    assert list(frame.columns) == list(MONTH_COLUMNS)
    assert frame.index[0] == "Jan 2028"
    assert frame.index[-1] == "Dec 2028"
    assert frame.index.name == "month"
    assert frame["gross_rev"].tolist() == months.gross_rev.tolist()


def test_months_cannot_be_changed() -> None:
    """The arrays are read-only."""
    months = growth_months(growth(), FLAT, scenario=0, year_index=0)
    for name in MONTH_COLUMNS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(months, name)[0] = 0.0

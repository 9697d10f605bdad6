"""Annual flows of a site."""

import numpy as np
import pytest

from hydro_mining.economics import Finance
from hydro_mining.economics.cash_flow import AnnualFlows, annual_flows, cash_flows, yearly
from hydro_mining.economics.returns import with_residual


def finance(*, opex: float, switch_off: bool) -> Finance:
    return Finance(
        years=1,
        discount_rate_per_year=0.1,
        other_opex_gbp_per_year=opex,
        switch_off_when_unprofitable=switch_off,
    )


def flows(
    daily: np.ndarray,
    *,
    power_price: list[float],
    switch_off: bool = False,
    opex: float = 0.0,
    hashrate: float = 2.0,
) -> AnnualFlows:
    """A site of 2 TH/s and 8 kWh a day; at £0.125 per kWh its day costs £1.00 exactly."""
    return annual_flows(
        rev_per_th_per_day=daily,
        power_price_gbp_per_kwh=np.array(power_price),
        hashrate_ths=hashrate,
        energy_kwh_per_day=8.0,
        finance=finance(opex=opex, switch_off=switch_off),
    )


def test_project_years_are_365_days_from_go_live() -> None:
    """Day 365 is the first of year 2."""
    by_year = yearly(np.arange(730.0))
    assert by_year.shape == (2, 365)
    assert by_year[1, 0] == 365


def test_profit_is_revenue_less_power_and_other_cost() -> None:
    """£3.00 a TH/s make £6 × 365 = £2,190; power costs £365, the rest £25: £1,800 profit."""
    annual = flows(np.full(365, 3.0), power_price=[0.125], opex=25.0)
    assert annual.revenue_gbp == pytest.approx([2190.0])
    assert annual.power_cost_gbp == pytest.approx([365.0])
    assert annual.profit_gbp == pytest.approx([1800.0])
    assert annual.days_mined.tolist() == [365.0]


def test_every_day_counts_unless_switching_off_is_asked_for() -> None:
    """A year of losses is mined through: revenue £73, power £365."""
    annual = flows(np.full(365, 0.1), power_price=[0.125])
    assert annual.profit_gbp == pytest.approx([73.0 - 365.0])
    assert annual.days_mined.tolist() == [365.0]


def test_day_that_just_covers_its_power_is_mined() -> None:
    """200 days at £2, 100 at exactly £1 and 65 at £0.50 against £1 of power mine 300 days."""
    daily = np.repeat([1.0, 0.5, 0.25], [200, 100, 65])
    annual = flows(daily, power_price=[0.125], switch_off=True, opex=50.0)
    assert annual.days_mined.tolist() == [300.0]
    assert annual.revenue_gbp == pytest.approx([2 * (200 * 1.0 + 100 * 0.5)])
    assert annual.power_cost_gbp == pytest.approx([300.0])
    assert annual.profit_gbp == pytest.approx([500.0 - 300.0 - 50.0])


def test_other_running_cost_stays_when_the_site_is_off() -> None:
    """A year without a mined day has no revenue and no power, but rent all the same."""
    annual = flows(np.full(365, 0.1), power_price=[0.125], switch_off=True, opex=50.0)
    assert annual.days_mined.tolist() == [0.0]
    assert annual.revenue_gbp.tolist() == [0.0]
    assert annual.power_cost_gbp.tolist() == [0.0]
    assert annual.profit_gbp.tolist() == [-50.0]


def test_switching_off_looks_at_each_years_own_power_price() -> None:
    """The same revenue is mined in year 1 at £0.125 and not in year 2 at £0.25."""
    annual = flows(np.full(730, 0.75), power_price=[0.125, 0.25], switch_off=True)
    assert annual.days_mined.tolist() == [365.0, 0.0]


def test_switching_off_changes_nothing_while_every_day_pays() -> None:
    """With revenue above cost on all days both readings agree."""
    daily = np.linspace(1.0, 2.0, 365)
    on = flows(daily, power_price=[0.125])
    off = flows(daily, power_price=[0.125], switch_off=True)
    assert off.profit_gbp == pytest.approx(on.profit_gbp, rel=1e-14)
    assert off.days_mined.tolist() == on.days_mined.tolist()


def test_switching_off_never_lowers_profit() -> None:
    """Days left out are days of loss."""
    daily = np.random.default_rng(3).uniform(0.0, 1.0, 730)
    on = flows(daily, power_price=[0.1, 0.12])
    off = flows(daily, power_price=[0.1, 0.12], switch_off=True)
    assert (off.profit_gbp >= on.profit_gbp).all()


def test_free_power_mines_every_day_even_for_nothing() -> None:
    """A day without revenue still covers a cost of 0."""
    annual = flows(np.zeros(365), power_price=[0.0], switch_off=True)
    assert annual.days_mined.tolist() == [365.0]


def test_scenarios_and_machines_broadcast() -> None:
    """Three machines on one path give one row each, equal to the single calls."""
    daily = np.linspace(0.2, 1.0, 730)
    energy = np.array([8.0, 16.0, 24.0])
    hashrate = np.array([2.0, 4.0, 5.0])
    many = annual_flows(
        rev_per_th_per_day=daily,
        power_price_gbp_per_kwh=np.array([0.125, 0.15]),
        hashrate_ths=hashrate,
        energy_kwh_per_day=energy,
        finance=finance(opex=7.0, switch_off=True),
    )
    assert many.profit_gbp.shape == (3, 2)
    for m in range(3):
        one = annual_flows(
            rev_per_th_per_day=daily,
            power_price_gbp_per_kwh=np.array([0.125, 0.15]),
            hashrate_ths=float(hashrate[m]),
            energy_kwh_per_day=float(energy[m]),
            finance=finance(opex=7.0, switch_off=True),
        )
        assert np.array_equal(many.profit_gbp[m], one.profit_gbp)
        assert np.array_equal(many.days_mined[m], one.days_mined)


def test_cash_flows_start_with_the_investment_and_end_with_the_residual() -> None:
    """£1,000 out, two profits in, and £100 of resale in the last year."""
    flows = cash_flows(capex_gbp=1000.0, profit_gbp=np.array([600.0, 500.0]))
    result = with_residual(flows, 100.0)
    assert result.tolist() == [-1000.0, 600.0, 600.0]


def test_no_investment_is_a_plain_zero() -> None:
    """A capex of 0 is 0, not −0."""
    result = with_residual(cash_flows(capex_gbp=0.0, profit_gbp=np.array([1.0])), 0.0)
    assert str(result[0]) == "0.0"


def test_cash_flows_leave_the_profits_alone() -> None:
    """The residual is added to the cash flow, not to the annual profit."""
    profit = np.array([[600.0, 500.0], [1.0, 2.0]])
    result = with_residual(cash_flows(capex_gbp=1000.0, profit_gbp=profit), 100.0)
    assert profit.tolist() == [[600.0, 500.0], [1.0, 2.0]]
    assert result.tolist() == [[-1000.0, 600.0, 600.0], [-1000.0, 1.0, 102.0]]

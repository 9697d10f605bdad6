"""Days switched off, and whether the site ever comes back."""

import datetime as dt
from collections.abc import Callable

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.idle_days import idle_days

Build = Callable[..., StudyInputs]

OFF = {"switch_off_when_unprofitable": True}


def test_a_falling_revenue_stops_for_good(study: Build) -> None:
    """9,000 × 0.5^t = 2,160 after 751.5 days of 1,095: day 752, 31 Oct 2028, is the first off."""
    halving = [{"name": "Base", "difficulty_growth_per_year": 1.0}]
    found = idle_days(evaluate(study(finance=OFF, scenarios=halving)))
    assert found.stops_on == found.first == dt.date(2028, 10, 31)
    assert found.count == 1_095 - 752


def test_the_days_are_those_that_the_annual_figures_leave_out(study: Build) -> None:
    """Count and days mined add up to all days."""
    halving = [{"name": "Base", "difficulty_growth_per_year": 1.0}]
    result = evaluate(study(finance=OFF, scenarios=halving))
    assert idle_days(result).count + result.scenarios["Base"].days_mined.sum() == 3 * 365


def test_a_rising_revenue_comes_back(study: Build) -> None:
    """30 kWh's worth at first: off at the beginning, on to the end."""
    rising = [{"name": "Base", "btc_price_growth_per_year": 1.0, "btc_price_shock": -0.8}]
    result = evaluate(study(finance=OFF | {"miner": "Round"}, scenarios=rising))
    found = idle_days(result)
    # 9,000 × 0.2 × 2^t = 2,160 at t = 0.263 years, 96.01 days: 97 days are off.
    assert (found.count, found.first, found.stops_on) == (97, dt.date(2026, 10, 10), None)


def test_nothing_is_off_where_nothing_may_be(study: Build) -> None:
    """Without switching off, where all days pay, and without a site."""
    halving = [{"name": "Base", "difficulty_growth_per_year": 1.0}]
    assert idle_days(evaluate(study(scenarios=halving))) is None
    assert idle_days(evaluate(study(finance=OFF))) is None
    assert idle_days(evaluate(study(site={"power_price_gbp_per_kwh": 5.0}, finance=OFF))) is None

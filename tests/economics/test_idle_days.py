"""Days switched off, and whether the site ever comes back."""

import datetime as dt
from collections.abc import Callable

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.idle_days import Standstill, idle_days

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


def halved(study: Build, power_price_growth_per_year: float) -> StudyInputs:
    """Return a bitcoin price that doubles each year, a halving on day 100, power at £8,640 a day.

    Days 0–99 bring 9,000 × 2^t and mine. From day 100, 18 Jan 2027, it is 4,500 × 2^t, which
    reaches 8,640 after log2(1.92) = 0.9411 years, 343.5 days: day 344, 19 Sep 2027.
    """
    moves = {
        "name": "Base",
        "btc_price_growth_per_year": 1.0,
        "power_price_growth_per_year": power_price_growth_per_year,
    }
    return study(
        network={"block_height": 1_050_000 - 100 * 144},
        site={"power_price_gbp_per_kwh": 0.4},
        finance=OFF | {"miner": "Round"},
        scenarios=[moves],
    )


STILL = Standstill(first=dt.date(2027, 1, 18), mines_again_on=dt.date(2027, 9, 19))


def test_a_standstill_before_the_end_is_found(study: Build) -> None:
    """Power three times as dear from year 2 on, £25,920, is above all of 4,500 × 2^t ≤ 18,000.

    In year 3 it is £77,760. Off are 244 days of year 1 and all of the two others.
    """
    found = idle_days(evaluate(halved(study, 2.0)))
    assert STILL.count == 344 - 100
    assert found.standstills == (STILL,)
    assert (found.stops_on, found.count) == (dt.date(2027, 10, 10), 244 + 730)


def test_each_standstill_is_one_of_its_own(study: Build) -> None:
    """Power that doubles with the price is off for the first 344 days of years 2 and 3 too."""
    found = idle_days(evaluate(halved(study, 1.0)))
    assert [one.count for one in found.standstills] == [244, 344, 344]
    assert found.standstills[1].first == dt.date(2027, 10, 10)
    assert (found.stops_on, found.count) == (None, 244 + 344 + 344)


def test_a_standstill_at_the_start_is_one(study: Build) -> None:
    """The 97 days of the rising revenue above, from go-live to 15 Jan 2027."""
    rising = [{"name": "Base", "btc_price_growth_per_year": 1.0, "btc_price_shock": -0.8}]
    found = idle_days(evaluate(study(finance=OFF | {"miner": "Round"}, scenarios=rising)))
    still = Standstill(first=dt.date(2026, 10, 10), mines_again_on=dt.date(2027, 1, 15))
    assert found.standstills == (still,)

"""Daily paths of price, difficulty, subsidy and revenue per TH."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from hydro_mining.economics import StudyInputs
from hydro_mining.economics.cash_flow import yearly
from hydro_mining.economics.scenarios import power_price_by_year, scenario_paths

Build = Callable[..., StudyInputs]
HALVING = 1_050_000
REV = 0.25  # £/TH/day before the halving, see conftest


def test_day_zero_is_todays_network(study: Build) -> None:
    """Without shocks the first day has today's price and difficulty and £0.25 per TH/s."""
    paths = scenario_paths(study())
    assert paths.btc_price_usd[0, 0] == 100_000
    assert paths.difficulty[0, 0] == 27 * 5**20 / 2**7
    assert paths.block_height[0] == 840_000
    assert paths.rev_per_th_per_day[0, 0] == pytest.approx(REV, rel=1e-15)


def test_grid_has_365_days_for_every_year(study: Build) -> None:
    """Three years of two scenarios are a grid of 2 × 1,095; heights move 144 a day."""
    paths = scenario_paths(study(scenarios=[{"name": "A"}, {"name": "B"}]))
    assert paths.rev_per_th_per_day.shape == (2, 1095)
    assert paths.block_height.shape == (1095,)
    assert paths.block_height[-1] == 840_000 + 144 * 1094


def test_growth_is_compounded_by_days_of_a_365_day_year(study: Build) -> None:
    """At +21 % a year the price is 1.21 times on day 365 and 1.21 ** 0.2 times on day 73."""
    paths = scenario_paths(study(scenarios=[{"name": "A", "btc_price_growth_per_year": 0.21}]))
    assert paths.btc_price_usd[0, 365] == pytest.approx(121_000, rel=1e-14)
    assert paths.btc_price_usd[0, 73] == pytest.approx(100_000 * 1.21**0.2, rel=1e-14)
    assert paths.btc_price_usd[0, 730] == pytest.approx(146_410, rel=1e-14)


def test_negative_growth_halves(study: Build) -> None:
    """A growth of −50 % a year leaves a quarter of price and difficulty after two years."""
    scenario = {
        "name": "A",
        "btc_price_growth_per_year": -0.5,
        "difficulty_growth_per_year": -0.5,
    }
    paths = scenario_paths(study(scenarios=[scenario]))
    assert paths.btc_price_usd[0, 730] == pytest.approx(25_000, rel=1e-14)
    assert paths.difficulty[0, 730] == pytest.approx(27 * 5**20 / 2**9, rel=1e-14)
    # Both fall alike, so revenue per TH stays.
    assert paths.rev_per_th_per_day[0] == pytest.approx(np.full(1095, REV), rel=1e-13)


def test_shocks_hold_from_the_first_day(study: Build) -> None:
    """Price −25 % and difficulty +50 % make revenue 0.75 / 1.5 = half, on every day."""
    scenario = {"name": "A", "btc_price_shock": -0.25, "difficulty_shock": 0.5}
    paths = scenario_paths(study(scenarios=[scenario]))
    assert paths.btc_price_usd[0, 0] == 75_000
    assert paths.rev_per_th_per_day[0] == pytest.approx(np.full(1095, 0.125), rel=1e-14)


def test_fees_grow_by_their_own_rate(study: Build) -> None:
    """0.5 BTC of fees that double each year are 2 BTC a block on day 730."""
    paths = scenario_paths(
        study(
            network={"fees_btc_per_block": 0.5},
            scenarios=[{"name": "A", "fee_growth_per_year": 1.0}],
        )
    )
    # 1e-6 × (3.125 + fees) × 100,000 × 0.8
    assert paths.rev_per_th_per_day[0, 0] == pytest.approx(0.08 * 3.625, rel=1e-14)
    assert paths.rev_per_th_per_day[0, 730] == pytest.approx(0.08 * 5.125, rel=1e-14)


def test_zero_fees_are_zero_however_they_grow(study: Build) -> None:
    """A fee of 0 stays 0 at +1000 % a year: it is a value, not a missing one."""
    paths = scenario_paths(study(scenarios=[{"name": "A", "fee_growth_per_year": 10.0}]))
    assert paths.rev_per_th_per_day[0] == pytest.approx(np.full(1095, REV), rel=1e-15)


def test_zero_growth_is_zero_growth(study: Build) -> None:
    """A growth of 0 keeps every day at today's price."""
    paths = scenario_paths(study(scenarios=[{"name": "A", "btc_price_growth_per_year": 0.0}]))
    assert set(paths.btc_price_usd[0].tolist()) == {100_000.0}


@pytest.mark.parametrize(
    ("height", "days_before"),
    [
        (HALVING - 14_400, 100),  # day 100 starts at the halving's height
        (HALVING - 14_401, 101),  # a block short: day 100 still starts before it
        (HALVING - 14_399, 100),  # a block late: day 99 starts before it
        (HALVING - 1, 1),
        (HALVING, 0),
    ],
)
def test_halving_splits_a_year_by_days(study: Build, height: int, days_before: int) -> None:
    """A day takes the subsidy of the height with which it starts."""
    paths = scenario_paths(study(network={"block_height": height}, finance={"years": 1}))
    daily = paths.rev_per_th_per_day[0]
    assert daily[:days_before] == pytest.approx(np.full(days_before, REV), rel=1e-14)
    assert daily[days_before:] == pytest.approx(np.full(365 - days_before, REV / 2), rel=1e-14)
    mean = REV * (days_before + (365 - days_before) / 2) / 365
    assert float(yearly(daily)[0].mean()) == pytest.approx(mean, rel=1e-14)


def test_halving_days_name_the_first_day_of_an_era(study: Build) -> None:
    """From height 840,000 the halving is 1,458.33 days away, so day 1,459 is the first after."""
    assert scenario_paths(study(finance={"years": 4})).halving_days.tolist() == [1459]
    assert scenario_paths(study()).halving_days.tolist() == []


def test_grid_that_starts_at_a_halving_does_not_mark_it(study: Build) -> None:
    """A halving on day 0 changes nothing inside the grid."""
    paths = scenario_paths(study(network={"block_height": HALVING}))
    assert paths.halving_days.tolist() == []


def test_fifty_years_meet_every_halving(study: Build) -> None:
    """50 years are 18,250 × 144 = 2,628,000 blocks: twelve halvings from height 840,000."""
    assert scenario_paths(study(finance={"years": 50})).halving_days.size == 12


def test_start_after_as_of_moves_growth_and_height(study: Build) -> None:
    """Go-live 73 days later starts at 1.21 ** 0.2 times the price and 10,512 blocks on."""
    late = scenario_paths(
        study(
            finance={"start_date": dt.date(2026, 12, 22)},
            scenarios=[{"name": "A", "btc_price_growth_per_year": 0.21}],
        )
    )
    assert late.btc_price_usd[0, 0] == pytest.approx(100_000 * 1.21**0.2, rel=1e-14)
    assert late.block_height[0] == 840_000 + 144 * 73
    # A year after as_of is day 292 of the grid.
    assert late.btc_price_usd[0, 292] == pytest.approx(121_000, rel=1e-14)


def test_start_after_as_of_does_not_move_shocks_or_power(study: Build) -> None:
    """A shock is whole from go-live on, and power prices count project years."""
    late = study(
        finance={"start_date": dt.date(2028, 10, 10)},
        scenarios=[{"name": "A", "btc_price_shock": -0.5, "power_price_growth_per_year": 0.1}],
    )
    assert scenario_paths(late).btc_price_usd[0, 0] == 50_000
    assert power_price_by_year(late)[0] == pytest.approx([0.1, 0.11, 0.121], rel=1e-14)


def test_late_start_meets_the_halving_earlier(study: Build) -> None:
    """100 days of waiting bring the halving of day 1,459 to day 1,359."""
    start = dt.date(2026, 10, 10) + dt.timedelta(days=100)
    late = scenario_paths(study(finance={"start_date": start, "years": 4}))
    assert late.halving_days.tolist() == [1359]


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2026-10-10T23:59:59+00:00", 3),
        ("2026-10-11T01:30:00+02:00", 3),  # still 10 October in UTC
        ("2026-10-09T23:00:00-05:00", 3),  # already 10 October in UTC
        ("2026-10-10T12:00:00", 3),  # no zone is UTC
    ],
)
def test_days_to_start_count_utc_days(study: Build, as_of: str, days: int) -> None:
    """The offset to go-live is whole days from the UTC day of as_of, whatever its hour."""
    late = study(network={"as_of": as_of}, finance={"start_date": dt.date(2026, 10, 13)})
    assert late.days_to_start == days


def test_leap_days_are_days(study: Build) -> None:
    """From 10 Oct 2027 to 10 Oct 2028 are 366 days, because 2028 has a 29 February."""
    leap = study(
        network={"as_of": "2027-10-10T00:00:00+00:00"},
        finance={"start_date": dt.date(2028, 10, 10)},
    )
    assert leap.days_to_start == 366


@pytest.mark.parametrize(("fee", "revenue"), [(0.0, 0.25), (0.02, 0.245), (1.0, 0.0)])
def test_pool_fee_is_taken_from_revenue(study: Build, fee: float, revenue: float) -> None:
    """A pool that keeps everything leaves nothing, one that keeps nothing leaves all."""
    paths = scenario_paths(study(finance={"pool_fee_fraction": fee}))
    assert paths.rev_per_th_per_day[0, 0] == pytest.approx(revenue, rel=1e-14)


def test_power_price_has_a_shock_and_grows_by_project_year(study: Build) -> None:
    """£0.10 with +50 % at once and +10 % a year is £0.15, £0.165 and £0.1815."""
    shocked = study(
        scenarios=[
            {"name": "A", "power_price_shock": 0.5, "power_price_growth_per_year": 0.1},
            {"name": "B", "power_price_growth_per_year": -0.5},
        ]
    )
    prices = power_price_by_year(shocked)
    assert prices[0] == pytest.approx([0.15, 0.165, 0.1815], rel=1e-14)
    assert prices[1] == pytest.approx([0.1, 0.05, 0.025], rel=1e-14)


def test_free_power_stays_free(study: Build) -> None:
    """A power price of 0 is 0 in every year and scenario."""
    free = study(
        site={"power_price_gbp_per_kwh": 0.0},
        scenarios=[{"name": "A", "power_price_shock": 9.0, "power_price_growth_per_year": 9.0}],
    )
    assert power_price_by_year(free).tolist() == [[0.0, 0.0, 0.0]]


def test_scenarios_do_not_touch_each_other(study: Build) -> None:
    """A scenario's path is bit for bit the same alone and among others."""
    bear = {"name": "Bear", "btc_price_shock": -0.25, "difficulty_growth_per_year": 0.15}
    bull = {"name": "Bull", "btc_price_growth_per_year": 0.3, "fee_growth_per_year": 0.2}
    together = scenario_paths(study(scenarios=[bear, bull]))
    alone = scenario_paths(study(scenarios=[bull]))
    assert np.array_equal(together.rev_per_th_per_day[1], alone.rev_per_th_per_day[0])


def test_enormous_heights_live_on_fees(study: Build) -> None:
    """At the largest legal height there is no subsidy, and no overflow into one."""
    paths = scenario_paths(study(network={"block_height": 2**53 - 1, "fees_btc_per_block": 1.0}))
    assert paths.rev_per_th_per_day[0] == pytest.approx(np.full(1095, 0.08), rel=1e-14)


def test_last_subsidy_ends_inside_the_grid(study: Build) -> None:
    """Ten days before height 6,930,000 a block still pays one satoshi, then nothing."""
    paths = scenario_paths(study(network={"block_height": 6_930_000 - 1440}, finance={"years": 1}))
    daily = paths.rev_per_th_per_day[0]
    assert daily[:10] == pytest.approx(np.full(10, 0.08 * 1e-8), rel=1e-14)
    assert daily[10:].tolist() == [0.0] * 355


@pytest.mark.parametrize(
    "name", ["btc_price_usd", "difficulty", "block_height", "rev_per_th_per_day"]
)
def test_paths_cannot_be_changed(study: Build, name: str) -> None:
    """A path is read-only, so that a chart cannot change a result."""
    path = getattr(scenario_paths(study()), name)
    with pytest.raises(ValueError, match="read-only"):
        path[...] = 0


def following(study: Build, base: dict[str, float], **terms: float):
    """Return the paths of a base case and of a scenario that follows its price by 1 or less."""
    return scenario_paths(study(scenarios=[{"name": "Base", **base}, {"name": "Own", **terms}]))


def test_difficulty_follows_the_price_s_distance_from_the_base_case(study: Build) -> None:
    """At once, by the square root: four times the base case's price is twice the difficulty.

    The base case's own growth of the price moves nothing; the scenario's own growths stay.
    """
    paths = following(
        study,
        {"btc_price_growth_per_year": 0.5},
        btc_price_shock=3.0,
        btc_price_growth_per_year=0.5,
        difficulty_growth_per_year=0.21,
        hashrate_elasticity=0.5,
    )
    own = paths.difficulty[1] / (27 * 5**20 / 2**7)
    assert own[[0, 365]] == pytest.approx([2, 2 * 1.21])
    assert paths.difficulty[0] == pytest.approx(np.full(1095, 27 * 5**20 / 2**7))


def test_an_elasticity_of_one_leaves_revenue_where_it_was(study: Build) -> None:
    """Without fees and delay difficulty takes what the price gives."""
    paths = following(study, {}, btc_price_shock=-0.4, hashrate_elasticity=1.0)
    assert paths.rev_per_th_per_day[1] == pytest.approx(paths.rev_per_th_per_day[0])


def test_difficulty_follows_with_its_half_life_from_the_network_s_day_on(study: Build) -> None:
    """Twelve months of half-life are 365 days: √2 of a doubled price then, nothing on day 0.

    Go-live 73 days later has 1 − 2^(−0.2) of the log behind it.
    """
    terms = {"btc_price_shock": 1.0, "hashrate_elasticity": 1.0, "hashrate_half_life_months": 12.0}
    own = following(study, {}, **terms).difficulty[1] / (27 * 5**20 / 2**7)
    assert own[[0, 365, 730]] == pytest.approx([1, 2**0.5, 2**0.75])
    later = study(
        scenarios=[{"name": "Base"}, {"name": "Own", **terms}],
        finance={"start_date": dt.date(2026, 12, 22)},
    )
    begun = scenario_paths(later).difficulty[1, 0] / (27 * 5**20 / 2**7)
    assert begun == pytest.approx(2 ** (1 - 2**-0.2))


def test_the_base_case_follows_nothing(study: Build) -> None:
    """Its price is never away from its own path."""
    paths = scenario_paths(
        study(scenarios=[{"name": "A", "btc_price_shock": 1.0, "hashrate_elasticity": 1.0}])
    )
    assert paths.difficulty[0, 100] == pytest.approx(27 * 5**20 / 2**7)

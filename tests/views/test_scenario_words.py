"""What scenarios say, in words, and what the base case asks to believe."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from hydro_mining.economics import StudyInputs, evaluate
from hydro_mining.economics.market import MarketInputs
from hydro_mining.quantities import POUNDS
from hydro_mining.views.scenario_figures import built_sentence
from hydro_mining.views.scenario_words import beliefs, scenario_terms

Build = Callable[..., StudyInputs]


def terms(study: Build, **moves: float) -> str:
    """Return the sentence of one scenario over three years from 10 October 2026 on."""
    return scenario_terms(evaluate(study(scenarios=[{"name": "One", **moves}])))["One"]


def test_alike_is_flat_and_the_halving_is_dated(study: Build) -> None:
    """Height 930,000 in October 2026: 120,000 blocks are 833.3 days, to 21 January 2029."""
    inputs = study(
        network={"block_height": 930_000},
        scenarios=[
            {
                "name": "One",
                "btc_price_growth_per_year": 0.1,
                "difficulty_growth_per_year": 0.1,
            }
        ],
    )
    said = scenario_terms(evaluate(inputs))["One"]
    assert said == (
        "Price and difficulty grow alike, 10 % a year: flat per machine, halved in January 2029."
    )


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ({}, "Price and difficulty stay: flat per machine."),
        # 1.3 / 1.25 = 1.04
        (
            {"btc_price_growth_per_year": 0.3, "difficulty_growth_per_year": 0.25},
            "The bitcoin price grows by 30 % a year, difficulty grows by 25 % a year: 4 % more per "
            "machine each year.",
        ),
        # 1 / 1.25 = 0.8
        (
            {"btc_price_shock": -0.25, "difficulty_growth_per_year": 0.25},
            "The bitcoin price falls by 25 % at once. The bitcoin price stays, difficulty grows by "
            "25 % a year: 20 % less per machine each year.",
        ),
        (
            {"power_price_growth_per_year": 0.03},
            "Price and difficulty stay: flat per machine. The power price grows by 3 % a year.",
        ),
    ],
)
def test_what_moves_is_said_with_what_it_does(
    study: Build, moves: dict[str, Any], said: str
) -> None:
    """Shocks first, then the growths and their ratio, then the rest; 840,000 halves in 2030."""
    assert terms(study, **moves) == said


def test_the_base_case_s_beliefs_by_hand(study: Build) -> None:
    """$100,000 growing by 10 % to the last day of year 3, day 1,094: × 1.1^(1094/365) = 1.33065.

    Difficulty likewise; per TH £0.25 all along, since both grow alike.
    """
    moves = {"btc_price_growth_per_year": 0.1, "difficulty_growth_per_year": 0.1}
    said = beliefs(evaluate(study(scenarios=[{"name": "One", **moves}])), POUNDS)
    assert said[0] == "Bitcoin stands at $133,065 in October 2029; it was $100,000 on 10 Oct 2026."
    assert said[1].startswith("All miners together then try 1.33 times as often as on that day")
    assert said[2].startswith("So a TH/s earns £0.2500 a day in year 1 and £0.2500 in year 3")
    assert said[3] == "A kWh is worth 10p in every year."
    assert said[4].endswith("and are worth nothing in the end.")


def test_how_long_machines_run_is_what_the_study_does(study: Build) -> None:
    """On all days; but for days that do not pay; in a plan in its hours, whatever the study."""
    off = {"switch_off_when_unprofitable": True}
    on_all = beliefs(evaluate(study()), POUNDS)[4]
    assert on_all.startswith("The machines run for 3 years as on their first day, repairs")
    assert beliefs(evaluate(study(finance=off)), POUNDS)[4].startswith(
        "The machines last 3 years and, but for days that do not earn their power, run as on the "
        "first, repairs"
    )
    market = MarketInputs(export_price_gbp_per_mwh=100.0)
    for finance in ({}, off):
        planned = dataclasses.replace(study(finance=finance), market=market)
        assert beliefs(evaluate(planned), POUNDS)[4].startswith(
            "The machines last 3 years and, in the hours in which the plan mines, run as on their "
            "first day, repairs"
        )


def test_of_a_plan_one_believes_in_the_price_of_export(study: Build) -> None:
    """£100 a MWh, 10 % dearer at once and each year: 110, and 110 × 1.1² = 133.1 in year 3."""
    market = MarketInputs(export_price_gbp_per_mwh=100.0)

    def said(**moves: float) -> str:
        planned = dataclasses.replace(study(scenarios=[{"name": "One", **moves}]), market=market)
        return beliefs(evaluate(planned), POUNDS)[3]

    assert said() == "The grid pays £100.00 a MWh in every year, on the mean of all its hours."
    assert said(power_price_shock=0.1, power_price_growth_per_year=0.1) == (
        "The grid pays £110.00 a MWh in year 1 and £133.10 in the last, on the mean of all their "
        "hours."
    )


def test_a_grid_s_price_alone_is_no_water(study: Build) -> None:
    """What a plan of the site's mean power builds stands at this site."""
    market = MarketInputs(export_price_gbp_per_mwh=20.0)
    planned = evaluate(dataclasses.replace(study(), market=market))
    assert built_sentence(planned, POUNDS).endswith(
        "from 10 Oct 2026, at this site: what they bring over exporting everything."
    )

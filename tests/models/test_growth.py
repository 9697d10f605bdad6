"""What a reader chooses of the growth model: what it accepts, what it keeps, what it counts."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.growth import GrowthCoefficients, GrowthTable, Multiplier
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.models import GrowthChoice
from hydro_mining.models.growth import MultiplierInputs

COLUMNS = [name for name in GrowthTable.__slots__ if name != "year"]
NO_MULTIPLIER = (
    "constant must be a multiplier above 0 at 1 MW: "
    "one of its coefficients must be above 0; got 0.0"
)


def table(*years: int) -> GrowthTable:
    return GrowthTable(
        year=years,
        **{name: [1.0] * len(years) for name in COLUMNS} | {"gross_rev": [100.0] * len(years)},
    )


FLAT = LoadProfile(name="Flat", monthly=np.ones(12))
SUMMER = LoadProfile(name="Summer", monthly=[1, 1, 1, 2, 3, 4, 4, 3, 2, 1, 1, 1])


def made(site_power_kw: float = 1000.0) -> GrowthChoice:
    return GrowthChoice(table=table(2026, 2027, 2028), profile=FLAT, site_power_kw=site_power_kw)


@pytest.fixture
def site(study: Callable[..., StudyInputs]) -> Evaluation:
    """Return conftest's round site, with a scenario of half the price beside its base case."""
    return evaluate(study(scenarios=[{"name": "Base"}, {"name": "Half", "btc_price_shock": -0.5}]))


# --- the first choice ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site_power_kw", "power_mw"), [(250, 1), (1000, 1), (20_000, 20), (300_000, 300), (1e9, 300)]
)
def test_power_starts_with_the_sites(site_power_kw: float, power_mw: float) -> None:
    """A site of 20 MW is shown at 20 MW, one outside of 1 to 300 MW at the nearest of them."""
    assert made(site_power_kw).growth_power_mw == power_mw


def test_first_choice_is_the_specifications(site: Evaluation) -> None:
    """The first year, the consistent reading, the base case and the specified coefficients."""
    choice = made()
    inputs = choice.compare(site).inputs
    assert (inputs.year, inputs.reading, inputs.scenario) == (2026, "consistent", "Base")
    assert inputs.coefficients == GrowthCoefficients()
    assert (choice.problems, choice.changed) == ({}, 0)


# --- what a user enters -------------------------------------------------------------------------


def test_power_that_is_entered_is_used(site: Evaluation) -> None:
    """150 MW are accepted, counted once, and reach the comparison."""
    choice = made()
    assert choice.enter(choice, "growth_power_mw", 150)
    assert choice.changed == 1
    assert choice.compare(site).inputs.power_mw == 150


@pytest.mark.parametrize("value", [0.5, 300.5, -1, math.nan, math.inf, None, "5", True], ids=repr)
def test_illegal_power_keeps_the_last_and_says_why(site: Evaluation, value: Any) -> None:
    """What is no power from 1 to 300 MW changes nothing; field, rule and value are told."""
    choice = made()
    choice.enter(choice, "growth_power_mw", 150)
    assert not choice.enter(choice, "growth_power_mw", value)
    assert choice.compare(site).inputs.power_mw == 150
    assert choice.changed == 1
    problem = choice.problem(choice, "growth_power_mw")
    assert str(problem).startswith("growth_power_mw must be a number from 1 to 300 (MW); got ")
    assert list(choice.problems) == ["growth.growth_power_mw"]


def test_legal_power_heals_the_field() -> None:
    """The problem goes with a legal power, also when it is the one that stands."""
    choice = made()
    for value in (150, choice.growth_power_mw):
        choice.enter(choice, "growth_power_mw", 301)
        assert choice.enter(choice, "growth_power_mw", value)
        assert choice.problem(choice, "growth_power_mw") is None
        assert choice.problems == {}


def test_value_that_stands_already_counts_nothing() -> None:
    """Entering what is there already is legal and no change."""
    choice = made()
    assert choice.enter(choice, "growth_power_mw", 1)
    assert choice.enter(choice.coefficients["cost"], "constant", 5)
    assert choice.changed == 0


CHANGES: dict[str, Callable[[GrowthChoice], Any]] = {
    "power": lambda c: c.enter(c, "growth_power_mw", 2),
    "year": lambda c: setattr(c, "year", 2027),
    "reading": lambda c: setattr(c, "reading", "physical"),
    "scenario": lambda c: setattr(c, "scenario", "Half"),
    "profile": lambda c: setattr(c, "profile", SUMMER),
    "coefficient": lambda c: c.enter(c.coefficients["btc"], "constant", 2),
    "table of other years": lambda c: c.replace_table(table(2030)),
    "several coefficients": lambda c: c.coefficients["cost"].follow(Multiplier(constant=1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_one_change_counts_once(change: Callable[[GrowthChoice], Any]) -> None:
    """Whatever changes, ``changed`` is one more, so that a screen computes once."""
    choice = made()
    counts: list[int] = []
    choice.param.watch(lambda event: counts.append(event.new), "changed")
    change(choice)
    assert counts == [choice.changed] == [1]


# --- coefficients -------------------------------------------------------------------------------


def test_inputs_of_a_multiplier_are_its_coefficients() -> None:
    """What a multiplier has is what its fields show and freeze again."""
    given = Multiplier(sqrt_coefficient=1, log_coefficient=2, log_slope=3, constant=4)
    assert MultiplierInputs(given).frozen() == given


def test_coefficient_that_is_entered_is_used(site: Evaluation) -> None:
    """A constant of 9 for costs reaches the comparison, beside the other coefficients."""
    choice = made()
    assert choice.enter(choice.coefficients["cost"], "constant", 9)
    used = choice.compare(site).inputs.coefficients
    assert used.cost == Multiplier(log_coefficient=3, log_slope=2, constant=9)
    assert used.revenue == GrowthCoefficients().revenue


def test_illegal_coefficient_is_told_at_its_field() -> None:
    """−1 is refused under its own field and keeps the 5."""
    choice = made()
    cost = choice.coefficients["cost"]
    assert not choice.enter(cost, "constant", -1)
    assert cost.constant == 5
    assert str(choice.problem(cost, "constant")) == (
        "constant must be a number from 0 to 1,000; got -1"
    )
    assert choice.problem(cost, "log_slope") is None
    assert choice.problem(choice.coefficients["revenue"], "constant") is None


def without_costs(choice: GrowthChoice) -> MultiplierInputs:
    """Make the multiplier of costs 0, one field after the other."""
    cost = choice.coefficients["cost"]
    choice.enter(cost, "constant", 0)
    choice.enter(cost, "log_coefficient", 0)
    return cost


def test_coefficients_that_are_all_0_leave_the_last_legal_ones(site: Evaluation) -> None:
    """Costs of 3 ln(2m + 1) were legal, 0 are not: the former stay and the constant says why."""
    choice = made()
    cost = without_costs(choice)
    assert (cost.log_coefficient, cost.constant) == (0, 0)
    assert str(choice.problem(cost, "constant")) == NO_MULTIPLIER
    assert choice.problem(cost, "log_coefficient") is None
    assert list(choice.problems) == ["cost"]
    used = choice.compare(site).inputs.coefficients.cost
    assert used == Multiplier(log_coefficient=3, log_slope=2)


def test_legal_coefficient_heals_the_multiplier(site: Evaluation) -> None:
    """One coefficient above 0 clears the problem and is used."""
    choice = made()
    cost = without_costs(choice)
    assert choice.enter(cost, "sqrt_coefficient", 2)
    assert choice.problems == {}
    used = choice.compare(site).inputs.coefficients.cost
    assert used == Multiplier(sqrt_coefficient=2, log_slope=2)


def test_other_choices_are_followed_while_coefficients_are_illegal(site: Evaluation) -> None:
    """A power chosen meanwhile is counted, so that the screen shows it, with the last costs."""
    choice = made()
    without_costs(choice)
    before = choice.changed
    assert choice.enter(choice, "growth_power_mw", 150)
    assert choice.changed == before + 1
    inputs = choice.compare(site).inputs
    assert inputs.power_mw == 150
    assert inputs.coefficients.cost == Multiplier(log_coefficient=3, log_slope=2)


def test_legal_group_is_used_while_another_is_illegal(site: Evaluation) -> None:
    """A new coefficient of the revenue works although that of costs is not legal yet."""
    choice = made()
    without_costs(choice)
    choice.enter(choice.coefficients["revenue"], "constant", 7)
    used = choice.compare(site).inputs.coefficients
    assert used.revenue == Multiplier(sqrt_coefficient=1.2, log_coefficient=1.4, constant=7)
    assert used.cost == Multiplier(log_coefficient=3, log_slope=2)


def test_reset_returns_to_the_specification(site: Evaluation) -> None:
    """All four multipliers are the specified ones again, and nothing is wrong with them."""
    choice = made()
    cost = without_costs(choice)
    choice.enter(choice.coefficients["revenue"], "constant", 7)
    choice.enter(choice.coefficients["btc"], "log_slope", -3)
    choice.reset_coefficients()
    assert choice.compare(site).inputs.coefficients == GrowthCoefficients()
    assert cost.frozen() == GrowthCoefficients().cost
    assert choice.problems == {}


def test_reset_keeps_what_is_wrong_with_the_power() -> None:
    """A power of 500 MW still stands in its field, so its problem stays."""
    choice = made()
    choice.enter(choice, "growth_power_mw", 500)
    choice.reset_coefficients()
    assert choice.problem(choice, "growth_power_mw") is not None


# --- tables and scenarios -----------------------------------------------------------------------


def test_year_stays_if_another_table_has_it(site: Evaluation) -> None:
    """2027 stays 2027, where it is the first year as well."""
    choice = made()
    choice.year = 2027
    choice.replace_table(table(2027, 2028))
    inputs = choice.compare(site).inputs
    assert (inputs.year, inputs.year_index) == (2027, 0)
    assert inputs.table.year == (2027, 2028)


def test_year_that_a_table_does_not_have_gives_way_to_its_first(site: Evaluation) -> None:
    """2026 is not among 2030 and 2031: the first of them is shown."""
    choice = made()
    choice.replace_table(table(2030, 2031))
    assert choice.year == 2030
    assert choice.compare(site).inputs.year_index == 0


def test_scenario_that_is_gone_gives_way_to_the_base_case(
    site: Evaluation, study: Callable[..., StudyInputs]
) -> None:
    """Half is chosen while the study has it; without it the base case, and Half again after."""
    choice = made()
    choice.scenario = "Half"
    assert choice.compare(site).inputs.scenario == "Half"
    alone = evaluate(study(scenarios=[{"name": "Only"}]))
    assert choice.compare(alone).inputs.scenario == "Only"
    assert choice.compare(site).inputs.scenario == "Half"

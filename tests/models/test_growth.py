"""What a reader sets on the growth model: what it accepts, what it keeps, when it settles."""

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hydro_mining.economics import Evaluation, StudyInputs, evaluate
from hydro_mining.economics.growth import (
    GrowthCoefficients,
    GrowthSettings,
    GrowthTable,
    Multiplier,
)
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.models import GrowthSection
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


BUILT_IN = table(2026, 2027, 2028)


def made(site_power_kw: float = 1000.0) -> GrowthSection:
    return GrowthSection(built_in=BUILT_IN, profile=FLAT, site_power_kw=site_power_kw)


def events(section: GrowthSection) -> list[Any]:
    """Return the list of settings that the section settles on from now on."""
    settled: list[Any] = []
    section.param.watch(lambda event: settled.append(event.new), "settings")
    return settled


@pytest.fixture
def site(study: Callable[..., StudyInputs]) -> Evaluation:
    """Return conftest's round site, with a scenario of half the price beside its base case."""
    return evaluate(study(scenarios=[{"name": "Base"}, {"name": "Half", "btc_price_shock": -0.5}]))


# --- the first settings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("site_power_kw", "power_mw"), [(250, 1), (1000, 1), (20_000, 20), (300_000, 300), (1e9, 300)]
)
def test_power_starts_with_the_sites(site_power_kw: float, power_mw: float) -> None:
    """A site of 20 MW is shown at 20 MW, one outside of 1 to 300 MW at the nearest of them."""
    assert made(site_power_kw).growth_power_mw == power_mw


def test_first_settings_are_the_specifications(site: Evaluation) -> None:
    """The first year, the consistent reading, the base case and the specified coefficients."""
    section = made()
    inputs = section.compare(site).inputs
    assert (inputs.year, inputs.reading, inputs.scenario) == (2026, "consistent", "Base")
    assert inputs.coefficients == GrowthCoefficients()
    assert (section.problems, section.is_touched) == ({}, False)


# --- what a user enters -------------------------------------------------------------------------


def test_power_that_is_entered_is_used(site: Evaluation) -> None:
    """150 MW are accepted, settled once, and reach the comparison."""
    section = made()
    settled = events(section)
    assert section.enter(section, "growth_power_mw", 150)
    assert settled == [section.settings]
    assert section.compare(site).inputs.power_mw == 150


@pytest.mark.parametrize("value", [0.5, 300.5, -1, math.nan, math.inf, None, "5", True], ids=repr)
def test_illegal_power_keeps_the_last_and_says_why(site: Evaluation, value: Any) -> None:
    """What is no power from 1 to 300 MW changes nothing; field, rule and value are told."""
    section = made()
    section.enter(section, "growth_power_mw", 150)
    settled = events(section)
    assert not section.enter(section, "growth_power_mw", value)
    assert section.compare(site).inputs.power_mw == 150
    assert settled == []
    problem = section.problem(section, "growth_power_mw")
    assert str(problem).startswith("growth_power_mw must be a number from 1 to 300 (MW); got ")
    assert list(section.problems) == ["growth.growth_power_mw"]


def test_legal_power_heals_the_field() -> None:
    """The problem goes with a legal power, also when it is the one that stands."""
    section = made()
    for value in (150, section.growth_power_mw):
        section.enter(section, "growth_power_mw", 301)
        assert section.enter(section, "growth_power_mw", value)
        assert section.problem(section, "growth_power_mw") is None
        assert section.problems == {}


def test_value_that_stands_already_settles_nothing() -> None:
    """Entering what is there already is legal and no change."""
    section = made()
    settled = events(section)
    assert section.enter(section, "growth_power_mw", 1)
    assert section.enter(section.coefficients["cost"], "constant", 5)
    assert (settled, section.is_touched) == ([], False)


COEFFICIENTS = GrowthCoefficients(
    cost=Multiplier(constant=9), revenue=Multiplier(sqrt_coefficient=2, constant=1)
)
OTHER = GrowthSettings(
    growth_power_mw=150,
    year=2028,
    reading="physical",
    scenario="Half",
    in_dollars=False,
    metric="roi",
    profile=SUMMER,
    coefficients=COEFFICIENTS,
)
# As the first settings, but for the coefficients.
TAKEN_BEFORE = GrowthSettings(
    growth_power_mw=1,
    year=2026,
    reading="consistent",
    scenario="",
    in_dollars=True,
    metric="net_profits",
    profile=FLAT,
    coefficients=COEFFICIENTS,
)
CHANGES: dict[str, Callable[[GrowthSection], Any]] = {
    "power": lambda c: c.enter(c, "growth_power_mw", 2),
    "year": lambda c: setattr(c, "year", 2027),
    "reading": lambda c: setattr(c, "reading", "physical"),
    "scenario": lambda c: setattr(c, "scenario", "Half"),
    "profile": lambda c: setattr(c, "profile", SUMMER),
    "coefficient": lambda c: c.enter(c.coefficients["btc"], "constant", 2),
    "table of other years": lambda c: c.replace_table(table(2030)),
    "several coefficients": lambda c: c.coefficients["cost"].take(Multiplier(constant=1)),
    "money": lambda c: setattr(c, "in_dollars", False),
    "metric": lambda c: setattr(c, "metric", "roi"),
    "everything": lambda c: c.take(OTHER),
    "all coefficients": lambda c: c.reset_coefficients(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_one_change_settles_once(change: Callable[[GrowthSection], Any]) -> None:
    """Whatever changes, the section settles once, so that a screen computes once."""
    section = made()
    section.take(TAKEN_BEFORE)
    settled = events(section)
    change(section)
    assert len(settled) == 1
    assert settled[0] is section.settings
    assert section.is_touched


# --- coefficients -------------------------------------------------------------------------------


def test_inputs_of_a_multiplier_are_its_coefficients() -> None:
    """What a multiplier has is what its fields show and freeze again."""
    given = Multiplier(sqrt_coefficient=1, log_coefficient=2, log_slope=3, constant=4)
    assert MultiplierInputs.of(given).frozen() == given


def test_coefficient_that_is_entered_is_used(site: Evaluation) -> None:
    """A constant of 9 for costs reaches the comparison, beside the other coefficients."""
    section = made()
    assert section.enter(section.coefficients["cost"], "constant", 9)
    used = section.compare(site).inputs.coefficients
    assert used.cost == Multiplier(log_coefficient=3, log_slope=2, constant=9)
    assert used.revenue == GrowthCoefficients().revenue


def test_illegal_coefficient_is_told_at_its_field() -> None:
    """−1 is refused under its own field and keeps the 5."""
    section = made()
    cost = section.coefficients["cost"]
    assert not section.enter(cost, "constant", -1)
    assert cost.constant == 5
    assert str(section.problem(cost, "constant")) == (
        "constant must be a number from 0 to 1,000; got -1"
    )
    assert section.problem(cost, "log_slope") is None
    assert section.problem(section.coefficients["revenue"], "constant") is None


def without_costs(section: GrowthSection) -> MultiplierInputs:
    """Make the multiplier of costs 0, one field after the other."""
    cost = section.coefficients["cost"]
    section.enter(cost, "constant", 0)
    section.enter(cost, "log_coefficient", 0)
    return cost


def test_coefficients_that_are_all_0_leave_the_last_legal_ones(site: Evaluation) -> None:
    """Costs of 3 ln(2m + 1) were legal, 0 are not: the former stay and the constant says why."""
    section = made()
    cost = without_costs(section)
    assert (cost.log_coefficient, cost.constant) == (0, 0)
    assert str(section.problem(cost, "constant")) == NO_MULTIPLIER
    assert section.problem(cost, "log_coefficient") is None
    assert list(section.problems) == ["cost"]
    used = section.compare(site).inputs.coefficients.cost
    assert used == Multiplier(log_coefficient=3, log_slope=2)


def test_legal_coefficient_heals_the_multiplier(site: Evaluation) -> None:
    """One coefficient above 0 clears the problem and is used."""
    section = made()
    cost = without_costs(section)
    assert section.enter(cost, "sqrt_coefficient", 2)
    assert section.problems == {}
    used = section.compare(site).inputs.coefficients.cost
    assert used == Multiplier(sqrt_coefficient=2, log_slope=2)


def test_other_choices_are_followed_while_coefficients_are_illegal(site: Evaluation) -> None:
    """A power chosen meanwhile is settled, so that the screen shows it, with the last costs."""
    section = made()
    without_costs(section)
    settled = events(section)
    assert section.enter(section, "growth_power_mw", 150)
    assert len(settled) == 1
    inputs = section.compare(site).inputs
    assert inputs.power_mw == 150
    assert inputs.coefficients.cost == Multiplier(log_coefficient=3, log_slope=2)


def test_legal_group_is_used_while_another_is_illegal(site: Evaluation) -> None:
    """A new coefficient of the revenue works although that of costs is not legal yet."""
    section = made()
    without_costs(section)
    section.enter(section.coefficients["revenue"], "constant", 7)
    used = section.compare(site).inputs.coefficients
    assert used.revenue == Multiplier(sqrt_coefficient=1.2, log_coefficient=1.4, constant=7)
    assert used.cost == Multiplier(log_coefficient=3, log_slope=2)


def test_reset_returns_to_the_specification(site: Evaluation) -> None:
    """All four multipliers are the specified ones again, and nothing is wrong with them."""
    section = made()
    cost = without_costs(section)
    section.enter(section.coefficients["revenue"], "constant", 7)
    section.enter(section.coefficients["btc"], "log_slope", -3)
    section.reset_coefficients()
    assert section.compare(site).inputs.coefficients == GrowthCoefficients()
    assert cost.frozen() == GrowthCoefficients().cost
    assert section.problems == {}


def test_reset_keeps_what_is_wrong_with_the_power() -> None:
    """A power of 500 MW still stands in its field, so its problem stays."""
    section = made()
    section.enter(section, "growth_power_mw", 500)
    section.reset_coefficients()
    assert section.problem(section, "growth_power_mw") is not None


# --- tables and scenarios -----------------------------------------------------------------------


def test_year_stays_if_another_table_has_it(site: Evaluation) -> None:
    """2027 stays 2027, where it is the first year as well."""
    section = made()
    section.year = 2027
    section.replace_table(table(2027, 2028))
    inputs = section.compare(site).inputs
    assert (inputs.year, inputs.year_index) == (2027, 0)
    assert inputs.table.year == (2027, 2028)


def test_year_that_a_table_does_not_have_gives_way_to_its_first(site: Evaluation) -> None:
    """2026 is not among 2030 and 2031: the first of them is shown."""
    section = made()
    section.replace_table(table(2030, 2031))
    assert section.year == 2030
    assert section.compare(site).inputs.year_index == 0


def test_scenario_that_is_gone_gives_way_to_the_base_case(
    site: Evaluation, study: Callable[..., StudyInputs]
) -> None:
    """Half is chosen while the study has it; without it the base case, and Half again after."""
    section = made()
    section.scenario = "Half"
    assert section.compare(site).inputs.scenario == "Half"
    alone = evaluate(study(scenarios=[{"name": "Only"}]))
    assert section.compare(alone).inputs.scenario == "Only"
    assert section.compare(site).inputs.scenario == "Half"


def test_year_that_is_not_the_table_s_keeps_the_last_settings(site: Evaluation) -> None:
    """2031 is in no row: the field says so and the figures stay with 2026."""
    section = made()
    section.year = 2031
    problem = section.problem(section, "year")
    assert str(problem) == "growth.year must be one of the table's; got 2031"
    assert not section.is_current
    assert section.compare(site).inputs.year == 2026
    assert section.enter(section, "year", 2027)
    assert (section.problems, section.settings.year) == ({}, 2027)


# --- settings -----------------------------------------------------------------------------------


def test_settings_that_are_taken_are_the_settings() -> None:
    """Every field and every coefficient is the other settings', and shown by its group."""
    section = made()
    section.take(OTHER)
    assert section.settings == OTHER
    assert section.coefficients["cost"].constant == 9
    assert section.growth_power_mw == 150


def test_another_table_is_in_the_settings_and_the_built_in_one_is_not() -> None:
    """A record holds a table only where it is a reader's own."""
    section, own = made(), table(2030, 2031)
    section.replace_table(own)
    assert section.settings.table is own
    section.replace_table(None)
    assert (section.table, section.settings.table) == (BUILT_IN, None)


def test_year_of_settings_that_no_table_has_gives_way_to_the_first() -> None:
    """Settings of another product's table open with its first year."""
    section = made()
    section.take(dataclasses.replace(OTHER, year=1999))
    assert (section.year, section.problems) == (2026, {})


def test_taking_forgets_what_was_wrong() -> None:
    """Illegal powers and multipliers of before are no problem of the settings taken."""
    section = made()
    without_costs(section)
    section.enter(section, "growth_power_mw", 500)
    section.take(OTHER)
    assert section.problems == {}


def test_reset_begins_anew(site: Evaluation) -> None:
    """Power, coefficients and the rest are those of the beginning, touched by nobody."""
    section = made(site_power_kw=20_000)
    section.take(OTHER)
    without_costs(section)
    section.reset()
    inputs = section.compare(site).inputs
    assert (inputs.power_mw, inputs.year, inputs.reading) == (20, 2026, "consistent")
    assert inputs.coefficients == GrowthCoefficients()
    assert (section.problems, section.is_touched) == ({}, False)

"""The Growth screen without a browser: what it says and what it gives to download."""

from types import SimpleNamespace

import pytest
from hydro_mining.app.choices import ScreenChoices

from hydro_mining.app import default_study
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.growth.screen import GrowthScreen
from hydro_mining.exceptions import InputError
from hydro_mining.imports.growth_table import read_growth_table
from hydro_mining.models import ScenarioInputs
from hydro_mining.quantities import POUNDS, currency_of


@pytest.fixture
def study():
    """The study that the dashboard opens with."""
    return default_study()


@pytest.fixture
def screen(study):
    """The screen, drawn once."""
    made = GrowthScreen(study, None, lambda: None, SimpleNamespace(choices=ScreenChoices(study)))
    made.show(study.result, POUNDS)
    return made


def drawn(screen, study, currency=POUNDS):
    """Return the screen's sentences, cards and tables after another drawing."""
    screen.show(study.result, currency)
    parts = (screen._lead, screen._cards, screen._notes, screen._readings, screen._years)
    return "".join(part.object for part in parts)


def test_consistent_is_shown_first_and_names_its_corrections(screen, study):
    """The four corrections of the table's net profit stand on the screen, the zero one not."""
    text = drawn(screen, study)
    assert "2026: +$5,000; 2027: +$6,000; 2028: −$8,000; 2030: −$13,010" in text
    assert "consistent reading" in text


def test_the_table_s_coin_is_held_against_machines(screen, study):
    """30 BTC a MW-year needs 5.8 J/TH at the built-in difficulty, as case HW-05 has it."""
    said = "would need machines of 5.8 J/TH that run all hours, on the network of 10 Oct 2026"
    assert said in drawn(screen, study)


def test_money_follows_the_page_when_asked(screen, study):
    """3,000,000 $ are 2,250,000 £ at 0.75 £/$, and 2,700,000 € at 1.2 € a pound."""
    assert "$3,000,000" in drawn(screen, study)
    screen._controls._money.value = screen._controls._money.options[1]
    assert "£2,250,000" in drawn(screen, study)
    assert "€2,700,000" in drawn(screen, study, currency_of("EUR", 1.2))


def test_without_a_machine_the_physical_reading_says_so(screen, study):
    """At 5 £/kWh nothing earns its power: the other readings stay, physical has no figures."""
    study.site.power_price_gbp_per_kwh = 5
    assert "$3,000,000" in drawn(screen, study)
    screen._choice.reading = "physical"
    text = drawn(screen, study)
    assert "No machine earns its power at your site" in text
    assert 'data-figure="net_profits"' not in text
    assert [button.visible for button in screen._downloads] == [False, False]
    screen._choice.reading = "published"
    drawn(screen, study)
    assert [button.visible for button in screen._downloads] == [True, True]


def test_a_scenario_that_is_removed_gives_way_to_the_base_case(screen, study):
    """The select follows the study's scenarios, and the figures the select."""
    screen._choice.scenario = "Bull"
    drawn(screen, study)
    assert screen._controls._scenario.value == "Bull"
    study.remove_scenario(study.scenarios[2])
    assert "“Base”" in drawn(screen, study)
    assert screen._controls._scenario.value == "Base"


def test_a_hostile_scenario_name_is_escaped(screen, study):
    """No text of a user becomes markup."""
    study.add_scenario(ScenarioInputs(title="<img src=x>"))
    screen._choice.scenario = "<img src=x>"
    text = drawn(screen, study)
    assert "<img" not in text
    assert "&lt;img" in text


def test_the_curves_csv_has_a_row_a_power_and_a_column_a_reading(screen):
    """Net profit of 2026 at 1 MW: published 1,840,900 × 6.97… and consistent 1,845,900."""
    head, first, *rows = screen._chart_csv("curves").splitlines()
    assert head == "Power [MW],published [$],consistent [$],physical [$]"
    assert first.startswith("1.0,")
    assert float(first.split(",")[2]) == pytest.approx(1_845_900)
    assert rows[-1].startswith("300.0,")


def test_the_cash_csv_has_the_cash_that_the_chart_draws(screen):
    """Base at 1 MW: 2,000,000 invested, then a net profit of 1,845,900 and 100,000 written off."""
    head, start, first, *rows = screen._chart_csv("cash").splitlines()
    assert head == "years_from_start,Base [$],Bear [$],Bull [$]"
    assert [float(cell) for cell in start.split(",")] == [0, -2e6, -2e6, -2e6]
    assert float(first.split(",")[1]) == pytest.approx(-54_100)
    assert len(rows) == 4


def test_coefficients_that_are_all_0_say_what_is_missing():
    """0 is a legal constant: the rule that is broken is that of the multiplier."""
    error = InputError("constant", "a multiplier above 0 at 1 MW", 0.0)
    assert problem_sentence("constant", error) == "Must be a multiplier above 0 at 1 MW."
    beyond = InputError("constant", "a number from 0 to 1,000", -1.0)
    said = "Must be a number from 0 to 1,000; you entered -1."
    assert problem_sentence("constant", beyond) == said


def test_physical_counts_no_taxes_in_its_totals(screen, study):
    """Not counted is not zero: the totals say the same as the years."""
    screen._choice.reading = "physical"
    drawn(screen, study)
    assert screen._totals.object.count("not counted") == 3


def test_a_formula_in_a_scenario_s_name_is_guarded_in_the_csv(screen, study):
    """A spreadsheet runs nothing of the download."""
    study.scenarios[0].title = "=1+1"
    drawn(screen, study)
    rows = screen._csv(screen._shown().chosen).splitlines()
    assert rows[1].startswith("'=1+1,")


def test_another_table_brings_its_years(screen, study):
    """The year's slider and the figures follow the table: 2 BTC × 50,000 $ in its only year."""
    rows = "year,btc_price,btc_per_mw,energy_cost,opex,capex_amort,capex_tot,taxes\n"
    data = f"{rows}2040,50000,2,0,0,0,0,0\n".encode()
    screen._choice.replace_table(read_growth_table(data).table)
    text = drawn(screen, study)
    assert "Growth 2040<" in text
    assert "$100,000" in text
    slider = screen._controls._year
    assert (slider.start, slider.value, slider.disabled) == (2040, 2040, True)

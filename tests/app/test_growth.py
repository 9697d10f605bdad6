"""The Growth screen without a browser: what it says and what it gives to download."""

import dataclasses

import numpy as np
import panel_material_ui as pmui
import pytest

from hydro_mining.app import new_case
from hydro_mining.app.components.field import problem_sentence
from hydro_mining.app.growth.own_table import OwnTable
from hydro_mining.app.growth.screen import GrowthScreen
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_network, load_profiles
from hydro_mining.imports.growth_table import read_growth_table
from hydro_mining.models import ScenarioInputs
from hydro_mining.views.answer import answer_of_study
from hydro_mining.views.verdict import about


@pytest.fixture(scope="module")
def opened():
    """The screen of the case that the dashboard opens with, at 0.75 £ and 0.9 € for a dollar."""
    case = new_case()
    rates = bundled_network().per_usd
    euro = {"EUR": dataclasses.replace(rates["EUR"], value=0.9)}
    case.network.follow(dataclasses.replace(bundled_network(), per_usd={**rates, **euro}))
    return GrowthScreen(case)


@pytest.fixture
def own(opened):
    """The open screen as it begins, with the visitor's own site in pounds."""
    return begun(opened, GrowthScreen.section(opened.case).settings)


@pytest.fixture
def screen(opened):
    """The open screen with the table's consistent form in dollars."""
    first = GrowthScreen.section(opened.case).settings
    return begun(
        opened, dataclasses.replace(first, reading="consistent", in_dollars=True, power_of=None)
    )


def begun(opened, settings):
    """Return the screen, which draws itself whenever something changes, with these settings."""
    opened.is_open = False
    opened.case.study.reset()
    opened.case.currency_code = "GBP"
    opened.growth.reset(settings)
    opened.is_open = True
    return opened


@pytest.fixture
def case(screen):
    """The screen's case."""
    return screen.case


def said(screen):
    """Return the screen's sentences, cards and tables."""
    parts = (screen._lead, screen._first, screen._cards, screen._notes)
    parts += (screen._compared, screen._readings, screen._years)
    return "".join(part.object for part in parts)


def select(screen, label):
    """Return the select of that label among the controls."""
    return next(w for w in screen._controls.layout.select(pmui.Select) if w.label == label)


def test_the_screen_opens_with_the_visitor_s_own_site(own):
    """What goes in and comes back are Overview's amounts, in the page's currency."""
    overview = answer_of_study(own.case.result)
    lead = own._lead.object
    assert f"puts in {about(overview.put_in_gbp)} " in lead
    assert f"gets {about(overview.back_gbp)} back over 5 years" in lead
    assert "It is Overview&#x27;s site, machine and money" in lead
    assert "$" not in lead + own._cards.object
    assert "1 MW" in own._cards.object
    assert own.case.settings() == {}


def test_a_site_below_1_mw_has_its_own_power(own):
    """0.6 MW of machines; the table, which begins at 1 MW, says so."""
    own.case.study.site.site_power_kw = 600
    overview = answer_of_study(own.case.result)
    assert "your site of 0.6 MW puts in" in own._lead.object
    assert f"puts in {about(overview.put_in_gbp)} " in own._lead.object
    assert "its figures are those of 1 MW" in own._compared.object
    assert own.case.settings() == {}


def test_what_differs_from_overview_is_said(own):
    """Other years and another scenario than the verdict's."""
    own.case.study.finance.years = 8
    own.growth.scenario = "Bear"
    said = "Overview&#x27;s verdict is of 8 years and the base case."
    assert said in own._lead.object


def test_the_table_follows_with_what_it_takes_to_believe_it(own):
    """The machines it needs, its accounts that do not close, and the three side by side."""
    compared = own._compared.object
    assert "Compare with a published table" in compared
    assert compared.index("5.8 J/TH") < compared.index("These accounts do not close")
    order = [own.layout.objects.index(part) for part in (own._cards, own._compared, own._readings)]
    assert order == sorted(order)
    assert "never" in own._readings.object  # the payback of the own site


def test_an_entered_power_is_the_reader_s_own(own):
    """From then on the study's power moves nothing."""
    own.growth.enter(own.growth, "growth_power_mw", 12)
    own.case.study.site.site_power_kw = 600
    assert "12 MW of your machines puts in" in own._lead.object
    own.growth.is_of_study = True
    assert "your site of 0.6 MW puts in" in own._lead.object


def test_the_consistent_form_names_its_corrections(screen):
    """The four corrections of the table's net profit stand on the screen, the zero one not."""
    text = said(screen)
    assert "2026: +$5,000; 2027: +$6,000; 2028: −$8,000; 2030: −$13,010" in text
    assert "consistent reading" in text


def test_the_table_s_coin_is_held_against_machines(screen):
    """30 BTC a MW-year needs 5.8 J/TH at the built-in difficulty, as case HW-05 has it."""
    sentence = "would need machines of 5.8 J/TH that run all hours, on the network of 10 Oct 2026"
    assert sentence in said(screen)


def test_money_follows_the_page_when_asked(screen, case):
    """3,000,000 $ are 2,250,000 £ at 0.75 £/$, and 2,700,000 € at 1.2 € a pound."""
    assert "$3,000,000" in said(screen)
    select(screen, "Money here in").value = "GBP (page's)"
    assert "£2,250,000" in said(screen)
    case.currency_code = "EUR"
    assert "€2,700,000" in said(screen)
    assert select(screen, "Money here in").value == "EUR (page's)"


def test_without_a_machine_the_physical_reading_says_so(screen, case):
    """At 5 £/kWh nothing earns its power: the other readings stay, physical has no figures."""
    case.study.site.power_price_gbp_per_kwh = 5
    assert "$3,000,000" in said(screen)
    screen.growth.reading = "physical"
    text = said(screen)
    assert "No machine earns its power at your site" in text
    assert 'data-figure="net_profits"' not in text
    assert [button.visible for button in screen._downloads] == [False, False]
    screen.growth.reading = "published"
    assert [button.visible for button in screen._downloads] == [True, True]


def test_a_scenario_that_is_removed_gives_way_to_the_base_case(screen, case):
    """The select follows the study's scenarios, and the figures the select."""
    screen.growth.scenario = "Bull"
    assert select(screen, "Scenario").value == "Bull"
    case.study.remove_scenario(case.study.scenarios[2])
    assert "“Base”" in said(screen)
    assert select(screen, "Scenario").value == "Base"


def test_a_hostile_scenario_name_is_escaped(screen, case):
    """No text of a user becomes markup."""
    case.study.add_scenario(ScenarioInputs(title="<img src=x>"))
    screen.growth.scenario = "<img src=x>"
    text = said(screen)
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
    rule = "Must be a number from 0 to 1,000; you entered -1."
    assert problem_sentence("constant", beyond) == rule


def test_physical_counts_no_taxes_in_its_totals(screen):
    """Not counted is not zero: the totals say the same as the years."""
    screen.growth.reading = "physical"
    assert screen._totals.object.count("not counted") == 3


def test_a_formula_in_a_scenario_s_name_is_guarded_in_the_csv(screen, case):
    """A spreadsheet runs nothing of the download."""
    case.study.scenarios[0].title = "=1+1"
    rows = screen._csv(screen._shown().chosen).splitlines()
    assert rows[1].startswith("'=1+1,")


def test_another_table_brings_its_years(screen):
    """The year's slider and the figures follow the table: 2 BTC × 50,000 $ in its only year."""
    rows = "year,btc_price,btc_per_mw,energy_cost,opex,capex_amort,capex_tot,taxes\n"
    data = f"{rows}2040,50000,2,0,0,0,0,0\n".encode()
    screen.growth.replace_table(read_growth_table(data).table)
    text = said(screen)
    assert "Growth 2040<" in text
    assert "$100,000" in text
    (slider,) = screen._controls.layout.select(pmui.IntSlider)
    assert (slider.start, slider.value, slider.disabled) == (2040, 2040, True)


# --- what is entered, and what is opened ----------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "option", "field", "value"),
    [
        ("Scenario", "Bear", "scenario", "Bear"),
        ("Reading", "physical", "reading", "physical"),
        ("Money here in", "GBP (page's)", "in_dollars", False),
    ],
)
def test_a_select_is_the_section_s_field(screen, label, option, field, value):
    """What a reader picks is in the settings, and what the settings return to is shown."""
    shown = select(screen, label).value
    select(screen, label).value = option
    assert getattr(screen.growth.settings, field) == value
    screen.growth.reset()
    assert select(screen, label).value == shown


def test_the_metric_of_the_curves_is_the_section_s_field(screen):
    """Options are labelled; what is picked is drawn, and what is opened is picked."""
    metric = screen._controls.metric_select
    assert metric.options["Gross revenue"] == "gross_rev"
    metric.value = "gross_rev"
    assert screen.growth.settings.metric == "gross_rev"
    assert "Gross revenue" in screen._charts["curves"].plot.yaxis[0].axis_label
    screen.growth.reset()
    assert metric.value == "net_profits"


def test_opened_settings_show_in_every_control(screen):
    """Year, power, reading, scenario, money and profile of a record, without a new screen."""
    own = LoadProfile(name="My own", monthly=[0, *[2] * 11])
    opened = dataclasses.replace(
        screen.growth.settings,
        growth_power_mw=150,
        year=2028,
        reading="published",
        scenario="Bull",
        in_dollars=False,
        profile=own,
    )
    screen.growth.take(opened)
    (year,) = screen._controls.layout.select(pmui.IntSlider)
    (power,) = screen._controls.layout.select(pmui.TextInput)
    assert (year.value, power.value) == (2028, "150")
    shown = [select(screen, label).value for label in ("Reading", "Scenario", "Money here in")]
    assert shown == ["published", "Bull", "GBP (page's)"]
    months = screen._by_months
    assert months.chosen == "My own"
    assert [entry.value for entry in months._entries] == ["0", *["2"] * 11]
    assert screen.growth.settings == opened


def test_a_scenario_that_comes_back_is_chosen_again(screen, case):
    """The stand-in of a scenario that is gone is no choice of the reader's."""
    select(screen, "Scenario").value = "Bull"
    bull = case.study.scenarios[2]
    case.study.remove_scenario(bull)
    assert select(screen, "Scenario").value == "Base"
    case.study.add_scenario(bull)
    assert select(screen, "Scenario").value == "Bull"


def test_dollars_on_the_page_leave_the_choice_of_money(screen, case):
    """With the page in dollars there is one money to show; pounds come back as they were."""
    money = select(screen, "Money here in")
    money.value = "GBP (page's)"
    case.currency_code = "USD"
    assert (list(money.options), money.value) == (["USD (table's)"], "USD (table's)")
    assert not screen.growth.in_dollars
    case.currency_code = "GBP"
    assert money.value == "GBP (page's)"


def test_an_own_profile_begins_with_the_months_of_the_preset(screen):
    """My own takes the numbers that stand; a preset takes their place again."""
    months, presets = screen._by_months, load_profiles()
    months.chosen = presets[1].profile.name
    months.chosen = "My own"
    profile = screen.growth.settings.profile
    assert profile.name == "My own"
    assert np.array_equal(profile.monthly, presets[1].profile.monthly)
    months._entries[0].value = "wet"
    assert "Jan of the load profile must be" in months._problem.object
    assert screen.growth.settings.profile is profile
    months.chosen = presets[0].profile.name
    assert screen.growth.settings.profile is presets[0].profile
    assert months._entries[0].value == "1"
    assert months._problem.object == ""


def test_a_table_is_uploaded_refused_and_left(screen):
    """What is no table changes nothing and says why; the built-in one comes back."""
    own = OwnTable(screen.growth)
    built_in = screen.growth.table
    rows = "year,btc_price,btc_per_mw,energy_cost,opex,capex_amort,capex_tot,taxes\n"
    own.upload.value = f"{rows}2040,50000,2,0,0,0,0,0\n".encode()
    assert screen.growth.table.year == (2040,)
    assert "Cells are separated by commas" in own._message.object
    assert own.upload.value is None
    own.upload.value = b"nothing"
    assert "Not taken, the table is as before" in own._message.object
    assert screen.growth.table.year == (2040,)
    (back,) = [b for b in own.__panel__().select(pmui.Button) if "Back" in b.label]
    back.clicks += 1
    assert screen.growth.table is built_in
    assert "The built-in table is in use." in own._message.object
    screen.growth.take(screen.growth.settings)
    assert own._message.object == ""

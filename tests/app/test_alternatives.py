"""The Alternatives screen without a browser: its answer, its tables, its terms, its futures."""

import dataclasses
from typing import Any

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.alternatives import screen as screen_module
from hydro_mining.app.alternatives.quote import QuoteEntry
from hydro_mining.app.alternatives.screen import AlternativesScreen
from hydro_mining.app.alternatives.terms import TermsEditor
from hydro_mining.economics.alternatives import (
    Alternatives,
    alternatives_risk,
    capital_uses,
    compare_alternatives,
)
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.models import at_once
from hydro_mining.quantities import formatted
from hydro_mining.views.alternatives_words import odds_sentence
from tests.app.driver import words


@pytest.fixture(scope="module")
def opened() -> AlternativesScreen:
    """The screen of the case that the dashboard opens with, at 0.75 £ and 0.9 € for a dollar."""
    case = new_case()
    rates = bundled_network().per_usd
    euro = {"EUR": dataclasses.replace(rates["EUR"], value=0.9)}
    case.network.follow(dataclasses.replace(bundled_network(), per_usd={**rates, **euro}))
    return AlternativesScreen(case)


@pytest.fixture
def screen(opened: AlternativesScreen, monkeypatch: pytest.MonkeyPatch) -> AlternativesScreen:
    """The open screen as it begins, which draws itself whenever something changes."""
    monkeypatch.setattr(screen_module, "_PATHS", 100)
    opened.is_open = False
    opened.case.study.reset()
    opened.case.currency_code = "GBP"
    opened._show_nothing("")
    opened.is_open = True
    opened.scenario = "Base"
    return opened


def said(screen: AlternativesScreen) -> str:
    """Return the screen's text."""
    parts = (screen._lead, screen._problem, screen._capital, screen._whole, screen._won)
    more = (screen._note, screen._assumed)
    return words("".join(part.object for part in (*parts, *more)))


def test_the_answer_comes_first_and_is_the_core_s(screen: AlternativesScreen) -> None:
    """What bitcoin, gilts and mining make of the capital; mining's NPV is the study's own."""
    result = screen.case.result
    by_key = capital_uses(result, compare_alternatives(result)).scenarios["Base"]
    worth = {
        key: formatted("capital_at_end_gbp", use.capital_at_end_gbp) for key, use in by_key.items()
    }
    text = words(screen._lead.object)
    capital = formatted("capital_gbp", -result.scenarios["Base"].cashflows[0])
    assert f"Over 5 years {capital} in bitcoin would become {worth['buy_and_hold']}" in text
    assert f"in gilts {worth['gilts']}; mining would make it {worth['mine']}" in text
    npv = formatted("npv_gbp", result.scenarios["Base"].npv_gbp)
    row = words(screen._capital.object.split("Mine</th>")[1].split("</tr>")[0])
    assert npv in row


def test_a_loss_beyond_the_capital_is_said(screen: AlternativesScreen) -> None:
    """Machines that stay on while they lose take more than was put in."""
    screen.case.study.finance.switch_off_when_unprofitable = False
    assert "mining would lose it all and £105,219 more" in said(screen)


def test_money_follows_the_page(screen: AlternativesScreen) -> None:
    """£172,661 are €207,193 at 1.2 € a pound."""
    assert "£172,661" in said(screen)
    screen.case.currency_code = "EUR"
    text = said(screen)
    assert "€207,193" in text
    assert "£" not in text.replace("for one", "")
    assert screen._chart.plot.yaxis[0].axis_label == "Capital by year [€]"


def test_another_scenario_is_followed_by_all_of_it(screen: AlternativesScreen) -> None:
    """In “Bull” mining ends below the drawer and coin far above; one that goes gives way."""
    screen.scenario = "Bull"
    text = said(screen)
    assert "“Buy bitcoin” ends highest in “Bull”" in text
    assert "The capital alone, in “Bull”" in text
    screen.case.study.remove_scenario(screen.case.study.scenarios[2])
    assert screen.scenario == "Base"
    assert "in “Base”" in said(screen)


def test_a_misleading_irr_is_said_to_be_one(screen: AlternativesScreen) -> None:
    """A gilt at 3.83 % shows more than 100 % where the water's income counts."""
    assert "So a gilt that yields 3.8 % shows an IRR of 103.0 %" in said(screen)


def test_each_says_what_it_rests_on_and_leaves_out(screen: AlternativesScreen) -> None:
    """Dated defaults stand with their source; the reader's own are said to be so."""
    text = said(screen)
    assert "5-year gilts, Reuters, 22 Oct 2025" in text
    assert text.count("Left out: tax") == 8
    study = screen.case.study
    study.enter(study.alternatives, "gilt_yield_per_year", 0.045)
    assert "Gilts 4.5 % (yours)" in said(screen)


def test_without_a_machine_there_is_nothing_to_compare(screen: AlternativesScreen) -> None:
    """At £5 a kWh it is said, and no figure of before stays."""
    screen.case.study.site.power_price_gbp_per_kwh = 5
    assert "no capital to compare" in said(screen)
    assert not screen._body.visible
    screen.case.study.site.power_price_gbp_per_kwh = 0.045
    assert screen._body.visible


def test_terms_that_do_not_fit_are_one_line(screen: AlternativesScreen) -> None:
    """A deposit longer than the study changes nothing but the sentence."""
    study = screen.case.study
    study.enter(study.alternatives.hosted, "deposit_months", 61)
    text = said(screen)
    assert "deposit_months must be at most the months of the study, 60" in text
    assert not screen._body.visible


def test_the_chart_s_csv_is_what_it_shows(screen: AlternativesScreen) -> None:
    """A row a year from 0 on of each scenario and alternative."""
    head, first, *rows = screen._by_year().splitlines()
    assert head == "Scenario,Alternative,Year,Capital by year [£]"
    assert first == "Base,mine,0,0.0"
    assert len(rows) + 1 == 3 * 8 * 6


# --- terms ----------------------------------------------------------------------------------------


def test_terms_are_the_study_s(screen: AlternativesScreen) -> None:
    """What is entered is in the frozen study; one that is opened shows in the entries."""
    editor, study = TermsEditor(screen.case), screen.case.study
    assert study.settings.alternatives is None
    editor.fields["gilt_yield_per_year"].value = "4.5"
    assert study.settings.alternatives == Alternatives(gilt_yield_per_year=0.045)
    sources = {name: words(pane.object) for name, pane in editor._sources.items()}
    assert sources["gilt_yield_per_year"].startswith("Yours. The default is 3.8 %: 5-year gilts")
    editor.hosted["all_in_gbp_per_kwh"].value = "0.05"
    assert study.settings.alternatives.hosted.all_in_gbp_per_kwh == 0.05
    editor.hosted["all_in_gbp_per_kwh"].value = ""
    assert study.settings.alternatives.hosted.all_in_gbp_per_kwh is None
    study.reset()
    assert editor.fields["gilt_yield_per_year"].value == "3.83"


@pytest.mark.parametrize(
    ("name", "text"),
    [("trading_fee_fraction", "101"), ("gilt_yield_per_year", "-100"), ("hodl_fraction", "x")],
)
def test_a_bad_term_stays_with_its_rule(screen: AlternativesScreen, name: str, text: str) -> None:
    """A fee above 1, a yield of −100 %, a word: the study keeps what it had."""
    editor = TermsEditor(screen.case)
    editor.fields[name].value = text
    assert editor.fields[name].error_state
    assert "Must be" in editor.fields[name].helper_text
    assert screen.case.study.settings.alternatives is None


def test_a_host_cheaper_than_nothing_is_refused(screen: AlternativesScreen) -> None:
    """The entry keeps the text with the rule below it."""
    entry = TermsEditor(screen.case).hosted["all_in_gbp_per_kwh"]
    entry.value = "-0.01"
    assert entry.error_state
    assert screen.case.study.settings.alternatives is None


def test_the_host_s_machine_is_one_of_the_study_s(screen: AlternativesScreen) -> None:
    """The site's own unless another is chosen."""
    editor, study = TermsEditor(screen.case), screen.case.study
    other = editor.machine.options[1]
    editor.machine.value = other
    assert study.settings.alternatives.hosted.machine == other
    editor.machine.value = editor.machine.options[0]
    assert study.settings.alternatives is None


def test_an_offer_is_converted_once_and_visibly(screen: AlternativesScreen) -> None:
    """$0.07 × 0.75 £/$ are £0.0525; the pounds stay when the rate moves."""
    entry, study = QuoteEntry(screen.case), screen.case.study
    for name, text in zip(entry.entries, ("0.07", "15", "10"), strict=True):
        entry.entries[name].value = text
    entry.take()
    hosted = study.settings.alternatives.hosted
    machine = next(one for one in study.settings.miners if one.name == hosted.machine)
    assert hosted.all_in_gbp_per_kwh == pytest.approx(0.0525)
    assert hosted.machine_price_gbp == pytest.approx(15 * machine.hashrate_ths * 0.75)
    assert hosted.profit_share == pytest.approx(0.1)
    text = words(entry.said.object)
    assert "$0.07/kWh × 0.75 £/$ = £0.05250 a kWh." in text
    assert "The host takes 10.0 %" in text
    study.network.usd_to_gbp = 0.8
    assert study.settings.alternatives.hosted.all_in_gbp_per_kwh == pytest.approx(0.0525)


def test_a_quote_is_of_the_machine_that_the_plan_hosts(screen: AlternativesScreen) -> None:
    """With water it is the plan's machine, and the study's own would have another price."""
    entry, study = QuoteEntry(screen.case), screen.case.study
    study.plan.param.update(
        hydro=HydroInputs(monthly_power_kw=(1_000.0,) * 5 + (200.0,) * 7),
        market=MarketInputs(export_price_gbp_per_mwh=20.0),
    )
    result = study.result
    assert result.plan.chosen_miner != result.chosen_miner
    hosted = compare_alternatives(result).hosted_machine
    hashrate = next(one.hashrate_ths for one in study.settings.miners if one.name == hosted)
    entry.entries["quoted_usd_per_th"].value = "15"
    entry.take()
    offer = study.settings.alternatives.hosted
    assert offer.machine_price_gbp == pytest.approx(15 * hashrate * 0.75)


@pytest.mark.parametrize("text", ["-1", "7 cents"])
def test_a_quote_that_is_none_changes_nothing(screen: AlternativesScreen, text: str) -> None:
    """It says which entry and why."""
    entry = QuoteEntry(screen.case)
    entry.entries["quoted_usd_per_kwh"].value = text
    entry.take()
    assert "Not taken: quoted_usd_per_kwh must be" in words(entry.said.object)
    assert screen.case.study.settings.alternatives is None


# --- futures --------------------------------------------------------------------------------------


def test_in_how_many_futures_buying_wins(screen: AlternativesScreen) -> None:
    """The sentence and the matrix are the core's."""
    screen.scenario = "Bear"
    drawn = alternatives_risk(screen.case.result.study, paths=100, scenario="Bear")
    share = drawn.probability_ends_above["buy_and_hold"]["mine"].value
    assert words(screen._odds.object) == odds_sentence(drawn)
    assert formatted("probability_ends_above", share) in screen._pairs.object


def test_futures_of_an_earlier_study_are_never_shown(
    screen: AlternativesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While those of a changed study are drawn it says so, and none of before stand there."""
    waiting: list[Any] = []
    monkeypatch.setattr(screen.case, "run_long", lambda *piece: waiting.append(piece))
    ticks = type("Ticks", (), {"stop": lambda _: None})
    monkeypatch.setattr("panel.state.add_periodic_callback", lambda *_, **__: ticks())
    monkeypatch.setattr("hydro_mining.app.background._SETTLED_S", 0.0)
    for price in (0.05, 0.03, 0.01):
        screen.case.study.site.power_price_gbp_per_kwh = price
    assert words(screen._odds.object) == "Drawing 100 futures …"
    assert screen._pairs.object == ""
    while waiting:
        at_once(*waiting.pop(0))
    drawn = alternatives_risk(screen.case.result.study, paths=100, scenario="Base")
    share = drawn.probability_ends_above["buy_and_hold"]["mine"].value
    assert formatted("probability_ends_above", share) in screen._pairs.object


def test_the_currency_draws_no_futures_anew(
    screen: AlternativesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shares of futures are the same in all money."""
    before = screen._odds.object
    monkeypatch.setattr(screen_module, "alternatives_risk", None)
    screen.case.currency_code = "EUR"
    assert screen._odds.object == before
    assert "futures buying wins" in before

"""The page: which screen is drawn when, what it says, and that it goes when its visitor goes."""

import asyncio
import dataclasses
import datetime as dt
import gc
import io
import re
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd
import panel as pn
import panel_material_ui as pmui
import pytest
from bokeh.document import Document
from panel.io.state import set_curdoc

import hydro_mining.models.study
from hydro_mining.app import default_study, frame
from hydro_mining.app import page as page_module
from hydro_mining.app.components.sortable_table import SortableTable
from hydro_mining.app.data_proof.screen import DataProofScreen
from hydro_mining.app.network import NetworkBar
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.scenarios.screen import ScenariosScreen
from hydro_mining.app.screen import Screen
from hydro_mining.app.screens import SCREENS
from hydro_mining.app.sidebar.currency_select import CurrencySelect
from hydro_mining.exceptions import InputError
from hydro_mining.models import Study
from hydro_mining.quantities import CURRENCY_CODES
from hydro_mining.views.opening import about_the_page
from tests.app.driver import Blank, Other, Visit, drawing, in_session
from tests.models.test_background import Later

OVERVIEW, SCENARIOS = "overview", "scenarios"
BOTH = (OverviewScreen, ScenariosScreen)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of screens that are drawn from now on."""
    return drawing(monkeypatch, *BOTH)


# --- screens of any kind -----------------------------------------------------------------------


@pytest.mark.parametrize("screens", [(Blank, Other), (Blank, DataProofScreen)])
def test_the_button_of_saving_leads_to_a_screen_that_is_there(
    screens: tuple[type[Screen], ...],
) -> None:
    """A page without the screen of reports has no button to it."""
    visit = Visit(screens=screens)
    has_reports = DataProofScreen in screens
    assert visit.button("Save and share").visible is has_reports
    if has_reports:
        visit.press("Save and share")
        assert visit.dashboard.open_key == DataProofScreen.key


def test_the_first_paint_is_the_screen_s_own() -> None:
    """A page that opens with another screen than the overview paints nothing of that one."""
    document = Document()
    with set_curdoc(document):
        Visit(screens=(Blank,))
    painted = document.template_variables["first_paint"]
    assert "$82,826" in painted
    assert "Your site daily performance" not in painted


def test_a_problem_s_own_name_gives_way_to_the_screen_s() -> None:
    """Also where the message writes the argument otherwise than it is."""
    error = InputError("finance.\nminer", "one of the machines", "Ghost")
    said = page_module._problem("finance.miner", error)
    assert said == "Machine to build must be one of the machines, not “Ghost”."


# --- what is drawn -----------------------------------------------------------------------------


def test_only_the_visible_screen_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen is built and drawn when it is opened, and not before."""
    drawn = drawing(monkeypatch, Blank, Other)
    visit = Visit(screens=(Blank, Other))
    assert drawn == ["blank"]
    assert list(visit.screens) == ["blank"]
    visit.open("other")
    assert drawn == ["blank", "other"]
    assert list(visit.screens) == ["blank", "other"]


def test_only_the_visible_screen_is_drawn(visit: Visit, drawn: list[str]) -> None:
    """A change draws the screen that is seen; the other is brought up to date when opened."""
    visit.open(SCENARIOS)
    drawn.clear()
    visit.study.enter(visit.study.site, "load_factor", 0.9)
    visit.study.enter(visit.study.site, "site_power_kw", 2_000)
    assert drawn == [SCENARIOS] * 2
    visit.open(OVERVIEW)
    assert drawn == [SCENARIOS] * 2 + [OVERVIEW]
    assert "1,800 kW" in visit.text


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """Return what waits for the server's next turn from now on."""
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(pn.state, "execute", lambda f, schedule: waiting.append(f))  # noqa: ARG005
    return waiting


def take_turn(due: list[Callable[[], None]]) -> None:
    """Let the server come to what is waiting."""
    while due:
        due.pop(0)()


def test_changes_that_arrive_together_are_drawn_once(
    visit: Visit, drawn: list[str], due: list[Callable[[], None]]
) -> None:
    """While a redraw is due no other one is asked for, and it draws the newest result."""
    for power in (500, 600, 700):
        visit.study.enter(visit.study.site, "site_power_kw", power)
    visit.study.enter(visit.study.site, "site_power_kw", -1)
    assert len(due) == 1  # for screen, bar, banner, example, currency and assumptions
    assert len(visit.case.due) == len(set(visit.case.due)) == 6
    assert drawn == []
    take_turn(due)
    assert drawn == [OVERVIEW]
    assert "315 kW" in visit.text  # 700 × 0.45
    assert "Site power" in visit.problems
    visit.study.enter(visit.study.site, "site_power_kw", 800)
    visit.money.value = "EUR"
    assert len(due) == 1
    take_turn(due)
    assert drawn == [OVERVIEW] * 2


def test_a_part_that_fails_keeps_no_other_from_being_drawn(
    due: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All parts of a page are drawn in one turn, and the error is not lost."""

    class Failing(Blank):
        def draw(self) -> None:
            if self.case.study.site.site_power_kw == 700:
                raise ZeroDivisionError

    visit = Visit(screens=(Failing, Other))
    take_turn(due)
    drawn = drawing(monkeypatch, NetworkBar, CurrencySelect, Failing)
    visit.study.enter(visit.study.site, "site_power_kw", 700)
    with pytest.raises(ZeroDivisionError):
        take_turn(due)
    assert {"NetworkBar", "CurrencySelect", "blank"} <= set(drawn)
    drawn.clear()
    visit.study.enter(visit.study.site, "site_power_kw", 800)
    take_turn(due)
    assert "blank" in drawn


def test_the_page_says_so_while_entries_are_ahead_of_the_figures(
    visit: Visit, due: list[Callable[[], None]]
) -> None:
    """From the entry until the open screen is drawn; a refused one leaves nothing to be drawn."""
    said = "until then the figures are those of before"
    assert said not in visit.text
    visit.study.enter(visit.study.site, "site_power_kw", 700)
    assert said in visit.text
    take_turn(due)
    assert said not in visit.text
    visit.study.enter(visit.study.site, "site_power_kw", -1)
    take_turn(due)
    assert said not in visit.text


def test_a_large_study_is_behind_until_it_is_drawn(
    visit: Visit, due: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sign stands without a break while it is computed, and until each step is drawn."""
    later = Later()
    monkeypatch.setattr(hydro_mining.models.study, "_MOST_SCENARIO_YEARS", 1)
    visit.case.run_in(later)
    said: list[str] = []
    visit.dashboard._behind.param.watch(lambda event: said.append(event.new), "object")
    visit.study.enter(visit.study.site, "site_power_kw", 700)
    take_turn(due)
    assert len(said) == 1
    assert "those of before" in said[0]
    later.go_on()
    assert len(said) == 1
    take_turn(due)
    assert said[1:] == [""]


def test_a_screen_drawn_in_steps_is_behind_until_the_last(due: list[Callable[[], None]]) -> None:
    """An answer that came first has not all of the screen with it; a failing step ends it."""

    class Steps(Blank):
        def draw(self) -> Iterator[None]:
            yield
            yield
            if self.case.study.site.site_power_kw == 700:
                raise ZeroDivisionError

    visit = Visit(screens=(Steps, Other))
    assert visit.screen.is_behind
    take_turn(due)
    assert not visit.screen.is_behind
    visit.study.enter(visit.study.site, "site_power_kw", 700)
    due.pop(0)()
    assert visit.screen.is_behind
    with pytest.raises(ZeroDivisionError):
        take_turn(due)
    assert not visit.screen.is_behind
    assert "met an error of the program" in visit.text
    visit.study.enter(visit.study.site, "site_power_kw", 640)
    take_turn(due)
    assert "met an error of the program" not in visit.text


def test_a_screen_is_built_once(visit: Visit) -> None:
    """Going back and forth neither builds nor loses anything."""
    visit.open(SCENARIOS)
    screens = dict(visit.screens)
    figures = [pane.object for pane in visit.everything(pn.pane.Bokeh)]
    assert len(figures) == 5
    for _ in range(3):
        visit.open(OVERVIEW)
        visit.open(SCENARIOS)
    assert visit.screens == screens
    assert [pane.object for pane in visit.everything(pn.pane.Bokeh)] == figures


@pytest.mark.usefixtures("due")
def test_the_first_figures_come_with_the_page() -> None:
    """The frame that a server sends has bar, answer and cards, before anything is drawn in it."""
    document = Document()
    with set_curdoc(document):
        visit = Visit(screens=(OverviewScreen,))
    painted = document.template_variables["first_paint"]
    assert not visit.screen.is_behind
    assert painted.startswith(visit.dashboard._network.html)
    assert "Market data of 10 Oct 2026" in painted
    assert f"{visit.study.result.site.n_miners:,} × {visit.study.result.chosen_miner}" in painted
    assert 'data-figure="over_selling"' in painted
    assert ".hm-card" in document.template_variables["first_paint_css"]


def test_a_page_is_sent_before_it_is_whole(
    due: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sidebar and what stands below the first view come on the server's next turns."""
    monkeypatch.setattr("hydro_mining.app.steps._TURN_S", 0.0)  # long ones share none
    visit = Visit(screens=(OverviewScreen,))
    parts, chart = list(visit.screen.layout), visit.screen._charts["money_left"].pane
    assert 'data-figure="over_selling"' in visit.text
    assert chart not in visit.everything(pn.pane.Bokeh)
    assert [list(column) for column in visit.page.sidebar] == [[]]
    due.pop(0)()
    assert list(visit.screen.layout)[: len(parts)] == parts
    assert chart in visit.everything(pn.pane.Bokeh)
    assert [list(column) for column in visit.page.sidebar] == [[]]
    take_turn(due)
    assert visit.select("Show money in").value == "GBP"
    assert list(visit.screen.layout)[-1].object == about_the_page()


def test_a_page_that_is_left_early_is_not_made_whole(due: list[Callable[[], None]]) -> None:
    """What was still to come finds a document that is taken apart."""
    visit = Visit(screens=(OverviewScreen,))
    visit.case.is_closed = True
    take_turn(due)
    assert [list(column) for column in visit.page.sidebar] == [[]]


def test_without_a_result_nothing_is_painted_first() -> None:
    """A study that does not fit from the start has no figures to send."""
    study, document = without_a_result(), Document()
    with set_curdoc(document):
        visit = Visit(study, screens=(Blank,))
    assert "first_paint" not in document.template_variables
    assert "machine in use" in visit.problems


# --- what it says ------------------------------------------------------------------------------


def test_the_answer_is_on_the_page(visit: Visit) -> None:
    """The page has the chosen machine, its number and the day's profit of the result."""
    site = visit.study.result.site
    assert str(visit.study.result.chosen_miner) in visit.text
    assert f"{site.n_miners:,} ×" in visit.text
    assert f"£{site.site_gross_profit_per_day:,.0f}" in visit.text
    assert "10 Oct 2026" in visit.text


def test_a_problem_is_on_the_page_until_it_is_healed(visit: Visit) -> None:
    """An illegal entry is told above the figures, which are said to be the last valid ones."""
    before = visit.on_screen("cards")
    visit.study.enter(visit.study.site, "load_factor", 4.5)
    assert "Load factor" in visit.problems
    assert "450" in visit.problems
    assert "last valid inputs" in visit.problems
    assert visit.on_screen("cards") == before
    visit.study.enter(visit.study.site, "load_factor", 0.9)
    assert visit.problems == ""
    assert visit.on_screen("cards") != before


@pytest.mark.parametrize("screen", [OVERVIEW, SCENARIOS])
def test_whatever_does_not_fit_keeps_the_page(visit: Visit, screen: str) -> None:
    """Misfits of all kinds are told on every screen, and the figures stay."""
    visit.open(screen)
    study, result = visit.study, visit.study.result
    entries = study.catalogue.entries
    study.enter(study.finance, "start_date", dt.date(2020, 1, 1))
    assert "2026-10-10" in visit.problems
    study.enter(study.finance, "start_date", None)
    study.catalogue.replace([])
    assert "machine in use" in visit.problems
    study.catalogue.replace(entries)
    study.enter(study.scenarios[1], "title", "Base")
    assert "Base" in visit.problems
    study.enter(study.scenarios[1], "title", "Bear")
    assert visit.problems == ""
    assert study.result.to_dict() == result.to_dict()


ODD_SITES: dict[str, Callable[[Study], Any]] = {
    "nothing earns": lambda s: s.enter(s.site, "power_price_gbp_per_kwh", 5),
    "smaller than a machine": lambda s: s.enter(s.site, "site_power_kw", 0.5),
    "named but not viable": lambda s: (
        s.enter(s.finance, "miner", "Antminer S21"),
        s.enter(s.site, "power_price_gbp_per_kwh", 5),
    ),
    "free power": lambda s: s.enter(s.site, "power_price_gbp_per_kwh", 0),
    "one year": lambda s: s.enter(s.finance, "years", 1),
    "fifty years": lambda s: s.enter(s.finance, "years", 50),
    "one scenario": lambda s: (
        s.remove_scenario(s.scenarios[2]),
        s.remove_scenario(s.scenarios[1]),
    ),
    "no pool pays": lambda s: s.enter(s.finance, "pool_fee_fraction", 1),
    "no subsidy, no fees": lambda s: (
        s.enter(s.network, "fees_btc_per_block", 0),
        s.enter(s.network, "block_height", 6_930_000),
    ),
    "one machine": lambda s: s.catalogue.replace(s.catalogue.entries[:1]),
}


@pytest.mark.parametrize("make", ODD_SITES.values(), ids=list(ODD_SITES))
def test_odd_sites_are_shown_and_left_again(make: Callable[[Study], Any], visit: Visit) -> None:
    """A site where nothing earns, nothing fits or nothing is left does not break a screen."""
    visit.open(SCENARIOS)
    visit.open(OVERVIEW)
    text = visit.text
    with visit.left_as_it_was():
        make(visit.study)
        assert visit.study.problems == {}
        for screen in (OVERVIEW, SCENARIOS):
            visit.open(screen)
            assert "nan" not in visit.text.lower().replace("finance", "")
            assert not re.search(r"\bNone\b", visit.text)
        for button in visit.everything(pmui.FileDownload):
            assert "," in button.callback().getvalue() or not visit.study.result.scenarios
    visit.open(SCENARIOS)
    visit.open(OVERVIEW)
    assert visit.text == text


def test_a_page_may_open_on_an_odd_site() -> None:
    """A study that starts where nothing earns is a page all the same, on both screens."""
    study = default_study()
    study.enter(study.site, "power_price_gbp_per_kwh", 5)
    visit = Visit(study, screens=BOTH)
    assert "No machine earns" in visit.text
    visit.open(SCENARIOS)
    study.enter(study.site, "power_price_gbp_per_kwh", 0.02)
    assert "Base" in visit.text


def without_a_result() -> Study:
    """Return a study that has no machine in use from the start."""
    good = default_study()
    good.catalogue.replace([])
    groups = ("network", "site", "finance", "catalogue", "scenarios")
    return Study(**{name: getattr(good, name) for name in groups})


def test_a_page_may_open_on_a_study_without_a_result() -> None:
    """Inputs that do not fit from the start are a page with the problem, which heals."""
    study = without_a_result()
    assert study.result is None
    visit = Visit(study, screens=BOTH)
    assert "machine in use" in visit.problems
    study.catalogue.replace(default_study().catalogue.entries)
    assert visit.problems == ""
    assert str(study.result.chosen_miner) in visit.text


def test_entered_network_values_are_marked(visit: Visit) -> None:
    """A value of one's own is told as such; given back, the reading's source stands again."""
    assert "entered by you" not in visit.text
    visit.study.enter(visit.study.network, "btc_price_usd", 100_000)
    assert "entered by you" in visit.bar
    assert "$100,000" in visit.bar
    visit.study.enter(visit.study.network, "btc_price_usd", 82_826)
    assert "entered by you" not in visit.bar


def test_the_bar_has_the_hashprice_of_its_values(visit: Visit) -> None:
    """One dollar a TH and day at the difficulty, subsidy, fees and price that make it so.

    A TH/s finds 86,400e12 / (difficulty × 2**32) blocks a day: 1e-6 at 27 × 5**20 / 2**7. With
    3.125 + 0.875 BTC at $250,000 that is $1.
    """
    network = visit.study.network
    visit.study.enter(network, "difficulty", 27 * 5**20 / 2**7)
    visit.study.enter(network, "fees_btc_per_block", 0.875)
    visit.study.enter(network, "btc_price_usd", 250_000)
    assert "$1,000.00/PH/day" in visit.bar


def test_an_entered_day_of_the_height_is_marked(visit: Visit) -> None:
    """The day is the origin of growth and halving, so its change is told like a value's."""
    before = visit.bar
    visit.study.enter(visit.study.network, "as_of", dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    assert visit.bar != before


def test_the_bar_belongs_to_the_figures_below_it(visit: Visit) -> None:
    """While something does not fit, bar and figures are of the same inputs."""
    study = visit.study
    study.enter(study.finance, "start_date", dt.date(2020, 1, 1))
    study.enter(study.network, "btc_price_usd", 50_000)
    study.enter(study.site, "load_factor", 9)
    assert study.result.study.network.btc_price_usd == 82_826
    assert "$82,826" in visit.bar
    study.enter(study.site, "load_factor", 0.45)


def test_hostile_names_stay_text() -> None:
    """No name of a machine or scenario becomes a tag anywhere on the page."""
    evil = "<img src=x onerror=alert(1)>"
    study = default_study()
    entry = study.catalogue.entries[0]
    study.catalogue.replace([*study.catalogue.entries[1:]])
    study.catalogue.add(
        type(entry)(
            name=evil,
            hashrate_ths=600,
            power_w=entry.power_w,
            cooling="air",
            form="",
            quotes=entry.quotes,
            use=True,
            note=evil,
        )
    )
    study.scenarios[0].title = evil
    visit = Visit(study, screens=BOTH)
    visit.open_all_sections()
    visit.open(SCENARIOS)
    visit.open_all_sections()
    visit.study.enter(visit.study.scenarios[1], "title", evil)
    assert study.result.chosen_miner == evil
    assert "&lt;img" in visit.text
    assert "<img" not in visit.text
    visit.study.enter(visit.study.scenarios[1], "title", "Bear")
    visit.study.enter(visit.study.site, "power_price_gbp_per_kwh", 5)
    visit.study.enter(visit.study.finance, "miner", evil)
    visit.open(OVERVIEW)
    assert "<img" not in visit.text


# --- choosing a machine ------------------------------------------------------------------------


@pytest.fixture
def override(visit: Visit) -> Any:
    """Return the selection of the machine to build."""
    return visit.select("Machine to build")


def test_a_machine_can_be_named_and_left_to_choice_again(visit: Visit, override: Any) -> None:
    """Naming a machine builds it; the first option chooses for the user."""
    automatic, chosen = override.value, visit.study.result.chosen_miner
    override.value = "Antminer S23"
    assert visit.study.result.chosen_miner == "Antminer S23"
    assert "You chose Antminer S23" in visit.text
    (table,) = visit.everything(SortableTable)
    assert table.marked == "Antminer S23"
    override.value = automatic
    assert visit.study.result.chosen_miner == chosen
    assert table.marked == chosen


def test_the_choice_follows_the_machines_in_use(visit: Visit, override: Any) -> None:
    """Only machines in use are offered, and a study's own name is shown as the value."""
    visit.study.catalogue.edit("Antminer S23", today=dt.date(2026, 11, 21), use=False)
    assert "Antminer S23" not in override.options
    visit.study.enter(visit.study.finance, "miner", "Antminer S21+")
    assert override.value == "Antminer S21+"


def test_a_named_machine_that_goes_can_be_left_to_choice(visit: Visit, override: Any) -> None:
    """The last figures stay with a problem until the choice is given back."""
    automatic = override.value
    override.value = "Antminer S23"
    visit.study.catalogue.remove("Antminer S23")
    assert visit.study.result.chosen_miner == "Antminer S23"
    assert "Antminer S23" in visit.problems
    override.value = automatic
    assert visit.problems == ""
    assert visit.study.result.study.finance.miner is None


# --- another currency --------------------------------------------------------------------------

# The built-in rates: 0.87138 euros and £0.75 for a dollar.
EUROS_PER_POUND = 0.87138 / 0.75


@pytest.fixture
def money(visit: Visit) -> Any:
    """Return the selection of the currency."""
    return visit.money


@pytest.mark.parametrize("screen", [OVERVIEW, SCENARIOS])
def test_the_screen_is_shown_in_euros_and_back(visit: Visit, money: Any, screen: str) -> None:
    """Cards, sentences and tables are in euros; back in pounds the page is as it was."""
    visit.open(screen)
    before = visit.text
    money.value = "EUR"
    npv = visit.study.result.scenarios["Base"].npv_gbp
    assert f"−€{-npv * EUROS_PER_POUND:,.0f}" in visit.text.replace("&#8288;", "")
    assert visit.text != before
    money.value = "GBP"
    assert visit.text == before


def test_only_the_bar_stays_in_other_money(visit: Visit, money: Any) -> None:
    """In euros no pound is left on cards, sentences, tables and workings of both screens."""
    for screen, more in ((OVERVIEW, ["choice"]), (SCENARIOS, ["metrics", "annual"])):
        visit.open(screen)
        money.value = "EUR"
        shown = [visit.on_screen(name) for name in ("lead", "cards", "working", *more)]
        if screen == OVERVIEW:
            (machines,) = visit.everything(SortableTable)
            shown.append(str(machines.rows))
        assert all("€" in text for text in shown[1:])
        assert not any("£" in text for text in shown)
    assert "$82,826" in visit.bar


def test_the_rate_is_on_the_page(visit: Visit, money: Any) -> None:
    """Below the select stand the rate, its dates and its sources; in pounds nothing does."""
    assert "Shown and entered in" not in visit.text
    money.value = "EUR"
    assert "Shown and entered in EUR: 1.162 EUR for £1, from the rates of 13 Mar 2026" in visit.text
    money.value = "GBP"
    assert "Shown and entered in" not in visit.text


def test_currencies_with_a_rate_are_offered(money: Any) -> None:
    """The built-in snapshot has dated rates of all."""
    assert money.options == list(CURRENCY_CODES)


def test_a_choice_of_currency_is_drawn_once(visit: Visit, money: Any, drawn: list[str]) -> None:
    """Only the visible screen is drawn, once, and the study is not evaluated anew."""
    result = visit.study.result
    money.value = "EUR"
    assert drawn == [OVERVIEW]
    visit.open(SCENARIOS)
    assert drawn == [OVERVIEW, SCENARIOS]
    assert "€" in visit.on_screen("cards")
    assert visit.study.result is result


def test_charts_are_drawn_anew_for_a_currency_and_not_for_a_slider(
    visit: Visit, money: Any
) -> None:
    """A step of a slider in euros replaces data only, as in pounds."""
    visit.open(OVERVIEW)
    pounds = visit.charts
    money.value = "EUR"
    euros = visit.charts
    assert not any(one is other for one, other in zip(pounds, euros, strict=True))
    visit.study.enter(visit.study.site, "power_price_gbp_per_kwh", 0.05)
    assert visit.charts == euros


def test_the_rate_follows_the_pounds_own(visit: Visit, money: Any) -> None:
    """With £0.50 entered for a dollar £1 is $2, and the sentence says whose rate that is."""
    money.value = "USD"
    visit.study.enter(visit.study.network, "usd_to_gbp", 0.5)
    assert "2.000 USD for £1, from the pound&#x27;s rate that was entered" in visit.text
    profit = visit.study.result.site.site_gross_profit_per_day
    assert f"{abs(profit) * 2:,.0f}" in visit.on_screen("day")


def test_the_rate_follows_the_snapshot(visit: Visit, money: Any) -> None:
    """A newer snapshot brings its own currencies and rates with the next redraw."""
    old = visit.network.snapshot
    euro = old.per_usd["EUR"]
    newer = dataclasses.replace(euro, value=1.5, source="Somebody")
    money.value = "EUR"
    visit.network.snapshot = dataclasses.replace(old, per_usd={"EUR": newer, "NOK": euro})
    assert money.options == ["GBP", "USD", "EUR", "NOK"]
    assert "2.000 EUR for £1, from the rates of 13 Mar 2026 (Somebody)" in visit.text


def test_a_currency_without_a_rate_gives_way_to_pounds(
    visit: Visit, money: Any, drawn: list[str]
) -> None:
    """When the rate goes the page is in pounds again, at once and in one redraw."""
    old, before = visit.network.snapshot, visit.text
    money.value = "EUR"
    drawn.clear()
    visit.network.snapshot = dataclasses.replace(old, per_usd={"CAD": old.per_usd["CAD"]})
    assert (money.value, money.options) == ("GBP", ["GBP", "USD", "CAD"])
    assert visit.text == before
    assert len(drawn) == 1


# --- downloads ---------------------------------------------------------------------------------


def test_downloads_are_what_is_seen(visit: Visit) -> None:
    """Every table and chart can be had as CSV, in full digits and of the moment it is asked for."""
    visit.open_section("Machines by power price")
    visit.open(SCENARIOS)
    visit.study.enter(visit.study.site, "load_factor", 0.9)
    result = visit.study.result
    files = {b.filename: b.callback().getvalue() for b in visit.everything(pmui.FileDownload)}
    frames = {name: pd.read_csv(io.StringIO(text)) for name, text in files.items()}
    assert {
        "machines.csv",
        "cost.csv",
        "money-left.csv",
        "annual-cash-flows.csv",
        "path.csv",
    } <= set(frames)
    base = result.scenarios["Base"]
    assert frames["annual.csv"]["Base [£]"].tolist() == base.cashflows.tolist()
    assert frames["cumulative.csv"]["Base [£]"].tolist() == base.cumulative_gbp.tolist()
    assert frames["discounted.csv"]["Base [£]"].tolist() == base.discounted_cumulative_gbp.tolist()
    assert frames["metrics.csv"]["NPV [£]"].tolist() == [
        scenario.npv_gbp for scenario in result.scenarios.values()
    ]
    assert len(frames["path.csv"]) == 5 * 365
    assert len(frames["machines.csv"]) == len(result.miners.name)
    assert len(frames["annual-cash-flows.csv"]) == 3 * 6


def test_downloads_are_in_the_currency_that_is_seen(visit: Visit, money: Any) -> None:
    """Headings name euros, values are pounds times the rate, and what is no money stays."""
    visit.open_section("Machines by power price")
    visit.open(SCENARIOS)
    money.value = "EUR"
    visit.open(OVERVIEW)
    result = visit.study.result
    files = {b.filename: b.callback().getvalue() for b in visit.everything(pmui.FileDownload)}
    files.pop("miners.csv", None)  # the machines as they are entered
    assert not any("£" in text for text in files.values())
    frames = {name: pd.read_csv(io.StringIO(text)) for name, text in files.items()}
    base, miners = result.scenarios["Base"], result.miners
    for name, pounds in (
        ("annual.csv", base.cashflows),
        ("cumulative.csv", base.cumulative_gbp),
        ("discounted.csv", base.discounted_cumulative_gbp),
    ):
        assert frames[name]["Base [€]"].tolist() == pytest.approx(pounds * EUROS_PER_POUND)
    path = frames["path.csv"]["Base [€/TH/day]"]
    assert path[0] == pytest.approx(result.paths.rev_per_th_per_day[0, 0] * EUROS_PER_POUND)
    assert frames["metrics.csv"]["NPV [€]"][0] == pytest.approx(base.npv_gbp * EUROS_PER_POUND)
    assert frames["machines.csv"]["Payback [days]"].tolist() == miners.simple_payback_days.tolist()
    breakeven = miners.breakeven_power_price_gbp_per_kwh * EUROS_PER_POUND
    assert frames["breakeven.csv"].iloc[:, 1].tolist() == pytest.approx(breakeven)
    cost, payback = frames["cost.csv"], frames["payback.csv"]
    assert cost.columns[0] == payback.columns[0] == "Power price [€/kWh]"
    assert f"{miners.name[0]} [€/TH/day]" in cost
    assert f"{miners.name[0]} [days]" in payback


def test_any_scenario_name_can_be_downloaded(visit: Visit) -> None:
    """The name of a scenario does not decide whether its figures can be had."""
    visit.open(SCENARIOS)
    for title in ("year", "date"):
        visit.study.enter(visit.study.scenarios[0], "title", title)
        for button in visit.everything(pmui.FileDownload):
            assert button.callback().getvalue()


# --- it goes with its visitor ------------------------------------------------------------------


Owned = tuple[weakref.ref[Any], ...]


def refs_of(visit: Visit) -> Owned:
    """Return weak references to what a visit brought into the world."""
    owned = (visit.page, visit.case, visit.study, visit.dashboard, *visit.screens.values())
    return tuple(map(weakref.ref, owned))


def still_there(refs: Owned) -> list[bool]:
    """Tell what is left once all cycles have been collected."""
    for _ in range(2):
        gc.collect()
    return [ref() is not None for ref in refs]


def refs_of_a_session(screens: Sequence[type[Screen]]) -> Owned:
    """Let a visitor come, change something on each screen and go; return what they had."""
    refs: list[Owned] = []

    async def use(visit: Visit, session: Any, context: Any) -> None:
        def change() -> None:
            with set_curdoc(session.document):
                for key in visit.dashboard._types:
                    visit.dashboard.open_key = key
                    visit.open_all_sections()
                    visit.study.enter(visit.study.site, "load_factor", 0.5)
                    visit.screen.draw_now()
                refs.append(refs_of(visit))

        await session.with_document_locked(change)
        await context._discard_session(session, lambda _: True)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Bokeh, on sections that are empty until opened
        asyncio.run(in_session(lambda: Visit(screens=screens), use))
    return refs[0]


def test_a_page_goes_with_its_session() -> None:
    """When a session ends, nothing holds its page, its case and its screens any more."""
    assert not any(still_there(refs_of_a_session(SCREENS)))


def test_the_busy_reference_is_what_would_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its release the page stays, so the test above can tell (see PANEL traps)."""
    monkeypatch.setattr(frame, "_release_from_busy_state", lambda _: None)
    try:
        assert all(still_there(refs_of_a_session((Blank,))))
    finally:
        _forget_pages()


def _forget_pages() -> None:
    for watcher in list(pn.state.param.watchers.get("busy", {}).get("value", [])):
        owner = getattr(getattr(watcher.fn, "__self__", None), "self_or_cls", None)
        if isinstance(owner, pmui.Page):
            pn.state.param.unwatch(watcher)


def test_a_page_that_was_never_served_goes() -> None:
    """A page that is built and dropped, as in a notebook's cell, leaves nothing behind."""
    visit = Visit(screens=(Blank,))
    refs = refs_of(visit)
    del visit
    assert not any(still_there(refs))


def test_a_rendered_page_serializes(visit: Visit) -> None:
    """The page becomes a document of Bokeh models that can be sent to a browser."""
    document = Document()
    with set_curdoc(document), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = visit.page.get_root(document)
        document.add_root(root)
        assert len(document.to_json().content["roots"]) == 1
    visit.page._cleanup(root)
    pn.state._views.pop(root.ref["id"], None)

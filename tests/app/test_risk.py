"""The Risk screen without a browser: what it says, for which inputs, and what it drops."""

import re

import numpy as np
import pytest

from hydro_mining.app import new_case
from hydro_mining.app.background import Run, Stopped
from hydro_mining.app.overview.screen import OverviewScreen
from hydro_mining.app.risk.requests import FuturesRequest
from hydro_mining.app.risk.screen import RiskScreen
from hydro_mining.economics.hydro import HydroInputs
from hydro_mining.economics.market import MarketInputs
from hydro_mining.economics.risk import risk_of
from hydro_mining.economics.risk.pinned import npv_of, pinned
from hydro_mining.exceptions import InputError
from hydro_mining.imports.forward_curve import ForwardCurveFile
from hydro_mining.models import at_once
from hydro_mining.quantities import formatted
from tests.app.driver import Visit, words
from tests.later import Later

FEW = 400


@pytest.fixture(scope="module")
def opened():
    """The screen of the case that the dashboard opens with, with few futures."""
    screen = RiskScreen(new_case())
    screen.run.enter(screen.run, "paths", FEW)
    return screen


@pytest.fixture
def screen(opened):
    """The open screen as it begins, which draws itself whenever something changes."""
    opened.is_open = False
    opened.case.study.reset()
    opened.case.currency_code = "GBP"
    opened.run.enter(opened.run, "paths", FEW)
    opened.ends.reset()
    opened.irr = None
    opened.is_open = True
    return opened


def said(screen) -> str:
    """Return what stands on the screen above its pictures."""
    return words(screen._lead.object) + words(screen._status.object)


def test_the_sentence_comes_first_and_is_the_core_s(screen) -> None:
    """With its chance, and for which inputs it holds."""
    told = risk_of(screen.case.result.study, paths=FEW)
    chance = formatted("probability_never_pays_back", told.probability_never_pays_back.value)
    assert f"this site never pays back: {chance}" in said(screen)
    assert "400 futures around the scenario Base, seed 1" in said(screen)
    assert "power at 4.5p a kWh" in said(screen)


def test_what_is_entered_is_drawn_anew(screen) -> None:
    """The figures then hold for the new input."""
    screen.case.study.enter(screen.case.study.site, "power_price_gbp_per_kwh", 0.01)
    assert "power at 1p a kWh" in said(screen)
    told = risk_of(screen.case.result.study, paths=FEW)
    chance = formatted("probability_never_pays_back", told.probability_never_pays_back.value)
    assert chance in said(screen)


def test_other_terms_change_the_odds_and_stay_with_the_study(screen) -> None:
    """They are the study's own."""
    before = said(screen)
    screen.case.study.enter(screen.case.study.risk, "btc_price_volatility_per_year", 0.0)
    assert said(screen) != before
    assert screen.case.study.settings.risk.btc_price_volatility_per_year == 0


def test_money_is_in_the_currency_of_the_page(screen) -> None:
    """Without another draw."""
    screen.case.currency_code = "USD"
    told = risk_of(screen.case.result.study, paths=FEW)
    shown = formatted("npv_gbp", float(told.npv_gbp.mean), screen.case.currency)
    assert shown in words(screen._futures._cards.object)


def test_ends_that_a_reader_gives_are_used(screen) -> None:
    """Power for nothing is the low end of its bar then; a bad one is told and changes nothing."""
    screen.ends.build()
    entry = screen.ends._entries["site.power_price_gbp_per_kwh", 0]
    entry.value = "0"
    bars = {bar.swing.path: bar.swing for bar in screen._what_ifs._found.tornado}
    assert bars["site.power_price_gbp_per_kwh"].low == 0
    entry.value = "cheap"
    assert "Must be" in entry.helper_text
    assert screen.ends.ends["site.power_price_gbp_per_kwh"][0] == 0


def test_a_wanted_return_asks_for_other_levels(screen) -> None:
    """30 % a year needs cheaper power than an NPV of 0 at 12 %."""
    levels = {one.path: one.value for one in screen._what_ifs._found.levels}
    screen.run.irr = 0.3
    wanted = {one.path: one.value for one in screen._what_ifs._found.levels}
    path = "site.power_price_gbp_per_kwh"
    assert wanted[path] < levels[path]
    assert "Returns 30.0 % at" in words(screen._what_ifs._levels.object)


def test_a_bad_turn_says_what_it_sets_and_its_source(screen) -> None:
    """The first is the low of 2022; the driest year has no record here."""
    part = screen._what_ifs
    part._chosen = "low_hashprice"
    part._show_turn()
    assert "Hashrate Index, review of 2022, January 2023" in words(part._turn.object)
    part._chosen = "dry_year"
    part._show_turn()
    assert "no record" in words(part._turn.object)


def test_every_default_has_its_source(screen) -> None:
    """A row for each of fifteen terms, none without a word on where it is from."""
    screen._terms.build()
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", screen._terms._table.object)
    assert len(rows) == 15
    assert all(re.search(r"\d{4}|EH/s", words(row)) for row in rows)


def test_without_a_machine_there_is_nothing_to_be_sure_of(screen) -> None:
    """Power at £5 a kWh is mined by none."""
    screen.case.study.enter(screen.case.study.site, "power_price_gbp_per_kwh", 5.0)
    assert "nothing to be unsure of" in said(screen)
    assert not screen._futures.layout.visible


def test_money_of_the_ends_is_entered_as_elsewhere_on_the_page(screen) -> None:
    """Power in pence or cent, other money in the currency; inside it is pounds."""
    screen.ends.build()
    power, price = "site.power_price_gbp_per_kwh", "miners[0].price_gbp"
    entries = screen.ends._entries
    assert entries[power, 0].label == "Power price, low [p/kWh]"
    entries[power, 0].value = "3.2p"
    assert screen.ends.ends[power][0] == 0.032
    rate = screen.case.currencies["EUR"].rate
    screen.case.currency_code = "EUR"
    assert entries[power, 0].label == "Power price, low [cent/kWh]"
    assert float(entries[power, 0].value) == pytest.approx(3.2 * rate, rel=1e-5)
    assert entries[price, 1].label == "Price of a machine, high [€]"
    entries[price, 1].value = "30,000"
    assert screen.ends.ends[price][1] == pytest.approx(30_000 / rate)
    screen.case.currency_code = "GBP"
    assert screen.ends.ends[price][1] == pytest.approx(30_000 / rate)


def test_no_figure_is_left_in_pounds_in_another_currency(screen) -> None:
    """Words, cards, tornado, levels and bad turns are in euro, a kWh in cent."""
    screen.case.currency_code = "EUR"
    part = screen._what_ifs
    shown = [screen._lead, screen._status, screen._futures._cards, screen._futures._spread]
    shown += [part._tornado_words, part._tornado_table, part._levels, part._turn, part._turns]
    text = words("".join(one.object for one in shown))
    assert "£" not in text
    assert "cent" in text
    labels = [
        axis.axis_label
        for chart in screen._charts.values()
        if chart.plot
        for axis in (*chart.plot.xaxis, *chart.plot.yaxis)
    ]
    assert not [label for label in labels if "£" in (label or "")]


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("btc_price_volatility_per_year", -1, "a number from 0 to 5"),
        ("price_difficulty_correlation", 1.5, "a number from -1 to 1"),
        ("fee_half_life_months", 0, "a number above 0"),
    ],
)
def test_a_term_that_cannot_be_is_one_clear_line(screen, name, value, rule) -> None:
    """The page says field and rule, and what stands holds for the terms of before."""
    before, study = said(screen), screen.case.study
    assert not study.enter(study.risk, name, value)
    problem = study.problem(study.risk, name)
    assert (problem.argument, problem.value) == (name, value)
    assert rule in f"{problem}"
    assert said(screen) == before


@pytest.mark.parametrize("paths", [0, 1.5, 1_000_001])
def test_a_number_of_futures_that_cannot_be_is_one_clear_line(screen, paths) -> None:
    """From one to a million, whole."""
    assert not screen.run.enter(screen.run, "paths", paths)
    problem = screen.run.problem(screen.run, "paths")
    assert "a whole number from 1 to 1,000,000" in f"{problem}"


def test_one_future_says_no_odds(screen) -> None:
    """It pays back or does not; no error is told of it."""
    screen.run.enter(screen.run, "paths", 1)
    assert "In the one future that was drawn this site" in said(screen)
    assert "±" not in words(screen._futures._cards.object)


def test_a_half_life_beyond_the_study_is_an_answer(screen) -> None:
    """The core's, with difficulty that hardly follows."""
    study = screen.case.study
    study.enter(study.risk, "hashrate_half_life_months", 600)
    told = risk_of(screen.case.result.study, paths=FEW)
    assert formatted("npv_gbp", float(told.npv_gbp.mean)) in words(screen._futures._cards.object)


def test_a_forward_curve_is_marked_in_pounds(screen) -> None:
    """$0.05 at 0.75 £/$ is £0.0375; months within the study stand on both pictures."""
    months = np.array(["2026-12", "2027-12", "2099-01"], dtype="datetime64[M]")
    usd = screen.case.currencies["USD"].rate
    value = np.array([0.05, 0.04, 0.03])
    screen.case.forward_curve = ForwardCurveFile(months=months, value=value, currency="USD")
    try:
        marked = screen._futures._layers["hashprice"]["marks"]
        assert marked["y"] == pytest.approx(value[:2] / usd)
        assert marked["name"].tolist() == ["Forward curve, 2026-12", "Forward curve, 2027-12"]
        power = screen._what_ifs._layers["power_map"]["marks"]
        assert power["name"].tolist()[:2] == marked["name"].tolist()
        assert power["y"][:2] == pytest.approx(value[:2] / usd)
        screen.case.forward_curve = ForwardCurveFile(
            months=months[:1], value=value[:1] * 2, currency="USD"
        )
        marked = screen._futures._layers["hashprice"]["marks"]
        assert marked["y"] == pytest.approx(value[:1] * 2 / usd)
        unknown = ForwardCurveFile(months=months, value=value, currency=None)
        screen.case.forward_curve = unknown
        assert len(screen._futures._layers["hashprice"]["marks"]["y"]) == 0
    finally:
        screen.case.forward_curve = None


def test_a_plan_s_levels_and_map_are_of_its_export_price(screen) -> None:
    """Where water and grid make a plan, a power price is no lever."""
    plan = screen.case.study.plan
    with screen.case.study.together():
        plan.market = MarketInputs(export_price_gbp_per_mwh=10.0)
        plan.hydro = HydroInputs(monthly_power_kw=(900.0,) * 6 + (300.0,) * 6)
    part = screen._what_ifs
    assert "Export price" in words(part._levels.object)
    assert "Power price" not in words(part._levels.object + part._tornado_table.object)
    assert part._found.npv_map.path == "market.export_price_gbp_per_mwh"
    assert "export at £10.00 a MWh on the mean" in said(screen)
    assert part.charts["npv_map"].plot.xaxis[0].axis_label == "Export price [£/MWh]"


@pytest.mark.parametrize("error", [None, Stopped(), InputError("paths", "fewer", 400)])
def test_what_stands_below_comes_however_the_first_run_ends(error, monkeypatch) -> None:
    """How many are drawn is entered there, also where the first were too many or were stopped."""
    answered = FuturesRequest.answered

    def ended(request, run):
        if error is not None:
            raise error
        return answered(request, run)

    monkeypatch.setattr(FuturesRequest, "answered", ended)
    visit = Visit(screens=(OverviewScreen, RiskScreen))
    visit.open("risk")
    screen = visit.dashboard.screen
    assert screen._controls in screen.layout.objects
    assert screen._what_ifs.layout.objects


@pytest.mark.parametrize(("paths", "waits"), [(20_000, True), (20_001, False)])
def test_what_stands_below_waits_for_no_long_run(paths, waits) -> None:
    """Else nobody could enter fewer futures before all of them are drawn."""
    visit = Visit(screens=(OverviewScreen, RiskScreen))
    run = visit.case.section("risk")
    run.enter(run, "paths", paths)
    visit.case.run_long = Later()
    visit.open("risk")
    screen = visit.dashboard.screen
    assert (screen._controls not in screen.layout.objects) == waits


def test_what_ifs_of_earlier_inputs_make_room_for_the_futures_of_new_ones(screen) -> None:
    """Those of the new inputs come after their futures, and no others are shown."""
    case, npv = screen.case, []
    screen._what_ifs.show = lambda found, *_: npv.append(found.npv_gbp)
    case.run_long = later = Later()
    try:
        case.study.enter(case.study.site, "power_price_gbp_per_kwh", 0.02)
        later.go_on()
        assert len(later.waiting) == 1  # the what-ifs
        case.study.enter(case.study.site, "power_price_gbp_per_kwh", 0.03)
        while later.waiting:
            later.go_on()
        assert npv == [npv_of(pinned(case.result))]
    finally:
        case.run_long = at_once
        del screen._what_ifs.show


def test_an_end_is_answered_while_futures_are_drawn(screen) -> None:
    """They may take long, and do not depend on it."""
    case, shown = screen.case, []
    screen._what_ifs.show = lambda found, *_: shown.append(found.tornado)
    case.run_long = later = Later()
    try:
        screen.run.enter(screen.run, "seed", 7)
        assert len(later.waiting) == 1
        screen.run.param.update(ends={"network.btc_price_usd": (50_000.0, 90_000.0)})
        later.waiting.reverse()
        later.go_on()
        (bars,) = shown
        assert any(bar.swing.low == 50_000 for bar in bars)
    finally:
        while later.waiting:
            later.go_on()
        case.run_long = at_once
        del screen._what_ifs.show


def test_a_run_counts_its_blocks_and_stops() -> None:
    """2,500 futures are three blocks, their 61 months of cash two parts; a stopped run does none.

    The figures are the core's.
    """
    case = new_case()
    request = FuturesRequest(
        study=case.result.study, paths=2_500, seed=1, scenario="Base", result=case.result
    )
    run = Run()
    assert request.answered(run).to_dict() == risk_of(case.result.study, paths=2_500).to_dict()
    assert run.done == 3 + 2
    run.stop()
    with pytest.raises(Stopped):
        request.answered(run)

"""The Risk screen without a browser: what it says, for which inputs, and what it drops."""

import asyncio
import re
import threading

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.background import Background, Run, Stopped
from hydro_mining.app.risk import RiskScreen
from hydro_mining.app.risk.requests import FuturesRequest
from hydro_mining.economics.risk import risk_of
from hydro_mining.exceptions import InputError
from hydro_mining.quantities import formatted
from tests.app.driver import words

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
    assert "power at £0.045 per kWh" in said(screen)


def test_what_is_entered_is_drawn_anew(screen) -> None:
    """The figures then hold for the new input."""
    screen.case.study.enter(screen.case.study.site, "power_price_gbp_per_kwh", 0.01)
    assert "power at £0.010 per kWh" in said(screen)
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
    screen.irr = 0.3
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
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", screen._terms._table.object)
    assert len(rows) == 15
    assert all(re.search(r"\d{4}|EH/s", words(row)) for row in rows)


def test_without_a_machine_there_is_nothing_to_be_sure_of(screen) -> None:
    """Power at £5 a kWh is mined by none."""
    screen.case.study.enter(screen.case.study.site, "power_price_gbp_per_kwh", 5.0)
    assert "nothing to be unsure of" in said(screen)
    assert not screen._futures.layout.visible


class _Asked:
    """A background whose first answer waits until it is let go."""

    def __init__(self) -> None:
        self.may_go, self.shown, self.runs = threading.Event(), [], []
        self.background = Background(
            self._compute,
            show=lambda request, answer: self.shown.append((request, answer)),
            tell=lambda *_: None,
            is_closed=lambda: False,
        )

    def _compute(self, request: str, run: Run) -> str:
        self.runs.append(request)
        if request == "slow":
            self.may_go.wait(10)
            run.check()
        if request == "wrong":
            raise InputError("paths", "more", 0)
        return request.upper()


async def _until(is_so) -> None:
    while not is_so():  # noqa: ASYNC110, a thread says so
        await asyncio.sleep(0.001)


def test_a_stale_answer_is_dropped_and_the_newest_shown() -> None:
    """Of three requests during a run only the last is answered, and the loop never waits."""

    async def use() -> list:
        asked = _Asked()
        asked.background.ask("slow")
        await _until(lambda: asked.runs)
        asked.background.ask("between")
        asked.background.ask("last")
        asked.may_go.set()
        await asyncio.wait_for(_until(lambda: asked.shown), 10)
        assert asked.runs == ["slow", "last"]
        return asked.shown

    assert asyncio.run(use()) == [("last", "LAST")]


def test_a_stopped_run_shows_nothing_until_it_is_asked_again() -> None:
    """Then it is answered after all."""

    async def use() -> None:
        asked = _Asked()
        asked.background.ask("slow")
        await _until(lambda: asked.runs)
        asked.background.stop()
        asked.may_go.set()
        await _until(lambda: not asked.background._is_answering)
        assert asked.shown == []
        asked.background.again()
        await asyncio.wait_for(_until(lambda: asked.shown), 10)
        assert asked.shown == [("slow", "SLOW")]

    asyncio.run(use())


def test_what_is_wrong_is_told() -> None:
    """An InputError is an answer."""

    async def use() -> None:
        asked = _Asked()
        asked.background.ask("wrong")
        await asyncio.wait_for(_until(lambda: asked.shown), 10)
        assert isinstance(asked.shown[0][1], InputError)

    asyncio.run(use())


def test_a_run_counts_its_blocks_and_stops() -> None:
    """2,500 futures are three blocks; a stopped run draws none, and its figures are the core's."""
    case = new_case()
    request = FuturesRequest(
        study=case.result.study, paths=2_500, seed=1, scenario="Base", result=case.result
    )
    run = Run()
    assert request.answered(run).to_dict() == risk_of(case.result.study, paths=2_500).to_dict()
    assert run.done == 3
    run.stop()
    with pytest.raises(Stopped):
        request.answered(run)

"""Work in the background: the newest wins, and what is stale is dropped."""

import dataclasses
from typing import Any

import pytest

import hydro_mining.models.study
from hydro_mining.app import default_study
from hydro_mining.exceptions import InputError
from hydro_mining.imports.example_water import example_water
from hydro_mining.models import Newest, ScenarioInputs, at_once
from tests.later import Later


def test_of_what_waits_only_the_newest_is_done() -> None:
    """One runs, of two more the first is never begun, and nobody hears of what is stale."""
    later, newest = Later(), Newest()
    begun: list[int] = []
    heard: list[int] = []

    def work(number: int) -> int:
        begun.append(number)
        return number

    for number in (1, 2, 3):
        newest.ask(later, lambda n=number: work(n), lambda outcome: heard.append(outcome.result()))
    assert len(later.waiting) == 1
    later.go_on()
    later.go_on()
    assert (begun, heard, later.waiting) == ([1, 3], [3], [])


def test_nobody_hears_of_what_was_dropped() -> None:
    """Not of what runs, and what waits is not begun; what is asked for after that is done."""
    later, newest = Later(), Newest()
    heard: list[str] = []
    newest.ask(later, lambda: "old", lambda outcome: heard.append(outcome.result()))
    newest.ask(later, lambda: "waiting", lambda outcome: heard.append(outcome.result()))
    newest.drop()
    later.go_on()
    assert (heard, later.waiting) == ([], [])
    newest.ask(later, lambda: "new", lambda outcome: heard.append(outcome.result()))
    later.go_on()
    assert heard == ["new"]


def test_what_fails_is_told_and_holds_nothing_up() -> None:
    """The error comes with the outcome."""
    newest, heard = Newest(), []
    newest.ask(at_once, lambda: 1 / 0, lambda outcome: heard.append(outcome.exception()))
    newest.ask(at_once, lambda: 1, lambda outcome: heard.append(outcome.result()))
    assert isinstance(heard[0], ZeroDivisionError)
    assert heard[1] == 1


@pytest.fixture
def large() -> tuple[Any, Later]:
    """A study of many scenarios and years, whose results come when a test says so."""
    study, later = default_study(), Later()
    study.finance.years = 40
    base = study.scenarios[0].frozen()
    study.scenarios = [
        ScenarioInputs.of(dataclasses.replace(base, name=f"Future {i}")) for i in range(20)
    ]
    study.run = later
    return study, later


def test_a_large_study_is_computed_in_the_background(large: tuple[Any, Later]) -> None:
    """Until it is there the result is the one of before, and the study says so."""
    study, later = large
    before = study.result
    study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
    study.enter(study.site, "power_price_gbp_per_kwh", 0.06)
    study.enter(study.site, "power_price_gbp_per_kwh", 0.07)
    assert study.result is before
    assert study.is_computing
    assert not study.is_current
    later.go_on()  # 0.05, which is stale
    assert study.result is before
    later.go_on()
    assert later.waiting == []
    assert study.result.study.site.power_price_gbp_per_kwh == 0.07
    assert study.is_current
    assert not study.is_computing


def test_a_plan_is_computed_in_the_background() -> None:
    """Others would wait for its years of water."""
    study, later = default_study(), Later()
    study.run = later
    rates = study.catalogue.gbp_per(study.network.usd_to_gbp)
    hydro, market = example_water(study.site.site_power_kw, rates)
    study.plan.param.update(hydro=hydro, market=market)
    assert study.is_computing
    later.go_on()
    assert study.result.plan is not None
    assert study.is_current


def test_a_small_study_does_not_wait_for_a_large_one(large: tuple[Any, Later]) -> None:
    """Its result is there at once, and stays when that of the large one comes."""
    study, later = large
    study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
    study.enter(study.finance, "years", 3)
    result = study.result
    assert result.study.finance.years == 3
    assert not study.is_computing
    later.go_on()
    assert study.result is result
    assert study.settings is result.study


def test_a_refused_entry_does_not_undo_the_one_before(large: tuple[Any, Later]) -> None:
    """What was legal is computed on, and is what the figures rest on then."""
    study, later = large
    study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
    study.scenarios = [study.scenarios[0], ScenarioInputs.of(study.scenarios[0].frozen())]
    assert study.problems
    later.go_on()
    assert study.result.study.site.power_price_gbp_per_kwh == 0.05
    assert study.problems
    assert not study.is_current


def test_what_does_not_fit_is_told_when_it_comes(
    large: tuple[Any, Later], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result of before stays, with the reason; the next entry is computed again."""
    study, later = large
    before, refused = study.result, InputError("the inputs together", "finite", "infinity")

    def refuse(_: Any) -> Any:
        raise refused

    with monkeypatch.context() as patched:
        patched.setattr(hydro_mining.models.study, "computed", refuse)
        study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
        later.go_on()
    assert study.result is before
    assert study.problems == {"the inputs together": refused}
    assert not study.is_computing
    assert not study.is_current
    study.enter(study.site, "power_price_gbp_per_kwh", 0.06)
    later.go_on()
    assert study.problems == {}
    assert study.result.study.site.power_price_gbp_per_kwh == 0.06


def test_a_study_that_fails_is_computed_no_longer(
    large: tuple[Any, Later], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is raised, the page says that its result is of before; the next one is computed."""
    study, later = large
    before = study.result
    with monkeypatch.context() as patched:
        patched.setattr(hydro_mining.models.study, "computed", lambda _: 1 / 0)
        study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
        with pytest.raises(ZeroDivisionError):
            later.go_on()
    assert not study.is_computing
    assert not study.is_current
    assert study.result is before
    (said,) = study.problems.values()
    assert said.sentence == "What you entered must be changed: it met an error of this program."
    study.enter(study.site, "power_price_gbp_per_kwh", 0.06)
    later.go_on()
    assert study.problems == {}
    assert study.is_current
    assert study.result.study.site.power_price_gbp_per_kwh == 0.06


def test_a_study_that_cannot_be_frozen_is_computed_no_longer(
    large: tuple[Any, Later], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was computed of the entry before is dropped, and the sign of it ends."""
    study, later = large
    study.enter(study.site, "power_price_gbp_per_kwh", 0.05)
    with monkeypatch.context() as patched:
        patched.setattr(study, "frozen", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            study.enter(study.site, "power_price_gbp_per_kwh", 0.06)
    later.go_on()
    assert not study.is_computing
    assert not study.is_current

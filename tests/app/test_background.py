"""What a screen asks for beside the page: stale answers are dropped, runs stop and are told of."""

import threading
from typing import Any

import pytest

from hydro_mining.app import new_case
from hydro_mining.app.background import Background, Run, Stopped
from hydro_mining.exceptions import InputError
from hydro_mining.models import Case
from tests.later import Later


@pytest.fixture(scope="module")
def case() -> Case:
    """The case that the dashboard opens with."""
    return new_case()


class Asked:
    """A background whose work is done when a test says so."""

    def __init__(self, case: Case) -> None:
        self.later = case.run_long = Later()
        self.shown: list[Any] = []
        self.begun: list[str] = []
        self.runs: list[Run] = []
        self.told: list[Run | None] = []
        self.background = Background(
            case,
            self._compute,
            show=lambda request, answer: self.shown.append((request, answer)),
            tell=lambda _, run: self.told.append(run),
        )

    def _compute(self, request: str, run: Run) -> str:
        self.begun.append(request)
        self.runs.append(run)
        if request == "wrong":
            raise InputError("paths", "more", 0)
        run.check()
        return request.upper()


@pytest.fixture
def asked(case: Case, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """A background that waits for nothing to settle, on a page without a clock."""
    monkeypatch.setattr("hydro_mining.app.background._SETTLED_S", 0.0)
    ticks = type("Ticks", (), {"stop": lambda _: None})
    monkeypatch.setattr("panel.state.add_periodic_callback", lambda *_, **__: ticks())
    return Asked(case)


def test_a_stale_answer_is_dropped_and_the_newest_shown(asked: Asked) -> None:
    """Of three requests the first is stopped before it begins and the second never begun."""
    for request in ("first", "between", "last"):
        asked.background.ask(request)
    asked.later.go_on()
    asked.later.go_on()
    assert asked.begun == ["last"]
    assert asked.shown == [("last", "LAST")]
    assert asked.later.waiting == []


def test_the_same_is_not_asked_twice(asked: Asked) -> None:
    """Neither while it is answered nor afterwards; what was forgotten is."""
    asked.background.ask("one")
    asked.background.ask("one")
    asked.later.go_on()
    asked.background.ask("one")
    assert asked.shown == [("one", "ONE")]
    asked.background.forget()
    asked.background.ask("one")
    asked.later.go_on()
    assert len(asked.shown) == 2


def test_a_stopped_run_shows_nothing_until_it_is_asked_again(asked: Asked) -> None:
    """Then it is answered after all; the page hears both times that nothing is on any more."""
    asked.background.ask("one")
    asked.background.stop()
    asked.later.go_on()
    assert (asked.shown, asked.told) == ([], [None])
    asked.background.again()
    asked.later.go_on()
    assert asked.shown == [("one", "ONE")]
    assert asked.told == [None, None]


def test_a_run_that_is_on_is_told_of(asked: Asked) -> None:
    """With the run, whose finished parts count."""
    asked.background.ask("one")
    asked.background._tick()
    assert isinstance(asked.told[0], Run)
    assert asked.told[0].done == 0


def test_what_is_wrong_is_an_answer(asked: Asked) -> None:
    """An InputError is shown."""
    asked.background.ask("wrong")
    asked.later.go_on()
    assert isinstance(asked.shown[0][1], InputError)


def test_nobody_draws_on_for_a_visitor_who_has_left(asked: Asked, case: Case) -> None:
    """The run is stopped and nothing is shown."""
    asked.background.ask("one")
    case.is_closed = True
    asked.later.go_on()
    case.is_closed = False
    assert (asked.begun, asked.shown) == ([], [])


def test_parts_come_in_their_order_a_few_ahead() -> None:
    """A long run leaves the workers room: no more than four parts wait at once."""
    run, begun, may_end = Run(), [], threading.Event()

    def part(number: int) -> int:
        begun.append(number)
        assert may_end.wait(10)
        return number

    found = run.map(part, range(20))
    may_end.set()
    assert next(found) == 0
    assert len(begun) <= 5
    assert list(found) == list(range(1, 20))
    assert run.done == 20


def test_a_stopped_run_does_no_further_part() -> None:
    """Whoever waits for it hears that it was stopped."""
    run = Run()
    run.stop()
    assert run.is_stopped
    with pytest.raises(Stopped):
        list(run.map(str, range(3)))
    assert run.done == 0


def test_one_change_is_answered_at_once_and_a_slider_s_only_after_it_rests(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a quarter of a second of the change before, work waits that long first."""
    now, rests = [10.0], []
    monkeypatch.setattr("hydro_mining.app.background._SETTLED_S", 0.25)
    monkeypatch.setattr("hydro_mining.app.background.time.monotonic", lambda: now[0])
    monkeypatch.setattr(Run, "check", lambda _, *, after=0.0: rests.append(after))
    for moment, request in ((10.0, "first"), (11.0, "single"), (11.2, "moving"), (11.5, "rested")):
        now[0] = moment
        asked.background.ask(request)
        asked.later.go_on()
    # Each run checks twice: before its work, and once within it.
    assert rests[::2] == [0.0, 0.0, 0.25, 0.0]

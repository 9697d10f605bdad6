"""Undo and redo: what is a step, what is not, and that nothing of the case is left out."""

import dataclasses
import datetime as dt

import pytest

import hydro_mining.models.study
from hydro_mining.app import new_case
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_network
from hydro_mining.models import Case, History
from hydro_mining.models.groups import ScenarioInputs
from hydro_mining.models.history import MOST_STEPS
from tests.models.test_background import Later


@pytest.fixture
def case() -> Case:
    """Return the case that the page opens with."""
    return new_case()


@pytest.fixture
def history(case: Case) -> History:
    """Return its history."""
    return History(case)


def enter(case: Case, name: str, value: float) -> None:
    """Enter a field of the site."""
    case.study.enter(case.study.site, name, value)


def test_each_entry_is_a_step_and_undone_in_turn(case: Case, history: History) -> None:
    """Two entries are taken back one by one, entered again one by one, and come out as before."""
    first = case.result.to_dict()
    enter(case, "site_power_kw", 640)
    between = case.result.to_dict()
    enter(case, "power_price_gbp_per_kwh", 0.031)
    last = case.result.to_dict()
    history.undo()
    assert case.result.to_dict() == between
    history.undo()
    assert case.result.to_dict() == first
    assert (history.can_undo, history.can_redo, history.is_first) == (False, True, True)
    history.undo()  # nothing is left to be undone
    history.redo()
    history.redo()
    assert case.result.to_dict() == last
    assert (history.can_undo, history.can_redo, history.is_first) == (True, False, False)


def test_a_drag_is_one_step(case: Case, history: History) -> None:
    """The values that a slider passes through are one change."""
    for power in range(1_010, 1_200, 10):
        enter(case, "site_power_kw", power)
    history.undo()
    assert case.study.site.site_power_kw == 1_000
    assert not history.can_undo


def test_what_is_changed_there_and_back_at_once_is_no_step(case: Case, history: History) -> None:
    """Nothing is left to be taken back of it, and what was entered before it stays a step."""
    enter(case, "load_factor", 0.5)
    enter(case, "site_power_kw", 640)
    enter(case, "site_power_kw", 1_000)
    history.undo()
    assert case.study.site.load_factor == 0.45
    assert (history.can_undo, history.is_first) == (False, True)


def test_a_field_of_what_came_before_is_a_step_of_its_own(case: Case, history: History) -> None:
    """An example sets many fields; one of them entered at once is taken back alone."""
    case.study.apply({"site_power_kw": 640, "load_factor": 0.5})
    enter(case, "load_factor", 0.6)
    history.undo()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (640, 0.5)
    history.undo()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_000, 0.45)


def test_two_machines_are_two_steps(case: Case, history: History) -> None:
    """Their powers stand in one list; a price that is typed twice is one step."""
    catalogue, today = case.study.catalogue, dt.date(2026, 11, 28)
    first, second = (entry.name for entry in catalogue.entries[:2])

    def quoted() -> tuple[float, ...]:
        return tuple(quote.price for quote in catalogue.entries[0].quotes)

    at_first, power_w = quoted(), catalogue.entries[1].power_w
    catalogue.edit(first, today=today, price_gbp=1_000.0)
    catalogue.edit(first, today=today, price_gbp=1_100.0)
    catalogue.edit(second, today=today, power_w=power_w + 1)
    history.undo()
    assert catalogue.entries[1].power_w == power_w
    assert 1_100 in quoted()
    history.undo()
    assert quoted() == at_first
    assert not history.can_undo


def test_two_machines_taken_out_are_two_steps(case: Case, history: History) -> None:
    """However soon the second goes."""
    names = [entry.name for entry in case.study.catalogue.entries]
    case.study.catalogue.remove(names[-1])
    case.study.catalogue.remove(names[-2])
    history.undo()
    assert [entry.name for entry in case.study.catalogue.entries] == names[:-1]


def test_a_new_entry_ends_what_could_be_redone(case: Case, history: History) -> None:
    """After an undo another entry leads elsewhere."""
    enter(case, "site_power_kw", 640)
    history.undo()
    enter(case, "load_factor", 0.5)
    assert not history.can_redo
    history.redo()
    assert case.study.site.site_power_kw == 1_000


def test_every_part_of_the_case_is_taken_back(case: Case, history: History) -> None:
    """Study, machines, scenarios, currency and the screens' sections."""
    before, record = case.state().own, case.study.inputs()
    growth, dispatch = case.section("growth"), case.section("dispatch")
    growth.enter(growth, "growth_power_mw", 150)
    dispatch.enter(dispatch.facility, "power_mw", 7)
    case.study.add_scenario(ScenarioInputs(title="Mine"))
    case.study.catalogue.remove("Antminer S21")
    case.study.enter(case.study.alternatives, "trading_fee_fraction", 0.01)
    case.study.enter(case.study.risk, "btc_price_volatility_per_year", 0.9)
    case.currency_code = "NOK"
    after = case.state().own
    for _ in range(7):
        assert history.can_undo
        history.undo()
    assert not history.can_undo
    assert case.state().own == before
    assert case.study.inputs() == record
    assert growth.settings.growth_power_mw == 1
    for _ in range(7):
        history.redo()
    assert case.state().own == after


def test_an_entry_that_is_refused_is_taken_back_first(case: Case, history: History) -> None:
    """A slip goes, what was entered before it stays."""
    enter(case, "site_power_kw", 640)
    enter(case, "power_price_gbp_per_kwh", 0.031)
    history.undo()
    enter(case, "load_factor", 7)
    assert case.study.problems
    assert not history.can_redo
    history.undo()
    assert history.can_redo
    assert not case.study.problems
    assert case.study.site.site_power_kw == 640
    history.undo()
    assert case.study.site.site_power_kw == 1_000


def entered_large(case: Case, later: Later) -> History:
    """Return the history of a large study, whose site power was entered as 1,100 to 1,300 kW."""
    case.study.finance.years = 40
    base = case.study.scenarios[0].frozen()
    case.study.scenarios = [
        ScenarioInputs.of(dataclasses.replace(base, name=f"Future {i}")) for i in range(20)
    ]
    history = History(case)
    case.run_in(later)
    for power in (1_100, 1_200, 1_300):
        enter(case, "site_power_kw", power)
        settle(later)
        history._last = (frozenset(), 0.0)  # what follows is no part of the same drag
    return history


def settle(later: Later) -> None:
    """Do all that waits."""
    while later.waiting:
        later.go_on()


def test_undo_and_redo_do_not_wait_for_a_large_study(case: Case) -> None:
    """Each goes a step from where the one before led, though that is still computed."""
    later = Later()
    history = entered_large(case, later)
    history.undo()
    assert case.study.is_computing
    assert (history.can_undo, history.can_redo) == (True, True)
    history.undo()
    assert case.study.site.site_power_kw == 1_100
    history.redo()
    assert case.study.site.site_power_kw == 1_200
    history.redo()
    assert (case.study.site.site_power_kw, history.can_redo) == (1_300, False)
    history.undo()
    settle(later)
    assert case.result.study.site.site_power_kw == 1_200
    assert (history.can_undo, history.can_redo) == (True, True)


def test_an_entry_that_is_still_computed_is_taken_back_first(case: Case) -> None:
    """Also one that was made while an undo was computed; what it was made on stays."""
    later = Later()
    history = entered_large(case, later)
    history.undo()
    enter(case, "load_factor", 0.3)
    history.undo()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_200, 0.45)
    settle(later)
    history.undo()
    assert case.study.site.site_power_kw == 1_100


@pytest.mark.parametrize("is_settled", [True, False])
def test_fields_entered_while_a_large_study_is_computed_are_steps(
    case: Case, *, is_settled: bool
) -> None:
    """Each is taken back alone, also where nobody waited for its result; a drag is one."""
    later = Later()
    history = entered_large(case, later)
    enter(case, "load_factor", 0.3)
    for power in (1_400, 1_500):
        enter(case, "site_power_kw", power)
    dispatch = case.section("dispatch")
    dispatch.enter(dispatch.facility, "power_mw", 7)
    if is_settled:
        settle(later)
        assert case.result.study.site.site_power_kw == 1_500
    history.undo()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_300, 0.3)
    history.undo()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_300, 0.45)
    assert dispatch.settings.facility.power_mw == 7
    history.redo()
    history.redo()
    settle(later)
    assert (case.result.study.site.site_power_kw, case.result.study.site.load_factor) == (
        1_500,
        0.3,
    )


@pytest.mark.parametrize("is_illegal", [True, False])
def test_what_was_computed_while_an_entry_was_refused_is_taken_back_after_it(
    case: Case, *, is_illegal: bool
) -> None:
    """Each in turn, also where the currency settled meanwhile; and each is entered again."""
    later = Later()
    history = entered_large(case, later)
    enter(case, "load_factor", 0.3)
    enter(case, "site_power_kw", 1_400)
    if is_illegal:
        enter(case, "power_price_gbp_per_kwh", -1)
    else:
        first, second = case.study.scenarios[:2]
        case.study.enter(second, "title", first.title)
    case.currency_code = "EUR"
    assert case.study.problems

    def stands() -> tuple[float, float, str]:
        return case.study.site.site_power_kw, case.study.site.load_factor, case.currency_code

    history.undo()
    assert not case.study.problems
    steps = [
        (1_400, 0.3, "EUR"),
        (1_300, 0.3, "EUR"),
        (1_300, 0.45, "EUR"),
        (1_300, 0.45, "GBP"),
        (1_200, 0.45, "GBP"),
    ]
    for step in steps[:-1]:
        assert stands() == step
        history.undo()
    for step in reversed(steps):
        assert stands() == step
        history.redo()
    settle(later)
    assert case.result.study.site.site_power_kw == 1_400


def test_a_first_entry_can_be_undone_before_its_result_is_there(case: Case) -> None:
    """The button says so at once, and what was taken back can be entered again."""
    later = Later()
    entered_large(case, later)
    history = History(case)
    enter(case, "load_factor", 0.3)
    assert case.study.is_computing
    assert (history.can_undo, history.can_redo) == (True, False)
    history.undo()
    assert case.study.site.load_factor == 0.45
    assert (history.can_undo, history.can_redo) == (False, True)
    history.redo()
    assert case.study.site.load_factor == 0.3


def test_another_part_settles_while_an_undo_is_computed(case: Case) -> None:
    """Its step has the study that was returned to, not the one whose result still stands."""
    later = Later()
    history = entered_large(case, later)
    history.undo()
    dispatch = case.section("dispatch")
    dispatch.enter(dispatch.facility, "power_mw", 7)
    settle(later)
    history.undo()
    assert (case.study.site.site_power_kw, case.settings()) == (1_200, {})
    history.undo()
    assert case.study.site.site_power_kw == 1_100


def test_what_cannot_be_computed_does_not_hold_up_an_undo(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused when its result comes, the first entry anew when it is returned to."""
    later = Later()
    history = entered_large(case, later)

    def refuse(_: object) -> None:
        raise InputError("the inputs together", "finite", "infinity")

    with monkeypatch.context() as patched:
        patched.setattr(hydro_mining.models.study, "computed", refuse)
        enter(case, "load_factor", 0.3)
        enter(case, "site_power_kw", 1_400)
        settle(later)
        assert case.study.problems
        history.undo()
        assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_300, 0.3)
        settle(later)
        assert case.study.problems
        history.undo()
    settle(later)
    assert not case.study.problems
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_300, 0.45)
    assert case.study.is_current
    history.undo()
    assert case.study.site.site_power_kw == 1_200


def test_starting_over_while_a_large_study_is_computed_loses_no_entry(case: Case) -> None:
    """What was still computed comes back with one undo."""
    later = Later()
    history = entered_large(case, later)
    enter(case, "load_factor", 0.3)
    history.start_over()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_000, 0.45)
    history.undo()
    assert (case.study.site.site_power_kw, case.study.site.load_factor) == (1_300, 0.3)


def test_what_a_feed_moves_in_a_large_study_is_not_open(case: Case) -> None:
    """Undoing while its price is computed takes back what was entered last."""
    later = Later()
    history = entered_large(case, later)
    old = case.network.snapshot
    price = dataclasses.replace(old.values["btc_price_usd"], value=91_000.0)
    case.network.feed_state = Feed(
        dataclasses.replace(old, values={**old.values, "btc_price_usd": price})
    )
    case.network.follow(case.network.feed_state.snapshot)
    assert case.study.is_computing
    history.undo()
    history.undo()
    assert case.study.site.site_power_kw == 1_100
    assert case.study.network.btc_price_usd == 91_000


def test_what_a_feed_moves_is_no_step_and_is_not_taken_back(case: Case, history: History) -> None:
    """A price that was fetched meanwhile stays; one that was entered goes."""
    enter(case, "site_power_kw", 640)
    old = case.network.snapshot
    price = dataclasses.replace(old.values["btc_price_usd"], value=91_000.0)
    case.network.feed_state = Feed(
        dataclasses.replace(old, values={**old.values, "btc_price_usd": price})
    )
    case.network.follow(case.network.feed_state.snapshot)
    assert case.study.network.btc_price_usd == 91_000
    case.study.enter(case.study.network, "btc_price_usd", 70_000)
    history.undo()
    assert case.study.network.btc_price_usd == 91_000
    history.undo()
    assert (case.study.network.btc_price_usd, case.study.site.site_power_kw) == (91_000, 1_000)
    assert history.is_first


def test_starting_over_is_a_step_too(case: Case, history: History) -> None:
    """All that was entered goes at once, and comes back with one undo."""
    enter(case, "site_power_kw", 640)
    case.currency_code = "NOK"
    entered = case.state().own
    history.start_over()
    assert history.is_first
    assert case.study.site.site_power_kw == 1_000
    history.undo()
    assert case.state().own == entered


def test_a_case_that_was_opened_is_left_again(case: Case, history: History) -> None:
    """Taking a record is one step, with its network figures, which undoing lets go."""
    other = dataclasses.replace(case.study.inputs(), dilute=False)
    entries = case.study.catalogue.entries
    case.take(other, entries=entries, snapshot=bundled_network(), currency_code="USD", settings={})
    assert case.network.is_held
    history.undo()
    assert not case.network.is_held
    assert case.currency_code == "GBP"
    assert case.study.inputs().dilute
    assert not history.can_undo
    history.redo()
    assert case.network.is_held


def test_steps_are_bounded(case: Case, history: History) -> None:
    """The oldest steps go."""
    for step in range(MOST_STEPS + 20):
        enter(case, "site_power_kw" if step % 2 else "load_factor", 0.5 + step / 1_000)
    assert len(history._past) == MOST_STEPS


@dataclasses.dataclass(frozen=True)
class Feed:
    """What a feed said."""

    snapshot: object

"""Steps of a drawing, some of which wait for work that is done in a thread."""

from collections.abc import Iterator

import panel as pn
import pytest

from hydro_mining.app.steps import Step, Steps
from tests.later import Later


def drawing(said: list[str], name: str) -> Iterator[Step]:
    """Say what is done: two steps with work between them."""
    said.append(f"{name} begins")
    yield lambda: said.append(f"{name} is drawn")
    said.append(f"{name} is shown")


def test_a_step_waits_for_the_work_of_the_one_before() -> None:
    """Until the thread has done it nothing is shown, and something is left."""
    said: list[str] = []
    later = Later()
    steps = Steps(run=later)
    steps.begin(drawing(said, "a chart"))
    assert (said, steps.are_left) == (["a chart begins"], True)
    later.go_on()
    assert said == ["a chart begins", "a chart is drawn", "a chart is shown"]
    assert not steps.are_left


def test_what_is_begun_anew_is_shown_alone() -> None:
    """The work of before may end before or after: what it was for is not shown."""
    said: list[str] = []
    later = Later()
    steps = Steps(run=later)
    steps.begin(drawing(said, "the old"))
    steps.begin(drawing(said, "the new"))
    later.go_on()
    assert "the old is shown" not in said
    later.go_on()
    assert said[-1] == "the new is shown"


def test_who_has_left_is_shown_nothing() -> None:
    """A page that closes while a thread draws for it."""
    said: list[str] = []
    later, is_open = Later(), [True]
    steps = Steps(lambda: is_open[0], run=later)
    steps.begin(drawing(said, "a chart"))
    is_open[0] = False
    later.go_on()
    assert "a chart is shown" not in said


def counting(said: list[str], *, pause_s: float, now: list[float]) -> Iterator[Step]:
    """Say what is done in four steps, each of which takes a while."""
    for name in ("first", "second", "third", "last"):
        said.append(name)
        now[0] += pause_s
        yield


@pytest.mark.parametrize(
    ("pause_s", "turns"),
    [
        (0.004, [1, 4]),  # 12 ms: the last begins within the turn's 10
        (0.006, [1, 3, 4]),
        (0.02, [1, 2, 3, 4]),
    ],
)
def test_short_steps_share_a_turn(
    pause_s: float, turns: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is taken alone, the others on turns that a step no longer begins after 10 ms."""
    said: list[str] = []
    now, due = [0.0], []
    monkeypatch.setattr("hydro_mining.app.steps.time.perf_counter", lambda: now[0])
    monkeypatch.setattr(pn.state, "execute", lambda call, **_: due.append(call))
    steps = Steps()
    steps.begin(counting(said, pause_s=pause_s, now=now))
    after = [len(said)]
    while due:
        due.pop(0)()
        after.append(len(said))
    assert [count for count in after if count] == turns + [4] * (len(after) - len(turns))
    assert said == ["first", "second", "third", "last"]
    assert not steps.are_left


def test_a_turn_ends_where_the_steps_are_no_longer_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A step that closes the page is the last one, though the turn has time left."""
    said: list[str] = []
    is_open, due = [True], []
    monkeypatch.setattr(pn.state, "execute", lambda call, **_: due.append(call))

    def closing() -> Iterator[Step]:
        yield
        said.append("closed")
        is_open[0] = False
        yield
        said.append("drawn")

    Steps(lambda: is_open[0]).begin(closing())
    while due:
        due.pop(0)()
    assert said == ["closed"]

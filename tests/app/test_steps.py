"""Steps of a drawing, some of which wait for work that is done in a thread."""

from collections.abc import Iterator

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

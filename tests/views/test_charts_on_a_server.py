"""A chart of a new kind on a server: it is drawn in a thread and shown on the page's turn."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest
from bokeh.models import Plot

from hydro_mining.views import plot_kinds
from hydro_mining.views.charts import Layers, LiveChart, columns
from hydro_mining.views.plot_kinds import draw_kinds_in
from hydro_mining.views.plots import line, overlaid


class Thread:
    """A server's thread that does its work when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Callable[[], Any], Callable[[Future[Any]], None]]] = []

    def __call__(self, work: Callable[[], Any], done: Callable[[Future[Any]], None]) -> bool:
        """Take work."""
        self.asked.append((work, done))
        return True

    def do(self) -> None:
        """Do what was asked first, and tell the page."""
        work, done = self.asked.pop(0)
        outcome: Future[Any] = Future()
        try:
            outcome.set_result(work())
        except ValueError as error:
            outcome.set_exception(error)
        done(outcome)


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> Thread:
    """Return the thread of a server in whose process nothing was drawn before."""
    monkeypatch.setattr(plot_kinds, "_KEPT", type(plot_kinds._KEPT)())
    monkeypatch.setattr(plot_kinds, "_threads", [])
    made = Thread()
    draw_kinds_in(made)
    return made


def rising(*y: float) -> Layers:
    """Return the layers of a chart with one line."""
    return {"a": columns(x=list(range(len(y))), y=list(y))}


def drawn(layers: Layers, *, title: str = "x") -> Any:
    """Draw it."""
    return overlaid([line(layers, "a", "#000000")], xlabel=title)


def shown(chart: LiveChart) -> list[float] | None:
    """Return what a reader sees of the line."""
    return None if chart.pane.object is None else list(chart.sources["a"].data["y"])


def test_it_is_shown_when_it_has_been_drawn_with_the_newest_data(thread: Thread) -> None:
    """What is wanted meanwhile of the same kind is not drawn twice."""
    chart = LiveChart(drawn)
    chart.show(rising(1, 2))
    chart.show(rising(3, 4))
    assert shown(chart) is None
    assert len(thread.asked) == 1
    thread.do()
    assert shown(chart) == [3, 4]
    chart.show(rising(5, 6))
    assert shown(chart) == [5, 6]
    assert not thread.asked


def test_a_kind_that_was_drawn_is_shown_at_once(thread: Thread) -> None:
    """On any page of the process."""
    LiveChart(drawn).show(rising(1, 2))
    thread.do()
    other = LiveChart(drawn)
    other.show(rising(7, 8))
    assert shown(other) == [7, 8]


def test_what_is_wanted_last_is_shown(thread: Thread) -> None:
    """Not what took longer to draw."""
    chart = LiveChart(drawn)
    chart.show(rising(1, 2))
    thread.do()
    chart.show(rising(1, 2), title="other")
    chart.show(rising(3, 4))
    thread.do()
    assert chart.plot is not None
    assert (shown(chart), chart.plot.xaxis[0].axis_label) == ([3, 4], "x")


def test_nothing_is_shown_where_nothing_is_left_to_show(thread: Thread) -> None:
    """Its site may have lost its machines meanwhile."""
    chart = LiveChart(drawn)
    chart.show(rising(1, 2))
    chart.show({})
    thread.do()
    assert chart.pane.object is None


def test_who_dresses_a_plot_is_given_the_one_that_is_shown(thread: Thread) -> None:
    """Once it is there, and after each change of its data."""
    chart, dressed = LiveChart(drawn), list[Plot]()
    chart.show(rising(1, 2), then=dressed.append)
    assert not dressed
    thread.do()
    chart.show(rising(3, 4), then=dressed.append)
    assert dressed == [chart.plot, chart.plot]


def test_charts_zoom_together_whichever_is_drawn_first(thread: Thread) -> None:
    """The second may be of a kind that was drawn before."""
    days = np.array(["2026-01-01", "2026-01-02"], "datetime64[ms]")
    layers = {"a": columns(x=days, y=[1.0, 2.0])}
    LiveChart(drawn).show(layers)
    thread.do()
    first = LiveChart(drawn, on_zoom=lambda *_: None)
    first.show(layers, title="first")
    second = LiveChart(drawn, along=first)
    second.show(layers)
    thread.do()
    assert first.plot is not None
    assert second.plot is not None
    assert first.plot.x_range is second.plot.x_range


def test_a_zoom_before_the_chart_is_there_is_what_it_shows(thread: Thread) -> None:
    """Another chart of the same range may be zoomed."""
    chart = LiveChart(drawn)
    chart.show(rising(1, 2))
    chart.refine(rising(1, 1.5, 2))
    thread.do()
    assert shown(chart) == [1, 1.5, 2]


def test_a_chart_that_cannot_be_drawn_is_asked_for_again(thread: Thread) -> None:
    """The error is that of whoever shows it, as where it is drawn at once."""

    def faulty(_: Layers) -> Any:
        raise ValueError("no chart")

    chart = LiveChart(faulty)
    for _ in range(2):
        chart.show(rising(1, 2))
        with pytest.raises(ValueError, match="no chart"):
            thread.do()

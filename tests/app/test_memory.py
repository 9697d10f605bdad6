"""Garbage is searched for while nobody waits."""

import asyncio
from types import SimpleNamespace

import pytest

from hydro_mining.app.serving import memory

ALL, SINCE_THE_LAST = 2, 1


@pytest.fixture
def searches(monkeypatch):
    """Searches of a server that has made no garbage yet."""
    monkeypatch.setattr(memory.gc, "get_count", lambda: (0, 0, 0))
    made = memory._Searches()
    assert made.due(busy_s=0.0, now=0.0) is None
    return made


def test_nothing_is_searched_where_nothing_was_made(searches):
    """Also of an idle server."""
    assert searches.due(busy_s=0.0, now=1_000.0) is None


def test_a_page_that_ended_is_searched_for_once_the_server_is_idle(searches):
    """And once only."""
    searches.begin_page()
    searches.end_page()
    assert searches.due(busy_s=0.5, now=1.0) is None
    assert searches.due(busy_s=0.0, now=2.0) == ALL
    assert searches.due(busy_s=0.0, now=3.0) is None


def test_pages_that_ended_wait_for_those_that_are_open(searches):
    """A search holds them up, each for its own objects; but many together are too large to keep."""
    for _ in range(memory._MOST_ENDED + 1):
        searches.begin_page()
    for i in range(memory._MOST_ENDED):
        assert searches.due(busy_s=0.0, now=float(i)) is None
        searches.end_page()
    assert searches.due(busy_s=0.0, now=20.0) == ALL
    assert searches.due(busy_s=0.0, now=21.0) is None
    searches.end_page()
    assert searches.due(busy_s=0.0, now=22.0) == ALL


@pytest.mark.parametrize(
    ("count", "searched"), [((0, 9, 39), None), ((0, 10, 39), SINCE_THE_LAST), ((0, 0, 40), ALL)]
)
def test_pages_that_work_on_make_garbage_too(searches, monkeypatch, count, searched):
    """What they made last is searched often, all objects seldom."""
    monkeypatch.setattr(memory.gc, "get_count", lambda: count)
    assert searches.due(busy_s=0.5, now=1.0) is None
    assert searches.due(busy_s=0.0, now=2.0) == searched


def test_a_server_that_is_never_idle_is_searched_all_the_same(searches):
    """Else its memory would have no end."""
    searches.begin_page()
    searches.end_page()
    assert searches.due(busy_s=1.0, now=memory._PATIENCE_S - 1) is None
    assert searches.due(busy_s=1.0, now=memory._PATIENCE_S + 1) == ALL


def test_a_server_whose_threads_compute_is_not_idle(monkeypatch):
    """A run of futures would wait for the search, and the page for both."""
    looks, told = iter([0.0, 0.9]), []
    monkeypatch.setattr(memory.time, "process_time", lambda: next(looks))
    monkeypatch.setattr(memory._SEARCHES, "due", lambda **said: told.append(said["busy_s"]))

    async def rested(_):
        """It is no sleep."""

    monkeypatch.setattr(memory.asyncio, "sleep", rested)
    with pytest.raises(RuntimeError, match="StopIteration"):  # there is no third look
        asyncio.run(memory._search_when_idle())
    assert told == [0.9]


def test_python_searches_the_youngest_alone_by_itself(monkeypatch):
    """What it would look through beside them takes longer than a page may wait."""
    told = []
    monkeypatch.setattr(
        memory,
        "gc",
        SimpleNamespace(
            collect=lambda: None, freeze=lambda: None, set_threshold=lambda *n: told.append(n)
        ),
    )
    monkeypatch.setattr(memory.document, "_garbage_collect", None)
    memory._leave_alone.__wrapped__()
    ((_, *older),) = told
    assert min(older) >= memory._NEVER

"""Garbage is searched for while nobody waits."""

import pytest

from hydro_mining.app.serving import memory


@pytest.fixture
def searches(monkeypatch):
    """Searches of a server that has made no garbage yet."""
    monkeypatch.setattr(memory.gc, "get_count", lambda: (0, 0, 0))
    made = memory._Searches()
    assert not made.is_due(busy_s=0.0, now=0.0)
    return made


def test_nothing_is_searched_where_nothing_was_made(searches):
    """Also of an idle server."""
    assert not searches.is_due(busy_s=0.0, now=1_000.0)


def test_a_page_that_ended_is_searched_for_once_the_server_is_idle(searches):
    """And once only."""
    searches.want()
    assert not searches.is_due(busy_s=0.5, now=1.0)
    assert searches.is_due(busy_s=0.0, now=2.0)
    assert not searches.is_due(busy_s=0.0, now=3.0)


def test_pages_that_work_on_make_garbage_too(searches, monkeypatch):
    """After so many searches of younger objects there is one of all."""
    monkeypatch.setattr(memory.gc, "get_count", lambda: (0, 0, memory._WORTH_IT))
    assert not searches.is_due(busy_s=0.5, now=1.0)
    assert searches.is_due(busy_s=0.0, now=2.0)


def test_a_server_that_is_never_idle_is_searched_all_the_same(searches):
    """Else its memory would have no end."""
    searches.want()
    assert not searches.is_due(busy_s=1.0, now=memory._PATIENCE_S - 1)
    assert searches.is_due(busy_s=1.0, now=memory._PATIENCE_S + 1)

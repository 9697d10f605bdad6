"""What the tests of the page's live part share: a feed that only says what a test tells it."""

import dataclasses
import datetime as dt
import weakref
from collections.abc import Iterable
from typing import Any

from hydro_mining.imports.bundled import bundled_network
from hydro_mining.network_data import FeedState
from hydro_mining.provenance import Snapshot, Status

HOSTILE = '"><img src=x onerror=alert(1)>'


def now() -> dt.datetime:
    """Return the time, as the page itself reads it."""
    return dt.datetime.now(tz=dt.UTC)


def fetched(**values: float) -> Snapshot:
    """Return a snapshot that was fetched a minute ago, with the built-in values unless told."""
    built_in, at = bundled_network(), now() - dt.timedelta(minutes=1)
    readings = {
        name: dataclasses.replace(
            one,
            value=values.get(name, one.value),
            source="Test",
            as_of=at,
            fetched_at=at,
            status=Status.LIVE,
        )
        for name, one in built_in.values.items()
    }
    return Snapshot(as_of=at, values=readings, per_usd=built_in.per_usd)


def told(snapshot: Snapshot, names: Iterable[str], **changed: Any) -> Snapshot:
    """Return a snapshot with facts of some readings changed."""
    readings = dict(snapshot.values)
    for name in names:
        readings[name] = dataclasses.replace(readings[name], **changed)
    return dataclasses.replace(snapshot, values=readings)


class Feed:
    """Stands in for the feed: it remembers what it was asked and tells what a test says."""

    def __init__(self, **state: Any) -> None:
        self.state = FeedState(**{"snapshot": bundled_network(), **state})
        self.asked: list[bool] = []
        self.histories = 0
        self._listeners: weakref.WeakSet[Any] = weakref.WeakSet()

    def subscribe(self, listener: Any) -> None:
        """Remember a listener for as long as it lives."""
        self._listeners.add(listener)

    def request(self, *, force: bool = False) -> None:
        """Count a request."""
        self.asked.append(force)

    def request_history(self) -> None:
        """Count a request for the past year."""
        self.histories += 1

    def tell(self, **changed: Any) -> None:
        """Give all listeners a new state."""
        self.state = dataclasses.replace(self.state, **changed)
        for listener in list(self._listeners):
            listener.on_feed(self.state)

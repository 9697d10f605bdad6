"""The network snapshot that a case rests on, and how its study follows newer ones."""

import dataclasses
from collections.abc import Callable
from typing import Any

import param

from hydro_mining.economics.inputs import Network
from hydro_mining.models.study import Study
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status


class NetworkInUse(param.Parameterized):
    """Moves a study from snapshot to snapshot, except where its reader entered a value.

    ``feed`` is where newer snapshots come from, None where live data are off; ``feed_state`` is
    what it said last.
    """

    study = param.ClassSelector(class_=Study, constant=True)
    snapshot = param.ClassSelector(class_=Snapshot, doc="The newest that the study has taken.")
    is_held = param.Boolean(default=False, doc="Whether it is a record's, whatever the feed says.")
    feed = param.Parameter(doc="What renews the snapshot; None without live data.")
    feed_state = param.Parameter(doc="What the feed said last.")

    def __init__(self, study: Study, snapshot: Snapshot, *, feed: Any = None) -> None:
        # The snapshot that the result on the page rests on, and the one to return to.
        self._used = self._first = snapshot
        super().__init__(study=study, snapshot=snapshot, feed=feed)

    @property
    def network(self) -> Network:
        """The network figures that the result rests on."""
        result = self.study.result
        return self.snapshot.network if result is None else result.study.network

    @property
    def used(self) -> Snapshot:
        """The snapshot that the result rests on."""
        return self.snapshot if self.study.is_current else self._used

    def sourced_values(self) -> dict[str, SourcedValue]:
        """Return the origin of each value that the result rests on."""
        return values_in_use(self.network, self._used)

    def snapshot_in_use(self) -> Snapshot:
        """Return the result's network figures as a snapshot, each with its origin."""
        return Snapshot(
            as_of=self.network.as_of,
            values=self.sourced_values(),
            per_usd=self.snapshot.per_usd,
        )

    def follow(self, snapshot: Snapshot) -> None:
        """Take a newer snapshot, unless a record's is held."""
        # Param would call the one in hand changed, and all that rests on it would be drawn again.
        if self.is_held or snapshot is self.snapshot:
            return
        old = self.snapshot
        # Who watches the snapshot hears of it when the study has followed.
        with param.parameterized.batch_call_watchers(self):
            self.snapshot = snapshot
            follow(self.study, old=old, new=snapshot)
            self.rest_on_newest()

    def hold(self, snapshot: Snapshot) -> None:
        """Rest on ``snapshot``, which the study has taken, whatever the feed says."""
        self._used = snapshot
        self.param.update(snapshot=snapshot, is_held=True)

    def release(self) -> None:
        """Follow the feed again, from its present state on."""
        if self.is_held:
            self.is_held = False
            self.follow(self._newest())

    def restore(self, snapshot: Snapshot, *, is_held: bool, change: Callable[[], None]) -> None:
        """Return to a snapshot, or on from it to the newest; ``change`` gives its study."""
        newest = snapshot if is_held else self._newest()
        with param.parameterized.batch_call_watchers(self):
            self.param.update(snapshot=newest, is_held=is_held)
            with self.study.together():
                change()
                follow(self.study, old=snapshot, new=newest)
            self.rest_on_newest()

    def _newest(self) -> Snapshot:
        """Return what the feed said last, or what there was before it said anything."""
        return self._first if self.feed_state is None else self.feed_state.snapshot

    @param.depends("study.result", watch=True)
    def rest_on_newest(self) -> None:
        """Remember what the result rests on: while entries do not fit, an earlier snapshot."""
        if self.study.is_current:
            self._used = self.snapshot


def follow(study: Study, *, old: Snapshot, new: Snapshot) -> None:
    """Move the study's network from one snapshot to the next, in one evaluation.

    What differs from ``old`` was entered by the reader and stays, as does what a record that was
    opened had as entered.
    """
    network = study.network
    followed = [n for n in NETWORK_VALUES if old.values[n].status is not Status.ENTERED]
    with study.together():
        follows_height = (
            "block_height" in followed
            and network.as_of == old.as_of
            and network.block_height == int(old.values["block_height"].value)
        )
        for name in followed:
            if name != "block_height" and getattr(network, name) == old.values[name].value:
                study.enter(network, name, new.values[name].value)
        if follows_height:
            study.enter(network, "block_height", int(new.values["block_height"].value))
            study.enter(network, "as_of", new.as_of)
        study.catalogue.per_usd = {code: rate.value for code, rate in new.per_usd.items()}


def values_in_use(network: Network, snapshot: Snapshot) -> dict[str, SourcedValue]:
    """Return the origin of each value that ``network`` has; a height is another's by its day."""
    used = {}
    for name in NETWORK_VALUES:
        known, value = snapshot.values[name], getattr(network, name)
        is_other_day = name == "block_height" and network.day != snapshot.as_of.date()
        if value == known.value and not is_other_day:
            used[name] = known
            continue
        used[name] = dataclasses.replace(
            known,
            value=value,
            source="",
            as_of=network.as_of if is_other_day else None,
            fetched_at=None,
            status=Status.ENTERED,
            note="",
            detail="",
            is_fallback=False,
        )
    return used

"""A study that follows a snapshot of the network, except where its user entered a value."""

import dataclasses

from hydro_mining.economics.inputs import Network
from hydro_mining.models.study import Study
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status

__all__ = ["follow", "values_in_use"]


def follow(study: Study, *, old: Snapshot, new: Snapshot) -> None:
    """Move the study's network from one snapshot to the next, in one evaluation.

    What differs from ``old`` was entered by the user and stays, as does what a record that was
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
        reading, value = snapshot.values[name], getattr(network, name)
        is_other_day = name == "block_height" and network.day != snapshot.as_of.date()
        if value == reading.value and not is_other_day:
            used[name] = reading
            continue
        used[name] = dataclasses.replace(
            reading,
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

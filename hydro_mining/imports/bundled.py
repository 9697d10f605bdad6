"""The dated data that come with the product: network reading, presets, machines."""

import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.economics.inputs import Scenario
from hydro_mining.imports.catalogue import read_catalogue
from hydro_mining.readings import Reading, Snapshot
from hydro_mining.shipped import shipped_text

__all__ = [
    "ScenarioPreset",
    "SitePreset",
    "bundled_catalogue",
    "bundled_network",
    "scenario_presets",
    "site_presets",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePreset:
    """An example site: values of the site's and the finance's inputs by their names."""

    name: str
    sentence: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPreset:
    """A default scenario with a sentence for the reader."""

    scenario: Scenario
    sentence: str


@cache
def bundled_network() -> Snapshot:
    """Return the dated static values of ``data/network_defaults.json``."""
    document = json.loads(shipped_text("data", "network_defaults.json"))
    return Snapshot(
        as_of=dt.datetime.fromisoformat(document["as_of"]),
        readings=_readings(document["network"]),
        per_usd=_readings(document["per_usd"]),
    )


@cache
def site_presets() -> tuple[SitePreset, ...]:
    """Return the example sites of ``data/presets.toml``."""
    return tuple(
        SitePreset(name=row.pop("name"), sentence=row.pop("sentence"), values=MappingProxyType(row))
        for row in _presets()["site"]
    )


@cache
def scenario_presets() -> tuple[ScenarioPreset, ...]:
    """Return the default scenarios of ``data/presets.toml``, the base case first."""
    return tuple(
        ScenarioPreset(sentence=row.pop("sentence"), scenario=Scenario(**row))
        for row in _presets()["scenario"]
    )


@cache
def bundled_catalogue() -> tuple[CatalogueEntry, ...]:
    """Return the machines of ``data/miners.csv``."""
    return read_catalogue(shipped_text("data", "miners.csv"))


def _presets() -> dict[str, Any]:
    return tomllib.loads(shipped_text("data", "presets.toml"))


def _readings(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Reading]:
    return MappingProxyType({name: _reading(**row) for name, row in rows.items()})


def _reading(*, as_of: str, **row: Any) -> Reading:
    day = dt.date.fromisoformat(as_of)
    return Reading(as_of=dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC), **row)

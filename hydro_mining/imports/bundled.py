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
from hydro_mining.economics.inputs import Network, Scenario
from hydro_mining.imports.catalogue import read_catalogue
from hydro_mining.shipped import shipped_text

__all__ = [
    "NetworkReading",
    "ScenarioPreset",
    "SitePreset",
    "Stamped",
    "bundled_catalogue",
    "bundled_network",
    "scenario_presets",
    "site_presets",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """A value with its unit, day and source."""

    value: float
    unit: str
    as_of: dt.date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReading:
    """The network at one moment, the stamps of its values, and currencies per dollar."""

    network: Network
    stamps: Mapping[str, Stamped]
    per_usd: Mapping[str, Stamped]


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
def bundled_network() -> NetworkReading:
    """Return the dated static reading of ``data/network_defaults.json``."""
    document = json.loads(shipped_text("data", "network_defaults.json"))
    stamps = _stamps(document["network"])
    network = Network(
        as_of=dt.datetime.fromisoformat(document["as_of"]),
        **{name: stamp["value"] for name, stamp in document["network"].items()},
    )
    return NetworkReading(network=network, stamps=stamps, per_usd=_stamps(document["per_usd"]))


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


def _stamps(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Stamped]:
    return MappingProxyType(
        {
            name: Stamped(**{**row, "as_of": dt.date.fromisoformat(row["as_of"])})
            for name, row in rows.items()
        }
    )

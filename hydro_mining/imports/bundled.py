"""The dated data that come with the product: network, presets, machines, growth table."""

import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from hydro_mining.economics.catalogue import CatalogueEntry, priced_miners
from hydro_mining.economics.dispatch import (
    FIRST_CLASS,
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
)
from hydro_mining.economics.exchange import gbp_per_unit
from hydro_mining.economics.growth import GrowthTable
from hydro_mining.economics.inputs import Finance, Scenario, Site, StudyInputs
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.imports.catalogue import read_catalogue
from hydro_mining.imports.growth_table import read_growth_table
from hydro_mining.package_files import package_text
from hydro_mining.provenance import Snapshot, SourcedValue


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePreset:
    """An example site: values of the site's and the finance's inputs by their names.

    ``water`` has its made-up river, plant and connection, for each MW of the site.
    """

    name: str
    sentence: str
    values: Mapping[str, float]
    water: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPreset:
    """A default scenario with a sentence for the reader."""

    scenario: Scenario
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadProfilePreset:
    """A typical year's shape with a sentence for the reader."""

    profile: LoadProfile
    sentence: str


@cache
def bundled_network() -> Snapshot:
    """Return the dated static values of ``data/network_defaults.json``."""
    document = json.loads(package_text("data", "network_defaults.json"))
    return Snapshot(
        as_of=dt.datetime.fromisoformat(document["as_of"]),
        values=_sourced_values(document["network"]),
        per_usd=_sourced_values(document["per_usd"]),
    )


@cache
def site_presets() -> tuple[SitePreset, ...]:
    """Return the example sites of ``data/presets.toml``."""
    return tuple(
        SitePreset(
            name=row.pop("name"),
            sentence=row.pop("sentence"),
            water=MappingProxyType(row.pop("water")),
            values=MappingProxyType(row),
        )
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
def load_profiles() -> tuple[LoadProfilePreset, ...]:
    """Return the load profiles of ``data/presets.toml``, the flat one first."""
    return tuple(
        LoadProfilePreset(sentence=row.pop("sentence"), profile=LoadProfile(**row))
        for row in _presets()["load_profile"]
    )


@cache
def dispatch_example() -> DispatchSettings:
    """Return the site that a backtest begins with, of ``data/presets.toml``."""
    row = _presets()["dispatch"]
    facility, contract = row.pop("facility"), row.pop("contract")
    machines = MachineClass(
        name=FIRST_CLASS,
        power_mw=facility.pop("power_mw"),
        efficiency_w_per_th=facility.pop("efficiency_w_per_th"),
    )
    return DispatchSettings(
        facility=Facility(classes=(machines,), **facility),
        contract=Contract(**contract),
        prices_name="",
        prices_sha256="",
        **row,
    )


@cache
def bundled_growth_table() -> GrowthTable:
    """Return the yearly figures of ``data/growth_2026_2030.csv``."""
    return read_growth_table(package_text("data", "growth_2026_2030.csv")).table


def default_study_inputs() -> StudyInputs:
    """Return the study that the dashboard opens with: first site, built-in network figures."""
    snapshot = bundled_network()
    values: dict[str, Any] = dict(site_presets()[0].values)
    site = {f.name: values.pop(f.name) for f in fields(Site) if f.name in values}
    rates = gbp_per_unit(snapshot.units_per_usd, usd_to_gbp=snapshot.network.usd_to_gbp)
    return StudyInputs(
        network=snapshot.network,
        site=Site(**site),
        miners=priced_miners(bundled_catalogue(), rates),
        finance=Finance(**values),
        scenarios=tuple(preset.scenario for preset in scenario_presets()),
    )


@cache
def bundled_catalogue() -> tuple[CatalogueEntry, ...]:
    """Return the machines of ``data/miners.csv``."""
    return read_catalogue(package_text("data", "miners.csv"))


def _presets() -> dict[str, Any]:
    return tomllib.loads(package_text("data", "presets.toml"))


def _sourced_values(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, SourcedValue]:
    return MappingProxyType({name: _sourced_value(**row) for name, row in rows.items()})


def _sourced_value(*, as_of: str, **row: Any) -> SourcedValue:
    day = dt.date.fromisoformat(as_of)
    return SourcedValue(as_of=dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC), **row)

"""The choices of Growth and Dispatch between a record's JSON and their frozen form."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from hydro_mining.economics.dispatch import (
    Contract,
    DispatchSettings,
    Facility,
    MachineClass,
    ThrottleStep,
)
from hydro_mining.economics.growth import (
    GrowthCoefficients,
    GrowthSettings,
    GrowthTable,
    Multiplier,
)
from hydro_mining.economics.load_profile import LoadProfile
from hydro_mining.exceptions import InputError
from hydro_mining.imports.bundled import bundled_growth_table
from hydro_mining.imports.growth_table import read_growth_table, write_growth_table
from hydro_mining.imports.json_objects import read_group, read_rows

__all__ = ["read_dispatch", "read_growth", "screens_to_mapping"]

_CONTRACT = ("power_mw", "price", "block", "settlement")
_MULTIPLIERS = ("cost", "revenue", "profit", "btc")


def screens_to_mapping(
    growth: GrowthSettings | None, dispatch: DispatchSettings | None
) -> dict[str, Any]:
    """Return the choices as JSON has them; None where nothing was chosen."""
    return {
        "growth": None if growth is None else _growth(growth),
        "dispatch": None if dispatch is None else _dispatch(dispatch),
    }


def _growth(settings: GrowthSettings) -> dict[str, Any]:
    values = {f.name: getattr(settings, f.name) for f in dataclasses.fields(settings)}
    return values | {
        "profile": {"name": settings.profile.name, "monthly": settings.profile.monthly.tolist()},
        "coefficients": dataclasses.asdict(settings.coefficients),
        "table": None if settings.table is None else write_growth_table(settings.table),
    }


def _dispatch(settings: DispatchSettings) -> dict[str, Any]:
    values = dataclasses.asdict(settings)
    classes = [
        {**machines, "throttle_steps": list(machines["throttle_steps"])}
        for machines in values["facility"]["classes"]
    ]
    return values | {
        "facility": {**values["facility"], "classes": classes},
        "contract": {name: values["contract"][name] for name in _CONTRACT},
    }


def read_growth(path: str, document: Mapping[str, Any] | None) -> GrowthSettings | None:
    """Return the Growth screen's choice; a value that breaks its rule is an InputError."""
    if document is None:
        return None
    settings = read_group(
        GrowthSettings,
        path,
        document,
        profile=lambda below, row: read_group(LoadProfile, below, row),
        coefficients=lambda below, row: read_group(
            GrowthCoefficients, below, row, **dict.fromkeys(_MULTIPLIERS, _multiplier)
        ),
        table=_table,
    )
    years = (settings.table or bundled_growth_table()).year
    if settings.year not in years:
        raise InputError(
            f"{path}.year", f"one of the table's, {years[0]} to {years[-1]}", settings.year
        )
    return settings


def _multiplier(path: str, document: Any) -> Multiplier:
    return read_group(Multiplier, path, document)


def _table(_: str, text: Any) -> GrowthTable:
    return read_growth_table(text).table


def read_dispatch(path: str, document: Mapping[str, Any] | None) -> DispatchSettings | None:
    """Return the Dispatch screen's choice; a value that breaks its rule is an InputError."""
    if document is None:
        return None
    return read_group(
        DispatchSettings,
        path,
        document,
        facility=lambda below, row: read_group(Facility, below, row, classes=_classes),
        contract=lambda below, row: read_group(Contract, below, row),
    )


def _classes(path: str, rows: Any) -> tuple[MachineClass, ...]:
    return tuple(
        read_group(
            MachineClass,
            f"{path}[{i}]",
            row,
            throttle_steps=lambda below, steps: read_rows(ThrottleStep, below, steps),
        )
        for i, row in enumerate(rows)
    )

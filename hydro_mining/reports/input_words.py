"""What a reader calls the inputs of a study that are no quantities of the vocabulary."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.economics.series import Series
from hydro_mining.quantities import QUANTITIES, label, unit

# Label, unit and meaning.
_WORDS: Mapping[str, tuple[str, str, str]] = {
    "as_of": ("Time of the height", "UTC", "All growth starts here."),
    "start_date": ("Go-live", "date", "Day 0; on or after the day of the network figures."),
    "miner": ("Machine to build", "name", "Empty: the rule chooses one."),
    "choose_by": (
        "Choose the machine by",
        "payback or npv",
        "The shortest payback of a machine, or the highest NPV of the site over the years.",
    ),
    "switch_off_when_unprofitable": (
        "Switch off on days that do not pay their power",
        "TRUE or FALSE",
        "TRUE leaves out each day whose revenue does not cover its power.",
    ),
    "monthly_flow_m3_s": ("River flow by month", "m³/s", "Twelve means from January."),
    "power_kw": ("Power of the water", "kW", "At the generator's terminals."),
    "monthly_power_kw": ("Power by month", "kW", "Twelve means from January."),
    "turbine": ("Turbine", "", "Its type, or a curve of its own."),
    "load": ("Points of load", "of design flow", "Of the turbine's own curve."),
    "efficiency": ("Efficiency there", "fraction", "Of the turbine's own curve."),
    "rate_as_of": ("Day of that rate", "date", "Empty: the rate was entered."),
    "currency": ("Currency of the export price", "", "As the prices are quoted."),
    "generation_payment_kept_when_mining": (
        "Payment for generation is kept when mining",
        "TRUE or FALSE",
        "FALSE: it is paid on what is exported only.",
    ),
}


def described(name: str) -> tuple[str, str, str]:
    """Return label, unit and meaning of an input, or of a quantity of the vocabulary."""
    if name in QUANTITIES:
        return label(name), unit(name), QUANTITIES[name].meaning
    return _WORDS[name]


def water_and_grid(study: StudyInputs) -> Iterator[tuple[str, str, Any]]:
    """Return group, name and value of each input of water and grid, those that are None left out.

    A series is told by its source and length, twelve values by themselves, a day as a text.
    """
    for group, held in (("Water", study.hydro), ("Grid", study.market)):
        if held is not None:
            yield from ((group, name, value) for name, value in _flat(held))


def _flat(held: Any) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(held):
        value = getattr(held, field.name)
        if isinstance(value, Series):
            of = value.source or "a series"
            yield field.name, f"{of}: {len(value.values):,} values from {value.start:%d %b %Y}"
        elif dataclasses.is_dataclass(value):
            yield from _flat(value)
        elif isinstance(value, tuple):
            yield field.name, ", ".join(f"{one:g}" for one in value)
        elif isinstance(value, dt.date):
            yield field.name, value.isoformat()
        elif value is not None:
            yield field.name, value

"""The further classes of a mixed fleet, entered one a line."""

from collections.abc import Iterator
from typing import Any

import panel_material_ui as pmui

from hydro_mining.app.components.markup import markup
from hydro_mining.app.components.number_text import parsed_number
from hydro_mining.app.components.text_entry import TextEntry
from hydro_mining.economics.dispatch import MachineClass, ThrottleStep
from hydro_mining.exceptions import InputError
from hydro_mining.models import DispatchSection
from hydro_mining.views.markup import hint

_FIGURES = (2, 4)  # MW and W/TH, with or without a throttle step
_FLEET = (
    "A mixed fleet is a merit order: each class has its own strike price. One class a line, as "
    "“S19; 4; 29.5”, or with a throttle step, as “S21; 3; 17.5; 0.7; 0.8”: at 70 % of the power "
    "80 % of the hashrate."
)


def fleet_entry(section: DispatchSection) -> list[Any]:
    """Return the entry of further classes, with what it takes."""
    entry = TextEntry(
        section,
        section.facility,
        "others",
        kind=pmui.TextAreaInput,
        parsed=lambda text: tuple(_classes(text)),
        written=lambda classes: "\n".join(map(_line, classes)),
        label="Further classes of machines",
        description="Name; MW; W/TH, one class a line.",
        rows=3,
        size="medium",
        max_width=480,
        margin=(8, 4),
    )
    return [markup(hint(_FLEET)), entry.widget]


def _classes(text: str) -> Iterator[MachineClass]:
    """Return the class of each line: name, MW, W/TH, and a throttle step if it has one."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, *figures = (part.strip() for part in line.split(";"))
        numbers = [parsed_number(part, units="%") for part in figures]
        if len(numbers) not in _FIGURES or not all(isinstance(n, float) for n in numbers):
            rule = "of the form: name; MW; W/TH, or name; MW; W/TH; power; hashrate in fractions"
            raise InputError(f"line {number}", rule, line)
        try:
            yield _class(name, *numbers)
        except InputError as error:
            raise error.under(f"line {number}") from error


def _line(machines: MachineClass) -> str:
    """Return the line that gives a class back."""
    figures = [machines.power_mw, machines.efficiency_w_per_th]
    for step in machines.throttle_steps:
        figures += [step.power_fraction, step.hashrate_fraction]
    return "; ".join([machines.name, *map(str, figures)])


def _class(name: str, power_mw: Any, efficiency: Any, *step: Any) -> MachineClass:
    steps = (ThrottleStep(power_fraction=step[0], hashrate_fraction=step[1]),) if step else ()
    return MachineClass(
        name=name, power_mw=power_mw, efficiency_w_per_th=efficiency, throttle_steps=steps
    )

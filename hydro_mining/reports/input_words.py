"""What a reader calls the inputs of a study that are no quantities of the vocabulary."""

from collections.abc import Mapping
from types import MappingProxyType

from hydro_mining.quantities import QUANTITIES, label, unit

__all__ = ["described"]

# Label, unit and meaning.
_WORDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
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
    }
)


def described(name: str) -> tuple[str, str, str]:
    """Return label, unit and meaning of an input, or of a quantity of the vocabulary."""
    if name in QUANTITIES:
        return label(name), unit(name), QUANTITIES[name].meaning
    return _WORDS[name]

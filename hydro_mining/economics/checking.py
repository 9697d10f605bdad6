"""Checks that the frozen inputs share: numbers in range, names that can be read."""

from dataclasses import fields
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.quantities import QUANTITIES, checked

_LONGEST_TEXT = 500
# Types of a number, and whether None is one of their values.
_NUMBERS: dict[Any, bool] = {float: False, int: False, float | None: True, int | None: True}


def check_numbers(group: Any) -> None:
    """Replace every number of a frozen input by its checked plain one; None where it is legal."""
    for item in fields(group):
        is_input = item.name in QUANTITIES and QUANTITIES[item.name].range is not None
        value = getattr(group, item.name)
        if is_input and item.type in _NUMBERS and not (value is None and _NUMBERS[item.type]):
            object.__setattr__(group, item.name, checked(item.name, value))


def check_name(name: Any) -> None:
    """Refuse a name that is no text of printable characters on one line."""
    is_text = isinstance(name, str) and name.strip() and name.isprintable()
    if not is_text or len(name) > _LONGEST_TEXT:
        raise InputError("name", "a text of printable characters on one line, not empty", name)


def check_text(argument: str, value: Any) -> None:
    """Refuse a ``value`` that is no text on one line; empty is legal."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > _LONGEST_TEXT:
        raise InputError(argument, f"a line of at most {_LONGEST_TEXT} characters", value)


def check_names(path: str, names: list[str], *, most: int) -> None:
    """Refuse a list at ``path`` that is empty, longer than ``most`` or names one thing twice."""
    if not 1 <= len(names) <= most:
        raise InputError(path, f"a list of 1 to {most:,}", len(names))
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            raise InputError(f"{path}[{index}].name", "different from the names before it", name)
        seen.add(name)


def check_choice(argument: str, value: Any, choices: tuple[str, ...]) -> None:
    """Refuse a ``value`` that is none of the ``choices``."""
    if not isinstance(value, str) or value not in choices:
        raise InputError(argument, f"one of {', '.join(choices)}", value)

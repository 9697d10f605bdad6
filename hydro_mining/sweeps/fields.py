"""Which field of a study a column of a list is, and what a cell of it says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.exceptions import InputError
from hydro_mining.imports.json_kinds import declared_types, without_none
from hydro_mining.imports.tables import number_without_mark, numbers_by_sign
from hydro_mining.quantities import QUANTITIES

_UNIT = re.compile(r"(?P<name>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*")
_PATH = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")
# Groups whose fields a heading may name without the group.
_GROUPS = ("site", "finance", "network", "hydro", "market")
# Factor from a unit in a heading to the field's own.
_FACTORS: Mapping[str, Mapping[str, float]] = {
    "kW": {"kw": 1.0, "mw": 1_000.0, "w": 0.001},
    "£/kWh": {"£/kwh": 1.0, "gbp/kwh": 1.0, "p/kwh": 0.01, "£/mwh": 0.001, "gbp/mwh": 0.001},
    "£/MWh": {"£/mwh": 1.0, "gbp/mwh": 1.0, "£/kwh": 1_000.0, "p/kwh": 10.0},
    "fraction": {"fraction": 1.0, "1": 1.0, "%": 0.01, "per cent": 0.01},
    "m³/s": {"m³/s": 1.0, "m3/s": 1.0, "l/s": 0.001},
}
_SWITCHES = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Column:
    """A field's path in a study, the unit of its cells, and what they are multiplied by."""

    path: str
    factor: float = 1.0
    unit: str = ""


def column_of(heading: str) -> Column:
    """Return the field that a heading names: its path, its bare name, or its label.

    Raises
    ------
    InputError
        If no field or several are called so, or the unit is none of the field's.
    """
    match = _UNIT.fullmatch(heading)
    name, unit = (match["name"], match["unit"].strip()) if match else (heading, "")
    path = name if _PATH.fullmatch(name) else _path_called(name.casefold().strip(), heading)
    return Column(path, _factor(path, unit, heading) if unit else 1.0, unit or _own_unit(path))


def field_paths() -> tuple[str, ...]:
    """Return the paths of the fields that a heading may name in words."""
    return tuple(path for path, _ in _named_fields())


def _path_called(name: str, heading: str) -> str:
    found = sorted({path for path, names in _named_fields() if name in names})
    if len(found) == 1:
        return found[0]
    rule = f"one of {', '.join(found)}" if found else "the path, name or label of a study's field"
    raise InputError("column", rule, heading, option="ignore")


@cache
def _named_fields() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(_fields())


def _fields() -> Iterator[tuple[str, frozenset[str]]]:
    types = declared_types(StudyInputs)
    for group in _GROUPS:
        kind, _ = without_none(types[group])
        for field in declared_types(kind):
            names = {field, f"{group}.{field}"}
            if field in QUANTITIES:
                names.add(QUANTITIES[field].label.casefold())
            yield f"{group}.{field}", frozenset(names)


def _own_unit(path: str) -> str:
    quantity = QUANTITIES.get(path.rsplit(".", 1)[-1])
    return "" if quantity is None else quantity.unit


def _factor(path: str, unit: str, heading: str) -> float:
    own = _own_unit(path)
    if own.casefold() == unit.casefold():
        return 1.0
    known = next((by for name, by in _FACTORS.items() if own.split(",")[0] == name), {})
    if unit.casefold() not in known:
        rule = f"in {own or 'no unit'}" + (f" or {', '.join(known)}" if known else "")
        raise InputError(f"column {heading}", rule, unit)
    return known[unit.casefold()]


def typed_cell(column: Column, text: str, sign: str | None = None) -> Any:
    """Return what a cell says, as JSON has it; a number in the field's own unit.

    ``sign`` is the decimal sign of the list, None where it is not known.

    Raises
    ------
    InputError
        If a number has two numbers, or is none where the field is one.
    """
    if text.casefold() in _SWITCHES:
        return _SWITCHES[text.casefold()]
    is_number = column.path.rsplit(".", 1)[-1] in QUANTITIES
    numbers = numbers_of(text, sign)
    if len(numbers) > 1:
        raise InputError(column.path, "a number that can be read in one way", text)
    if not numbers:
        if is_number or column.factor != 1.0:
            raise InputError(column.path, "a number", text)
        return text
    number = numbers.pop() * column.factor
    return int(number) if number.is_integer() and not is_number else number


def numbers_of(text: str, sign: str | None = None) -> set[float]:
    """Return the numbers that a text can be, of which a decimal ``sign`` leaves one at most."""
    plain, _ = number_without_mark(text)
    numbers = numbers_by_sign(plain)
    if sign is not None:
        numbers = {by: number for by, number in numbers.items() if by == sign}
    return set(map(float, numbers.values()))


def decimal_sign(texts: Iterable[str]) -> str | None:
    """Return the decimal sign of which some texts leave no doubt, None where they leave one.

    >>> decimal_sign(["1.234", "0.5"]), decimal_sign(["1.234"])
    ('.', None)
    """
    numbers = (numbers_by_sign(number_without_mark(text)[0]) for text in texts)
    decided = {sign for one in numbers if len(one) == 1 for sign in one}
    return decided.pop() if len(decided) == 1 else None

"""A study's fields by their path, ``site.power_price_gbp_per_kwh`` or ``scenarios[0].name``.

What changes one input at a time (tornado, break-even, maps, sweeps) reads and sets them here.
"""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from hydro_mining.economics.inputs import StudyInputs
from hydro_mining.exceptions import InputError

_STEP = re.compile(r"(?P<name>[a-z_0-9]+)(?:\[(?P<index>[0-9]+)\])?")


def value_at(study: StudyInputs, path: str) -> Any:
    """Return the value of a field.

    Raises
    ------
    InputError
        If the study has no such field.
    """
    value: Any = study
    for name, index in _steps(path):
        value = _member(value, name, index, path)
    return value


def with_value(study: StudyInputs, path: str, value: Any) -> StudyInputs:
    """Return the study with another value of a field.

    Raises
    ------
    InputError
        If the study has no such field, or the value breaks its rule.
    """
    today = value_at(study, path)
    if is_dataclass(today) or isinstance(today, tuple):
        raise InputError("field", "the path of a study's field, not of a group", path)
    changed: StudyInputs = _replaced(study, _steps(path), value, path)
    return changed


def _replaced(owner: Any, steps: list[tuple[str, int | None]], value: Any, path: str) -> Any:
    (name, index), rest = steps[0], steps[1:]
    new = _replaced(_member(owner, name, index, path), rest, value, path) if rest else value
    if index is not None:
        held = list(getattr(owner, name))
        held[index] = new
        new = tuple(held)
    try:
        return replace(owner, **{name: new})
    except InputError as error:
        at_start = isinstance(owner, StudyInputs)
        raise (error if at_start else InputError(path, error.rule, error.value)) from error


def _steps(path: str) -> list[tuple[str, int | None]]:
    matches = [_STEP.fullmatch(part) for part in path.split(".")]
    if not all(matches):
        raise InputError("field", "the path of a study's field", path)
    return [(m["name"], int(m["index"]) if m["index"] else None) for m in matches if m]


def _member(owner: Any, name: str, index: int | None, path: str) -> Any:
    known = {field.name for field in fields(owner)} if is_dataclass(owner) else set()
    if name not in known:
        raise InputError("field", "the path of a study's field", path)
    value = getattr(owner, name)
    if index is None:
        return value
    if not isinstance(value, tuple) or index >= len(value):
        raise InputError("field", "the path of a study's field", path)
    return value[index]

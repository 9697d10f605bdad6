"""A study written as JSON -> study inputs, or one clear line."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from hydro_mining.economics.inputs import (
    Finance,
    Miner,
    Network,
    Scenario,
    Site,
    StudyInputs,
)
from hydro_mining.exceptions import InputError

__all__ = ["read_study", "study_from_mapping", "study_to_mapping"]

_Group = TypeVar("_Group", Network, Site, Miner, Finance, Scenario)


def read_study(data: bytes) -> StudyInputs:
    """Return the study written in ``data``, JSON in UTF-8.

    Raises
    ------
    InputError
        If it is empty, broken, or breaks a rule of the study; the message is one line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("study", "JSON in UTF-8", f"byte {error.start} that is not") from error
    if not text.strip():
        raise InputError("study", "a JSON object", "an empty file")
    return study_from_mapping(_parsed(text))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_object_without_repeats)
    except json.JSONDecodeError as error:
        where = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise InputError("study", "valid JSON", where) from error
    except RecursionError as error:
        raise InputError("study", "JSON that is not nested so deeply", "brackets") from error
    except InputError:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise InputError("study", "JSON with numbers of a sane length", str(error)) from error


def _object_without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise InputError(repeated, "given once in its JSON object", "it twice")
    return unique


def study_from_mapping(document: Any) -> StudyInputs:
    """Return the study that a parsed JSON ``document`` describes.

    Raises
    ------
    InputError
        If a field is unknown, missing, of the wrong type or out of its range.
    """
    groups = _object("study", document)
    names = {f.name for f in fields(StudyInputs)}
    _check_fields("", groups, names)
    _check_present("", groups, names)
    return StudyInputs(
        network=_group(Network, "network", groups["network"], as_of=_time),
        site=_group(Site, "site", groups["site"]),
        miners=_rows(Miner, "miners", groups["miners"]),
        finance=_group(Finance, "finance", groups["finance"], start_date=_day),
        scenarios=_rows(Scenario, "scenarios", groups["scenarios"]),
    )


def study_to_mapping(study: StudyInputs) -> dict[str, Any]:
    """Return the JSON document that reads back as an equal study."""

    def plain(group: Any) -> dict[str, Any]:
        values = {f.name: getattr(group, f.name) for f in fields(group)}
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in values.items()
            if value is not None
        }

    return {
        "network": plain(study.network),
        "site": plain(study.site),
        "miners": [plain(miner) for miner in study.miners],
        "finance": plain(study.finance),
        "scenarios": [plain(scenario) for scenario in study.scenarios],
    }


def _rows(kind: type[_Group], path: str, document: Any) -> tuple[_Group, ...]:
    if not isinstance(document, list):
        raise InputError(path, "a list of objects", document)
    return tuple(_group(kind, f"{path}[{i}]", row) for i, row in enumerate(document))


def _group(
    kind: type[_Group], path: str, document: Any, **converters: Callable[[str, Any], Any]
) -> _Group:
    values = dict(_object(path, document))
    known = {f.name for f in fields(kind)}
    _check_fields(path, values, known)
    _check_present(path, values, {f.name for f in fields(kind) if f.default is MISSING})
    for name, convert in converters.items():
        if values.get(name) is not None:
            values[name] = convert(f"{path}.{name}", values[name])
    try:
        return kind(**values)
    except InputError as error:
        raise error.under(path) from error


def _object(path: str, document: Any) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise InputError(path, "a JSON object", document)
    return document


def _check_fields(path: str, given: Mapping[str, Any], known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise InputError(_below(path, name), f"one of {', '.join(sorted(known))}", name)


def _check_present(path: str, given: Mapping[str, Any], required: set[str]) -> None:
    for name in sorted(required):
        if name not in given:
            raise InputError(_below(path, name), "given", None)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _time(path: str, value: Any) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        rule = "an ISO date and time in UTC, such as 2026-10-10T00:00:00Z"
        raise InputError(path, rule, value) from error


def _day(path: str, value: Any) -> dt.date:
    try:
        day = dt.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InputError(path, "a date YYYY-MM-DD", value) from error
    if day.isoformat() != value:  # ISO has other forms, such as week dates
        raise InputError(path, "a date YYYY-MM-DD", value)
    return day

"""JSON <-> frozen dataclasses, by their declared types.

``to_json`` writes a value, ``from_json`` reads it back or says in one line what is wrong. An
object holds the fields of its type and no others. Numbers, texts and switches of a dataclass are
first handed to its constructor, whose rules name range and unit; what it lets through must still
be of the declared type.

Declared types are dataclasses, ``TypedDict``, tuples and lists of one type, mappings from text,
float arrays, dates, times, enumerations, literals, numbers, text and switches, each of them or
None. ``ByKey`` annotates a mapping whose values differ in type by key, ``GAPS`` an array whose NaN
is null. Of a union of a number, a text, a list and dataclasses the JSON value tells which is meant;
of dataclasses it is the first that has all its fields.
"""

import datetime as dt
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin, is_typeddict

import numpy as np

from hydro_mining.exceptions import InputError
from hydro_mining.imports.json_kinds import (
    choices_of,
    declared_types,
    has_gaps,
    kinds_of,
    without_none,
    written_fields,
)
from hydro_mining.imports.json_objects import check_fields, check_present, day, json_object, time

# Far beyond any study; they keep a hostile file from costing time or memory.
LONGEST_TEXT = 2_000
MOST_ITEMS = 10_000
# Of a series, which may be quarter-hours of decades.
MOST_VALUES = 2_000_000

_Kind = TypeVar("_Kind")
_RULES: Mapping[type, str] = {
    str: f"a text of at most {LONGEST_TEXT:,} characters",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


def to_json(value: Any) -> Any:
    """Return a value as JSON has it; a field is left out where it and its default are None.

    >>> to_json({"day": dt.date(2026, 10, 10), "shares": np.array([0.25, 0.75])})
    {'day': '2026-10-10', 'shares': [0.25, 0.75]}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: to_json(getattr(value, name))
            for name, field in written_fields(value).items()
            if getattr(value, name) is not None or field.default is not None
        }
    if isinstance(value, Mapping):
        return {key: to_json(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [to_json(one) for one in value]
    if isinstance(value, np.ndarray):
        return [None if math.isnan(one) else one for one in value.tolist()]
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def from_json(kind: type[_Kind], document: Any, *, called: str, complete: bool = False) -> _Kind:
    """Return the value of ``kind``, a dataclass, that a parsed JSON ``document`` describes.

    Parameters
    ----------
    called
        What a reader calls the whole document.
    complete
        Whether a field must be given even if it has a default, other than None.

    Raises
    ------
    InputError
        If a field is unknown, missing, of the wrong type or against a rule of its owner.
    """
    json_object(called, document)
    made: _Kind = _Reading(complete=complete).dataclass(kind, "", document)
    return made


class _Reading:
    """One pass through a document; ``path`` is where in it a value stands."""

    def __init__(self, *, complete: bool) -> None:
        self._complete = complete

    def value(self, declared: Any, path: str, document: Any) -> Any:
        kind, may_be_none = without_none(declared)
        if document is None and may_be_none:
            return None
        if _is_plain(kind):
            _check_plain(kind, path, document)
            return document
        return self._made(kind, path, document)

    def _made(self, kind: Any, path: str, document: Any) -> Any:
        """Return a value that is not written in JSON as it is."""
        if kinds_of(kind):
            return self.value(_meant(kinds_of(kind), path, document), path, document)
        if is_dataclass(kind):
            return self.dataclass(kind, path, document)
        if kind in _TIMES:
            return _TIMES[kind](path, document)
        if choices_of(kind):
            _check_choice(path, document, choices_of(kind))
            return kind(document)
        if is_typeddict(kind) or get_origin(kind) in {Annotated, Mapping}:
            is_array = has_gaps(kind)
            return _gapped(path, document) if is_array else self._object(kind, path, document)
        return self._list(kind, path, document)

    def dataclass(self, kind: Any, path: str, document: Any) -> Any:
        if isinstance(document, kind):  # read already, from a file that the document names
            return document
        given = json_object(path, document)
        known, types = written_fields(kind), declared_types(kind)
        check_fields(path, given, set(known))
        check_present(path, given, {name for name, field in known.items() if self._needs(field)})
        plain = [name for name in given if _is_plain(without_none(types[name])[0])]
        values = {
            name: one if name in plain else self.value(types[name], _below(path, name), one)
            for name, one in given.items()
        }
        try:
            made = kind(**values)
        except InputError as error:
            raise (error.under(path) if path else error) from error
        # It counted on the types of what it was given.
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            self._check_plain_fields(types, path, {name: values[name] for name in plain})
            raise
        self._check_plain_fields(types, path, {name: getattr(made, name) for name in plain})
        return made

    def _needs(self, field: Field[Any]) -> bool:
        return field.default is not None if self._complete else field.default is MISSING

    def _check_plain_fields(
        self, types: Mapping[str, Any], path: str, values: Mapping[str, Any]
    ) -> None:
        for name, one in values.items():
            self.value(types[name], _below(path, name), one)

    def _object(self, kind: Any, path: str, document: Any) -> dict[str, Any]:
        given = json_object(path, document)
        if get_origin(kind) is Mapping:
            _check_size(path, given)
            types = dict.fromkeys(given, get_args(kind)[1])
        else:
            types = dict(declared_types(kind) if is_typeddict(kind) else kind.__metadata__[0].kinds)
            check_fields(path, given, set(types))
            check_present(path, given, getattr(kind, "__required_keys__", set()))
        return {key: self.value(types[key], _below(path, key), one) for key, one in given.items()}

    def _list(self, kind: Any, path: str, document: Any) -> Any:
        of = float if get_origin(kind) is np.ndarray else get_args(kind)[0]
        if not isinstance(document, list):
            what = "objects" if is_dataclass(of) or is_typeddict(of) else "values"
            raise InputError(path, f"a list of {what}", document)
        _check_size(path, document)
        rows = [self.value(of, f"{path}[{i}]", one) for i, one in enumerate(document)]
        if get_origin(kind) is np.ndarray:
            return np.array(rows, dtype=float)
        return tuple(rows) if get_origin(kind) is tuple else rows


def _meant(kinds: tuple[Any, ...], path: str, document: Any) -> Any:
    """Return the one of several types that a JSON value is written for."""
    for kind in kinds:
        if is_dataclass(kind):
            is_meant = isinstance(document, cast("type", kind)) or (
                isinstance(document, dict) and set(document) <= set(written_fields(kind))
            )
        elif _is_plain(kind):
            is_meant = _is_of(kind, document)
        else:
            is_meant = isinstance(document, list)
        if is_meant:
            return kind
    raise InputError(path, " or ".join(map(_called, kinds)), document)


def _called(kind: Any) -> str:
    if is_dataclass(kind):
        return f"an object of {', '.join(sorted(written_fields(kind)))}"
    return _RULES.get(kind, "a list of values")


def _gapped(path: str, document: Any) -> Any:
    """Return the float array of a list in which null is a gap."""
    if not isinstance(document, list):
        raise InputError(path, "a list of values", document)
    if len(document) > MOST_VALUES:
        raise InputError(path, f"at most {MOST_VALUES:,} entries", f"{len(document):,}")
    if not set(map(type, document)) <= {int, float, NoneType} or not all(
        one is None or abs(one) <= sys.float_info.max for one in document
    ):
        at = next(i for i, one in enumerate(document) if one is not None and not _is_of(float, one))
        raise InputError(f"{path}[{at}]", "a number, or null for a gap", document[at])
    return np.array(document, dtype=float)


_TIMES: Mapping[Any, Callable[[str, Any], Any]] = {dt.date: day, dt.datetime: time}


@cache
def _is_plain(kind: Any) -> bool:
    return kind in _RULES or get_origin(kind) is Literal


def _check_plain(kind: Any, path: str, value: Any) -> None:
    if get_origin(kind) is Literal:
        _check_choice(path, value, choices_of(kind))
    elif not _is_of(kind, value):
        raise InputError(path, _RULES[kind], value)


def _check_choice(path: str, value: Any, choices: Sequence[Any]) -> None:
    if not any(type(value) is type(one) and value == one for one in choices):
        raise InputError(path, f"one of {', '.join(map(str, choices))}", value)


def _is_of(kind: type, value: Any) -> bool:
    if kind is str:
        return isinstance(value, str) and len(value) <= LONGEST_TEXT
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    is_number = isinstance(value, int) or (kind is float and isinstance(value, float))
    return is_number and abs(value) <= sys.float_info.max  # NaN is not


def _check_size(path: str, items: Any) -> None:
    if len(items) > MOST_ITEMS:
        raise InputError(path, f"at most {MOST_ITEMS:,} entries", f"{len(items):,}")


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

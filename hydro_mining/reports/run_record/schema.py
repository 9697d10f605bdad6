"""The JSON schema of run records, from their types.

``python -m hydro_mining.reports.run_record.schema > data/run_record.schema.json`` writes the file
that other readers use.
"""

import datetime as dt
import inspect
import json
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, get_args, get_origin, is_typeddict

import numpy as np

from hydro_mining.imports.json_kinds import (
    choices_of,
    declared_types,
    has_gaps,
    kinds_of,
    without_none,
    written_fields,
)
from hydro_mining.imports.study import SCHEMA
from hydro_mining.imports.typed_json import LONGEST_TEXT, MOST_ITEMS, MOST_VALUES
from hydro_mining.quantities import QUANTITIES, unit
from hydro_mining.reports.run_record.document import SCHEMA_VERSION, RecordDocument

_LONGEST_TIME = 40
_PLAIN: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string", "maxLength": LONGEST_TEXT},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    dt.date: {"type": "string", "format": "date", "maxLength": _LONGEST_TIME},
    dt.datetime: {"type": "string", "format": "date-time", "maxLength": _LONGEST_TIME},
}


def schema_text() -> str:
    """Return the text of ``data/run_record.schema.json``."""
    return f"{json.dumps(schema(), indent=1, ensure_ascii=False)}\n"


def schema() -> dict[str, Any]:
    """Return the schema of the present version; its descriptions are the types' own."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{SCHEMA}, version {SCHEMA_VERSION}",
        **_of(RecordDocument),
    }


def _of(declared: Any) -> dict[str, Any]:
    kind, may_be_none = without_none(declared)
    if kinds_of(kind):
        every = [_of(one) for one in kinds_of(kind)]
        return {"anyOf": [*every, {"type": "null"}] if may_be_none else every}
    made = _present(kind)
    return {**made, "type": [made["type"], "null"]} if may_be_none else made


def _present(kind: Any) -> dict[str, Any]:
    """Return the schema of a value that is not None."""
    origin = get_origin(kind)
    if is_dataclass(kind) or is_typeddict(kind):
        return _object(kind)
    if origin is Annotated and not has_gaps(kind):
        known = {key: _of(one) for key, one in sorted(kind.__metadata__[0].kinds.items())}
        return {"type": "object", "additionalProperties": False, "properties": known}
    if origin is Mapping:
        names = {"maxLength": LONGEST_TEXT}
        of = {"additionalProperties": _of(get_args(kind)[1])}
        return {"type": "object", "propertyNames": names, "maxProperties": MOST_ITEMS, **of}
    if origin in {tuple, list, np.ndarray, Annotated}:
        row: Any = get_args(kind)[0] if origin in {tuple, list} else float
        most, row = (MOST_VALUES, float | None) if has_gaps(kind) else (MOST_ITEMS, row)
        return {"type": "array", "maxItems": most, "items": _of(row)}
    choices = choices_of(kind)
    if choices:
        return {"enum": list(choices)} if len(choices) > 1 else {"const": choices[0]}
    return dict(_PLAIN[kind])


def _object(kind: Any) -> dict[str, Any]:
    types = declared_types(kind)
    required = [name for name in types if name in getattr(kind, "__required_keys__", types)]
    if is_dataclass(kind):
        written = written_fields(kind)
        required = [name for name, field in written.items() if field.default is not None]
        properties = {name: _of(types[name]) for name in written}
    else:
        # A figure of the results has the name of its quantity; an input's unit is in its class.
        properties = {name: {**_of(types[name]), **_unit(name)} for name in types}
    return {
        "type": "object",
        "description": _description(kind),
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


def _description(kind: type) -> str:
    """Return what a type says of itself, without what its constructor raises."""
    return (inspect.getdoc(kind) or "").partition("\n\nRaises\n")[0].replace("``", "")


def _unit(name: str) -> dict[str, str]:
    measured_in = unit(name) if name in QUANTITIES else ""
    return {"description": measured_in} if measured_in else {}


if __name__ == "__main__":
    sys.stdout.write(schema_text())

"""A run record's JSON -> the record, or one clear line.

Nothing of it is run, and nothing is used before all of it has been checked: against the schema
in ``data/run_record.schema.json``, against each input's own rules, and its parts against each
other.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from hydro_mining.economics.catalogue import CatalogueEntry, PriceQuote
from hydro_mining.economics.checking import check_names
from hydro_mining.exceptions import InputError
from hydro_mining.imports.json_objects import (
    json_object,
    parsed_json,
    read_group,
    read_rows,
    time,
)
from hydro_mining.imports.study import study_from_mapping
from hydro_mining.package_files import package_text
from hydro_mining.provenance import NETWORK_VALUES, Snapshot, SourcedValue, Status
from hydro_mining.quantities import checked
from hydro_mining.reports.run_record.record import RunRecord
from hydro_mining.reports.run_record.screens import read_dispatch, read_growth
from hydro_mining.reports.run_record.upgrading import upgraded
from hydro_mining.reports.run_record.writing import SCHEMA, SCHEMA_VERSION

__all__ = ["LARGEST_RECORD_MIB", "is_record", "read_record", "record_from_mapping"]

LARGEST_RECORD_MIB = 16

_EMBEDDED = b'<script type="application/json" id="run-record">'
_EMBEDDED_END = b"</script>"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<!doctype html", re.IGNORECASE)
_MOST_MACHINES = 10_000
_FETCHED = (Status.LIVE, Status.CACHED, Status.RECORDED, Status.STALE)


def read_record(data: bytes) -> RunRecord:
    """Return the run record in ``data``: its JSON, or an HTML snapshot that holds it.

    Raises
    ------
    InputError
        If anything in it is unknown, missing, of a wrong type, out of its range or at odds
        with the rest.
    """
    return record_from_mapping(parsed_json(_record_bytes(data), "record", finite=True))


def is_record(data: bytes) -> bool:
    """Tell whether ``data`` says that it is a run record, and not a study."""
    return bool(_PAGE.match(data)) or (SCHEMA.encode() in data and b'"schema_version"' in data)


def _record_bytes(data: bytes) -> bytes:
    if not _PAGE.match(data):
        return data
    _, start, rest = data.partition(_EMBEDDED)
    record, end, _ = rest.partition(_EMBEDDED_END)
    if not (start and end):
        raise InputError("record", "a page that holds a run record", "a page without one")
    return record


def record_from_mapping(document: Any) -> RunRecord:
    """Return the record that a parsed JSON ``document`` describes."""
    fields = json_object("record", document)
    fields = upgraded(fields, version=_checked_version(fields))
    _check_schema(fields)
    _check_letters(fields)
    inputs = fields["inputs"]
    try:
        study = study_from_mapping(inputs["study"])
    except InputError as error:
        raise error.under("inputs.study") from error
    entries = tuple(
        _entry(f"inputs.catalogue[{i}]", row) for i, row in enumerate(inputs["catalogue"])
    )
    check_names("inputs.catalogue", [entry.name for entry in entries], most=_MOST_MACHINES)
    return RunRecord(
        created_at=_utc("created_at", fields["created_at"]),
        version=fields["product_version"],
        study=study,
        entries=entries,
        snapshot=_snapshot(fields["network_snapshot"]),
        currency=inputs["currency"],
        growth=read_growth("inputs.screens.growth", inputs["screens"]["growth"]),
        dispatch=read_dispatch("inputs.screens.dispatch", inputs["screens"]["dispatch"]),
        results=fields["results"],
    )


def _checked_version(fields: Mapping[str, Any]) -> int:
    if fields.get("schema") != SCHEMA:
        raise InputError("schema", f'"{SCHEMA}"', fields.get("schema"))
    version = fields.get("schema_version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError("schema_version", "a whole number from 1 on", version)
    if version > SCHEMA_VERSION:
        rule = f"at most {SCHEMA_VERSION} (a newer version of the product wrote this record)"
        raise InputError("schema_version", rule, version)
    return version


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(package_text("data", "run_record.schema.json")))


def _check_schema(document: Mapping[str, Any]) -> None:
    # Just the first: a hostile file can break the rules millions of times.
    error = next(_validator().iter_errors(document), None)
    if error is not None:
        raise _as_input_error(error)


def _check_letters(document: Mapping[str, Any]) -> None:
    """Refuse half of a surrogate pair, which JSON can name but no file can hold."""
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise InputError("record", "text of whole letters", half) from error


def _as_input_error(error: ValidationError) -> InputError:
    path = error.json_path.removeprefix("$").removeprefix(".") or "record"
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        unknown = next(name for name in error.instance if name not in known)
        return InputError(f"{path}.{unknown}", f"one of {', '.join(sorted(known))}", unknown)
    if error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        return InputError(f"{path}.{missing}", "given", None)
    rules = {
        "type": "of the type",
        "enum": "one of",
        "pattern": "of the form",
        "minimum": "at least",
        "maxLength": "at most so many characters:",
        "maxItems": "at most so many:",
        "minItems": "at least so many:",
    }
    rule = f"{rules.get(str(error.validator), error.validator)} {_listed(error.validator_value)}"
    return InputError(path, rule, error.instance)


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _utc(path: str, value: Any) -> dt.datetime:
    found = time(path, value)
    if found.tzinfo is None or found.utcoffset():
        raise InputError(path, "a time in UTC, such as 2026-10-10T00:00:00+00:00", value)
    return found.astimezone(dt.UTC)


def _entry(path: str, document: Any) -> CatalogueEntry:
    return read_group(
        CatalogueEntry,
        path,
        document,
        quotes=lambda below, rows: read_rows(PriceQuote, below, rows),
    )


def _snapshot(document: Mapping[str, Any]) -> Snapshot:
    readings, per_usd = (
        {
            name: _reading(f"network_snapshot.{group}.{name}", name, row)
            for name, row in document[group].items()
        }
        for group in ("readings", "per_usd")
    )
    return Snapshot(
        as_of=_utc("network_snapshot.as_of", document["as_of"]),
        values={name: readings[name] for name in NETWORK_VALUES},
        per_usd=per_usd,
    )


def _reading(path: str, name: str, document: Any) -> SourcedValue:
    reading = read_group(
        SourcedValue,
        path,
        document,
        as_of=_utc,
        fetched_at=_utc,
        status=lambda _, word: Status(word),
    )
    if reading.fetched_at is None and reading.status in _FETCHED:
        raise InputError(f"{path}.fetched_at", "given for a value that was fetched", None)
    try:
        # A rate is of any currency; only that to the pound is an input with a name.
        checked(name if name in NETWORK_VALUES else "usd_to_gbp", reading.value)
    except InputError as error:
        raise InputError(f"{path}.value", error.rule, error.value) from error
    return reading

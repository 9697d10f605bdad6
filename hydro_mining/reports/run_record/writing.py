"""A run record -> its one JSON text."""

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from hydro_mining.economics.catalogue import CatalogueEntry
from hydro_mining.imports.study import study_to_mapping
from hydro_mining.provenance import Snapshot, SourcedValue
from hydro_mining.reports.run_record.record import RunRecord
from hydro_mining.reports.run_record.screens import screens_to_mapping

__all__ = [
    "SCHEMA",
    "SCHEMA_VERSION",
    "entry_to_mapping",
    "record_text",
    "record_to_mapping",
    "script_safe",
]

SCHEMA = "hydro_mining.run_record"
SCHEMA_VERSION = 2

# Written as escapes, so that the very same text can stand inside a page's script element; the
# last two end a line in JavaScript, though not in JSON.
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def record_text(record: RunRecord) -> str:
    """Return the record as JSON; equal records give the same text."""
    document = record_to_mapping(record)
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{script_safe(text)}\n"


def script_safe(json_text: str) -> str:
    """Return JSON that says the same and cannot end a script element that it stands in."""
    return json_text.translate(_ESCAPED)


def record_to_mapping(record: RunRecord) -> dict[str, Any]:
    """Return the JSON document that reads back as an equal record."""
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "created_at": record.created_at.isoformat(),
        "product_version": record.version,
        "inputs": {
            "study": study_to_mapping(record.study),
            "catalogue": [entry_to_mapping(entry) for entry in record.entries],
            "currency": record.currency,
            "screens": screens_to_mapping(record.growth, record.dispatch),
        },
        "network_snapshot": _snapshot(record.snapshot),
        "results": record.results,
    }


def entry_to_mapping(entry: CatalogueEntry) -> dict[str, Any]:
    """Return a machine of the catalogue as JSON has it."""
    return {**dataclasses.asdict(entry), "quotes": [dataclasses.asdict(q) for q in entry.quotes]}


def _snapshot(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "as_of": snapshot.as_of.isoformat(),
        "readings": _readings(snapshot.values),
        "per_usd": _readings(snapshot.per_usd),
    }


def _readings(readings: Mapping[str, SourcedValue]) -> dict[str, Any]:
    return {name: _reading(reading) for name, reading in readings.items()}


def _reading(reading: SourcedValue) -> dict[str, Any]:
    # What the providers did in detail concerns their operator, not a record's reader.
    values = {
        f.name: getattr(reading, f.name) for f in dataclasses.fields(reading) if f.name != "detail"
    }
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in values.items()
    }

"""A run record's JSON -> the record, or one clear line.

Nothing of it is run, and nothing is used before all of it has been checked: against the types of
its fields, against each input's own rules, and its parts against each other.
"""

from collections.abc import Mapping
from typing import Any

from hydro_mining.exceptions import InputError
from hydro_mining.imports.json_objects import json_object, parsed_json
from hydro_mining.imports.study import PAGE, SCHEMA
from hydro_mining.reports.run_record.document import SCHEMA_VERSION, record_of
from hydro_mining.reports.run_record.record import RunRecord
from hydro_mining.reports.run_record.upgrading import upgraded

LARGEST_RECORD_MIB = 16

_EMBEDDED = b'<script type="application/json" id="run-record">'
_EMBEDDED_END = b"</script>"


def read_record(data: bytes) -> RunRecord:
    """Return the run record in ``data``: its JSON, or a report page that holds it.

    Raises
    ------
    InputError
        If anything in it is unknown, missing, of a wrong type, out of its range or at odds
        with the rest.
    """
    document = parsed_json(_record_bytes(data), "record", finite=True)
    return record_of(present_document(json_object("record", document)))


def present_document(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a parsed record of any version as one of the present version, still unchecked.

    Raises
    ------
    InputError
        If it is no run record, or one of a version that is not known.
    """
    if document.get("schema") != SCHEMA:
        raise InputError("schema", f'"{SCHEMA}"', document.get("schema"))
    version = document.get("schema_version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError("schema_version", "a whole number from 1 on", version)
    if version > SCHEMA_VERSION:
        rule = f"at most {SCHEMA_VERSION} (a newer version of the product wrote this record)"
        raise InputError("schema_version", rule, version)
    return upgraded(document, version=version)


def _record_bytes(data: bytes) -> bytes:
    if not PAGE.match(data):
        return data
    _, start, rest = data.partition(_EMBEDDED)
    record, end, _ = rest.partition(_EMBEDDED_END)
    if not (start and end):
        raise InputError("record", "a page that holds a run record", "a page without one")
    return record
